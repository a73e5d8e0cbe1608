"""A clock that is before the last entry: what is refused, what is entered all the same, what ``check`` says of it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from duty_cli.cli import clock
from tests.workspace import NOW, Duty

LINE = "record 1001 座谈交流 --on 2026-03-05"
OTHER = "record 1002 座谈交流 --on 2026-03-05"


@pytest.fixture
def strict(duty: Duty) -> Duty:
    """A desk at which nobody says that a clock was wrong."""
    duty.clock_goes_back = False
    return duty


def times(duty: Duty) -> list[str]:
    """When the last two batches were entered."""
    found: list[dict[str, str]] = duty.json("log --last 2")["batches"]  # type: ignore[assignment]
    return [datetime.fromisoformat(one["at"]).strftime("%m-%d %H:%M") for one in found]


def put_on(patch: pytest.MonkeyPatch, **by: int) -> None:
    patch.setattr(clock, "now", lambda: NOW + timedelta(**by))


def test_a_clock_before_the_last_entry_is_refused_with_both_times(
    strict: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_on(monkeypatch, minutes=-6)
    said = strict.refused(LINE, 4)
    assert (
        "电脑时间 2026-11-23 08:54 早于账本上一批次的登记时间 2026-11-23 09:00（批次 5，经办人甲的“导入名册”）" in said
    )
    assert said.endswith("在 duty 后面加 --clock-was-wrong 再登记，账本会记明")


def test_five_minutes_between_two_computers_are_no_wrong_clock(strict: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    put_on(monkeypatch, minutes=-5)
    strict.done(LINE)
    assert times(strict) == ["11-23 09:00", "11-23 09:00"]
    assert strict("check").err == ""


def test_after_a_clock_that_was_wrong_it_is_entered_and_told(strict: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    put_on(monkeypatch, days=400)
    strict.done(LINE)
    put_on(monkeypatch, hours=1)
    strict.refused(OTHER, 4)
    strict.done(f"--clock-was-wrong {OTHER}")
    strict.done("record 1003 座谈交流 --on 2026-03-05")
    told = "的登记时间 2026-11-23 10:00 早于前一批次的 2027-12-28 09:00：登记时说明，此前的电脑时间有误\n"
    assert strict("check").err.endswith(told)


def test_where_no_clock_was_wrong_saying_so_leaves_no_mark(strict: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    put_on(monkeypatch, hours=1)
    strict.done(f"--clock-was-wrong {LINE}")
    assert strict("check").err == ""


def test_a_report_is_made_and_the_rules_are_not_entered(strict: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    strict.change_rules("title: 政协示例县委员会委员履职考核评分细则", "title: 评分细则")
    put_on(monkeypatch, days=-1)
    answer = strict("annual-evaluation 2026")
    assert (answer.code, answer.err) == (
        0,
        "规则文件有改动而电脑时间早于账本，未能登记；本表以后不能用 --known-at 重新生成\n",
    )
