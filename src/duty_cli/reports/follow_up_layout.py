"""Follow-up as paper and as plain values."""

from __future__ import annotations

from duty_cli.model.members import Facet
from duty_cli.model.papers import Cell, Column, Paper, Sheet
from duty_cli.model.periods import Period
from duty_cli.model.proceedings import Proceeding, StepMeaning, TakenStep
from duty_cli.reports.follow_up import FollowedUp, FollowUp, step_in_words
from duty_cli.reports.report_columns import MEMBER_COLUMNS, Document, ledger_document, member_cells, numbers

_NOT_YET = "尚未提请"
_COLUMNS = (
    *numbers("序号"),
    *MEMBER_COLUMNS,
    *(Column("年度", "center"), Column("事项"), Column("办理情况"), Column("办理经过"), Column("依据")),
)
_NOTE = "办理情况是人作出的决定及其落实，由登记人按会议和文件录入；本表不作结论"
_CHANGED = "依据后来有变的，是提请以后有更正或补登，年度评比已不是当时的结果；请核对后研究是否重新提请"


def follow_up_paper(report: FollowUp) -> Paper:
    """The proceedings of the year, and below them those of other years that are still open."""
    title = f"{report.committee}{report.year}年度提请研究事项办理情况"
    sheets = [Sheet("办理情况", "提请研究事项", _COLUMNS, tuple(map(_row, report.proceedings)), _notes(report))]
    if report.elsewhere:
        sheets.append(Sheet("其他年度", "其他年度尚未办结的事项", _COLUMNS, tuple(map(_row, report.elsewhere))))
    return Paper(title, tuple(sheets), str(report.identity))


def _notes(report: FollowUp) -> tuple[str, ...]:
    changed = any(one.changed for one in report.proceedings)
    return (_NOTE, *([_CHANGED] if changed else []))


def _row(one: FollowedUp) -> tuple[Cell, ...]:
    proceeding = one.proceeding
    sector = one.member.value(Facet.SECTOR, _days(one))
    what = one.about if one.proposal is None else one.proposal.sentence
    steps = "；".join(step_in_words(taken.step) for taken in proceeding.steps) if proceeding else ""
    seq = None if proceeding is None else proceeding.seq
    return (seq, *member_cells(one.member, sector), str(one.year), what, standing(proceeding), steps, _grounds(one))


def _days(one: FollowedUp) -> Period:
    tenure = max(one.member.of(Facet.OFFICE), key=lambda held: held.first)
    return Period(tenure.first, tenure.last or tenure.first)


_WAITS = {StepMeaning.OPENED: "，待决定", StepMeaning.ANSWERED: "，待决定", StepMeaning.DECIDED: "，待落实"}


def standing(proceeding: Proceeding | None) -> str:
    """How far a proceeding has come, and what it waits for."""
    if proceeding is None or proceeding.last is None:
        return _NOT_YET
    return f"{proceeding.last.name}{_WAITS.get(proceeding.last.means, '')}"


def _grounds(one: FollowedUp) -> str:
    if one.proceeding is None:
        return "；".join(one.proposal.evidence) if one.proposal else ""
    said = "；".join(one.proceeding.new.grounds)
    if not one.changed:
        return said
    now = "现已不提出该事项" if one.proposal is None else f"现为：{'；'.join(one.proposal.evidence)}"
    return f"{said}【依据有变，{now}】"


def follow_up_document(report: FollowUp) -> Document:
    """The same as plain values."""
    return {
        "report": "follow-up",
        "committee": report.committee,
        "year": report.year,
        "proceedings": [proceeding_document(one) for one in report.proceedings],
        "elsewhere": [proceeding_document(one) for one in report.elsewhere],
        "ledger": ledger_document(report.identity),
    }


def proceeding_document(one: FollowedUp) -> Document:
    """A proceeding as plain values."""
    proceeding = one.proceeding
    return {
        **{"seq": None if proceeding is None else proceeding.seq, "number": one.member.number, "name": one.member.name},
        **{
            "year": one.year,
            "about": one.about,
            "open": proceeding is None or proceeding.is_open,
            "changed": one.changed,
        },
        "proposed": None
        if one.proposal is None
        else {"sentence": one.proposal.sentence, "evidence": list(one.proposal.evidence)},
        "grounds": [] if proceeding is None else list(proceeding.new.grounds),
        "steps": [] if proceeding is None else [step_document(taken) for taken in proceeding.steps],
    }


def step_document(taken: TakenStep) -> Document:
    """A step as plain values."""
    said = taken.step.said
    return {
        **{"seq": taken.seq, "step": taken.step.name, "means": taken.step.means.value, "on": said.on.isoformat()},
        **{"by": said.by, "meeting": said.meeting, "place": said.place, "number": said.number, "words": said.words},
        **{"until": said.until.isoformat() if said.until else None, "note": said.note},
        **{"entered_by": taken.entered_by, "entered_at": taken.entered_at.isoformat()},
    }
