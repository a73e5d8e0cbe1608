"""Make the files of the invented committee 政协示例市委员会: ``python data/make_sample.py [OUTDIR]``.

The same bytes come out every time and everywhere; without OUTDIR they go beside this script.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from sample import roster
from sample.book import COLUMNS, Book
from sample.calendar import YEARS
from sample.duties import write_accounts, write_commendations_and_conduct, write_contact, write_publicity
from sample.events import write_events
from sample.works import write_briefs, write_proposals, write_research, write_speeches


def year_book(year: int, people: list[roster.Person]) -> Book:
    """Everything that happened in one year. Briefs come last: they rest on visits and proposals."""
    book = Book(year)
    write_events(book, people)
    write_proposals(book, people)
    write_speeches(book, people)
    write_research(book, people)
    write_contact(book, people)
    write_publicity(book, people)
    write_accounts(book, people)
    write_commendations_and_conduct(book, people)
    write_briefs(book, people)
    return book


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV as spreadsheet programs in offices write it: UTF-8 with BOM, CRLF."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def sample_files() -> dict[str, bytes]:
    """File name → content."""
    people = roster.members()
    files = {"roster.csv": csv_bytes([roster.HEADINGS, *(row for person in people for row in person.rows())])}
    for year in YEARS:
        book = year_book(year, people)
        files |= {f"{year}-{file}.csv": csv_bytes(book.table(file)) for file in COLUMNS}
    return files


def main(arguments: Sequence[str]) -> None:
    """Write the files and say how many."""
    place = Path(arguments[0]) if arguments else Path(__file__).parent
    place.mkdir(parents=True, exist_ok=True)
    files = sample_files()
    for name, content in files.items():
        (place / name).write_bytes(content)
    print(f"{place}: {len(files)} files, {sum(map(len, files.values()))} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
