"""The one door to the clock. Days and moments are Beijing time, the legal time of all China, whatever the machine says."""

from __future__ import annotations

from datetime import date, datetime

from duty_cli.model.legal_time import BEIJING


def now() -> datetime:
    """The present moment."""
    return datetime.now(BEIJING)


def today() -> date:
    """The present day."""
    return now().date()
