"""How far a rule file can tell records apart: what it cannot see need not keep tallies apart."""

from __future__ import annotations

from datetime import date

from duty_cli.model.members import MemberKey
from duty_cli.model.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Sight:
    """What of the day and the matter of a record makes a difference to rules. It is a leave, no duty: more may be told.

    The days from one of ``turns`` up to the next are all as the first of them; the first of ``turns`` is the first day
    asked about. Told by the day itself are the records of the kinds ``by_day`` (None: of every kind) and those of the
    members ``in_person``, for whom more changed within the year. A matter is told of the kinds ``by_matter`` (None: of
    every kind); one that a single record of the member names is told only with ``lone_matters``. In which capacity a member was at an event
    is told with ``capacities``. Of other ``members`` than those from the
    first to the last key nothing is told (None: of all).
    """

    turns: tuple[date, ...]
    by_day: frozenset[str] | None = frozenset()
    in_person: frozenset[MemberKey] = frozenset()
    by_matter: frozenset[str] | None = None
    lone_matters: bool = True
    members: tuple[MemberKey, MemberKey] | None = None
    capacities: bool = True
