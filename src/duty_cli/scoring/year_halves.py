"""A year scored by two processes, each the members of one half, and put together before quotas and selections."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, TypeAlias

from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Member, MemberKey
from duty_cli.model.rulebook import Rules
from duty_cli.scoring.assessment_year import MemberYear
from duty_cli.scoring.category_score import CategoryScore, ItemScore
from duty_cli.scoring.engine import Score
from duty_cli.scoring.grading import Outcome

_FIRST_HALF = 55
"""The part of the members, in hundredths, that the first process takes: the other one begins later, and reads the roster."""

_Packed: TypeAlias = tuple[Any, ...]
"""A member's year as plain tuples, which are quicker to hand over than the objects they stand for."""

Scoring: TypeAlias = Callable[[LedgerReader, Rules, int, Mapping[MemberKey, Member]], dict[MemberKey, MemberYear]]
"""How some of the members of a year are scored and graded, untraced and before quotas."""


def in_halves(
    reading: LedgerReader, rules: Rules, year: int, serving: Mapping[MemberKey, Member], each_year: Scoring
) -> dict[MemberKey, MemberYear]:
    """The years of all of ``serving``: the later half by a second process, or here where there is none."""
    keys = sorted(serving)
    edge = keys[len(keys) * _FIRST_HALF // 100]
    with reading.beside(partial(_half, rules, year, edge, each_year)) as other:
        found = each_year(reading, rules, year, {key: one for key, one in serving.items() if key < edge})
        packed = other()
    if packed is None:
        found |= each_year(reading, rules, year, {key: one for key, one in serving.items() if key >= edge})
    else:
        found |= dict(_unpacked(packed, serving))
    return {key: found[key] for key in serving}


def _half(rules: Rules, year: int, edge: MemberKey, each_year: Scoring, reading: LedgerReader) -> list[_Packed]:
    """What the second process does: everybody from ``edge`` on."""
    from duty_cli.scoring.assessment_year import rules_of

    days = rules_of(rules, year).days
    serving = {one.key: one for one in reading.roster().serving(days) if one.key >= edge}
    return list(_packed(each_year(reading, rules, year, serving)))


def _packed(years: Mapping[MemberKey, MemberYear]) -> Iterator[_Packed]:
    """Years as tuples; what several share is one object, and handed over once."""
    categories: dict[int, _Packed] = {}
    alike: dict[object, object] = {}
    for key, one in years.items():
        score, outcome = one.score, one.outcome
        for category in score.categories:
            if id(category) not in categories:
                items = tuple((item.id, item.score) for item in category.items)
                categories[id(category)] = (category.id, category.score, items)
        own = tuple(categories[id(category)] for category in score.categories)
        graded = (outcome.band, outcome.grade, outcome.missed, outcome.vetoes, outcome.ungraded)
        yield (
            *(key, score.total, own, alike.setdefault(score.lacking, score.lacking), graded),
            *(one.grade, one.counts, one.needs, one.passed_over, one.conduct),
        )


def _unpacked(packed: list[_Packed], serving: Mapping[MemberKey, Member]) -> Iterator[tuple[MemberKey, MemberYear]]:
    categories: dict[int, CategoryScore] = {}
    for key, total, own, lacking, graded, *rest in packed:
        for one in own:
            if id(one) not in categories:
                name, points, items = one
                categories[id(one)] = CategoryScore(name, points, tuple(ItemScore(*item) for item in items))
        score = Score(total, tuple(categories[id(one)] for one in own), (), (), lacking)
        grade, counts, needs, passed_over, conduct = rest
        yield key, MemberYear(serving[key], score, Outcome(*graded), grade, counts, needs, passed_over, conduct)
