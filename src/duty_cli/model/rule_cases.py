"""Cases: what a rule file should come to for a member computed by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from duty_cli.model.capacities import Capacity
from duty_cli.model.exact_numbers import Points
from duty_cli.model.members import Member, Tenure
from duty_cli.model.periods import Period
from duty_cli.model.proceedings import StepMeaning
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import RecordFields, Tally
from duty_cli.model.rulebook import Rulebook, Rules


class Aspect(StrEnum):
    """What of a member's year a case speaks of."""

    SCORE = "总分"
    GRADE = "等次"
    CATEGORY = "类别"
    ITEM = "计分项"
    PROPOSALS = "提请研究事项"
    NOT_SCORED = "没有计分的事项"
    MINIMUMS = "未达到的最低要求"
    TERM_MINIMUMS = "届内未达到的最低要求"
    VETOES = "否决项"
    LACKING = "尚未登记的评定"
    QUARTER = "季度得分"
    SELECTED = "列入的评选"
    QUARTER_SELECTED = "季度评选"
    COMMENDED = "列入突出委员建议名单"


Value: TypeAlias = Points | str | frozenset[str]
"""A score, a grade, or a set of names."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What one aspect should come to; ``name`` is the category, item or quarter, where the aspect is one of these."""

    aspect: Aspect
    name: str
    value: Value
    place: str


@dataclass(frozen=True, slots=True)
class EarlierYear:
    """What an earlier year of the term came to; ``score`` is None and a category is not there where no rule asks for it.

    ``quarters_selected``: the selections of each quarter that chose the member, by the number of the quarter.
    """

    grade: str
    score: Points | None
    tallies: tuple[Tally, ...] = ()
    selected: frozenset[str] = frozenset()
    decided: frozenset[str] = frozenset()
    categories: Mapping[str, Points] = field(default_factory=dict)
    quarters_selected: Mapping[int, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RuleCase:
    """One invented member's year, and what should come of it. What is not expected is not compared.

    ``others`` are, for an item that compares, the counts of the others; ``selected`` the selections that choose the member
    in the year itself, ``quarters_selected`` those that do in its quarters, by their numbers, ``decided`` the consequences on
    which people decided for it; ``over_quota``: the places of the grade's quota go to others; ``term_ends`` in the last year of a
    term.
    """

    sentence: str
    place: str
    year: int
    member: Member
    tallies: tuple[Tally, ...]
    earlier: Mapping[int, EarlierYear]
    others: Mapping[str, tuple[Points, ...]]
    selected: frozenset[str]
    over_quota: bool
    term_ends: bool
    expected: tuple[Expectation, ...]
    decided: frozenset[str] = frozenset()
    quarters_selected: Mapping[int, frozenset[str]] = field(default_factory=dict)

    @property
    def every(self) -> tuple[Tally, ...]:
        """All records, of the year and of those before: an item with days of its own reckons over both."""
        return (*self.tallies, *(tally for one in self.earlier.values() for tally in one.tallies))


@dataclass(frozen=True, slots=True)
class CaseDecision:
    """What people decided of a member for ``year``: ``about`` a consequence, or None of who is outstanding."""

    year: int
    about: str | None
    means: StepMeaning
    on: date


@dataclass(frozen=True, slots=True)
class CommitteeMember:
    """An invented member of a case of several, ``times`` over; each record with what is said of the member at its event; ``expected`` by year."""

    name: str
    times: int
    tenures: tuple[Tenure, ...]
    records: tuple[tuple[RecordFields, Capacity | None], ...]
    decisions: tuple[CaseDecision, ...]
    expected: Mapping[int, tuple[Expectation, ...]]


@dataclass(frozen=True, slots=True)
class CommitteeCase:
    """Several invented members over some ``years``, each closed, evaluated together as those of a ledger are.

    ``days`` are those of the years; ``term_ends`` with the last of them.
    """

    sentence: str
    place: str
    years: tuple[int, ...]
    days: Period
    term_ends: bool
    members: tuple[CommitteeMember, ...]


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The cases of one file, and the rules they try."""

    file: str
    rules: Rules
    cases: tuple[RuleCase, ...]
    committees: tuple[CommitteeCase, ...] = ()

    def book(self, year: int) -> Rulebook:
        """The rulebook of a year of a case: it was there when the file was read."""
        found = self.rules.of_year(year)
        assert found is not None, "a case of a year without rules is a problem of its file"
        return found.book
