"""Plans (活动计划): activities ahead, their kind, day, name and place, and who will be due at them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from duty_cli.model.members import Seq
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Due, Event


@dataclass(frozen=True, slots=True)
class NewPlan:
    """An activity planned. ``due`` is who was said to be due at it, None: as the rules have it.

    ``origin`` is the plan as it was first entered, where this one says the same activity anew (改期).
    """

    kind: str
    on: date
    name: str
    place: str | None = None
    due: Due | None = None
    origin: Seq | None = None

    @property
    def event(self) -> Event:
        """The event that its sheet will name."""
        return Event(self.on, self.kind, self.name)


@dataclass(frozen=True, slots=True)
class PlanReversal:
    """By whom, when and why a plan was reversed: moved to another day, or cancelled."""

    by: str
    at: datetime
    reason: str | None


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan with its seq, the moment it was entered, and what reversed it, if anything did."""

    seq: Seq
    new: NewPlan
    entered_at: datetime
    reversal: PlanReversal | None = None

    @property
    def event(self) -> Event:
        """The event that its sheet will name."""
        return self.new.event

    @property
    def origin(self) -> Seq:
        """The plan as it was first entered: what stays the same however often it is moved."""
        return self.new.origin or self.seq


@dataclass(frozen=True, slots=True)
class PlannedActivity:
    """One activity through all its plans: the ``last``, and those it took the place of, in order."""

    last: Plan
    before: tuple[Plan, ...]

    @property
    def cancelled(self) -> PlanReversal | None:
        """What cancelled it; None where it stands."""
        return self.last.reversal


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A planned activity as a calendar keeps it: all day; ``uid`` stays the same when it is moved, ``revision`` counts up."""

    uid: str
    on: date
    title: str
    kind: str
    place: str
    note: str
    changed_at: datetime
    revision: int
    cancelled: bool


def planned_activities(plans: Iterable[Plan]) -> tuple[PlannedActivity, ...]:
    """The activities of plans, reversed ones among them, by the day on which each is planned now."""
    chains: dict[Seq, list[Plan]] = {}
    for one in sorted(plans, key=lambda plan: plan.seq):
        chains.setdefault(one.origin, []).append(one)
    found = (PlannedActivity(chain[-1], tuple(chain[:-1])) for chain in chains.values())
    return tuple(sorted(found, key=lambda one: (*one.last.event.in_order, one.last.seq)))


def planned_dues(plans: Iterable[Plan]) -> dict[Event, Due]:
    """Who was said to be due at the activities planned, where that is not as the rules have it."""
    return {one.event: one.new.due for one in plans if one.new.due is not None}
