from fractions import Fraction

import pytest

from duty_cli.model.exact_numbers import Points
from duty_cli.scoring.grading import QuotaCandidate, QuotaCut, cut, places
from tests.scoring.small import rulebook


def quota(said: str) -> QuotaCut:
    """Nobody standing: only the quota as read."""
    written = f"[{{grade: 优秀, clause: 第11条, overflow_to: 合格, {said}}}]"
    return cut(rulebook(quotas=written).quotas[0], {}, 0)[0]


def fall(said: str, totals: dict[str, Points], members: int = 10, grade: str = "优秀") -> tuple[QuotaCut, set[str]]:
    """Who is beyond the quota, by name."""
    standings = {name: QuotaCandidate(total, grade) for name, total in totals.items()}
    found, beyond = cut(quota(said).quota, standings, members)
    return found, set(beyond)


SHARE = "at_most: 20%, unit: share, ties: exclude"
THREE = "at_most: 3, unit: members, round: down, ties: exclude"


@pytest.mark.parametrize(
    ("rounding", "members", "allowed"),
    [
        ("down", 9, 1),
        ("down", 10, 2),
        ("down", 14, 2),
        ("half_up", 12, 2),
        ("half_up", 13, 3),
        ("down", 4, 0),
        ("down", 0, 0),
    ],
)
def test_a_share_of_the_members_is_rounded_as_the_rule_says(rounding: str, members: int, allowed: int) -> None:
    assert places(quota(f"{SHARE}, round: {rounding}").quota, members) == allowed


def test_half_a_place_is_rounded_up_where_the_rule_says_half_up() -> None:
    assert places(quota("at_most: 25%, unit: share, round: half_up, ties: exclude").quota, 10) == 3


def test_a_number_of_members_does_not_depend_on_how_many_there_are() -> None:
    assert places(quota(THREE).quota, 1000) == 3


def test_the_best_fill_the_places_and_the_others_are_beyond() -> None:
    found, beyond = fall(f"{SHARE}, round: down", {"甲": 95, "乙": 90, "丙": Fraction("89.99"), "丁": 86})
    assert beyond == {"丙", "丁"}
    assert (found.places, found.candidates, found.within, found.edge, found.tied) == (2, 4, 2, 90, None)


def test_fewer_candidates_than_places_are_all_within() -> None:
    found, beyond = fall(THREE, {"甲": 95, "乙": 90})
    assert (beyond, found.within, found.edge) == (set(), 2, 90)


def test_those_tied_across_the_edge_are_all_out_where_the_rule_excludes_them() -> None:
    found, beyond = fall(THREE, {"甲": 95, "乙": 90, "丙": 88, "丁": 88, "戊": 86})
    assert beyond == {"丙", "丁", "戊"}
    assert (found.within, found.edge, found.tied) == (2, 90, 88)


def test_those_tied_across_the_edge_are_all_in_where_the_rule_includes_them() -> None:
    found, beyond = fall(THREE.replace("exclude", "include"), {"甲": 95, "乙": 90, "丙": 88, "丁": 88, "戊": 86})
    assert beyond == {"戊"}
    assert (found.places, found.within, found.edge, found.tied) == (3, 4, 88, 88)


@pytest.mark.parametrize("ties", ["exclude", "include"])
def test_a_tie_inside_the_places_is_no_matter(ties: str) -> None:
    found, beyond = fall(THREE.replace("exclude", ties), {"甲": 95, "乙": 90, "丙": 90, "丁": 88})
    assert (beyond, found.edge, found.tied) == ({"丁"}, 90, None)


def test_when_all_are_tied_nobody_is_within() -> None:
    found, beyond = fall(THREE, dict.fromkeys("甲乙丙丁", 90))
    assert beyond == set("甲乙丙丁")
    assert (found.within, found.edge, found.tied) == (0, None, 90)


def test_without_places_all_candidates_are_beyond() -> None:
    found, beyond = fall(f"{SHARE}, round: down", {"甲": 95}, members=4)
    assert (beyond, found.places, found.within, found.edge) == ({"甲"}, 0, 0, None)


def test_without_candidates_nobody_is_beyond() -> None:
    found, beyond = fall(THREE, {})
    assert (beyond, found.candidates, found.within, found.edge) == (set(), 0, 0, None)


def test_members_of_another_grade_neither_fill_places_nor_fall() -> None:
    found, beyond = fall(f"{SHARE}, round: down", {"甲": 99, "乙": 98, "丙": 97}, grade="合格")
    assert (beyond, found.candidates) == (set(), 0)
