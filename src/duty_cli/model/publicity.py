"""Publication (公示) and objections (异议) of a year: read off the proceedings, they say whether its results are final (§11)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from duty_cli.model.members import MemberKey
from duty_cli.model.proceedings import NewStep, PathUse, Proceeding, StepMeaning, TakenStep, of_use
from duty_cli.model.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Publicity:
    """The last publication of a year's results that was not withdrawn, and all objections to them, by seq."""

    publication: Proceeding | None = None
    objections: tuple[Proceeding, ...] = ()

    @property
    def opened(self) -> NewStep | None:
        """The step with which the results were published."""
        return None if self.publication is None else self.publication.met(StepMeaning.OPENED)

    @property
    def until(self) -> date | None:
        """The last day on which an objection is received; None where nothing was published."""
        return None if self.opened is None else self.opened.said.until

    @property
    def decision(self) -> TakenStep | None:
        """The last decision of a meeting that the results are final although the period runs or objections are open."""
        steps = () if self.publication is None else self.publication.steps
        return next((one for one in reversed(steps) if one.step.means is StepMeaning.DECIDED), None)

    @property
    def running(self) -> bool:
        """Whether the period was not yet said to be over, and no meeting decided otherwise."""
        return self.publication is not None and self.publication.is_open and self.decision is None

    @property
    def waiting(self) -> tuple[Proceeding, ...]:
        """The open objections; a decision speaks of those alone that had come when it was entered."""
        decided = 0 if self.decision is None else self.decision.seq
        return tuple(one for one in self.objections if one.is_open and one.seq > decided)

    @property
    def pending(self) -> bool:
        """Whether the results are not final."""
        return self.running or bool(self.waiting)

    def of(self, member: MemberKey) -> tuple[Proceeding, ...]:
        """The objections of a member."""
        return tuple(one for one in self.objections if one.new.member == member)


def publicity_of(proceedings: Iterable[Proceeding], year: int) -> Publicity:
    """How far publication and objections of ``year`` have come. What lost its first step is as if it had not been."""
    every = [one for one in proceedings if one.last is not None]
    published = [
        one
        for one in of_use(every, PathUse.PUBLICATION, year)
        if one.last and one.last.means is not StepMeaning.DROPPED
    ]
    return Publicity(published[-1] if published else None, of_use(every, PathUse.OBJECTION, year))
