"""Plans of activities: entered, moved and cancelled. A plan moved is reversed and entered anew, in one batch."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from duty_cli.errors.lookup_errors import UnknownKind
from duty_cli.errors.plan_errors import NobodyDue, NoPlan, NothingToMove, PlanHeld, PlanInPast, PlanOnRestDay, PlanThere
from duty_cli.errors.record_errors import DoesNotFit
from duty_cli.model.expected_attendance import Range, range_of_plan
from duty_cli.model.ledger_protocol import Ledger, LedgerReader, LedgerWriter, Operation, Reversal
from duty_cli.model.members import Seq
from duty_cli.model.periods import Period
from duty_cli.model.plans import NewPlan, Plan
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Due, RecordFields
from duty_cli.model.rulebook import Rules
from duty_cli.model.working_days import WorkingDays
from duty_cli.recording.already_entered import events_on, refuse_like_event
from duty_cli.recording.existing_records import whence
from duty_cli.recording.record_validation import in_closed, out_of_term


@dataclass(frozen=True, slots=True)
class PlanEntered:
    """A plan as written; ``expected``: how many are due as things stand, None where nobody in particular is.

    ``ruled``: whether its day has rules yet; without them who is due is not known.
    """

    seq: Seq
    new: NewPlan
    expected: int | None
    ruled: bool


@dataclass(frozen=True, slots=True)
class PlanChange:
    """What is said anew of a plan; None stays as it is."""

    on: date | None = None
    name: str | None = None
    place: str | None = None
    due: Due | None = None

    def of(self, old: NewPlan) -> NewPlan:
        """The plan with what is said of it; a place said to be empty is taken away."""
        place = old.place if self.place is None else self.place or None
        return replace(old, on=self.on or old.on, name=self.name or old.name, place=place, due=self.due or old.due)


def plan_activity(
    ledger: Ledger,
    act: Operation,
    rules: Rules,
    today: date,
    new: NewPlan,
    working: WorkingDays | None = None,
    *,
    again: bool = False,
) -> PlanEntered:
    """Enter a plan for a ``working`` day (None: for whatever day it is).

    A name like that of another activity of its kind and day is refused, unless it is said to be another.
    """
    if new.on < today:
        raise PlanInPast(new.on, today)
    with ledger.writing(act) as writing:
        return _entered(writing, rules, new, working, again=again)


def move_plan(
    ledger: Ledger,
    act: Operation,
    rules: Rules,
    seq: Seq,
    change: PlanChange,
    working: WorkingDays | None = None,
    *,
    again: bool = False,
) -> tuple[Plan, PlanEntered]:
    """Reverse a plan and enter it anew with what is said of it; the plan as it was, and as it is.

    Only a new day has to be a ``working`` one; it may be over, where the activity was held before the day planned.
    """
    with ledger.writing(act) as writing:
        old = the_plan(writing, seq)
        new = change.of(old.new)
        if new == old.new:
            raise NothingToMove(seq)
        refuse_held(writing, old.new)
        # Taken back first, so that it does not stand in its own way.
        writing.append(Reversal(seq))
        asked = working if new.on != old.new.on else None
        return old, _entered(writing, rules, replace(new, origin=old.origin), asked, again=again)


def cancel_plan(ledger: Ledger, act: Operation, seq: Seq) -> Plan:
    """Reverse a plan: the activity is not held. The reason stands in ``act``."""
    with ledger.writing(act) as writing:
        found = the_plan(writing, seq)
        refuse_held(writing, found.new)
        writing.append(Reversal(seq))
        return found


def the_plan(reading: LedgerReader, seq: Seq) -> Plan:
    """The standing plan of that seq. Raises NoPlan."""
    found = next((one for one in reading.plans() if one.seq == seq), None)
    if found is None:
        raise NoPlan(seq)
    return found


def plan_range(reading: LedgerReader, rules: Rules, new: NewPlan) -> Range | None:
    """Whom a planned activity expects; None where its day has no rules yet. Raises what stands against such an activity."""
    wrong = out_of_term(new.on, reading.head().terms) or in_closed(reading.closings(), new.on)
    if wrong is not None:
        raise wrong
    book = rules.on(new.on)
    # The plan of the next year is made before its rules are: its kinds are known all the same, and no point rests on them.
    books = rules.books if book is None else (book,)
    kinds = {kind.id: kind for one in books for kind in one.kinds.values()}
    if new.kind not in kinds:
        raise UnknownKind(new.kind, tuple(kind.id for kind in kinds.values() if kind.attended))
    if not kinds[new.kind].attended:
        raise DoesNotFit(new.kind, "不是按出席情况登记的事项，不能列入活动计划")
    return range_of_plan(rules, new)


def refuse_held(reading: LedgerReader, new: NewPlan) -> None:
    """Refuse an activity on whose sheet anybody stands. Raises PlanHeld."""
    entered = dict(events_on(reading, new.kind, new.on)).get(new.name)
    if entered is not None:
        raise PlanHeld(new.event, whence(reading, entered.seq))


def _entered(
    writing: LedgerWriter, rules: Rules, new: NewPlan, working: WorkingDays | None, *, again: bool
) -> PlanEntered:
    found = plan_range(writing, rules, new)
    why = None if working is None else working.rest(new.on)
    if why is not None:
        raise PlanOnRestDay(new.on, why)
    refuse_held(writing, new)
    there = next((one for one in writing.plans(Period(new.on, new.on)) if one.event == new.event), None)
    if there is not None:
        raise PlanThere(new.event, there.seq)
    if not again:
        refuse_like_event(writing, RecordFields(new.kind, new.on, activity=new.name))
    expected = sum(map(found.expects, writing.roster())) if found is not None and found.bounded else None
    if expected == 0 and new.due is not None:
        raise NobodyDue(new.event, new.due)
    return PlanEntered(writing.append(new), new, expected, found is not None)
