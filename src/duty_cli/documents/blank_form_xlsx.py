"""A blank form as a workbook: its words, drop-downs, remarks and the lines to be filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from duty_cli.documents.cell_text import cleaned
from duty_cli.documents.cell_widths import cell_width
from duty_cli.documents.form_pages import NAME_HEIGHT, ROW_HEIGHT, FormPages, columns_of, form_pages
from duty_cli.documents.worksheet import AS_TEXT, CellFormats, SheetPage, bounded
from duty_cli.model.blank_form import BlankForm, FormChoices, FormEntry, Holds, Signs
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

LISTS = "列表"
Area = tuple[int, int, int, int]
"""First row and column, last row and column, counted from 0."""

_STYLES: dict[str, dict[str, object]] = {
    "warned": {"error_type": "warning"},
    "refused": {"error_type": "stop"},
    "taken": {"show_error": False},
}


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
    told, example = form.spec.guides.get(entry.heading) or _TOLD[entry.heading]
    return told, entry.offer.words[0] if entry.heading in _BY_RULES and entry.offer.words else example


_BY_RULES = ("履职事项", "出席情况", "阶段", "级别")


class Choices:
    """The lists to choose from, on a hidden sheet under defined names: one typed into a cell holds only 255 characters."""

    def __init__(self, book: Workbook, hidden: Worksheet, template: BlankForm) -> None:
        self._book, self._hidden, self._template = book, hidden, template
        self._names: dict[tuple[str, ...], str] = {}

    def bind(self, worksheet: Worksheet, area: Area, entry: FormEntry) -> None:
        """Let the cells of ``area`` take what ``entry`` asks for."""
        taken = self._listed(entry.offer) if entry.offer.words else _measured(entry.holds, self._template.days)
        if taken:
            told = {"input_title": entry.called, "input_message": told_of(self._template.form, entry)[0]}
            wrong = {"error_title": entry.called, "error_message": refusal(entry, self._template.days)}
            worksheet.data_validation(*area, {**taken, **told, **wrong})

    def _listed(self, offer: FormChoices) -> dict[str, object]:
        return {"validate": "list", "source": f"={self._named(offer.words)}", **_STYLES[offer.others]}

    def _named(self, words: tuple[str, ...]) -> str:
        """The defined name of a list, which is written once."""
        if words not in self._names:
            column = len(self._names)
            letter = chr(ord("A") + column)
            self._hidden.write_column(0, column, [bounded(cleaned(word)) for word in words])
            self._names[words] = f"{LISTS}{column + 1}"
            self._book.define_name(self._names[words], f"='{LISTS}'!${letter}$1:${letter}${len(words)}")
        return self._names[words]


def _measured(holds: Holds, days: Period) -> dict[str, object]:
    match holds:
        case Holds.TEXT | Holds.LABEL:
            return {}
        case Holds.DAY:
            return {"validate": "date", "criteria": "between", "minimum": days.first, "maximum": days.last}
        case Holds.COUNT:
            return {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 9999}
        case Holds.NUMBER:
            return {"validate": "decimal", "criteria": "between", "minimum": -99999, "maximum": 99999}


_DEEP = 5000
"""How many rows take the same choices, ruled or not."""
_LINE_HEIGHT = 15
_HELD_OPEN = "　"
"""Stands in the last ruled row: LibreOffice prints no rows below the last in which there is something."""
_GUIDE_WIDTHS = (16, 60, 30)
_MARGIN = Decimal("0.4")
_RED = "#C00000"


def template_xlsx(template: BlankForm, created: datetime) -> bytes:
    """The form as a workbook that says it was made at ``created``; the same form gives the same bytes."""
    file = BytesIO()
    book = Workbook(file, AS_TEXT)
    moment = created.astimezone(UTC) if created.tzinfo else created
    book.set_properties({"title": cleaned(title_of(template)), "created": moment})
    form = book.add_worksheet(template.form.called)
    looks = CellFormats(book)
    if not _speaks_for_itself(template):
        _draw_guide(book.add_worksheet(GUIDE), looks, template)
    hidden = book.add_worksheet(LISTS)
    _draw_form(form, looks, Choices(book, hidden, template), template)
    hidden.hide()
    book.close()
    return file.getvalue()


def _speaks_for_itself(template: BlankForm) -> bool:
    """Whether nothing is left to be filled in but the signs of one activity, which the form itself explains."""
    return template.signs is not None and len(template.signs.activities) == 1 and all(template.signs.activities[0])


def _draw_form(worksheet: Worksheet, looks: CellFormats, choices: Choices, template: BlankForm) -> None:
    signs = template.signs
    columns, pages = columns_of(template), form_pages(template)
    cells = _cells(looks, shrunk=signs is not None)
    page = SheetPage(worksheet, looks, pages.widths, landscape=pages.landscape)
    worksheet.set_margins(left=_MARGIN, right=_MARGIN)
    worksheet.fit_to_pages(1, pages.pages)
    page.title(title_of(template))
    page.lines([SIGNATURES, *([legend_of(template, signs)] if signs else [])])
    if signs:
        _draw_head(page, cells, choices, signs, beside=len(template.entries))
    for column, entry in enumerate(template.entries):
        worksheet.write_string(page.row, column, entry.called, _heading(looks, entry))
    worksheet.set_row(page.row, NAME_HEIGHT)
    page.row += 1
    worksheet.repeat_rows(0, page.row - 1)
    worksheet.freeze_panes(page.row, _in_sight(template))
    for column, (entry, width) in enumerate(zip(columns, pages.widths, strict=True)):
        worksheet.set_column(column, column, width, cells[entry.holds])
        choices.bind(worksheet, (page.row, column, page.row + _DEEP, column), entry)
    _draw_rows(page, template.rows, pages, [cells[entry.holds] for entry in columns])
    worksheet.write_string(page.row - 1, len(template.entries) - 1, _HELD_OPEN, cells[template.entries[-1].holds])


def _in_sight(template: BlankForm) -> int:
    """How many columns stay in sight: all of a member beside signs, else up to the name or the title."""
    naming = (place for place, entry in enumerate(template.entries, 1) if entry.heading in ("姓名", "标题"))
    return len(template.entries) if template.signs else next(naming)


def _cells(looks: CellFormats, *, shrunk: bool) -> Mapping[Holds, Format]:
    """Cells to be filled in. What looks like a number is text, so that 001 stays 001 and 7/12 becomes no date.

    A long text wraps, or is ``shrunk`` where rows are to be alike.
    """
    fit = {"shrink": True} if shrunk else {"text_wrap": True}
    return {
        Holds.TEXT: looks.look(border=1, num_format="@", **fit),
        Holds.LABEL: looks.look(border=1, num_format="@", align="center", text_wrap=True),
        Holds.DAY: looks.look(border=1, num_format="yyyy-mm-dd", align="center"),
        Holds.COUNT: looks.look(border=1, num_format="0", align="center"),
        Holds.NUMBER: looks.look(border=1, align="center"),
    }


def _heading(looks: CellFormats, entry: FormEntry) -> Format:
    red = {"font_color": _RED} if entry.needed else {}
    return looks.look(bold=True, border=1, align="center", text_wrap=True, **red)


def _draw_head(page: SheetPage, cells: Mapping[Holds, Format], choices: Choices, signs: Signs, *, beside: int) -> None:
    """The rows that say which activities the columns are of; the last spans the row of headings as well."""
    for place, entry in enumerate(signs.head):
        page.worksheet.merge_range(page.row, 0, page.row, beside - 1, entry.called, _heading(page.looks, entry))
        last = page.row + (place == len(signs.head) - 1)
        for column, activity in enumerate(signs.activities, beside):
            _write_head(page, last, column, activity[place], cells[entry.holds])
        choices.bind(page.worksheet, (page.row, beside, page.row, beside + len(signs.activities) - 1), entry)
        page.worksheet.set_row(page.row, ROW_HEIGHT)
        page.row += 1


def _write_head(page: SheetPage, last: int, column: int, value: str | date, look: Format) -> None:
    if last > page.row:
        page.worksheet.merge_range(page.row, column, last, column, "", look)
    if isinstance(value, date):
        page.worksheet.write_datetime(page.row, column, value, look)
    elif value:
        page.worksheet.write_string(page.row, column, bounded(cleaned(value)), look)
    else:
        page.worksheet.write_blank(page.row, column, None, look)


def _draw_rows(page: SheetPage, rows: Sequence[Sequence[str]], pages: FormPages, looks: Sequence[Format]) -> None:
    """The rows that are filled in already, then empty ones."""
    for row in (*rows, *[()] * pages.ruled):
        page.worksheet.set_row(page.row, pages.row_height)
        for column, look in enumerate(looks):
            if column < len(row):
                page.worksheet.write_string(page.row, column, bounded(cleaned(row[column])), look)
            else:
                page.worksheet.write_blank(page.row, column, None, look)
        page.row += 1


def _draw_guide(worksheet: Worksheet, looks: CellFormats, template: BlankForm) -> None:
    page = SheetPage(worksheet, looks, _GUIDE_WIDTHS, landscape=False)
    page.title(f"{title_of(template)}{GUIDE}")
    for cells in guide(template):
        lines = max(-(-cell_width(text) // (width - 2)) for text, width in zip(cells, _GUIDE_WIDTHS, strict=True))
        worksheet.set_row(page.row, ROW_HEIGHT + (lines - 1) * _LINE_HEIGHT)
        for column, text in enumerate(cells):
            worksheet.write_string(page.row, column, text, looks.cells["left"])
        page.row += 1
