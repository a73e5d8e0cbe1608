"""Which map at hand a file is known by: its headings in one row, what stands above them, and days that the map can read."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import islice

from duty_cli.errors.base import DutyError
from duty_cli.errors.known_map_errors import SeveralMapsFit
from duty_cli.importing.maps.apply_mapping import mapped_columns
from duty_cli.importing.readers.file_sheet import FileSheet, Row
from duty_cli.importing.sheets.file_table import FileTable
from duty_cli.importing.sheets.sheet_rows import HeadingVocabulary, spellings
from duty_cli.model.column_maps import MapLook
from duty_cli.model.file_forms import FileForm
from duty_cli.model.map_looks import KnownMap
from duty_cli.parsing import text_cleaning

_SOUGHT = 60
"""The rows in which a file shows what it is: reports of meetings have a part of their own above the list."""


def known_sheet(look: MapLook, sheets: Sequence[FileSheet], lexicon: HeadingVocabulary) -> FileSheet | None:
    """The first sheet that looks so; of those that are hidden none."""
    shown = (sheet for sheet in sheets if not sheet.drawn.hidden)
    return next((sheet for sheet in shown if _fits(look, sheet, lexicon)), None)


def may_fit(look: MapLook, beginnings: Iterable[str]) -> bool:
    """Whether a text may look so, by its beginning as each encoding would read it, without spaces: asked before it is parted."""
    return any(all(squeezed(one) in text for one in look.headings) for text in beginnings)


def narrowed(name: str, maps: Sequence[KnownMap], table_by: Callable[[KnownMap], FileTable]) -> KnownMap | None:
    """The map that a file is read by, of those whose look it has: an office's own before the program's.

    Of several, those are meant that can read its days. Raises SeveralMapsFit.
    """
    meant = [one for one in maps if one.own] or list(maps)
    if len(meant) > 1:
        meant = [one for one in meant if _reads_days(table_by(one))] or meant
    if len(meant) > 1:
        raise SeveralMapsFit(name, [one.name for one in meant])
    return meant[0] if meant else None


def lacked(look: MapLook, sheets: Sequence[FileSheet]) -> str | None:
    """The one heading that sheets lack to look so; None where it is none, or more than one."""
    wanted = {text_cleaning.heading(one): one for one in look.headings}
    for sheet in sheets:
        for _, cells in islice(stacked_rows(sheet, wanted), _SOUGHT):
            said = {one for cell in cells for one in spellings(cell)}
            missing = [told for plain, told in wanted.items() if plain not in said]
            if len(missing) == 1 < len(wanted) - 1:
                return missing[0]
    return None


def _fits(look: MapLook, sheet: FileSheet, lexicon: HeadingVocabulary) -> bool:
    wanted = frozenset(map(text_cleaning.heading, look.headings))
    above = [sheet.title]
    for _, cells in islice(stacked_rows(sheet, wanted), _SOUGHT):
        said = {one for cell in cells for one in spellings(cell)}
        if wanted <= said:
            beside = [cell for cell in cells if wanted.isdisjoint(spellings(cell))]
            titled = all(any(squeezed(text) in squeezed(cell) for cell in above) for text in look.title)
            return titled and not any(_stands(one, cell, lexicon) for one in look.without for cell in beside)
        above += cells
    return False


def _stands(word: str, cell: str, lexicon: HeadingVocabulary) -> bool:
    """Whether a heading is that of ours, or has the word in it: 1、您能否参加 has 能否."""
    return bool(lexicon.heading(cell, (word,))) or squeezed(word) in squeezed(cell)


def _reads_days(table: FileTable) -> bool:
    """Whether the days in it are written as its map says. A file without any says nothing against it."""
    mapping = table.mapping
    assert mapping is not None, "a table that is known is read by its map"
    with suppress(DutyError):
        columns = mapped_columns(table, mapping, FileForm(mapping.reads))
        dated = [ours for ours, source in mapping.columns.items() if source.date is not None and ours in columns.at]
        in_rows = any(mapping.columns[ours].origins for ours in dated)
        for _, cells in columns.rows():
            if not columns.passed_over(cells):
                for ours in dated:
                    columns.converted[ours](cells[columns.at[ours]])
                # What the title says is the same in all of them.
                if not in_rows:
                    break
        return not columns.problems
    return False


def stacked(sheet: FileSheet, wanted: Collection[str]) -> FileSheet:
    """The sheet with headings of two rows in one: a group over several columns gives way to what stands below it."""
    from dataclasses import replace
    from functools import partial

    return replace(sheet, rows=partial(stacked_rows, sheet, frozenset(wanted))) if sheet.drawn.merged else sheet


def stacked_rows(sheet: FileSheet, wanted: Collection[str]) -> Iterator[Row]:
    """Its rows so; the upper of the two is blank. They are told by headings that are merged over both."""
    rows, tall = sheet.rows(), _tall(sheet)
    for line, cells in rows:
        down = {at for at, bottom in tall.get(line, ()) if bottom == line + 1}
        known = {at for at, cell in enumerate(cells) if not set(wanted).isdisjoint(spellings(cell))}
        below = next(rows, None) if known and known <= down else None
        if below is None:
            yield line, cells
            continue
        yield line, []
        lower = [*below[1], *[""] * (len(cells) - len(below[1]))]
        yield below[0], [under if under.strip() else over for over, under in _paired(cells, lower)]
        yield from rows
        return


def _tall(sheet: FileSheet) -> dict[int, list[tuple[int, int]]]:
    """By line, the columns and last lines of cells that are merged down from it."""
    found: dict[int, list[tuple[int, int]]] = {}
    for block in sheet.drawn.merged:
        if block.left == block.right and block.bottom > block.top:
            found.setdefault(block.top, []).append((block.left, block.bottom))
    return found


def _paired(upper: Sequence[str], lower: Sequence[str]) -> Iterator[tuple[str, str]]:
    return zip([*upper, *[""] * (len(lower) - len(upper))], lower, strict=True)


def squeezed(text: str) -> str:
    """A text without spaces, in narrow and small letters."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()
