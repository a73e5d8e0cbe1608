"""What can be proved of a rule file before it is decided on: extremes of scores, yes or no, each with a member who shows it."""

from __future__ import annotations

from enum import StrEnum

from duty_cli.model.exact_numbers import Points
from duty_cli.model.members import Facet
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Tally
from duty_cli.model.rulebook import Rulebook

COMMON = "普通委员"
"""One who holds no role and no group that the rule file names."""

NEW = "新任委员"


@dataclass(frozen=True, slots=True)
class MemberProfile:
    """A sort of member as far as the rule file tells them apart: what is held all year, or that the year is the first.

    ``alike`` are the names of others whom the file treats just so.
    """

    held: tuple[tuple[Facet, str], ...] = ()
    new: bool = False
    alike: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What is held, in words."""
        return NEW if self.new else "、".join(value for _, value in self.held) or COMMON

    def __str__(self) -> str:
        return "；".join((self.name, *self.alike))


@dataclass(frozen=True, slots=True)
class ProofWitness:
    """An invented member of a ``profile`` with these records, and what the scorer makes of the year.

    ``grade`` is the one before quotas; ``limits`` are the minimums missed and the vetoes touched.
    """

    profile: MemberProfile
    tallies: tuple[Tally, ...]
    total: Points
    categories: tuple[tuple[str, Points], ...]
    grade: str
    limits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extreme:
    """The most or the least that a profile can have, in points.

    ``bound`` cannot be passed, by the rules alone; None: nothing limits it. ``witness`` is the farthest member that was
    found. Where the witness has the bound, that is the extreme.
    """

    bound: Points | None
    witness: ProofWitness

    @property
    def proved(self) -> bool:
        """Whether the bound is reached."""
        return self.bound == self.witness.total


class ProofAnswer(StrEnum):
    """The answer to a question: proved by a witness, proved by a bound, or not to be told."""

    YES = "能"
    NO = "不能"
    UNKNOWN = "不能断定"


@dataclass(frozen=True, slots=True)
class ProofFinding:
    """The answer to one ``question``; ``why`` in a sentence, ``witness`` where there is one."""

    question: str
    profile: MemberProfile
    answer: ProofAnswer
    why: str
    witness: ProofWitness | None = None


@dataclass(frozen=True, slots=True)
class ProfileScores:
    """The least and the most of one profile."""

    profile: MemberProfile
    least: Extreme
    most: Extreme


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether who holds nothing can have any points of a category, and the most: his (``common``) and each other profile's."""

    category: str
    clause: str
    answer: ProofAnswer
    common: Points | None
    others: tuple[tuple[MemberProfile, Points | None], ...]


@dataclass(frozen=True, slots=True)
class Proofs:
    """All that was asked of one rule file in one year; ``held``: how often each kind was held, where that was said."""

    book: Rulebook
    year: int
    held: tuple[tuple[str, int], ...]
    scores: tuple[ProfileScores, ...]
    findings: tuple[ProofFinding, ...]
    reach: tuple[Reach, ...]
