"""Follow-up (§12): what the evaluation of a year proposes, how far each proceeding has come, and whether its evidence still stands."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from duty_cli.errors.proceeding_errors import NothingToPutForward
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Facet, Member, MemberKey
from duty_cli.model.papers import Cell, Column, Identity, Paper, Sheet
from duty_cli.model.periods import Period
from duty_cli.model.proceedings import (
    STEP_HEADINGS,
    NewProceeding,
    NewStep,
    PathUse,
    Proceeding,
    StepMeaning,
    TakenStep,
    of_use,
)
from duty_cli.model.rulebook import Rules
from duty_cli.reports.annual_evaluation import AnnualEvaluation, annual_evaluation
from duty_cli.reports.changed_grounds import ChangedGrounds
from duty_cli.reports.report_columns import MEMBER_COLUMNS, Document, ledger_document, member_cells, numbers
from duty_cli.scoring.assessment_year import require_closed
from duty_cli.scoring.proposals import Proposal

_NOT_YET = "尚未提请"
_COLUMNS = (
    *numbers("序号"),
    *MEMBER_COLUMNS,
    *(Column("年度", "center"), Column("事项"), Column("办理情况"), Column("办理经过"), Column("依据")),
)
_NOTE = "办理情况是人作出的决定及其落实，由登记人按会议和文件录入；本表不作结论"
_CHANGED = "依据后来有变的，是提请以后有更正或补登，年度评比已不是当时的结果；请核对后研究是否重新提请"


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """A member's proceeding: what the evaluation proposes now (None: nothing any more) and what was made of it (None: not yet)."""

    member: Member
    year: int
    about: str
    proposal: Proposal | None
    proceeding: Proceeding | None

    @property
    def changed(self) -> bool:
        """Whether the evidence is no longer that on which the proceeding was put forward."""
        if self.proceeding is None:
            return False
        return self.proposal is None or self.proposal.evidence != self.proceeding.new.grounds


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The proceedings of a year in the order of lists, and those of other years that are still open."""

    committee: str
    identity: Identity
    year: int
    proceedings: tuple[FollowedUp, ...]
    elsewhere: tuple[FollowedUp, ...]


def follow_up(reading: LedgerReader, rules: Rules, identity: Identity, year: int) -> FollowUp:
    """How far the proceedings of ``year`` have come."""
    whole = annual_evaluation(reading, rules, identity, year)
    proceedings = of_use(reading.proceedings(), PathUse.FOLLOW_UP)
    own = [proceeding for proceeding in proceedings if proceeding.new.year == year]
    roster = reading.roster()
    others = [one for one in proceedings if one.new.year != year and one.is_open and one.new.member is not None]
    elsewhere = tuple(_alone(roster[one.new.member], one) for one in others if one.new.member is not None)
    return FollowUp(identity.committee, identity, year, tuple(_followed(reading, whole, own)), elsewhere)


def _alone(member: Member, proceeding: Proceeding) -> FollowedUp:
    return FollowedUp(member, proceeding.new.year or 0, proceeding.new.about, None, proceeding)


def _followed(
    reading: LedgerReader, whole: AnnualEvaluation, proceedings: Sequence[Proceeding]
) -> Iterator[FollowedUp]:
    proposed = {(one.member.key, said.id): said for one in whole.members for said in one.proposals}
    # A proceeding whose member left the evaluation is told all the same.
    keys: dict[MemberKey, None] = dict.fromkeys(one.member.key for one in whole.members)
    keys |= dict.fromkeys(one.new.member for one in proceedings if one.new.member is not None)
    roster = reading.roster()
    for key in keys:
        about = dict.fromkeys([id_ for whose, id_ in proposed if whose == key])
        about |= dict.fromkeys(one.new.about for one in proceedings if one.new.member == key)
        for rule in about:
            found = [one for one in proceedings if one.new.member == key and one.new.about == rule]
            now = proposed.get((key, rule))
            yield from (FollowedUp(roster[key], whole.year, rule, now, proceeding) for proceeding in found)
            if not found:
                yield FollowedUp(roster[key], whole.year, rule, now, None)


def to_put_forward(
    reading: LedgerReader, rules: Rules, year: int, members: Collection[Member], about: str | None, path: str
) -> tuple[NewProceeding, ...]:
    """The proposals of ``year`` that are not in hand yet, of the members chosen or of all.

    What ended comes again where its evidence is another since; what was dropped also where its member is named, for
    somebody has to mean it. Raises YearOpen, NothingToPutForward.
    """
    require_closed(reading, year)
    head = reading.head()
    identity = Identity(head.committee, head.seq, head.digest, rules.digest, "")
    keys = {one.key for one in members}
    held = of_use(reading.proceedings(), PathUse.FOLLOW_UP, year)
    new = tuple(
        proceeding
        for one in annual_evaluation(reading, rules, identity, year).members
        for said in one.proposals
        if about in (None, said.id) and (not keys or one.member.key in keys)
        for proceeding in (NewProceeding(path, PathUse.FOLLOW_UP, said.id, one.member.key, year, None, said.evidence),)
        if not any(_bars(other, proceeding, named=bool(keys)) for other in held)
    )
    if not new:
        raise NothingToPutForward(year, "、".join(map(str, members)))
    return new


def _bars(held: Proceeding, new: NewProceeding, *, named: bool) -> bool:
    """Whether a proceeding that is there keeps another like it from being put forward."""
    if not held.new.same_as(new):
        return False
    dropped = held.last is not None and held.last.means is StepMeaning.DROPPED
    return held.is_open or (held.new.grounds == new.grounds and not (dropped and named))


def followed_up_in_words(one: Proceeding) -> str:
    """How far a proceeding of a member has come, and every step of it: 约谈提醒的办理（序号 159）：落实。2027-01-20 决定（…）；…"""
    steps = "；".join(step_in_words(taken.step) for taken in one.steps)
    return f"{one.new.about}的办理（序号 {one.seq}）：{standing(one)}。{steps}"


def state_in_words(one: Proceeding) -> str:
    """The same in short: its year, how far it has come, and of the last step the day, the meeting and the paper."""
    last = one.last
    assert last is not None, "what was taken back is not told"
    said = "，".join(filter(None, (str(last.said.on), last.said.meeting, last.said.number)))
    return f"{one.new.year} 年度{one.new.about}：{standing(one)}（{said}）"


def followed_up_document(one: Proceeding) -> Document:
    """The same as plain values."""
    return {
        **{"seq": one.seq, "year": one.new.year, "about": one.new.about, "open": one.is_open},
        **{"state": standing(one), "steps": list(map(step_document, one.steps))},
    }


def step_in_words(step: NewStep) -> str:
    """A step in a line: 2026-12-10 提请（主席会议，由办公室）：…"""
    said = step.said
    where = "，".join(filter(None, (said.meeting, said.place, said.number, f"由{said.by}")))
    until = f"，{STEP_HEADINGS['until']} {said.until}" if said.until else ""
    words = f"：{said.words}" if said.words else ""
    return f"{said.on} {step.name}（{where}{until}）{words}"


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
    return f"{said}【依据有变，{_now(one.proposal)}】"


def changed_sheet(changed: Sequence[ChangedGrounds]) -> Iterator[Sheet]:
    """The proceedings whose evidence has changed, as other papers list them; no sheet where there is none."""
    columns = (
        *numbers("序号"),
        *(*MEMBER_COLUMNS[:2], Column("年度", "center"), Column("事项"), Column("办理情况")),
        *(Column("当时的依据"), Column("现在")),
    )
    rows = tuple(
        (
            *(one.proceeding.seq, one.member.number, one.member.name, str(one.proceeding.new.year)),
            *(one.proceeding.new.about, standing(one.proceeding), "；".join(one.proceeding.new.grounds), _now(one.now)),
        )
        for one in changed
    )
    if rows:
        yield Sheet("依据有变", "办理事项的依据后来有变的", columns, rows, (_CHANGED,))


def _now(proposal: Proposal | None) -> str:
    return "现已不提出该事项" if proposal is None else f"现为：{'；'.join(proposal.evidence)}"


def changed_documents(changed: Sequence[ChangedGrounds]) -> list[Document]:
    """The same as plain values."""
    return [
        {
            **{"proceeding": one.proceeding.seq, "number": one.member.number, "name": one.member.name},
            **{"year": one.proceeding.new.year, "about": one.proceeding.new.about, "state": standing(one.proceeding)},
            **{"grounds": list(one.proceeding.new.grounds), "now": list(one.now.evidence) if one.now else None},
        }
        for one in changed
    ]


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
