"""济南市 2015 (rules/examples/S01.yaml), computed by hand from the two reports: 70 granted, at most 50 added."""

from __future__ import annotations

from pathlib import Path

import pytest

from duty_cli.model.exact_numbers import Points
from duty_cli.model.members import Member
from duty_cli.model.periods import year_of
from duty_cli.model.records import Tally
from duty_cli.rules.rule_files import load
from duty_cli.rules.rules_folder import rule_files
from duty_cli.scoring.engine import Scorer
from duty_cli.scoring.grading import judge
from tests.scoring.small import member, role, tally

FILE = Path(__file__).parents[2] / "rules" / "examples" / "S01.yaml"
YEAR = year_of(2015)


def plenary(attendance: str = "出席") -> Tally:
    return tally("全体会议", "2015-02-01", attendance)


def filed(*further: str, count: int = 1, position: int = 1, authors: int = 1) -> Tally:
    stages = "、".join(("提交", "立案", *further))
    return tally("提案", "2015-02-02", stages=stages, position=position, authors=authors, count=count)


def charity(count: int) -> Tally:
    return tally("公益活动", "2015-05-05", "出席", count=count)


BRIEF = tally("社情民意信息", "2015-03-03", stages="提交")
ACTIVITY = tally("履职活动", "2015-04-04", "出席")


def result(*tallies: Tally, who: Member | None = None) -> tuple[list[Points], Points, str, list[str]]:
    """The two parts, the total, the grade, and the minimums missed."""
    book = load(rule_files(FILE)).books[0]
    one = who or member(first="2012-01-01")
    found = Scorer(book, YEAR).score(one, tallies)
    outcome = judge(book, one, YEAR, found.total, list(tallies))
    return [part.score for part in found.categories], found.total, outcome.grade, [one.id for one in outcome.missed]


def test_who_does_the_three_ones_and_no_more_has_seventy() -> None:
    assert result(plenary(), filed(), ACTIVITY) == ([70, 0], 70, "称职", [])


def test_absence_without_leave_costs_thirty() -> None:
    """70 - 30; two further proposals 10; two charity activities 4."""
    assert result(plenary("缺席"), filed(count=3), charity(2)) == ([40, 14], 54, "不称职", ["三个一"])


def test_leave_costs_ten_and_refused_leave_thirty() -> None:
    """One further proposal 5; one of the two emphasised 5; six charity activities 12, at most 10."""
    done = (filed(), filed("重点"), charity(6))
    assert result(plenary("请假"), *done)[:2] == ([60, 20], 80)
    assert result(plenary("请假未准"), *done)[:2] == ([40, 20], 60)


def test_what_is_added_is_fifty_at_most() -> None:
    """Six further proposals 30; two emphasised 10; two excellent 20; charity 10: 70, so 50."""
    assert result(plenary(), filed(count=5), filed("重点", "优秀", count=2), charity(5)) == ([70, 50], 120, "优秀", [])


def test_only_the_first_author_is_credited() -> None:
    """Four joint proposals as second author nothing; three charity activities 6."""
    assert result(plenary(), filed("优秀", count=4, position=2, authors=3), charity(3)) == ([70, 6], 76, "称职", [])


def test_the_first_proposal_adds_nothing_though_a_joint_one_came_before() -> None:
    assert result(plenary(), filed(position=2, authors=2, count=3), filed(), ACTIVITY)[0] == [70, 0]
    assert result(plenary(), filed(position=2, authors=2, count=3), filed(count=2), ACTIVITY)[0] == [70, 5]


def test_eighty_five_is_outstanding_and_eighty_four_is_not() -> None:
    assert result(plenary(), filed("重点", "优秀"), ACTIVITY) == ([70, 15], 85, "优秀", [])
    assert result(plenary(), filed("优秀"), charity(2)) == ([70, 14], 84, "称职", [])


def test_sixty_with_a_missing_one_does_not_pass() -> None:
    """70 - 30; four further proposals 20."""
    assert result(plenary("缺席"), filed(count=5), ACTIVITY) == ([40, 20], 60, "不称职", ["三个一"])


@pytest.mark.parametrize(
    ("done", "missed"),
    [
        ((plenary(), BRIEF, ACTIVITY), []),
        ((plenary(), filed(), charity(1)), []),
        ((plenary(), ACTIVITY), ["三个一"]),
        ((plenary(), filed(), BRIEF), ["三个一"]),
        ((plenary("请假"), filed(), ACTIVITY), ["三个一"]),
        ((), ["三个一"]),
    ],
)
def test_the_three_ones_are_plenary_proposal_or_brief_and_activity(done: tuple[Tally, ...], missed: list[str]) -> None:
    assert result(*done)[3] == missed


@pytest.mark.parametrize(("times", "grade", "missed"), [(2, "不称职", ["常委会会议"]), (3, "称职", [])])
def test_a_standing_member_comes_to_three_standing_committee_meetings(
    times: int, grade: str, missed: list[str]
) -> None:
    meetings = tally("常委会会议", "2015-06-06", "出席", count=times)
    done = (plenary(), filed(), ACTIVITY, meetings)
    assert result(*done, who=member(role("常委", "2012-01-01"), first="2012-01-01"))[2:] == (grade, missed)
    assert result(*done)[2:] == ("称职", [])
