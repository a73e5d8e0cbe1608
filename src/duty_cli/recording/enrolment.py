"""Enrolling members: their numbers and names, and the dated tenures that a roster gives them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

from duty_cli.errors.base import DutyError, Findings
from duty_cli.errors.lookup_errors import MemberNumberTaken, TenuresOverlap
from duty_cli.errors.member_errors import LikeNames, LikeRows, NameStands, NumberShared
from duty_cli.errors.record_errors import AlreadyImported, BadValue, DateOutOfTerm, MissingValue
from duty_cli.model.entry_sorts import ENTRIES
from duty_cli.model.ledger_protocol import (
    Enrolment,
    Ledger,
    LedgerReader,
    LedgerWriter,
    NameChange,
    NewTenure,
    Operation,
)
from duty_cli.model.members import GROUPINGS, NO_GROUND, Facet, Ground, Member, MemberKey, Person, Roster, Seq, Tenure
from duty_cli.model.parsed_rows import ParsedMember, Problem
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.recording.closed_years import writing_after_closing
from duty_cli.recording.near_misses import Doubt, doubts_of_rows


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What a roster brought in."""

    batch: Seq
    members: int
    tenures: int


def enrol(
    ledger: Ledger,
    act: Operation,
    rows: Iterable[ParsedMember],
    initials: Callable[[str], str],
    ground: Ground = NO_GROUND,
    *,
    again: bool = False,
) -> Enrolled:
    """Enrol the members of a roster, whole or not at all. Where it comes from no file, its first problem is raised.

    ``ground`` is why they become members; ``again``: names that are like others are other people and groups. A member
    may have several rows: a group changed, a role laid down. Rows that touch are one tenure.
    """
    people = rows_by_number(rows)
    with writing_after_closing(ledger, act) as writing, numbers_apart(writing):
        refuse_same_file(writing, act)
        problems = list(_problems(writing, people))
        if problems and act.source is None:
            raise problems[0][2]
        if problems:
            raise Findings([Problem(act.source or "", line, heading, str(what)) for line, heading, what in problems])
        if not again:
            refuse_near_names(writing, act, [row for own in people.values() for row in own])
        tenures = 0
        for number, own in people.items():
            key = MemberKey(writing.append(Enrolment(number, Person(own[0].name, initials(own[0].name)))))
            new = [NewTenure.of(key, on_ground(one, ground)) for one in tenures_of(own)]
            writing.append_all(new)
            tenures += len(new)
        return Enrolled(writing.batch_seq, len(people), tenures)


def rows_by_number(rows: Iterable[ParsedMember]) -> dict[str, list[ParsedMember]]:
    """The rows of each member, by number in the order of the file."""
    found: dict[str, list[ParsedMember]] = {}
    for row in rows:
        found.setdefault(row.number, []).append(row)
    return found


def refuse_near_names(reading: LedgerReader, act: Operation, rows: Sequence[ParsedMember]) -> None:
    """Refuse names that may be slips for others. Raises LikeNames, of a file LikeRows."""
    doubts = list(doubts_of_rows(reading.roster(), rows))
    if doubts and act.source is None:
        raise LikeNames([what for _, _, what in doubts])
    refuse_doubtful_rows(act.source or "", doubts)


def refuse_doubtful_rows(source: str, doubts: Iterable[Doubt]) -> None:
    """Refuse rows of a file with names that may be slips. Raises LikeRows."""
    problems = [Problem(source, line, heading, what) for line, heading, what in doubts]
    if problems:
        raise LikeRows(problems)


def refuse_same_file(reading: LedgerReader, act: Operation) -> None:
    """Refuse a file that came in before and of which any row still stands."""
    for batch in reading.batches() if act.source_digest is not None else ():
        # By its digest, whatever the file is called now.
        if batch.act.source_digest == act.source_digest and _stands(reading, batch.seq):
            raise AlreadyImported(act.source or "", batch.seq, batch.act.at.date())


def _stands(reading: LedgerReader, batch: Seq) -> bool:
    """Whether any row of a batch still counts: reversals and names, which cannot be taken back, aside."""
    return any(row.sort in _REVERSIBLE and row.reversed_by is None for row in reading.rows_of(batch))


_REVERSIBLE = frozenset(one.said for one in ENTRIES if one.reversible)


def tenures_of(rows: list[ParsedMember]) -> list[Tenure]:
    """The tenures that a member's rows amount to: same value and days that touch are one."""
    found: dict[tuple[Facet, str], list[tuple[date, date | None]]] = {}
    # By day, so that stretches join up in whatever order the file has them.
    for row in sorted(rows, key=lambda row: (row.first, row.line)):
        for facet, value in _values(row):
            days = found.setdefault((facet, value), [])
            if days and _touches(days[-1][1], row.first):
                days[-1] = (days[-1][0], _later(days[-1][1], row.last))
            else:
                days.append((row.first, row.last))
    return [Tenure(facet, value, first, last) for (facet, value), days in found.items() for first, last in days]


def on_ground(tenure: Tenure, ground: Ground) -> Tenure:
    """The tenure as begun on that ground, where it is one of office: groups and roles come with it."""
    return replace(tenure, begun=ground) if tenure.facet is Facet.OFFICE else tenure


def _values(row: ParsedMember) -> Iterator[tuple[Facet, str]]:
    yield Facet.OFFICE, Facet.OFFICE.value
    yield from ((facet, row.group(facet)) for facet in (Facet.PARTY, *GROUPINGS) if row.group(facet))
    yield from ((Facet.ROLE, role) for role in row.roles)


def _touches(last: date | None, first: date) -> bool:
    # Held until one day and from the next on is held without a break.
    return last is None or first <= last + timedelta(days=1)


def _later(one: date | None, other: date | None) -> date | None:
    # None is an open end, later than every day.
    return None if one is None or other is None else max(one, other)


RowProblem = tuple[int, str, DutyError]
"""A problem of a roster: its line, its heading, what it is."""


def _problems(reading: LedgerReader, people: dict[str, list[ParsedMember]]) -> Iterator[RowProblem]:
    known = reading.roster()
    for number, rows in people.items():
        there = bearer(reading, known, number, rows[0].first)
        if there is not None:
            yield rows[0].line, "委员编号", MemberNumberTaken(there)
        yield from row_problems(reading, number, rows)


def row_problems(reading: LedgerReader, number: str, rows: list[ParsedMember]) -> Iterator[RowProblem]:
    """What is wrong with the rows of one member, whoever is in the ledger."""
    if not number:
        yield rows[0].line, "委员编号", MissingValue("委员编号")
    for row in rows:
        if row.last is not None and row.last < row.first:
            wanted = f"不早于任职日期 {row.first} 的日期"
            yield row.line, "离任日期", BadValue("离任日期", row.last.isoformat(), wanted)
        beyond = out_of_term(reading, row.first)
        if beyond is not None:
            yield row.line, "任职日期", beyond
    overlap = overlapping(f"{number} {rows[0].name}", tenures_of(rows))
    if overlap is not None:
        yield rows[-1].line, "任职日期", overlap


def out_of_term(reading: LedgerReader, first: date) -> DateOutOfTerm | None:
    """What is wrong with a first day after all terms; a member may have joined before the first of them."""
    terms = reading.head().terms
    return DateOutOfTerm(first, "、".join(map(str, terms))) if all(one.period.last < first for one in terms) else None


def bearer(reading: LedgerReader, known: Roster, number: str, first: date) -> Member | None:
    """Who bears the number in the term in which ``first`` lies; a number of those of an earlier term alone is free again."""
    there = known.borne(number, first)
    term = next((one.period for one in reading.head().terms if first in one.period), None)
    return there if there is None or term is None or there.serves_in(term) else None


@contextmanager
def numbers_apart(writing: LedgerWriter) -> Iterator[None]:
    """What is written inside lets no two members in office bear one number. Raises NumberShared, and nothing of it is kept."""
    before = writing.roster().sharing()
    yield
    for number, (one, other) in writing.roster().sharing().items():
        # What stood before is no fault of what is done now, which may be what sets it right.
        if number not in before:
            raise NumberShared(number, one, other)


def overlapping(member: object, tenures: Iterable[Tenure]) -> TenuresOverlap | None:
    """The first two tenures that may not share a day and do: of one exclusive facet, or of the same role."""
    before: dict[tuple[Facet, str], Tenure] = {}
    for tenure in sorted(tenures, key=lambda tenure: tenure.first):
        # Of an exclusive facet any two values clash; roles stand side by side, unless it is the same role twice.
        sort = (tenure.facet, "" if tenure.facet.exclusive else tenure.value)
        last = before.get(sort)
        if last is not None and last.on(tenure.first):
            return TenuresOverlap(member, tenure.facet, span(last), span(tenure))
        before[sort] = tenure
    return None


def span(tenure: Tenure) -> str:
    """A tenure in words."""
    return f"{tenure.value}（{tenure.first} 至 {tenure.last or '今'}）"


def rename(ledger: Ledger, act: Operation, member: Member, person: Person) -> Seq:
    """Set a member's name, initials or telephone right; the ledger keeps only a digest of them. Raises NameStands."""
    if person == member.person:
        raise NameStands(member)
    with writing_after_closing(ledger, act) as writing:
        return writing.append(NameChange(member.key, person))
