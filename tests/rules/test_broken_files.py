"""One broken file for each kind of problem; the words its message must hold stand on its first lines, after 应报 or 提醒."""

import re
from pathlib import Path
from types import ModuleType
from typing import TypeVar

import pytest

from duty_cli.errors.rule_errors import RuleProblems
from duty_cli.model.rulebook import Rulebook
from duty_cli.rules.conditions_together import kinds_reached
from duty_cli.rules.linting import (
    lint_conditions,
    lint_fairness,
    lint_names_and_grades,
    lint_registry,
    lint_requirements,
    lint_unreachable,
)
from duty_cli.rules.linting.record_selectors import items, uses
from duty_cli.rules.rule_files import check, read_file
from duty_cli.rules.rule_forms.rulebook_form import RulesForm
from duty_cli.rules.rules_folder import rule_files
from duty_cli.rules.yaml_reading.source_map import Complaint

EVERY = sorted(Path(__file__).with_name("broken").iterdir())
BROKEN = [place for place in EVERY if not place.stem.startswith("doubtful")]
DOUBTFUL = [place for place in EVERY if place.stem.startswith("doubtful")]


@pytest.mark.parametrize("place", BROKEN, ids=lambda place: place.stem)
def test_a_broken_file_is_told_by_line_and_column_with_what_to_do(place: Path) -> None:
    files = rule_files(place)
    wanted = [f"{name}:{words}" for name, data in files.items() for words in announced(data)]
    with pytest.raises(RuleProblems) as refusal:
        check(files)
    assert [str(problem) for problem in refusal.value.problems] == wanted


@pytest.mark.parametrize("place", DOUBTFUL, ids=lambda place: place.stem)
def test_a_doubtful_file_is_sound_and_told_of(place: Path) -> None:
    files = rule_files(place)
    assert [str(problem) for problem in check(files)] == [
        f"{name}:{words}" for name, data in files.items() for words in announced(data, "提醒")
    ]


def announced(data: bytes, by: str = "应报") -> list[str]:
    return re.findall(rf"^# {by}：(.+)$", data.decode(), re.M)


def _name(check: object) -> str:
    return f"{getattr(check, '__module__', '')}.{getattr(check, '__name__', '')}"


Check = TypeVar("Check")
CHECKS = [
    _name(one)
    for one in (
        *lint_registry.OF_FILE,
        *lint_registry.OF_USE,
        *lint_registry.OF_ITEM,
        *lint_registry.IDLE,
        *lint_registry.DOUBTFUL,
    )
]


def forms() -> list[tuple[RulesForm, Rulebook, str]]:
    """Every file that can be read, whatever is wrong with it, and the words announced."""
    found = []
    for place in EVERY:
        for name, data in rule_files(place).items():
            read, _ = read_file(name, data)
            found += [(read[0], read[0].rulebook(read[1]), data.decode())] if read else []
    return found


def complaints(name: str, form: RulesForm, book: Rulebook) -> list[Complaint]:
    kinds = {kind.id: kind for kind in form.kinds}
    ways = [way for use in uses(form) for way in use.ways()]
    every = [(use, [kinds[word] for word in kinds_reached(use.when, kinds)]) for use in ways]
    return [
        *(found for check in of_name(name, lint_registry.OF_FILE) for found in check(form)),
        *(
            found
            for check in of_name(name, lint_registry.OF_USE)
            for use, kinds in every
            if kinds
            for found in check(use, kinds)
        ),
        *(
            found
            for check in of_name(name, lint_registry.OF_ITEM)
            for loc, item in items(form)
            for found in check(loc, item)
        ),
        *(found for check in of_name(name, [*lint_registry.IDLE, *lint_registry.DOUBTFUL]) for found in check(book)),
    ]


def of_name(name: str, listed: list[Check]) -> list[Check]:
    return [one for one in listed if name == _name(one)]


@pytest.mark.parametrize("name", CHECKS)
def test_every_check_has_its_broken_file_with_the_words_it_says(name: str) -> None:
    said = [(what, text) for form, book, text in forms() for _, what, _ in complaints(name, form, book)]
    assert any(what in text.split("format:")[0] for what, text in said)


@pytest.mark.parametrize(
    "module", [lint_names_and_grades, lint_conditions, lint_fairness, lint_requirements, lint_unreachable]
)
def test_no_check_is_written_and_never_run(module: ModuleType) -> None:
    text = Path(str(module.__file__)).read_text("utf-8")
    written = re.findall(r"^def (\w+)\(.*\) -> Iterator\[Complaint\]:$", text, re.M)
    never = [name for name in written if len(re.findall(rf"\b{name}\(", text)) == 1]
    assert [name for name in never if f"{module.__name__}.{name}" not in CHECKS] == []
