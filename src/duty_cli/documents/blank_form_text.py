"""The words on a blank form: its title, its lines under the title, and what is to be written under each heading."""

from __future__ import annotations

from collections.abc import Iterator

from duty_cli.model.blank_form import BlankForm, FormEntry, Holds, Signs
from duty_cli.model.expected_attendance import SCOPE
from duty_cli.model.file_forms import FileForm
from duty_cli.model.periods import Period
from duty_cli.model.records import COLUMNS

GUIDE = "填写说明"
"""The name of the sheet that tells how to fill in the form."""

_GAP = "　" * 6
SIGNATURES = f"填报单位：{_GAP}填表人：{_GAP}审核人：{_GAP}日期："

_TOLD = {
    **{column.heading: (column.guide, column.example) for column in COLUMNS.values()},
    "委员编号": ("与姓名至少填一项，两项都填时须一致；编号前面的 0 照写。", "001"),
    "姓名": ("从列表选取，或填全名；同名的写明界别，仍分不清的填委员编号。", "张三（经济界）"),
    "第一提案人": ("从列表选取，或填全名；同名的写明界别。", "张三（经济界）"),
    "联名人": ("其他提案人，按署名先后，用“、”分隔；从列表只能选一人，几人的直接填写。", "李四、王五"),
    "党派": ("从列表选取，或直接填写。", "民盟"),
    "界别": ("从列表选取，或直接填写。", "经济界"),
    "委员联络组": ("从列表选取，或直接填写。", "城东联络组"),
    "专门委员会": ("从列表选取，或直接填写。", "提案委员会"),
    "职务": ("政协职务；可以填几项，用“、”分隔。", "常委、界别活动组组长"),
    "任职日期": ("在任的第一天。", "2026-01-01"),
    "离任日期": ("在任的最后一天；仍在任的空着。", "2026-12-31"),
}
"""Heading → what to write there, and an example."""


def title_of(template: BlankForm) -> str:
    """The title above the form."""
    return f"{template.committee}{template.form.spec.title}"


def legend_of(template: BlankForm, signs: Signs) -> str:
    """The meaning of the signs in one line, and who is due; ``duty import`` reads that."""
    due = f"　　{SCOPE}：{'且'.join(template.groups)}" if template.groups else ""
    said = (sign if sign == state else f"{sign} {state}" for sign, state in signs.legend.items())
    return f"填法：{'　'.join(said)}　空格不登记，应出席的列为未登记{due}"


def refusal(entry: FormEntry, days: Period) -> str:
    """What is said of a value that is not among those asked for."""
    match entry.holds:
        case Holds.TEXT | Holds.LABEL:
            return f"“{entry.called}”请从列表选取。"
        case Holds.DAY:
            return f"请填写 {days} 之间的日期，如 2026-03-05。"
        case Holds.COUNT:
            return "请填写大于 0 的整数。"
        case Holds.NUMBER:
            return "请填写数字，如 3 或 1.5。"


def guide(template: BlankForm) -> Iterator[tuple[str, str, str]]:
    """The sheet 填写说明: name, what to write, an example. No cell of it is a heading, lest it be read as a form."""
    form, signs = template.form, template.signs
    asked = [*(signs.head if signs else ()), *template.entries]
    yield "〔整张表〕", f"{form.spec.row}只填“{form.called}”这一张表；不要改动列名，不要加合计行。", ""
    if signs:
        yield "〔记号〕", legend_of(template, signs), ""
    yield "〔必填〕", f"红色的列名必填：{'、'.join(entry.called for entry in asked if entry.needed)}。", ""
    for entry in asked:
        told, example = told_of(form, entry)
        yield f"〔{entry.called}〕", told, f"示例：{example}" if example else ""
    yield "〔交回〕", f"行数不够的接着往下填；交回后用 {form.spec.read_by} 读入。", ""


def told_of(form: FileForm, entry: FormEntry) -> tuple[str, str]:
    """What to write under a heading, and an example: the first word offered, where the rules say which they are."""
    told, example = form.spec.guides.get(entry.heading, _TOLD[entry.heading])
    return told, entry.offer.words[0] if entry.heading in _BY_RULES and entry.offer.words else example


_BY_RULES = ("履职事项", "出席情况", "阶段", "级别")
