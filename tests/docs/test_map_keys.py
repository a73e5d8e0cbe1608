"""The manual's table of what a mapping file may say names every key, and none that is not there."""

import re
from pathlib import Path

from duty_cli.rules.mapping_file import ColumnForm, MappingForm

MANUAL = (Path(__file__).parents[2] / "docs" / "手册.md").read_text(encoding="utf-8")
TABLE = MANUAL.partition("| 对照表的项 |")[2].partition("\n\n")[0]


def keys(form: type[MappingForm | ColumnForm]) -> list[str]:
    return [field.alias or name for name, field in form.model_fields.items()]


def test_the_reference_table_has_every_key_of_a_mapping_file() -> None:
    named = re.findall(r"^\| `(\w+)` \|", TABLE, re.MULTILINE)
    assert sorted(named) == sorted(keys(MappingForm))


def test_the_reference_table_has_every_key_of_a_column() -> None:
    named = re.findall(r"^\| \u3000`(\w+)` \|", TABLE, re.MULTILINE)
    assert sorted(named) == sorted(keys(ColumnForm))
