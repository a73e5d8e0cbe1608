"""What a member's year came to, as a sealed ledger tells it behind the rows of the chain."""

from __future__ import annotations

from duty_cli.model.members import MemberKey
from duty_cli.model.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class SealedResult:
    """The score an exact number as text, the grade in the words of the rules, or why there is none; the rules by their digest."""

    member: MemberKey
    year: int
    score: str
    grade: str
    rules: str
