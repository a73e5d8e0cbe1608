from collections.abc import Mapping
from fractions import Fraction

import pytest

from duty_cli.model.members import Member
from duty_cli.model.records import Tally
from duty_cli.model.rule_conditions import NumberBounds, ScoreIs
from duty_cli.model.rulebook import YearRules
from duty_cli.scoring.consequences import RecordsGround, YearsGround, counted, due
from duty_cli.scoring.verdicts import YearStanding
from tests.scoring.small import YEAR, member, role, rulebook, tally

# The three of §12, word for word.
CLAUSE_12 = """
  - {id: 约谈提醒, clause: 第12条, if: {grade: 不合格, years: 1, within: year}, propose: 约谈提醒}
  - {id: 责令辞去委员, clause: 第12条, if: {grade: 不合格, years: 2, within: term}, propose: 责令辞去委员}
  - id: 责令辞去常委
    clause: 第12条
    applies_to: {role: 常委}
    if: {records: {kind: 常委会会议, attendance: [缺席, 请假未准]}, at_least: 2, within: year}
    propose: 责令辞去常委"""

STANDING = member(role("常委"))


def proposed(
    grades: Mapping[int, str], *tallies: Tally, who: Member | None = None, rules: str = CLAUSE_12
) -> list[str]:
    """What is to be proposed for 2026, with its years."""
    book, one = rulebook(consequences=rules), who or member()
    counts = {year: counted(book.consequences, one, tallies if year == 2026 else (), YEAR) for year in {*grades, 2026}}
    history = {year: YearStanding(70, grades.get(year, "合格"), own) for year, own in counts.items()}
    return [
        f"{found.consequence.id} {ground.count if isinstance(ground, RecordsGround) else '、'.join(map(str, ground.years))}"
        for found in due(YearRules(2026, YEAR, book), one, history, term_ends=False)
        for ground in found.grounds
    ]


def away(*states: str, on: str = "2026-03-05") -> tuple[Tally, ...]:
    return tuple(tally("常委会会议", on, state) for state in states)


def test_a_failed_year_leads_to_an_interview() -> None:
    assert proposed({2026: "不合格"}) == ["约谈提醒 2026"]


@pytest.mark.parametrize("grade", ["合格", "优秀"])
def test_a_year_passed_leads_to_nothing(grade: str) -> None:
    assert proposed({2026: grade}) == []


def test_two_failed_years_in_all_count_though_not_in_a_row() -> None:
    assert proposed({2022: "不合格", 2023: "合格", 2024: "优秀", 2026: "不合格"}) == [
        *("约谈提醒 2026", "责令辞去委员 2022、2026")
    ]


def test_two_failed_years_are_put_forward_in_the_year_that_makes_them_two_and_not_again_after() -> None:
    assert proposed({2023: "不合格", 2025: "不合格", 2026: "合格"}) == []


def test_a_third_failed_year_is_put_forward_with_all_three() -> None:
    grades = {2023: "不合格", 2025: "不合格", 2026: "不合格"}
    assert proposed(grades) == ["约谈提醒 2026", "责令辞去委员 2023、2025、2026"]


def test_a_year_before_this_one_leads_to_no_interview_now() -> None:
    assert proposed({2025: "不合格", 2026: "合格"}) == []


@pytest.mark.parametrize("states", [("缺席", "缺席"), ("缺席", "请假未准"), ("请假未准", "请假未准")])
def test_two_absences_without_cause_lead_to_resigning_as_standing_member(states: tuple[str, str]) -> None:
    assert proposed({}, *away(*states), who=STANDING) == ["责令辞去常委 2"]


@pytest.mark.parametrize("states", [("缺席",), ("请假", "请假"), ("缺席", "请假", "请假"), ("缺席", "迟到", "出席")])
def test_granted_leave_is_no_absence_however_often(states: tuple[str, ...]) -> None:
    assert proposed({}, *away(*states), who=STANDING) == []


def test_like_absences_are_counted_and_not_taken_for_one() -> None:
    assert proposed({}, tally("常委会会议", attendance="缺席", count=3), who=STANDING) == ["责令辞去常委 3"]


def test_absence_from_another_meeting_does_not_count() -> None:
    assert proposed({}, tally("全体会议", attendance="缺席", count=5), who=STANDING) == []


def test_one_who_was_never_a_standing_member_cannot_resign_as_one() -> None:
    assert proposed({}, *away("缺席", "缺席")) == []


def test_absences_before_becoming_a_standing_member_do_not_count() -> None:
    who = member(role("常委", "2026-06-01"))
    early, late = away("缺席", on="2026-05-31"), away("缺席", on="2026-06-01")
    assert proposed({}, *early, *late, who=who) == []
    assert proposed({}, *late, *late, who=who) == ["责令辞去常委 2"]


@pytest.mark.parametrize(("last", "expected"), [("2026-09-30", []), ("2026-12-31", ["责令辞去常委 2"])])
def test_one_who_is_no_standing_member_any_more_has_nothing_to_resign(last: str, expected: list[str]) -> None:
    assert proposed({}, *away("缺席", "缺席"), who=member(role("常委", last=last))) == expected


def test_one_who_was_appointed_again_answers_for_the_whole_year() -> None:
    who = member(role("常委", last="2026-03-31"), role("常委", "2026-10-01"))
    assert proposed({}, *away("缺席"), *away("缺席", on="2026-11-05"), who=who) == ["责令辞去常委 2"]


def test_a_consequence_of_grades_may_be_for_a_role_alone() -> None:
    only = "[{id: 谈话, clause: 第12条, applies_to: {role: 常委}, if: {grade: 不合格, years: 1, within: year}, propose: 谈话}]"
    assert proposed({2026: "不合格"}, who=STANDING, rules=only) == ["谈话 2026"]
    assert proposed({2026: "不合格"}, who=member(role("常委", last="2026-02-01")), rules=only) == []


IN_A_ROW = "[{id: 约谈, clause: 报道, if: {grade: 不合格, years: 2, within: in_a_row}, propose: 约谈}]"


@pytest.mark.parametrize(
    ("failed", "expected"),
    [
        ((2025, 2026), ["约谈 2025、2026"]),
        ((2023, 2024, 2025, 2026), ["约谈 2023、2024、2025、2026"]),
        ((2022, 2025, 2026), ["约谈 2025、2026"]),
        ((2024, 2026), []),
        ((2024, 2025), []),
        ((2026,), []),
    ],
)
def test_years_in_a_row_end_with_this_one_and_have_no_gap(failed: tuple[int, ...], expected: list[str]) -> None:
    grades = {year: "不合格" if year in failed else "合格" for year in range(2022, 2027)}
    assert proposed(grades, rules=IN_A_ROW) == expected


def test_a_year_that_the_ledger_does_not_hold_breaks_the_row() -> None:
    assert proposed({2024: "不合格", 2026: "不合格"}, rules=IN_A_ROW) == []


BY_POINTS = """
  - {id: 两年低分, clause: 第12条, if: {score_below: 60, years: 2, within: term}, propose: 研究}"""
TAKEN_OVER = {
    2024: YearStanding(Fraction(119, 2), "合格", None),
    2025: YearStanding(None, "不评定", None, unsettled=True),
}
BY_RECORDS = """
  - {id: 履职不足, clause: 第12条, if: {records: {kind: 提案}, at_most: 0, last_years: 3}, propose: 研究}"""


def of_term(rules: str) -> list[str]:
    """What is proposed for 2026, a year of 50 points, after two years that were taken over."""
    book, one = rulebook(consequences=rules), member()
    now = YearStanding(50, "不合格", counted(book.consequences, one, (), YEAR))
    found = due(YearRules(2026, YEAR, book), one, {**TAKEN_OVER, 2026: now}, term_ends=False)
    return [f"{of.consequence.id} {ground}" for of in found for ground in of.grounds]


def test_a_year_taken_over_counts_by_its_exact_score() -> None:
    assert of_term(BY_POINTS) == [f"两年低分 {YearsGround((2024, 2026), ScoreIs(NumberBounds(below=60)))}"]


def test_too_few_records_are_not_held_against_years_of_which_the_records_are_not_here() -> None:
    assert of_term(BY_RECORDS) == []
