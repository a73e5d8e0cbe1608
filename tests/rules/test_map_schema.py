"""The schema of maps: made from the forms, in agreement with the reader, and named by every map that is shipped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from duty_cli.errors.file_errors import MappingProblems
from duty_cli.rules.json_schema import map_schema, schema_text
from duty_cli.rules.mapping_file import load_mapping

RULES = Path(__file__).parents[2] / "rules"
MAPS = sorted((RULES / "maps").glob("*.yaml"))
WHOLE = map_schema()
TYPES = {"object": dict, "array": list, "string": str, "number": int | float, "integer": int}


def underlined(value: Any, rule: dict[str, Any], whole: dict[str, Any] = WHOLE) -> Iterator[str]:  # noqa: ANN401 - whatever a file holds
    """What in ``value`` the schema underlines, by the keywords that it uses."""
    if "$ref" in rule:
        yield from underlined(value, whole["definitions"][rule["$ref"].rpartition("/")[2]], whole)
    for part in rule.get("allOf", ()):
        yield from underlined(value, part, whole)
    if "anyOf" in rule and all(any(underlined(value, part, whole)) for part in rule["anyOf"]):
        yield f"none of several: {value!r}"
    types = rule.get("type", list(TYPES))
    if not any(isinstance(value, TYPES[one]) for one in ([types] if isinstance(types, str) else types)):
        yield f"not of {types}: {value!r}"
    if "enum" in rule and value not in rule["enum"]:
        yield f"no such word: {value!r}"
    if isinstance(value, str) and not re.search(rule.get("pattern", ""), value):
        yield f"misspelt: {value!r}"
    if isinstance(value, list):
        yield from (one for part in value for one in underlined(part, rule.get("items", {}), whole))
    if isinstance(value, dict):
        yield from _of_object(value, rule, whole)


def _of_object(value: dict[Any, Any], rule: dict[str, Any], whole: dict[str, Any]) -> Iterator[str]:
    yield from (f"missing {key}" for key in rule.get("required", ()) if key not in value)
    for key, part in value.items():
        yield from underlined(key, rule.get("propertyNames", {}), whole)
        others = rule.get("additionalProperties", {})
        if key in rule.get("properties", {}):
            yield from underlined(part, rule["properties"][key], whole)
        elif others is False:
            yield f"unknown {key}"
        else:
            yield from underlined(part, others, whole)


def read(text: str) -> Any:  # noqa: ANN401
    """The text as an editor reads it."""
    return yaml.load(text, yaml.BaseLoader)


@pytest.mark.parametrize("file", MAPS, ids=lambda path: path.stem)
def test_nothing_in_a_shipped_map_is_underlined_and_it_names_its_schema(file: Path) -> None:
    text = file.read_text("utf-8")
    assert list(underlined(read(text), WHOLE)) == []
    assert text.startswith("# yaml-language-server: $schema=../map.schema.json\n")


HEAD = "format: duty-map/1\nreads: attendance\ncolumns:\n"
SOUND = f"""{HEAD}  姓名: {{from: 昵称, split: ["-", "("], part: member}}
  日期: {{from: 入会, date: 日/月/年}}
  活动: {{title: {{below: 主题}}}}
  出席情况: {{from: 状态, values: {{"": 缺席, 1: 出席}}, otherwise: keep}}
  参加比例: {{since: 入会, until: {{title: 结束}}, of: {{since: {{title: 开始}}, until: {{title: 结束}}}}}}
  备注: {{from: [甲, 乙], join: "；"}}
only: {{审核: [通过, ""]}}
except: {{身份: 工作人员}}
known: {{headings: [昵称], title: 签到}}
"""


def test_a_map_with_every_sort_of_key_is_sound_for_the_reader_and_the_editor() -> None:
    assert load_mapping("m.yaml", SOUND.encode()).reads == "attendance"
    assert list(underlined(read(SOUND), WHOLE)) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("reads: attendance", "reads: meeting"),
        ("format: duty-map/1", "format: duty-map/9"),
        ("columns:", "colums:"),
        ("part: member", "part: names"),
        ("part: member", "part: 0"),
        ("{from: 入会, date", "{frm: 入会, date"),
        ("  姓名: {", "  姓  氏: {"),
        ("{below: 主题}", "{under: 主题}"),
        ("of: {since: {title: 开始}", "of: {begins: {title: 开始}"),
        ("known: {headings: [昵称]", "known: {heads: [昵称]"),
    ],
)
def test_what_the_reader_refuses_by_its_writing_is_underlined(right: str, wrong: str) -> None:
    text = SOUND.replace(right, wrong)
    assert text != SOUND
    with pytest.raises(MappingProblems):
        load_mapping("m.yaml", text.encode())
    assert list(underlined(read(text), WHOLE)) != []


def test_every_key_is_explained_in_chinese() -> None:
    objects = {"": WHOLE, **WHOLE["definitions"]}
    keys = {f"{name}.{key}": said for name, one in objects.items() for key, said in one["properties"].items()}
    assert [key for key, said in keys.items() if not re.search("[一-龥]", said["description"])] == []


def test_the_committed_schema_is_the_one_the_forms_make() -> None:
    committed = (RULES / "map.schema.json").read_text("utf-8")
    assert committed == schema_text(map_schema()), "renew it: duty map schema -o rules/map.schema.json"
