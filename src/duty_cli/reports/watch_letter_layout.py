"""A letter to the conveners of a liaison group: what wants looking after among its own members. For the inside, no verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from duty_cli.model.exact_numbers import show
from duty_cli.model.office_words import MEMBER
from duty_cli.model.papers import OfficeStyle, OfficialDocument, Paragraph, in_figures
from duty_cli.reports.official_layout import prose
from duty_cli.reports.watch import SILENT_DAYS, GroupWatch, Watch, WatchedMember
from duty_cli.reports.watch_layout import state_said
from duty_cli.reports.watch_words import failing_said, lacking_said, mending_said


def watch_letter(report: GroupWatch, style: OfficeStyle, number: int | None) -> OfficialDocument:
    """What wants looking after in the group, its own members alone."""
    whole = report.watch
    body = [*_failing(whole), *_near(whole), *_open(whole), *_silent(whole)]
    said = f"根据《{whole.book.title}》和截至{in_figures(whole.on)}的履职记录，现将{report.group}{MEMBER}{whole.year}年度履职中"
    text = (
        Paragraph(
            f"{said}需要关注的情况函告如下，请予提醒和帮助。"
            if body
            else f"{said}目前没有需要提请关注的情况，函告如下。"
        ),
        *body,
        Paragraph("有关说明", 1),
        Paragraph(
            "以上由系统依据现有记录和规则试算，年度结束以前均为暂计，不是结论；已做而没有登记的，请告知我们补登。"
            "本函供内部掌握，请勿外传。"
        ),
        *([Paragraph(f"联系人：{style.contact}。")] if style.contact else []),
    )
    shown = "" if number is None else style.numbered(whole.on.year, number)
    title = f"关于提请关注{report.group}{MEMBER}{whole.year}年度履职情况的函"
    identity = str(whole.identity)
    return OfficialDocument(
        title, _addressed(report), text, (), identity, shown, whole.on, style.signed, red_head=False
    )


def _addressed(report: GroupWatch) -> str:
    """The conveners by name; the group where the roster has none."""
    names = "、".join(f"{member.name}{MEMBER}" for member in report.conveners)
    return f"{report.group}{names}" if names else report.group


def _called(report: Watch, one: WatchedMember) -> str:
    """The name of a member, with the number where another of the group bears it too."""
    alike = sum(other.member.name == one.member.name for other in report.members)
    return one.member.name if alike == 1 else f"{one.member.name}（{one.member.number}）"


def _numbered(heading: str, lines: Iterable[str]) -> Iterator[Paragraph]:
    told = list(lines)
    if told:
        yield Paragraph(heading, 1)
        yield from (Paragraph(f"{prose(line)}。", 3) for line in told)


def _failing(report: Watch) -> Iterator[Paragraph]:
    """Who fails as things stand. What only the office may read of is not told: the member is named, and no more."""
    lines = []
    for one in report.failing:
        if _reserved(one):
            lines.append(f"{_called(report, one)}：有关情况请与我们联系")
            continue
        points = f"目前积分 {show(one.now)}，" if report.book.scored else ""
        lines.append(f"{_called(report, one)}：{points}{lacking_said(one, report.book)}，{mending_said(one, report)}")
    yield from _numbered(f"照现有记录年末将为{failing_said(report)}的", lines)


def _reserved(one: WatchedMember) -> bool:
    return bool(one.result.conduct or any(veto.of_conduct for veto in one.result.outcome.vetoes))


def _near(report: Watch) -> Iterator[Paragraph]:
    lines = (
        f"{_called(report, one)}：{state_said(matter)}（{matter.proposal.sentence}），{'；'.join(matter.proposal.evidence)}"
        for one in report.members
        for matter in one.near_matters
        if not matter.conduct
    )
    yield from _numbered("接近或已经具备提请研究条件的", lines)


def _open(report: Watch) -> Iterator[Paragraph]:
    """The minimums, each with those who have not met it."""
    names: dict[tuple[str, str], list[str]] = {}
    for one in report.members:
        for duty in one.duties:
            until = "已过" if duty.until is None else f"最后一日为 {duty.until}"
            names.setdefault((duty.minimum.id, until), []).append(_called(report, one))
    lines = (f"{name}（{until}）：{'、'.join(some)}" for (name, until), some in names.items())
    yield from _numbered("还没有完成的最低要求", lines)


def _silent(report: Watch) -> Iterator[Paragraph]:
    names = [_called(report, one) for one in report.members if one.silent_since is not None]
    yield from _numbered(f"{SILENT_DAYS} 天以上没有登记，请核对有无漏报的", ["、".join(names)] if names else [])
