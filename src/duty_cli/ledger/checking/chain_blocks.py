"""The chain walked in blocks: rows as SQLite says them are hashed one after the other, and compared with the hashes that stand there.

It only ever says that a block is sound: what it hashes came to the very hashes that stand in the ledger. Where it does not, a row
may be damaged, or be of a kind that is said otherwise than by ``hash_chain.canonical``; then the rows are gone through one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import chain
from sqlite3 import Connection, Error

from duty_cli.ledger.chain.hash_chain import GENESIS, Cell, canonical, link, links
from duty_cli.ledger.checking.canonical_blocks import CanonicalBlocks, RowBlock
from duty_cli.ledger.checking.reading_crew import Crew
from duty_cli.ledger.checking.schema_shape import SchemaShape
from duty_cli.ledger.queries.snapshot import TextTable
from duty_cli.ledger.queries.sql_connection import SqlConnection

_BLOCK = 2_000
"""Rows at once: a block weighs some hundred KiB."""


class ChainBlocks:
    """The chain of one ledger, whose tables are to have the columns that ``shape`` says; a ``crew`` reads it ahead."""

    def __init__(self, crew: Crew, shape: SchemaShape) -> None:
        self._crew = crew
        self._connection = crew.here
        self._shape = shape
        self._readers: dict[Connection, CanonicalBlocks] = {}
        self._before = GENESIS
        self._rows = dict.fromkeys(shape.columns, 0)

    def rows(self) -> int:
        """How many rows there are to go through."""
        return self._counted("entry")

    def sound(self) -> Iterator[bool]:
        """For each row, in blocks, whether its block is sound; after the first that is not, nothing."""
        return chain.from_iterable(self._blocks())

    def head(self) -> tuple[int, bytes]:
        """The last row of a chain that was sound, and its hash."""
        return sum(self._rows.values()), self._before

    def _blocks(self) -> Iterator[Iterable[bool]]:
        total = self.rows()
        spans = [(first, min(first + _BLOCK - 1, total)) for first in range(1, total + 1, _BLOCK)]
        said = self._crew.ask_in_turn(map(self._asked, spans))
        for (first, last), block in zip(spans, said, strict=True):
            if not (self._sound_at_once(block) or self._sound_row_by_row(first, last)):
                yield (False,)
                return
            yield [True] * (last - first + 1)
        # A row that no line of the spine speaks of has taken no part.
        yield (False for table, count in self._rows.items() if self._counted(table) != count)

    def _counted(self, table: str) -> int:
        return int(self._connection.execute(f"SELECT count(*) FROM {table} NOT INDEXED").fetchone()[0])

    def _asked(self, span: tuple[int, int]) -> Callable[[Connection], RowBlock | None]:
        def block(connection: Connection) -> RowBlock | None:
            if connection not in self._readers:
                self._readers[connection] = CanonicalBlocks(connection, self._shape)
            return self._readers[connection].block(*span)

        return block

    def _sound_at_once(self, said: Callable[[], RowBlock | None]) -> bool:
        with suppress(Error, UnicodeError):  # then it is seen row by row
            block = said()
            if block is None:
                return False
            made = links(self._before, block.rows)
            if b"".join(made) == block.hashes:
                self._take(block.sorts, made[-1])
                return True
        return False

    def _take(self, sorts: Mapping[str, int], hash_: bytes) -> None:
        self._before = hash_
        for sort, count in sorts.items():
            self._rows[sort] += count

    def _sound_row_by_row(self, first: int, last: int) -> bool:
        spine = self._connection.execute(
            "SELECT seq, batch, sort, hash FROM entry WHERE seq BETWEEN ? AND ? ORDER BY seq", (first, last)
        ).fetchall()
        texts, before = TextTable(self._connection).texts, self._before
        sorts = [sort for _, _, sort, _ in spine]
        if len(spine) != last - first + 1 or not self._shape.columns.keys() >= set(sorts):
            return False
        contents = {sort: contents_of(self._connection, sort, self._shape, texts, first) for sort in set(sorts)}
        for seq, batch, sort, hash_ in spine:
            found, cells = next(contents[sort], (None, {}))
            if found != seq or link(before, canonical(seq, batch, sort, cells)) != hash_:
                return False
            before = hash_
        self._take(Counter(sorts), before)
        return True


def contents_of(
    connection: SqlConnection, sort: str, shape: SchemaShape, texts: dict[int, str], first: int | None = None
) -> Iterator[tuple[int, dict[str, Cell]]]:
    """The rows of a table by seq, from ``first`` on or all, as they were hashed."""
    columns = shape.columns[sort]
    names = [column.name for column in columns]
    since = "" if first is None else f"WHERE seq >= {first}"
    for seq, *row in connection.execute(f"SELECT seq, {', '.join(names)} FROM {sort} {since} ORDER BY seq"):
        cells = dict(zip(names, row, strict=True))
        # Hashed as texts: the numbers of labels may differ between two ledgers that say the same.
        for column in columns:
            if column.coded:
                cells[column.name] = texts.get(cells[column.name])
        yield seq, cells
