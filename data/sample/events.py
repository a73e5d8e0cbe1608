"""Meetings, activities and trainings, each with its attendance sheet: one row for every member expected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sample import cast, words
from sample.book import Book
from sample.calendar import PLENARY, SESSION, working_day
from sample.chance import Dice
from sample.roster import Person

_QUARTERS = "一二三四"

_ORDINALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五", "十六")


@dataclass(frozen=True)
class Event:
    """One activity; ``parts`` is how many half-days it lasts where the office counts them."""

    file: str
    kind: str
    on: date
    name: str
    parts: int = 1


@dataclass(frozen=True)
class Series:
    """An activity that every unit of one grouping holds in these months. ``every`` 3 means each third unit only."""

    file: str
    kind: str
    of: str
    months: tuple[int, ...]
    name: str
    parts: int = 1
    every: int = 1


SERIES = (
    Series("会议出席", "专题协商会", "专门委员会", (4, 8), "{matter}专题协商会", every=4),
    Series("会议出席", "提案办理协商", "专门委员会", (7,), "{matter}提案办理协商会", every=3),
    Series("会议出席", "集体民主监督", "专门委员会", (11,), "{matter}集体民主监督"),
    Series("履职活动", "请你来协商", "界别", (3, 6, 9, 12), "{matter}协商活动", every=8),
    Series("履职活动", "委员会客厅", "委员联络组", (4, 10), "{unit}会客厅：{matter}"),
    Series("履职活动", "民生议事堂", "委员联络组", (6,), "{unit}议事堂：{matter}"),
    Series("履职活动", "调研活动", "专门委员会", (5,), "{matter}调研", 2),
    Series("履职活动", "视察考察", "专门委员会", (9,), "{matter}视察", 2),
    Series("履职活动", "六送下乡", "委员联络组", (3, 11), "{unit}六送下乡", every=4),
    Series("履职活动", "三服务", "委员联络组", (8,), "{unit}三服务"),
    Series("履职活动", "书香政协", "界别", (4,), "{unit}读书会"),
    Series("履职活动", "委员讲坛", "界别", (5, 10), "委员讲坛：{matter}", every=2),
    Series("履职活动", "委员活动日", "委员联络组", (3, 9), "{unit}第{quarter}季度委员活动日"),
    Series("履职活动", "界别学习会", "界别", (6, 11), "{unit}第{quarter}季度学习会"),
)
"""What the year holds group by group; 常委会会议, plenary and trainings are called by their own functions."""


def _units(of: str) -> tuple[str, ...]:
    match of:
        case "界别":
            return tuple(sector for sector, _, _ in words.SECTORS)
        case "委员联络组":
            return words.GROUPS
        case _:
            return words.COMMITTEES


def _belongs(person: Person, of: str, unit: str, day: date) -> bool:
    stay = person.on(day)
    if stay is None:
        return False
    return unit == {"界别": person.sector, "委员联络组": stay.group, "专门委员会": stay.committee}[of]


class Sheets:
    """Writes attendance sheets; remembers how often a member was called to a kind, so that fixed cases come in order."""

    def __init__(self, book: Book, people: list[Person]) -> None:
        self.book, self.people = book, people
        self._dice = Dice(f"出席 {book.year}")
        self._called: dict[tuple[str, str], int] = {}

    def write(self, event: Event, expected: list[Person]) -> None:
        """One row for each of ``expected``."""
        for person in expected:
            state = self._fixed(person, event) or self._state(person, event)
            cells = {"活动": event.name, "出席情况": state}
            if state in ("出席", "迟到", "早退") and event.parts > 1:
                cells["参加比例"] = self._share(person, event, state)
            self.book.add(event.file, person, event.kind, event.on, **cells)

    def _fixed(self, person: Person, event: Event) -> str | None:
        nth = self._called.get((person.number, event.kind), 0)
        self._called[person.number, event.kind] = nth + 1
        states = cast.SHEETS.get((person.number, event.kind, self.book.year), ())
        return states[nth] if nth < len(states) else None

    def _state(self, person: Person, event: Event) -> str:
        if self._dice.chance(person.zeal[self.book.year]):
            return self._dice.weighted([("出席", 95), ("迟到", 3), ("早退", 2)])
        if person.idle(self.book.year):
            return self._dice.weighted([("缺席", 60), ("请假未准", 10), ("请假", 30)])
        if event.kind in ("全体会议", "常委会会议", "专题议政性常委会会议"):
            return "请假"  # apart from the cases, nobody misses a formal meeting without leave
        return self._dice.weighted([("请假", 86), ("请假未准", 3), ("缺席", 11)])

    def _share(self, person: Person, event: Event, state: str) -> str:
        fixed = cast.SHARES.get((person.number, event.kind, self.book.year))
        whole = state == "出席" and not self._dice.chance(6)
        return fixed or f"{event.parts if whole else event.parts - 1}/{event.parts}"


def _series(sheets: Sheets, series: Series, offset: int, matters: Iterator[str]) -> None:
    """Every event of one series in the year. Which units hold a rare one moves on with ``offset``."""
    year = sheets.book.year
    for turn, month in enumerate(series.months):
        for place, unit in enumerate(_units(series.of)):
            if (place + offset + turn) % series.every:
                continue
            on = working_day(year, month, 4 + (place * 5 + offset) % 23)
            name = series.name.format(unit=unit, matter=next(matters), quarter=_QUARTERS[(month - 1) // 3])
            expected = [person for person in sheets.people if _belongs(person, series.of, unit, on)]
            sheets.write(Event(series.file, series.kind, on, name, series.parts), expected)


def _matters(year: int) -> Iterator[str]:
    """Matters without end, none twice within fifty."""
    dice = Dice(f"议题 {year}")
    while True:
        yield from dice.some(words.MATTERS, len(words.MATTERS))


def _formal(sheets: Sheets) -> None:
    """The plenary session, the four standing-committee meetings and the topical one."""
    year = sheets.book.year
    opening = PLENARY[year]
    everybody = [person for person in sheets.people if person.on(opening)]
    sheets.write(Event("会议出席", "全体会议", opening, f"市政协十四届{SESSION[year]}次会议", 6), everybody)
    meetings = [
        ("常委会会议", working_day(year, month, 11), f"市政协十四届{_ORDINALS[(year - 2022) * 4 + nth]}次常委会会议")
        for nth, month in enumerate((3, 6, 9, 12))
    ]
    topical = ("专题议政性常委会会议", working_day(year, 7, 20), f"{year}年专题议政性常委会会议")
    for kind, on, name in sorted([*meetings, topical], key=lambda meeting: meeting[1]):
        standing = [person for person in sheets.people if person.holds(words.STANDING, on)]
        sheets.write(Event("会议出席", kind, on, name), standing)


def _trainings(sheets: Sheets) -> None:
    """专题培训 for all in two courses; 届内轮训 for three in ten each year; 新任委员培训 for those who came this year."""
    year = sheets.book.year
    for course, day in enumerate(((5, 16), (10, 17))):
        on = working_day(year, *day)
        half = [person for person in sheets.people if int(person.number) % 2 == course and person.on(on)]
        sheets.write(Event("学习培训", "专题培训", on, f"{year}年专题培训第{course + 1}期", 4), half)
    on = working_day(year, 8, 21)
    turn = [person for person in sheets.people if int(person.number) * 7 % 10 // 3 == year - 2023 and person.on(on)]
    sheets.write(Event("学习培训", "届内轮训", on, f"届内轮训第{year - 2022}期", 4), turn)
    for month, since, until in ((3, 1, 2), (10, 3, 9)):
        on = working_day(year, month, 18)
        new = [person for person in sheets.people if _came(person, year, since, until)]
        if new:
            sheets.write(Event("学习培训", "新任委员培训", on, f"{year}年新任委员培训（{month}月）", 2), new)


def _came(person: Person, year: int, first_month: int, last_month: int) -> bool:
    """Whether the member came in those months of the year."""
    _, first = cast.JOINED.get(person.number, ("", date.min))
    return first.year == year and first_month <= first.month <= last_month


def write_events(book: Book, people: list[Person]) -> None:
    """The year's attendance sheets."""
    sheets, matters = Sheets(book, people), _matters(book.year)
    _formal(sheets)
    for offset, series in enumerate(SERIES):
        _series(sheets, series, offset + book.year, matters)
    _trainings(sheets)
