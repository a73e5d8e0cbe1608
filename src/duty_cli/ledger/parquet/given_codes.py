"""The codes of a county's members where an engine has put them together for all counties at once: read here as any others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from duty_cli.ledger.queries.record_queries import CellReader
from duty_cli.ledger.queries.tally_codes import CodeReader, base_of
from duty_cli.model.members import MemberKey
from duty_cli.model.periods import Period
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.record_sight import Sight
from duty_cli.model.records import Tally


@dataclass(frozen=True, slots=True)
class GivenCodes:
    """The ``members`` by key, each with the codes of its records within ``needs``, told apart as far as ``sight`` sees.

    ``texts``: which label each number in a code stands for, in all counties the same.
    """

    needs: Period
    sight: Sight
    texts: Mapping[int, str]
    members: Sequence[tuple[MemberKey, str]]

    def tallies(self) -> Iterator[tuple[MemberKey, list[Tally]]]:
        """Each member's tallies, one member in memory at a time."""
        read = CodeReader(CellReader(self.texts), self.sight, base_of(self.texts))
        for key, codes in self.members:
            yield key, read.tallies(codes)
