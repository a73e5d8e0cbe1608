"""What is wrong with what a person wrote, and rows of a file that were understood."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from duty_cli.model.exact_numbers import Points
from duty_cli.model.members import Facet, Member
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import RecordFields

# A Problem is told of rule files too, which have none of these rows.
if TYPE_CHECKING:
    from duty_cli.model.capacities import Capacity
    from duty_cli.model.funds import NewSpending


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One problem: where it stands (``line`` from 1; ``column`` a heading or a number), what it is, what to do."""

    file: str
    line: int
    column: str
    what: str
    advice: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" + (f"：{self.column}" if self.column else "")
        return f"{place}：{self.what}" + (f"；{self.advice}" if self.advice else "")


# Not frozen, though nothing ever changes one: a file may hold a million, and a frozen one takes four times as long to make.
@dataclass(slots=True, unsafe_hash=True)
class ParsedRecord:
    """One record and the line of the file on which it begins. ``unsigned``: all it says is that somebody did not sign.

    ``capacity``: in which the member was invited, where that is told.
    """

    line: int
    member: Member
    fields: RecordFields
    unsigned: bool = False
    capacity: Capacity | None = None


@dataclass(frozen=True, slots=True)
class ParsedMember:
    """One row of a roster: a stretch of one member's office, with party, groups and roles in it.

    ``former`` is the number borne in the term before, in a roster of the next: 新 says that it is nobody of before.
    """

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
    former: str = ""

    def group(self, facet: Facet) -> str:
        """The value of a facet that has one at a time; empty where it is not said."""
        found: str = getattr(self, facet.name.lower())
        return found


@dataclass(frozen=True, slots=True)
class ParsedResult:
    """One row of results of earlier years: what the ``paper`` of that number says of a member's year."""

    line: int
    member: Member
    year: int
    score: Points | None
    grade: str | None
    paper: str


@dataclass(frozen=True, slots=True)
class ParsedSpending:
    """One row of an accounts office's sheet: what was spent."""

    line: int
    new: NewSpending


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that cannot be understood: the line on which it begins and all that is wrong with it, at least one problem."""

    line: int
    problems: tuple[Problem, ...]
