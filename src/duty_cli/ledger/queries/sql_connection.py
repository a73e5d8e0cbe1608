"""What a connection to a database answers, whichever it is: as ``sqlite3`` does it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol


class SqlRows(Protocol):
    """The rows of a query, one after the other."""

    def fetchone(self) -> Any:  # noqa: ANN401 - a row has cells of several sorts
        """The next row; None at the end."""

    def fetchmany(self, size: int, /) -> list[Any]:
        """The next rows, at most ``size``; none at the end."""

    def fetchall(self) -> list[Any]:
        """All that are left."""

    def __iter__(self) -> Iterator[Any]: ...


class SqlConnection(Protocol):
    """A connection that carries out SQL whose values are named ``:name``, or ``?`` in their order."""

    def execute(self, query: str, values: Any = ..., /) -> SqlRows:  # noqa: ANN401 - a mapping or a sequence
        """The rows of a query."""
