"""docs/键表.md says what the forms say: every key of every file, each with its meaning, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from scripts.make_key_tables import PAGE, lacking, page

from duty_cli.rules.yaml_reading.form_fields import ClosedForm, Text
from scripts import make_key_tables

ROOT = Path(__file__).parents[2]
TEXT = PAGE.read_text("utf-8")
CHAPTERS = {
    "duty-rules": "规则文件",
    "duty-cases": "案例文件",
    "duty-map": "对照表",
    "duty-intake": "别名和记号",
    "duty-style": "公文格式",
    "duty-steps": "办理流程",
    "duty-calendar": "工作日历",
    "duty-holidays": "节假日表",
}
OWN = {
    "values",
    "headings",
    "marks",
    "stages",
    "columns",
    "only",
    "except",
    "seats",
    "earlier",
    "others",
    "categories",
    "items",
    "members",
    "sets",
    "without_rule",
}
"""Under these a file may write names of its own."""
FILES = sorted(
    file
    for file in (*(ROOT / "rules").glob("**/*.yaml"), *(ROOT / "tests" / "mechanisms").glob("*.yaml"))
    if file.read_text("utf-8").partition("format: ")[2].partition("/")[0] in CHAPTERS
)


def test_the_page_says_what_the_forms_say() -> None:
    assert page() == TEXT, "run scripts/make_key_tables.py"


def test_every_key_has_a_meaning() -> None:
    assert lacking() == [], "say it as a text below the field of its form"


def chapter(name: str) -> str:
    """The part of the page about one sort of file."""
    return TEXT.partition(f"\n## {name}\n")[2].partition("\n## ")[0]


def keys_in(said: Any) -> Iterator[str]:  # noqa: ANN401 - whatever a file holds
    """The keys of a file, but for names of its own."""
    if isinstance(said, list):
        yield from (key for one in said for key in keys_in(one))
    elif isinstance(said, dict):
        for key, inside in said.items():
            # A year or a quarter is no key, but what it is of.
            yield from () if key.isdecimal() else (key,)
            named = key in OWN and isinstance(inside, dict)
            yield from (found for one in inside.values() for found in keys_in(one)) if named else keys_in(inside)


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_every_key_that_a_shipped_file_uses_is_in_the_table_of_its_sort(file: Path) -> None:
    text = file.read_text("utf-8")
    said = yaml.load(text, yaml.BaseLoader)
    # A value that is written in braces has its key in the words on what may stand there.
    table = chapter(CHAPTERS[said["format"].partition("/")[0]])
    told = {*re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE), *re.findall(r"\{(\w+):", table)}
    assert set(keys_in(said)) - told == set()


def test_every_link_leads_to_a_table() -> None:
    titles = re.findall(r"^### `?([^`\n]+)`?$", TEXT, re.MULTILINE)
    anchors = [make_key_tables._anchor(title) for title in titles]
    assert len(set(anchors)) == len(anchors)
    assert set(re.findall(r"\]\(#([^)]+)\)", TEXT)) <= set(anchors)


class OddForm(ClosedForm):
    """A type that no other form has, and a key without a meaning."""

    told: Text = ""
    """甲"""
    odd: frozenset[Text] = frozenset()


def test_a_type_that_nobody_has_put_into_words_is_told() -> None:
    with pytest.raises(TypeError, match="of which the table does not know what a file writes"):
        make_key_tables._table(make_key_tables.Place((), OddForm), {}, "甲")


def test_a_key_that_has_no_meaning_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make_key_tables, "FILES", (("甲", "乙", OddForm),))
    assert lacking() == ["OddForm: odd"]
