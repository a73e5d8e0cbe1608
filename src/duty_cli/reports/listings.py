"""Plain lists: the roster on a day, one member, all standing records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from duty_cli.model.capacities import Capacity
from duty_cli.model.invitations import Invited, invited_to
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Facet, Member, Seq, Tenure
from duty_cli.model.office_words import MEMBER, named
from duty_cli.model.papers import Column, Paper, Sheet
from duty_cli.model.periods import Period
from duty_cli.model.progress import in_progress
from duty_cli.model.records import Event, RecordFields
from duty_cli.reports.report_columns import Document


@dataclass(frozen=True, slots=True)
class RosterOn:
    """Those in office on ``day``, in the order of lists; of ``groups`` alone, where some are named."""

    committee: str
    day: date
    members: tuple[Member, ...]
    groups: Mapping[Facet, str] = field(default_factory=dict)


def roster_on(reading: LedgerReader, day: date, groups: Mapping[Facet, str]) -> RosterOn:
    """List the members in office on ``day`` who belong to every group named."""
    reading.number_as_on(day)
    found = [
        member
        for member in reading.roster()
        if member.in_office(day) and all(value in member.values(facet, day) for facet, value in groups.items())
    ]
    return RosterOn(reading.head().committee, day, tuple(reading.listed(found, Period(day, day))), groups)


@dataclass(frozen=True, slots=True)
class Export:
    """Whose record each is and what it says, by day; ``without_source`` are those that lost their 来源编号.

    ``invited``: in which capacities members were invited to events, ``recordless`` of how many there is no record there.
    """

    records: tuple[tuple[Member, RecordFields], ...]
    without_source: tuple[Seq, ...]
    invited: Mapping[Event, Invited]
    recordless: int

    def capacity(self, member: Member, fields: RecordFields) -> Capacity | None:
        """In which capacity the member of a record was invited, where that was said."""
        if fields.attendance is None or not self.invited:
            return None
        return self.invited.get(fields.occasion, {}).get(member.key)


def export(reading: LedgerReader) -> Export:
    """The standing records. A 来源编号 that no standing record bears any more is left out: import would refuse it."""
    roster, numbers = reading.roster(), reading.record_numbers()
    records: list[tuple[Member, RecordFields]] = []
    without_source: list[Seq] = []
    # The ledger has other rows as well, a few in a hundred.
    for record in in_progress("读取履职记录", "条", reading.records(), lambda: reading.head().seq):
        fields = record.fields
        if fields.source is not None and fields.source not in numbers:
            without_source.append(record.seq)
            fields = replace(fields, source=None)
        records.append((roster[record.member], fields))
    invited = invited_to(reading.invitations())
    said = {(event, key) for event, those in invited.items() for key in those}
    there = {(fields.occasion, who.key) for who, fields in records if fields.attendance is not None} if said else set()
    return Export(tuple(records), tuple(without_source), invited, len(said - there))


_FACETS = (Facet.PARTY, Facet.SECTOR, Facet.LIAISON_GROUP, Facet.SPECIAL_COMMITTEE, Facet.ROLE)


def roster_paper(report: RosterOn) -> Paper:
    """Lay the roster of one day out."""
    title = f"{report.committee}{MEMBER}名册（{report.day}）"
    columns = (Column(f"{MEMBER}编号"), Column("姓名"), *(Column(named(facet)) for facet in _FACETS))
    rows = tuple((m.number, m.name, *_values(report, m)) for m in report.members)
    return Paper(title, (Sheet("名册", title, columns, rows, (f"在任{MEMBER} {len(rows)} 名",)),), "")


def _values(report: RosterOn, member: Member) -> tuple[str, ...]:
    return tuple("、".join(member.values(facet, report.day)) for facet in _FACETS)


def roster_document(report: RosterOn) -> Document:
    """The roster of one day as plain values."""
    names = [facet.name.lower() for facet in _FACETS]
    return {
        "report": "member-list",
        "on": report.day.isoformat(),
        "members": [
            {"number": m.number, "name": m.name, **dict(zip(names, _values(report, m), strict=True))}
            for m in report.members
        ],
    }


def member_text(member: Member) -> str:
    """One member in lines: number, name, initials, and every tenure."""
    lines = [f"{member}（{member.person.initials}）"]
    for facet in Facet:
        for tenure in member.of(facet):
            value = "在任" if facet is Facet.OFFICE else tenure.value
            lines.append(f"{named(facet)}：{value}，{_days(tenure)}（序号 {tenure.seq}）")
    return "\n".join(lines)


def _days(tenure: Tenure) -> str:
    """From when until when, each day with the ground on which it is one."""
    begun, ended = (f"（{ground}）" if str(ground) else "" for ground in (tenure.begun, tenure.ended))
    return f"{tenure.first}{begun} 至 {tenure.last or '今'}{ended}"
