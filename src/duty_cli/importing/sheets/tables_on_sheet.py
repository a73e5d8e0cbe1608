"""Several attendance tables on one sheet: below one another, each under its title, or side by side in halves."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial

from duty_cli.importing.readers.file_sheet import FileSheet, Row, blank
from duty_cli.importing.sheets.file_table import FileTable
from duty_cli.importing.sheets.sheet_rows import Header, HeadingVocabulary, is_remark, is_total
from duty_cli.model.members import GROUPINGS
from duty_cli.parsing import text_cleaning

_NAMING = ("委员编号", "姓名")
_GROUPS = tuple(map(str, GROUPINGS))
_TITLE = 6
"""A longer text alone on its row is a title; a shorter one may be a member's name."""

_ABOVE = 12
"""The rows above a further header among which its titles stand."""


def tables_in(table: FileTable) -> list[FileTable]:
    """The tables on the sheet of ``table``, which is the first of them, each called by where it stands."""
    return [half for one in _below_one_another(table) for half in _side_by_side(one)]


def _below_one_another(table: FileTable) -> list[FileTable]:
    """The tables of members; one that is of groups alone is not read, and that is told."""
    heads = list(_further_heads(table))
    if not heads or not _names_members(table.lexicon, table.header.cells):
        return [table]
    headers, repeated = [table.header], set[int]()
    for line, cells, before in heads:
        titles = tuple(_titles(table, before, cells))
        if not titles and _same(cells, headers[-1].cells):
            # The headings of a table of several pages, printed on each.
            repeated.add(line)
        else:
            headers.append(Header(line, tuple(cells), titles))
    starts = [min([line for line, _ in one.above] + [one.line]) for one in headers]
    ends = [*(start - 1 for start in starts[1:]), None]
    parts = [
        _part(table, header, range_of, repeated)
        for header, *range_of in zip(headers, [1, *starts[1:]], ends, strict=True)
        if _names_members(table.lexicon, header.cells)
    ]
    grouped = [one for one in headers if not _names_members(table.lexicon, one.cells)]
    said = tuple(
        f"第 {one.line} 行起的另一张表（{'、'.join(cell.strip() for cell in one.cells if cell.strip())}）"
        "没有委员编号和姓名，没有读取"
        for one in grouped
    )
    if len(parts) > 1:
        parts = [replace(one, name=f"{one.name}［第 {one.header.line} 行起］", remarks=()) for one in parts]
    return [replace(parts[0], remarks=(*table.remarks, *said)), *parts[1:]]


def _part(table: FileTable, header: Header, within: Sequence[int | None], repeated: Collection[int]) -> FileTable:
    """The table under one header. A table without a title of its own stands under that of the sheet."""
    first, last = within
    sheet = replace(table.sheet, rows=partial(_rows, table.sheet, first or 1, last, repeated))
    return replace(table, sheet=sheet, header=header, shared=header.above or table.title_rows)


def _rows(sheet: FileSheet, first: int, last: int | None, repeated: Collection[int]) -> Iterator[Row]:
    for line, cells in sheet.rows():
        if last is not None and line > last:
            return
        if line >= first and line not in repeated:
            yield line, cells


def _further_heads(table: FileTable) -> Iterator[tuple[int, list[str], list[Row]]]:
    """The rows below the header that are headers as well, each with those right above it."""
    lexicon = table.lexicon
    naming = _places(lexicon, table.header.cells)
    before: deque[Row] = deque(maxlen=_ABOVE)
    words = {
        *_NAMING,
        *_GROUPS,
        *(word for word, meant in lexicon.words.headings.items() if meant in (*_NAMING, *_GROUPS)),
    }
    # Of very many rows nearly none has one of these words: only those are looked at cell by cell.
    either = "|".join(r"\s*".join(map(re.escape, "".join(word.split()))) for word in sorted(words))
    some = re.compile(rf"(?:^|\n)\W*(?:{either})\W*(?:[（(\[【]|\n|$)")
    known: dict[str, str | None] = {}
    for line, cells in table.rows():
        if some.search("\n".join(cells)) is not None:
            for cell in cells:
                if cell not in known:
                    known[cell] = lexicon.known(cell)
            found = {one for cell in cells if (one := known[cell])}
            # A lone 姓名 where the members' names stand is a heading as well.
            if _is_head(lexicon, cells, found) or any(known[cells[at]] in _NAMING for at in naming):
                yield line, cells, list(before)
                before.clear()
        before.append((line, cells))


def _is_head(lexicon: HeadingVocabulary, cells: Sequence[str], known: Collection[str]) -> bool:
    """Whether a row is a header: of members by two headings, of groups by all that it says."""
    if len(known) < 2:
        return False
    if _names_members(lexicon, cells):
        return True
    first = next(cell for cell in cells if cell.strip())
    return lexicon.heading(first, _GROUPS) is not None and not any(map(str.isdecimal, map(str.strip, cells)))


def _names_members(lexicon: HeadingVocabulary, cells: Sequence[str]) -> bool:
    return any(lexicon.heading(cell, _NAMING) for cell in cells)


def _titles(table: FileTable, above: Sequence[Row], head: Sequence[str]) -> list[Row]:
    """The rows right above a further header that are its titles and headings, and no members of the table before."""
    naming = {*_places(table.lexicon, table.header.cells), *_places(table.lexicon, head)}
    found: list[Row] = []
    for row in reversed(above):
        if blank(row[1]):
            if found:
                break
        elif not _is_title(table, row, naming):
            break
        else:
            found.insert(0, row)
    return found


def _is_title(table: FileTable, row: Row, naming: Collection[int]) -> bool:
    line, cells = row
    said = [cell for cell in cells if cell.strip()]
    if is_total(cells) or is_remark(cells):
        return False
    if not any(cells[at].strip() and not table.lexicon.known(cells[at]) for at in naming if at < len(cells)):
        return True
    across = any(one.top == line and one.left < one.right for one in table.sheet.drawn.merged)
    return len(said) == 1 and (across or (len(said[0].strip()) > _TITLE and "·" not in said[0]))


def _same(cells: Sequence[str], others: Sequence[str]) -> bool:
    return _compared(cells) == _compared(others)


def _compared(cells: Sequence[str]) -> list[str]:
    said = [text_cleaning.heading(cell) for cell in cells]
    while said and not said[-1]:
        said.pop()
    return said


def _side_by_side(table: FileTable) -> list[FileTable]:
    """The halves of a table whose columns are repeated: 序号 姓名 签到 序号 姓名 签到.

    They may differ in what is not read and in what the roster has; of what they are for they say the same.
    """
    cells = table.header.cells
    places = next(
        (found for one in ("姓名", "委员编号") if len(found := _places(table.lexicon, cells, (one,))) > 1),
        [],
    )
    if not places:
        return [table]
    starts = _regular(table, places) or _by_content(table, places)
    if not starts:
        return [table]
    ends = [*starts[1:], len(cells)]
    names = ("左半", "右半") if len(starts) == 2 else [f"第 {number} 栏" for number in range(1, len(starts) + 1)]
    halves = [_half(table, name, start, end) for name, start, end in zip(names, starts, ends, strict=True)]
    return [halves[0], *(replace(one, remarks=()) for one in halves[1:])]


def _regular(table: FileTable, places: Sequence[int]) -> list[int]:
    """Where halves begin whose columns are all the same, but for a number before the left one alone; nothing if none are."""
    cells, wide = table.header.cells, places[1] - places[0]
    first = next(at for at, cell in enumerate(cells) if cell.strip())
    before, again = cells[first : places[0]], cells[places[1] - places[0] + first : places[1]]
    if not _same(before, again) and all(table.lexicon.unread(cell) for cell in before if cell.strip()):
        first = places[0]
    starts = [place - places[0] + first for place in places]
    blocks = [cells[start : start + wide] for start in starts]
    regular = all(place == places[0] + wide * number for number, place in enumerate(places))
    beyond = any(cell.strip() for cell in cells[starts[-1] + wide :])
    return starts if regular and not beyond and all(_same(block, blocks[0]) for block in blocks) else []


def _by_content(table: FileTable, places: Sequence[int]) -> list[int]:
    """Where halves begin that say the same of their members, whatever stands beside; nothing where that is not plain."""
    cells, lexicon = table.header.cells, table.lexicon
    first = next(at for at, cell in enumerate(cells) if cell.strip())
    starts = [first, *(_beginning(table, at, cells[first : places[0]]) for at in places[1:])]
    halves = [cells[start:end] for start, end in zip(starts, [*starts[1:], len(cells)], strict=True)]
    told = [_told_of(lexicon, half) for half in halves]
    if not told[0] or any(one != told[0] for one in told):
        return []
    for half in halves[:-1]:
        last = max(at for at, cell in enumerate(half) if _told_of(lexicon, [cell]))
        # A sector between two halves may be of either.
        if any(lexicon.heading(cell, (*_GROUPS, "党派", "职务")) for cell in half[last:]):
            return []
    return starts


def _beginning(table: FileTable, place: int, before: Sequence[str]) -> int:
    """Where the half begins that names its members at ``place``: with numbers, or what stands ``before`` the names of the left one."""
    cells = table.header.cells
    also = {*_NUMBERING, *map(text_cleaning.heading, before)}
    while place > 0 and (
        text_cleaning.heading(cells[place - 1]) in also or table.lexicon.heading(cells[place - 1], ("委员编号",))
    ):
        place -= 1
    return place


def _told_of(lexicon: HeadingVocabulary, cells: Sequence[str]) -> list[str]:
    """What the columns of a half say of its members, beside who and of which group they are."""
    return [
        lexicon.heading(cell) or text
        for cell in cells
        if (text := text_cleaning.heading(cell)) not in _NUMBERING | {""}
        and not lexicon.unread(cell)
        and lexicon.heading(cell) not in _OF_WHOM
    ]


_NUMBERING = frozenset({"序号", "编号", "号", "No", "No.", "NO", "NO."})
_OF_WHOM = frozenset({*_NAMING, *_GROUPS, "党派", "职务", "备注"})


def _places(lexicon: HeadingVocabulary, cells: Sequence[str], headings: Collection[str] = _NAMING) -> list[int]:
    return [at for at, cell in enumerate(cells) if lexicon.heading(cell, headings)]


def _half(table: FileTable, name: str, first: int, end: int) -> FileTable:
    """The table of those columns, in their places."""

    def half(cells: Sequence[str]) -> list[str]:
        return [*[""] * first, *cells[first:end]]

    def rows() -> Iterator[Row]:
        return ((line, half(cells)) for line, cells in table.sheet.rows())

    header = table.header
    above = tuple((line, half(cells)) for line, cells in header.above)
    return replace(
        table,
        name=f"{table.name}［{name}］",
        sheet=replace(table.sheet, rows=rows),
        header=Header(header.line, tuple(half(header.cells)), above),
        shared=table.title_rows,
    )
