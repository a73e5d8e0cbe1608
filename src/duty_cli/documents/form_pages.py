"""How a blank form is laid out on A4: its columns, whether it is turned, how high its rows are, how many are ruled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from duty_cli.model.blank_form import BlankForm, FormEntry

ROW_HEIGHT, NAME_HEIGHT = 22, 40
"""In points: a row, and the row of the headings."""
_MEMBER_HEIGHT, _PEN_HEIGHT = 18, 24
_MORE = 3
"""Rows below the members that stand on a form."""
_UPRIGHT, _ON_UPRIGHT, _ON_TURNED = 130, 45, 23
"""Up to so many characters across, a sheet of members stands upright; how many rows are held to one page of either sort."""
_BY_PEN = 22
"""The sheet of one activity is filled in with a pen as well: so many of its rows stand on a page."""
_LEAST_RULED = 20
"""An empty form has whole pages of rows, and no fewer than these."""
_ACROSS_UPRIGHT, _ACROSS_TURNED, _DOWN_TURNED = 96, 134, 487
"""Characters beside one another on a page as wide as it prints, and what is left of its height, in points."""
_ABOVE = 81
"""Title, line of signatures and headings of an empty form, which stand on every page."""
_WIDTH, _SIGN_WIDTH = 8, 13
_WIDTHS = {
    **{"姓名": 13, "第一提案人": 13, "界别": 13, "委员联络组": 13, "专门委员会": 15, "履职事项": 13, "文号": 10},
    **{"日期": 11, "任职日期": 11, "离任日期": 11, "活动": 16, "联名人": 20, "职务": 22, "标题": 22, "备注": 10},
    **{"参加比例": 8, "级别": 6, "作者位次": 8, "作者人数": 8, "数量": 6, "评定分": 6},
}


class FormPages(NamedTuple):
    """``widths`` in characters, ``row_height`` in points; ``ruled`` empty rows; ``pages`` 0 where these may be any number."""

    widths: list[int]
    row_height: int
    ruled: int
    landscape: bool = False
    pages: int = 0


def columns_of(template: BlankForm) -> list[FormEntry]:
    """What is asked under each column, signs last."""
    signs = template.signs
    return [*template.entries, *([signs.sign] * len(signs.activities) if signs else [])]


def form_pages(template: BlankForm) -> FormPages:
    """The layout of a form."""
    signs, columns = template.signs, columns_of(template)
    widths = [_SIGN_WIDTH if signs and entry is signs.sign else _WIDTHS.get(entry.heading, _WIDTH) for entry in columns]
    rows, across = len(template.rows) + _MORE, sum(widths)
    if signs and len(signs.activities) == 1:
        return FormPages(_spread(widths, _ACROSS_UPRIGHT), _PEN_HEIGHT, _MORE, pages=-(-rows // _BY_PEN))
    if signs:
        turned = across > _UPRIGHT
        return FormPages(widths, _MEMBER_HEIGHT, _MORE, turned, -(-rows // (_ON_TURNED if turned else _ON_UPRIGHT)))
    widths = _spread(widths, _ACROSS_TURNED)
    # A page that is too narrow for the columns is printed smaller, and takes more rows; one is kept in hand.
    on_a_page = (_DOWN_TURNED * max(_ACROSS_TURNED, across) // _ACROSS_TURNED - _ABOVE) // ROW_HEIGHT - 1
    return FormPages(widths, ROW_HEIGHT, on_a_page * -(-_LEAST_RULED // on_a_page), landscape=True)


def _spread(widths: Sequence[int], across: int) -> list[int]:
    """``widths`` in proportion over the whole page where they leave some of it."""
    whole = sum(widths)
    return [width * max(across, whole) // whole for width in widths]
