"""Proceedings (办理事项): what is put to people to decide, and what they did, step by dated step (§§11, 12).

A proceeding moves along a path, and the paths are data (``rules/steps.yaml``), so that an office says its own steps. Code
never knows a step by its name, but by what it ``means``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date, datetime
from enum import StrEnum

from duty_cli.model.members import MemberKey, Seq
from duty_cli.model.quick_dataclass import dataclass


class PathUse(StrEnum):
    """What a path is for."""

    FOLLOW_UP = "follow_up"
    CHOICE = "choice"
    PUBLICATION = "publication"
    OBJECTION = "objection"
    WARNING = "warning"


class StepMeaning(StrEnum):
    """What the program makes of a step, whatever the office calls it."""

    OPENED = "opened"
    """The proceeding is there: put forward, published, received."""
    ANSWERED = "answered"
    DECIDED = "decided"
    """A meeting or a person decided, and it is still to be carried out."""
    DONE = "done"
    DROPPED = "dropped"
    CHOSEN = "chosen"
    NOT_CHOSEN = "not_chosen"
    UPHELD = "upheld"
    """What was objected to stands (维持)."""
    SETTLED = "settled"
    """What was objected to was put right, by reversal and new record (更正)."""


ENDINGS = frozenset(
    {
        *(StepMeaning.DONE, StepMeaning.DROPPED, StepMeaning.CHOSEN, StepMeaning.NOT_CHOSEN),
        *(StepMeaning.UPHELD, StepMeaning.SETTLED),
    }
)
"""The meanings after which nothing follows."""


@dataclass(frozen=True, slots=True)
class StepWords:
    """What is said of a step. ``by`` is whose step it is: a person or an office, never nobody."""

    on: date
    by: str
    meeting: str | None = None
    place: str | None = None
    number: str | None = None
    words: str | None = None
    until: date | None = None
    note: str | None = None


STEP_HEADINGS = {
    "on": "日期",
    "by": "由谁",
    "meeting": "会议",
    "place": "地点",
    "number": "文号",
    "words": "内容",
    "until": "截止日期",
    "note": "备注",
}
"""What is said of a step, and how files and papers head it."""

assert list(STEP_HEADINGS) == [one.name for one in fields(StepWords)]


@dataclass(frozen=True, slots=True)
class PathStep:
    """A step that can be taken: after which others (none: it begins a proceeding), and what must be said of it."""

    name: str
    means: StepMeaning
    after: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()

    @property
    def begins(self) -> bool:
        """Whether a proceeding begins with it."""
        return not self.after


@dataclass(frozen=True, slots=True)
class ProceedingPath:
    """The way on which proceedings of one use go."""

    name: str
    use: PathUse
    steps: tuple[PathStep, ...]

    def named(self, name: str) -> PathStep | None:
        """The step of that name."""
        return next((one for one in self.steps if one.name == name), None)

    def meaning(self, means: StepMeaning) -> PathStep | None:
        """The first step of that meaning."""
        return next((one for one in self.steps if one.means is means), None)

    def next_after(self, name: str | None) -> tuple[PathStep, ...]:
        """The steps that can follow the one named; those that begin a proceeding, where there is none yet."""
        return tuple(one for one in self.steps if (one.begins if name is None else name in one.after))


@dataclass(frozen=True, slots=True)
class NewProceeding:
    """A proceeding, as it is opened. ``about`` is what in question: a consequence, a report, a selection.

    ``target`` is the row it is about, where it is about one; ``grounds`` is the evidence as it was told that day.
    """

    path: str
    use: PathUse
    about: str
    member: MemberKey | None = None
    year: int | None = None
    target: Seq | None = None
    grounds: tuple[str, ...] = ()

    def same_as(self, other: NewProceeding) -> bool:
        """Whether both ask the same thing of the same member, year and row, on whatever grounds."""
        return (self.use, self.about, self.member, self.year, self.target) == (
            *(other.use, other.about, other.member, other.year, other.target),
        )


@dataclass(frozen=True, slots=True)
class NewStep:
    """A step of a proceeding, as it is taken."""

    proceeding: Seq
    name: str
    means: StepMeaning
    said: StepWords


@dataclass(frozen=True, slots=True)
class TakenStep:
    """A step of a proceeding, with its seq, and by whom and when it was entered."""

    seq: Seq
    step: NewStep
    entered_by: str
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class Proceeding:
    """A proceeding with the steps taken so far, in order; the first opened it."""

    seq: Seq
    new: NewProceeding
    steps: tuple[TakenStep, ...]

    @property
    def last(self) -> NewStep | None:
        """The step at which it stands; None where its first step was reversed."""
        return self.steps[-1].step if self.steps else None

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.last is None or self.last.means not in ENDINGS

    def met(self, means: StepMeaning) -> NewStep | None:
        """The last step of that meaning."""
        return next((one.step for one in reversed(self.steps) if one.step.means is means), None)


def followed_up(
    proceedings: Iterable[Proceeding], member: MemberKey, year: int | None = None
) -> tuple[Proceeding, ...]:
    """What was put forward of a member and is being followed up, of one year where it is given; not what was taken back."""
    found = of_use(proceedings, PathUse.FOLLOW_UP, year)
    return tuple(one for one in found if one.new.member == member and one.last is not None)


def of_use(proceedings: Iterable[Proceeding], use: PathUse, year: int | None = None) -> tuple[Proceeding, ...]:
    """The proceedings of one use, those of one year where it is given."""
    return tuple(one for one in proceedings if one.new.use is use and year in (None, one.new.year))
