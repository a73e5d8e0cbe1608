"""Apply a column mapping to a foreign file: each of our columns from theirs, the title block, a constant, or the row's number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from duty_cli.errors.base import nearest
from duty_cli.errors.file_errors import UnreadableFile, WrongMapping
from duty_cli.importing.maps.mapped_cells import converted, joined
from duty_cli.importing.readers.file_sheet import Row, blank
from duty_cli.importing.sheets.file_table import Columns, FileTable, naming, plain_columns
from duty_cli.importing.sheets.hidden_and_merged import Merged
from duty_cli.importing.sheets.sheet_rows import is_nobody, is_remark, is_total, spellings
from duty_cli.importing.sheets.title_cells import TitleCells
from duty_cli.model.column_maps import ColumnMapping, ColumnSource
from duty_cli.model.file_forms import FileForm
from duty_cli.model.parsed_rows import Problem
from duty_cli.parsing import text_cleaning
from duty_cli.parsing.record_columns import cell_text


def theirs(mapping: ColumnMapping) -> list[str]:
    """The headings of the foreign file that columns of ours come from, as headings are compared."""
    return [text_cleaning.heading(one) for source in mapping.columns.values() for one in source.origins]


def as_asked(cells: Sequence[str], asked: Sequence[str]) -> list[str]:
    """The headings of the file, as they are compared; 1、姓名 and 姓名（必填） as 姓名 where that is asked for and stands nowhere."""
    plain = [text_cleaning.heading(cell) for cell in cells]
    lacking = {one for one in map(text_cleaning.heading, asked) if one not in plain}
    return [
        next((one for one in spellings(cell) if one in lacking), text) for cell, text in zip(cells, plain, strict=True)
    ]


def asked_header(table: FileTable, mapping: ColumnMapping) -> list[str]:
    """The headings of a table as a mapping asks for them."""
    return as_asked(table.header.cells, [*theirs(mapping), *mapping.only, *mapping.without])


def mapped_columns(table: FileTable, mapping: ColumnMapping, form: FileForm) -> Columns:
    """The table under our headings. What no single column says stands in cells added at the end of each row."""
    if mapping.reads != form:
        raise WrongMapping(mapping.reads, form)
    header = asked_header(table, mapping)
    filters, title = Filters(mapping, header), TitleCells(table)
    # 参加比例 by time is reckoned when all rows are known: no cell says it.
    sources = {ours: source for ours, source in mapping.columns.items() if source.stay is None}
    single = {ours: source for ours, source in sources.items() if len(source.origins) == 1}
    added = {ours: source for ours, source in sources.items() if ours not in single}
    at = {ours: header.index(origin) for ours, (origin,) in _headed(single).items() if origin in header}
    at |= {ours: len(header) + place for place, ours in enumerate(added)}
    beside = [
        origin
        for source in (*added.values(), *_stays(mapping))
        for origin in map(text_cleaning.heading, source.origins)
    ]
    titled = {ours: title(source.title) for ours, source in added.items() if source.title is not None}
    return Columns(
        table,
        {ours: at[ours] for ours in sources if ours in at},
        {ours: "、".join(origins) for ours, origins in _headed(mapping.columns).items()},
        (*_problems(table, header, [*theirs(mapping), *filters.headings]), *title.problems),
        rows=_Rows(table, header, added, titled, naming(at)),
        converted={
            ours: partial(converted, ours, source) for ours, source in sources.items() if source.origins or source.title
        },
        also={header.index(origin): origin for origin in beside if origin in header} | filters.places,
        left_out=filters if filters.headings else None,
    )


def columns_of(table: FileTable, headings: Sequence[str], form: FileForm) -> Columns:
    """The columns of a table under ``headings`` of ours: by its mapping, where it has one, else as it calls them."""
    if table.mapping is not None:
        return mapped_columns(table, table.mapping, form)
    return plain_columns(table, headings)


def _headed(sources: Mapping[str, ColumnSource]) -> dict[str, tuple[str, ...]]:
    """Our headings and those of the foreign file from which they come."""
    return {
        ours: tuple(map(text_cleaning.heading, source.origins)) for ours, source in sources.items() if source.origins
    }


def _stays(mapping: ColumnMapping) -> list[ColumnSource]:
    return [source for source in mapping.columns.values() if source.stay is not None]


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

    def why(self, cells: Sequence[str]) -> str:
        """By which of the words a row is left out."""
        return "，".join(
            f"{'only' if wanted else 'except'}：{self.places[at]}是“{text_cleaning.shown(_word(cells[at]))}”"
            for at, words, wanted in self._asked
            if (_word(cells[at]) in words) is not wanted
        )


def _word(cell: str) -> str:
    return text_cleaning.narrow(cell_text(cell))


def _problems(table: FileTable, header: list[str], origins: Sequence[str]) -> Iterator[Problem]:
    counted = Counter(header)
    for origin in dict.fromkeys(origins):
        if counted[origin] > 1:
            yield Problem(table.name, table.header.line, origin, "列名重复", "请只保留一列")
        elif not counted[origin]:
            yield Problem(table.name, table.header.line, origin, *_lacking(table, header, origin))


_SHOWN = 12


def _lacking(table: FileTable, header: Sequence[str], origin: str) -> tuple[str, str]:
    """What is wrong with a column of the map that the file has not, and the ways out of it."""
    mapping = table.mapping
    asking = [] if mapping is None else [ours for ours, one in mapping.columns.items() if origin in _theirs_of(one)]
    by = f"（读作{'、'.join(asking)}）" if asking else "（only、except 用）"
    there = [text for text in header if text]
    has = "、".join(there[:_SHOWN]) + ("等" if len(there) > _SHOWN else "")
    near = nearest(origin, header)
    called = f"对应表“{mapping.name}”" if mapping is not None and mapping.name else "对应表"
    advice = f"{near}文件的列名是 {has}：平台改了列名的，把{called}里的“{origin}”改为文件里的列名；拿错文件的请换文件；不用这份对应表的，去掉 --map，或用 duty map new 另写一份"
    return f"文件中没有{called}要读的这一列{by}", advice


def _theirs_of(source: ColumnSource) -> list[str]:
    return [text_cleaning.heading(one) for one in source.origins]


class _Rows:
    """The rows of the table, each with its added cells."""

    def __init__(
        self,
        table: FileTable,
        header: Sequence[str],
        added: Mapping[str, ColumnSource],
        titled: Mapping[str, str],
        named: Sequence[int],
    ) -> None:
        self._table, self._added, self._titled = table, added, titled
        self._own = [at for at in named if at < len(header)]
        # What the title or the map says is the same in all rows.
        self._varies = any(source.always is None and source.title is None for source in added.values())
        self._numbered = any(source.row_prefix is not None for source in added.values())
        self._joined = {
            ours: [header.index(one) for one in origins if one in header] for ours, origins in _headed(added).items()
        }

    def __call__(self) -> Iterator[Row]:
        """Go through them from the top."""
        width, place = len(self._table.header.cells), 0
        alike = None if self._varies else [self._cell(ours, source, [], 0) for ours, source in self._added.items()]
        for line, cells in self._spread():
            # Totals and remarks take no number: one more of them would move the numbers of all rows below,
            # and rows imported before would not be recognised by it.
            place += self._numbered and not self._nobody(cells)
            own = cells[:width]
            if len(cells) > width and self._moved(cells[width:]) and not self._nobody(cells):
                raise UnreadableFile(self._table.name, f"第 {line} 行的格数比列名多；请检查该行是否多了分隔符")
            added = alike or [self._cell(ours, source, own, place) for ours, source in self._added.items()]
            yield line, own + added

    def _nobody(self, cells: Sequence[str]) -> bool:
        """Whether a row is blank, a total or a remark."""
        return blank(cells) or is_total(cells) or is_remark(cells) or any(is_nobody(cells[at]) for at in self._own)

    def _moved(self, more: Sequence[str]) -> bool:
        """Whether a separator too many has moved the cells of a row; beside a table on a worksheet notes may stand."""
        return not self._table.sheet.of_workbook and not blank(more)

    def _spread(self) -> Iterator[Row]:
        """The rows with what is merged over cells that are joined: later it would be too late for them."""
        places = {at: ours for ours, found in self._joined.items() for at in found}
        sheet = self._table.sheet
        blocks = [block for block in sheet.drawn.merged if block.top > self._table.header.line] if places else []
        return Merged(sheet.file, blocks, places).spread(self._table.rows())

    def _cell(self, ours: str, source: ColumnSource, cells: Sequence[str], place: int) -> str:
        if source.always is not None:
            return source.always
        if source.row_prefix is not None:
            return f"{source.row_prefix}{place:04}"
        if source.title is not None:
            return self._titled[ours]
        # Which of the parts a record is of, is told where it is parted.
        return joined(ours, source, [cells[at] for at in self._joined.get(ours, ())])
