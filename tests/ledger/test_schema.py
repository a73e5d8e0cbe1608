"""SQLModel's picture of the tables, the migrated schema and the statements that write them are one."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, insert, inspect
from sqlalchemy.dialects import sqlite

from duty_cli.ledger.checking.schema_shape import shape_of
from duty_cli.ledger.migrations import MIGRATIONS
from duty_cli.ledger.queries import snapshot
from duty_cli.ledger.sqlite.bulk_insert import insert_statement
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger
from duty_cli.ledger.tables import TABLES
from duty_cli.model.entry_sorts import SORTS

NAMES = sorted(TABLES)

CODED = {
    sort: tuple(
        column.name
        for column in TABLES[sort].columns
        if any(key.target_fullname == "label.id" for key in column.foreign_keys)
    )
    for sort in SORTS
}
"""The columns of each table that hold labels."""


@pytest.fixture
def engine(ledger: SqliteLedger, path: Path) -> Engine:
    return create_engine(f"sqlite:///{path}")


def test_the_same_tables_are_there(engine: Engine) -> None:
    assert sorted(inspect(engine).get_table_names()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_table_has_the_columns_that_its_class_says(engine: Engine, name: str) -> None:
    table, dialect = TABLES[name], sqlite.dialect()
    said = [(column.name, column.type.compile(dialect), column.nullable) for column in table.columns]
    found = inspect(engine).get_columns(name)
    assert said == [(one["name"], str(one["type"]), one["nullable"]) for one in found]
    assert inspect(engine).get_pk_constraint(name)["constrained_columns"] == [one.name for one in table.primary_key]


def test_what_the_check_goes_by_is_what_the_classes_say() -> None:
    shape = shape_of(MIGRATIONS)
    assert {sort: {one.name for one in shape.columns[sort]} | {"seq"} for sort in SORTS} == {
        sort: {column.name for column in TABLES[sort].columns} for sort in SORTS
    }
    assert {sort: tuple(one.name for one in shape.columns[sort] if one.coded) for sort in SORTS} == CODED
    assert {sort: snapshot.CODED.get(sort, ()) for sort in SORTS} == CODED


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", NAMES)
def test_rows_are_written_by_the_statement_that_the_class_compiles_to(name: str, rows: int) -> None:
    columns = tuple(column.name for column in TABLES[name].columns)
    compiled = insert(TABLES[name]).values([dict.fromkeys(columns, 1)] * rows).compile(dialect=sqlite.dialect())
    # SQLAlchemy quotes what is a word of SQL in some place, though not in this one.
    assert insert_statement(name, columns, rows) == str(compiled).replace('"', "")


@pytest.mark.parametrize("name", NAMES)
def test_a_table_refers_and_is_unique_as_its_class_says(engine: Engine, name: str) -> None:
    columns = TABLES[name].columns
    keys = {(column.name, key.target_fullname) for column in columns for key in column.foreign_keys}
    found = inspect(engine).get_foreign_keys(name)
    assert keys == {
        (key["constrained_columns"][0], f"{key['referred_table']}.{key['referred_columns'][0]}") for key in found
    }
    unique = [one["column_names"] for one in inspect(engine).get_unique_constraints(name)]
    assert unique == [[column.name] for column in columns if column.unique]


def test_every_table_is_strict(engine: Engine) -> None:
    with engine.connect() as connection:
        tables = connection.exec_driver_sql("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'").all()
    assert sorted(name for name, strict in tables if strict) == NAMES


def test_every_appended_table_is_guarded_against_update_and_delete(engine: Engine) -> None:
    with engine.connect() as connection:
        names = set(connection.exec_driver_sql("SELECT name FROM sqlite_schema WHERE type = 'trigger'").scalars())
    assert {f"{table}_no_{deed}" for table in ("entry", *SORTS) for deed in ("update", "delete")} <= names


def test_the_repeating_texts_are_coded() -> None:
    assert {sort: columns for sort, columns in CODED.items() if columns} == {
        "spell": ("facet", "value"),
        "activity": ("kind", "due", "sector", "liaison_group", "special_committee"),
        "record": ("kind", "attendance", "stages", "levels"),
        "invitation": ("kind", "capacity"),
        "leave": ("reason", "kind"),
        "proceeding": ("path", "use"),
        "step": ("name", "means"),
        "plan": ("kind", "due", "sector", "liaison_group", "special_committee"),
        "earlier": ("grade", "paper"),
        "handin": ("kind",),
        "budget": ("facet", "name"),
        "spending": ("facet", "name", "activity"),
    }


def test_tallies_are_read_from_one_index_already_sorted(engine: Engine) -> None:
    columns = "member, day, kind, attendance, share, stages, levels, position, authors, matter, quantity, judged"
    query = f"SELECT {columns}, COUNT(*) FROM record GROUP BY {columns} ORDER BY {columns}"
    with engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}").all()
    assert [step[3] for step in plan] == ["SCAN record USING COVERING INDEX record_tally"]


def test_records_that_come_of_others_are_found_from_an_index(engine: Engine) -> None:
    with engine.connect() as connection:
        query = "EXPLAIN QUERY PLAN SELECT seq FROM record WHERE source IS NOT NULL"
        plan = connection.exec_driver_sql(query).all()
    assert [step[3] for step in plan] == ["SEARCH record USING COVERING INDEX record_source (source>?)"]


def test_a_record_is_found_by_its_number_from_an_index(engine: Engine) -> None:
    with engine.connect() as connection:
        plan = connection.exec_driver_sql("EXPLAIN QUERY PLAN SELECT seq FROM record WHERE number = '1'").all()
    assert [step[3] for step in plan] == ["SEARCH record USING COVERING INDEX record_number (number=?)"]
