"""A revised full roster as a difference from the ledger: who joins, who leaves, what changes; worked out, then entered.

A roster says what holds, and dates it with the first day of the office as often as with that of the change. So what the
ledger holds and the file says too keeps the ledger's first day. What is new begins on the day that the file gives, unless
something of that member began on it already: such a day is no news, and the change counts from the day of the update.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from duty_cli.errors.base import DutyError, Findings
from duty_cli.errors.lookup_errors import ActsAfterLeaving
from duty_cli.errors.record_errors import NameDisagrees
from duty_cli.model.ledger_protocol import Enrolment, Ledger, LedgerReader, LedgerWriter, NewTenure, Operation, Reversal
from duty_cli.model.members import NO_GROUND, Facet, Ground, Member, MemberKey, Person, Seq, Tenure
from duty_cli.model.parsed_rows import ParsedMember, Problem
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.recording.closed_years import writing_after_closing
from duty_cli.recording.enrolment import (
    bearer,
    numbers_apart,
    on_ground,
    out_of_term,
    overlapping,
    row_problems,
    rows_by_number,
    tenures_of,
)

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Joining:
    """Somebody who is in the file and not in the ledger."""

    number: str
    name: str
    tenures: tuple[Tenure, ...]


@dataclass(frozen=True, slots=True)
class MemberChange:
    """What becomes of a member's tenures: ``old`` ones are reversed, ``new`` ones entered.

    ``start`` is the first day of office that the file gives, where the ledger has another: that is not changed.
    """

    member: Member
    old: tuple[Tenure, ...] = ()
    new: tuple[Tenure, ...] = ()
    start: date | None = None

    @property
    def last(self) -> date | None:
        """The last day in office of one who leaves: whose latest stretch of office is one that now ends."""
        offices = [one for one in (*self.staying, *self.new) if one.facet is Facet.OFFICE]
        latest = max(offices, key=lambda office: office.first, default=None)
        return latest.last if latest in self.new else None

    @property
    def staying(self) -> tuple[Tenure, ...]:
        """The tenures that do not change."""
        return tuple(one for one in self.member.tenures if one not in self.old)

    @property
    def again_from(self) -> date | None:
        """The first day of a further stretch of office."""
        had = {one.first for one in self.member.of(Facet.OFFICE)}
        return next((one.first for one in self.new if one.facet is Facet.OFFICE and one.first not in had), None)


@dataclass(frozen=True, slots=True)
class RosterUpdate:
    """The difference between a roster and the ledger from ``day`` on; ``same`` members do not differ."""

    day: date
    joining: tuple[Joining, ...]
    changed: tuple[MemberChange, ...]
    same: int
    starts: tuple[MemberChange, ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to enter."""
        return not self.joining and not self.changed


def roster_update(
    reading: LedgerReader, rows: Sequence[ParsedMember], day: date, source: str, ground: Ground = NO_GROUND
) -> RosterUpdate:
    """Compare a full roster with the ledger. Raises DateOutOfTerm, and Findings with all that is wrong with the roster."""
    beyond = out_of_term(reading, day)
    if beyond is not None:
        raise beyond
    said, roster = rows_by_number(rows), reading.roster()
    bearers = {number: bearer(reading, roster, number, day) for number in said}
    _refuse(_row_problems(reading, said, bearers, source))
    people = {number: tenures_of(own) for number, own in said.items()}
    joining = [
        Joining(number, said[number][0].name, tuple(own)) for number, own in people.items() if not bearers[number]
    ]
    listed = {member.key: people[number] for number, member in bearers.items() if member is not None}
    silent = {*Facet} - {one.facet for own in people.values() for one in own}
    changes = [_change(member, listed.get(member.key, []), day, ground, silent) for member in roster]
    _refuse(_change_problems(reading, changes))
    changed = tuple(one for one in changes if one.old or one.new)
    same = sum(one.member.key in listed and one not in changed for one in changes)
    return RosterUpdate(day, tuple(joining), changed, same, tuple(one for one in changes if one.start is not None))


def _refuse(problems: Iterable[object]) -> None:
    found = list(problems)
    if found:
        raise Findings(found)


def _row_problems(
    reading: LedgerReader, said: Mapping[str, list[ParsedMember]], bearers: Mapping[str, Member | None], source: str
) -> Iterator[Problem]:
    for number, rows in said.items():
        for line, heading, what in row_problems(reading, number, rows):
            yield Problem(source, line, heading, str(what))
        there = bearers[number]
        if there is not None and there.name != rows[0].name:
            yield Problem(source, rows[0].line, "姓名", str(NameDisagrees(there, rows[0].name)))


def _change_problems(reading: LedgerReader, changes: Iterable[MemberChange]) -> Iterator[DutyError]:
    for one in changes:
        overlap = overlapping(one.member, [*one.staying, *one.new])
        if overlap is not None:
            yield overlap
        if one.last is not None:
            later = [record for record in reading.records(member=one.member.key) if record.fields.counted > one.last]
            if later:
                yield ActsAfterLeaving(one.member, one.last, len(later), later[0].seq)


def _change(
    member: Member, said: Sequence[Tenure], day: date, ground: Ground, silent: Collection[Facet]
) -> MemberChange:
    """What a member's rows change; none: the member is no longer in the file, which says nothing of ``silent`` facets."""
    known = {tenure.first for tenure in member.tenures}
    result: list[Tenure] = []
    for facet in Facet:
        held = list(member.of(facet))
        meant = [one for one in said if one.facet is facet]
        if said and facet in silent:
            now = list(_until_leaving(held, result))
        else:
            now = _joined(list(_kept(held, meant, day, known)), _begun(held, meant, day, known))
        result += _grounded(now, member, ground if facet is Facet.OFFICE or _stays(result) else NO_GROUND)
    old = tuple(one for one in member.tenures if one not in result)
    new = tuple(one for one in result if one not in member.tenures)
    offices = [one.first for one in said if one.facet is Facet.OFFICE]
    differs = bool(offices) and offices[0] not in known and not any(one.first == offices[0] for one in result)
    return MemberChange(member, old, new, offices[0] if differs else None)


def _stays(offices: Iterable[Tenure]) -> bool:
    """Whether a member stays in office: of one who leaves, the paper is said of the office, and groups end with it."""
    return any(one.facet is Facet.OFFICE and one.last is None for one in offices)


def _until_leaving(held: Iterable[Tenure], result: Iterable[Tenure]) -> Iterator[Tenure]:
    """What a file without that column lets be: all of it, but of one who leaves it ends with the office."""
    last = max((one.last or date.max for one in result if one.facet is Facet.OFFICE), default=date.max)
    for one in held:
        if one.first <= last:
            yield one if (one.last or date.max) <= last else replace(one, last=last)


def _same(one: Tenure, other: Tenure) -> bool:
    """Whether two tenures of one facet share a value and a day."""
    until = other.last or date.max
    return one.value == other.value and one.first <= until and other.first <= (one.last or date.max)


def _first_day(one: Tenure, day: date, known: set[date]) -> date:
    """When a tenure that only the file has begins."""
    return day if one.first in known else one.first


def _kept(held: list[Tenure], meant: list[Tenure], day: date, known: set[date]) -> Iterator[Tenure]:
    """The tenures that the ledger has, each as long as the file says or lets it be."""
    begin = [_first_day(one, day, known) for one in meant if not any(_same(one, old) for old in held)]
    for old in held:
        matches = [one for one in meant if _same(one, old)]
        if matches and old is [one for one in held if _same(matches[-1], one)][-1]:
            last = matches[-1].last
            running = last is None and old.last is not None and old.last < day - _DAY
            yield old if running else replace(old, last=last)
        elif matches or (old.last is not None and old.last < day):
            yield old
        else:
            follows = min((first for first in begin if first > old.first), default=day) if old.facet.exclusive else day
            last = min(follows, old.last + _DAY if old.last else follows) - _DAY
            if last >= old.first:
                yield replace(old, last=last)


def _begun(held: list[Tenure], meant: list[Tenure], day: date, known: set[date]) -> Iterator[Tenure]:
    """The tenures that begin: those that only the file has, and those that ran out in the ledger and run in the file."""
    for one in meant:
        there = [old for old in held if _same(one, old)]
        ran_out = bool(there) and one.last is None and there[-1].last is not None and there[-1].last < day - _DAY
        first = day if there else _first_day(one, day, known)
        if (ran_out or not there) and (one.last is None or one.last >= first):
            yield replace(one, first=first)


def _joined(kept: list[Tenure], begun: Iterable[Tenure]) -> list[Tenure]:
    """Both, in which one that begins the day after another of its value ends goes on with it."""
    found = list(kept)
    for one in begun:
        before = one.first - _DAY
        at = next((at for at, old in enumerate(found) if (old.value, old.last) == (one.value, before)), None)
        if at is None:
            found.append(one)
        else:
            found[at] = replace(found[at], last=one.last)
    return found


def _grounded(tenures: Iterable[Tenure], member: Member, ground: Ground) -> Iterator[Tenure]:
    """Each tenure as the ledger has it, else with the paper on which it begins or ends."""
    held = {(one.facet, one.value, one.first): one for one in member.tenures}
    for one in tenures:
        old = held.get((one.facet, one.value, one.first))
        if old is None:
            yield replace(one, seq=Seq(0), begun=ground)
        elif old.last == one.last:
            yield old
        else:
            yield replace(one, seq=Seq(0), begun=old.begun, ended=ground if one.last else NO_GROUND)


def enter_update(
    ledger: Ledger,
    act: Operation,
    rows: Sequence[ParsedMember],
    day: date,
    ground: Ground,
    initials: Callable[[str], str],
) -> Seq:
    """Enter what a full roster changes; the seq of its batch."""
    with writing_after_closing(ledger, act) as writing, numbers_apart(writing):
        update = roster_update(writing, rows, day, act.source or "", ground)
        for joining in update.joining:
            _enrol(writing, joining, ground, initials)
        for one in update.changed:
            writing.append_all(Reversal(tenure.seq) for tenure in one.old)
            writing.append_all(NewTenure.of(one.member.key, tenure) for tenure in one.new)
        return writing.batch_seq


def _enrol(writing: LedgerWriter, one: Joining, ground: Ground, initials: Callable[[str], str]) -> None:
    key = MemberKey(writing.append(Enrolment(one.number, Person(one.name, initials(one.name)))))
    writing.append_all(NewTenure.of(key, on_ground(tenure, ground)) for tenure in one.tenures)
