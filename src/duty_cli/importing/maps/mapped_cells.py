"""The cells of a foreign file as ours: joined, parted, replaced by the value table, their days read by a pattern."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from duty_cli.errors.record_errors import BadValue
from duty_cli.model.column_maps import ColumnSource, Replaced
from duty_cli.parsing import text_cleaning
from duty_cli.parsing.altered_cells import is_altered
from duty_cli.parsing.date_patterns import day_by_pattern
from duty_cli.parsing.record_columns import cell_text, no_error

_AND = "、"
"""What stands between the parts of a cell where all are taken."""


def joined(ours: str, source: ColumnSource, cells: Sequence[str]) -> str:
    """The cells of several columns as one: empty ones leave nothing behind, not even what stands between."""
    # A cell that a spreadsheet changed keeps its sort, by which it is refused: within a longer text nobody would see it.
    changed = next((cell for cell in cells if is_altered(ours, cell)), None)
    return source.join.join(text for cell in cells if (text := cell_text(cell))) if changed is None else changed


def parts_of(text: str, separators: Sequence[str]) -> list[str]:
    """A text parted at any of these, the longest first; full-width signs are taken as narrow ones. Empty parts are none."""
    parts, begun = list[str](), 0
    for mark in _any_of(tuple(separators)).finditer(text):
        parts.append(text[begun : mark.start()])
        begun = mark.end()
    return [part for one in (*parts, text[begun:]) if (part := one.strip())]


@lru_cache(maxsize=64)
def _any_of(separators: tuple[str, ...]) -> re.Pattern[str]:
    wide = sorted(map(text_cleaning.widened, separators), key=len, reverse=True)
    signs = (
        "".join(f"[{re.escape(sign)}{re.escape(text_cleaning.narrow_sign(sign))}]" for sign in mark) for mark in wide
    )
    return re.compile("|".join(filter(None, signs)) or "(?!)")


def converted(ours: str, source: ColumnSource, text: str) -> str:
    """Convert a foreign cell to our spelling. Raises BadValue."""
    # A mapping may give #N/A a meaning; where it does not, an error value is refused.
    known = source.values is not None and text in source.values
    read = text if known else no_error(ours, text)
    # Parted for a record for each, the cell is a part already; which part is a member's name, the roster tells.
    if not source.split or isinstance(source.part, str) or not read:
        return spelled(ours, source, read)
    parts = parts_of(read, source.split)
    if source.part is None:
        return _AND.join(said for part in parts if (said := spelled(ours, source, part)))
    if -len(parts) <= source.part <= len(parts):
        return spelled(ours, source, parts[source.part - (source.part > 0)])
    return _without(ours, source, read, len(parts))


def spelled(ours: str, source: ColumnSource, text: str) -> str:
    """A foreign text by the value table and the pattern of its days. Raises BadValue."""
    replaced = _replaced(ours, source, text)
    return day_by_pattern(ours, replaced, source.date) if source.date is not None and replaced else replaced


def _replaced(ours: str, source: ColumnSource, text: str) -> str:
    # An empty cell stays empty, unless the mapping says what it means.
    if source.values is None or (not text and text not in source.values):
        return text
    if text in source.values:
        return source.values[text]
    other = _otherwise(source, text)
    if other is None:
        # Refused by default: nobody has said what a word means that is not mapped.
        raise BadValue(ours, text_cleaning.shown(text), f"对应表 values 中的值（{'、'.join(source.values)}）")
    return other


def _without(ours: str, source: ColumnSource, text: str, count: int) -> str:
    """What stands for a part that is not there."""
    other = _otherwise(source, text)
    if other is None:
        assert isinstance(source.part, int)
        which = f"第 {source.part} 段" if source.part > 0 else f"倒数第 {-source.part} 段"
        marks = " ".join(source.split)
        raise BadValue(ours, text_cleaning.shown(text), f"按“{marks}”拆开后有{which}的文字（这里只有 {count} 段）")
    return other


def _otherwise(source: ColumnSource, text: str) -> str | None:
    match source.otherwise:
        case Replaced(other):
            return other
        case "keep":
            return text
        case "empty":
            return ""
    return None
