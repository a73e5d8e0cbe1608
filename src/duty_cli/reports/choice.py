"""The choice of the outstanding (§11): the rules make a list within the quota, a meeting chooses, and its choice is entered."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from duty_cli.errors.proceeding_errors import BeyondPlaces, ChosenAlready, NotEligible
from duty_cli.model.members import Member
from duty_cli.model.proceedings import NewProceeding, PathUse, StepMeaning
from duty_cli.reports.annual_evaluation import AnnualEvaluation, EvaluatedMember
from duty_cli.scoring.commendation import COMMENDATION

Decision = tuple[NewProceeding, StepMeaning]
"""Of whom it is decided, and what."""


def choice_of(report: AnnualEvaluation, path: str, chosen: Collection[Member]) -> tuple[Decision, ...]:
    """The decisions of a meeting that chose ``chosen``: of each of them, and of each one on the list whom it did not choose.

    Raises ChosenAlready, NotEligible for one whom something but the order of points bars, BeyondPlaces.
    """
    if report.choice is not None:
        raise ChosenAlready(report.year)
    keys = {one.key for one in chosen}
    every = {one.member.key: one for one in report.members}
    for member in chosen:
        grave = list(_grave(every.get(member.key)))
        if grave:
            raise NotEligible(member, report.year, grave)
    if report.praise_places is not None:
        # Where equal points cross the last place, the rules may let all of them in.
        allowed = max(report.praise_places, len(report.commended))
        if len(keys) > allowed:
            raise BeyondPlaces(len(keys), allowed)
    listed = [one.member.key for one in report.commended if one.member.key not in keys]
    return (
        *((_new(every[key], report.year, path), StepMeaning.CHOSEN) for key in every if key in keys),
        *((_new(every[key], report.year, path), StepMeaning.NOT_CHOSEN) for key in listed),
    )


def _grave(one: EvaluatedMember | None) -> Iterator[str]:
    """What keeps a member from being chosen by anybody: all that bars him but the places of a quota."""
    if one is None:
        yield "不在当年评比范围"
        return
    yield from (bar for bar in one.bars if bar != one.result.passed_over)


def _new(one: EvaluatedMember, year: int, path: str) -> NewProceeding:
    said = one.candidacy
    grounds = () if said is None else (*said.why, *said.bars)
    return NewProceeding(path, PathUse.CHOICE, COMMENDATION, one.member.key, year, None, grounds)
