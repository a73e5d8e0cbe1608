"""The schema of case files: made from the forms, in agreement with the shipped cases, and given by the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from duty_cli.cli.rule_commands import write_schema
from duty_cli.rules.json_schema import case_schema, schema_text
from tests.rules.test_map_schema import RULES, read, underlined

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "rules").glob("**/*.test.yaml"))
WHOLE = case_schema()
SOUND = """format: duty-cases/1
rules: scoring.yaml
cases:
  - {case: 甲, year: 2026, member: {role: [常委, {value: 主任, from: 2026-03-01}]}, earlier: {2025: 合格, 2024: {grade: 优秀}},
     records: [{kind: 提案, on: 2026-03-05, stage: 立案}], others: {名次: [3, 1/2]}, expect: {score: 5, quarters: {1: 5}}}
"""


@pytest.mark.parametrize("file", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_nothing_in_a_shipped_case_file_is_underlined(file: Path) -> None:
    assert list(underlined(read(file.read_text("utf-8")), WHOLE, WHOLE)) == []


@pytest.mark.parametrize(
    ("said", "instead", "told"),
    [
        ("", "", []),
        ("case: 甲, ", "", ["missing case"]),
        ("stage: 立案", "stages: 立案", ["unknown stages"]),
        ("2025: 合格", "25: 合格", ["misspelt: '25'"]),
        ("{1: 5}", "{5: 5}", ["misspelt: '5'"]),
    ],
)
def test_what_the_reader_refuses_is_underlined(said: str, instead: str, told: list[str]) -> None:
    assert list(underlined(read(SOUND.replace(said, instead, 1)), WHOLE, WHOLE)) == told


def test_the_committed_schema_is_the_one_the_forms_make() -> None:
    committed = (RULES / "cases.schema.json").read_text("utf-8")
    assert committed == schema_text(WHOLE), "renew it: duty rules schema --cases -o rules/cases.schema.json"


def test_the_shipped_cases_name_it() -> None:
    said = (RULES / "scoring.test.yaml").read_text("utf-8")
    assert said.startswith("# yaml-language-server: $schema=cases.schema.json\n")


def test_the_command_writes_it(capsys: pytest.CaptureFixture[str]) -> None:
    write_schema(cases=True)
    assert json.loads(capsys.readouterr().out) == WHOLE
