"""What the shell offers for an argument or option, read from the ledger and the rules that the line so far means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from duty_cli.cli.app_context import AppContext

if TYPE_CHECKING:
    from duty_cli.model.rulebook import Rulebook

Offered = Iterable[str | tuple[str, str]]
"""Words, or words with what is shown beside them."""

_MOST = 200
"""More than anybody reads are not offered: one more character narrows them down."""


def members(ctx: typer.Context, incomplete: str) -> Offered:
    """Numbers with their names beside them; names once a part of one is typed."""
    return islice((one for one in _members(ctx, incomplete) if one[0].startswith(incomplete)), _MOST)


def _members(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    from duty_cli.model.members import Facet
    from duty_cli.model.periods import Period

    desk = _desk(ctx)
    today = Period(desk.today, desk.today)
    with desk.ledger.reading() as reading:
        roster = reading.roster()
    for member in roster:
        sector = member.value(Facet.SECTOR, today)
        alone = len(roster.named(member.name)) == 1 or not sector
        name = member.name if alone else f"{member.name}（{sector}）"
        yield member.number, name
        if incomplete and " " not in name:
            yield name, str(member)


def kinds(ctx: typer.Context) -> Offered:
    """The kinds that any rule file has."""
    return _words(ctx, lambda book: book.kinds)


def stages(ctx: typer.Context) -> Offered:
    """The stages that any rule file has."""
    return _words(ctx, lambda book: book.stages)


def levels(ctx: typer.Context) -> Offered:
    """The levels that any rule file has."""
    return _words(ctx, lambda book: book.levels)


def states() -> Offered:
    """The states of attendance."""
    from duty_cli.model.records import Attendance

    return map(str, Attendance)


def years(ctx: typer.Context) -> Offered:
    """The years of the terms that have begun; the latest first."""
    return map(str, _years(ctx))


def quarters(ctx: typer.Context) -> Offered:
    """The quarters of those years that have begun; the latest first."""
    from duty_cli.model.periods import Quarter

    found = (Quarter(year, number) for year in _years(ctx) for number in (4, 3, 2, 1))
    return (str(quarter) for quarter in found if quarter.period.first <= _desk(ctx).today)


def terms(ctx: typer.Context) -> Offered:
    """The committee's terms."""
    with _desk(ctx).ledger.reading() as reading:
        return [(str(term.number), str(term)) for term in reading.head().terms]


def groups(heading: str) -> Callable[[typer.Context], Offered]:
    """What offers the values that a facet, named by its heading, has on the roster."""

    def values(ctx: typer.Context) -> Offered:
        from duty_cli.model.members import Facet

        with _desk(ctx).ledger.reading() as reading:
            return sorted({tenure.value for member in reading.roster() for tenure in member.of(Facet(heading))})

    return values


def _desk(ctx: typer.Context) -> AppContext:
    """The desk that the line so far means: where a shell asks, the program itself has not made one."""
    said = ctx.find_root().params
    ledger, rules = (Path(said[name]) if said.get(name) else None for name in ("ledger", "rules"))
    return AppContext(ledger, rules, None)


def _words(ctx: typer.Context, of: Callable[[Rulebook], Iterable[str]]) -> Offered:
    return dict.fromkeys(word for book in _desk(ctx).rules.every for word in of(book))


def _years(ctx: typer.Context) -> list[int]:
    desk = _desk(ctx)
    with desk.ledger.reading() as reading:
        begun = {year for term in reading.head().terms for year in term.years() if year <= desk.today.year}
    return sorted(begun, reverse=True)
