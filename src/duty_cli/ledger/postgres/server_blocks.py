"""The chain of a ledger on a server walked in blocks: the server says the rows as they are hashed, here they are hashed.

It only ever says that all is sound, as ``checking/chain_blocks.py`` of a file: what a server may one day spell otherwise is gone through
row by row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

from duty_cli.ledger.chain.hash_chain import GENESIS, VERSION, links
from duty_cli.ledger.checking.canonical_blocks import RowBlock
from duty_cli.ledger.checking.schema_shape import SchemaShape, ShapedColumn
from duty_cli.ledger.queries.sql_connection import SqlConnection
from duty_cli.model.progress import in_progress

_BLOCK = 4_000
"""Rows at once: a block weighs some hundred KiB."""

_SPINE = """
    SELECT string_agg(sort, ',' ORDER BY seq), string_agg(hash, '' ORDER BY seq) FROM entry WHERE seq BETWEEN ? AND ?
"""


def chain_is_sound(connection: SqlConnection, shape: SchemaShape) -> bool:
    """Whether every row comes to the hash that stands beside it, the last one to the head, and none is there besides."""
    total = _counted(connection, "entry")
    walked = chain.from_iterable(_walk(connection, shape, total))
    return all(in_progress("核对账本", "行", walked, lambda: total))


def _walk(connection: SqlConnection, shape: SchemaShape, total: int) -> Iterator[Iterable[bool]]:
    """For each row whether its block is sound; at the end, whether there is nothing besides."""
    before, rows = GENESIS, Counter[str]()
    for first in range(1, total + 1, _BLOCK):
        block = _block(connection, shape, first, min(first + _BLOCK - 1, total))
        made = links(before, block.rows) if block is not None else []
        if block is None or b"".join(made) != block.hashes:
            yield (False,)
            return
        before = made[-1]
        rows += block.sorts
        yield [True] * len(made)
    head = connection.execute("SELECT seq, hash FROM head WHERE id = 1").fetchone()
    yield (head == (total, before), *(_counted(connection, sort) == rows[sort] for sort in shape.columns))


def _counted(connection: SqlConnection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _block(connection: SqlConnection, shape: SchemaShape, first: int, last: int) -> RowBlock | None:
    """The rows from ``first`` to ``last`` as they are hashed; None where any is missing, or of no known sort."""
    said, hashes = connection.execute(_SPINE, (first, last)).fetchone()
    sorts = (said or "").split(",")
    counts = Counter(sorts)
    if len(sorts) != last - first + 1 or not shape.columns.keys() >= counts.keys():
        return None
    each: dict[str, Iterator[bytes]] = {}
    for sort, count in counts.items():
        (text,) = connection.execute(_query(sort, shape.columns[sort]), (first, last)).fetchone()
        rows = (text or "").encode().split(b"\n")
        if len(rows) != count:
            return None
        each[sort] = iter(rows)
    return RowBlock(counts, [next(each[sort]) for sort in sorts], hashes)


@lru_cache(maxsize=64)
def _query(sort: str, columns: tuple[ShapedColumn, ...]) -> str:
    """What says the rows of a sort, a line each; names of the schema alone stand in it."""
    ordered = sorted(columns, key=lambda column: column.name)
    # A cell that is null makes its whole part null, which is left out.
    cells = ", ".join(f"""'"{column.name}":' || {_cell(column)} || ','""" for column in ordered)
    joins = " ".join(
        f"LEFT JOIN label AS {column.name}_said ON {column.name}_said.id = own.{column.name}"
        for column in ordered
        if column.coded
    )
    row = (
        f"""'[{VERSION},' || own.seq || ',' || entry.batch || ',"{sort}",{{' || rtrim(concat({cells}), ',') || '}}]'"""
    )
    return f"""
        SELECT string_agg({row}, chr(10) ORDER BY own.seq)
        FROM {sort} AS own JOIN entry ON entry.seq = own.seq {joins} WHERE own.seq BETWEEN ? AND ?
    """


def _cell(column: ShapedColumn) -> str:
    if column.coded:
        return f"to_json({column.name}_said.text)::text"
    if column.type == "INTEGER":
        return f"own.{column.name}"
    return (
        f"""to_json(encode(own.{column.name}, 'hex'))::text"""
        if column.type == "BLOB"
        else f"to_json(own.{column.name})::text"
    )
