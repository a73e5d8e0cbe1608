"""Every rule file that comes with the program is tried, strictly, on members computed by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from duty_cli.cli.case_commands import tried_cases
from duty_cli.model.rulebook import Rulebook
from duty_cli.reports.rule_case_runner import mismatches, untouched
from duty_cli.rules.case_files.rule_case_file import load_cases
from duty_cli.rules.rule_files import load
from duty_cli.rules.rules_folder import rule_files
from duty_cli.scoring.grading import select

RULES = Path(__file__).parents[2] / "rules"
TESTS = sorted(RULES.rglob("*.test.yaml"))
SCHEMES = ("S01", "S02", "S07", "S08", "S09", "S12", "S14", "S47")


def book(name: str) -> Rulebook:
    return load(rule_files(RULES / "examples" / f"{name}.yaml")).every[0]


@pytest.mark.parametrize("file", TESTS, ids=lambda file: str(file.relative_to(RULES)))
def test_every_case_comes_out_and_every_rule_is_touched(file: Path) -> None:
    read = load_cases(file.name, file.read_bytes(), lambda rules: (file.parent / rules).read_bytes())
    results = [one for case in tried_cases(read) for _, one in case]
    assert [str(wrong) for one in results for wrong in mismatches(one)] == []
    (rules,) = read.rules.every
    assert [str(part) for part in untouched(rules, results)] == []


@pytest.mark.parametrize("name", [*SCHEMES, "lok-sabha/scoring"])
def test_every_example_has_its_cases(name: str) -> None:
    assert RULES / "examples" / f"{name}.test.yaml" in TESTS


def test_the_cases_of_the_shipped_file_are_not_taken_for_rules() -> None:
    assert (RULES / "scoring.test.yaml").exists()
    assert "scoring.test.yaml" not in load(rule_files(RULES)).files


def test_s14_commends_the_first_fifth_and_puts_forward_the_last_hundredth() -> None:
    """200 members with 1 to 200 points: 40 places at the top, 2 at the bottom."""
    top, bottom = (select(rule, range(1, 201), 200) for rule in book("S14").selections)
    assert [top.takes(total) for total in (160, 161, 200)] == [False, True, True]
    assert [bottom.takes(total) for total in (1, 2, 3)] == [True, True, False]
    assert not select(bottom.selection, [5] * 99, 99).takes(5)


def test_s47_has_three_advanced_groups_and_none_of_those_tied_for_the_third_place() -> None:
    first_three = book("S47").selections[0]
    assert select(first_three, [110, 105, 99, 98], 4).edge == 99
    assert select(first_three, [110, 105, 99, 99], 4).edge == 105
