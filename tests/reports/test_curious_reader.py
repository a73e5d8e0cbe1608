"""A curious reader holds every public paper of a year, and the roster: who failed cannot be told, whoever did."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import product

import pytest

from tests.every_format import unpacked
from tests.workspace import Duty

PAPERS = (
    *(f"quarter-report 2026-Q{quarter} --for 公示" for quarter in (1, 2, 3, 4)),
    *(
        "annual-notice 2026 --for 公示",
        "annual-evaluation 2026 --for 公示",
        "annual-evaluation 2026 --ranked --for 公示",
    ),
    *("term-evaluation 14 --ranked --for 公示", "profile --all"),
)
"""All that is made for everybody to read."""
TABLES = ("csv", "xlsx")
"""The formats in which no book can be bound."""
LEDGER = re.compile(r"序号 \d+｜账首 [0-9a-f]{16}|\"(seq|head)\": .*")
"""What differs between any two ledgers: up to where they go, and the head."""
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


def public(duty: Duty, format_: str, entered: Iterable[str]) -> dict[str, str]:
    """All public papers of the year in which that is entered, with their properties, without the line of the ledger."""
    ledger = duty.folder / "data" / "ledger.db"
    before = ledger.read_bytes()
    for line in entered:
        duty.done(line)
    papers = {}
    for paper in PAPERS:
        if paper != "profile --all" or format_ not in TABLES:
            answer = duty(f"{paper} --format {format_}")
            papers[paper] = LEDGER.sub("", unpacked(answer.raw))
            assert (answer.code, bool(answer.raw)) == (0, True), paper
    ledger.write_bytes(before)
    duty.done("check --accept-older")
    return papers


def judged(failed: tuple[str, ...]) -> list[str]:
    """What lets ``failed`` fail and the others pass."""
    return [f"record {one} 年度述职 --on 2026-11-03 --judged {0 if one in failed else 10}" for one in OTHERS]


@pytest.mark.parametrize("format_", ["table", "md", "json", "csv", "html", "xlsx", "docx"])
def test_the_public_papers_are_the_same_whoever_fails(year: Duty, format_: str) -> None:
    none = public(year, format_, judged(()))
    assert "1003" in none["annual-notice 2026 --for 公示"]
    for failed in (OTHERS, ("1001",)):
        assert public(year, format_, judged(failed)) == none


@pytest.mark.parametrize("format_", ["md", "json", "xlsx", "docx"])
def test_the_public_papers_are_the_same_whoever_was_absent_on_leave_or_late(year: Duty, format_: str) -> None:
    meeting = "attend 委员活动日 --on 2026-05-06 --title 活动 --all-present --except {}=1001 --except {}=1002 --except {}=1004"
    states = (("缺席", "请假", "迟到"), ("请假", "缺席", "迟到"), ("请假未准", "请假", "早退"))
    first, *others = (public(year, format_, [meeting.format(*those)]) for those in states)
    assert others == [first, first]


@pytest.mark.parametrize("format_", ["md", "json", "docx"])
def test_the_public_papers_are_the_same_whoever_is_in_a_matter_of_conduct_or_an_interview(
    year: Duty, format_: str
) -> None:
    lines = [*judged(OTHERS[:2]), "record {} 变相商业活动 --on 2026-05-06 --title 推销"]
    first, second = (public(year, format_, [line.format(who) for line in lines]) for who in ("1001", "1004"))
    assert first == second


def test_the_internal_papers_say_who_fails(year: Duty) -> None:
    year.done("record 1001 年度述职 --on 2026-11-03 --judged 0")
    assert "不合格" in year.done("annual-evaluation 2026 --format csv")


def test_every_public_list_of_members_names_all_or_those_commended(year: Duty) -> None:
    whole = {"1001", "1002", "1003", "1004", "1005", "1007", "1008"}
    for paper, format_ in product(PAPERS[:-2], ("csv",)):
        page = year.done(f"{paper} --format {format_}")
        for block in page.split("\n\n"):
            assert set(re.findall(r"\b100\d\b", block)) in (set(), {"1003"}, whole), paper


@pytest.fixture
def met(duty: Duty) -> Duty:
    """A meeting to which all came."""
    duty.done("attend 全体会议 --on 2026-02-02 --title 会议 --all-present")
    return duty


def test_a_group_of_fewer_than_three_has_no_row_of_its_own(met: Duty) -> None:
    page = met.done("quarter-report 2026-Q1 --for 公示 --format csv")
    assert "其他（中共界、教育界、科技界）,3" in page
    assert not re.search(r"^\"?(中共界|科技界),", page, re.MULTILINE)


def test_a_group_in_which_fewer_than_three_were_expected_has_no_row_of_its_own(duty: Duty) -> None:
    duty.done("attend 常委会会议 --on 2026-02-02 --title 会议 --all-present --except 缺席=1001")
    groups = duty.json("quarter-report 2026-Q1 --for 公示")["groups"]
    assert groups == {"界别": []}


def test_before_a_quarter_has_ended_its_public_form_has_the_whole_alone(met: Duty) -> None:
    met.done("attend 常委会会议 --on 2026-11-02 --title 会议 --all-present --except 缺席=1001")
    found = met.json("quarter-report 2026-Q4 --for 公示")
    assert (found["provisional"], found["groups"]) == (True, {"界别": []})
    assert "季度尚未结束，公示稿只列合计" in met.done("quarter-report 2026-Q4 --for 公示")


def test_before_a_year_has_ended_its_public_notice_has_no_sectors(met: Duty) -> None:
    assert "各界别出席情况" not in met.done("annual-notice 2026")
    met.close(2026)
    assert "2026年度各界别出席情况" in met.done("annual-notice 2026")


def test_a_second_grouping_stands_beside_the_first_where_it_tells_no_few_members_apart(met: Duty) -> None:
    page = met.done("quarter-report 2026-Q1 --for 公示")
    assert ("按委员联络组统计" in page, "公示稿不按委员联络组、专门委员会统计" in page) == (False, True)
    assert "按委员联络组统计" in met.done("quarter-report 2026-Q1 --for 内部")


def test_who_has_handed_in_a_report_is_not_even_counted(met: Duty) -> None:
    before = [met.done(f"{paper} --format json") for paper in PAPERS]
    met.done("record 1003 年度履职报告 --on 2026-11-02")
    after = [met.done(f"{paper} --format json") for paper in PAPERS]
    assert [LEDGER.sub("", paper) for paper in after] == [LEDGER.sub("", paper) for paper in before]
    assert "未提交或未完成“年度履职报告”的委员6名" in met.done("annual-notice 2026 --for 内部")
