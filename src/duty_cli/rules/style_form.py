"""The style file as it is written: fonts, sizes, margins, and what the office calls itself and others."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from duty_cli.model.exact_numbers import Points
from duty_cli.model.name_order import NamesBy
from duty_cli.model.papers import OfficeStyle
from duty_cli.rules.yaml_reading.form_fields import ClosedForm, Number, Positive, Text, Words, YesNo, refuse

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
    """红头和标题"""
    body: Text = _PLAIN.fonts.body
    """正文"""
    heading: Text = _PLAIN.fonts.heading
    """一级标题、附件号、表头"""
    subheading: Text = _PLAIN.fonts.subheading
    """二级标题"""
    page: Text = _PLAIN.fonts.page
    """页码"""
    figures: Text = _PLAIN.fonts.figures
    """数字和字母"""


class SizesForm(ClosedForm):
    """The sizes of type."""

    mark: Size | None = None
    """红头；不写则按字数放到一行，最大 62"""
    title: Size = _PLAIN.sizes.title
    """标题"""
    body: Size = _PLAIN.sizes.body
    """正文"""
    table: Size = _PLAIN.sizes.table
    """表格"""
    foot: Size = _PLAIN.sizes.foot
    """版记"""


class MarginsForm(ClosedForm):
    """The margins."""

    top: Margin = _PLAIN.margins.top
    """上边距（天头）"""
    bottom: Margin = _PLAIN.margins.bottom
    """下边距"""
    binding: Margin = _PLAIN.margins.binding
    """订口：单页在左，双页在右"""
    cut: Margin = _PLAIN.margins.cut
    """切口"""


class StyleForm(ClosedForm):
    """A whole style file."""

    format: Literal["duty-style/1"]
    """文件格式"""
    mark: Text = _PLAIN.mark
    """发文机关标志（红头）；不写为“委员会全称＋文件”"""
    number: Pattern = _PLAIN.number
    """文号的样子，须写有 {number}，可以写 {year}"""
    signed: Words = _PLAIN.signed
    """落款；几个机关写成列表；不写为委员会全称"""
    seal: YesNo = _PLAIN.seal
    """yes 加盖印章；no 不加盖印章"""
    members: Text = _PLAIN.members
    """发给全体委员的公文的主送"""
    leaders: Text = _PLAIN.leaders
    """提请领导研究的公文的主送；报表里“提请…研究”的也是它"""
    member: Text = _PLAIN.member
    """怎样称呼委员，如 代表"""
    sector: Text = _PLAIN.sector
    """怎样称呼界别"""
    liaison_group: Text = _PLAIN.liaison_group
    """怎样称呼委员联络组，如 支部、界别活动组"""
    special_committee: Text = _PLAIN.special_committee
    """怎样称呼专门委员会"""
    cc: Text = _PLAIN.cc
    """抄送；不写则没有这一行"""
    printed_by: Text = _PLAIN.printed_by
    """印发机关；不写为“委员会全称＋办公室”"""
    contact: Text = _PLAIN.contact
    """联系人，印在给委员的函的末尾；不写则没有这一句"""
    template: Text = ""
    """用本单位的模板代替红头和版记：rules/ 里的 docx 文件"""
    order: Order = NamesBy.SECTOR.value
    """名单的顺序：界别、姓氏笔画、编号"""
    sectors: Sectors = ()
    """界别的先后；不写则按全国政协的界别顺序，没有列出的排在后面"""
    seats: dict[Text, Positive] = Field(default_factory=dict)
    """界别: 名额，供 duty member seats 和增补时对照"""
    fonts: FontsForm = Field(default_factory=FontsForm)
    """字体，须已装在使用的电脑上"""
    sizes: SizesForm = Field(default_factory=SizesForm)
    """字号，单位磅：2号 22，3号 16，4号 14，小4号 12，5号 10.5"""
    margins: MarginsForm = Field(default_factory=MarginsForm)
    """页边距，单位毫米"""
