"""Who was at one activity: the attendance block of its minutes (出席、请假、缺席), as values and laid out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from duty_cli.errors.lookup_errors import NoSuchActivity, SeveralActivities
from duty_cli.model.counted_attendance import short_by_rules, state_by_rules
from duty_cli.model.expected_attendance import event_sheets
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Facet, Member, MemberKey
from duty_cli.model.office_words import MEMBER
from duty_cli.model.papers import Identity, OfficialDocument, Paragraph, in_figures
from duty_cli.model.periods import Period
from duty_cli.model.proceedings import PathUse, Proceeding, TakenStep, of_use
from duty_cli.model.records import Attendance, Event, Record
from duty_cli.model.rulebook import Rules
from duty_cli.reports.report_columns import NO_SECTOR, Document, ledger_document


@dataclass(frozen=True, slots=True)
class PresentMember:
    """A member on the sheet of an activity, with the sector of that day."""

    member: Member
    sector: str


@dataclass(frozen=True, slots=True)
class FollowUpStep:
    """What the meeting did of a member's proceeding: put forward, decided, dropped; the proceeding as it stands now."""

    member: Member
    proceeding: Proceeding
    taken: TakenStep


@dataclass(frozen=True, slots=True)
class Minutes:
    """The sheet of one activity: who was in which state, in the order of lists; states nobody was in are left out.

    ``guests`` were there and are not among those; ``unsigned`` were due and stand on no sheet.
    """

    event: Event
    identity: Identity
    states: Mapping[Attendance, tuple[PresentMember, ...]]
    places: Mapping[MemberKey, int]
    """Where each stands in a list of names."""
    guests: tuple[PresentMember, ...] = ()
    unsigned: tuple[PresentMember, ...] = ()
    steps: tuple[FollowUpStep, ...] = ()
    short: tuple[PresentMember, ...] = ()
    """Those among the absent who were there, for a part that the rules count as absence."""

    @property
    def present(self) -> tuple[PresentMember, ...]:
        """Who was there, for whatever part."""
        return self._those(state for state in Attendance if state.present)

    @property
    def absent(self) -> tuple[PresentMember, ...]:
        """Who was away without granted leave."""
        return self._those(state for state in Attendance if state.unexcused)

    @property
    def expected(self) -> int:
        """How many were expected: all but those away on other official business, and guests."""
        signed = sum(len(those) for state, those in self.states.items() if state is not Attendance.EXEMPT)
        return signed + len(self.unsigned)

    def of(self, state: Attendance) -> tuple[PresentMember, ...]:
        """Who was in that state."""
        return self.states.get(state, ())

    def _those(self, states: Iterable[Attendance]) -> tuple[PresentMember, ...]:
        found = (one for state in states for one in self.of(state))
        return tuple(sorted(found, key=lambda one: self.places[one.member.key]))


def minutes(
    reading: LedgerReader,
    rules: Rules,
    identity: Identity,
    *,
    name: str | None = None,
    on: date | None = None,
    kind: str | None = None,
) -> Minutes:
    """The sheet of the activity meant by its name, its day, its kind. Raises NoSuchActivity and SeveralActivities."""
    period = None if on is None else Period(on, on)
    sheets: dict[Event, list[Record]] = {}
    for record in reading.records(period=period, kinds=None if kind is None else (kind,)):
        if record.fields.attendance is not None and name in (None, record.fields.event):
            sheets.setdefault(record.fields.occasion, []).append(record)
    if not sheets:
        raise NoSuchActivity(" ".join(str(part) for part in (on, kind, name) if part))
    if len(sheets) > 1:
        raise SeveralActivities([str(event) for event in sheets])
    ((event, records),) = sheets.items()
    reading.number_as_on(event.on)
    of_day = event_sheets(reading, rules, Period(event.on, event.on), frozenset({event.kind}))
    sheet = next((one for one in of_day if one.event == event), None)
    guests, unsigned = ((), ()) if sheet is None else (sheet.guests, sheet.unsigned)
    seen = {member.key for member in guests}
    states = _states(reading, rules, event, [record for record in records if record.member not in seen])
    listed = reading.listed((one.member for those in states.values() for one in those), Period(event.on, event.on))
    places = {member.key: place for place, member in enumerate(listed)}
    roster = reading.roster()
    short = [roster[one.member] for one in records if short_by_rules(rules, roster[one.member], one) is not None]
    short = [member for member in short if member.key not in seen]
    beside = [_listed(reading, event, those) for those in (guests, unsigned, short)]
    steps = tuple(_steps(reading, event))
    return Minutes(event, identity, states, places, beside[0], beside[1], steps, short=beside[2])


def _steps(reading: LedgerReader, event: Event) -> Iterator[FollowUpStep]:
    """The steps of that day at a meeting of that name, as it is called in full or in short."""
    roster = reading.roster()
    for one in of_use(reading.proceedings(), PathUse.FOLLOW_UP):
        for taken in one.steps:
            said = taken.step.said
            if one.new.member is not None and said.on == event.on and _is_meeting(said.meeting, event):
                yield FollowUpStep(roster[one.new.member], one, taken)


def _is_meeting(said: str | None, event: Event) -> bool:
    names = [one for one in (event.name, event.kind) if one]
    return said is not None and any(said in name or name in said for name in names)


def _listed(reading: LedgerReader, event: Event, members: Iterable[Member]) -> tuple[PresentMember, ...]:
    """Members in the order of lists, with the sector of the day."""
    day = Period(event.on, event.on)
    return tuple(PresentMember(one, one.value(Facet.SECTOR, day)) for one in reading.listed(members, day))


def _states(
    reading: LedgerReader, rules: Rules, event: Event, records: Iterable[Record]
) -> dict[Attendance, tuple[PresentMember, ...]]:
    roster = reading.roster()
    found: dict[Attendance, list[Member]] = {}
    for record in records:
        member = roster[record.member]
        state = state_by_rules(rules, member, record)
        assert state is not None, "only records of attendance are on a sheet"
        found.setdefault(state, []).append(member)
    return {state: _listed(reading, event, found[state]) for state in Attendance if state in found}


def minutes_block(report: Minutes) -> OfficialDocument:
    """The block as a document without head and sign-off, to be put into minutes."""
    event = report.event
    title = f"{event.name or event.kind}出席情况"
    said = "" if not event.name or event.name == event.kind else f"（{event.kind}）"
    opening = Paragraph(f"{in_figures(event.on)}{said}应出席{report.expected}人，{'，'.join(_counts(report))}。")
    text = (opening, *(paragraph for state in _stated(report) for paragraph in _named(*state)))
    return OfficialDocument(title, "", (*text, *_dealt_with(report)), (), str(report.identity), red_head=False)


def _dealt_with(report: Minutes) -> Iterator[Paragraph]:
    """What the meeting did of members' proceedings, and how far each has come since."""
    if not report.steps:
        return
    yield Paragraph(f"研究办理的事项（{len(report.steps)}件）", 1)
    for one in report.steps:
        new, step, last = one.proceeding.new, one.taken.step, one.proceeding.last
        words = f"：{step.said.words}" if step.said.words else ""
        now = "" if last is None or last is step else f"；目前{last.name}（{in_figures(last.said.on)}）"
        who = f"{one.member.name}{MEMBER}（编号{one.member.number}）"
        yield Paragraph(f"{who}{new.year}年度{new.about}，{step.name}{words}{now}。", 3)


def _stated(report: Minutes) -> Iterator[tuple[str, Sequence[PresentMember]]]:
    """The headings of the block and who stands under each."""
    yield "出席", report.present
    yield "请假", report.of(Attendance.ON_LEAVE)
    yield "缺席", report.absent
    if report.unsigned:
        yield "未登记", report.unsigned
    if exempt := report.of(Attendance.EXEMPT):
        yield "公假（不计入应出席）", exempt
    if report.short:
        yield "参加部分不足、按缺席计（已列入缺席）", report.short
    for state in (Attendance.LATE, Attendance.LEFT_EARLY, Attendance.LATE_AND_EARLY):
        if those := report.of(state):
            yield f"{state}（已列入出席）", those
    if report.guests:
        yield "列席（不计入应出席）", report.guests


def _counts(report: Minutes) -> Iterator[str]:
    yield f"出席{len(report.present)}人"
    yield f"请假{len(report.of(Attendance.ON_LEAVE))}人"
    yield f"缺席{len(report.absent)}人"
    if report.unsigned:
        yield f"未登记{len(report.unsigned)}人"
    if report.guests:
        yield f"另有列席{len(report.guests)}人"


def _named(state: str, those: Sequence[PresentMember]) -> Iterator[Paragraph]:
    yield Paragraph(f"{state}（{len(those)}人）", 1)
    if not those:
        yield Paragraph("无。")
    for sector, group in groupby(those, key=lambda one: one.sector):
        names = list(_names(list(group)))
        yield Paragraph(f"{sector or NO_SECTOR}（{len(names)}人）：{'、'.join(names)}")


def _names(those: Sequence[PresentMember]) -> Iterator[str]:
    """The names; those that two bear in one sector with their numbers."""
    borne = Counter(one.member.name for one in those)
    for one in those:
        yield f"{one.member.name}（{one.member.number}）" if borne[one.member.name] > 1 else one.member.name


def minutes_document(report: Minutes) -> Document:
    """The block as plain values."""
    return {
        "report": "minutes",
        **{"on": report.event.on.isoformat(), "kind": report.event.kind, "activity": report.event.name or None},
        "ledger": ledger_document(report.identity),
        "expected": report.expected,
        "states": {state.value: list(map(_present, those)) for state, those in report.states.items()},
        "follow_ups": list(map(_step_document, report.steps)),
        **{"unsigned": list(map(_present, report.unsigned)), "guests": list(map(_present, report.guests))},
        "counted_as_absent": list(map(_present, report.short)),
    }


def _step_document(one: FollowUpStep) -> Document:
    new, last = one.proceeding.new, one.proceeding.last
    return {
        **{"seq": one.proceeding.seq, "number": one.member.number, "name": one.member.name},
        **{"year": new.year, "about": new.about, "step": one.taken.step.name, "words": one.taken.step.said.words},
        "now": None if last is None else {"step": last.name, "on": last.said.on.isoformat()},
    }


def _present(one: PresentMember) -> Document:
    return {"number": one.member.number, "name": one.member.name, "sector": one.sector}
