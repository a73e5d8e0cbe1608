"""The roster and one member's spells, laid out."""

from __future__ import annotations

from duty_cli.domain.calling import MEMBER, named
from duty_cli.domain.members import Facet, Member
from duty_cli.domain.sheet import Column, Paper, Sheet
from duty_cli.render.layout.columns import Document
from duty_cli.reports.roster import RosterOn

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
    """One member in lines: number, name, initials, and every spell."""
    lines = [f"{member}（{member.person.initials}）"]
    for facet in Facet:
        for spell in member.of(facet):
            value = "在任" if facet is Facet.OFFICE else spell.value
            lines.append(f"{facet}：{value}，{spell.first} 至 {spell.last or '今'}（序号 {spell.seq}）")
    return "\n".join(lines)
