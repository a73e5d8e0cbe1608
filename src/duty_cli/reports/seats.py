"""The seats of each sector: how many there are, how many are filled on a day, vacant, or beyond the number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Facet
from duty_cli.model.name_order import NameOrder, bare_sector
from duty_cli.model.office_words import MEMBER, SECTOR
from duty_cli.model.papers import Cell, Column, Paper, Sheet
from duty_cli.reports.report_columns import Document, numbers

_COLUMNS = (Column(SECTOR), *numbers("名额", "在任", "空缺", "超出"))


@dataclass(frozen=True, slots=True)
class SectorSeats:
    """One sector (empty: of none) with its ``seats``, None where the office did not say, and its members in office."""

    sector: str
    seats: int | None
    filled: int

    @property
    def vacant(self) -> int:
        """Seats that nobody has."""
        return 0 if self.seats is None else max(0, self.seats - self.filled)

    @property
    def over(self) -> int:
        """Members beyond the seats."""
        return 0 if self.seats is None else max(0, self.filled - self.seats)


@dataclass(frozen=True, slots=True)
class SeatCount:
    """The seats of all sectors on ``day``, in the order of sectors."""

    committee: str
    day: date
    sectors: tuple[SectorSeats, ...]

    def of(self, sector: str) -> SectorSeats | None:
        """That sector, written with 界 or without."""
        return next((one for one in self.sectors if bare_sector(one.sector) == bare_sector(sector)), None)


def seat_count(reading: LedgerReader, day: date, seats: Mapping[str, int], order: NameOrder) -> SeatCount:
    """Count those in office on ``day`` against the ``seats``; a sector may be written with 界 or without."""
    written = {bare_sector(name): name for name in seats}
    filled = dict.fromkeys(seats, 0)
    for member in reading.roster():
        if member.in_office(day):
            held = next(iter(member.values(Facet.SECTOR, day)), "")
            name = written.get(bare_sector(held), held)
            filled[name] = filled.get(name, 0) + 1
    found = (SectorSeats(name, seats.get(name), filled[name]) for name in order.of_sectors(filled))
    return SeatCount(reading.head().committee, day, tuple(found))


def seats_paper(count: SeatCount) -> Paper:
    """Lay the seats out, a line a sector and one for all."""
    title = f"{count.committee}{MEMBER}名额（{count.day}）"
    rows = tuple(_cells(one.sector or f"未编入{SECTOR}", one) for one in count.sectors)
    everywhere: tuple[Cell, ...] = ("合计", *(sum(column) for column in _columns(count)))
    return Paper(title, (Sheet("名额", title, _COLUMNS, (*rows, everywhere), _notes(count), (len(rows),)),), "")


def _cells(sector: str, one: SectorSeats) -> tuple[Cell, ...]:
    return (sector, *_figures(one))


def _columns(count: SeatCount) -> tuple[list[int], ...]:
    """The figures of each column."""
    return tuple([figure or 0 for figure in column] for column in zip(*map(_figures, count.sectors), strict=True))


def _figures(one: SectorSeats) -> tuple[int | None, ...]:
    known = one.seats is not None
    return (one.seats, one.filled, one.vacant if known else None, one.over if known else None)


def _notes(count: SeatCount) -> tuple[str, ...]:
    unsaid = [one.sector or f"未编入{SECTOR}" for one in count.sectors if one.seats is None]
    return (f"没有写明名额：{'、'.join(unsaid)}",) if unsaid else ()


def seats_document(count: SeatCount) -> Document:
    """The seats as plain values."""
    keys = ("seats", "filled", "vacant", "over")
    return {
        "report": "member-seats",
        "on": count.day.isoformat(),
        "sectors": [{"sector": one.sector} | dict(zip(keys, _figures(one), strict=True)) for one in count.sectors],
    }
