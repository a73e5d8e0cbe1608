"""Every rule file that comes with the program is tried, strictly, on members computed by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from duty_cli.model.rulebook import Rulebook
from duty_cli.reports.rule_case_runner import mismatches, tried, untouched
from duty_cli.rules.rule_case_file import load_cases
from duty_cli.rules.rule_files import load
from duty_cli.rules.rules_folder import rule_files
from duty_cli.scoring.grading import chosen

RULES = Path(__file__).parents[2] / "rules"
TESTS = sorted(RULES.rglob("*.test.yaml"))
SCHEMES = ("S01", "S02", "S07", "S08", "S09", "S12", "S14", "S47")


def book(name: str) -> Rulebook:
    return load(rule_files(RULES / "examples" / f"{name}.yaml")).every[0]


@pytest.mark.parametrize("file", TESTS, ids=lambda file: str(file.relative_to(RULES)))
def test_every_case_comes_out_and_every_rule_is_touched(file: Path) -> None:
    read = load_cases(file.name, file.read_bytes(), lambda rules: (file.parent / rules).read_bytes())
    results = [tried(read.book, case) for case in read.cases]
    assert [str(wrong) for one in results for wrong in mismatches(one)] == []
    assert [str(part) for part in untouched(read.book, results)] == []


@pytest.mark.parametrize("name", [*SCHEMES, "lok-sabha/scoring"])
def test_every_example_has_its_cases(name: str) -> None:
    assert RULES / "examples" / f"{name}.test.yaml" in TESTS


def test_the_cases_of_the_shipped_file_are_not_taken_for_rules() -> None:
    assert (RULES / "scoring.test.yaml").exists()
    assert "scoring.test.yaml" not in load(rule_files(RULES)).files


def test_s14_commends_the_first_fifth_and_puts_forward_the_last_hundredth() -> None:
    """200 members with 1 to 200 points: 40 places at the top, 2 at the bottom."""
    totals = {number: number for number in range(1, 201)}
    top, bottom = book("S14").selections
    assert chosen(top, totals, 200) == frozenset(range(161, 201))
    assert chosen(bottom, totals, 200) == {1, 2}
    assert chosen(bottom, dict.fromkeys(range(99), 5), 99) == frozenset()


def test_s47_has_three_advanced_groups_and_none_of_those_tied_for_the_third_place() -> None:
    first_three = book("S47").selections[0]
    assert chosen(first_three, {"甲": 110, "乙": 105, "丙": 99, "丁": 98}, 4) == {"甲", "乙", "丙"}
    assert chosen(first_three, {"甲": 110, "乙": 105, "丙": 99, "丁": 99}, 4) == {"甲", "乙"}
