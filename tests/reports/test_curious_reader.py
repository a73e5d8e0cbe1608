"""A curious reader holds every public paper of a year, and the roster: who failed cannot be told, whoever did."""

from __future__ import annotations

import re
from itertools import product

import pytest

from tests.workspace import Duty

PAPERS = (
    *(f"quarter-report 2026-Q{quarter}" for quarter in (1, 2, 3, 4)),
    *("annual-notice 2026", "annual-evaluation 2026", "annual-evaluation 2026 --ranked", "term-evaluation 14 --ranked"),
)
OTHERS = ("1001", "1002", "1004", "1005")


@pytest.fixture
def year(duty: Duty) -> Duty:
    """1003 is commended; of the others each has 50 points, a report and an account still to be judged."""
    for day in ("03-03", "03-04"):
        duty.done(f"record 1003 提案 --on 2026-{day} --stage 立案 --title {day}")
    for number in ("1003", *OTHERS):
        duty.done(f"record {number} 年度履职报告 --on 2026-11-02")
    duty.done("record 1003 年度述职 --on 2026-11-03 --judged 9")
    return duty


def public(duty: Duty, failed: tuple[str, ...], format_: str) -> list[str]:
    """All public papers of the year in which ``failed`` fail and the others pass, without the line of the ledger."""
    ledger = duty.folder / "data" / "ledger.db"
    before = ledger.read_bytes()
    for number in OTHERS:
        duty.done(f"record {number} 年度述职 --on 2026-11-03 --judged {0 if number in failed else 10}")
    papers = [duty.done(f"{paper} --for 公示 --format {format_}") for paper in PAPERS]
    ledger.write_bytes(before)
    duty.done("check --accept-older")
    return [re.sub(r"账本：.*|\"(seq|head)\": .*", "", paper) for paper in papers]


@pytest.mark.parametrize("format_", ["md", "json"])
def test_the_public_papers_are_the_same_whoever_fails(year: Duty, format_: str) -> None:
    none = public(year, (), format_)
    assert "1003" in none[4]
    for failed in (OTHERS, ("1001",), ("1002", "1005")):
        assert public(year, failed, format_) == none


def test_the_internal_papers_say_who_fails(year: Duty) -> None:
    year.done("record 1001 年度述职 --on 2026-11-03 --judged 0")
    assert "不合格" in year.done("annual-evaluation 2026 --format csv")


def test_every_public_list_of_members_names_all_or_those_commended(year: Duty) -> None:
    whole = {"1001", "1002", "1003", "1004", "1005", "1007", "1008"}
    for paper, format_ in product(PAPERS[:-1], ("csv",)):
        page = year.done(f"{paper} --for 公示 --format {format_}")
        for block in page.split("\n\n"):
            assert set(re.findall(r"\b100\d\b", block)) in (set(), {"1003"}, whole), paper


def test_a_group_of_fewer_than_three_has_no_row_of_its_own(year: Duty) -> None:
    page = year.done("quarter-report 2026-Q1 --for 公示 --format csv")
    assert "其他（中共界、教育界、科技界）" in page
    assert not re.search(r"^\"?(中共界|科技界),", page, re.MULTILINE)


def test_a_duty_without_which_one_fails_is_not_even_counted(duty: Duty) -> None:
    duty.change_rules(
        "need: {kind: 年度履职报告, at_least: 1}, else: {grade_at_most: 合格}",
        "need: {kind: 年度履职报告, at_least: 1}, else: {grade_at_most: 不合格}",
    )
    duty.done("record 1003 年度履职报告 --on 2026-11-02")
    assert "年度履职报告”的委员" not in duty.done("annual-notice 2026")
    assert "未提交或未完成“年度履职报告”的委员6名" in duty.done("annual-notice 2026 --for 内部")
