"""A member's records as one text, a code each, which the database puts together: tallies as far as a :class:`Sight` sees.

To fetch a row of a dozen cells a record, and to make it a tally, takes most of the time of an evaluation. Here a record is
a short text; equal ones are counted, and each different one is read once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from duty_cli.ledger.queries.capacity_queries import told_apart
from duty_cli.ledger.queries.dialect import Dialect
from duty_cli.ledger.queries.record_queries import WITHIN, CellReader, of_kinds
from duty_cli.ledger.queries.snapshot import Snapshot, days, standing_among_all
from duty_cli.ledger.queries.sql_connection import SqlRows
from duty_cli.model.capacities import Capacity
from duty_cli.model.column_sorts import EXACT_SORTS
from duty_cli.model.members import MemberKey
from duty_cli.model.periods import Period
from duty_cli.model.record_sight import Sight
from duty_cli.model.records import COLUMNS, TALLIED, Tally

_MOST = 1 << 16
"""So many different tallies are remembered at most; then it begins anew, so that no ledger fills the memory."""

_SAID = tuple(name for name in TALLIED if name != "matter")
_EXACT = frozenset(name for name in _SAID if COLUMNS[name].sort in EXACT_SORTS)
_SELDOM = tuple(name for name in _SAID if name != "attendance")
"""What most records say nothing in."""


def coded_rows(view: Snapshot, period: Period, sight: Sight, member: MemberKey | None = None) -> SqlRows:
    """A row a member: the codes of the records, by ``;``."""
    of_member = "" if member is None else "AND record.member = :member"
    of_member += "" if sight.members is None else " AND record.member BETWEEN :lowest AND :highest"
    where = f"{standing_among_all('record')} {of_member}"
    query = codes_query(view.dialect, sight, view.labels.numbers, where)
    return view.stream(query, member=member, **code_values(sight, period, base_of(view.labels.texts)))


def codes_query(
    dialect: Dialect, sight: Sight, numbers: Mapping[str, int], where: str, by: tuple[str, ...] = ("member",)
) -> str:
    """The query of :func:`coded_rows` for any engine: what it is given as ``record`` says its repeating texts by ``numbers``.

    ``where``: which records stand; ``by``: the columns that tell members apart, where those of several ledgers are asked at once.
    """
    code = f"{_cells(dialect)} {_rest(dialect, sight, numbers)}"
    keys = ", ".join(by)
    return f"SELECT {keys}, {dialect.joined.format(code)} FROM record WHERE {WITHIN} AND {where} GROUP BY {keys} ORDER BY {keys}"


def code_values(sight: Sight, period: Period, base: int) -> dict[str, object]:
    """The values that such a query names."""
    turns = {f"turn{at}": day.isoformat() for at, day in enumerate(sight.turns)}
    lowest, highest = sight.members or (0, 0)
    return {"base": base, "lowest": lowest, "highest": highest, **turns, **days(period)}


def base_of(texts: Iterable[int]) -> int:
    """The number by which the kind is multiplied: above the label of any attendance."""
    return max(texts, default=0) + 1


def _cells(dialect: Dialect) -> str:
    """Kind and attendance as one number, which is quick to write and to read; all else by commas."""
    silent = " AND ".join(f"{name} IS NULL" for name in _SELDOM)
    short = dialect.text.format("record.kind * :base + coalesce(attendance, 0)")
    said = " || ',' || ".join(f"coalesce({dialect.text.format(name)}, '')" for name in _SAID)
    return f"CASE WHEN {silent} THEN {short} ELSE {dialect.text.format('record.kind')} || ',' || {said} END"


def _rest(dialect: Dialect, sight: Sight, numbers: Mapping[str, int]) -> str:
    """What a code says beside them, to be put behind: the day and the matter."""
    return f"{_day(sight, numbers)} {_matter(dialect, sight, numbers)}"


def _day(sight: Sight, numbers: Mapping[str, int]) -> str:
    """What a code says of the day: itself, or the first of its stretch; nothing in the first stretch."""
    # The last stretch first: a day falls into the one that began last.
    later = [f"WHEN record.day >= :turn{at} THEN '@' || :turn{at}" for at in range(len(sight.turns) - 1, 0, -1)]
    itself = ["true"] if sight.by_day is None else [of_kinds(numbers, sight.by_day)] if sight.by_day else []
    itself += [f"record.member IN ({', '.join(map(str, sorted(sight.in_person)))})"] if sight.in_person else []
    cases = [f"WHEN {one} THEN '@' || record.day" for one in itself] + later
    return f"|| CASE {' '.join(cases)} ELSE '' END" if cases else ""


def _matter(dialect: Dialect, sight: Sight, numbers: Mapping[str, int]) -> str:
    """What a code says of the matter; in hexadecimal, as any sign may stand in it."""
    if sight.by_matter is not None and not sight.by_matter:
        return ""
    of_kind = "" if sight.by_matter is None else f"AND {of_kinds(numbers, sight.by_matter)}"
    return f"|| CASE WHEN matter IS NOT NULL {of_kind} THEN '|' || {dialect.hexed.format('matter')} ELSE '' END"


class MarkedCode(NamedTuple):
    """A code in two parts, what the record says and the rest, with what was said of its member at its event."""

    cells: str
    rest: str
    capacity: Capacity


class CodeReader(dict[tuple[str, int], Tally]):
    """From codes to tallies: the tally of a code and the number of its records, the same one whenever it is met again."""

    def __init__(self, read: CellReader, sight: Sight, base: int) -> None:
        super().__init__()
        self._cells, self._sight, self._base = read, sight, base
        self._said: dict[tuple[str, bool], tuple[str, dict[str, Any], object]] = {}

    def __missing__(self, key: tuple[str, int]) -> Tally:
        code, count = key
        if max(len(self), len(self._said)) >= _MOST:
            self.clear()
            self._said.clear()
        tally = self[key] = self._tally(code, count)
        return tally

    def tallies(self, codes: str, said: Collection[MarkedCode] = ()) -> list[Tally]:
        """The tallies of a member whose codes these are; ``said``: those of them of whose event something was said of the member."""
        counts = Counter(codes.split(";"))
        for cells, rest, capacity in said:
            counts[f"{cells}{rest}"] -= 1
            counts[f"{cells}^{capacity}{rest}"] += 1
        counts = +counts if said else counts
        # Matters are as many as records, so that they are not remembered.
        named = list(self._naming(counts)) if "|" in codes else []
        return [*map(self.__getitem__, counts.items()), *named]

    def _naming(self, counts: Counter[str]) -> Iterator[Tally]:
        """The tallies that name a matter, which are taken out of ``counts``."""
        named = [(code, counts.pop(code)) for code in list(counts) if "|" in code]
        of_matter = Counter[str]()
        for code, count in named:
            of_matter[code.partition("|")[2]] += count
        for code, count in named:
            rest, _, matter = code.partition("|")
            if of_matter[matter] == 1 and not self._sight.lone_matters:
                counts[rest] += 1
            else:
                yield self._tally(rest, count, bytes.fromhex(matter).decode())

    def _tally(self, code: str, count: int, matter: str | None = None) -> Tally:
        cells, _, day = code.partition("@")
        known = self._said.get((cells, matter is None))
        if known is None:
            known = self._said[cells, matter is None] = (*self._read(cells), object())
        kind, said, alike = known
        (on,) = self._cells("on", [day]) if day else self._sight.turns[:1]
        tally = Tally(kind, on, **said, matter=matter, count=count)
        tally.alike = alike
        return tally

    def _read(self, cells: str) -> tuple[str, dict[str, Any]]:
        cells, _, capacity = cells.partition("^")
        first, *said = cells.split(",")
        number = int(first)
        if not said:
            number, attendance = divmod(number, self._base)
            said = [str(attendance or "")]
        (named,) = self._cells.kinds([number])
        values: dict[str, Any] = {}
        # Not strict: of what most records say nothing in, nothing is written.
        for name, cell in zip(_SAID, said, strict=False):
            value = None if not cell else cell if name in _EXACT else int(cell)
            (values[name],) = self._cells(name, [value])
        return named, values | ({"capacity": Capacity(capacity)} if capacity else {})


def coded_tallies(
    view: Snapshot, period: Period, sight: Sight, member: MemberKey | None = None
) -> Iterator[tuple[MemberKey, list[Tally]]]:
    """Each member's tallies as far as ``sight`` sees, one member in memory at a time."""
    read = CodeReader(CellReader(view.labels.texts), sight, base_of(view.labels.texts))
    said = _marked(view, period, sight, member) if sight.capacities else {}
    for key, codes in coded_rows(view, period, sight, member):
        yield MemberKey(key), read.tallies(codes, said.get(key, ()))


def _marked(view: Snapshot, period: Period, sight: Sight, member: MemberKey | None) -> dict[int, list[MarkedCode]]:
    """By member the codes of the records of whose event something was said of the member, each in its parts."""
    columns = f"member, {_cells(view.dialect)}, '' {_rest(view.dialect, sight, view.labels.numbers)}"
    values = code_values(sight, period, base_of(view.labels.texts))
    found: dict[int, list[MarkedCode]] = {}
    for (key, cells, rest), capacity in told_apart(view, columns, period, member, **values):
        found.setdefault(key, []).append(MarkedCode(cells, rest, capacity))
    return found
