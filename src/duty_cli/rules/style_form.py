"""The style file as it is written: fonts, sizes, margins, and what the office calls itself and others."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from duty_cli.model.exact_numbers import Points
from duty_cli.model.name_order import NamesBy
from duty_cli.model.papers import OfficeStyle
from duty_cli.rules.form_fields import ClosedForm, Number, Positive, Text, Words, YesNo, refuse

_PLAIN = OfficeStyle()


def _pattern(text: str) -> str:
    rest = text.replace("{year}", "").replace("{number}", "", 1)
    if "{number}" not in text or "{" in rest or "}" in rest:
        refuse(f"“{text}”应写有 {{number}}，花括号里只能是 year 和 number", "如 某政协〔{year}〕{number}号")
    return text


def _order(text: str) -> str:
    if text not in set(NamesBy):
        refuse(f"没有“{text}”这种名单顺序", f"可以用 {'、'.join(NamesBy)}")
    return text


def _once(names: tuple[str, ...]) -> tuple[str, ...]:
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    return refuse(f"界别“{twice[0]}”写了两次", "一个界别只写一次") if twice else names


def _between(least: int, most: int, unit: str) -> AfterValidator:
    def check(number: Points) -> Points:
        return number if least <= number <= most else refuse(f"应在 {least} 与 {most} {unit}之间")

    return AfterValidator(check)


Pattern = Annotated[Text, AfterValidator(_pattern)]
Order = Annotated[Text, AfterValidator(_order)]
Sectors = Annotated[Words, AfterValidator(_once)]
Size = Annotated[Number, _between(5, 80, "磅")]
Margin = Annotated[Number, _between(5, 80, "毫米")]


class FontsForm(ClosedForm):
    """The typefaces."""

    title: Text = _PLAIN.fonts.title
    body: Text = _PLAIN.fonts.body
    heading: Text = _PLAIN.fonts.heading
    subheading: Text = _PLAIN.fonts.subheading
    page: Text = _PLAIN.fonts.page
    figures: Text = _PLAIN.fonts.figures


class SizesForm(ClosedForm):
    """The sizes of type."""

    mark: Size | None = None
    title: Size = _PLAIN.sizes.title
    body: Size = _PLAIN.sizes.body
    table: Size = _PLAIN.sizes.table
    foot: Size = _PLAIN.sizes.foot


class MarginsForm(ClosedForm):
    """The margins."""

    top: Margin = _PLAIN.margins.top
    bottom: Margin = _PLAIN.margins.bottom
    binding: Margin = _PLAIN.margins.binding
    cut: Margin = _PLAIN.margins.cut


class StyleForm(ClosedForm):
    """A whole style file."""

    format: Literal["duty-style/1"]
    mark: Text = _PLAIN.mark
    number: Pattern = _PLAIN.number
    signed: Words = _PLAIN.signed
    seal: YesNo = _PLAIN.seal
    members: Text = _PLAIN.members
    leaders: Text = _PLAIN.leaders
    member: Text = _PLAIN.member
    sector: Text = _PLAIN.sector
    liaison_group: Text = _PLAIN.liaison_group
    special_committee: Text = _PLAIN.special_committee
    cc: Text = _PLAIN.cc
    printed_by: Text = _PLAIN.printed_by
    contact: Text = _PLAIN.contact
    template: Text = ""
    order: Order = NamesBy.SECTOR.value
    sectors: Sectors = ()
    seats: dict[Text, Positive] = Field(default_factory=dict)
    fonts: FontsForm = Field(default_factory=FontsForm)
    sizes: SizesForm = Field(default_factory=SizesForm)
    margins: MarginsForm = Field(default_factory=MarginsForm)
