"""A blank form as a workbook: to be filled in on the screen or on paper, and read back by ``duty import``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from duty_cli.domain.template import BlankForm, FormEntry, Holds, Signs
from duty_cli.render.cells import cell_width
from duty_cli.render.choices import LISTS, Choices
from duty_cli.render.layout.template import GUIDE, SIGNATURES, guide, legend_of, title_of
from duty_cli.render.wording import cleaned
from duty_cli.render.worksheet import AS_TEXT, CellFormats, SheetPage, bounded

_BOXED, _BOXED_MORE, _DEEP = 30, 3, 5000
"""Rows boxed on an empty form, and below the members that stand there; how many take the same choices, boxed or not."""

_ROW_HEIGHT, _LINE_HEIGHT, _NAME_HEIGHT, _MEMBER_HEIGHT = 22, 15, 40, 18
_UPRIGHT, _ON_UPRIGHT, _ON_TURNED = 130, 45, 23
"""Up to so many characters across, a sheet of members stands upright; how many rows are held to one page of either sort."""
_WIDTH, _SIGN_WIDTH = 8, 13
_WIDTHS = {
    **{"姓名": 13, "第一提案人": 13, "界别": 13, "委员联络组": 13, "专门委员会": 15, "履职事项": 13, "文号": 10},
    **{"日期": 11, "任职日期": 11, "离任日期": 11, "活动": 16, "联名人": 20, "职务": 22, "标题": 22, "备注": 10},
    **{"参加比例": 8, "级别": 6, "作者位次": 8, "作者人数": 8, "数量": 6, "评定分": 6},
}
_GUIDE_WIDTHS = (16, 60, 30)
_MARGIN = Decimal("0.4")
_RED = "#C00000"


def template_xlsx(template: BlankForm, created: datetime) -> bytes:
    """The form as a workbook that says it was made at ``created``; the same form gives the same bytes."""
    file = BytesIO()
    book = Workbook(file, AS_TEXT)
    moment = created.astimezone(UTC) if created.tzinfo else created
    book.set_properties({"title": cleaned(title_of(template)), "created": moment})
    form, told, hidden = (book.add_worksheet(name) for name in (template.form.called, GUIDE, LISTS))
    looks = CellFormats(book)
    _draw_form(form, looks, Choices(book, hidden, template), template)
    _draw_guide(told, looks, template)
    hidden.hide()
    book.close()
    return file.getvalue()


def _draw_form(worksheet: Worksheet, looks: CellFormats, choices: Choices, template: BlankForm) -> None:
    signs = template.signs
    columns = [*template.entries, *([signs.sign] * len(signs.activities) if signs else [])]
    widths = [_SIGN_WIDTH if signs and entry is signs.sign else _WIDTHS.get(entry.heading, _WIDTH) for entry in columns]
    cells = _cells(looks, shrunk=signs is not None)
    page = SheetPage(worksheet, looks, widths, landscape=not signs or sum(widths) > _UPRIGHT)
    worksheet.set_margins(left=_MARGIN, right=_MARGIN)
    if signs:
        a_page = _ON_TURNED if sum(widths) > _UPRIGHT else _ON_UPRIGHT
        worksheet.fit_to_pages(1, -(-(len(template.rows) + _BOXED_MORE) // a_page))
    page.title(title_of(template))
    page.lines([SIGNATURES, *([legend_of(template, signs)] if signs else [])])
    if signs:
        _draw_head(page, cells, choices, signs, beside=len(template.entries))
    for column, entry in enumerate(template.entries):
        worksheet.write_string(page.row, column, entry.called, _heading(looks, entry))
    worksheet.set_row(page.row, _NAME_HEIGHT)
    page.row += 1
    worksheet.repeat_rows(0, page.row - 1)
    worksheet.freeze_panes(page.row, _in_sight(template))
    for column, (entry, width) in enumerate(zip(columns, widths, strict=True)):
        worksheet.set_column(column, column, width, cells[entry.holds])
        choices.bind(worksheet, (page.row, column, page.row + _DEEP, column), entry)
    _draw_rows(page, template.rows, [cells[entry.holds] for entry in columns])


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
        page.worksheet.set_row(page.row, _ROW_HEIGHT)
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


def _draw_rows(page: SheetPage, rows: Sequence[Sequence[str]], looks: Sequence[Format]) -> None:
    """The rows that are filled in already, then empty ones."""
    for row in (*rows, *[()] * (_BOXED_MORE if rows else _BOXED)):
        page.worksheet.set_row(page.row, _MEMBER_HEIGHT if rows else _ROW_HEIGHT)
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
        worksheet.set_row(page.row, _ROW_HEIGHT + (lines - 1) * _LINE_HEIGHT)
        for column, text in enumerate(cells):
            worksheet.write_string(page.row, column, text, looks.cells["left"])
        page.row += 1
