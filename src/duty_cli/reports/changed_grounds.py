"""Proceedings whose evidence was changed by a later correction: what people decided rested on what is no longer so (§12)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Member
from duty_cli.model.proceedings import PathUse, Proceeding, StepMeaning, of_use
from duty_cli.scoring.assessment_year import closed_years
from duty_cli.scoring.proposals import Proposal, PutForward, Results, put_forward


@dataclass(frozen=True, slots=True)
class ChangedGrounds:
    """A proceeding of a member, and what is proposed in its place now (None: nothing any more)."""

    member: Member
    proceeding: Proceeding
    now: Proposal | None


def changed_grounds(reading: LedgerReader, results: Results) -> tuple[ChangedGrounds, ...]:
    """Those of the years of ``results``, by year and seq. Of an open year nothing is proposed, so that none can be compared."""
    held = [one for one in of_use(reading.proceedings(), PathUse.FOLLOW_UP) if not _dropped(one)]
    closed, asked = closed_years(reading), {one.new.year for one in held}
    years = (year for year in sorted(results) if year in closed and year in asked)
    return tuple(found for year in years for found in _of_year(reading, results, year, held))


def _dropped(proceeding: Proceeding) -> bool:
    return proceeding.last is None or proceeding.last.means is StepMeaning.DROPPED


def _of_year(reading: LedgerReader, results: Results, year: int, held: list[Proceeding]) -> Iterator[ChangedGrounds]:
    due, roster = put_forward(reading, results, year), reading.roster()
    for one in held:
        key = one.new.member
        if one.new.year == year and key is not None:
            proposals = due.get(key, PutForward()).proposals
            now = next((said for said in proposals if said.id == one.new.about), None)
            if now is None or now.evidence != one.new.grounds:
                yield ChangedGrounds(roster[key], one, now)
