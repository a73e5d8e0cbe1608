"""Cells that say in which capacity a member was invited (参会身份): a column of its own, or 列席 in the place of a state."""

from __future__ import annotations

from collections.abc import Sequence

from duty_cli.errors.invitation_errors import NotAsCalled, UnknownCapacity
from duty_cli.importing.sheets.file_table import Columns
from duty_cli.model.capacities import Capacity
from duty_cli.model.records import Attendance
from duty_cli.parsing import text_cleaning
from duty_cli.parsing.record_columns import Read

CAPACITY = "参会身份"
"""The heading of a column that says it."""

_DUE = frozenset({"应出席", "应到", "应参加", "出席", "出席人员", "应出席人员", "应到人员", "正式", "正式出席"})
_GUEST = frozenset({"列席", "列席人员", "列席委员", "特邀列席", "邀请列席", "应邀列席"})
_YES, _NO = frozenset({"是", "应"}), frozenset({"否", "不"})
_OF_YES = frozenset({"应出席", "是否应出席", "应到", "是否应到", "应参加", "是否应参加"})
"""The headings that ask a question: 是 and 否 answer it."""


def is_guest_mark(cell: str) -> bool:
    """Whether a cell of states says that the member was there as a guest."""
    return "列席" in cell and text_cleaning.narrow(cell) in _GUEST


class CapacityCells:
    """Reads of each row in which capacity its member was invited; None where it does not say."""

    def __init__(self, columns: Columns) -> None:
        self._at = columns.at.get(CAPACITY)
        origin = columns.origins.get(CAPACITY, CAPACITY)
        self._asks = text_cleaning.heading(origin) in _OF_YES
        self._marks = columns.table.lexicon.words.marks
        self._read = Read(CAPACITY, self._parsed, columns.converted.get(CAPACITY), None)

    def __call__(self, cells: Sequence[str], *, guest: bool) -> Capacity | None:
        """The capacity of a row; ``guest``: its state says 列席. Raises UnknownCapacity, NotAsCalled."""
        said: Capacity | None = None if self._at is None else self._read[cells[self._at]]
        if guest and said is Capacity.DUE:
            raise NotAsCalled(said, Capacity.GUEST)
        return Capacity.GUEST if guest else said

    def _parsed(self, _: str, text: str) -> Capacity:
        plain = text_cleaning.narrow(text)
        ticked = plain in _YES or self._marks.get(plain) is Attendance.PRESENT
        if plain in _DUE or (self._asks and ticked):
            return Capacity.DUE
        if plain in _GUEST or (self._asks and plain in _NO):
            return Capacity.GUEST
        raise UnknownCapacity(plain, tuple(Capacity))
