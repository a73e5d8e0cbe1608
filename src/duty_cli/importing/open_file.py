"""Open an office file as a table. The file type is detected by content (magic bytes), never by the name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property, partial

from duty_cli.errors.file_errors import ChooseSheet, NoSuchSheet, UnreadableFile
from duty_cli.importing.file_origin import refuse_papers
from duty_cli.importing.maps.apply_mapping import theirs
from duty_cli.importing.maps.known_looks import known_sheet, lacked, may_fit, narrowed, squeezed, stacked
from duty_cli.importing.maps.map_sections import section, section_header, section_remarks
from duty_cli.importing.readers.csv_reader import csv_sheet, heads
from duty_cli.importing.readers.file_sheet import FileSheet, Row, blank
from duty_cli.importing.readers.other_files import other_compound, other_file
from duty_cli.importing.sheets.file_table import FileTable
from duty_cli.importing.sheets.hidden_and_merged import hidden_parts, hidden_sheets
from duty_cli.importing.sheets.sheet_rows import Header, HeadingVocabulary, Named, find_header
from duty_cli.importing.sheets.tables_on_sheet import tables_in
from duty_cli.model.column_maps import ColumnMapping
from duty_cli.model.file_forms import HEADINGS, FileVocabulary
from duty_cli.model.map_looks import KnownMap
from duty_cli.patterns import pattern

_ZIPS, _OLE = (b"PK\x03\x04", b"PK\x05\x06"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORKBOOKS = ("xlsx", "xls", "ods")
_MARKUP = pattern(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\0 \t\r\n]*<")
_MOST_BLANK = 1024
_SPREADSHEET_ML = b"urn:schemas-microsoft-com:office:spreadsheet"


def open_table(
    name: str,
    data: bytes,
    *,
    words: FileVocabulary | None = None,
    mapping: ColumnMapping | None = None,
    lexicon: HeadingVocabulary | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
) -> FileTable:
    """The table in a CSV, xlsx, xls or ods file, told apart by what it holds and not by its name.

    ``lexicon`` stands in the place of ``words`` where a form has words of its own.

    Raises UnreadableFile where there is no table to speak of, ChooseSheet or NoSuchSheet where the sheet must be told.
    """
    lexicon = lexicon or HeadingVocabulary(words or FileVocabulary())
    return _Opened(name, data, lexicon, mapping, encoding, sheet).only()


def open_tables(
    name: str,
    data: bytes,
    wanted: Callable[[FileTable], bool],
    *,
    words: FileVocabulary,
    mapping: ColumnMapping | None,
    encoding: str | None,
    sheet: str | None,
    maps: Sequence[KnownMap] = (),
) -> list[FileTable]:
    """All tables of a file where each is ``wanted``: on its sheets, below one another and side by side; else its only one.

    Without a ``mapping`` it is read by that of the ``maps`` by whose look it is known, if one is.

    Raises what :func:`open_table` does, and SeveralMapsFit.
    """
    opened = _Opened(name, data, HeadingVocabulary(words), mapping, encoding, sheet, maps)
    try:
        tables = opened.every(wanted) or [opened.only()]
    except UnreadableFile as error:
        if near := "" if opened.told else opened.nearly(maps):
            raise UnreadableFile(name, f"{error.why}；{near}") from error
        raise
    if opened.told:
        return [replace(one, remarks=(opened.told, *one.remarks)) for one in tables]
    return tables if mapping is not None else [replace(one, nearly=partial(opened.nearly, maps)) for one in tables]


class _Opened:
    """The sheets of a file, read once."""

    def __init__(
        self,
        name: str,
        data: bytes,
        lexicon: HeadingVocabulary,
        mapping: ColumnMapping | None,
        encoding: str | None,
        wanted: str | None,
        maps: Sequence[KnownMap] = (),
    ) -> None:
        self._name, self._data, self._encoding, self._asked = name, data, encoding, wanted
        self._words, self._texts = lexicon, dict[int, FileSheet]()
        self._book = workbook_sheets(name, data, encoding)
        if self._book is None and wanted is not None:
            raise NoSuchSheet(name, wanted, ())
        self.told = "" if mapping is not None else self._known_by(maps)
        if not self.told:
            self._take(mapping)

    def _take(self, mapping: ColumnMapping | None, sheet: str | None = None) -> None:
        """Read it by that mapping; of a workbook the ``sheet`` by which it is known, where the caller names none."""
        self._mapping = mapping
        self._lexicon = self._words if mapping is None else Named(self._words.words, theirs(mapping))
        self._wanted = self._asked or sheet or (mapping.sheet if mapping else None)
        self._csv = self._as_text(mapping) if self._book is None else None
        asked = [] if mapping is None else [*theirs(mapping), *mapping.only, *mapping.without]
        self._sheets = tuple(section(stacked(one, asked), mapping) for one in self._book or ())

    def _as_text(self, mapping: ColumnMapping | None) -> FileSheet:
        """The text as a mapping parts it: gone through whole for what no table holds, once for each mapping."""
        found = self._texts.get(id(mapping))
        if found is None:
            lexicon = self._words if mapping is None else Named(self._words.words, theirs(mapping))
            found = _csv(self._name, self._data, lexicon, mapping, self._encoding)
            self._texts[id(mapping)] = found
        return found

    def _known_by(self, maps: Sequence[KnownMap]) -> str:
        """Take the map by whose look the file is known; what is said of that, or nothing where it is known by none."""
        found: dict[str, str] = {}
        fitting = [one for one in maps if one.mapping.known is not None and self._looks(one, found)]
        known = narrowed(self._name, fitting, lambda one: self._by(one, found))
        if known is None:
            return ""
        self._take(known.mapping, found[known.name])
        return f"{self._name} 按“{known.name}”（{known.place}）读取"

    def nearly(self, maps: Sequence[KnownMap]) -> str:
        """Of which maps but one heading is lacking: platforms call a column otherwise from one year to the next."""
        found = []
        for one in maps:
            if (look := one.mapping.known) is not None:
                # What cannot be read by a map is not nearly of its look, and is refused for what is wrong with it.
                with suppress(UnreadableFile):
                    sheets = self._book if self._book is not None else (self._as_text(one.mapping),)
                    found += [f"“{one.name}”（缺列名“{heading}”）" for heading in (lacked(look, sheets),) if heading]
        return f"像是{'、'.join(found)}，平台改了列名的，请照它写一份对应表，放入 rules/maps/" if found else ""

    @cached_property
    def _beginnings(self) -> list[str]:
        """The beginning of a text as each encoding would read it: asked by all maps, made once."""
        return [squeezed(text) for text in heads(self._data, self._encoding)]

    def _looks(self, one: KnownMap, found: dict[str, str]) -> bool:
        """Whether the file looks as that map says, and on which sheet."""
        look = one.mapping.known
        assert look is not None, "asked of those that have one"
        if self._book is not None:
            named = [sheet for sheet in self._book if self._asked is None or sheet.title.strip() == self._asked.strip()]
            # Where the map says so; a sheet that was handed back has another name.
            named.sort(key=lambda sheet: sheet.title != one.mapping.sheet)
        elif may_fit(look, self._beginnings):
            named = [self._as_text(one.mapping)]
        else:
            return False
        sheet = known_sheet(look, named, self._words)
        if sheet is not None:
            found[one.name] = sheet.title
        return sheet is not None

    def _by(self, one: KnownMap, found: dict[str, str]) -> FileTable:
        self._take(one.mapping, found[one.name])
        return self.only()

    def only(self) -> FileTable:
        """The table that is meant. Raises UnreadableFile, ChooseSheet or NoSuchSheet."""
        name, lexicon, mapping = self._name, self._lexicon, self._mapping
        if self._csv is not None:
            return _table(name, self._csv, _header(name, self._csv, lexicon, mapping), lexicon, mapping)
        return _chosen(name, self._sheets, lexicon, mapping, self._wanted)

    def every(self, wanted: Callable[[FileTable], bool]) -> list[FileTable]:
        """All tables, where each is wanted; otherwise none."""
        tables = list(self._firsts()) if self._mapping is None else []
        if not tables or not all(map(wanted, tables)):
            return []
        return [part for table in tables for part in tables_in(table)]

    def _firsts(self) -> Iterator[FileTable]:
        """The first table of each sheet that has one."""
        shown = [sheet for sheet in self._sheets if not sheet.drawn.hidden]
        named = [sheet for sheet in self._sheets if self._wanted and sheet.title.strip() == self._wanted.strip()]
        among = [self._csv] if self._csv is not None else named if self._wanted else shown
        heads = [(one, find_header(self._name, one.rows(), self._lexicon, first=True)) for one in among]
        unread = [*(() if self._wanted else hidden_sheets(self._sheets, self._lexicon))]
        headless = [
            one.title for one, head in heads if head is None and not all(blank(cells) for _, cells in one.rows())
        ]
        # Beside several sheets that are read, one that is not may be a meeting as well.
        if headless and len(among) > len(headless) + 1:
            unread.append(f"工作表 {'、'.join(headless)} 没有可识别的列名，没有读取")
        for sheet, head in heads:
            if head is not None:
                place = self._name if self._csv is not None else _place(self._name, shown, sheet)
                yield _table(place, sheet, head, self._lexicon, None, unread)
                unread = []


def workbook_sheets(name: str, data: bytes, encoding: str | None) -> tuple[FileSheet, ...] | None:
    """The sheets of a workbook; None for what is none."""
    if data.startswith(_ZIPS):
        from duty_cli.importing.readers.workbook_reader import zipped_sheets

        return zipped_sheets(name, data)
    if data.startswith(_OLE):
        from duty_cli.importing.readers.xls_reader import xls_sheets

        if why := other_compound(data):
            raise UnreadableFile(name, why)
        return xls_sheets(name, data)
    if why := other_file(data):
        raise UnreadableFile(name, why)
    if _MARKUP.match(data[:_MOST_BLANK]):
        from duty_cli.importing.readers.html_reader import html_sheet, is_html

        if is_html(data):
            return (html_sheet(name, data, encoding),)
        raise UnreadableFile(name, _markup(data))
    return None


def _markup(data: bytes) -> str:
    """What a file of XML is, and what to do with it."""
    # In UTF-16 a zero stands beside each letter.
    if _SPREADSHEET_ML in data[: _MOST_BLANK * 4].replace(b"\0", b""):
        return (
            "是 Excel 2003 的 XML 表格（SpreadsheetML），不能直接读取；请用 WPS 或 Excel 打开，另存为 xlsx 后重新导入"
        )
    return "内容是 XML，不是表格；请用 WPS 或 Excel 打开后另存为 xlsx"


def _csv(
    name: str, data: bytes, lexicon: HeadingVocabulary, mapping: ColumnMapping | None, encoding: str | None
) -> FileSheet:
    def known(rows: Iterator[Row]) -> int:
        header = section_header(name, rows, lexicon, mapping, first=True)
        return len({found for cell in header.cells if (found := lexicon.known(cell))}) if header else 0

    told = encoding or (mapping.encoding if mapping else None)
    read = csv_sheet(name, data, separator=mapping.separator if mapping else None, encoding=told, known=known)
    return section(read, mapping)


def _chosen(
    name: str,
    sheets: tuple[FileSheet, ...],
    lexicon: HeadingVocabulary,
    mapping: ColumnMapping | None,
    wanted: str | None,
) -> FileTable:
    """The sheet that is named, or the only one with a header of those that are not hidden."""
    shown = [sheet for sheet in sheets if not sheet.drawn.hidden]
    if wanted is not None:
        named = next((sheet for sheet in sheets if sheet.title.strip() == wanted.strip()), None)
        if named is None:
            raise NoSuchSheet(name, wanted, [sheet.title for sheet in sheets])
        return _table(_place(name, shown, named), named, _header(name, named, lexicon, mapping), lexicon, mapping)
    # Never read unasked: nobody who looks at the file would see what came in. They are named instead.
    unread = tuple(hidden_sheets(sheets, lexicon))
    headed = [(sheet, header) for sheet in shown if (header := section_header(name, sheet.rows(), lexicon, mapping))]
    if len(headed) != 1 and sheets:
        refuse_papers(name, sheets[0].properties)
    # Several lists: which of them is meant is asked and not guessed.
    if len(headed) > 1:
        raise ChooseSheet(name, [sheet.title for sheet, _ in headed])
    if not headed:
        raise _no_header(name, any(True for sheet in shown for _ in sheet.rows()), mapping, *unread)
    (sheet, header) = headed[0]
    return _table(_place(name, shown, sheet), sheet, header, lexicon, mapping, unread)


def _place(name: str, shown: Sequence[FileSheet], sheet: FileSheet) -> str:
    return name if [*shown] == [sheet] else f"{name}［{sheet.title}］"


def _header(name: str, sheet: FileSheet, lexicon: HeadingVocabulary, mapping: ColumnMapping | None) -> Header:
    header = section_header(name, sheet.rows(), lexicon, mapping)
    if header is None:
        raise _no_header(name, any(any(cells) for _, cells in sheet.rows()), mapping)
    return header


def _no_header(name: str, said: bool, mapping: ColumnMapping | None, *unread: str) -> UnreadableFile:
    if unread:
        return UnreadableFile(name, f"没有一张可以读取的表；{'；'.join(unread)}")
    if not said:
        return UnreadableFile(name, "文件是空的；请核对文件")
    if mapping is not None:
        under = f"“{mapping.under}”之下" if mapping.under else "前面各行"
        wanted = "、".join(dict.fromkeys(theirs(mapping)))
        return UnreadableFile(name, f"{under}没有一个对应表要读的列名（{wanted}）；请核对列名、分隔符和 under")
    advice = f"请核对列名和分隔符（可用的列名：{'、'.join(HEADINGS)}），或在 rules/intake.yaml 中写明别名，或用 duty map new 写一份对照表"
    return UnreadableFile(name, f"前面各行没有一个可识别的列名；{advice}")


def _table(
    place: str,
    sheet: FileSheet,
    header: Header,
    lexicon: HeadingVocabulary,
    mapping: ColumnMapping | None,
    unread: Sequence[str] = (),
) -> FileTable:
    remarks = [*sheet.remarks, *unread, *hidden_parts(sheet, header), *section_remarks(mapping)]
    suffix = sheet.file.rpartition(".")[2].lower()
    if sheet.encoding in _WORKBOOKS and suffix in {"csv", "txt", *_WORKBOOKS} - {sheet.encoding}:
        remarks.append(f"{sheet.file} 名为 {suffix}，内容是 {sheet.encoding} 工作簿，按内容读取")
    elif sheet.encoding == "html":
        remarks.append(f"{sheet.file} 的内容是网页，读取其中的表格")
    return FileTable(place, sheet, header, lexicon, mapping, tuple(remarks))
