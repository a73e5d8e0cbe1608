"""Apply a column mapping to a foreign file: each of our columns from one of theirs, a constant, or the row's number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from duty_cli.errors.base import nearest
from duty_cli.errors.file_errors import WrongMapping
from duty_cli.errors.record_errors import BadValue
from duty_cli.importing.file_sheet import Row, blank
from duty_cli.importing.file_table import Columns, FileTable, naming
from duty_cli.importing.sheet_rows import is_nobody, is_remark, is_total
from duty_cli.model.file_forms import ColumnMapping, ColumnSource, FileForm, Replaced
from duty_cli.model.parsed_rows import Problem
from duty_cli.parsing import text_cleaning
from duty_cli.parsing.dates import ordered_day
from duty_cli.parsing.record_columns import cell_text, no_error


def theirs(mapping: ColumnMapping) -> dict[str, str]:
    """Our headings and those of the foreign file from which they come, as headings are compared."""
    sources = mapping.columns.items()
    return {ours: text_cleaning.heading(source.from_) for ours, source in sources if source.from_ is not None}


def mapped_columns(table: FileTable, mapping: ColumnMapping, form: FileForm) -> Columns:
    """The table under our headings. What the file does not say stands in cells added at the end of each row."""
    if mapping.reads != form:
        raise WrongMapping(mapping.reads, form)
    origins, header = theirs(mapping), [text_cleaning.heading(cell) for cell in table.header.cells]
    filters = Filters(mapping, header)
    added = {ours: source for ours, source in mapping.columns.items() if source.from_ is None}
    at = {ours: header.index(origin) for ours, origin in origins.items() if origin in header}
    at |= {ours: len(header) + place for place, ours in enumerate(added)}
    converted = {
        ours: partial(_converted, ours, source) for ours, source in mapping.columns.items() if source.from_ is not None
    }
    return Columns(
        table,
        {ours: at[ours] for ours in mapping.columns if ours in at},
        origins,
        tuple(_problems(table, header, [*origins.values(), *filters.headings])),
        rows=partial(_rows, table, tuple(added.values()), naming(at)),
        converted=converted,
        also=filters.places,
        left_out=filters if filters.headings else None,
    )


class Filters:
    """The rows that a mapping leaves out: those that lack a word of ``only``, or have one of ``except``."""

    def __init__(self, mapping: ColumnMapping, header: Sequence[str]) -> None:
        asked = [*((one, True) for one in mapping.only.items()), *((one, False) for one in mapping.without.items())]
        self.headings = [text_cleaning.heading(heading) for (heading, _), _ in asked]
        self._asked = [
            (header.index(heading), frozenset(map(_word, words)), wanted)
            for heading, ((_, words), wanted) in zip(self.headings, asked, strict=True)
            # A column that is not there is reported with all the others (_faults): no row is filtered by it.
            if heading in header
        ]
        self.places = {at: header[at] for at, _, _ in self._asked}

    def __call__(self, cells: Sequence[str]) -> bool:
        """Whether the row is left out."""
        return any((_word(cells[at]) in words) is not wanted for at, words, wanted in self._asked)


def _word(cell: str) -> str:
    return text_cleaning.narrow(cell_text(cell))


def _problems(table: FileTable, header: list[str], origins: Sequence[str]) -> Iterator[Problem]:
    counted = Counter(header)
    for origin in dict.fromkeys(origins):
        if counted[origin] > 1:
            yield Problem(table.name, table.header.line, origin, "列名重复", "请只保留一列")
        elif not counted[origin]:
            advice = nearest(origin, header)
            yield Problem(table.name, table.header.line, origin, "文件中没有对应表要读的这一列", advice)


def _rows(table: FileTable, added: tuple[ColumnSource, ...], named: tuple[int, ...]) -> Iterator[Row]:
    width, place = len(table.header.cells), 0
    own = [at for at in named if at < width]
    for line, cells in table.rows():
        nobody = blank(cells) or is_total(cells) or is_remark(cells) or any(is_nobody(cells[at]) for at in own)
        # Totals and remarks take no number: one more of them would move the numbers of all rows below,
        # and rows imported before would not be recognised by it.
        place += not nobody
        yield line, [*cells[:width], *(_added(source, place) for source in added)]


def _added(source: ColumnSource, place: int) -> str:
    return source.always if source.always is not None else f"{source.row_prefix or ''}{place:04}"


def _converted(ours: str, source: ColumnSource, text: str) -> str:
    """Convert a foreign cell to our spelling by values and date order. Raises BadValue."""
    # A mapping may give #N/A a meaning; where it does not, an error value is refused.
    named = source.values is not None and text in source.values
    replaced = _replaced(ours, source, text if named else no_error(ours, text))
    if source.date_order is None or not replaced:
        return replaced
    return ordered_day(ours, replaced, source.date_order)


def _replaced(ours: str, source: ColumnSource, text: str) -> str:
    # An empty cell stays empty, unless the mapping says what it means.
    if source.values is None or (not text and text not in source.values):
        return text
    if text in source.values:
        return source.values[text]
    match source.otherwise:
        case Replaced(other):
            return other
        case "keep":
            return text
        case "empty":
            return ""
    # Refused by default: nobody has said what a word means that is not mapped.
    raise BadValue(ours, text_cleaning.shown(text), f"对应表 values 中的值（{'、'.join(source.values)}）")
