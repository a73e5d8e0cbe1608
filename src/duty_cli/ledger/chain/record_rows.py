"""New records as columns: what many records share is worked out once, and said once for each sort of record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from duty_cli.ledger.chain.event_codec import set_text
from duty_cli.ledger.chain.hash_chain import Cell, Columns, each, is_empty
from duty_cli.ledger.chain.row_codec import attendance_text, number_text
from duty_cli.model.column_sorts import EXACT_SORTS, ColumnSort
from duty_cli.model.ledger_protocol import NewRecord
from duty_cli.model.members import Seq
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import COLUMNS, OWN, RecordFields


@dataclass(frozen=True, slots=True)
class RecordColumns:
    """Records by column, labels as their texts: their ``own`` cells row by row, the ``shared`` ones once for all that are alike.

    ``at`` says for each row where its shared cells stand.
    """

    own: Columns
    shared: Columns
    at: Sequence[int]

    def rows(self, coded: Mapping[str, Sequence[Cell]]) -> Columns:
        """All columns row by row, those of ``coded`` (one for each shared cell) in the place of theirs."""
        shared = {**self.shared, **coded}
        return {**self.own, **{name: self._spread(column) for name, column in shared.items()}}

    def _spread(self, column: Sequence[Cell]) -> Sequence[Cell]:
        return [None] * len(self.at) if is_empty(column) else list(map(column.__getitem__, self.at))


def record_columns(new: Sequence[NewRecord], activity_of: Callable[[RecordFields], Seq | None]) -> RecordColumns:
    """The rows of new records; ``activity_of`` gives the activity that one names."""
    said = [record.fields for record in new]
    # By identity: to compare them by what they say takes longer than to write them.
    alike = [fields.alike or fields for fields in said]
    sorts = {id(fields): fields for fields in alike}
    place = {key: at for at, key in enumerate(sorts)}
    own: dict[str, Sequence[Cell]] = {"member": [record.member for record in new]}
    own |= {name: list(map(attrgetter(name), said)) for name in OWN}
    return RecordColumns(own, _shared([*sorts.values()], activity_of), [place[id(fields)] for fields in alike])


def _shared(said: Sequence[RecordFields], activity_of: Callable[[RecordFields], Seq | None]) -> Columns:
    return {
        "day": [fields.counted.isoformat() for fields in said],
        # The day of the act itself, where it counts on another.
        "done": [None if fields.counts_on is None else fields.on.isoformat() for fields in said],
        "activity": list(map(activity_of, said)),
        **{name: _column(name, said) for name in _SHARED},
    }


def _column(name: str, said: Sequence[RecordFields]) -> Sequence[Cell]:
    """The cells of one column, which hold what the field of that name says."""
    values, encode = list(map(attrgetter(name), said)), _ENCODED.get(COLUMNS[name].sort)
    return values if encode is None else each(encode, values)


_SHARED = tuple(name for name in COLUMNS if name not in {"on", "activity", *OWN})
"""The shared fields that have a column of their name and say what is in it. The day is two columns, the activity a row."""

_ENCODED: Mapping[ColumnSort, Callable[[Any], Cell]] = {
    ColumnSort.ATTENDANCE: attendance_text,
    ColumnSort.WORDS: set_text,
    **dict.fromkeys(EXACT_SORTS, number_text),
}
"""How a value is kept; those of all other sorts as they are, and labels as numbers besides, which the writer gives them."""
