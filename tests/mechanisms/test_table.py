"""docs/规则语言.md: its table against the tests, its examples, each of which must load, and its keys, which are all there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from duty_cli.rules.rule_files import load
from duty_cli.rules.rule_forms.rulebook_form import RulesForm
from tests.scoring.small import SECTIONS

HERE = Path(__file__).parent
DOCUMENT = (HERE.parents[1] / "docs" / "规则语言.md").read_text("utf-8")

COUNTS = {"P": 35, "D": 15, "A": 7, "C": 18, "T": 13, "Q": 16, "X": 20, "W": 9, "V": 6}
"""How many mechanisms the list has under each letter; V are those that are wanted."""

ROWS = re.findall(r"^\| ([PDACTQXWV]\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", DOCUMENT, re.M)
CASES = {
    name
    for file in HERE.glob("test_*.py")
    for name in re.findall(r"^def (test_[pdactqxwv]\d+_\w+)", file.read_text("utf-8"), re.M)
}
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```$", DOCUMENT, re.M | re.S)


def test_every_mechanism_of_the_list_has_its_row_in_order() -> None:
    assert [row[0] for row in ROWS] == [
        f"{letter}{number}" for letter, count in COUNTS.items() for number in range(1, count + 1)
    ]


def test_every_case_stands_in_the_row_of_its_number() -> None:
    assert {case for *_, case in ROWS} - {"—"} == CASES
    assert all(case.startswith(f"test_{number.lower()}_") for number, *_, case in ROWS if case != "—")


def test_what_has_no_case_says_why() -> None:
    assert [number for number, _, how, case in ROWS if (case == "—") != how.startswith("暂不能写：")] == []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.split(":")[0])
def test_every_example_loads(example: str) -> None:
    given = re.findall(r"^(\w+):", example, re.M)
    rest = "".join(f"{key}: {value}\n" for key, value in SECTIONS.items() if key not in given)
    assert load({"t.yaml": (rest + example).encode()}).every


def test_every_key_of_the_language_is_told() -> None:
    told = set(re.findall(r"(\w+):|`(\w+)`", DOCUMENT))
    words = {word for pair in told for word in pair}
    assert sorted(set(keys(RulesForm, set())) - words - {"same"}) == []


def keys(annotation: object, seen: set[object]) -> Iterator[str]:
    """The keys of a form and of all forms under it."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel) and annotation not in seen:
        seen.add(annotation)
        for name, field in annotation.model_fields.items():
            yield field.alias or name
            yield from keys(field.annotation, seen)
    for part in get_args(annotation):
        yield from keys(part, seen)
