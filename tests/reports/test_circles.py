"""给谁看: one table says what is for whom; the manual has the same."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from duty_cli.model.audience import MAY_SEE, Audience, Section
from tests.workspace import Duty

MANUAL = Path(__file__).parents[2] / "docs" / "手册.md"


@pytest.fixture
def year(duty: Duty) -> Duty:
    """1003 does well; 1002 does, with a matter of conduct; the others fail."""
    for number in ("1002", "1003"):
        for day in ("03-03", "03-04", "03-05"):
            duty.done(f"record {number} 提案 --on 2026-{day} --stage 立案")
        duty.done(f"record {number} 年度履职报告 --on 2026-11-02")
    duty.done("record 1002 变相商业活动 --on 2026-05-06 --title 推销产品")
    return duty


def test_the_manual_says_of_each_part_who_sees_it() -> None:
    row = "| {} | " + " | ".join("{}" for _ in Audience) + " |"
    table = [row.format("内容", *Audience)]
    table += [row.format(part, *("有" if audience.sees(part) else "" for audience in Audience)) for part in Section]
    manual = [re.sub(" +", " ", line) for line in MANUAL.read_text("utf-8").splitlines()]
    assert [line for line in table if re.sub(" +", " ", line) not in manual] == []
    assert set(MAY_SEE) == set(Section)


@pytest.mark.parametrize("report", ["annual-evaluation 2026", "annual-notice 2026", "term-evaluation 14"])
def test_in_public_all_but_the_commended_are_named_alike(year: Duty, report: str) -> None:
    page = year.done(f"{report} --for 公示")
    assert len({"李思源" in page, "钱二南" in page, "赵一鸣" in page}) == 1
    assert "公示稿不列委员个人的积分、等次和出席情况" in page
    everybody = year.done(f"{report} --for 内部")
    assert all(name in everybody for name in ("孙三禾", "钱二南", "赵一鸣"))


def test_the_public_evaluation_counts_everybody(year: Duty) -> None:
    found: Any = year.json("annual-evaluation 2026 --for 公示")
    assert (found["grades"], len(found["members"])) == ({}, 7)
    assert {tuple(one) for one in found["members"]} == {
        ("number", "name", "sector", "ungraded", "in_office", "commended")
    }
    assert not {"distribution", "sectors"} & set(found)


def test_of_four_grades_the_first_two_and_the_last_two_are_counted_together(year: Duty) -> None:
    year.change_rules("{grade: 合格, min: 60}", "{grade: 良好, min: 70}, {grade: 合格, min: 60}")
    assert year.json("annual-evaluation 2026 --for 公示")["grades"] == {"良好及以上": 1, "合格及以下": 6}


def test_the_public_quarter_has_attendance_and_records_and_no_points(year: Duty) -> None:
    found: Any = year.json("quarter-report 2026-Q1 --for 公示")
    assert (found["members"], found["without_record"]) == ([], [])
    assert sorted(found["total"]) == ["attendance", "members", "name", "records"]
    assert sorted(found["total"]["attendance"]) == ["expected", "guest", "not_present", "present", "rate", "unsigned"]
    assert "本季积分" not in year.done("quarter-report 2026-Q1 --for 公示")


def test_a_members_own_statement_has_conduct_and_leave_and_no_proposal(year: Duty) -> None:
    year.done("leave 1002 --from 2026-06-01 --reason 因病 --granted-by 秘书长")
    year.close(2026)
    own = year.done("statement 1002 --for 本人 --full")
    assert own == year.done("statement 1002 --full")
    assert ("推销产品" in own, "因病" in own, "提请" in own) == (True, True, False)
    assert "提请主席会议研究约谈提醒事宜" in year.done("statement 1002 --for 内部")
    assert "提请" not in year.done("explain 1002 --year 2026 --for 本人")


def test_a_report_is_not_for_an_audience_it_cannot_serve(year: Duty) -> None:
    assert "本人" in year("annual-notice 2026 --for 本人").err
    assert year("annual-notice 2026 --for 本人").code == 2
    assert year("explain 1002 --year 2026 --for 公示").code == 2


def test_a_members_own_paper_does_not_tell_what_another_scored(duty: Duty) -> None:
    for number, points in (("1001", 4), ("1003", 9)):
        for day in ("03-03", "03-04", "03-05"):
            duty.done(f"record {number} 提案 --on 2026-{day} --stage 立案")
        duty.done(f"record {number} 年度履职报告 --on 2026-11-02")
        duty.done(f"record {number} 年度述职 --on 2026-11-03 --judged {points}")
    own, whole = (duty.done(f"explain 1001 --year 2026 --for {reader}") for reader in ("本人", "内部"))
    assert ("优秀名额 1 名" in own, "入围最低分" in own, "入围最低分 84" in whole) == (True, False, True)
