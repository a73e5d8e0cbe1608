"""What the shell offers for an argument or option, as Typer asks for it; ``offered_values`` reads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import typer

from duty_cli.cli.offered_values import Offered, TypedPlace, offered_values

WHICH = "\0"
"""Typed so far where the table of commands is made, and by nobody else: the answer is the name of what is offered."""

Offering: TypeAlias = Callable[[typer.Context, str], Offered]


def _of(name: str) -> Offering:
    def offered(ctx: typer.Context, incomplete: str) -> Offered:
        if incomplete == WHICH:
            return [(WHICH + name, "")]
        said = ctx.find_root().params
        return offered_values(name, TypedPlace(said.get("ledger"), said.get("rules")), incomplete)

    return offered


members = _of("members")
kinds = _of("kinds")
stages = _of("stages")
levels = _of("levels")
states = _of("states")
capacities = _of("capacities")
years = _of("years")
quarters = _of("quarters")
terms = _of("terms")
sought = _of("sought")
rows = _of("rows")
operators = _of("operators")


def groups(heading: str) -> Offering:
    """What offers the values that a facet, named by its heading, has on the roster."""
    return _of(f"groups {heading}")
