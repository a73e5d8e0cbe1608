"""Follow-up (§12): what the evaluation of a year proposes, how far each proceeding has come, and whether its evidence still stands."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from duty_cli.errors.proceeding_errors import NothingToPutForward
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Member, MemberKey
from duty_cli.model.papers import Identity
from duty_cli.model.proceedings import STEP_HEADINGS, NewProceeding, NewStep, PathUse, Proceeding, of_use
from duty_cli.model.rulebook import Rules
from duty_cli.reports.annual_evaluation import AnnualEvaluation, annual_evaluation
from duty_cli.scoring.assessment_year import require_closed
from duty_cli.scoring.proposals import Proposal


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
    """The proposals of ``year`` that are not in hand yet, of the members chosen or of all; one that ended may come again.

    Raises YearStillOpen, NothingToPutForward.
    """
    require_closed(reading, year)
    head = reading.head()
    identity = Identity(head.committee, head.seq, head.digest, rules.digest, "")
    keys = {one.key for one in members}
    held = [one.new for one in of_use(reading.proceedings(), PathUse.FOLLOW_UP, year)]
    new = tuple(
        proceeding
        for one in annual_evaluation(reading, rules, identity, year).members
        for said in one.proposals
        if about in (None, said.id) and (not keys or one.member.key in keys)
        for proceeding in (NewProceeding(path, PathUse.FOLLOW_UP, said.id, one.member.key, year, None, said.evidence),)
        if not any(proceeding.same_as(other) for other in held)
    )
    if not new:
        raise NothingToPutForward(year, "、".join(map(str, members)))
    return new


def step_in_words(step: NewStep) -> str:
    """A step in a line: 2026-12-10 提请（主席会议，由办公室）：…"""
    said = step.said
    where = "，".join(filter(None, (said.meeting, said.place, said.number, f"由{said.by}")))
    until = f"，{STEP_HEADINGS['until']} {said.until}" if said.until else ""
    words = f"：{said.words}" if said.words else ""
    return f"{said.on} {step.name}（{where}{until}）{words}"
