"""The schema that editors use: made from the forms, complete, and in agreement with the reader."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from duty_cli.rules.json_schema import schema, schema_text
from duty_cli.rules.rule_files import load
from duty_cli.rules.rules_folder import rule_files
from tests.rules.small import text, with_item

RULES = Path(__file__).parents[2] / "rules"
FILES = sorted(file for file in RULES.glob("**/*.yaml") if "format: duty-rules/" in file.read_text("utf-8"))
WHOLE = schema()
TYPES = {"object": dict, "array": list, "string": str, "number": int | float, "integer": int}


def wrong(value: Any, rule: dict[str, Any]) -> Iterator[str]:  # noqa: ANN401 - whatever a file holds
    """What in ``value`` the schema underlines, by the keywords that it uses."""
    for part in _also(value, rule):
        yield from wrong(value, part)
    if "anyOf" in rule and all(any(wrong(value, part)) for part in rule["anyOf"]):
        yield f"{value!r}"
    types = rule.get("type", list(TYPES))
    if not any(isinstance(value, TYPES[one]) for one in ([types] if isinstance(types, str) else types)):
        yield f"{value!r} is not of {types}"
    if value not in rule.get("enum", [rule.get("const", value)]) or (
        isinstance(value, str) and not _spelled(value, rule)
    ):
        yield f"{value!r}"
    if isinstance(value, list) and "items" in rule:
        yield from (one for part in value for one in wrong(part, rule["items"]))
    if isinstance(value, dict) and "required" in rule:
        yield from (f"missing {key}" for key in rule["required"] if key not in value)
    if isinstance(value, dict) and "properties" in rule:
        yield from _in_object(value, rule)


def _also(value: Any, rule: dict[str, Any]) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - whatever a file holds
    """What holds besides: what is referred to, all of several, and what follows from a condition."""
    if "$ref" in rule:
        yield WHOLE["definitions"][rule["$ref"].rpartition("/")[2]]
    yield from rule.get("allOf", ())
    if "if" in rule:
        yield rule["else" if any(wrong(value, rule["if"])) else "then"]


def _in_object(value: dict[str, Any], rule: dict[str, Any]) -> Iterator[str]:
    for key, part in value.items():
        if key in rule["properties"]:
            yield from wrong(part, rule["properties"][key])
        elif rule.get("additionalProperties") is False:
            yield f"unknown {key}"


def _spelled(value: str, rule: dict[str, Any]) -> bool:
    return re.search(rule.get("pattern", ""), value) is not None


@pytest.mark.parametrize("file", FILES, ids=lambda path: str(path.relative_to(RULES)))
@pytest.mark.parametrize("loader", [yaml.BaseLoader, yaml.SafeLoader], ids=["as text", "as numbers"])
def test_nothing_in_a_sound_file_is_underlined(file: Path, loader: type[yaml.BaseLoader | yaml.SafeLoader]) -> None:
    said = yaml.load(file.read_text("utf-8"), _editor(loader))
    assert list(wrong(said, WHOLE)) == []


def _editor(loader: type[Any]) -> type[Any]:
    """A loader that, as editors do, leaves dates and yes and no as they stand."""
    kept = {sign: [(tag, words) for tag, words in pairs if tag.rpartition(":")[2] not in ("timestamp", "bool")]
            for sign, pairs in loader.yaml_implicit_resolvers.items()}  # fmt: skip
    return type("Editor", (loader,), {"yaml_implicit_resolvers": kept})


@pytest.mark.parametrize(
    ("sections", "found"),
    [
        ({"titel": "甲"}, "unknown titel"),
        ({"rounding": ""}, "missing rounding"),
        ({"rounding": "{places: 两, half: up}"}, "'两'"),
        ({"rounding": "{places: 2, half: down}"}, "'down'"),
        ({"effective": "{from: 2026年, to: 2026-12-31}"}, "'2026年'"),
        ({"categories": with_item("when: {kind: 提案, attendance: 到会}, points: 5, combine: sum")}, "到会"),
        ({"categories": with_item("when: {kind: 提案}, points: 五分, combine: sum")}, "'五分'"),
        ({"categories": with_item("when: {kind: 提案}, points: {by: 职务}, combine: sum")}, "{'by': '职务'}"),
    ],
)
def test_what_the_reader_refuses_by_its_writing_is_underlined(sections: dict[str, str], found: str) -> None:
    said = yaml.load(text(**sections), yaml.BaseLoader)
    assert any(found in one for one in wrong(said, WHOLE)), list(wrong(said, WHOLE))


def test_every_key_is_explained_in_chinese() -> None:
    objects = WHOLE["definitions"]
    keys = {f"{name}.{key}": said for name, one in objects.items() for key, said in one["properties"].items()}
    assert [key for key, said in keys.items() if not re.search("[一-龥]", said["description"])] == []
    assert len(keys) > 100


def test_every_reference_leads_somewhere_in_the_file_itself() -> None:
    refs = set(re.findall(r'"\$ref": "([^"]*)"', schema_text()))
    assert refs == {f"#/definitions/{name}" for name in WHOLE["definitions"]}


def test_the_committed_schema_is_the_one_the_forms_make() -> None:
    committed = (RULES / "scoring.schema.json").read_text("utf-8")
    assert committed == schema_text(), "renew it: duty rules schema -o rules/scoring.schema.json"
    assert json.loads(committed) == WHOLE


@pytest.mark.parametrize("name", ["scoring.yaml", "new/start.yaml"])
def test_a_shipped_file_names_the_schema_beside_it(name: str) -> None:
    assert (RULES / name).read_text("utf-8").startswith("# yaml-language-server: $schema=scoring.schema.json\n")


def test_the_starting_file_loads_without_a_problem() -> None:
    assert [book.effective.first.year for book in load(rule_files(RULES / "new" / "start.yaml")).books] == [2026]
