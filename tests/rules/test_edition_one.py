"""A file of the first edition keeps its meaning for ever: drawn members score under it what they scored when it was laid down.

``edition_one/`` holds the files as they were written then and ``scores.txt`` what everybody came to; neither is ever renewed.
A file that says ``duty-rules/2`` and nothing else anew is the same rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import TypeVar, cast

import pytest

from duty_cli.model.exact_numbers import Points
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Facet, Member, MemberKey, Person, Tenure
from duty_cli.model.records import Attendance, RecordFields
from duty_cli.model.rulebook import Rulebook, Rules
from duty_cli.rules.rule_files import load
from duty_cli.scoring.evaluate import score_year
from tests.properties.worlds import Ledger, numbered

FILES = sorted((Path(__file__).parent / "edition_one").glob("*.yaml"))
GOLDEN = Path(__file__).parent / "edition_one" / "scores.txt"
ROLES = ("常委", "主席", "副主席", "秘书长", "界别活动组组长", "委员联络组组长", "读书群群主")
LONG_AGO = date(2008, 1, 1)

One = TypeVar("One")


def book(text: str) -> Rulebook:
    return load({"t.yaml": text.encode()}).every[0]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_same_words_are_the_same_rules_in_either_edition(file: Path) -> None:
    text = file.read_text("utf-8")
    assert f"\n{text}".count("\nformat: duty-rules/1\n") == 1
    assert without_places(book(second(text))) == without_places(book(text))


def without_places(rules: Rulebook) -> str:
    """The rules as text, wherever they stand in their file."""
    return re.sub(r"place='[^']*'", "", repr(rules))


def second(text: str) -> str:
    """A file of the first edition as one of the second: it says in which years a consequence is proposed."""
    fires = iter([one.fires for one in book(text).consequences])
    head, section, rules = text.partition("\nconsequences:")
    said = re.sub(r"propose:", lambda _: f"fires: {next(fires)}, propose:", rules)
    block = re.sub(r"^( *)(fires: \w+), propose:", r"\1\2\n\1propose:", said, flags=re.MULTILINE)
    text = (head + section + block).replace("format: duty-rules/1", "format: duty-rules/2")
    return text.replace("unit: members, round: down", "unit: members")


def test_everybody_scores_what_they_always_did() -> None:
    found = "".join(f"{line}\n" for file in FILES for line in _scored(file.stem, book(file.read_text("utf-8"))))
    assert found == GOLDEN.read_text("utf-8")


def _scored(name: str, rules: Rulebook) -> Iterator[str]:
    """A line for each of thirty members: total, grade, selections, what is missed or lacking, and every category."""
    rules = replace(rules, subject=None)
    year = rules.effective.last.year
    committee = [_drawn(Random(f"{name} {key}"), key, rules) for key in range(1, 31)]
    committee = [(member, numbered(said, 100 * member.key)) for member, said in committee]
    result = score_year(cast(LedgerReader, Ledger(committee)), Rules((rules,), "", {}), year, traced=True)
    for key, one in sorted(result.members.items()):
        selected = "、".join(rule.id for rule in result.selected.get(key, ()))
        missed = "、".join(minimum.id for minimum in one.outcome.missed)
        parts = "，".join(f"{part.id} {part.score}" for part in one.score.categories)
        lacking = "、".join(lack.item for lack in one.lacking)
        yield f"{name} {key}: {one.score.total}；{one.grade}；{selected}；{missed}；{lacking}；{parts}"


def _pick(draw: Random, among: Sequence[One]) -> One:
    return among[int(draw.random() * len(among))]


def _drawn(draw: Random, key: int, rules: Rulebook) -> tuple[Member, list[RecordFields]]:
    """A member in office for long, some in a role, some in a sector, with up to forty records of the file's last year."""
    held = [Tenure(Facet.OFFICE, "委员", LONG_AGO, None)]
    held += [Tenure(Facet.ROLE, _pick(draw, ROLES), LONG_AGO, None)] if draw.random() < 0.5 else []
    held += [Tenure(Facet.SECTOR, _pick(draw, ("工会界", "教育界")), LONG_AGO, None)]
    member = Member(MemberKey(key), f"{key:03}", Person("甲一", "jy"), tuple(held))
    return member, [_record(draw, rules) for _ in range(int(draw.random() * 40))]


def _record(draw: Random, rules: Rulebook) -> RecordFields:
    """A record of any declared kind, saying whatever such a record may."""
    kind = _pick(draw, sorted(rules.kinds.values(), key=lambda one: one.id))
    last = rules.effective.last
    return RecordFields(
        kind=kind.id,
        on=last - timedelta(days=int(draw.random() * 365)),
        attendance=_pick(draw, (*Attendance, Attendance.PRESENT)) if kind.attended else None,
        share=_pick(draw, (None, None, Fraction(1, 3), Fraction(3, 4))) if kind.attended else None,
        stages=frozenset(stage for stage in rules.stages if draw.random() < 0.4),
        levels=frozenset(level for level in rules.levels if draw.random() < 0.3),
        position=_pick(draw, (None, 1, 2)),
        authors=_pick(draw, (None, 2, 3)),
        matter=_pick(draw, (None, None, "甲", "乙")),
        quantity=_pick(draw, (None, Fraction(1, 2), 1, 3)),
        judged=_judged(draw, kind.judged),
    )


def _judged(draw: Random, between: tuple[Points | None, Points | None] | None) -> Points | None:
    return _pick(draw, (*between, None)) if between else None
