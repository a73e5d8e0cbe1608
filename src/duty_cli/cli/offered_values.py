"""The values that a shell offers, read from the ledger and the rules that the line so far means, with little loaded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from duty_cli.cli import clock
from duty_cli.cli.ledger_place import LedgerPlace, place_of
from duty_cli.model.ledger_server import LedgerServer

if TYPE_CHECKING:
    from os import PathLike

    from duty_cli.ledger.queries.glimpse_queries import Glimpse
    from duty_cli.model.rulebook import Rules

Offered: TypeAlias = Iterable[tuple[str, str]]
"""Words with what is shown beside them, which may be nothing."""

_MOST = 200
"""More than anybody reads are not offered: one more character narrows them down."""


class TypedPlace(NamedTuple):
    """The ledger and the rules that the line so far means; None where it names none."""

    ledger: str | None
    rules: str | PathLike[str] | None

    @property
    def ledger_place(self) -> LedgerPlace:
        """Where the ledger is."""
        return place_of(self.ledger)


def offered_values(name: str, place: TypedPlace, incomplete: str) -> Offered:
    """What is offered under ``name`` for what is typed so far. Raises what opening a ledger and rules raises."""
    kind, _, about = name.partition(" ")
    found = _groups(place, about) if kind == "groups" else _VALUES[kind](place, incomplete)
    return islice((one for one in found if one[0].startswith(incomplete)), _MOST)


def _glimpse(place: TypedPlace) -> AbstractContextManager[Glimpse]:
    where = place.ledger_place
    if isinstance(where, LedgerServer):
        from duty_cli.ledger.postgres.server_glimpse import glimpse_of_server

        return glimpse_of_server(where)
    from duty_cli.ledger.sqlite.glimpse import glimpse

    return glimpse(where)


def _members(place: TypedPlace, incomplete: str) -> Iterator[tuple[str, str]]:
    """Numbers with their names beside them; names, with the sector where two bear one, once a part of one is typed."""
    with _glimpse(place) as ledger:
        members = ledger.members()
        bearers = Counter(name for _, _, name in members)
        alike = len(bearers) < len(members)
        sectors = ledger.sectors(clock.today().isoformat()) if alike else {}
    for key, number, said in members:
        name = said or _erased()
        sector = sectors.get(key) if bearers[said] > 1 else None
        told = f"{name}（{sector}）" if sector else name
        yield number, told
        if incomplete and " " not in told:
            yield told, f"{number} {name}"


def _erased() -> str:
    from duty_cli.model.members import ERASED

    return ERASED.name


def _groups(place: TypedPlace, heading: str) -> Offered:
    """The values that a facet, named by its heading, has on the roster."""
    with _glimpse(place) as ledger:
        return _bare(ledger.values(heading))


def _sought(place: TypedPlace, incomplete: str) -> Iterator[tuple[str, str]]:
    """What may be looked for: members, and once something is typed the kinds and the names of activities."""
    yield from _members(place, incomplete)
    if incomplete:
        with _glimpse(place) as ledger:
            events = ledger.events()
        yield from _bare(dict.fromkeys(word for event in events for word in event))


def _rows(place: TypedPlace, incomplete: str) -> Offered:
    """The rows entered last, with what they are."""
    from duty_cli.model.entry_sorts import SORTS

    with _glimpse(place) as ledger:
        return [(str(seq), SORTS[sort]) for seq, sort in ledger.rows(incomplete, _MOST)]


def _operators(place: TypedPlace, _: str) -> Offered:
    """Those who entered batches; who entered the last comes first."""
    with _glimpse(place) as ledger:
        return _bare(ledger.operators())


def _capacities(_: TypedPlace, __: str) -> Offered:
    from duty_cli.model.capacities import Capacity

    return _bare(map(str, Capacity))


def _states(_: TypedPlace, __: str) -> Offered:
    from duty_cli.model.records import Attendance

    return _bare(map(str, Attendance))


def _years(place: TypedPlace, _: str) -> Offered:
    """The years of the terms that have begun; the latest first."""
    return _bare(map(str, _begun(place)))


def _quarters(place: TypedPlace, _: str) -> Offered:
    """The quarters of those years that have begun; the latest first."""
    now = clock.today()
    found = ((year, number) for year in _begun(place) for number in (4, 3, 2, 1))
    return _bare(f"{year}-Q{number}" for year, number in found if (year, 3 * number - 2) <= (now.year, now.month))


def _begun(place: TypedPlace) -> list[int]:
    terms = [tuple(int(day[:4]) for day in days) for _, *days in _all_terms(place)]
    years = {year for first, last in terms for year in range(first, last + 1)}
    return sorted((year for year in years if year <= clock.today().year), reverse=True)


def _terms(place: TypedPlace, _: str) -> Offered:
    return [(str(number), f"第{number}届 {first} 至 {last}") for number, first, last in _all_terms(place)]


def _all_terms(place: TypedPlace) -> list[tuple[int, str, str]]:
    with _glimpse(place) as ledger:
        return ledger.terms()


def _words(section: str) -> Callable[[TypedPlace, str], Offered]:
    """Words that any of the rule files has. Where the files are known from before, no rules are loaded."""

    def words(place: TypedPlace, _: str) -> Offered:
        from duty_cli.cli.app_context import AppContext
        from duty_cli.rules.rules_folder import known_by

        desk = AppContext(place.ledger_place, None if place.rules is None else Path(place.rules), None)
        known = known_by(desk.rule_files())
        found: dict[str, list[str]] = desk.cache.kept("words", known, dict, lambda: _words_in(desk.rules))
        return _bare(found[section])

    return words


def _words_in(rules: Rules) -> dict[str, list[str]]:
    sections = {
        "kinds": (word for book in rules.every for word in book.kinds),
        "stages": (word for book in rules.every for word in book.stages),
        "levels": (word for book in rules.every for word in book.levels),
    }
    return {name: list(dict.fromkeys(words)) for name, words in sections.items()}


def _bare(words: Iterable[str]) -> Offered:
    return ((word, "") for word in words)


_VALUES: Mapping[str, Callable[[TypedPlace, str], Offered]] = {
    "members": _members,
    "kinds": _words("kinds"),
    "stages": _words("stages"),
    "levels": _words("levels"),
    "states": _states,
    "capacities": _capacities,
    "years": _years,
    "quarters": _quarters,
    "terms": _terms,
    "sought": _sought,
    "rows": _rows,
    "operators": _operators,
}
