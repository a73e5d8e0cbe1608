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

    Of each the ``{}`` stands for the name or the expression.
    """

    name: str
    placeholder: str
    joined: str
    hexed: str
    text: str

    def bound(self, query: str, values: Mapping[str, object]) -> tuple[str, dict[str, Any]]:
        """The query as the engine reads it, and those of the ``values`` that it names: some engines take no others."""
        named = set(_NAMED.findall(query))
        said = query if self.placeholder == ":{}" else _NAMED.sub(lambda met: self.placeholder.format(met[1]), query)
        return said, {name: value for name, value in values.items() if name in named}


SQLITE = Dialect("sqlite", ":{}", "group_concat({}, ';')", "hex({})", "CAST({} AS TEXT)")
DUCKDB = Dialect("duckdb", "${}", "string_agg({}, ';')", "hex({})", "CAST({} AS TEXT)")
POSTGRES = Dialect(
    "postgresql", "%({})s", "string_agg({}, ';')", "encode(convert_to({}, 'UTF8'), 'hex')", "CAST({} AS TEXT)"
)
SPARK = Dialect("spark", ":{}", "array_join(collect_list({}), ';')", "hex({})", "CAST({} AS STRING)")
