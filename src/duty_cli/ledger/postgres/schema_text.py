"""The schema as PostgreSQL says it: every statement of the migrations, said again.

The migrations are frozen texts of few forms. To say them again by rule, and to refuse what is of none of these forms, leaves no second
text that could differ from the first. What a rule cannot say a migration says itself, as ``POSTGRES``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import TypeAlias

from duty_cli.ledger.migrations import MIGRATIONS
from duty_cli.patterns import pattern

SCHEMA = "duty"
"""All of a ledger's tables lie in this schema of the database, so that nothing else has to."""

IS_DAY = """
    SELECT CASE WHEN told IS NULL THEN NULL
        WHEN told !~ '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' THEN false
        WHEN substr(told, 1, 4) = '0000' THEN false
        ELSE CAST(substr(told, 9, 2) AS integer) <= extract(day FROM
            make_date(CAST(substr(told, 1, 4) AS integer), CAST(substr(told, 6, 2) AS integer), 1)
            + INTERVAL '1 month' - INTERVAL '1 day')
    END
"""
"""Whether a text is a day there is; null of a null, which every CHECK lets pass."""

APPENDED_ONLY = """
    BEGIN
        RAISE EXCEPTION '%: the ledger is appended only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END
"""

FIRST: tuple[str, ...] = (
    "CREATE TABLE schema_version (id bigint PRIMARY KEY CHECK (id = 1), version bigint NOT NULL)",
    f"CREATE FUNCTION is_day(told text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $${IS_DAY}$$",
    f"CREATE FUNCTION appended_only() RETURNS trigger LANGUAGE plpgsql AS $${APPENDED_ONLY}$$",
)
"""What there is before the first migration."""

_TYPES = {"INTEGER": "bigint", "TEXT": 'text COLLATE "C"', "BLOB": "bytea"}
_TYPE = pattern(r"\b(INTEGER|TEXT|BLOB)\b", 0)
_DAY = pattern(r"(\w+) IS date\(\1\)", 0)
_GLOB = pattern(r"GLOB '([-?:T*+0-9]+)'", 0)

Words: TypeAlias = "re.Match[str]"


def statements(version: int) -> Iterator[str]:
    """The statements that take a ledger on a server from ``version`` - 1 to ``version``."""
    module = import_module(f"duty_cli.ledger.migrations.m{version:04}")
    own: Sequence[str] | None = getattr(module, "POSTGRES", None)
    if own is not None:
        yield from own
        return
    for statement in MIGRATIONS[version - 1]:
        yield from said(statement)


def said(statement: str) -> Iterator[str]:
    """What PostgreSQL is to be told in the place of a statement of a migration. Raises ValueError where no rule says it."""
    plain = statement.strip()
    for form, say in _FORMS:
        met = form.fullmatch(plain)
        if met is not None:
            yield from say(met)
            return
    raise ValueError(f"no rule says this to PostgreSQL: {plain}")


def _columns(text: str) -> str:
    """Types and CHECKs of columns."""
    typed = _TYPE.sub(lambda met: _TYPES[met[1]], _DAY.sub(r"is_day(\1)", text))
    found = _GLOB.sub(lambda met: f"LIKE '{met[1].replace('?', '_').replace('*', '%')}'", typed)
    if " IS date(" in found or "GLOB" in found:
        raise ValueError(f"no rule says this to PostgreSQL: {text}")
    return found


def _table(met: Words) -> Iterator[str]:
    yield _columns(met["all"])


def _as_it_is(met: Words) -> Iterator[str]:
    yield met[0]


def _guard(met: Words) -> Iterator[str]:
    table, deed = met["table"], met["deed"]
    # A statement of PostgreSQL may empty a table without deleting any row.
    for one in (deed, "TRUNCATE") if deed == "DELETE" else (deed,):
        name = f"{table}_no_{one.lower()}"
        yield f"CREATE TRIGGER {name} BEFORE {one} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION appended_only()"
        yield always(table, name)


def always(table: str, trigger: str) -> str:
    """That a trigger is heard even by a session which says that it only repeats what another server did."""
    return f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}"


def _refusal(met: Words) -> Iterator[str]:
    name, table = met["name"], met["table"]
    yield f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {met["when"]} THEN
                RAISE EXCEPTION {met["why"]} USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        END $$
    """
    yield f"CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    yield always(table, name)


def _no_refusal(met: Words) -> Iterator[str]:
    # The trigger goes with its function.
    yield f"DROP FUNCTION {met['name']}() CASCADE"


def _zeros(met: Words) -> Iterator[str]:
    yield f"{met['before']}decode(repeat('00', {met['many']}), 'hex'){met['after']}"


_FORMS: Sequence[tuple[re.Pattern[str], Callable[[Words], Iterator[str]]]] = (
    (pattern(r"(?P<all>CREATE TABLE \w+ \(.*\))\s*STRICT", re.DOTALL), _table),
    (pattern(r"(?P<all>ALTER TABLE \w+ ADD COLUMN .*)", re.DOTALL), _table),
    (pattern(r"CREATE INDEX \w+ ON \w+ \(.*", re.DOTALL), _as_it_is),
    (pattern(r"DROP INDEX \w+", 0), _as_it_is),
    (
        pattern(
            r"CREATE TRIGGER \w+ BEFORE (?P<deed>UPDATE|DELETE) ON (?P<table>\w+) "
            r"BEGIN SELECT RAISE\(ABORT, '[^']*appended only'\); END",
            0,
        ),
        _guard,
    ),
    (
        pattern(
            r"CREATE TRIGGER (?P<name>\w+) BEFORE INSERT ON (?P<table>\w+)\s+WHEN (?P<when>.*?)\s+"
            r"BEGIN SELECT RAISE\(ABORT, (?P<why>'[^'%]*')\); END",
            re.DOTALL,
        ),
        _refusal,
    ),
    (pattern(r"DROP TRIGGER (?P<name>\w+)", 0), _no_refusal),
    (pattern(r"(?P<before>INSERT INTO .*)zeroblob\((?P<many>\d+)\)(?P<after>.*)", re.DOTALL), _zeros),
    (pattern(r"INSERT INTO \w+ SELECT .*", re.DOTALL), _as_it_is),
)
"""The forms that statements of migrations have, and how each is said."""
