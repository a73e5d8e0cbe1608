"""Where the cells of each sort of row stand in a sealed ledger: one column a name, a second one where a name is of two types."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from duty_cli.ledger.checking.schema_shape import SchemaShape, ShapedColumn
from duty_cli.model.entry_sorts import SORTS
from duty_cli.model.quick_dataclass import dataclass

if TYPE_CHECKING:
    from pyarrow import Schema


class CellType(StrEnum):
    """Of what type the cells of a column are, by its name in the schema of the ledger; labels are texts here."""

    TEXT = "TEXT"
    NUMBER = "INTEGER"
    BYTES = "BLOB"


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column of the file: what ``cell`` of a row it holds, and of what type."""

    name: str
    cell: str
    type: CellType


RESULT = "result"
"""The sort of rows that stand outside the chain, after all others: what a member's year came to."""

PERSON = "person_"
"""How the columns begin that hold what a naming said, which the chain knows by its digest alone; only ``--with-names``."""

SEQ, BATCH, SORT = SPINE = (
    SealedColumn("seq", "seq", CellType.NUMBER),
    SealedColumn("batch", "batch", CellType.NUMBER),
    SealedColumn("sort", "sort", CellType.TEXT),
)
"""What every row has."""

_APART = {
    ("first", CellType.NUMBER): "first_seq",
    ("last", CellType.NUMBER): "last_seq",
    ("digest", CellType.TEXT): "digest_text",
    ("activity", CellType.TEXT): "activity_name",
}
"""The names that are of two types in two sorts: the column of one of the two has another name.

Never an edit of a line, as files are kept for years; a test says where a new sort of row needs another line.
"""

_RESULT = {
    "member": CellType.NUMBER,
    "year": CellType.NUMBER,
    "score": CellType.TEXT,
    "grade": CellType.TEXT,
    "rules": CellType.TEXT,
}
"""The cells of a result: the score an exact number as text, the rules by their digest."""

_PERSON = {
    "name": CellType.TEXT,
    "initials": CellType.TEXT,
    "phone": CellType.TEXT,
    "salt": CellType.BYTES,
}


def column_of(cell: str, type_: CellType) -> SealedColumn:
    """The column in which the cells of that name and type stand."""
    return SealedColumn(_APART.get((cell, type_), cell), cell, type_)


@dataclass(frozen=True, slots=True)
class SealedColumns:
    """The columns of the files of one version of the ledger: by sort and cell, those of a naming's person, and all of them in order."""

    by_sort: Mapping[str, Mapping[str, SealedColumn]]
    person: Mapping[str, SealedColumn]
    with_names: bool

    @property
    def hashed(self) -> tuple[SealedColumn, ...]:
        """The columns whose cells the chain hashes, each once, those of records first."""
        sorts = ("record", *(sort for sort in self.by_sort if sort != RESULT))
        return tuple(dict.fromkeys(column for sort in sorts for column in self.by_sort[sort].values()))

    @property
    def every(self) -> tuple[SealedColumn, ...]:
        """All columns, in the order of the file."""
        outside = (*self.by_sort[RESULT].values(), *(self.person.values() if self.with_names else ()))
        return tuple(dict.fromkeys((*SPINE, *self.hashed, *outside)))

    def schema(self) -> Schema:
        """The schema of the file."""
        import pyarrow as pa

        types = {CellType.TEXT: pa.string(), CellType.NUMBER: pa.int64(), CellType.BYTES: pa.binary()}
        return pa.schema([pa.field(one.name, types[one.type]) for one in self.every])


def columns_of(shape: SchemaShape, *, with_names: bool) -> SealedColumns:
    """The columns of the files of a ledger of that shape."""
    by_sort = {sort: dict(_of_sort(shape.columns[sort])) for sort in SORTS if sort in shape.columns}
    result = {cell: column_of(cell, type_) for cell, type_ in _RESULT.items()}
    person = {cell: SealedColumn(f"{PERSON}{cell}", cell, type_) for cell, type_ in _PERSON.items()}
    return SealedColumns(MappingProxyType({**by_sort, RESULT: result}), MappingProxyType(person), with_names)


def _of_sort(columns: tuple[ShapedColumn, ...]) -> Iterator[tuple[str, SealedColumn]]:
    for column in columns:
        type_ = CellType.TEXT if column.coded else CellType(column.type)
        yield column.name, column_of(column.name, type_)
