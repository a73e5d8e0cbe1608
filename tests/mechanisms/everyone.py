"""A year of several invented members, for what can be said only of all of them together: quotas and selections."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TypeAlias, TypeVar, cast

from duty_cli.model.exact_numbers import Points
from duty_cli.model.ledger_protocol import LedgerHead, LedgerReader
from duty_cli.model.members import Member, MemberKey, Roster, Seq
from duty_cli.model.periods import Period
from duty_cli.model.record_sight import Sight
from duty_cli.model.records import Tally
from duty_cli.model.rulebook import Rulebook, Rules
from duty_cli.scoring.assessment_year import MemberYear, YearResult
from duty_cli.scoring.evaluate import score_year
from tests.mechanisms.small import category
from tests.scoring.small import member, rulebook, tally

T = TypeVar("T")
Standing: TypeAlias = tuple[Points, Member]
"""So many points, by one who holds those roles and groups."""

BY_QUANTITY = category("走访", "when: {kind: 走访}, per: quantity, points: 1, combine: sum")


@dataclass(frozen=True)
class _Year:
    """What of a ledger a year is scored from."""

    members: Mapping[Member, list[Tally]]

    def roster(self) -> Roster:
        return Roster(tuple(self.members))

    def head(self) -> LedgerHead:
        return LedgerHead("某政协", (), Seq(1), "", datetime(2100, 1, 1, tzinfo=UTC))

    def kept(self, _: str, __: Sequence[object], ___: type[T], make: Callable[[], T]) -> T:
        return make()

    def tallies(
        self, _: Period, member: MemberKey | None = None, *, by_source: bool, sight: Sight | None = None
    ) -> Iterator[tuple[MemberKey, list[Tally]]]:
        return iter((one.key, own) for one, own in self.members.items())


def year(members: Mapping[Member, list[Tally]]) -> LedgerReader:
    """A ledger that holds those members and their records."""
    return cast("LedgerReader", _Year(members))


def year_of_all(book: Rulebook, members: Mapping[Member, list[Tally]], at: int = 2026) -> YearResult:
    """Everybody's year under ``book``."""
    return score_year(year(members), Rules((book,), "", {}), at)


def by_name(people: Mapping[str, Points | Standing], **sections: str) -> dict[str, MemberYear]:
    """Everybody's year by name, each with a record of so many visits."""
    result = year_of_all(rulebook(**{"categories": f"[{BY_QUANTITY}]"} | sections), named(people))
    return {one.member.number: one for one in result.members.values()}


def graded(people: Mapping[str, Points | Standing], **sections: str) -> dict[str, str]:
    """The grade of each, by name."""
    return {name: one.grade for name, one in by_name(people, **sections).items()}


def totals(people: Mapping[str, Points | Standing], **sections: str) -> dict[str, Points]:
    """The total of each, by name."""
    return {name: one.score.total for name, one in by_name(people, **sections).items()}


def named(people: Mapping[str, Points | Standing], *also: Tally) -> dict[Member, list[Tally]]:
    """Members by name, each with a record that is worth so many points, and ``also`` the first of them."""
    found = {}
    for key, (name, made) in enumerate(people.items(), 1):
        points, who = made if isinstance(made, tuple) else (made, member())
        own = [tally("走访", quantity=points), *(also if key == 1 else ())]
        found[replace(who, key=MemberKey(key), number=name)] = own
    return found


def selected(
    rule: str, people: Mapping[str, Points | Standing], *also: Tally, year: int = 2026, **sections: str
) -> set[str]:
    """Who is selected, by name."""
    written = {"effective": "{from: 2022-01-01, to: 2026-12-31}", "categories": f"[{BY_QUANTITY}]"} | sections
    book = rulebook(**{"selections": f"[{{id: 评选, clause: 第11条, {rule}}}]"} | written)
    result = year_of_all(book, named(people, *also), year)
    return {result.members[key].member.number for key in result.selected}
