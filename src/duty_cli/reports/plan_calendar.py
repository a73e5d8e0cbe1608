"""The activities planned as a calendar keeps them, for everybody or for one member."""

from __future__ import annotations

from collections.abc import Iterator

from duty_cli.model.expected_attendance import range_of_plan
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Member
from duty_cli.model.periods import Period
from duty_cli.model.plans import CalendarEntry, PlannedActivity, planned_activities
from duty_cli.model.rulebook import Rules
from duty_cli.reports.plan_list_layout import due_in_words


def calendar_entries(
    reading: LedgerReader, rules: Rules, ledger: str, days: Period | None = None, member: Member | None = None
) -> Iterator[CalendarEntry]:
    """The activities planned for those days (None: all), cancelled ones too; of one ``member`` those that may expect him.

    ``ledger`` tells this ledger from any other: calendars of two offices are kept in one.
    """
    for one in planned_activities(reading.plans(reversed_too=True)):
        new = one.last.new
        found = range_of_plan(rules, new)
        if member is not None and (found is None or not found.may_expect(member)):
            continue
        if days is None or new.on in days:
            yield _entry(one, ledger, f"{new.kind}；应出席：{due_in_words(found, new.due)}")


def _entry(one: PlannedActivity, ledger: str, note: str) -> CalendarEntry:
    new, gone = one.last.new, one.cancelled
    return CalendarEntry(
        uid=f"plan-{one.last.origin}-{ledger}@duty",
        on=new.on,
        title=new.name,
        kind=new.kind,
        place=new.place or "",
        note=note,
        changed_at=one.last.entered_at if gone is None else gone.at,
        revision=len(one.before) + (gone is not None),
        cancelled=gone is not None,
    )
