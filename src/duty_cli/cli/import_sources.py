"""Files that come in: the one door to their bytes, the files of a folder, and their rows, read when they are asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duty_cli.cli.known_maps import known_maps, mapping_of
from duty_cli.cli.output_guard import note_read
from duty_cli.errors.file_errors import InVain, UnreadableFile, UnsureForm
from duty_cli.model.file_forms import UNTOLD, FileForm, FileVocabulary, Meeting
from duty_cli.model.progress import in_progress
from duty_cli.patterns import pattern

if TYPE_CHECKING:
    from duty_cli.cli.app_context import AppContext
    from duty_cli.importing.forms.detect_form import Guess
    from duty_cli.importing.sheets.file_table import FileTable
    from duty_cli.importing.sheets.row_reader import FileRows
    from duty_cli.model.column_maps import ColumnMapping
    from duty_cli.model.map_looks import KnownMap
    from duty_cli.model.members import Roster
    from duty_cli.model.parsed_rows import ParsedRecord, RejectedRow

WORDS = "intake.yaml"
"""The words of files: shipped with the program, and in the rules of an office those that it adds."""

_REASONS = {
    FileNotFoundError: "没有这个文件；请核对文件名",
    NotADirectoryError: "没有这个文件；请核对文件名",
    IsADirectoryError: "这是一个文件夹；请指定文件",
    PermissionError: "没有读取权限，或文件正被其他程序占用；请关闭后重试",
}


def read_file(path: Path) -> tuple[bytes, str]:
    """The bytes of a file and their SHA-256 in hex. Raises UnreadableFile."""
    note_read(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            path, _REASONS.get(type(error), f"读取出错（系统错误号 {error.errno}）；请检查磁盘")
        ) from error
    return data, sha256(data).hexdigest()


def called(path: Path) -> str:
    """A file's name as it is quoted and kept in the ledger: on one line, without anything that drives a terminal."""
    from duty_cli.documents.cell_text import cleaned

    return cleaned(path.name)


def words_of(desk: AppContext) -> FileVocabulary:
    """The words of files: those shipped, and over them those beside the office's rules; gone through where they are not known."""
    from duty_cli.cli.bundled_files import shipped

    base, own = shipped(WORDS), desk.rules_folder / WORDS
    said, digest = read_file(own) if own.exists() else (None, "")

    def read() -> FileVocabulary:
        from duty_cli.rules.import_config import load_words

        words = load_words(WORDS, base)
        return words if said is None else load_words(str(own), said, words)

    return desk.cache.kept("intake", (sha256(base).hexdigest(), digest), FileVocabulary, read)


def spread(files: Sequence[Path]) -> list[Path]:
    """The files that ``*`` and ``?`` stand for, by name: the console of Windows leaves them as typed, and so does ``duty shell``.

    Raises UnreadableFile where none is there.
    """
    found: list[Path] = []
    for file in files:
        if not _ANY.search(file.name) or file.exists():
            found.append(file)
            continue
        those = sorted(file.parent.glob(file.name.replace("[", "[[]")), key=attrgetter("name"))
        those = [one for one in those if one.is_file() and not one.name.startswith(("~$", "."))]
        if not those:
            raise UnreadableFile(file, "没有符合的文件；请核对文件名")
        found += those
    return found


_ANY = pattern(r"[*?]")
_ENDINGS = (".csv", ".xlsx", ".xls", ".ods")


@dataclass(frozen=True, slots=True)
class CollectedFile:
    """A file and its name in the ledger, 「办公室/文件」."""

    path: Path
    name: str


def reported_files(folder: Path) -> tuple[list[CollectedFile], list[tuple[str, str]]]:
    """The files of each office, in order, and those that are not read with the reason why."""
    from duty_cli.documents.cell_text import cleaned

    if not folder.is_dir():
        raise UnreadableFile(folder, "没有这个文件夹；请核对名称")
    found: list[CollectedFile] = []
    passed_over: list[tuple[str, str]] = []
    for path, office in _laid(folder):
        why = _why_not(path)
        if why:
            passed_over.append((cleaned(path.relative_to(folder).as_posix()), why))
        else:
            found.append(CollectedFile(path, cleaned(f"{office}/{path.name}")))
    return found, passed_over


def _laid(folder: Path) -> Iterator[tuple[Path, str]]:
    """Each file with the office it is of: the folder's name, else the file's up to the first _."""
    for path in sorted(folder.iterdir(), key=attrgetter("name")):
        if path.is_dir() and not path.name.startswith("."):
            yield from ((inside, path.name) for inside in sorted(path.iterdir(), key=attrgetter("name")))
        else:
            yield path, path.stem.split("_")[0]


def _why_not(path: Path) -> str:
    if path.name.startswith("~$"):
        return "是正在打开的文件留下的临时文件；请先在 WPS、Excel 中保存并关闭"
    if path.name.startswith("."):
        return "是隐藏文件"
    if not path.is_file():
        return "不是文件；办公室文件夹内不再分文件夹"
    if path.suffix.lower() not in _ENDINGS:
        return f"不是 {'、'.join(_ENDINGS)} 文件"
    return ""


def refuse_of_others(desk: AppContext, table: FileTable) -> None:
    """Raise SheetOfOthers where a table was made for another committee than that of the ledger."""
    from duty_cli.importing.file_origin import refuse_others

    with desk.ledger.reading() as reading:
        refuse_others(table, reading.head().committee)


STANDARD_INPUT = Path("-")
_SAMPLE = 3


@dataclass(frozen=True)
class FileOptions:
    """What the command line says of all files of a call, where the files do not."""

    map_: Path | None = None
    encoding: str | None = None
    form: FileForm | None = None
    sheet: str | None = None
    year: int | None = None
    as_saved: bool = False
    meeting: Meeting = UNTOLD
    filling: bool = False
    """Whether ``meeting`` is meant for those files alone that leave it open."""


@dataclass
class OpenedFile:
    """A file whose form is known. ``reading`` is the last one made, for what only its end can tell."""

    name: str
    digest: str
    table: FileTable
    guess: Guess
    lines: int
    meeting: Meeting
    _opener: FileOpener = field(repr=False)

    def __post_init__(self) -> None:
        self.reading = self._opener.first(self)
        self.first_line = 0

    def tell(self, meeting: Meeting) -> None:
        """Read it anew with what it does not say of its meeting."""
        self.meeting = meeting
        self.reading = self._opener.read(self)

    def __iter__(self) -> Iterator[ParsedRecord | RejectedRow]:
        self.reading = self._opener.read(self)
        for row in in_progress(f"处理 {self.name}", "行", self.reading, lambda: self.lines):
            self.first_line = self.first_line or row.line
            yield row

    def origin(self) -> list[str]:
        """What is to be told of where it comes from."""
        return self._opener.origin(self)

    def sample(self) -> list[tuple[int, list[str]]]:
        """The first rows as they stand in the file."""
        rows = (row for row in self.table.rows() if row[0] >= self.reading.begins)
        return [row for row, _ in zip(rows, range(_SAMPLE), strict=False)]


class FileOpener:
    """Opens files of one call at one desk."""

    def __init__(self, desk: AppContext, told: FileOptions) -> None:
        self._told, self._desk = told, desk
        self.asks = False
        """Whether it may be asked which map is meant for a file."""
        self._in_shell = desk.shell is not None
        self._mapping: ColumnMapping | None = mapping_of(desk, told.map_)
        # What the file is, is told where the caller says so.
        self._maps = known_maps(desk).maps if told.map_ is None and told.form is None else ()
        self._words: FileVocabulary = words_of(desk)
        self.kinds: tuple[str, ...] = tuple(dict.fromkeys(name for book in desk.rules.books for name in book.kinds))
        with desk.ledger.reading() as reading:
            self._roster: Roster = reading.roster()
            self._committee = reading.head().committee
        self._today, self._ledger = desk.today, desk.ledger

    def open(self, path: Path, name: str) -> list[OpenedFile]:
        """What a file holds that is called ``name`` in all that is said of it; ``-`` is standard input.

        It is one table, or several of attendance: on its sheets, below one another, side by side.
        """
        if path == STANDARD_INPUT and self._in_shell:
            from duty_cli.errors.shell_errors import NoInputInShell

            raise NoInputInShell
        return self.open_bytes(*(_standard_input() if path == STANDARD_INPUT else read_file(path)), name)

    def open_bytes(self, data: bytes, digest: str, name: str) -> list[OpenedFile]:
        """What the bytes of a file hold: see :meth:`open`."""
        from duty_cli.importing.file_origin import refuse_others

        tables = self._tables(name, data, self._maps)
        if self._told.as_saved:
            from duty_cli.importing.sheets.saved_formulas import as_saved

            tables = [as_saved(one) for one in tables]
        lines = data.count(b"\n")
        for one in tables:
            refuse_others(one, self._committee)
        return [OpenedFile(one.name, digest, one, self._guess(one), lines, self._told.meeting, self) for one in tables]

    def _tables(self, name: str, data: bytes, maps: Sequence[KnownMap]) -> list[FileTable]:
        """The tables in a file; which of several maps that fit is meant, is asked where it may be."""
        from duty_cli.errors.known_map_errors import SeveralMapsFit
        from duty_cli.importing.open_file import open_tables

        told = self._told
        try:
            return open_tables(
                *(name, data, self._of_attendance),
                words=self._words,
                mapping=self._mapping,
                encoding=told.encoding,
                sheet=told.sheet,
                maps=maps,
            )
        except SeveralMapsFit as several:
            from duty_cli.cli.sheet_dialog import ask_for_map

            chosen = ask_for_map(self._desk, name, several.names) if self.asks else None
            if chosen is None:
                raise
        return self._tables(name, data, [one for one in maps if one.name == chosen])

    def _guess(self, table: FileTable) -> Guess:
        """The form of a table. Raises UnsureForm."""
        from duty_cli.importing.forms.detect_form import Guess, guess

        return guess(table, self.kinds) if self._told.form is None else Guess(self._told.form, "由 --as 指明")

    def _of_attendance(self, table: FileTable) -> bool:
        with suppress(UnsureForm):
            return self._guess(table).form is FileForm.ATTENDANCE
        return False

    def read(self, file: OpenedFile) -> FileRows[ParsedRecord]:
        """The rows of a file from the top."""
        from duty_cli.importing.forms.detect_form import read_filed

        form, year = file.guess.form, self._told.year
        return read_filed(file.table, form, self._roster, self.kinds, year=year, told=file.meeting)

    def origin(self, file: OpenedFile) -> list[str]:
        """What is to be told of where a file comes from."""
        from duty_cli.importing.file_origin import origin_lines, origin_of

        found = origin_of(file.table)
        back = None if found is None else found.back
        entered = [] if back is None else self._batches(back.digest)
        old = found is not None and found.form and found.made is not None and found.made.year < self._today.year
        days = self._days(file) if old else None
        return list(origin_lines(file.table, self._today, entered, days))

    def _batches(self, digest: str) -> list[str]:
        with self._ledger.reading() as reading:
            found = [(one.seq, one.act) for one in reading.batches() if one.act.source_digest == digest]
        return [f"批次 {seq}，{act.by} {act.at:%Y-%m-%d}" for seq, act in found]

    def _days(self, file: OpenedFile) -> tuple[date, date] | None:
        """The first and the last day in a file."""
        from duty_cli.model.parsed_rows import RejectedRow

        found = [row.fields.on for row in self.read(file) if not isinstance(row, RejectedRow)]
        return (min(found), max(found)) if found else None

    def first(self, file: OpenedFile) -> FileRows[ParsedRecord]:
        """The same for the first time: of what is told of every meeting, a file that says it by itself is told nothing."""
        while True:
            try:
                return self.read(file)
            except InVain as vain:
                if not self._told.filling:
                    raise
                untold: dict[str, Any] = {_PARTS[vain.option]: None}
                file.meeting = replace(file.meeting, **untold)


_PARTS = {"--kind": "kind", "--on": "on", "--title": "name", "--lasted": "length"}


def _standard_input() -> tuple[bytes, str]:
    with suppress(AttributeError, OSError, ValueError):  # a stream that is no file of the system
        note_read(sys.stdin.fileno())
    data = sys.stdin.buffer.read()
    return data, sha256(data).hexdigest()
