"""Values to table cells and back, for all sorts of rows."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from duty_cli.ledger.chain.event_codec import activity_cells, due_cells, invitation_cells
from duty_cli.model.attributions import Attribution
from duty_cli.model.exact_numbers import Points, show, simple
from duty_cli.model.funds import NewBudget, NewSpending, Purse
from duty_cli.model.hand_ins import HandIn
from duty_cli.model.invitations import Invitation
from duty_cli.model.ledger_protocol import (
    CommitteeSetup,
    EarlierResult,
    Issue,
    NameErasure,
    NewTenure,
    Operation,
    Reversal,
    RulesUsed,
    YearClosing,
)
from duty_cli.model.legal_time import BEIJING
from duty_cli.model.members import Facet, MemberKey, NewNumber, Seq
from duty_cli.model.merge_entries import MergedBy, MergeOf, TakenFrom
from duty_cli.model.plans import NewPlan
from duty_cli.model.proceedings import NewProceeding, NewStep, PathUse, StepMeaning, StepWords
from duty_cli.model.records import Activity, Attendance, Leave

if TYPE_CHECKING:
    from duty_cli.ledger.chain.hash_chain import Cells

# The same few numbers, sets and days stand in very many rows.
_remembered = lru_cache(maxsize=4096)

ATTENDANCE: dict[str | None, Attendance | None] = {None: None} | {state.value: state for state in Attendance}
"""Text → attendance."""


def attendance_text(state: Attendance | None) -> str | None:
    """A state of attendance as text."""
    return None if state is None else state.value


def number_text(number: Points | None) -> str | None:
    """An exact number as text."""
    return None if number is None else show(number)


@_remembered
def number_of(text: str | None) -> Points | None:
    """The number of such a text; ``points.exact`` reads only what people type."""
    return None if text is None else simple(Fraction(text))


@_remembered
def day_of(text: str) -> date:
    """The day of an ISO date."""
    return date.fromisoformat(text)


Plain: TypeAlias = (
    CommitteeSetup
    | NewNumber
    | NewTenure
    | Activity
    | Invitation
    | Leave
    | Reversal
    | RulesUsed
    | Issue
    | YearClosing
    | NewProceeding
    | NewStep
    | NewPlan
    | EarlierResult
    | HandIn
    | NewBudget
    | NewSpending
    | NameErasure
    | MergeOf
    | TakenFrom
    | Attribution
)
"""The entries that make one row each, all by themselves; not records, of which there are too many to go one by one."""


def moment(at: str) -> datetime:
    """The moment that a batch's text names, as it is told to people."""
    return datetime.fromisoformat(at).astimezone(BEIJING)


def batch_cells(act: Operation) -> Cells:
    """The row that opens a batch: at the moment of the merge and by whoever merges, where it came from another copy."""
    who = act.entered_as or act.by
    at, by = (act.at, who) if act.merged is None else (act.merged.at, act.merged.by)
    return {
        "at": at.astimezone(UTC).isoformat(),
        "by": by,
        "command": act.command,
        "source": act.source,
        "source_digest": act.source_digest,
        "reason": act.reason,
        "entered_by": None if act.merged is None else who,
        "entered_at": None if act.merged is None else act.at.astimezone(UTC).isoformat(),
        "after_wrong_clock": 1 if act.after_wrong_clock else None,
    }


def act_of(at: str, by: str, command: str, *said: Any) -> Operation:  # noqa: ANN401 - cells of several sorts
    """The deed a batch row tells of: who did it and when; and by whom, when and from where it was merged."""
    source, source_digest, reason, after_wrong_clock, entered_by, entered_at, there, head, righted = said
    merged = None if entered_by is None else MergedBy(by, moment(at), there, head.hex())
    first, when = entered_by or by, moment(entered_at or at)
    who, before = (first, None) if righted in (None, first) else (righted, first)
    return Operation(command, who, when, source, source_digest, reason, merged, bool(after_wrong_clock), before)


def cells_of(entry: Plain) -> tuple[str, Cells]:
    """The table of an entry, and its row."""
    table, cells = _CODECS[type(entry)]
    return table, cells(entry)


def _founding_cells(setup: CommitteeSetup) -> Cells:
    term = setup.term
    days = {"first": term.period.first.isoformat(), "last": term.period.last.isoformat()}
    return {"committee": setup.committee, "term": term.number, **days}


def _closing_cells(closing: YearClosing) -> Cells:
    days = closing.days
    return {"year": closing.year, "first": days.first.isoformat(), "last": days.last.isoformat()}


def _earlier_cells(result: EarlierResult) -> Cells:
    return {
        "member": result.member,
        "year": result.year,
        "first": result.days.first.isoformat(),
        "last": result.days.last.isoformat(),
        "score": number_text(result.score),
        "grade": result.grade,
        "paper": result.paper,
    }


def _number_cells(new: NewNumber) -> Cells:
    return {"member": new.member, "number": new.number, "first": new.first.isoformat()}


def _hand_in_cells(said: HandIn) -> Cells:
    return {
        "member": said.member,
        "kind": said.kind,
        "year": said.year,
        "day": said.on.isoformat(),
        "received_by": said.received_by,
        "digest": None if said.digest is None else bytes.fromhex(said.digest),
    }


def _tenure_cells(tenure: NewTenure) -> Cells:
    return {
        "member": tenure.member,
        "facet": tenure.facet.value,
        "value": tenure.value,
        "first": tenure.first.isoformat(),
        "last": tenure.last.isoformat() if tenure.last else None,
        "begun": tenure.begun.reason or None,
        "begun_number": tenure.begun.number or None,
        "ended": tenure.ended.reason or None,
        "ended_number": tenure.ended.number or None,
    }


def _leave_cells(leave: Leave) -> Cells:
    return {
        "member": leave.member,
        "first": leave.first.isoformat(),
        "last": leave.last.isoformat(),
        "reason": leave.reason.value,
        "granted": int(leave.granted),
        "decided_by": leave.decided_by,
        "kind": leave.kind,
    }


def _files_bytes(used: RulesUsed) -> bytes:
    # Base64: rule files are kept to the byte, whatever encoding an editor gave them.
    files = [[name, b64encode(content).decode()] for name, content in used.files]
    return json.dumps(files, ensure_ascii=False, separators=(",", ":")).encode()


def rules_of(digest: str, files: bytes) -> RulesUsed:
    """The rule files a row holds."""
    return RulesUsed(digest, tuple((name, b64decode(content)) for name, content in json.loads(files)))


def _issue_cells(issue: Issue) -> Cells:
    return {
        "report": _words_text(issue.report),
        "printed": _words_text(issue.printed),
        "format": issue.format,
        "digest": bytes.fromhex(issue.digest),
        "revision": issue.revision,
        "known": issue.known,
        "head": bytes.fromhex(issue.head),
        "rules": issue.rules,
        "version": issue.version,
        "elsewhere": issue.elsewhere,
    }


def _words_text(words: tuple[str, ...]) -> str:
    return json.dumps(words, ensure_ascii=False, separators=(",", ":"))


def issue_of(
    report: str,
    printed: str,
    format_: str,
    digest: bytes,
    revision: int,
    known: Seq,
    head: bytes,
    rules: str,
    version: str,
    elsewhere: Seq | None,
) -> Issue:
    """The issue a row tells of."""
    words = tuple(json.loads(report)), tuple(json.loads(printed))
    return Issue(*words, format_, digest.hex(), revision, known, head.hex(), rules, version, elsewhere)


def _proceeding_cells(proceeding: NewProceeding) -> Cells:
    return {
        "path": proceeding.path,
        "use": proceeding.use.value,
        "about": proceeding.about,
        "member": proceeding.member,
        "year": proceeding.year,
        "target": proceeding.target,
        "grounds": _words_text(proceeding.grounds) if proceeding.grounds else None,
    }


def proceeding_of(
    path: str, use: str, about: str, member: int | None, year: int | None, target: int | None, grounds: str | None
) -> NewProceeding:
    """The proceeding a row tells of."""
    key, row = None if member is None else MemberKey(member), None if target is None else Seq(target)
    return NewProceeding(path, PathUse(use), about, key, year, row, tuple(json.loads(grounds)) if grounds else ())


def _step_cells(step: NewStep) -> Cells:
    said = step.said
    return {
        "proceeding": step.proceeding,
        "name": step.name,
        "means": step.means.value,
        "day": said.on.isoformat(),
        "by": said.by,
        "meeting": said.meeting,
        "place": said.place,
        "number": said.number,
        "words": said.words,
        "until": None if said.until is None else said.until.isoformat(),
        "note": said.note,
    }


def step_of(proceeding: int, name: str, means: str, day: str, by: str, *said: str | None) -> NewStep:
    """The step a row tells of."""
    meeting, place, number, words, until, note = said
    last = None if until is None else day_of(until)
    return NewStep(
        Seq(proceeding), name, StepMeaning(means), StepWords(day_of(day), by, meeting, place, number, words, last, note)
    )


def _plan_cells(plan: NewPlan) -> Cells:
    said = {"kind": plan.kind, "day": plan.on.isoformat(), "name": plan.name, "place": plan.place}
    return {**said, **due_cells(plan.due), "origin": plan.origin}


def _budget_cells(budget: NewBudget) -> Cells:
    purse = budget.purse
    return {
        "year": budget.year,
        "facet": purse.facet and purse.facet.value,
        "name": purse.name or None,
        "fen": budget.fen,
        "paper": budget.paper,
        "note": budget.note,
    }


def budget_of(year: int, facet: str | None, name: str | None, fen: int, *said: str | None) -> NewBudget:
    """The budget a row tells of."""
    paper, note = said
    return NewBudget(year, Purse(Facet(facet) if facet else None, name or ""), fen, paper, note)


def _spending_cells(spending: NewSpending) -> Cells:
    group = spending.group or Purse()
    return {
        "day": spending.on.isoformat(),
        "fen": spending.fen,
        "summary": spending.summary,
        "facet": group.facet and group.facet.value,
        "name": group.name or None,
        "activity": spending.activity,
        "handled_by": spending.handled_by,
        "voucher": spending.voucher,
        "approved_by": spending.approved_by,
        "note": spending.note,
    }


def spending_of(
    day: str, fen: int, summary: str, facet: str | None, name: str | None, *said: str | None
) -> NewSpending:
    """The spending a row tells of."""
    group = Purse(Facet(facet), name or "") if facet else None
    activity, handled_by, voucher, approved_by, note = said
    return NewSpending(day_of(day), fen, summary, group, activity, handled_by, voucher, approved_by, note)


def _copy_cells(said: MergeOf | TakenFrom) -> Cells:
    """The row of either, whose columns bear the names of the fields."""
    own = {name: getattr(said, name) for name in said.__slots__ if name not in ("head", "batch")}
    return {**own, "head": bytes.fromhex(said.head)}


_CODECS: Mapping[type[object], tuple[str, Callable[[Any], Cells]]] = {
    CommitteeSetup: ("founding", _founding_cells),
    NewNumber: ("numbering", _number_cells),
    NewTenure: ("spell", _tenure_cells),
    Activity: ("activity", activity_cells),
    Invitation: ("invitation", invitation_cells),
    Leave: ("leave", _leave_cells),
    Reversal: ("reversal", lambda entry: {"target": entry.target}),
    RulesUsed: ("rules", lambda entry: {"digest": entry.digest, "files": _files_bytes(entry)}),
    Issue: ("issue", _issue_cells),
    YearClosing: ("closing", _closing_cells),
    EarlierResult: ("earlier", _earlier_cells),
    HandIn: ("handin", _hand_in_cells),
    NewProceeding: ("proceeding", _proceeding_cells),
    NewStep: ("step", _step_cells),
    NewPlan: ("plan", _plan_cells),
    NewBudget: ("budget", _budget_cells),
    NewSpending: ("spending", _spending_cells),
    NameErasure: ("erasure", lambda entry: {"member": entry.member}),
    MergeOf: ("merge", _copy_cells),
    TakenFrom: ("taken", _copy_cells),
    Attribution: ("attribution", lambda entry: {"target": entry.target, "by": entry.by}),
}
"""Entry → its table and its row. A test holds that none of ``Plain`` is lacking."""
