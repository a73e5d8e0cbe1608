"""The door to mapping files (``duty import --map``): bytes → :class:`~duty_cli.domain.mapping.ColumnMapping`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from duty_cli.domain.faults import Problem
from duty_cli.domain.mapping import ColumnMapping, ColumnSource, DateOrder, Otherwise, Replaced
from duty_cli.domain.records import RECORD_HEADINGS, ROSTER_HEADINGS
from duty_cli.domain.words import PROPOSAL_HEADINGS
from duty_cli.errors import MappingFaults
from duty_cli.rulebook import strict, wording
from duty_cli.rulebook.source import SourceMap, beside
from duty_cli.rulebook.values import ClosedForm, Text, as_list, hint, refuse


def load_mapping(name: str, data: bytes) -> ColumnMapping:
    """The mapping in the file's bytes. Raises MappingFaults with all that is wrong."""
    source, faults = strict.read(name, data)
    if source is None:
        raise MappingFaults(faults)
    form, found = wording.fill(MappingForm, source)
    faults = beside(faults, found if form is None else [*_unknown_headings(form, source), *_both_ways(form, source)])
    if form is None or faults:
        raise MappingFaults(faults)
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
            yield source.key_fault(("except", heading), f"“{heading}”已写在 only 里", "only 和 except 只写一处")


def _unknown_headings(form: MappingForm, source: SourceMap) -> Iterator[Problem]:
    headings = _HEADINGS[form.reads]
    for heading in form.columns:
        if heading not in headings:
            yield source.key_fault(("columns", heading), f"没有名为“{heading}”的列", hint(heading, headings))


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
