"""Who is due at the events of a sheet, where it says so above its headings: 应出席范围：城东联络组、教育界."""

from __future__ import annotations

import re
from collections.abc import Iterable

from duty_cli.domain.due import EVERYONE, SCOPE
from duty_cli.domain.members import GROUPINGS, Facet, Roster
from duty_cli.domain.records import Due
from duty_cli.errors import UnknownScope

_SAID = re.compile(rf"{SCOPE}\s*[:：]\s*(\S+)")
_OR, _AND = re.compile("[、，,;；]"), "且"


def dues_said(titles: Iterable[str], roster: Roster) -> tuple[Due, ...]:
    """What the lines above a sheet say of who is due; nothing where they do not. Raises UnknownScope."""
    found = (said for title in titles for said in _SAID.findall(title))
    return tuple(_due(one, roster) for said in found for one in _OR.split(said) if one)


def _due(said: str, roster: Roster) -> Due:
    """One of the alternatives: everyone, or who is in all of some groups."""
    if said in (EVERYONE, f"{EVERYONE}委员"):
        return Due()
    groups: dict[Facet, frozenset[str]] = {}
    for name in said.split(_AND):
        facets = {spell.facet for member in roster for spell in member.spells if spell.value == name} & {*GROUPINGS}
        if len(facets) != 1:
            raise UnknownScope(name, sorted({s.value for one in roster for f in GROUPINGS for s in one.of(f)}))
        groups[facets.pop()] = frozenset({name})
    return Due(groups)
