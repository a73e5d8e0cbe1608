"""What a report said once it can say again, byte for byte."""

from __future__ import annotations

import json

import pytest

from tests.workspace import Duty

REPORTS = (
    "quarter-report 2026-Q1",
    "annual-evaluation 2026",
    "annual-notice 2026",
    "term-evaluation 14",
    "explain 1001 --year 2026",
    "statement 1001",
)


@pytest.mark.parametrize("format_", ["table", "csv", "json", "xlsx", "md"])
@pytest.mark.parametrize("report", REPORTS)
def test_a_report_known_at_its_seq_is_the_same_after_later_entries(duty: Duty, report: str, format_: str) -> None:
    duty.done("record 1001 提案 --on 2026-03-05 --stage 提交、立案")
    then = duty(f"{report} --format {format_}").raw
    seq = head(duty)
    duty.done("record 1001 提案 --on 2026-03-06 --stage 提交、立案")
    duty.done("member leave 1005 --on 2026-10-31")
    duty.done("appoint 1003 --liaison-group 城东联络组 --from 2026-02-01")
    assert duty(f"{report} --format {format_} --known-at {seq}").raw == then
    assert duty(f"{report} --format {format_}").raw != then


def head(duty: Duty) -> int:
    """The last seq, as a report gives it."""
    return int(json.loads(duty.done("statement 1001 --format json"))["ledger"]["seq"])


def change_rules(duty: Duty) -> None:
    path = duty.folder / "rules" / "scoring.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("base: 50", "base: 55"), encoding="utf-8")


def test_the_rules_of_that_time_are_used_though_the_file_has_changed(duty: Duty) -> None:
    then, seq = duty.done("annual-evaluation 2026"), head(duty)
    change_rules(duty)
    assert duty.done("annual-evaluation 2026") != then
    assert duty.done(f"annual-evaluation 2026 --known-at {seq}") == then


def test_changed_rules_are_entered_once_and_unchanged_rules_never(duty: Duty) -> None:
    before = head(duty)
    assert head(duty) == before
    change_rules(duty)
    after = head(duty)
    assert (after, head(duty)) == (before + 2, before + 2)
    assert "规则登记" in duty.done("log --last 1")
    assert duty.done("check") == ""


def test_what_a_known_report_needs_is_read_from_the_ledger_alone(duty: Duty) -> None:
    then, seq = duty.done("annual-evaluation 2026"), head(duty)
    (duty.folder / "rules" / "scoring.yaml").unlink()
    assert duty.done(f"annual-evaluation 2026 --known-at {seq}") == then


def test_before_any_rules_were_entered_nothing_can_be_reported(duty: Duty) -> None:
    said = duty.refused("annual-evaluation 2026 --known-at 2", 3)
    assert said == "错误：账本在序号 2 时还没有登记规则文件；请为 --known-at 换用更大的序号"


def test_a_seq_that_the_ledger_has_not_reached_is_refused(duty: Duty) -> None:
    seq = head(duty)
    said = duty.refused(f"annual-evaluation 2026 --known-at {seq + 1}", 4)
    assert said == f"错误：账本目前只到序号 {seq}，没有序号 {seq + 1}"
