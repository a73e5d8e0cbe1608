"""The ledger by groups: a sector, liaison group or special committee in the place of a member (A6, Q8).

A group's records are those of its members on the days on which they belonged to it. So every report that is made from a
:class:`~duty_cli.model.ledger_protocol.LedgerReader` can be made of groups, by the same engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date
from typing import TypeVar

from duty_cli.model.funds import Budget, Spending
from duty_cli.model.hand_ins import HandIn
from duty_cli.model.invitations import Invitation
from duty_cli.model.ledger_protocol import (
    Batch,
    EarlierResult,
    Issued,
    LedgerHead,
    LedgerReader,
    Operation,
    Row,
    RulesUsed,
    YearClosing,
)
from duty_cli.model.members import Facet, Member, MemberKey, Person, Roster, Seq, Tenure
from duty_cli.model.merge_entries import TakenFrom
from duty_cli.model.name_order import NameOrder, NamesBy
from duty_cli.model.periods import Period
from duty_cli.model.plans import Plan
from duty_cli.model.proceedings import Proceeding
from duty_cli.model.record_families import Families
from duty_cli.model.record_sight import Sight
from duty_cli.model.records import Activity, Event, Leave, Record, Signed, Tally

T = TypeVar("T")


class ByGroup:
    """Adapter of a ledger reader: groups in the place of members, numbered in the order of their lowest member."""

    def __init__(self, reading: LedgerReader, facet: Facet) -> None:
        self._reading = reading
        self._facet = facet
        self._people = reading.roster()
        self._groups = Roster(tuple(_groups(self._people, facet)))

    def head(self) -> LedgerHead:
        """What is known."""
        return self._reading.head()

    def roster(self) -> Roster:
        """The groups."""
        return self._groups

    def bearers(self, number: str) -> Roster:
        """The group of that number."""
        return Roster(tuple(group for group in self._groups if group.number == number))

    def kept(self, purpose: str, parts: Sequence[object], sort: type[T], make: Callable[[], T]) -> T:
        """What ``make`` gives; of groups another value than of members."""
        return self._reading.kept(purpose, (self._facet, *parts), sort, make)

    def beside(self, work: Callable[[LedgerReader], T]) -> AbstractContextManager[Callable[[], T | None]]:
        """No second process: groups are few."""
        return nullcontext(lambda: None)

    def number_as_on(self, day: date) -> None:
        """Nothing: groups have numbers of their own."""

    def listed(self, members: Iterable[Member], period: Period, by: NamesBy | None = None) -> list[Member]:
        """The groups, by number, whatever the order of names."""
        # Strokes and pinyin order the names of persons, and groups have none.
        return NameOrder(NamesBy.NUMBER).listed(members, period)

    def tallies(
        self, period: Period, member: MemberKey | None = None, *, by_source: bool = True, sight: Sight | None = None
    ) -> Iterator[tuple[MemberKey, list[Tally]]]:
        """Each group's tallies in ``period``, all told: by the day somebody belongs to one group or another."""
        found: dict[MemberKey, list[Tally]] = {}
        for key, own in self._reading.tallies(period, by_source=by_source):
            person = self._people[key]
            for tally in own:
                # By the day: who changes group within the year leaves the earlier records with the earlier group.
                group = self._group(person, tally.on)
                if group is not None and member in (None, group.key):
                    found.setdefault(group.key, []).append(tally)
        yield from sorted(found.items())

    def records(
        self,
        *,
        member: MemberKey | None = None,
        period: Period | None = None,
        kinds: tuple[str, ...] | None = None,
        reversed_too: bool = False,
    ) -> Iterator[Record]:
        """Records by date and seq, each as one of its group."""
        # Not narrowed by member: the key asked for is a group's, which the ledger does not know.
        every = self._reading.records(period=period, kinds=kinds, reversed_too=reversed_too)
        return (record for record in self._as_groups(every) if member in (None, record.member))

    def records_of(self, batch: Seq) -> Iterator[Record]:
        """The records that a batch brought in, each as one of its group."""
        return self._as_groups(self._reading.records_of(batch))

    def record(self, seq: Seq) -> Record | None:
        """The record with that seq, as one of its group."""
        record = self._reading.record(seq)
        return None if record is None else next(self._as_groups([record]), None)

    def leaves(self, member: MemberKey | None = None) -> tuple[Leave, ...]:
        """None: leave is a member's."""
        return ()

    def numbered(self, number: str) -> Seq | None:
        """The record that bears an office's own number (编号)."""
        return self._reading.numbered(number)

    def record_numbers(self) -> dict[str, Seq]:
        """Every office's own number in use, and the record that bears it."""
        return self._reading.record_numbers()

    def families(self) -> Families:
        """Which records are linked by 来源编号."""
        return self._reading.families()

    def activities(self, period: Period | None = None) -> tuple[Activity, ...]:
        """Activities by date and seq."""
        return self._reading.activities(period)

    def invitations(self, period: Period | None = None) -> tuple[Invitation, ...]:
        """None: who is invited is a member."""
        return ()

    def sheets(self, period: Period, kinds: frozenset[str], member: MemberKey | None = None) -> Iterator[Signed]:
        """None: who is due is a member."""
        return iter(())

    def events(self, period: Period, kinds: frozenset[str]) -> tuple[Event, ...]:
        """None, as no sheets."""
        return ()

    def has_records(self, period: Period) -> bool:
        """Whether any record of anybody falls in ``period``."""
        return self._reading.has_records(period)

    def years_with_records(self) -> tuple[int, ...]:
        """The calendar years in which any record falls, in order."""
        return self._reading.years_with_records()

    def batches(self) -> tuple[Batch, ...]:
        """All batches, by seq."""
        return self._reading.batches()

    def batch(self, seq: Seq) -> Operation | None:
        """The deed that opened the batch ``seq``."""
        return self._reading.batch(seq)

    def row(self, seq: Seq) -> Row | None:
        """The row with that seq, whatever its sort."""
        return self._reading.row(seq)

    def rows_of(self, batch: Seq) -> tuple[Row, ...]:
        """The rows of a batch, by seq."""
        return self._reading.rows_of(batch)

    def reversed_by(self, batch: Seq) -> tuple[Row, ...]:
        """The rows that a batch reversed, by seq."""
        return self._reading.reversed_by(batch)

    def rules_used(self) -> RulesUsed | None:
        """The rule files last used."""
        return self._reading.rules_used()

    def issues(self) -> tuple[Issued, ...]:
        """The papers issued, by seq."""
        return self._reading.issues()

    def taken(self) -> tuple[TakenFrom, ...]:
        """Where batches stood in the copies that they were taken over from, by seq."""
        return self._reading.taken()

    def erasures(self) -> tuple[Seq, ...]:
        """The seqs at which names were erased, in order."""
        return self._reading.erasures()

    def closings(self) -> tuple[YearClosing, ...]:
        """The years that are closed, in order."""
        return self._reading.closings()

    def earlier_results(self) -> tuple[EarlierResult, ...]:
        """None: what is taken over is a member's."""
        return ()

    def hand_ins(self) -> tuple[HandIn, ...]:
        """None: a report is a member's."""
        return ()

    def proceedings(self) -> tuple[Proceeding, ...]:
        """None: what is decided is decided of a member."""
        return ()

    def plans(self, period: Period | None = None, *, reversed_too: bool = False) -> tuple[Plan, ...]:
        """None: who is due is a member."""
        return ()

    def budgets(self, year: int | None = None) -> tuple[Budget, ...]:
        """The budgets of a year."""
        return self._reading.budgets(year)

    def spending(self, year: int) -> tuple[Spending, ...]:
        """What was spent in a year."""
        return self._reading.spending(year)

    def _as_groups(self, records: Iterable[Record]) -> Iterator[Record]:
        for record in records:
            group = self._group(self._people[record.member], record.fields.counted)
            if group is not None:
                yield replace(record, member=group.key)

    def _group(self, person: Member, day: date) -> Member | None:
        """The group to which ``person`` belonged on ``day``."""
        names = person.values(self._facet, day)
        return self._groups.named(names[0])[0] if names else None


def _groups(people: Roster, facet: Facet) -> Iterator[Member]:
    """The groups, each in office from the first day to the last on which anybody belonged to it."""
    tenures: dict[str, list[Tenure]] = {}
    for person in people:
        for tenure in person.of(facet):
            tenures.setdefault(tenure.value, []).append(tenure)
    for at, (name, held) in enumerate(tenures.items(), 1):
        first = min(tenure.first for tenure in held)
        last = None if any(tenure.last is None for tenure in held) else max(tenure.last or first for tenure in held)
        office = Tenure(Facet.OFFICE, Facet.OFFICE.value, first, last)
        # Groups have no place in the ledger of their own; a key below 0 is never a member's.
        yield Member(MemberKey(-at), f"{at:02d}", Person(name, ""), (office, Tenure(facet, name, first, last)))
