"""Nicknames of meetings, such as 微信名(教育界-单怀瑾): which part is a member's name is told by the roster, and never guessed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from duty_cli.errors.record_errors import BadValue
from duty_cli.importing.maps.mapped_cells import parts_of
from duty_cli.importing.sheets.file_table import Columns
from duty_cli.model.column_maps import ColumnSource
from duty_cli.model.members import Facet, Member, Roster
from duty_cli.parsing import text_cleaning
from duty_cli.parsing.member_lookup import clean_name

_NAME = "姓名"


def naming_members(columns: Columns, roster: Roster) -> Columns:
    """The columns, with the name taken from a nickname where the map says so."""
    mapping = columns.table.mapping
    source = None if mapping is None else mapping.columns.get(_NAME)
    if source is None or source.part != "member" or _NAME not in columns.converted:
        return columns
    named = partial(_named, source, roster, columns.converted[_NAME])
    return replace(columns, converted={**columns.converted, _NAME: named})


def _named(source: ColumnSource, roster: Roster, read: Callable[[str], str], cell: str) -> str:
    """The name in a nickname, with the sector beside it that tells bearers of one name apart.

    Where nobody's name is in it, its last part, which is refused as nobody's. Raises BadValue where it names several members.
    """
    text = read(cell)
    parts = [text, *parts_of(text, source.split)]
    named = {name: bearers for part in parts if (name := _plain(roster, part)) and (bearers := roster.named(name))}
    if len(named) > 1:
        wanted = f"只有一名委员姓名的昵称（这里有{'、'.join(named)}）"
        raise BadValue(_NAME, text_cleaning.shown(text), wanted)
    if not named:
        return parts[-1]
    name, bearers = next(iter(named.items()))
    sector = next((one for part in parts if (one := _sector(bearers, part))), "") if len(bearers) > 1 else ""
    return f"{name}（{sector}）" if sector else name


def _plain(roster: Roster, part: str) -> str:
    """A part as the roster writes a name; empty where it is none."""
    # As it stands where it is there: nearly always it needs no cleaning.
    if roster.named(part):
        return part
    try:
        return clean_name(part)
    except BadValue:
        return ""


def _sector(bearers: Sequence[Member], part: str) -> str:
    """The sector that a part names, with 界 or without, where it is or was that of one of them alone; else nothing."""
    for sector in (part, f"{part}界"):
        if sum(any(one.value == sector for one in member.of(Facet.SECTOR)) for member in bearers) == 1:
            return sector
    return ""
