"""What is said of long work on a terminal, and that nothing is said anywhere else."""

from __future__ import annotations

import io
import sys
import unicodedata
from time import sleep

import pytest

from duty_cli.cli.progress_line import ProgressLine, progress_text
from duty_cli.model.progress import clear_progress, in_progress, listening, under_way
from tests.workspace import Duty


class Screen(io.StringIO):
    """A terminal's line: what is written, and what can be seen in the end."""

    def seen(self) -> str:
        cells: list[str] = []
        at = 0
        for sign in self.getvalue():
            if sign == "\r":
                at = 0
                continue
            cells[at : at + 1] = [sign]
            at += 1
            if unicodedata.east_asian_width(sign) in "WF":
                cells[at : at + 1] = [""]
                at += 1
        return "".join(cells)


class Clock:
    """Every look at it is ``step`` seconds later."""

    def __init__(self, step: float) -> None:
        self.now, self._step = 0.0, step

    def __call__(self) -> float:
        self.now += self._step
        return self.now


def gone_through(many: int, step: float) -> tuple[Screen, list[str]]:
    """What was seen after each step."""
    screen, seen = Screen(), []
    with listening(ProgressLine(screen, Clock(step))):
        for _ in in_progress("核对账本", "行", range(many), lambda: many):
            seen.append(screen.seen())
    return screen, seen


def test_nothing_is_shown_of_what_takes_less_than_two_seconds() -> None:
    assert gone_through(10, 0.1)[0].getvalue() == ""


def test_after_two_seconds_a_line_says_what_is_done_and_how_long_it_takes() -> None:
    _, seen = gone_through(10, 0.6)
    assert seen[:3] == ["", "", ""]
    assert seen[3] == "正在核对账本：第 3 行，共 10 行，约还需 5 秒 [###.........]"
    assert seen[9] == "正在核对账本：第 9 行，共 10 行，约还需 1 秒 [##########..]"


def test_nothing_is_left_of_it_at_the_end() -> None:
    screen, _ = gone_through(10, 1)
    assert "正在核对账本" in screen.getvalue()
    assert screen.seen().strip() == ""


def test_what_was_gone_through_is_handed_on_whole_and_in_order() -> None:
    with listening(ProgressLine(Screen(), Clock(1))):
        assert list(in_progress("核对", "行", iter("abc"), lambda: 3)) == ["a", "b", "c"]
    rows = iter("abc")
    assert in_progress("核对", "行", rows, lambda: pytest.fail("nobody listens")) is rows


def test_a_fault_in_the_middle_leaves_an_empty_line() -> None:
    screen = Screen()

    def fails() -> None:
        with listening(ProgressLine(screen, Clock(3))):
            for one in in_progress("核对", "行", range(3), lambda: 3):
                if one == 2:
                    raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fails()
    assert "正在核对" in screen.getvalue()
    assert screen.seen().strip() == ""


def test_of_one_long_step_it_is_said_that_it_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("duty_cli.cli.progress_line._PATIENCE", 0)
    screen = Screen()
    with listening(ProgressLine(screen)), under_way("检查数据库文件"):
        _wait_for(screen)
        assert screen.seen() == "正在检查数据库文件，请稍候"
    assert screen.seen().strip() == ""


def test_of_one_short_step_nothing_is_said() -> None:
    screen = Screen()
    with listening(ProgressLine(screen)), under_way("检查数据库文件"):
        pass
    assert screen.getvalue() == ""


def _wait_for(screen: Screen) -> None:
    for _ in range(500):
        if screen.getvalue():
            return
        sleep(0.01)


def test_a_remark_in_the_middle_is_not_written_on_to_the_line() -> None:
    screen = Screen()
    with listening(ProgressLine(screen, Clock(3))):
        for _ in in_progress("核对", "行", range(2), lambda: 2):
            clear_progress()
            assert screen.seen().strip() == ""


def test_of_work_within_work_only_the_outer_is_told() -> None:
    screen = Screen()
    with listening(ProgressLine(screen, Clock(1))):
        for _ in in_progress("外层", "份", range(9), lambda: 9):
            list(in_progress("内层", "行", range(9), lambda: 9))
        list(in_progress("以后", "行", range(9), lambda: 9))
    assert "内层" not in screen.getvalue()
    assert "以后" in screen.getvalue()


def test_the_line_is_as_wide_as_the_terminal_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    _, seen = gone_through(10, 1)
    assert seen[5] == "正在核对账本：第 5 行，共 10 行，约还"


@pytest.mark.parametrize(
    ("done", "total", "seconds", "said"),
    [
        (12_000, 100_000, 1.0, "正在核对：第 12,000 行，共 100,000 行，约还需 8 秒"),
        (1, 1_000, 0.5, "正在核对：第 1 行，共 1,000 行，约还需 9 分钟"),
        (10, 10, 5, "正在核对：第 10 行，共 10 行，约还需 1 秒"),
        (11, 10, 5, "正在核对：第 11 行"),
        (11, 0, 5, "正在核对：第 11 行"),
    ],
)
def test_the_time_left_is_told_in_seconds_or_minutes(done: int, total: int, seconds: float, said: str) -> None:
    assert progress_text("核对", "行", done, total, seconds) == said


@pytest.mark.parametrize(
    "line",
    [
        "check",
        "import 二.csv",
        "annual-evaluation 2026",
        "quarter-report 2026-Q1",
        "log -o 志.docx",
        "watch",
        "export",
        "profile --all",
    ],
)
def test_long_work_is_told_on_a_terminal_and_in_no_pipe(duty: Duty, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    monkeypatch.setattr("duty_cli.cli.progress_line._PATIENCE", -1)
    duty.done("record 1003 座谈交流 --on 2026-03-05")
    duty.write("二.csv", "委员编号,履职事项,日期\n1001,座谈交流,2026-03-06\n")
    assert "正在" not in duty(line).err
    duty.write("二.csv", "委员编号,履职事项,日期\n1002,座谈交流,2026-03-06\n")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    answer = duty(f"{line} --overwrite" if "-o" in line else line)
    assert (answer.code, "\r正在" in answer.err, "正在" in answer.out) == (0, True, False)
