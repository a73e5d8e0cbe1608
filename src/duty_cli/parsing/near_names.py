"""Whether a name written for the first time may be a slip for one that is there: 城南络组 for 城南联络组. Only asked, never taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from duty_cli.model.members import GROUPINGS, Facet, Member, Roster
from duty_cli.model.name_similarity import plain, tells_apart
from duty_cli.parsing.pinyin import sounds_alike

NAMED = GROUPINGS
"""The facets of which an office makes the values."""

HEARD = (Facet.PARTY, Facet.ROLE)
"""The facets of which only a name of the same sound is a slip: parties are named alike (民革, 民建), roles differ by single signs (组长, 副组长)."""

_HEAD = 2
"""Signs that have to agree at the beginning where one later on is another: 城南联系组 is 城南联络组, 虹桥组 is not 石桥组."""

_SHORTEST = 3
"""A name left out more than two signs in three of a longer one says something else."""


def near_value(value: str, known: Iterable[str]) -> str | None:
    """The known name for which ``value`` may be a slip; None where it is known itself, or like none."""
    names = tuple(known)
    return None if value in names else next((name for name in names if is_slip(value, name)), None)


def near_of(facet: Facet, value: str, known: Iterable[str]) -> str | None:
    """The known value of a facet for which another may be a slip; None where it is known itself, or like none."""
    if facet in NAMED:
        return near_value(value, known)
    names = tuple(known)
    heard = facet in HEARD and value not in names
    return next((name for name in names if sounds_alike(value, name)), None) if heard else None


def is_slip(one: str, other: str) -> bool:
    """Whether two names of one sort are so alike that a person has to say that they are two."""
    first, second = plain(one), plain(other)
    if first == second:
        return True
    if tells_apart(first, second):
        return False
    if len(first) != len(second):
        shorter, longer = sorted((first, second), key=len)
        return shorter[:1] == longer[:1] and len(shorter) * _SHORTEST >= len(longer) and _in_order(shorter, longer)
    unlike = [at for at, pair in enumerate(zip(first, second, strict=True)) if pair[0] != pair[1]]
    if len(unlike) == 1 and unlike[0] >= _HEAD:
        return True
    # Names of which most signs are other are not listened to: reading them aloud takes a dictionary.
    return len(unlike) * 2 <= len(first) and sounds_alike(first, second)


def _in_order(shorter: str, longer: str) -> bool:
    """Whether the signs of the one stand in the other in the same order."""
    rest = iter(longer)
    return all(sign in rest for sign in shorter)


def known_values(roster: Roster, facet: Facet) -> list[str]:
    """The values that a facet has or had on the roster, the most usual first."""
    held = Counter(tenure.value for member in roster for tenure in member.of(facet))
    return [value for value, _ in held.most_common()]


def near_person(name: str, roster: Roster) -> Member | None:
    """Who is on the roster and bears that name, or one that sounds the same."""
    same = roster.named(name)
    return same[0] if same else next((one for one in roster if sounds_alike(one.name, name)), None)
