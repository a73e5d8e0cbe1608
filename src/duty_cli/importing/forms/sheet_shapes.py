"""Which shape an attendance sheet has: a column for each state, of coming and leaving, several of signs, activities across."""

from __future__ import annotations

from collections.abc import Collection

from duty_cli.importing.forms.agreeing_signs import SignColumns, sign_columns
from duty_cli.importing.forms.attendance_matrix import is_matrix, signs_of_one_meeting
from duty_cli.importing.forms.plain_stays import StayColumns, refuse_length, stay_columns
from duty_cli.importing.sheets.file_table import FileTable
from duty_cli.importing.sheets.state_columns import StateColumns, state_columns
from duty_cli.model.file_forms import Meeting

Shape = StateColumns | StayColumns | SignColumns


def shape_of(table: FileTable, kinds: Collection[str], year: int | None, told: Meeting) -> tuple[Shape | None, bool]:
    """Which columns say who came, where there is not just one; and whether the activities stand across. Raises LengthInVain."""
    # A mapping names all that is read of a file: nothing else in it tells how.
    states = state_columns(table) if table.mapping is None else None
    stays = stay_columns(table) if states is None else None
    refuse_length(table, stays, told)
    if table.mapping is not None or states or stays:
        return states or stays, False
    several = sign_columns(table, signs_of_one_meeting(table, kinds, year))
    return (several, False) if several.names else (None, is_matrix(table))
