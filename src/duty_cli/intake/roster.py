"""A roster file: one row for each stretch of a member's office, faults gathered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from duty_cli.domain.faults import Fault
from duty_cli.domain.filed import FiledMember
from duty_cli.domain.mapping import Mapping
from duty_cli.domain.records import ROSTER_HEADINGS
from duty_cli.intake import texts
from duty_cli.intake.cells import Parsers, read_cells
from duty_cli.intake.dates import parse_day
from duty_cli.intake.mapping import read_ours
from duty_cli.intake.names import clean_name
from duty_cli.intake.table import Table, in_order

_ROLE_SEPARATORS = re.compile("[、,，;；]")
_REQUIRED = ("委员编号", "姓名", "任职日期")


@dataclass(frozen=True, slots=True)
class RosterFile:
    """What a roster file says. With any ``faults`` none of it may be written; ``passed_over`` rows were blank or totals."""

    encoding: str
    passed_over: int
    rows: tuple[FiledMember, ...]
    faults: tuple[Fault, ...]


def read_roster(name: str, data: bytes, *, mapping: Mapping | None = None, encoding: str | None = None) -> RosterFile:
    """The members in the file ``name``. A member whose group changed has several rows. Raises UnreadableFile."""
    table = read_ours(name, data, "roster", ROSTER_HEADINGS, mapping=mapping, encoding=encoding)
    lacking = table.lacking(*((heading,) for heading in _REQUIRED))
    rows: list[FiledMember] = []
    faults = [*table.faults, *lacking]
    for row in () if lacking else table.rows:
        values, troubles = read_cells(row.cells, _PARSERS, _REQUIRED)
        faults += (table.told(row.line, heading, error) for heading, error in troubles)
        if not troubles:
            rows.append(FiledMember(line=row.line, **values))
    return RosterFile(table.encoding, table.passed_over, tuple(rows), in_order([*faults, *_two_names(table, rows)]))


def _two_names(table: Table, rows: Iterable[FiledMember]) -> Iterator[Fault]:
    """Numbers given to people of different names."""
    first: dict[str, FiledMember] = {}
    for row in rows:
        before = first.setdefault(row.number, row)
        if before.name != row.name:
            what = f"编号 {row.number} 在第 {before.line} 行是“{before.name}”，这里是“{row.name}”"
            yield table.fault(row.line, "姓名", what, "请核对编号和姓名")


def _name(_: str, text: str) -> str:
    return clean_name(text)


def _roles(heading: str, text: str) -> tuple[str, ...]:
    words = (word.strip() for word in _ROLE_SEPARATORS.split(texts.clean_text(heading, text)))
    return tuple(dict.fromkeys(word for word in words if word))


def _day(heading: str, text: str) -> date:
    return parse_day(text, heading=heading)


_PARSERS: Parsers = {
    "委员编号": ("number", texts.clean_key),
    "姓名": ("name", _name),
    "党派": ("party", texts.clean_text),
    "界别": ("sector", texts.clean_text),
    "委员联络组": ("liaison_group", texts.clean_text),
    "专门委员会": ("special_committee", texts.clean_text),
    "职务": ("roles", _roles),
    "任职日期": ("first", _day),
    "离任日期": ("last", _day),
}
