"""Columns of states below each of several activities: 4月2日 over 出席 | 请假 | 缺席, 4月9日 over the same."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from duty_cli.importing.readers.file_sheet import Row
from duty_cli.importing.sheets.state_columns import state_named
from duty_cli.model.file_forms import FileVocabulary
from duty_cli.model.records import Attendance
from duty_cli.parsing import text_cleaning


@dataclass(frozen=True, slots=True)
class StateGroup:
    """The columns of one activity, a state each: by place the state and what it is called."""

    states: Mapping[int, Attendance]
    names: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class StateGroups:
    """All of a sheet: by the first place of each, and the line that heads them. ``heads`` are the rows that say the activities."""

    groups: Mapping[int, StateGroup] = field(default_factory=dict)
    line: int = 0
    heads: Sequence[Row] = ()

    @property
    def rest(self) -> frozenset[int]:
        """The places that are not the first of their group."""
        return frozenset(at for group in self.groups.values() for at in group.states) - self.groups.keys()


def state_groups(
    words: FileVocabulary, rows: Sequence[Row], below: Row | None, beside: Collection[int]
) -> StateGroups | None:
    """The groups of a sheet with headings on ``rows``, whose states stand on one of them or on the row ``below``.

    None where there are none, or where it is not plain over which of the columns an activity stands.
    """
    for line, cells in [*rows, *([] if below is None else [below])]:
        said = {at: cell for at, cell in enumerate(cells) if at not in beside and cell.strip()}
        states = {at: state for at, cell in said.items() if (state := state_named(words, cell)) is not None}
        several = len({*states.values()}) > 1 and len(states) > len({*states.values()})
        if not several or (below is not None and line == below[0] and len(said) > len(states)):
            continue
        parts = list(_parted(states))
        heads = [_headed(row, parts, blank=row[0] == line) for row in rows]
        filled = [row for row in heads if row is not None]
        if len(filled) < len(heads) or not all(any(row[1][min(part)].strip() for row in filled) for part in parts):
            return None
        groups = {min(part): StateGroup(part, {at: text_cleaning.heading(cells[at]) for at in part}) for part in parts}
        return StateGroups(groups, line, filled)
    return None


def _parted(states: Mapping[int, Attendance]) -> Iterator[dict[int, Attendance]]:
    """The states by activity: one begins where a state comes again, or behind another column."""
    part: dict[int, Attendance] = {}
    for at, state in sorted(states.items()):
        if part and (state in part.values() or at - 1 not in part):
            yield part
            part = {}
        part[at] = state
    yield part


def _headed(row: Row, parts: Sequence[Mapping[int, Attendance]], *, blank: bool) -> Row | None:
    """A row of headings with what it says of each group over its first column; None where it says two things of one.

    ``blank``: it is the row of the states, which say nothing of an activity.
    """
    line, cells = row
    wide = max(len(cells), 1 + max(at for part in parts for at in part))
    filled = [*cells, *[""] * (wide - len(cells))]
    for part in parts:
        said = {text for at in part if (text := " ".join(filled[at].split()))}
        if len(said) > 1 and not blank:
            return None
        head = "" if blank else next((filled[at] for at in part if filled[at].strip()), "")
        for at in part:
            filled[at] = head if at == min(part) else ""
    return line, filled
