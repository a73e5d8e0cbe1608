"""The records of one sealed ledger lent to DuckDB, which answers what is asked of them: by the very queries that SQLite is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from duty_cli.ledger.queries.dialect import DUCKDB
from duty_cli.ledger.queries.snapshot import TextTable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from pyarrow import Table


class FetchedRows:
    """The rows of an answer, all in memory, given as a cursor gives them: another may be asked before they are gone through."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self._rows = iter(rows)

    def __iter__(self) -> Iterator[Any]:
        return self._rows

    def fetchone(self) -> Any:  # noqa: ANN401 - a row has cells of several sorts
        """The next row; None at the end."""
        return next(self._rows, None)

    def fetchmany(self, size: int, /) -> list[Any]:
        """The next rows, at most ``size``; none at the end."""
        return [row for _, row in zip(range(size), self._rows, strict=False)]

    def fetchall(self) -> list[Any]:
        """All that are left."""
        return list(self._rows)


class DuckTables:
    """A DuckDB in memory, to which the tables of one county after another are lent: never copied, and never two counties at once."""

    def __init__(self) -> None:
        """Raises ImportError where duckdb is not installed."""
        import duckdb

        # One thread, as there is a process for each core; nothing of the disk or of the network is asked for.
        settings: dict[str, str | bool | int | float | list[str]] = {
            "threads": 1,
            "enable_external_access": False,
            "default_null_order": "nulls_first",
        }
        self._duck: DuckDBPyConnection = duckdb.connect(":memory:", config=settings)
        self._lent: tuple[str, ...] = ()

    def lend(self, tables: Mapping[str, Table]) -> None:
        """Take these tables in the place of those that were lent before."""
        for name in self._lent:
            self._duck.unregister(name)
        self._lent = tuple(tables)
        for name, table in tables.items():
            self._duck.register(name, table)

    def execute(self, query: str, values: Mapping[str, object], /) -> FetchedRows:
        """The rows of a query whose values are named."""
        return FetchedRows(self._duck.execute(*DUCKDB.bound(query, values)).fetchall())

    def close(self) -> None:
        """Let all of it go."""
        self._duck.close()


def in_numbers(tables: Iterable[Table], coded: Iterable[str], labels: TextTable) -> Table:
    """The tables as one, the texts of the columns ``coded`` as their numbers, which new ones are given here."""
    import pyarrow as pa

    whole = pa.concat_tables(tables).unify_dictionaries()
    for name in coded:
        chunks = whole[name].chunks
        numbers = pa.array(
            [labels.number(text) for text in chunks[0].dictionary.to_pylist()] if chunks else [], pa.int64()
        )
        told = [numbers.take(chunk.indices) for chunk in chunks]
        whole = whole.set_column(whole.schema.get_field_index(name), name, pa.chunked_array(told, pa.int64()))
    return whole
