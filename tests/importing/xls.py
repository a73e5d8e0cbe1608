"""Old xls files as Excel 97 lays them out: BIFF8 records in the stream ``Workbook`` of a compound file."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from tests.importing.files import Padded

SECTOR = 512
FREE, END, OF_FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
GENERAL, DAY, TIME = 0, 1, 2
ERRORS = {"#N/A": 0x2A, "#REF!": 0x17}


@dataclass(frozen=True)
class Error:
    """A cell that holds the result of a formula that went wrong."""

    value: str


@dataclass(frozen=True)
class Drawn:
    """A sheet: its cells, and what is merged (row, last row, column, last column, from 0) or hidden."""

    cells: Sequence[Sequence[object]]
    merged: Sequence[tuple[int, int, int, int]] = ()
    hidden_rows: Iterable[int] = ()
    hidden_columns: Iterable[int] = ()
    hidden: bool = False


def xls(sheets: Mapping[str, Drawn] | Sequence[Sequence[object]], *, date_1904: bool = False) -> bytes:
    """An xls with those sheets, or with one of those cells."""
    drawn = sheets if isinstance(sheets, Mapping) else {"Sheet1": Drawn(sheets)}
    parts = [_sheet(one, date_1904) for one in drawn.values()]
    size, offset, bound = len(_globals(drawn, [0] * len(parts), date_1904)), 0, []
    for part in parts:
        bound.append(size + offset)
        offset += len(part)
    return compound(_globals(drawn, bound, date_1904) + b"".join(parts))


def compound(stream: bytes, name: str = "Workbook") -> bytes:
    """A compound file that holds one stream of at least 4096 bytes."""
    stream = stream.ljust(4096, b"\0")
    sectors = -(-len(stream) // SECTOR)
    fats = -(-(sectors + 1 + (sectors + 1) // 127 + 1) // 128)
    fat = [OF_FAT] * fats + [END] + [fats + 2 + at for at in range(sectors - 1)] + [END]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, fats, fats, 0, 4096, END, 0, END, 0)
    head += struct.pack("<109I", *range(fats), *[FREE] * (109 - fats))
    entries = _entry("Root Entry", 5, END, 0, child=1) + _entry(name, 2, fats + 1, len(stream)) + bytes(256)
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(fats * SECTOR, b"\xff")
    return head + table + entries + stream.ljust(sectors * SECTOR, b"\0")


def _entry(name: str, kind: int, start: int, size: int, child: int = FREE) -> bytes:
    text = name.encode("utf-16-le")
    return text.ljust(64, b"\0") + struct.pack(
        "<HBBIII36xIII", len(text) + 2, kind, 1, FREE, FREE, child, start & FREE, size, 0
    )


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _text(text: str, size: str) -> bytes:
    return struct.pack(f"<{size}B", len(text), 1) + text.encode("utf-16-le")


def _globals(sheets: Mapping[str, Drawn], offsets: Sequence[int], date_1904: bool) -> bytes:
    formats = (0, 14, 21, 200, 201)
    return b"".join(
        [
            _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 1997, 0, 0)),
            _record(0x22, struct.pack("<H", date_1904)),
            *(_record(0x41E, struct.pack("<H", at) + _text(code, "H")) for at, code in ((200, "000"), (201, "00000"))),
            *(_record(0xE0, struct.pack("<HH16x", 0, one)) for one in formats),
            *(
                _record(0x85, struct.pack("<IBB", at, one.hidden, 0) + _text(title, "B"))
                for at, (title, one) in zip(offsets, sheets.items(), strict=True)
            ),
            _record(0x0A),
        ]
    )


def _sheet(drawn: Drawn, date_1904: bool) -> bytes:
    blocks = struct.pack("<H", len(drawn.merged)) + b"".join(struct.pack("<HHHH", *one) for one in drawn.merged)
    return b"".join(
        [
            _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 1997, 0, 0)),
            *(_record(0x7D, struct.pack("<HHHHH2x", at, at, 2000, 0, 1)) for at in drawn.hidden_columns),
            *(_record(0x208, struct.pack("<HHHH4xI", at, 0, 9, 255, 0x20)) for at in drawn.hidden_rows),
            *(
                _cell(row, at, cell, date_1904)
                for row, cells in enumerate(drawn.cells)
                for at, cell in enumerate(cells)
            ),
            *([_record(0xE5, blocks)] if drawn.merged else []),
            _record(0x0A),
        ]
    )


def _cell(row: int, column: int, cell: object, date_1904: bool) -> bytes:
    place = struct.pack("<HH", row, column)
    match cell:
        case "" | None:
            return b""
        case bool():
            return _record(0x205, place + struct.pack("<HBB", GENERAL, cell, 0))
        case Error(value):
            return _record(0x205, place + struct.pack("<HBB", GENERAL, ERRORS[value], 1))
        case Padded(number, digits):
            return _record(0x203, place + struct.pack("<Hd", {3: 3, 5: 4}[digits], number))
        case int() | float():
            return _record(0x203, place + struct.pack("<Hd", GENERAL, cell))
        case date() | time():
            look = TIME if isinstance(cell, time) else DAY
            return _record(0x203, place + struct.pack("<Hd", look, _serial(cell, date_1904)))
    return _record(0x204, place + struct.pack("<H", GENERAL) + _text(str(cell), "H"))


def _serial(cell: date | time, date_1904: bool) -> float:
    moment = cell if isinstance(cell, datetime | time) else time()
    clock = (moment.hour * 60 + moment.minute) / (24 * 60)
    if isinstance(cell, time):
        return clock
    return (cell.toordinal() - (date(1904, 1, 1) if date_1904 else date(1899, 12, 30)).toordinal()) + clock
