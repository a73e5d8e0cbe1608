"""What papers say of whether results are final: 暂计 in an open year, 公示 and objections afterwards, which meeting decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from duty_cli.model.papers import in_figures
from duty_cli.model.proceedings import NewStep, Proceeding
from duty_cli.model.publicity import Publicity
from duty_cli.reports.annual_evaluation import AnnualEvaluation

_WHAT = "记录、缺席或者得分"

PROVISIONAL = "（暂计）"
"""What stands beside a title as long as the results are not final."""
PUBLISHED = "（公示稿）"
"""The same, where they are put up for objections."""


def mark_of(report: AnnualEvaluation) -> str:
    """The mark of a title."""
    if report.closed and report.publicity.running:
        return PUBLISHED
    return PROVISIONAL if report.provisional else ""


def provisional_notes(report: AnnualEvaluation) -> tuple[str, ...]:
    """Say that the results are not final, as long as they are not; and of their publication, where there was one."""
    published = tuple(_publicity_notes(report.publicity))
    if report.closed:
        return published
    until = f"账本最近一次录入在 {report.known_on}，" if report.known_on <= report.days.last else ""
    said = not_closed((report.year,), graded=bool(report.book.bands), scored=report.book.scored)
    said = said if report.book.scores_only is None else f"{report.year} 年度尚未结账，各项数字为暂计"
    return (f"{until}{said}", *published)


def not_closed(years: Sequence[int], *, graded: bool = True, scored: bool = True) -> str:
    """Which years are not closed, in words; their rules give points (``scored``) and grades (``graded``), or not."""
    what = "得分和等次" if graded and scored else "等次" if graded else "得分" if scored else "最低要求的完成情况"
    return f"{'、'.join(map(str, years))} 年度尚未结账，{what}为暂计"


def _publicity_notes(found: Publicity) -> Iterator[str]:
    """Of a whole paper: the period, the open objections, the decision that all the same makes the results final."""
    opened = found.opened
    if opened is not None and found.publication is not None:
        days = "".join(f"（{one}）" for one in found.publication.new.grounds)
        period = f"评比结果的公示期为 {opened.said.on} 至 {found.until}{days}"
        right = f"；对{_WHAT}有异议的，可在 {found.until} 以前（含当日）书面提出" if found.running else ""
        yield f"{period}{right}"
    if found.waiting:
        yield f"有 {len(found.waiting)} 件异议尚未办结，评比结果未最后确定"
    decision = found.decision
    if decision is not None and found.publication is not None and found.publication.is_open:
        yield f"公示和异议办结以前印发，依据{decided_in_words(decision.step)}"


def decided_in_words(step: NewStep) -> str:
    """Which meeting decided, on what day, by which paper."""
    said = step.said
    number = f"，{said.number}" if said.number else ""
    return f"{said.meeting or said.by}（{said.on}{number}）的决定"


def may_object(found: Publicity, on: date) -> bool:
    """Whether a paper of that day tells of a right that the member still has."""
    return found.until is None or (found.running and on <= found.until)


def right_in_words(found: Publicity, on: date) -> str:
    """To the member, on that day: what he may object to, how, and until when; after the last day, that it has passed."""
    if found.until is None:
        return ""
    last = in_figures(found.until)
    if may_object(found, on):
        return f"您对{_WHAT}有异议的，可在{last}以前（含当日）书面提出"
    return f"评比结果已经公示，提出异议的期限到{last}为止"


def objections_in_words(objections: Sequence[Proceeding]) -> Iterator[str]:
    """To the member: each of his objections, and how far it has come."""
    for one in objections:
        first, last = one.steps[0].step, one.steps[-1].step
        number = f"（{last.said.number}）" if last.said.number else ""
        said = f"{number}：{last.said.words}" if last.said.words else number
        came = f"，{in_figures(last.said.on)}{last.name}{said}" if last is not first else "，正在核实"
        yield f"您{in_figures(first.said.on)}提出的{one.new.about}{came}"
