"""``duty import`` at a terminal asks for the meeting that a sheet does not name; elsewhere it refuses and says how to tell it."""

from __future__ import annotations

import pytest

from tests.cli.clerk import seated
from tests.workspace import Duty

SHEET = "十四届四次会议签到表,,\n序号,姓名,签到\n1,孙三禾,√\n"
HALVES = "签到表,,\n姓名,上午,下午\n孙三禾,√,√\n"


def write(duty: Duty, text: str) -> None:
    (duty.folder / "签到.csv").write_text(text, encoding="utf-8")


def said(duty: Duty) -> list[tuple[str, str, str]]:
    return [(one["履职事项"], one["日期"], one["活动"]) for one in duty.records()]


def test_what_a_sheet_does_not_say_is_asked_once_and_the_answer_is_checked(
    duty: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(duty, SHEET)
    clerk = seated(monkeypatch, "会议", "全体会议", "十三月", "3.5")
    assert duty("import 签到.csv").code == 0
    assert said(duty) == [("全体会议", "2026-03-05", "十四届四次会议")]
    assert [one.split("（")[0] for one in clerk.asked] == ["履职事项", "履职事项", "日期", "日期"]
    assert clerk.told[0] == "签到.csv 没有写明履职事项、日期："


@pytest.mark.parametrize(("name", "called"), [("四次会议", "四次会议"), ("", "")])
def test_the_name_is_asked_for_where_no_title_has_one(
    duty: Duty, monkeypatch: pytest.MonkeyPatch, name: str, called: str
) -> None:
    write(duty, HALVES)
    seated(monkeypatch, "全体会议", "3.5", name)
    duty("import 签到.csv")
    assert [one[2] for one in said(duty)] == [f"{called} {half}".strip() for half in ("上午", "下午")]


def test_options_say_the_same_and_nothing_is_asked(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    write(duty, SHEET)
    clerk = seated(monkeypatch)
    duty("import 签到.csv --kind 全体会议 --on 3.5 --title 四次会议")
    assert (said(duty), clerk.asked) == ([("全体会议", "2026-03-05", "四次会议")], [])


def test_what_was_taken_from_the_title_is_told(duty: Duty) -> None:
    write(duty, SHEET.replace("签到表", "全体会议签到表 2026年3月5日"))
    told = "签到.csv 按表题读作：履职事项 全体会议，日期 2026-03-05，活动 十四届四次会议全体会议"
    assert told in duty("import 签到.csv").err


@pytest.mark.parametrize("command", ["import 签到.csv", "import 签到.csv --format json"])
def test_without_a_terminal_or_for_a_program_nothing_is_asked(duty: Duty, command: str) -> None:
    write(duty, SHEET)
    done = duty(command)
    assert (done.code, duty.records()) == (1, [])
    assert "请用 --on 指明一天" in done.out


@pytest.mark.parametrize(
    ("rows", "option", "refusal"),
    [
        ("姓名,履职事项,日期\n孙三禾,提案,2026-03-05\n", "--on 3.5", "签到.csv 是履职记录，--on 只用于出席情况表"),
        ("姓名,履职事项,日期\n孙三禾,提案,2026-03-05\n", "--title 甲", "签到.csv 是履职记录，--title 只用于出席情况表"),
        ("2026年3月6日\n姓名,签到\n孙三禾,√\n", "--kind 全体会议 --on 3.5", "签到.csv 的表题写的是 2026-03-06，与 --on"),
    ],
)  # fmt: skip
def test_what_is_told_against_the_file_is_a_usage_error(duty: Duty, rows: str, option: str, refusal: str) -> None:
    write(duty, rows)
    done = duty(f"import 签到.csv {option}")
    assert (done.code, refusal in done.err, duty.records()) == (2, True, [])


def test_breaking_off_leaves_everything_as_it_was(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    write(duty, SHEET)
    seated(monkeypatch, "全体会议")
    assert (duty("import 签到.csv").code, duty.records()) == (130, [])
