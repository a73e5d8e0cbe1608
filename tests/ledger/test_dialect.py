"""One query of the tallies for every engine: what SQLite answers, DuckDB answers as well."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import Any

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from duty_cli.ledger.queries.dialect import DUCKDB, POSTGRES, SQLITE
from duty_cli.ledger.queries.tally_codes import base_of, code_values, codes_query
from duty_cli.model.members import MemberKey
from duty_cli.model.periods import year_of
from duty_cli.model.record_sight import Sight
from duty_cli.model.records import COLUMNS, TALLIED

LABELS = {"提案": 1, "全体会议": 2, "出席": 3, "缺席": 4, "立案": 5}
NUMBERS = ("attendance", "stages", "levels", "position", "authors")
COLUMN_NAMES = ("seq", "member", "day", "kind", *TALLIED)
TYPES = ["BIGINT" if name in (*NUMBERS, "seq", "member", "kind") else "TEXT" for name in COLUMN_NAMES]

said = st.fixed_dictionaries(
    {
        "member": st.integers(1, 3),
        "day": st.dates(date(2025, 11, 1), date(2027, 2, 1)).map(date.isoformat),
        "kind": st.sampled_from([1, 2]),
        "attendance": st.sampled_from([None, 3, 4]),
        "stages": st.sampled_from([None, None, 5]),
        "position": st.sampled_from([None, None, 2]),
        "quantity": st.sampled_from([None, None, "1/3"]),
        "matter": st.sampled_from([None, "a", "甲;乙,丙@丁|", "'"]),
    }
)
kinds = st.none() | st.frozensets(st.sampled_from(["提案", "全体会议", "没有的事项"]))
sights = st.builds(
    Sight,
    st.sampled_from([(date(2026, 1, 1),), (date(2026, 1, 1), date(2026, 4, 1), date(2026, 9, 30))]),
    kinds,
    st.frozensets(st.sampled_from([MemberKey(1), MemberKey(3)])),
    kinds,
)


Db = sqlite3.Connection | duckdb.DuckDBPyConnection


def answer(db: Db, query: tuple[str, dict[str, Any]]) -> list[tuple[int, list[str]]]:
    return [(member, sorted(codes.split(";"))) for member, codes in db.execute(*query).fetchall()]


def filled(db: Db, rows: Sequence[dict[str, Any]]) -> Db:
    table = ", ".join(f"{name} {type_}" for name, type_ in zip(COLUMN_NAMES, TYPES, strict=True))
    db.execute(f"CREATE TABLE record ({table})")
    for seq, row in enumerate(rows, 1):
        values = [{"seq": seq, **row}.get(name) for name in COLUMN_NAMES]
        db.execute(f"INSERT INTO record VALUES ({', '.join('?' for _ in values)})", values)
    return db


@settings(deadline=None)
@given(rows=st.lists(said, max_size=12), sight=sights)
def test_the_codes_of_duckdb_are_those_of_sqlite(rows: list[dict[str, Any]], sight: Sight) -> None:
    values = code_values(sight, year_of(2026), base_of(LABELS.values()))
    with duckdb.connect() as duck:
        one, other = (
            answer(filled(db, rows), dialect.bound(codes_query(dialect, sight, LABELS, "record.seq <> 2"), values))
            for db, dialect in ((sqlite3.connect(":memory:"), SQLITE), (duck, DUCKDB))
        )
    assert one == other


def test_no_value_is_given_that_the_query_does_not_name() -> None:
    query = "SELECT :one, x::text FROM a WHERE t = '12:30' AND b = :two"
    assert POSTGRES.bound(query, {"one": 1, "two": 2, "three": 3}) == (
        "SELECT %(one)s, x::text FROM a WHERE t = '12:30' AND b = %(two)s",
        {"one": 1, "two": 2},
    )


def test_every_column_that_rules_see_is_of_a_type_here() -> None:
    assert {*COLUMN_NAMES} - {"seq", "member", "day"} == {"kind", *(name for name in COLUMNS if name in TALLIED)}
