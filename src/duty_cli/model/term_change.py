"""What a new term changes on the roster: who stays, who comes, who leaves."""

from __future__ import annotations

from duty_cli.model.members import Member, Tenure
from duty_cli.model.periods import Term
from duty_cli.model.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Returning:
    """A member of before who is one in the new term: the number then, the tenures that end, those that begin.

    ``again`` had left before the new term began.
    """

    member: Member
    number: str
    ended: tuple[Tenure, ...]
    begun: tuple[Tenure, ...]
    again: bool

    @property
    def renumbered(self) -> bool:
        """Whether the number is another."""
        return self.member.number != self.number


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who was no member before; ``near`` are those of before whose name is much the same."""

    number: str
    name: str
    tenures: tuple[Tenure, ...]
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TermChange:
    """The term that begins; ``before`` and ``shortened`` are the last one as it was and as it now ends, where it is moved."""

    term: Term
    before: Term | None
    shortened: Term | None
    returning: tuple[Returning, ...] = ()
    newcomers: tuple[Newcomer, ...] = ()
    leaving: tuple[Member, ...] = ()
