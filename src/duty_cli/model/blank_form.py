"""A blank form to be filled in: what is asked under each heading, what may be chosen, what stands there already."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import Enum, auto
from typing import Literal, NamedTuple

from duty_cli.model.file_forms import FileForm
from duty_cli.model.periods import Period
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Attendance


class Holds(Enum):
    """What a cell holds; a label is a word or sign of its own, as above and in a column of an attendance sheet."""

    TEXT = auto()
    LABEL = auto()
    COUNT = auto()
    NUMBER = auto()
    DAY = auto()


@dataclass(frozen=True, slots=True)
class FormChoices:
    """The words to choose from, and what becomes of any other: it is taken, warned of or refused."""

    words: tuple[str, ...] = ()
    others: Literal["taken", "warned", "refused"] = "taken"


@dataclass(frozen=True, slots=True)
class FormEntry:
    """What is filled in under one heading of ours; ``alias`` is another word for it, which the readers know as well."""

    heading: str
    holds: Holds = Holds.TEXT
    needed: bool = False
    offer: FormChoices = FormChoices()
    alias: str = ""

    @property
    def called(self) -> str:
        """The heading as it stands on the form."""
        return self.alias or self.heading


class Planned(NamedTuple):
    """An activity as far as it is known before its sheet is filled in, in the order in which a sheet tells it."""

    kind: str = ""
    on: date | Literal[""] = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Signs:
    """The columns of signs of an attendance sheet: ``head`` is asked above each of them, ``sign`` of each member."""

    head: tuple[FormEntry, ...]
    activities: tuple[Planned, ...]
    sign: FormEntry
    legend: Mapping[str, Attendance]


@dataclass(frozen=True, slots=True)
class BlankForm:
    """A blank form: its columns, the rows that are filled in already, and the days within which its dates may lie.

    ``groups``: who is due at the events of an attendance sheet, where that is not as the rules have it.
    """

    form: FileForm
    committee: str
    days: Period
    entries: tuple[FormEntry, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    signs: Signs | None = None
    groups: tuple[str, ...] = ()
