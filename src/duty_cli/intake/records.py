"""A file of records: every row read, every fault of every row gathered, and nothing judged by any rule."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial

from duty_cli.domain.faults import Fault
from duty_cli.domain.filed import FiledRecord
from duty_cli.domain.mapping import Mapping
from duty_cli.domain.members import Member, Roster
from duty_cli.domain.records import RECORD_HEADINGS
from duty_cli.errors import DutyError, MissingValue, NameDisagrees, UnknownMember
from duty_cli.intake import texts
from duty_cli.intake.cells import Troubles
from duty_cli.intake.fields import REQUIRED, read_facts
from duty_cli.intake.mapping import read_ours
from duty_cli.intake.names import clean_name, near_members, only_member
from duty_cli.intake.table import in_order


@dataclass(frozen=True, slots=True)
class RecordsFile:
    """What a file of records says. With any ``faults`` none of it may be written; ``passed_over`` rows were blank or totals."""

    encoding: str
    passed_over: int
    rows: tuple[FiledRecord, ...]
    faults: tuple[Fault, ...]


def read_records(
    name: str,
    data: bytes,
    roster: Roster,
    *,
    mapping: Mapping | None = None,
    encoding: str | None = None,
    year: int | None = None,
) -> RecordsFile:
    """The records in the file ``name``; ``year`` completes dates written without one. Raises UnreadableFile."""
    table = read_ours(name, data, "records", RECORD_HEADINGS, mapping=mapping, encoding=encoding)
    lacking = table.lacking(*((heading,) for heading in REQUIRED), ("委员编号", "姓名"))
    rows: list[FiledRecord] = []
    faults = [*table.faults, *lacking]
    whose = cache(partial(_whose, roster))
    for row in () if lacking else table.rows:
        member, unknown = whose(row.cells.get("委员编号", ""), row.cells.get("姓名", ""))
        facts, troubles = read_facts(row.cells, year=year)
        faults += (table.told(row.line, heading, error) for heading, error in (*unknown, *troubles))
        if member is not None and facts is not None:
            rows.append(FiledRecord(row.line, member, facts))
    return RecordsFile(table.encoding, table.passed_over, tuple(rows), in_order(faults))


def _whose(roster: Roster, number: str, name: str) -> tuple[Member | None, Troubles]:
    try:
        return _member(roster, texts.clean_key("委员编号", number), name.strip()), ()
    except DutyError as error:
        return None, (("委员编号" if number.strip() else "姓名", error),)


def _member(roster: Roster, number: str, name: str) -> Member:
    """The member of a row: by number, or by a name that only one bears. Initials are for typing, not for files."""
    if not number and not name:
        raise MissingValue("委员编号或姓名")
    full = clean_name(name) if name else ""
    if not number:
        named = roster.named(full)
        if not named:
            raise UnknownMember(full, near_members(full, roster))
        return only_member(full, named)
    member = roster.numbered(number)
    if member is None:
        raise UnknownMember(number, near_members(full, roster) if full else ())
    if full not in ("", member.name):
        raise NameDisagrees(member, full)
    return member
