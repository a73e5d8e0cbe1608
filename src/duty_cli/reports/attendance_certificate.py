"""A certificate of the meetings and activities that a member came to in some days (出席证明): for an employer, at the member's wish.

It leaves the office for readers of no circle: of all states it knows 出席 and 列席 alone; no leave, no absence, no lateness, no
score, nobody else, and not how often the member was expected.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from duty_cli.errors.lookup_errors import NothingAttended
from duty_cli.errors.record_errors import NotInOffice
from duty_cli.model.counted_attendance import state_by_rules
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Facet, Member
from duty_cli.model.office_words import MEMBER
from duty_cli.model.papers import Column, Identity, OfficeStyle, OfficialDocument, Paragraph, Sheet, in_figures
from duty_cli.model.periods import Period
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Event
from duty_cli.model.rulebook import Rules
from duty_cli.reports.letters import contact
from duty_cli.scoring.attendance_counts import Sheets

_PRESENT, _GUEST = "出席", "列席"


@dataclass(frozen=True, slots=True)
class AttendedEvent:
    """A meeting or an activity that the member came to; ``guest``: without being expected (列席)."""

    event: Event
    guest: bool


@dataclass(frozen=True, slots=True)
class AttendanceCertificate:
    """What a member came to in ``days``, by day, as far as it was entered on ``known_on``."""

    member: Member
    sector: str
    days: Period
    identity: Identity
    events: tuple[AttendedEvent, ...]
    known_on: date


def attendance_certificate(
    reading: LedgerReader, rules: Rules, identity: Identity, member: Member, days: Period
) -> AttendanceCertificate:
    """What the member came to in ``days``. Raises NotInOffice; NothingAttended where there is nothing to certify."""
    if not member.serves_in(days):
        raise NotInOffice(member, str(days))
    guest = Sheets(reading, rules, days, member).guest_records
    events = tuple(
        AttendedEvent(record.fields.occasion, record.seq in guest)
        for record in reading.records(member=member.key, period=days)
        if (state := state_by_rules(rules, member, record)) is not None and state.present
    )
    if not events:
        raise NothingAttended(member, str(days))
    sector = member.value(Facet.SECTOR, days)
    return AttendanceCertificate(member, sector, days, identity, events, reading.head().at.date())


def certificate_letter(
    report: AttendanceCertificate, style: OfficeStyle, number: int | None, on: date
) -> OfficialDocument:
    """The certificate as a document without an addressee: the member gives it to whom it may concern."""
    text = (
        Paragraph(_certified(report)),
        Paragraph(f"本证明依据截至{in_figures(report.known_on)}的履职记录出具，只列到会的会议和活动。"),
        Paragraph("特此证明。"),
        *contact(style),
    )
    shown = "" if number is None else style.numbered(on.year, number)
    annexes, identity = (_listed(report),), str(report.identity)
    return OfficialDocument("出席证明", "", text, annexes, identity, shown, on, style.signed, red_head=False)


def _certified(report: AttendanceCertificate) -> str:
    """Who came how often in which days."""
    sector = f"，{report.sector}" if report.sector else ""
    who = f"{report.member.name}{MEMBER}（编号{report.member.number}{sector}）"
    first, last = map(in_figures, (report.days.first, report.days.last))
    counts = "，".join(_counts(report))
    return f"{who}在{first}至{last}期间，参加履职会议和活动{len(report.events)}次：{counts}。"


def _counts(report: AttendanceCertificate) -> Iterator[str]:
    guests = sum(one.guest for one in report.events)
    for word, count in ((_PRESENT, len(report.events) - guests), (_GUEST, guests)):
        if count:
            yield f"{word}{count}次"


def _listed(report: AttendanceCertificate) -> Sheet:
    """The meetings and activities one by one."""
    rows = tuple(
        (one.event.on.isoformat(), one.event.kind, one.event.name, _GUEST if one.guest else _PRESENT)
        for one in report.events
    )
    columns = (Column("日期"), Column("履职事项"), Column("会议或活动"), Column("情况", "center"))
    return Sheet("会议和活动", f"{report.member.name}{MEMBER}参加的会议和活动", columns, rows)
