"""What single values of forms take and refuse, and that nothing is loaded or worked out for them that no file needs."""

from __future__ import annotations

import subprocess
import sys
from typing import cast

import pytest
from pydantic import TypeAdapter, ValidationError

from duty_cli.rules.yaml_reading import form_fields
from duty_cli.rules.yaml_reading.form_fields import Vocabulary

KNOWN = Vocabulary(kinds=("提案", "信息"), grades=("优秀",), sets=("到会",))


def read(sort: object, said: object) -> object:
    form: TypeAdapter[object] = TypeAdapter(cast("type[object]", sort))
    return form.validate_python(said, context=KNOWN)


@pytest.mark.parametrize(
    ("sort", "said", "meant"),
    [
        *(
            (form_fields.Text, "甲", "甲"),
            (form_fields.Words, "甲", ("甲",)),
            (form_fields.Words, ["甲", "乙"], ("甲", "乙")),
        ),
        *(
            (form_fields.Kind, "提案", "提案"),
            (form_fields.Kinds, "提案", ("提案",)),
            (form_fields.Grades, ["优秀"], ("优秀",)),
        ),
        *((form_fields.Whole, "0", 0), (form_fields.Positive, "3", 3), (form_fields.YesNo, "yes", True)),
    ],
)
def test_what_is_meant(sort: object, said: object, meant: object) -> None:
    assert read(sort, said) == meant


@pytest.mark.parametrize(
    ("sort", "said", "at", "why"),
    [
        (form_fields.Text, "", (), "string_too_short"),
        (form_fields.Text, ["甲"], (), "string_type"),
        (form_fields.Words, [], (), "too_short"),
        (form_fields.Words, ["甲", ""], (1,), "string_too_short"),
        (form_fields.Words, {"甲": "乙"}, (), "tuple_type"),
        (form_fields.Kinds, ["提案", "提安"], (1,), "duty_fault"),
        (form_fields.Kinds, ["提案", {"a": "b"}], (1,), "string_type"),
        (form_fields.Kind, "到会", (), "duty_fault"),
        (form_fields.Number, "五", (), "duty_fault"),
    ],
)
def test_what_is_refused_and_where(sort: object, said: object, at: tuple[int, ...], why: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        read(sort, said)
    assert [(one["loc"], one["type"]) for one in refusal.value.errors()] == [(at, why)]


def test_a_file_without_a_printed_document_loads_nothing_that_reads_one() -> None:
    code = """
import sys
from duty_cli.rules.rule_files import load
load({"scoring.yaml": open("tests/rules.yaml", "rb").read()})
print(*sorted(name for name in sys.modules if "printed" in name or name.endswith(("article_citations", "invitations"))))
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout
    assert said.strip() == ""
