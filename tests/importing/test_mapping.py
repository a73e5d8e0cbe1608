from datetime import date
from pathlib import Path

import pytest

from duty_cli.errors.file_errors import UnreadableFile, WrongMapping
from duty_cli.importing.forms.proposal_list import read_proposals
from duty_cli.importing.forms.roster_list import RosterFile, read_roster
from duty_cli.importing.open_file import open_table
from duty_cli.model.column_maps import ColumnMapping, ColumnSource, Replaced
from duty_cli.model.members import Member, MemberKey, Person, Roster
from tests.importing.files import Filed, filed, part, whole, with_part, workbook
from tests.importing.people import roster
from tests.importing.xls import Error, xls

SHEET = "xl/worksheets/sheet1.xml"
REAL = Path(__file__).parents[3] / "shared" / "real"
PEOPLE = roster("001 Nora_Lindqvist", "002 Ada_Brandt")
WHO = ColumnSource(from_="Member of  House")
DAY = ColumnSource(from_="Date", date="日-月-年")
KIND = ColumnSource(from_="Type", values={"Starred": "口头质询", "Unstarred": "书面质询"})


def records(text: str, **columns: ColumnSource) -> Filed:
    mapping = ColumnMapping("records", ";", None, {"姓名": WHO, "日期": DAY, "履职事项": KIND, **columns})
    return filed("q.csv", text.encode(), PEOPLE, mapping=mapping)


def test_a_foreign_file_is_read_under_our_headings() -> None:
    file = records(
        "Member of House;Date;Type;X\nNora Lindqvist;05-03-2026;Starred;1\n", 标题=ColumnSource(always="质询")
    )
    said = file.rows[0]
    assert (said.member.number, said.fields.kind, said.fields.title) == ("001", "口头质询", "质询")
    assert (said.fields.on, file.problems) == (date(2026, 3, 5), ())


def test_the_time_of_day_is_left_out_before_the_order_of_a_date_is_looked_at() -> None:
    file = records("Member of House;Date;Type\nNora Lindqvist;05/03/2026 09:12:33;Starred\n")
    assert [row.fields.on for row in file.rows] == [date(2026, 3, 5)]


def test_a_value_outside_its_table_is_one_problem_under_both_headings() -> None:
    file = records("Member of House;Date;Type\nNora Lindqvist;31-31-2026;Other\n")
    assert [str(problem) for problem in file.problems] == [
        "q.csv:2：日期（Date）：“31-31-2026”不符合要求；应为存在的日期",
        "q.csv:2：履职事项（Type）：“Other”不符合要求；应为对应表 values 中的值（Starred、Unstarred）",
    ]


@pytest.mark.parametrize(
    ("otherwise", "note"), [("keep", "甲"), ("empty", None), (Replaced("其他"), "其他")], ids=["keep", "empty", "text"]
)
def test_a_value_outside_its_table_may_be_kept_emptied_or_replaced(
    otherwise: Replaced | None, note: str | None
) -> None:
    source = ColumnSource(from_="N", values={"A": "乙"}, otherwise=otherwise)
    file = records(
        "Member of House;Date;Type;N\nAda Brandt;05-03-2026;Starred;甲\nAda Brandt;05-03-2026;Starred;A\n", 备注=source
    )
    assert [row.fields.note for row in file.rows] == [note, "乙"]


def test_columns_the_mapping_reads_and_the_file_lacks_are_problems() -> None:
    assert [str(problem) for problem in records("Member of House;Day;Type\n").problems] == [
        "q.csv:1：Date：文件中没有对应表要读的这一列（读作日期）；是否：Day？文件的列名是 Member of House、Day、Type：平台改了列名的，"
        "把对应表里的“Date”改为文件里的列名；拿错文件的请换文件；不用这份对应表的，去掉 --map，或用 duty map new 另写一份"
    ]


def test_a_mapping_for_rosters_does_not_filed() -> None:
    with pytest.raises(WrongMapping, match="对应表写明 reads: roster，这里需要 reads: records；请换用相应的对应表"):
        filed("q.csv", b"Name\n", PEOPLE, mapping=ColumnMapping("roster", ",", None, {"姓名": ColumnSource("Name")}))


def test_rows_are_numbered_where_the_file_has_no_numbers() -> None:
    columns = {"委员编号": ColumnSource(row_prefix="LS"), "姓名": ColumnSource(from_="Name")}
    mapping = ColumnMapping("roster", ",", None, {**columns, "任职日期": ColumnSource(always="2024-06-24")})
    file = read_roster(open_table("m.csv", b"Name\nAda Brandt\n\nNora Lindqvist\n", mapping=mapping))
    assert [(row.number, row.first.year) for row in file.rows] == [("LS0001", 2024), ("LS0002", 2024)]


def chosen(
    text: str, only: dict[str, tuple[str, ...]] | None = None, without: dict[str, tuple[str, ...]] | None = None
) -> tuple[list[str], int]:
    """The members of a roster whose rows are chosen so, and how many rows were left out."""
    columns = {
        "委员编号": ColumnSource(row_prefix="W"),
        "姓名": ColumnSource("Name"),
        "任职日期": ColumnSource(always="2024-06-24"),
    }
    mapping = ColumnMapping("roster", ",", None, columns, only or {}, without or {})
    file = read_roster(open_table("m.csv", text.encode(), mapping=mapping))
    assert file.problems == ()
    return [f"{row.number} {row.name}" for row in file.rows], file.left_out


LIST = "Name,State,Kind\n甲一,通过,\n乙二,未通过,测试\n丙三,通过 ,机关\n"


@pytest.mark.parametrize(
    ("rows", "members", "left_out"),
    [
        ({"only": {"State": ("通过",)}}, ["W0001 甲一", "W0003 丙三"], 1),
        ({"without": {"State": ("未通过", "退回")}}, ["W0001 甲一", "W0003 丙三"], 1),
        ({"only": {"State": ("通过",)}, "without": {"Kind": ("机关",)}}, ["W0001 甲一"], 2),
        ({"only": {"Kind": ("",)}}, ["W0001 甲一"], 2),
        ({"only": {"State": ("过",)}}, [], 3),
    ],
)
def test_rows_are_read_or_left_out_by_the_whole_word_in_a_column(
    rows: dict[str, dict[str, tuple[str, ...]]], members: list[str], left_out: int
) -> None:
    assert chosen(LIST, **rows) == (members, left_out)


@pytest.mark.parametrize(
    "total",
    [
        "合计,,6 人",
        ",合计：6人",
        "6,总人数,",
        "说明：以上名单,,",
        "共计,,",
        "合计人数,1,",
        "7,注：以上为增补,",
        "填表人,王,",
    ],
)
def test_a_total_is_never_a_member_though_a_mapping_fills_in_all_else(total: str) -> None:
    assert chosen(f"No,Name,State\n1,甲一,通过\n{total}\n")[0] == ["W0001 甲一"]


def test_a_column_by_which_rows_are_chosen_and_that_the_file_lacks_is_a_problem() -> None:
    mapping = ColumnMapping("roster", ",", None, {"姓名": ColumnSource("Name")}, only={"审核状态": ("通过",)})
    read = read_roster(open_table("m.csv", "Name,审核\n甲一,通过\n".encode(), mapping=mapping))
    told = "m.csv:1：审核状态：文件中没有对应表要读的这一列（only、except 用）；是否：审核？文件的列名是 Name、审核"
    assert any(str(problem).startswith(told) for problem in read.problems)


def test_a_mapping_tells_namesakes_apart_by_their_sector_in_its_own_words() -> None:
    people = roster("003 周若川 经济界", "004 周若川 医药卫生界")
    columns = {
        "姓名": ColumnSource("Name"),
        "界别": ColumnSource("Sector", values={"医卫": "医药卫生界"}, otherwise="keep"),
    }
    columns |= {"日期": ColumnSource("Day"), "履职事项": ColumnSource(always="提案")}
    text = "Name,Sector,Day\n周若川,医卫,2026-03-05\n周若川,经济,2026-03-05\n".encode()
    rows = filed("q.csv", text, people, mapping=ColumnMapping("records", ",", None, columns)).rows
    assert [row.member.number for row in rows] == ["004", "003"]


def test_a_foreign_list_of_proposals_is_read_with_all_its_authors() -> None:
    names = {"编号": "No", "标题": "Subject", "第一提案人": "First", "联名人": "Others", "日期": "Day"}
    mapping = ColumnMapping("proposals", ",", None, {ours: ColumnSource(origin) for ours, origin in names.items()})
    text = "No,Subject,First,Others,Day\n7,停车,Nora Lindqvist,Ada Brandt,2026-03-05\n".encode()
    rows = whole(read_proposals(open_table("q.csv", text, mapping=mapping), PEOPLE, ["提案"])).rows
    assert [(row.member.number, row.fields.number, row.fields.position) for row in rows] == [
        ("001", "7-001", 1),
        ("002", "7-002", 2),
    ]


def test_a_formula_in_a_column_by_which_rows_are_chosen_is_refused() -> None:
    given = {"履职事项": ColumnSource(always="提案"), "日期": ColumnSource(always="2026-03-05")}
    mapping = ColumnMapping("records", ",", None, {"姓名": WHO, **given}, only={"State": ("通过",)})
    for row, cell in ((["Ada Brandt", '="通"&"过"'], "B2"), (["='D'!A2", ""], "A2")):
        data = workbook([["Member of  House", "State"], row])
        blank = with_part(data, SHEET, part(data, SHEET).replace("</f><v>0</v>", "</f><v></v>"))
        with pytest.raises(UnreadableFile, match=f"单元格 {cell} 是公式"):
            filed("q.xlsx", blank, PEOPLE, mapping=mapping)


def real_roster() -> RosterFile:
    last = ColumnSource("End of Term", values={"In Office": ""}, otherwise="keep", date="日-月-年")
    columns = {
        "委员编号": ColumnSource(row_prefix="LS"),
        "姓名": ColumnSource("Name"),
        "界别": ColumnSource("State"),
        "任职日期": ColumnSource("Start of Term", date="日-月-年"),
        "离任日期": last,
    }
    data = (REAL / "lok-sabha-18-members.csv").read_bytes()
    return read_roster(open_table("members", data, mapping=ColumnMapping("roster", ";", None, columns)))


@pytest.mark.skipif(not REAL.exists(), reason="the real files are not there")
def test_the_real_files_are_read_whole_and_without_a_problem() -> None:
    rows = real_roster().rows
    people = Roster(tuple(Member(MemberKey(r.line), r.number, Person(r.name, "")) for r in rows))
    counts = {}
    for name, title, day in (
        ("questions", "Title", "Date"),
        ("debates", "Debate title/Bill name", "Date"),
        ("private-member-bills", "Bill title", "Date of introduction"),
    ):
        columns = {"姓名": "Representative", "标题": title, "日期": day}
        sources = {ours: ColumnSource(theirs) for ours, theirs in columns.items()}
        mapping = ColumnMapping("records", ";", None, {**sources, "履职事项": ColumnSource(always="发言")})
        said = filed(name, (REAL / f"lok-sabha-18-{name}.csv").read_bytes(), people, mapping=mapping)
        assert not said.problems
        counts[name] = len(said.rows)
    assert (len(rows), counts) == (544, {"questions": 12_665, "debates": 2_965, "private-member-bills": 65})


HEAD = ["Member of House", "Date", "Type", "link"]


@pytest.mark.parametrize(
    "data",
    [
        ";".join(HEAD).encode() + b"\nAda Brandt;05-03-2026;Starred;#N/A\n",
        xls([HEAD, ["Ada Brandt", "05-03-2026", "Starred", Error("#N/A")]]),
    ],
    ids=["csv", "xls"],
)
def test_an_error_value_of_a_formula_is_refused_unless_the_mapping_names_it(data: bytes) -> None:
    def read(link: ColumnSource) -> Filed:
        columns = {"姓名": WHO, "日期": DAY, "履职事项": KIND, "文号": link}
        return filed("q", data, PEOPLE, mapping=ColumnMapping("records", ";", None, columns))

    refused = read(ColumnSource(from_="link")).problems
    assert [problem.line for problem in refused] == [2]
    assert "文号（link）：“#N/A”不符合要求；应为原表中的值" in str(refused[0])
    named = read(ColumnSource(from_="link", values={"#N/A": ""}, otherwise="keep"))
    assert ([row.fields.document for row in named.rows], named.problems) == ([None], ())


def test_a_row_of_a_foreign_text_with_more_cells_than_headings_is_refused() -> None:
    head, told = "Member of House;Date;Type;X\n", {"标题": ColumnSource(from_="X")}
    with pytest.raises(UnreadableFile, match="第 2 行的格数比列名多；请检查该行是否多了分隔符"):
        records(f"{head}Nora Lindqvist;05-03-2026;Starred;On roads; and bridges\n", **told)
    assert records(f"{head}Nora Lindqvist;05-03-2026;Starred;On roads;;\n", **told).problems == ()


def test_a_cell_beside_the_table_in_a_foreign_workbook_is_let_be() -> None:
    mapping = ColumnMapping("records", ";", None, {"姓名": WHO, "日期": DAY, "履职事项": KIND})
    rows = [["Member of House", "Date", "Type"], ["Nora Lindqvist", "05-03-2026", "Starred", "checked"]]
    assert filed("q.xlsx", workbook(rows), PEOPLE, mapping=mapping).problems == ()
