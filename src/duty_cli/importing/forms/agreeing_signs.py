"""A sheet of one meeting with several columns that say who came, as 签到 and 出席情况: one meeting, and they must agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from duty_cli.errors.absence_errors import SignsDisagree
from duty_cli.errors.base import DutyError, Findings
from duty_cli.importing.sheets.capacity_cells import is_guest_mark
from duty_cli.importing.sheets.file_table import Columns, FileTable, plain_columns
from duty_cli.importing.sheets.sign_reader import Sign, agreed
from duty_cli.model.file_forms import ATTENDANCE_HEADINGS
from duty_cli.model.parsed_rows import ParsedRecord, Problem
from duty_cli.parsing import text_cleaning
from duty_cli.parsing.record_columns import Parser, cell_text

_HEADING = "出席情况"
_SEVERAL = "一次会议的请只保留一列；几次的请在上一行或下一行逐列写明日期，或上午、下午"


@dataclass(frozen=True, slots=True)
class SignColumns:
    """The places of the columns of signs of one meeting, with what each is called."""

    names: Mapping[int, str]

    @property
    def called(self) -> str:
        """All of them as they stand in the file."""
        return "、".join(self.names.values())

    def columns(self, table: FileTable) -> Columns:
        """The table under our headings; what the signs of a row say together stands in the first of these columns."""
        header, first = table.header, min(self.names)
        cells = tuple("" if at in self.names and at != first else cell for at, cell in enumerate(header.cells))
        plain = plain_columns(replace(table, header=replace(header, cells=cells)), ATTENDANCE_HEADINGS)
        return replace(
            plain,
            table=table,
            origins={**plain.origins, _HEADING: self.called},
            problems=(*plain.problems, *self._alike(table)),
            bare=tuple(at for at in plain.bare if at not in self.names),
            also={at: name for at, name in self.names.items() if at != first},
        )

    def _alike(self, table: FileTable) -> Sequence[Problem]:
        """That several columns are called the same: nobody knows whether they are of one meeting."""
        names = [*self.names.values()]
        twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
        return [
            Problem(table.name, table.header.line, name, "列名重复，分不清是一次会议还是几次", _SEVERAL)
            for name in twice
        ]


def sign_columns(table: FileTable, places: Sequence[int]) -> SignColumns:
    """The columns of signs at those places."""
    return SignColumns({at: text_cleaning.heading(table.header.cells[at]) for at in places})


class AgreeingRows:
    """Rows with several signs to records. ``read`` reads a row in whose first such column stands what they say together."""

    def __init__(
        self,
        columns: Columns,
        signs: SignColumns,
        mark: Parser,
        read: Callable[[int, Sequence[str]], Sequence[ParsedRecord]],
    ) -> None:
        self._columns, self._signs, self._mark, self._read = columns, signs, mark, read

    def __call__(self, line: int, cells: Sequence[str]) -> Sequence[ParsedRecord]:
        """The record of a row. Raises Findings where its signs contradict one another."""
        said, problems = dict[int, Sign](), list[Problem]()
        for at, name in self._signs.names.items():
            if text := cell_text(cells[at]):
                try:
                    said[at] = self._mark(name, text)
                except DutyError as error:
                    problems.append(self._columns.told(line, name, error))
        if problems:
            raise Findings(problems)
        meant = agreed([*said.values()]) if said else None
        if said and meant is None:
            shown = "，".join(f"{self._signs.names[at]}写着“{text_cleaning.shown(cells[at].strip())}”" for at in said)
            raise Findings([self._columns.told(line, _HEADING, SignsDisagree(shown))])
        # The sign that says what they all mean, as it stands: a state, or the moment at which somebody signed.
        first, meaning = min(self._signs.names), [cells[at] for at, sign in said.items() if sign == meant]
        # 列席 is a presence as √ is, and says more.
        meaning.sort(key=is_guest_mark, reverse=True)
        return self._read(line, [*cells[:first], meaning[0] if meaning else "", *cells[first + 1 :]])
