from datetime import date

from duty_cli.importing.forms.roster_list import RosterFile, read_roster
from duty_cli.importing.open_file import open_table
from duty_cli.model.parsed_rows import ParsedMember

HEAD = "委员编号,姓名,党派,界别,委员联络组,专门委员会,职务,任职日期,离任日期\n"


def read(rows: str, head: str = HEAD) -> RosterFile:
    return read_roster(open_table("名册.csv", (head + rows).encode()))


def test_a_row_is_a_stretch_of_office_with_party_groups_and_roles() -> None:
    assert read("００1,张 晓岚,民盟,教育,城东组,提案委,常委、界别活动组组长,2022年1月10日,\n").rows == (
        ParsedMember(
            line=2, number="001", name="张晓岚", first=date(2022, 1, 10), party="民盟", sector="教育",
            liaison_group="城东组", special_committee="提案委", roles=("常委", "界别活动组组长"),
        ),
    )  # fmt: skip


def test_a_member_who_changed_group_has_several_rows() -> None:
    file = read("001,张晓岚,,教育,,,,2022-01-10,2023-12-31\n001,张晓岚,,科技,,,,2024-01-01,\n")
    assert [(row.sector, row.last) for row in file.rows] == [("教育", date(2023, 12, 31)), ("科技", None)]


def test_one_number_for_two_names_is_a_problem() -> None:
    file = read("001,张晓岚,,,,,,2022-01-10,\n001,曾国梁,,,,,,2022-01-10,\n")
    assert [str(problem) for problem in file.problems] == [
        "名册.csv:3：姓名：编号 001 在第 2 行是“张晓岚”，这里是“曾国梁”；请核对编号和姓名"
    ]


def test_every_problem_of_a_row_is_told() -> None:
    assert [(problem.line, problem.column, problem.what) for problem in read(",,,,,,,x,\n").problems] == [
        (2, "委员编号", "没有填写"),
        (2, "姓名", "没有填写"),
        (2, "任职日期", "“x”不符合要求"),
    ]


def test_number_name_and_first_day_are_needed() -> None:
    assert [problem.column for problem in read("教育\n", head="界别\n").problems] == ["委员编号", "姓名", "任职日期"]
