"""What becomes of a member's tenures: groups and roles taken up and laid down, office left and taken up again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from duty_cli.errors.lookup_errors import ActsAfterLeaving, NoSuchTenure, TenuresOverlap
from duty_cli.errors.member_errors import EndStands, InOfficeAlready, LeftAlready, PaperNeeded
from duty_cli.errors.record_errors import BadValue, NotInOffice
from duty_cli.model.ledger_protocol import Ledger, LedgerWriter, NewTenure, Operation, Reversal
from duty_cli.model.members import DECIDED_REASONS, NO_GROUND, Facet, Ground, Member, Seq, Tenure
from duty_cli.model.periods import Period
from duty_cli.recording.closed_years import writing_after_closing
from duty_cli.recording.enrolment import numbers_apart, out_of_term, overlapping, span
from duty_cli.recording.near_misses import refuse_near_groups

_DAY = timedelta(days=1)


def appoint(
    ledger: Ledger,
    act: Operation,
    member: Member,
    new: Sequence[Tenure],
    instead_of: str | None = None,
    *,
    again: bool = False,
) -> tuple[Seq, ...]:
    """Give a member groups and roles on one day; their seqs.

    A group that replaces another ends the other the day before, and so does the role ``instead_of``. ``again``: a group whose
    name is like that of another is another.
    """
    for one in new:
        _refuse_appointment(member, one)
    with writing_after_closing(ledger, act) as writing:
        if not again:
            refuse_near_groups(writing.roster(), new)
        kept = list(member.tenures)
        if instead_of is not None:
            kept = _laid_down(writing, member, kept, instead_of, new[0])
        return tuple(_take_up(writing, member, kept, one) for one in new)


def _refuse_appointment(member: Member, new: Tenure) -> None:
    refuse_backwards(new)
    if not member.in_office(new.first):
        raise NotInOffice(member, new.first)
    same = [tenure for tenure in member.of(new.facet) if tenure.value == new.value and tenure.last is None]
    if same and (new.last is None or new.last >= same[0].first):
        raise TenuresOverlap(member, new.facet, span(same[0]), span(new))


def refuse_backwards(new: Tenure) -> None:
    """Refuse a tenure that ends before it begins."""
    if new.last is not None and new.last < new.first:
        raise BadValue("止日", new.last.isoformat(), f"不早于起日 {new.first.isoformat()} 的日期")


def _laid_down(writing: LedgerWriter, member: Member, kept: list[Tenure], role: str, new: Tenure) -> list[Tenure]:
    last = new.first - _DAY
    old = next((one for one in kept if one.facet is Facet.ROLE and one.value == role and one.on(last)), None)
    if old is None:
        raise NoSuchTenure(member, Facet.ROLE, role, last)
    ended = end_tenure(writing, member, old, last, new.begun)
    return [ended if one is old else one for one in kept]


def _take_up(writing: LedgerWriter, member: Member, kept: list[Tenure], new: Tenure) -> Seq:
    """Enter a tenure beside those ``kept``, which it joins."""
    beyond = out_of_term(writing, new.first)
    if beyond is not None:
        raise beyond
    same = [one for one in kept if one.facet is new.facet]
    # One that began on that day or later is not ended by the new one: the two overlap, and are refused.
    running = next((one for one in same if one.last is None and one.first < new.first), None)
    if new.facet.exclusive and running is not None:
        ended = end_tenure(writing, member, running, new.first - _DAY, new.begun)
        same = [ended if one is running else one for one in same]
    overlap = overlapping(member, [*same, new])
    if overlap is not None:
        raise overlap
    kept.append(new)
    return writing.append(NewTenure.of(member.key, new))


def end_role(
    ledger: Ledger, act: Operation, member: Member, facet: Facet, value: str, last: date, ground: Ground = NO_GROUND
) -> Seq:
    """End one running tenure of a group or role; ``last`` is its last day. Raises NoSuchTenure, EndStands."""
    running = [tenure for tenure in member.of(facet) if tenure.value == value and tenure.on(last)]
    if not running:
        raise NoSuchTenure(member, facet, value, last)
    if running[0].last == last and ground in (NO_GROUND, running[0].ended):
        raise EndStands(member, facet, value, last)
    with writing_after_closing(ledger, act) as writing:
        return end_tenure(writing, member, running[0], last, ground).seq


def leave_office(ledger: Ledger, act: Operation, member: Member, last: date, ground: Ground = NO_GROUND) -> int:
    """End the member's office and all that runs with it; ``last`` is the last day in office. How many tenures ended.

    Of a member whose office ends that day already, the ground alone is entered.
    """
    if not member.in_office(last):
        raise NotInOffice(member, last)
    if ground.reason in DECIDED_REASONS and not ground.number:
        raise PaperNeeded(ground.reason)
    office = next(tenure for tenure in member.of(Facet.OFFICE) if tenure.on(last))
    if office.last == last and ground in (NO_GROUND, office.ended):
        raise LeftAlready(member, last)
    gone = Period(last + _DAY, office.last or date.max)
    with writing_after_closing(ledger, act) as writing:
        # Such records would be of somebody not in office: they have to be reversed first.
        later = [record for record in writing.records(member=member.key) if record.fields.counted in gone]
        if later:
            raise ActsAfterLeaving(member, last, len(later), later[0].seq)
        running = [one for one in member.tenures if one is office or one.within(gone)]
        for tenure in running:
            end_tenure(writing, member, tenure, last, ground if tenure is office else NO_GROUND)
        return len(running)


def end_tenure(writing: LedgerWriter, member: Member, tenure: Tenure, last: date, ground: Ground) -> Tenure:
    """Reverse a tenure and write it anew with its last day; a tenure that had not begun by then is only reversed."""
    writing.append(Reversal(tenure.seq))
    if tenure.first > last:
        return tenure
    ended = replace(tenure, last=last, ended=ground)
    return replace(ended, seq=writing.append(NewTenure.of(member.key, ended)))


def rejoin(ledger: Ledger, act: Operation, member: Member, new: Sequence[Tenure], *, again: bool = False) -> Seq:
    """Give somebody who was a member another stretch of office, with the groups and roles in it; its seq."""
    office = next(one for one in new if one.facet is Facet.OFFICE)
    refuse_backwards(office)
    if member.in_office(office.first):
        raise InOfficeAlready(member, office.first)
    overlap = overlapping(member, [*member.tenures, *new])
    if overlap is not None:
        raise overlap
    with writing_after_closing(ledger, act) as writing, numbers_apart(writing):
        beyond = out_of_term(writing, office.first)
        if beyond is not None:
            raise beyond
        if not again:
            refuse_near_groups(writing.roster(), new)
        seq = writing.append(NewTenure.of(member.key, office))
        writing.append_all(NewTenure.of(member.key, one) for one in new if one is not office)
        return seq
