"""A wrong start of office put right: the tenures are reversed and entered anew, and what no longer fits is listed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from duty_cli.errors.lookup_errors import NoSuchTenure
from duty_cli.errors.member_errors import StartStands
from duty_cli.errors.record_errors import BadValue
from duty_cli.model.ledger_protocol import Ledger, LedgerReader, LedgerWriter, NewTenure, Operation, Reversal
from duty_cli.model.members import Facet, Member, Tenure
from duty_cli.model.periods import Period
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Leave, Record
from duty_cli.recording.closed_years import writing_after_closing
from duty_cli.recording.enrolment import numbers_apart, out_of_term, overlapping


@dataclass(frozen=True, slots=True)
class StartCorrected:
    """How many tenures now begin on the right day; what lay wholly before it and fell away; what was done before it.

    ``records`` and ``leaves`` stay in the ledger: whether they are another's or another day's, a person must say.
    """

    was: date
    moved: int
    gone: tuple[Tenure, ...]
    records: tuple[Record, ...]
    leaves: tuple[Leave, ...]


def correct_start(
    ledger: Ledger, act: Operation, member: Member, first: date, was: date | None = None
) -> StartCorrected:
    """Let a stretch of office begin on ``first``: the one that was said to begin on ``was``, else the latest."""
    office = _stretch(member, was)
    if office.first == first:
        raise StartStands(member, first)
    if office.last is not None and office.last < first:
        raise BadValue("任职日期", first.isoformat(), f"不晚于离任日期 {office.last.isoformat()} 的日期")
    moving = [one for one in member.tenures if _moves(one, office, first)]
    kept = [one for one in moving if one.last is None or one.last >= first]
    with writing_after_closing(ledger, act) as writing, numbers_apart(writing):
        beyond = out_of_term(writing, first)
        if beyond is not None:
            raise beyond
        _enter(writing, member, moving, [replace(one, first=first) for one in kept])
        gone = tuple(one for one in moving if one not in kept)
        return StartCorrected(office.first, len(kept), gone, *_misfits(writing, member, office.first, first))


def _stretch(member: Member, was: date | None) -> Tenure:
    offices = [one for one in member.of(Facet.OFFICE) if was in (None, one.first)]
    if not offices:
        raise NoSuchTenure(member, Facet.OFFICE, "任职起日", was)
    return offices[-1]


def _moves(one: Tenure, office: Tenure, first: date) -> bool:
    """Whether a tenure of that stretch has to begin otherwise: it began with the office, or before what is now its start."""
    return one.first == office.first or office.first <= one.first < first


def _enter(writing: LedgerWriter, member: Member, moving: list[Tenure], new: list[Tenure]) -> None:
    staying = [one for one in member.tenures if one not in moving]
    overlap = overlapping(member, [*staying, *new])
    if overlap is not None:
        raise overlap
    writing.append_all(Reversal(one.seq) for one in moving)
    writing.append_all(NewTenure.of(member.key, one) for one in new)


def _misfits(
    reading: LedgerReader, member: Member, was: date, first: date
) -> tuple[tuple[Record, ...], tuple[Leave, ...]]:
    """The member's records and leaves of days that are no longer in office."""
    if first < was:
        return (), ()
    days = Period(was, first - timedelta(days=1))
    records = tuple(one for one in reading.records(member=member.key) if one.fields.counted in days)
    return records, tuple(one for one in reading.leaves(member.key) if one.first <= days.last and one.last >= was)
