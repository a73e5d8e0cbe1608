"""A calendar file (iCalendar, RFC 5545): one all-day event for each planned activity."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, timedelta

from duty_cli.documents.cell_text import cleaned
from duty_cli.model.plans import CalendarEntry

_PRODUCT = "-//duty-cli//duty plan export//ZH"


def as_ics(name: str, entries: Iterable[CalendarEntry]) -> bytes:
    """The calendar of that name. A cancelled activity is in it as such, so that a calendar that holds it already strikes it out."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    # PUBLISH: to be shown, not to be answered.
    for key, value in {
        "prodid": _PRODUCT,
        "version": "2.0",
        "method": "PUBLISH",
        "x-wr-calname": cleaned(name),
    }.items():
        calendar.add(key, value)
    for one in entries:
        event = Event()
        for key, said in _properties(one).items():
            event.add(key, said)
        calendar.add_component(event)
    data: bytes = calendar.to_ical()
    return data


def _properties(one: CalendarEntry) -> dict[str, object]:
    told = {"summary": one.title, "location": one.place, "description": one.note}
    return {
        "uid": one.uid,
        # The moment of the entry and not of the export: the same plans give the same file.
        "dtstamp": one.changed_at.astimezone(UTC),
        "dtstart": one.on,
        "dtend": one.on + timedelta(days=1),
        "sequence": one.revision,
        "status": "CANCELLED" if one.cancelled else "CONFIRMED",
        "categories": [cleaned(one.kind)],
        **{key: cleaned(text) for key, text in told.items() if text},
    }
