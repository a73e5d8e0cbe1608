"""The values that a shell offers, read from the ledger and the rules that the line so far means, with little loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from duty_cli.cli import clock

if TYPE_CHECKING:
    from os import PathLike

    from duty_cli.model.rulebook import Rules

Offered: TypeAlias = Iterable[tuple[str, str]]
"""Words with what is shown beside them, which may be nothing."""

_MOST = 200
"""More than anybody reads are not offered: one more character narrows them down."""


class TypedPlace(NamedTuple):
    """The ledger and the rules that the line so far means; None where it names none."""

    ledger: str | PathLike[str] | None
    rules: str | PathLike[str] | None

    @property
    def ledger_path(self) -> Path:
        """The ledger's file."""
        return Path("data", "ledger.db") if self.ledger is None else Path(self.ledger)


def offered_values(name: str, place: TypedPlace, incomplete: str) -> Offered:
    """What is offered under ``name`` for what is typed so far. Raises what opening a ledger and rules raises."""
    kind, _, about = name.partition(" ")
    found = _groups(place, about) if kind == "groups" else _VALUES[kind](place, incomplete)
    return islice((one for one in found if one[0].startswith(incomplete)), _MOST)


def _members(place: TypedPlace, incomplete: str) -> Iterator[tuple[str, str]]:
    """Numbers with their names beside them; names once a part of one is typed."""
    from duty_cli.ledger.glimpse import glimpse
    from duty_cli.model.members import Facet
    from duty_cli.model.periods import Period

    today = Period(clock.today(), clock.today())
    with glimpse(place.ledger_path) as ledger:
        roster = ledger.roster()
    for member in roster:
        alone = len(roster.named(member.name)) == 1
        sector = "" if alone else member.value(Facet.SECTOR, today)
        name = f"{member.name}（{sector}）" if sector else member.name
        yield member.number, name
        if incomplete and " " not in name:
            yield name, str(member)


def _groups(place: TypedPlace, heading: str) -> Offered:
    """The values that a facet, named by its heading, has on the roster."""
    from duty_cli.ledger.glimpse import glimpse
    from duty_cli.model.members import Facet

    with glimpse(place.ledger_path) as ledger:
        roster = ledger.roster()
    return _bare(sorted({tenure.value for member in roster for tenure in member.of(Facet(heading))}))


def _states(_: TypedPlace, __: str) -> Offered:
    from duty_cli.model.records import Attendance

    return _bare(map(str, Attendance))


def _years(place: TypedPlace, _: str) -> Offered:
    """The years of the terms that have begun; the latest first."""
    return _bare(map(str, _begun(place)))


def _quarters(place: TypedPlace, _: str) -> Offered:
    """The quarters of those years that have begun; the latest first."""
    from duty_cli.model.periods import Quarter

    found = (Quarter(year, number) for year in _begun(place) for number in (4, 3, 2, 1))
    return _bare(str(quarter) for quarter in found if quarter.period.first <= clock.today())


def _begun(place: TypedPlace) -> list[int]:
    from duty_cli.ledger.glimpse import glimpse

    this_year = clock.today().year
    with glimpse(place.ledger_path) as ledger:
        years = {year for term in ledger.founded()[1] for year in term.years()}
    return sorted((year for year in years if year <= this_year), reverse=True)


def _terms(place: TypedPlace, _: str) -> Offered:
    from duty_cli.ledger.glimpse import glimpse

    with glimpse(place.ledger_path) as ledger:
        return [(str(term.number), str(term)) for term in ledger.founded()[1]]


def _words(section: str) -> Callable[[TypedPlace, str], Offered]:
    """Words that any of the rule files has. Where the files are known from before, no rules are loaded."""

    def words(place: TypedPlace, _: str) -> Offered:
        from duty_cli.cli.app_context import AppContext
        from duty_cli.rules.rules_folder import known_by

        desk = AppContext(place.ledger_path, None if place.rules is None else Path(place.rules), None)
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
    "years": _years,
    "quarters": _quarters,
    "terms": _terms,
}
