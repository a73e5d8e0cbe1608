"""The attendance block of minutes: 出席、请假、缺席, names by sector."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from duty_cli.domain.official import OfficialDocument, in_figures
from duty_cli.domain.records import Attendance
from duty_cli.domain.sheet import Paragraph
from duty_cli.render.layout.columns import NO_SECTOR, Document, ledger_document
from duty_cli.reports.minutes import Minutes, PresentMember


def minutes_block(report: Minutes) -> OfficialDocument:
    """The block as a document without head and sign-off, to be put into minutes."""
    event = report.event
    title = f"{event.name or event.kind}出席情况"
    said = "" if not event.name or event.name == event.kind else f"（{event.kind}）"
    opening = Paragraph(f"{in_figures(event.on)}{said}应出席{report.expected}人，{'，'.join(_counts(report))}。")
    text = (opening, *(paragraph for state in _stated(report) for paragraph in _named(*state)))
    return OfficialDocument(title, "", text, (), str(report.identity), red_head=False)


def _stated(report: Minutes) -> Iterator[tuple[str, Sequence[PresentMember]]]:
    """The headings of the block and who stands under each."""
    yield "出席", report.present
    yield "请假", report.of(Attendance.ON_LEAVE)
    yield "缺席", report.absent
    if report.unsigned:
        yield "未登记", report.unsigned
    if exempt := report.of(Attendance.EXEMPT):
        yield "公假（不计入应出席）", exempt
    for state in (Attendance.LATE, Attendance.LEFT_EARLY):
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
        **{"unsigned": list(map(_present, report.unsigned)), "guests": list(map(_present, report.guests))},
    }


def _present(one: PresentMember) -> Document:
    return {"number": one.member.number, "name": one.member.name, "sector": one.sector}
