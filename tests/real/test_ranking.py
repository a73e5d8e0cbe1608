"""The ranking of the 544, reckoned a second time: plain loops over the source's own files, nothing of ``duty`` in them."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from tests.real.house import FILES, Report, Row, needs_the_files, real, report, rows

pytestmark = needs_the_files

RAISED = ("Special Mention", "LS - Matters under (Rule-377)", "Submissions by Members")
DEBATES = {
    "Government Bills": 5,
    "Private Members' Bills": 5,
    "Private Members' Resolutions": 5,
    "Budget (General)": 4,
    "Motion of Thanks on the President's Address": 4,
    "LS - Short Duration Discussions (Rule-193)": 3,
    "LS - Calling Attention (Rule-197)": 3,
}
"""Type of debate → what it adds, once, for whom it is the highest."""

RATES = {95: 20, 85: 16, 75: 12, 50: 6, 0: 0}
"""Attendance in per cent, from which on → points."""

Number = int | Fraction

Acts = dict[str, Counter[str]]
"""Member → how many of what: the types of questions and debates, and ``bill``."""


@pytest.fixture(scope="module")
def acts() -> Acts:
    found: Acts = {}
    for file in FILES.values():
        for row in rows(real(file), ";"):
            said = row.get("Type") or row.get("Debate Type") or "bill"
            found.setdefault(row["Representative"], Counter())[said] += 1
    return found


@pytest.fixture(scope="module")
def ranked(house: Path) -> list[Report]:
    """The members of the evaluation as ``duty`` ranks them."""
    listed: list[Report] = report(house, "annual-evaluation", "2024", "--ranked")["members"]
    return listed


@pytest.fixture(scope="module")
def expected(acts: Acts, members: list[Row]) -> dict[str, Number]:
    """Member → the score reckoned here."""
    return {row["Name"]: score(row, acts.get(row["Name"], Counter())) for row in members}


def score(member: Row, did: Counter[str]) -> Number:
    questions = min(Fraction(did["Unstarred"], 2) + 2 * did["Starred"], Fraction(30))
    raised = min(sum(did[one] for one in RAISED), 12)
    debated = min(2 * sum(did[one] for one in DEBATES), 16)
    highest = max((points for one, points in DEBATES.items() if did[one]), default=0)
    bills = min(5 + 5 * did["bill"], 20) if did["bill"] else 0
    total = questions + min(raised + debated + highest, 30) + bills + attendance(member["Attendance"])
    return total if signs(member) else hundredths(total * Fraction(5, 4))


def attendance(per_cent: str) -> int:
    if not per_cent:
        return 0
    return next(points for least, points in RATES.items() if Fraction(per_cent.rstrip("%")) >= least)


def signs(member: Row) -> bool:
    """Whether the source says nothing of the member's not signing the register."""
    return "not sign the attendance register" not in member["Comment"]


def hundredths(number: Fraction) -> Number:
    return Fraction(int(number * 100 + Fraction(1, 2)), 100)


def test_every_score_is_that_of_a_plain_loop_over_the_files(ranked: list[Report], expected: dict[str, Number]) -> None:
    assert {one["name"]: Fraction(one["score"]) for one in ranked} == expected
    assert len(expected) == 544


def test_the_rank_goes_by_the_score_from_the_best_to_those_without_any(
    ranked: list[Report], expected: dict[str, Number]
) -> None:
    scores = [expected[one["name"]] for one in ranked]
    assert scores == sorted(expected.values(), reverse=True)
    assert (scores[0], scores[1], scores[2], scores[-1]) == (100, 100, 99, 0)


def test_those_tied_over_the_last_place_are_all_left_out(
    ranked: list[Report], expected: dict[str, Number], acts: Acts
) -> None:
    """108 places for 126 who reach 55 points; the 105th to the 109th have the same score."""
    spoke = {name for name, did in acts.items() if any(did[one] for one in (*RAISED, *DEBATES))}
    asked = {name for name, did in acts.items() if did["Unstarred"] + did["Starred"]}
    reached = sorted((expected[name] for name in spoke & asked if expected[name] >= 55), reverse=True)
    places = 542 // 5
    active = {one["name"] for one in ranked if one["grade"] == "活跃"}
    assert active == {name for name in spoke & asked if expected[name] > reached[places]}
    assert (len(reached), places, len(active), reached[104], reached[108]) == (126, 108, 104, 58, 58)


def test_the_grades_follow_the_bands(ranked: list[Report], expected: dict[str, Number]) -> None:
    lower = {one["name"]: one["grade"] for one in ranked if expected[one["name"]] < 55}
    bands: dict[str, tuple[Number, Number]] = {
        "一般": (30, 55),
        "较少": (Fraction(1, 2), 30),
        "无得分": (0, Fraction(1, 2)),
    }
    assert all(bands[grade][0] <= expected[name] < bands[grade][1] for name, grade in lower.items())


def test_the_factor_is_for_those_who_sign_no_register(ranked: list[Report], members: list[Row]) -> None:
    sums = {one["name"]: sum(Fraction(part["score"]) for part in one["categories"]) for one in ranked}
    raised = {one["name"]: one["score"] for one in ranked if Fraction(one["score"]) != sums[one["name"]]}
    without = {row["Name"]: row for row in members if not signs(row)}
    assert len(without) == 60
    assert [(without[name]["Minister"], points) for name, points in raised.items()] == [("No", "16.88")]


def test_nothing_is_asked_of_ministers_and_nothing_proposed(ranked: list[Report], members: list[Row]) -> None:
    ministers = {row["Name"] for row in members if row["Minister"] == "Yes"}
    own = [one for one in ranked if one["name"] in ministers]
    assert {(one["grade"], one["score"], len(one["minimums_missed"]), len(one["proposals"])) for one in own} == {
        ("无得分", "0", 0, 0)
    }


def test_of_many_debates_the_highest_alone_is_counted_once(house: Path, acts: Acts) -> None:
    name = max(acts, key=lambda one: sum(acts[one][debate] for debate in DEBATES))
    lines = [
        line for line in report(house, "explain", name, "--year", "2024")["lines"] if line["item"] == "最高一类辩论"
    ]
    assert len(lines) == sum(acts[name][debate] for debate in DEBATES)
    assert sorted(Fraction(line["change"]) for line in lines)[-2:] == [0, 5]


def test_every_point_of_the_busiest_member_is_explained(house: Path, records: list[Row]) -> None:
    name, count = Counter(row["姓名"] for row in records).most_common(1)[0]
    explained = report(house, "explain", name, "--year", "2024")
    said = {line["record"]["seq"] for line in explained["lines"] if line["record"]}
    assert len(said) == count
    assert sum(Fraction(line["change"]) for line in explained["lines"]) == Fraction(explained["member"]["score"])
