"""The tables of a ledger as they are, in a file and on a server, told alike: what guards the rows and what finds them.

What a server is to have is asked of a blank file that the migrations make, so that both are held to one schema.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing

from duty_cli.ledger.migrations import MIGRATIONS, migrate
from duty_cli.ledger.postgres.schema_text import FIRST, SCHEMA, statements
from duty_cli.ledger.queries.sql_connection import SqlConnection
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.patterns import pattern


@dataclass(frozen=True, slots=True)
class TableForm:
    """A table: name, type and whether required of its columns; to what they refer; how many CHECKs; what is unique; indexes, guards.

    ``besides`` is what a server may do to it that a file cannot, none of which it is to do.
    """

    columns: tuple[tuple[str, str, bool], ...]
    keys: frozenset[tuple[str, str]]
    checks: int
    unique: frozenset[str]
    indexes: frozenset[tuple[str, str]]
    guards: frozenset[str]
    besides: frozenset[str] = frozenset()


def wanted_forms() -> dict[str, TableForm]:
    """The tables that there are to be."""
    with closing(sqlite3.connect(":memory:")) as blank:
        migrate(blank, MIGRATIONS)
        return {name: _form_in_file(blank, name, sql) for name, sql in blank.execute(_TABLES).fetchall()}


_TABLES = "SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY name"


def _form_in_file(blank: sqlite3.Connection, table: str, sql: str) -> TableForm:
    columns = blank.execute("""SELECT name, lower(type), "notnull" FROM pragma_table_info(?) ORDER BY cid""", (table,))
    keys = blank.execute('SELECT "from", "table" FROM pragma_foreign_key_list(?)', (table,))
    indexes = blank.execute("SELECT name, origin FROM pragma_index_list(?)", (table,)).fetchall()
    parts = {
        name: ",".join(one for (one,) in blank.execute("SELECT name FROM pragma_index_info(?) ORDER BY seqno", (name,)))
        for name, _ in indexes
    }
    triggers = blank.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?", (table,))
    guards = {name for (name,) in triggers}
    return TableForm(
        tuple((name, sort, bool(required)) for name, sort, required in columns),
        frozenset(keys),
        sql.count("CHECK ("),
        frozenset(parts[name] for name, origin in indexes if origin == "u"),
        frozenset((name, parts[name]) for name, origin in indexes if origin == "c"),
        # What a server can do to a table besides, it is not to do either.
        frozenset(guards | {f"{table}_no_truncate" for one in guards if one == f"{table}_no_delete"}),
    )


_COLUMNS = """
    SELECT relname, attname,
        CASE typname WHEN 'int8' THEN 'integer' WHEN 'bytea' THEN 'blob'
            WHEN 'text' THEN CASE collname WHEN 'C' THEN 'text' ELSE 'text ' || collname END ELSE typname END,
        attnotnull
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid JOIN pg_type ON pg_type.oid = atttypid
    LEFT JOIN pg_collation ON pg_collation.oid = attcollation
    WHERE pg_class.relnamespace = to_regnamespace(:schema) AND relkind IN ('r', 'p', 'v', 'm', 'f')
        AND attnum > 0 AND NOT attisdropped ORDER BY relname, attnum
"""

_CONSTRAINTS = """
    SELECT own.relname, contype, convalidated, aim.relname,
        (SELECT string_agg(attname, ',' ORDER BY attnum) FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY(conkey))
    FROM pg_constraint JOIN pg_class AS own ON own.oid = conrelid LEFT JOIN pg_class AS aim ON aim.oid = confrelid
    WHERE own.relnamespace = to_regnamespace(:schema)
"""

_INDEXES = """
    SELECT own.relname, made.relname, indisvalid AND indisready, (
        SELECT string_agg(attname, ',' ORDER BY at)
        FROM unnest(CAST(indkey AS smallint[])) WITH ORDINALITY AS part (number, at)
        JOIN pg_attribute ON attrelid = indrelid AND attnum = part.number
    )
    FROM pg_index JOIN pg_class AS own ON own.oid = indrelid JOIN pg_class AS made ON made.oid = indexrelid
    WHERE own.relnamespace = to_regnamespace(:schema)
        AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u'))
"""

_TRIGGERS = """
    SELECT relname, tgname, tgenabled, tgisinternal FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE relnamespace = to_regnamespace(:schema)
"""

# A rule lets rows that were accepted vanish, row security hides them from some, a table that is not logged is empty after
# a fall of the server, and one that inherits lends its rows.
_BESIDES = """
    SELECT relname, 'rule ' || rulename FROM pg_rewrite JOIN pg_class ON pg_class.oid = ev_class
    WHERE relnamespace = to_regnamespace(:schema)
    UNION ALL SELECT relname, 'policy ' || polname FROM pg_policy JOIN pg_class ON pg_class.oid = polrelid
    WHERE relnamespace = to_regnamespace(:schema)
    UNION ALL SELECT relname, 'row security' FROM pg_class
    WHERE relnamespace = to_regnamespace(:schema) AND relrowsecurity
    UNION ALL SELECT relname, 'not logged' FROM pg_class
    WHERE relnamespace = to_regnamespace(:schema) AND relkind = 'r' AND relpersistence <> 'p'
    UNION ALL SELECT relname, 'inherits' FROM pg_inherits JOIN pg_class ON pg_class.oid IN (inhparent, inhrelid)
    WHERE relnamespace = to_regnamespace(:schema)
"""

_FUNCTIONS = "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = to_regnamespace(:schema)"

_ALWAYS, _OFF = "A", "D"


def found_forms(connection: SqlConnection) -> dict[str, TableForm]:
    """The tables that there are on a server; what is switched off or was never held against the rows is not among them."""

    def by_table(query: str) -> Mapping[str, list[tuple[object, ...]]]:
        rows: dict[str, list[tuple[object, ...]]] = {}
        for table, *said in connection.execute(query, {"schema": SCHEMA}):
            rows.setdefault(table, []).append(tuple(said))
        return rows

    asked = (_COLUMNS, _CONSTRAINTS, _INDEXES, _TRIGGERS, _BESIDES)
    columns, constraints, indexes, triggers, besides = map(by_table, asked)
    return {
        table: TableForm(
            tuple((str(name), str(sort), bool(required)) for name, sort, required in said),
            frozenset(
                (str(own), str(aim)) for sort, valid, aim, own in constraints.get(table, ()) if sort == "f" and valid
            ),
            sum(sort == "c" and bool(valid) for sort, valid, _, _ in constraints.get(table, ())),
            frozenset(str(own) for sort, _, _, own in constraints.get(table, ()) if sort == "u"),
            frozenset((str(name), str(own)) for name, valid, own in indexes.get(table, ()) if valid),
            frozenset(_guards(triggers.get(table, ()))),
            frozenset(str(name) for (name,) in besides.get(table, ())),
        )
        for table, said in columns.items()
    }


def _guards(triggers: list[tuple[object, ...]] | tuple[()]) -> Iterator[str]:
    """The guards that are always heard; and whatever should be heard of a reference and is not."""
    for name, enabled, internal in triggers:
        if internal:
            # The server's own, which look after the references.
            yield from (f"{name} off",) if enabled == _OFF else ()
        elif enabled == _ALWAYS:
            yield str(name)


def schema_problems(connection: SqlConnection) -> tuple[list[str], list[str]]:
    """What is not of this version: of the tables, by which rows look changed that are not; and of what guards the rows and finds them."""
    found, wanted = found_forms(connection), wanted_forms()
    found.pop("schema_version", None)
    of_tables = [*_version_problems(connection), *_not_the_same("表", wanted, found)]
    of_guards = list(_function_problems(connection))
    for table in sorted(wanted.keys() & found.keys()):
        parts = zip(_parts(wanted[table]).items(), _parts(found[table]).values(), strict=True)
        for (part, one), other in parts:
            if one != other:
                (of_guards if part in _GUARDS else of_tables).append(f"表 {table} 的{part}被改动")
    return of_tables, of_guards


def _version_problems(connection: SqlConnection) -> Iterator[str]:
    (version,) = connection.execute("SELECT version FROM schema_version").fetchone()
    if version != len(MIGRATIONS):
        yield f"账本的版本号是 {version}，表却是版本 {len(MIGRATIONS)} 的"


def _function_problems(connection: SqlConnection) -> Iterator[str]:
    wanted, made = wanted_functions(), dict(connection.execute(_FUNCTIONS, {"schema": SCHEMA}).fetchall())
    yield from _not_the_same("函数", wanted, made)
    yield from (f"函数 {name} 被改动" for name in sorted(wanted.keys() & made.keys()) if wanted[name] != made[name])


def _not_the_same(what: str, wanted: Mapping[str, object], found: Mapping[str, object]) -> Iterator[str]:
    yield from (f"{what} {name} 缺失" for name in sorted(wanted.keys() - found.keys()))
    yield from (f"{what} {name} 不是由本程序建立" for name in sorted(found.keys() - wanted.keys()))


_GUARDS = ("引用", "检查", "唯一约束", "索引", "触发器")
"""The parts of a table by which no row reads otherwise."""


def _parts(form: TableForm) -> dict[str, object]:
    """What a table has, by what it is called."""
    held = {"列": form.columns, "引用": form.keys, "检查": form.checks}
    found = {"唯一约束": form.unique, "索引": form.indexes, "触发器": form.guards}
    return {**held, **found, "改写规则、行级权限、日志方式或继承": form.besides}


_FUNCTION = pattern(r"\s*CREATE FUNCTION (\w+)\(.*?AS \$\$(.*)\$\$\s*", re.DOTALL)


def wanted_functions() -> dict[str, str]:
    """The functions that there are to be, each with its body to the letter; the last of a name holds."""
    made = (one for number in range(1, len(MIGRATIONS) + 1) for one in statements(number))
    return {met[1]: met[2] for one in (*FIRST, *made) if (met := _FUNCTION.fullmatch(one))}
