"""Cases: what a rule file should come to for a member computed by hand."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias

from duty_cli.model.exact_numbers import Points
from duty_cli.model.members import Member
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Tally
from duty_cli.model.rulebook import Rulebook


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


Value: TypeAlias = Points | str | frozenset[str]
"""A score, a grade, or a set of names."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What one aspect should come to; ``name`` is the category or item, where the aspect is one of these."""

    aspect: Aspect
    name: str
    value: Value
    place: str


@dataclass(frozen=True, slots=True)
class EarlierYear:
    """What an earlier year of the term came to; ``score`` is None where no rule asks for it."""

    grade: str
    score: Points | None
    tallies: tuple[Tally, ...] = ()
    selected: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RuleCase:
    """One invented member's year, and what should come of it. What is not expected is not compared.

    ``others`` are, for an item that compares, the counts of the others; ``selected`` the selections that choose the member
    in the year itself; ``over_quota``: the places of the grade's quota go to others; ``term_ends`` in the last year of a
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

    @property
    def every(self) -> tuple[Tally, ...]:
        """All records, of the year and of those before: an item with days of its own reckons over both."""
        return (*self.tallies, *(tally for one in self.earlier.values() for tally in one.tallies))


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The cases of one file, and the rulebook they try."""

    file: str
    book: Rulebook
    cases: tuple[RuleCase, ...]
