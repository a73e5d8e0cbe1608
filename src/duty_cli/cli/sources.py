"""Files of records, opened: what they are taken for, and their rows, read anew each time they are gone through."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from duty_cli.cli.files import mapping_of, read_file, words_of
from duty_cli.cli.outputs import note_read
from duty_cli.cli.progress import counted
from duty_cli.domain.forms import FileForm

if TYPE_CHECKING:
    from duty_cli.cli.desk import AppContext
    from duty_cli.domain.filed import ParsedRecord, RejectedRow
    from duty_cli.domain.mapping import ColumnMapping
    from duty_cli.domain.members import Roster
    from duty_cli.domain.words import FileVocabulary
    from duty_cli.intake.forms import Guess
    from duty_cli.intake.reading import FileRows
    from duty_cli.intake.table import FileTable

STANDARD_INPUT = Path("-")
_SAMPLE = 3


@dataclass(frozen=True)
class FileOptions:
    """What the command line says of all files of a call, where the files do not."""

    map_: Path | None = None
    encoding: str | None = None
    form: FileForm | None = None
    sheet: str | None = None
    kind: str | None = None
    year: int | None = None


@dataclass
class OpenedFile:
    """A file whose form is known. ``reading`` is the last one made, for what only its end can tell."""

    name: str
    digest: str
    table: FileTable
    guess: Guess
    lines: int
    _opener: FileOpener = field(repr=False)

    def __post_init__(self) -> None:
        self.reading = self._opener.read(self)
        self.first_line = 0

    def __iter__(self) -> Iterator[ParsedRecord | RejectedRow]:
        self.reading = self._opener.read(self)
        with counted(self.name, self.lines) as tick:
            for row in self.reading:
                self.first_line = self.first_line or row.line
                tick(row.line)
                yield row

    def sample(self) -> list[tuple[int, list[str]]]:
        """The first rows as they stand in the file."""
        return [row for row, _ in zip(self.table.rows(), range(_SAMPLE), strict=False)]


class FileOpener:
    """Opens files of one call at one desk."""

    def __init__(self, desk: AppContext, told: FileOptions) -> None:
        self._told = told
        self._mapping: ColumnMapping | None = mapping_of(told.map_)
        self._words: FileVocabulary = words_of(desk.rules_path)
        self._kinds: Collection[str] = tuple(dict.fromkeys(name for book in desk.rules.books for name in book.kinds))
        with desk.ledger.reading() as reading:
            self._roster: Roster = reading.roster()

    def open(self, path: Path, name: str) -> OpenedFile:
        """A file that is called ``name`` in all that is said of it; ``-`` is standard input."""
        from duty_cli.intake.door import open_table
        from duty_cli.intake.forms import Guess, guess

        told = self._told
        data, digest = _standard_input() if path == STANDARD_INPUT else read_file(path)
        table = open_table(
            name, data, words=self._words, mapping=self._mapping, encoding=told.encoding, sheet=told.sheet
        )
        found = guess(table, self._kinds) if told.form is None else Guess(told.form, "由 --as 指明")
        return OpenedFile(table.name, digest, table, found, data.count(b"\n"), self)

    def read(self, file: OpenedFile) -> FileRows[ParsedRecord]:
        """The rows of a file from the top."""
        from duty_cli.intake.forms import read_filed

        kind, year = self._told.kind, self._told.year
        return read_filed(file.table, file.guess.form, self._roster, self._kinds, kind=kind, year=year)


def _standard_input() -> tuple[bytes, str]:
    from hashlib import sha256

    with suppress(AttributeError, OSError, ValueError):  # a stream that is no file of the system
        note_read(sys.stdin.fileno())
    data = sys.stdin.buffer.read()
    return data, sha256(data).hexdigest()
