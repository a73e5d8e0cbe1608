"""A revised full roster is a difference: shown, then asked about, then entered; the past of the ledger stays."""

from __future__ import annotations

import pytest

from tests.cli.clerk import seated
from tests.recording.test_joining import PAPER, office
from tests.workspace import ROSTER, Duty

LINE = "member import 修订.csv --update --from 2026-08-01"
ALL = "修订.csv 与账本相比（没有写明日期的，自 2026-08-01 起）："


def revised(duty: Duty, *changes: tuple[str, str], more: str = "") -> None:
    """The roster of the workspace with lines written otherwise, and others added."""
    text = ROSTER
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    duty.write("修订.csv", text + more)


def test_the_same_roster_changes_nothing(duty: Duty) -> None:
    revised(duty)
    before = duty.digest()
    assert duty.done(LINE) == f"{ALL}新任 0 名，再任 0 名，离任 0 名，变动 0 名，不变 8 名\n"
    assert duty.digest() == before


def test_joins_leavers_and_changes_are_shown_and_entered(duty: Duty) -> None:
    revised(
        duty,
        ("1003,孙三禾,,经济界,城西联络组,经济委员会,,", "1003,孙三禾,,经济界,城东联络组,经济委员会,常委,"),
        ("1002,钱二南,民盟,经济界,城东联络组,经济委员会,常委、界别活动组组长,2022-01-01,\n", ""),
        more="1009,王七星,,教育界,城东联络组,,,2026-08-01,\n",
    )
    said = duty.done(f"{LINE} --yes --number {PAPER}").splitlines()
    assert said[:4] == [
        f"{ALL}新任 1 名，再任 0 名，离任 1 名，变动 1 名，不变 6 名",
        "　新任：1009 王七星，自 2026-08-01 起，教育界、城东联络组",
        "　离任：1002 钱二南，至 2026-07-31 止",
        "　变动：1003 孙三禾；委员联络组“城西联络组”至 2026-07-31 止；委员联络组“城东联络组”自 2026-08-01 起；"
        "职务“常委”自 2026-08-01 起",
    ]
    assert said[4].startswith("已按 修订.csv 更新名册（批次 ")
    assert office(duty, "1002") == [f"在任，2022-01-01 至 2026-07-31（{PAPER}）"]
    assert office(duty, "1002", "界别") == ["经济界，2022-01-01 至 2026-07-31"]
    assert office(duty, "1003", "职务") == [f"常委，2026-08-01（{PAPER}） 至 今"]
    assert office(duty, "1009") == [f"在任，2026-08-01（{PAPER}） 至 今"]
    assert duty.done(LINE).endswith("变动 0 名，不变 8 名\n")
    assert duty.done("check") == ""


def test_undoing_the_update_puts_all_back(duty: Duty) -> None:
    revised(duty, ("1001,赵一鸣,中共,中共界,城东", "1001,赵一鸣,中共,中共界,城西"), ("1006,周四方", "1010,冯八方"))
    tenures = [office(duty, "1001", "委员联络组"), office(duty, "1006")]
    duty.done(f"{LINE} --yes")
    duty.done(f"undo {duty.last_batch()} --reason 误")
    assert [office(duty, "1001", "委员联络组"), office(duty, "1006")] == tenures


def test_rows_that_date_a_change_are_taken_at_their_dates(duty: Duty) -> None:
    old = "1004,李思源,,教育界,城西联络组,提案委员会,,2022-01-01,\n"
    new = "1004,李思源,,教育界,城西联络组,提案委员会,,2022-01-01,2026-03-15\n1004,李思源,,教育界,城东联络组,提案委员会,,2026-03-16,\n"
    left = ("1005,李思源,,科技界,城东联络组,,,2022-01-01,", "1005,李思源,,科技界,城东联络组,,,2022-01-01,2026-05-31")
    revised(duty, (old, new), left)
    duty.done(f"{LINE} --yes")
    assert office(duty, "1004", "委员联络组") == [
        "城西联络组，2022-01-01 至 2026-03-15",
        "城东联络组，2026-03-16 至 今",
    ]
    assert office(duty, "1004") == ["在任，2022-01-01 至 今"]
    assert office(duty, "1005") == ["在任，2022-01-01 至 2026-05-31"]


def test_who_left_and_stands_in_the_file_again_has_a_further_stretch(duty: Duty) -> None:
    revised(duty, ("2022-01-01,2025-06-30", "2022-01-01,"))
    assert "　再任：1006 周四方，自 2026-08-01 起；界别“教育界”自 2026-08-01 起" in duty.done(f"{LINE} --yes")
    assert office(duty, "1006") == ["在任，2022-01-01 至 2025-06-30", "在任，2026-08-01 至 今"]


def test_a_past_stretch_that_the_file_ends_earlier_makes_nobody_leave(duty: Duty) -> None:
    duty.done("member join 1006 --from 2026-03-01")
    duty.done("record 1006 提案 --on 2026-03-02 --title 甲")
    row = "1006,周四方,,教育界,城西联络组,,,2022-01-01,2025-06-30"
    revised(duty, (row, f"{row[:-10]}2025-05-31\n1006,周四方,,,,,,2026-03-01,"))
    assert "　变动：1006 周四方；界别“教育界”至 2025-05-31 止；" in duty.done(f"{LINE} --yes")
    assert office(duty, "1006") == ["在任，2022-01-01 至 2025-05-31", "在任，2026-03-01 至 今"]


def test_sectors_that_are_over_their_seats_are_named(duty: Duty) -> None:
    duty.write("rules/style.yaml", "format: duty-style/1\nseats: {教育界: 1, 经济界: 9}\n")
    revised(duty, more="1009,王七星,,教育界,城东联络组,,,2026-08-01,\n1010,冯八方,,经济界,城东联络组,,,2026-08-01,\n")
    told = duty(f"{LINE} --yes").err
    assert told == "界别“教育界”名额 1 名，2026-08-01 在任 2 名，超出 1 名；请核对\n"


def test_of_a_column_that_the_file_lacks_nothing_changes(duty: Duty) -> None:
    rows = (row.split(",") for row in ROSTER.splitlines())
    short = [",".join([row[0], row[1], row[3], row[-2], row[-1]]) for row in rows]
    duty.write("修订.csv", "\n".join(short).replace("1003,孙三禾,经济界,2022-01-01,", "1003,孙三禾,教育界,2022-01-01,"))
    said = duty.done(f"{LINE} --yes").splitlines()
    assert said[1] == "　变动：1003 孙三禾；界别“经济界”至 2026-07-31 止；界别“教育界”自 2026-08-01 起"
    assert office(duty, "1003", "委员联络组") == ["城西联络组，2022-01-01 至 今"]


def test_of_such_a_file_groups_end_with_the_office_all_the_same(duty: Duty) -> None:
    duty.write("修订.csv", "委员编号,姓名,任职日期,离任日期\n1003,孙三禾,2022-01-01,2026-05-31\n")
    duty.done(f"{LINE} --yes")
    assert office(duty, "1003", "委员联络组") == ["城西联络组，2022-01-01 至 2026-05-31"]


def test_a_day_after_all_terms_is_refused(duty: Duty) -> None:
    revised(duty)
    said = duty.refused("member import 修订.csv --update --from 2027-01-01 --yes")
    assert said == "错误：日期 2027-01-01 不在届期内（第14届 2022-01-01 至 2026-12-31）；请核对日期"


def test_another_first_day_of_office_is_named_and_not_taken(duty: Duty) -> None:
    revised(duty, ("1007,吴五湖,,科技界,城东联络组,,,2026-07-01,", "1007,吴五湖,,科技界,城东联络组,,,2026-06-15,"))
    before = duty.digest()
    said = duty.done(LINE).splitlines()
    assert said[1:] == ["　不改：1007 吴五湖 的任职起日，文件为 2026-06-15；账本有误的，请用 duty member correct"]
    assert duty.digest() == before


def test_a_dry_run_and_a_clerk_who_thinks_better_of_it_change_nothing(
    duty: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    revised(duty, ("1001,赵一鸣,中共,中共界,城东", "1001,赵一鸣,中共,中共界,城西"))
    before = duty.digest()
    assert "变动 1 名" in duty.done(f"{LINE} --dry-run")
    answer = duty(LINE)
    assert (answer.code, answer.err) == (5, "错误：以上差异没有登记；核对无误后请加 --yes，只核对请加 --dry-run\n")
    clerk = seated(monkeypatch, "")
    duty.done(LINE)
    assert (clerk.asked, duty.digest()) == (["按以上差异更新名册？（回车 不更新，y 更新）"], before)
    seated(monkeypatch, "y")
    assert "更新名册（批次 " in duty.done(LINE)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "1003,孙三禾",
            "1003,孙三和",
            "错误：修订.csv:4：姓名：委员编号对应的是 1003 孙三禾，而姓名写作“孙三和”；请核对编号和姓名",
        ),
        (
            "1003,孙三禾",
            "1010,孙三禾",
            "错误：修订.csv:4：姓名：“孙三禾”与名册上的 1003 孙三禾（经济界） 同名",
        ),
        (
            "1003,孙三禾,,经济界,城西联络组",
            "1003,孙三禾,,经济界,城西络组",
            "错误：修订.csv:4：委员联络组：委员联络组“城西络组”与已有的“城西联络组”相近",
        ),
        (
            "1003,孙三禾,,经济界,城西联络组,经济委员会,,2022-01-01,",
            "1003,孙三禾,,经济界,城西联络组,经济委员会,,2022-01-01,2021-01-01",
            "错误：修订.csv:4：离任日期：离任日期“2021-01-01”不符合要求；应为不早于任职日期 2022-01-01 的日期",
        ),
    ],
)
def test_a_roster_that_cannot_be_is_refused_with_the_line(duty: Duty, old: str, new: str, sentence: str) -> None:
    revised(duty, (old, new))
    before, answer = duty.digest(), duty(f"{LINE} --yes")
    assert (answer.code, answer.raw, answer.err.splitlines()[0], duty.digest()) == (1, b"", sentence, before)


def test_nobody_leaves_before_the_last_record(duty: Duty) -> None:
    duty.done("record 1002 提案 --on 2026-09-05 --title 甲")
    revised(duty, ("1002,钱二南,民盟,经济界,城东联络组,经济委员会,常委、界别活动组组长,2022-01-01,\n", ""))
    before, answer = duty.digest(), duty(f"{LINE} --yes")
    assert (answer.code, duty.digest()) == (1, before)
    assert answer.err.startswith("错误：1002 钱二南 在 2026-07-31 之后还有 1 条记录（如序号 ")


@pytest.mark.parametrize("option", ["--yes", "--dry-run", "--from 2026-08-01"])
def test_what_belongs_to_an_update_is_refused_without_it(duty: Duty, option: str) -> None:
    revised(duty)
    assert "与 --update 同用" in duty.refused(f"member import 修订.csv {option}", 2)
