"""The member of a row in a file, by number, name and sector, each combination looked up once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from operator import itemgetter

from duty_cli.errors import DutyError
from duty_cli.model.members import Member, Roster
from duty_cli.parsing.altered_cells import plain
from duty_cli.parsing.cell_parsers import cell_text
from duty_cli.parsing.member_lookup import member_of

_HEADINGS = ("委员编号", "姓名", "界别")


class Whose:
    """Finds the members of a file's rows; ``at`` says in which cells number, name and sector stand, ``converted`` what they mean."""

    def __init__(
        self, roster: Roster, at: Mapping[str, int], converted: Mapping[str, Callable[[str], str]] | None = None
    ) -> None:
        self._roster, self._converted = roster, converted or {}
        self._headings = tuple(heading for heading in _HEADINGS if heading in at)
        self._cells = itemgetter(*(at[heading] for heading in self._headings)) if self._headings else tuple
        self._dated = "界别" in at
        self._found: dict[object, Member | DutyError] = {}

    def heading(self, cells: Sequence[str], error: DutyError | None = None) -> str:
        """The heading under which the member is said: to be blamed where none is found, unless the error names one."""
        if error is not None and error.column in self._headings:
            return error.column
        said = self._said(cells)
        return "委员编号" if said.get("委员编号", "").strip() or "姓名" not in said else "姓名"

    def __call__(self, cells: Sequence[str], day: date | None) -> Member:
        """The member, by the sector of ``day`` where the file says sectors. Raises DutyError."""
        key = (self._cells(cells), day) if self._dated else self._cells(cells)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._look_up(self._said(cells), day if self._dated else None)
        if isinstance(found, Member):
            return found
        raise found

    def _said(self, cells: Sequence[str]) -> dict[str, str]:
        """The cells that name the member, by heading."""
        named = self._cells(cells)
        return dict(zip(self._headings, (named,) if isinstance(named, str) else named, strict=True))

    def _look_up(self, said: Mapping[str, str], day: date | None) -> Member | DutyError:
        """The member, or why there is none: that is costly to find out as well."""
        try:
            number, name, sector = (self._text(heading, said) for heading in _HEADINGS)
            return member_of(self._roster, number, name, sector, day)
        except DutyError as error:
            return error

    def _text(self, heading: str, said: Mapping[str, str]) -> str:
        """What a cell means; empty where the file has no such column. Raises DutyError."""
        if heading not in said:
            return ""
        text, convert = cell_text(plain(heading, said[heading])), self._converted.get(heading)
        return text if convert is None else convert(text)
