"""What the schema of a version is to the letter: its objects, and the columns of the tables that the chain goes over.

Asked of a blank ledger that the migrations make, not of the classes of SQLModel, which take longer to load than a small ledger
takes to be checked. A test holds the two together.
"""

from __future__ import annotations

from contextlib import closing
from sqlite3 import Connection, connect

from duty_cli.ledger.migrations import Migrations, migrate
from duty_cli.model.entry_sorts import SORTS
from duty_cli.model.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class ShapedColumn:
    """A column of a table: whether it is never null, of what type its cells are, whether they are the numbers of labels, or days."""

    name: str
    required: bool
    type: str
    coded: bool
    is_day: bool


@dataclass(frozen=True, slots=True)
class SchemaShape:
    """The objects of the schema, each with the table it is for and its definition; the columns beside ``seq``, by table; the version."""

    objects: dict[tuple[str, str], tuple[str, str | None]]
    columns: dict[str, tuple[ShapedColumn, ...]]
    version: int


def shape_of(migrations: Migrations) -> SchemaShape:
    """The schema that ``migrations`` make."""
    with closing(connect(":memory:")) as blank:
        migrate(blank, migrations)
        found = objects_of(blank)
        columns = {sort: _columns(blank, sort) for sort in SORTS if ("table", sort) in found}
        return SchemaShape(found, columns, len(migrations))


def objects_of(connection: Connection) -> dict[tuple[str, str], tuple[str, str | None]]:
    """Which table each object of the schema is for, and its definition; without what SQLite keeps for itself."""
    query = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_stat%' ESCAPE '\\'"
    return {(sort, name): (table, sql) for sort, name, table, sql in connection.execute(query)}


def _columns(blank: Connection, table: str) -> tuple[ShapedColumn, ...]:
    keys = blank.execute(f"""SELECT "from" FROM pragma_foreign_key_list('{table}') WHERE "table" = 'label'""")
    coded = {name for (name,) in keys}
    [(definition,)] = blank.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table,))
    query = f"""SELECT name, "notnull", type FROM pragma_table_info('{table}') WHERE name <> 'seq' ORDER BY cid"""
    return tuple(
        ShapedColumn(name, bool(required), sort, name in coded, f"CHECK ({name} IS date({name})" in definition)
        for name, required, sort in blank.execute(query)
    )
