"""Rows of a file, read and understood but not yet judged by the rules or written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from duty_cli.domain.faults import Problem
from duty_cli.domain.members import Member
from duty_cli.domain.records import RecordFields


# Not frozen, though nothing ever changes one: a file may hold a million, and a frozen one takes four times as long to make.
@dataclass(slots=True, unsafe_hash=True)
class ParsedRecord:
    """One record and the line of the file on which it begins."""

    line: int
    member: Member
    facts: RecordFields


@dataclass(frozen=True, slots=True)
class ParsedMember:
    """One row of a roster: a stretch of one member's office, with party, groups and roles in it."""

    line: int
    number: str
    name: str
    first: date
    last: date | None = None
    party: str = ""
    sector: str = ""
    liaison_group: str = ""
    special_committee: str = ""
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that cannot be understood: the line on which it begins and all that is wrong with it, at least one fault."""

    line: int
    faults: tuple[Problem, ...]
