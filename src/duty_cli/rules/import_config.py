"""The doors to mapping files (``--map``) and to the words of offices' files (``rules/intake.yaml``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from duty_cli.errors.file_errors import IntakeWordProblems, MappingProblems
from duty_cli.model.file_forms import (
    HEADINGS,
    PROPOSAL_HEADINGS,
    SPENDING_HEADINGS,
    ColumnMapping,
    ColumnSource,
    DateOrder,
    FileVocabulary,
    Otherwise,
    Replaced,
)
from duty_cli.model.parsed_rows import Problem
from duty_cli.model.records import RECORD_HEADINGS, ROSTER_HEADINGS, Attendance
from duty_cli.rules import validation_messages, yaml_reader
from duty_cli.rules.form_fields import ClosedForm, Text, Words, as_list, hint, refuse
from duty_cli.rules.source_map import SourceMap, beside


def load_mapping(name: str, data: bytes) -> ColumnMapping:
    """The mapping in the file's bytes. Raises MappingProblems with all that is wrong."""
    source, problems = yaml_reader.read(name, data)
    if source is None:
        raise MappingProblems(problems)
    form, found = validation_messages.fill(MappingForm, source)
    problems = beside(
        problems, found if form is None else [*_unknown_headings(form, source), *_both_ways(form, source)]
    )
    if form is None or problems:
        raise MappingProblems(problems)
    columns = {heading: _column(column) for heading, column in form.columns.items()}
    return ColumnMapping(form.reads, form.separator, form.encoding, columns, form.only, form.without)


def _codec(name: str) -> str:
    try:
        "".encode(name)
    except LookupError:
        refuse(f"没有名为“{name}”的编码", "可用的有 utf-8、gb18030、utf-16")
    return name


Cells = Annotated[tuple[str, ...], BeforeValidator(as_list), Field(min_length=1)]
"""One cell or several, as they stand in a file; an empty one is an empty cell."""


class ColumnForm(ClosedForm):
    """Where one column comes from."""

    from_: Text | None = Field(None, alias="from")
    always: Text | None = None
    row: Text | None = None
    values: dict[str, str] | None = None
    otherwise: Text | None = None
    date: DateOrder | None = None

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if len(self.model_fields_set & {"from_", "always", "row"}) != 1:
            refuse("应写 from（对方的列名）、always（固定文字）或 row（按行编号），三者取一")
        if self.from_ is None and self.model_fields_set & {"values", "otherwise", "date"}:
            refuse("values、otherwise、date 只能与 from 同用")
        if self.otherwise is not None and self.values is None:
            refuse("写了 otherwise，却没有 values")
        return self


class MappingForm(ClosedForm):
    """A whole mapping file."""

    format: Literal["duty-map/1"]
    reads: Literal["records", "roster", "proposals"]
    separator: Annotated[str, Field(min_length=1, max_length=1)] = ","
    encoding: Annotated[Text, AfterValidator(_codec)] | None = None
    columns: dict[str, ColumnForm] = Field(min_length=1)
    only: dict[Text, Cells] = Field(default_factory=dict)
    without: dict[Text, Cells] = Field(default_factory=dict, alias="except")


_HEADINGS = {
    "records": tuple(dict.fromkeys((*RECORD_HEADINGS, "界别"))),
    "roster": ROSTER_HEADINGS,
    "proposals": PROPOSAL_HEADINGS,
}
"""What a map may fill: every column that the same file has without a map."""


def _both_ways(form: MappingForm, source: SourceMap) -> Iterator[Problem]:
    for heading in form.without:
        if heading in form.only:
            yield source.key_problem(("except", heading), f"“{heading}”已写在 only 里", "only 和 except 只写一处")


def _unknown_headings(form: MappingForm, source: SourceMap) -> Iterator[Problem]:
    headings = _HEADINGS[form.reads]
    for heading in form.columns:
        if heading not in headings:
            # What has a meaning of its own on another form is no slip of a heading that is written alike.
            advice = f"可用的列：{'、'.join(headings)}" if heading in HEADINGS else hint(heading, headings)
            yield source.key_problem(("columns", heading), f"没有名为“{heading}”的列", advice)


def _column(form: ColumnForm) -> ColumnSource:
    return ColumnSource(
        from_=form.from_,
        always=form.always,
        row_prefix=form.row,
        values=form.values,
        otherwise=_otherwise(form.otherwise),
        date_order=form.date,
    )


def _otherwise(text: str | None) -> Otherwise | Replaced | None:
    match text:
        case None | "keep" | "empty":
            return text
        case _:
            return Replaced(text)


def load_words(name: str, data: bytes, before: FileVocabulary | None = None) -> FileVocabulary:
    """The words in the file's bytes, put over those ``before``. Raises IntakeWordProblems with all that is wrong."""
    source, problems = yaml_reader.read(name, data)
    if source is None:
        raise IntakeWordProblems(problems)
    form, found = validation_messages.fill(VocabularyForm, source)
    problems = beside(problems, found if form is None else [*_unknown_words(form, source), *_meant_twice(form, source)])
    if form is None or problems:
        raise IntakeWordProblems(problems)
    old = before or FileVocabulary()
    headings = {alias: heading for heading, aliases in form.headings.items() for alias in aliases}
    return FileVocabulary(
        {**old.headings, **headings},
        {**old.marks, **form.marks},
        {**old.stages, **form.stages},
        frozenset((old.unread - set(headings)) | set(form.unread)),
    )


class VocabularyForm(ClosedForm):
    """A whole file of words."""

    format: Literal["duty-intake/1"]
    headings: dict[str, Words] = Field(default_factory=dict)
    marks: dict[Text, Attendance] = Field(default_factory=dict)
    stages: dict[Text, Words] = Field(default_factory=dict)
    unread: Words = ()


def _unknown_words(form: VocabularyForm, source: SourceMap) -> Iterator[Problem]:
    for heading in form.headings:
        if heading not in HEADINGS and heading not in SPENDING_HEADINGS:
            yield source.key_problem(("headings", heading), f"没有名为“{heading}”的列", hint(heading, HEADINGS))


def _meant_twice(form: VocabularyForm, source: SourceMap) -> Iterator[Problem]:
    """Words that would mean two headings, or be a column that is read and one that is not."""
    first: dict[str, str] = {}
    for heading, aliases in form.headings.items():
        for place, alias in enumerate(aliases):
            before = first.setdefault(alias, heading)
            if before != heading:
                what = f"“{alias}”已写作“{before}”的别名，不能又是“{heading}”的别名"
                yield source.problem(("headings", heading, place), what, "请只留一处")
    for place, alias in enumerate(form.unread):
        if alias in first or alias in HEADINGS:
            yield source.problem(("unread", place), f"“{alias}”是要读的列，不能又写作不读的列", "请只留一处")
