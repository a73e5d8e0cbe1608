"""How the engines that hold a ledger say the few things that they do not say alike; all else of a query is one text for all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from duty_cli.model.quick_dataclass import dataclass
from duty_cli.patterns import pattern

_NAMED = pattern(r"(?<!:):([a-z]\w*)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Dialect:
    """An engine's way of saying: a ``placeholder`` for a named value, texts ``joined`` by semicolons, a text in ``hexed`` UTF-8, a ``text`` of a number.

    Of each the ``{}`` stands for the name or the expression. What follows is asked of whole ledgers alone.
    """

    name: str
    placeholder: str
    joined: str
    hexed: str
    text: str = "CAST({} AS TEXT)"
    numbers: str = "SELECT value FROM json_each({})"
    """The numbers of a list in JSON."""
    holds: str = "instr({}, {}) > 0"
    holds_folded: str = "{} LIKE {} ESCAPE '!'"
    """That a text matches a pattern, where small and large letters are one."""
    office_time: str = "datetime({}, '+8 hours')"
    """The day and hour in the office of a moment in UTC."""
    by_index: str = "INDEXED BY {}"
    in_order: str = "CROSS JOIN"
    """The join that goes through the first table, and looks up the second."""
    sorts: bool = False
    """Whether rows that are looked up in an index come in its order only where that is asked for."""
    columns: str = ""
    """Name and type (``text``, ``integer``, ``blob``) of the columns of ``:table`` beside its seq, in their order."""
    references: str = ""
    """The columns of ``:table`` that refer to others, and to which."""

    def bound(self, query: str, values: Mapping[str, object]) -> tuple[str, dict[str, Any]]:
        """The query as the engine reads it, and those of the ``values`` that it names: some engines take no others."""
        named = set(_NAMED.findall(query))
        said = query if self.placeholder == ":{}" else _NAMED.sub(lambda met: self.placeholder.format(met[1]), query)
        return said, {name: value for name, value in values.items() if name in named}


SQLITE = Dialect(
    "sqlite",
    ":{}",
    "group_concat({}, ';')",
    "hex({})",
    columns="SELECT name, lower(type) FROM pragma_table_info(:table) WHERE name <> 'seq' ORDER BY cid",
    references='SELECT "from", "table" FROM pragma_foreign_key_list(:table) ORDER BY id DESC',
)
DUCKDB = Dialect("duckdb", "${}", "string_agg({}, ';')", "hex({})", by_index="", in_order="JOIN")
POSTGRES = Dialect(
    "postgresql",
    "%({})s",
    "string_agg({}, ';')",
    "encode(convert_to({}, 'UTF8'), 'hex')",
    numbers="SELECT CAST(value AS bigint) FROM json_array_elements_text(CAST({} AS json)) AS listed (value)",
    holds="strpos({}, {}) > 0",
    holds_folded="{} ILIKE {} ESCAPE '!'",
    office_time="to_char(CAST({} AS timestamptz) AT TIME ZONE INTERVAL '+08:00', 'YYYY-MM-DD HH24:MI:SS')",
    by_index="",
    in_order="JOIN",
    sorts=True,
    columns="""
        SELECT attname, CASE typname WHEN 'int8' THEN 'integer' WHEN 'bytea' THEN 'blob' ELSE typname END
        FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid
        WHERE attrelid = to_regclass(:table) AND attnum > 0 AND NOT attisdropped AND attname <> 'seq' ORDER BY attnum
    """,
    references="""
        SELECT attname, aim.relname
        FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
        JOIN pg_class AS aim ON aim.oid = confrelid
        WHERE conrelid = to_regclass(:table) AND contype = 'f' ORDER BY attnum
    """,
)
SPARK = Dialect("spark", ":{}", "array_join(collect_list({}), ';')", "hex({})", "CAST({} AS STRING)")
