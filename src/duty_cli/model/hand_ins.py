"""收件 (§11): that a yearly report (年度履职报告) or account (年度述职) was handed in, and when that is due."""

from __future__ import annotations

from datetime import date

from duty_cli.model.members import MemberKey, Seq
from duty_cli.model.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class HandIn:
    """What a member handed in of ``kind`` for ``year``, and who received it; ``digest`` is the SHA-256 of the file, which is not kept."""

    member: MemberKey
    kind: str
    year: int
    on: date
    received_by: str
    digest: str | None = None
    seq: Seq = Seq(0)

    @property
    def called(self) -> str:
        """What was handed in, with its year: 2026 年度履职报告."""
        return of_year(self.kind, self.year)

    def same_as(self, other: HandIn) -> bool:
        """Whether both are of the same member, kind and year."""
        return (self.member, self.kind, self.year) == (other.member, other.kind, other.year)


def of_year(kind: str, year: int) -> str:
    """A kind with its year, which many a kind says itself that it is of."""
    return f"{year} {kind}" if kind.startswith("年度") else f"{year} 年度{kind}"
