"""Which conditions one record can meet at once, and which kinds and whole numbers they leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from itertools import combinations_with_replacement, product
from math import floor

from duty_cli.model.conditions import Alternative, AskedField, Condition, Conditions, alternatives
from duty_cli.model.records import LATE_AND_EARLY, Attendance, ConditionField


def may_both_hold(one: Conditions, other: Conditions) -> bool:
    """Whether one record can meet both.

    A record has one kind, one attendance and one value of each number; of stages and levels it has a set, so that two
    different stages never exclude each other.
    """
    return any(
        not any(_apart(left, right) for left in mine for right in theirs)
        for mine, theirs in product(_sound(one), _sound(other))
    )


def _sound(when: Conditions) -> list[Alternative]:
    """The ways to meet ``when``, of several those that do not contradict themselves."""
    ways = alternatives(when)
    return ways if len(ways) == 1 else [way for way in ways if not contradicted(way)]


def contradicted(when: Alternative) -> list[AskedField]:
    """The fields of which ``when`` asks what no record says of them at once; each once, in order."""
    return list(dict.fromkeys(one.field for one, other in combinations_with_replacement(when, 2) if _apart(one, other)))


def whole_numbers(when: Alternative, field: ConditionField) -> tuple[int, int | None]:
    """The least and the most whole number, from 1, that a field may be by ``when``; None: there is no most."""
    least, most = 1, None
    for one in (one for one in when if one.field == field):
        if one.at_least is not None:
            least = max(least, -floor(-one.at_least))
        if one.above is not None:
            least = max(least, floor(one.above) + 1)
        ends = [floor(one.at_most)] if one.at_most is not None else []
        ends += [-floor(-one.below) - 1] if one.below is not None else []
        most = min([*ends, *([] if most is None else [most])], default=None)
    return least, most


def kinds_reached(when: Conditions, kinds: Iterable[str]) -> list[str]:
    """Those of the kinds whose records can meet ``when``."""
    every = tuple(kinds)
    reached: set[str] = set()
    for way in _sound(when):
        left = set(every)
        for one in way:
            if one.field == "kind":
                left -= one.none_of or frozenset()
                left &= left if one.any_of is None else one.any_of
        reached |= left
    return [kind for kind in every if kind in reached]


def _said(one: Condition, words: Set[str]) -> bool:
    """Whether a record that says those words of its field meets a condition."""
    return (one.any_of is None or not one.any_of.isdisjoint(words)) and (
        one.none_of is None or one.none_of.isdisjoint(words)
    )


def takes(when: Conditions, kind: str, state: Attendance) -> bool:
    """Whether records of that kind and state can meet ``when``, whatever else they say."""
    words: Mapping[str, Set[str]] = {"kind": {kind}, "attendance": state.met_as}
    return any(all(_said(one, words[one.field]) for one in way if one.field in words) for way in _sound(when))


def _apart(one: Condition, other: Condition) -> bool:
    """Whether the two ask of one field what no record says of it at once."""
    if one.field != other.field:
        return False
    if _excludes(one, other) or _excludes(other, one):
        return True
    if one.field in ("stage", "level"):
        return False
    if one.any_of is not None and other.any_of is not None:
        met = (one.any_of, other.any_of) if one.field != "attendance" else (_met_by(one), _met_by(other))
        return not (met[0] & other.any_of or one.any_of & met[1])
    return _below(one, other) or _below(other, one)


def _met_by(one: Condition) -> frozenset[str]:
    """The states that meet a condition on attendance: who was late and left early is met as late, and as having left."""
    said = one.any_of or frozenset[str]()
    return said | {Attendance.LATE_AND_EARLY} if said & LATE_AND_EARLY else said


def _excludes(one: Condition, other: Condition) -> bool:
    """Whether ``one`` refuses every word that ``other`` may be met by."""
    return one.none_of is not None and other.any_of is not None and other.any_of <= one.none_of


def _below(one: Condition, other: Condition) -> bool:
    """Whether all that ``one`` allows is less than all that ``other`` does."""
    most = one.at_most if one.at_most is not None else one.below
    least = other.at_least if other.at_least is not None else other.above
    if most is None or least is None:
        return False
    touching = one.at_most is not None and other.at_least is not None
    return most < least if touching else most <= least
