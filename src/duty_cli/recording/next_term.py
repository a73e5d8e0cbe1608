"""Beginning the next term in the same ledger: whoever is re-elected keeps the key, and what ended or began is dated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from duty_cli.errors.base import DutyError, Findings
from duty_cli.errors.lookup_errors import ActsAfterLeaving, MemberNumberTaken
from duty_cli.errors.record_errors import BadValue
from duty_cli.errors.term_errors import (
    FormerUnknown,
    NotTheNextTerm,
    TermBegun,
    TermTooEarly,
    TwiceInRoster,
    WhoIsMeant,
)
from duty_cli.model.ledger_protocol import (
    CommitteeSetup,
    Enrolment,
    Ledger,
    LedgerHead,
    LedgerReader,
    LedgerWriter,
    NewTenure,
    Operation,
    Reversal,
)
from duty_cli.model.members import NO_GROUND, Facet, Ground, Member, MemberKey, NewNumber, Person, Roster, Tenure
from duty_cli.model.parsed_rows import ParsedMember, Problem
from duty_cli.model.periods import Period, Term
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.term_change import Newcomer, Returning, TermChange
from duty_cli.parsing.member_lookup import label, near_members
from duty_cli.recording.closed_years import writing_after_closing
from duty_cli.recording.enrolment import (
    numbers_apart,
    overlapping,
    refuse_doubtful_rows,
    refuse_same_file,
    rows_by_number,
    tenures_of,
)
from duty_cli.recording.near_misses import doubts_of_groups

NOBODY_BEFORE = "新"
"""In the column 原编号: somebody of that name who was no member before."""

ELECTED, TERM_OVER = Ground("换届"), Ground("届满")
"""Why office begins with a term, and ends with the one before."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class NextTerm:
    """The term that is to begin, and its roster; None: nobody's office is touched. ``again``: groups like others are others."""

    term: Term
    rows: tuple[ParsedMember, ...] | None = None
    again: bool = False


def begin_term(ledger: Ledger, act: Operation, asked: NextTerm, initials: Callable[[str], str]) -> TermChange:
    """Begin the term, whole or not at all; what it changed. Raises what :func:`term_change` does, and AlreadyImported."""
    with writing_after_closing(ledger, act) as writing, numbers_apart(writing):
        refuse_same_file(writing, act)
        change = term_change(writing, asked, act.source or "")
        _write_terms(writing, change)
        last = change.term.period.first - _DAY
        for one in change.returning:
            _write_returning(writing, one, change.term.period.first)
        for new in change.newcomers:
            key = MemberKey(writing.append(Enrolment(new.number, Person(new.name, initials(new.name)))))
            _begin(writing, key, new.tenures)
        for member in change.leaving:
            _end(writing, member.key, _running(member, last), last, TERM_OVER)
        return change


def term_change(reading: LedgerReader, asked: NextTerm, source: str) -> TermChange:
    """What beginning the term would change.

    Raises NotTheNextTerm, TermBegun or TermTooEarly; Findings with what is wrong in the roster, LikeRows, ActsAfterLeaving.
    """
    head, term = reading.head(), asked.term
    before = _before(head, asked)
    ends = None if before is None else Period(before.period.first, term.period.first - _DAY)
    moved = None if before is None or ends is None or ends == before.period else Term(before.number, ends)
    if asked.rows is None:
        return TermChange(term, before, moved)
    known = reading.roster()
    if not asked.again:
        refuse_doubtful_rows(source, doubts_of_groups(known, asked.rows))
    given = frozenset(facet for row in asked.rows for facet in _given(row)) | {Facet.OFFICE, Facet.ROLE}
    problems: list[_Found] = []
    returning, newcomers = _sorted_out(_Roster(known, term, given), asked.rows, problems)
    if problems:
        raise Findings([_told(source, *problem) for problem in problems])
    for one in returning:
        _refuse_acts_between(reading, one, term.period.first)
    kept = {one.member.key for one in returning}
    leaving = tuple(one for one in known if one.key not in kept and _running(one, term.period.first - _DAY))
    for member in leaving:
        _refuse_acts(reading, member, term.period.first - _DAY)
    return TermChange(term, before, moved, tuple(returning), tuple(newcomers), leaving)


def _before(head: LedgerHead, asked: NextTerm) -> Term | None:
    """The term before the one that begins; None where that one has begun already and only its roster is taken."""
    term, last = asked.term, head.terms[-1]
    if term.number == last.number:
        if asked.rows is None or term.period != last.period or len(head.terms) == 1:
            raise TermBegun(last)
        return None
    if term.number != last.number + 1:
        raise NotTheNextTerm(term.number, last, last.number + 1)
    if term.period.first <= last.period.first:
        raise TermTooEarly(term.period.first, last)
    return last


_Found = tuple[int, str, DutyError]
"""A problem of the roster: its line, its heading, what it is."""


def _told(source: str, line: int, heading: str, what: DutyError) -> Problem:
    return Problem(source, line, heading, str(what).removeprefix(heading))


@dataclass(frozen=True, slots=True)
class _Roster:
    """Who is known, the term that begins, and of which facets its roster says anything: the others run on."""

    known: Roster
    term: Term
    given: frozenset[Facet]

    @property
    def first(self) -> date:
        """The first day of the term."""
        return self.term.period.first


def _sorted_out(
    roster: _Roster, rows: Iterable[ParsedMember], problems: list[_Found]
) -> tuple[list[Returning], list[Newcomer]]:
    """Who of the new roster was a member before, and who was not."""
    returning: dict[MemberKey, Returning] = {}
    newcomers = []
    for number, own in rows_by_number(rows).items():
        row = own[0]
        problems += _misplaced(roster, own)
        try:
            member = _member_of_before(roster, row)
            if member is None:
                newcomers.append(_newcomer(roster, number, own))
            elif member.key in returning:
                raise TwiceInRoster(member, returning[member.key].number)
            else:
                returning[member.key] = _returning(roster, member, number, own)
        except DutyError as error:
            problems.append((row.line, (row.former and "原编号") or "姓名", error))
    return list(returning.values()), newcomers


def _misplaced(roster: _Roster, rows: Iterable[ParsedMember]) -> Iterator[_Found]:
    for row in rows:
        if row.first not in roster.term.period:
            wanted = f"{roster.term}以内的日期"
            yield row.line, "任职日期", BadValue("任职日期", row.first.isoformat(), wanted)
        if row.last is not None and row.last < row.first:
            wanted = f"不早于任职日期 {row.first} 的日期"
            yield row.line, "离任日期", BadValue("离任日期", row.last.isoformat(), wanted)
    overlap = overlapping("这名委员", tenures_of(list(rows)))
    if overlap is not None:
        yield next(iter(rows)).line, "任职日期", overlap


def _member_of_before(roster: _Roster, row: ParsedMember) -> Member | None:
    """The member of before whom a row means: by the old number where it is said, else by the name that one alone bears."""
    if row.former == NOBODY_BEFORE:
        return None
    if row.former:
        there = roster.known.borne(row.former, roster.first - _DAY)
        if there is None:
            raise FormerUnknown(row.former, "没有委员")
        if there.name != row.name:
            raise FormerUnknown(row.former, f"是“{there.name}”，这里是“{row.name}”")
        return there
    bearers = roster.known.named(row.name)
    serving = [one for one in bearers if one.in_office(roster.first - _DAY)]
    # One who left years ago may come again, or may be another of the name: people know, and are asked.
    if len(bearers) > 1 or (bearers and not serving):
        raise WhoIsMeant(row.name, [label(one) for one in bearers])
    return serving[0] if serving else None


def _newcomer(roster: _Roster, number: str, rows: list[ParsedMember]) -> Newcomer:
    _refuse_taken(roster, number, None)
    return Newcomer(number, rows[0].name, tuple(tenures_of(rows)), tuple(near_members(rows[0].name, roster.known)))


def _refuse_taken(roster: _Roster, number: str, own: Member | None) -> None:
    """Refuse a number of somebody else who joined in the new term already: whoever did has its number."""
    for one in roster.known:
        first = next((office.first for office in one.of(Facet.OFFICE) if office.first >= roster.first), None)
        if one is not own and first is not None and one.number_on(first) == number:
            raise MemberNumberTaken(one)


def _returning(roster: _Roster, member: Member, number: str, rows: list[ParsedMember]) -> Returning:
    """What ends of a member re-elected and what begins; what is held on goes on unbroken."""
    _refuse_taken(roster, number, member)
    wanted = tenures_of(rows)
    running = [one for one in _running(member, roster.first - _DAY) if one.facet in roster.given]
    stays = {
        (old.facet, old.value)
        for old in running
        for new in wanted
        if (old.facet, old.value) == (new.facet, new.value) and new.first == roster.first and old.last == new.last
    }
    ended = tuple(one for one in running if (one.facet, one.value) not in stays)
    begun = tuple(one for one in wanted if (one.facet, one.value) not in stays or one.first != roster.first)
    kept = [one for one in member.tenures if one not in ended]
    cut = [replace(one, last=roster.first - _DAY) for one in ended if one.first < roster.first]
    overlap = overlapping(member, [*kept, *cut, *begun])
    if overlap is not None:
        raise overlap
    return Returning(member, number, ended, begun, not member.in_office(roster.first - _DAY))


def _given(row: ParsedMember) -> Iterator[Facet]:
    """The facets of which a row says something."""
    said = {
        Facet.PARTY: row.party,
        Facet.SECTOR: row.sector,
        Facet.LIAISON_GROUP: row.liaison_group,
        Facet.SPECIAL_COMMITTEE: row.special_committee,
    }
    return (facet for facet, value in said.items() if value)


def _running(member: Member, last: date) -> list[Tenure]:
    """The tenures that go on after ``last``."""
    return [one for one in member.tenures if one.first <= last and (one.last is None or one.last > last)]


def _refuse_acts(reading: LedgerReader, member: Member, last: date) -> None:
    later = [record for record in reading.records(member=member.key) if record.fields.counted > last]
    if later:
        raise ActsAfterLeaving(member, last, len(later), later[0].seq)


def _refuse_acts_between(reading: LedgerReader, one: Returning, first: date) -> None:
    """Refuse a day of election after which a member is in office, where there are acts of the new term before it."""
    staying = [office for office in one.member.of(Facet.OFFICE) if office not in one.ended]
    offices = [*staying, *(office for office in one.begun if office.facet is Facet.OFFICE)]
    records = reading.records(member=one.member.key, period=Period(first, date.max))
    lost = [record for record in records if not any(office.on(record.fields.counted) for office in offices)]
    if lost:
        raise ActsAfterLeaving(one.member, first - _DAY, len(lost), lost[0].seq)


def _write_terms(writing: LedgerWriter, change: TermChange) -> None:
    committee = writing.head().committee
    if change.shortened is not None:
        writing.append(CommitteeSetup(committee, change.shortened))
    if change.before is not None:
        writing.append(CommitteeSetup(committee, change.term))


def _write_returning(writing: LedgerWriter, one: Returning, first: date) -> None:
    if one.member.number_on(first) != one.number:
        writing.append(NewNumber(one.member.key, one.number, first))
    _end(writing, one.member.key, one.ended, first - _DAY)
    _begin(writing, one.member.key, one.begun)


def _end(
    writing: LedgerWriter, member: MemberKey, tenures: Iterable[Tenure], last: date, ground: Ground = NO_GROUND
) -> None:
    for one in tenures:
        writing.append(Reversal(one.seq))
        ended = ground if one.facet is Facet.OFFICE else NO_GROUND
        writing.append(NewTenure.of(member, replace(one, last=last, ended=ended)))


def _begin(writing: LedgerWriter, member: MemberKey, tenures: Iterable[Tenure]) -> None:
    for one in tenures:
        begun = ELECTED if one.facet is Facet.OFFICE else NO_GROUND
        writing.append(NewTenure.of(member, replace(one, begun=begun)))
