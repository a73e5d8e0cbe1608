"""A list of proposals: a row each, which becomes a record for each of its authors."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from duty_cli.errors.base import Findings
from duty_cli.errors.record_errors import AuthorTwice
from duty_cli.importing.apply_mapping import columns_of
from duty_cli.importing.file_table import Columns, FileTable
from duty_cli.importing.record_list import fact_parsers
from duty_cli.importing.row_reader import FileRows, read_row
from duty_cli.model.file_forms import PROPOSAL_HEADINGS, FileForm, FileVocabulary
from duty_cli.model.members import Member, Roster
from duty_cli.model.parsed_rows import ParsedRecord, Problem
from duty_cli.model.records import RecordFields
from duty_cli.parsing import text_cleaning
from duty_cli.parsing.member_lookup import member_of
from duty_cli.parsing.record_columns import NOT_EMPTY, Read, split_words
from duty_cli.patterns import pattern

KIND = "提案"

_NEEDED = ("编号", "标题", "第一提案人", "日期")
_SEPARATORS = pattern(r"[、,，;；/\u250b\n]+")


def read_proposals(
    table: FileTable, roster: Roster, kinds: Collection[str], *, kind: str | None = None, year: int | None = None
) -> FileRows[ParsedRecord]:
    """The records in a list of proposals: for each author the place among the authors, and how many there are."""
    columns = columns_of(table, PROPOSAL_HEADINGS, FileForm.PROPOSALS)
    problems = [*columns.lacking(*((heading,) for heading in _NEEDED))]
    if kind is None and KIND not in kinds:
        what = f"规则文件中没有履职事项“{KIND}”"
        problems.append(Problem(table.name, table.header.line, "履职事项", what, "请用 --kind 指明"))
    rows = ProposalRows(columns, roster, year, kind or KIND)
    return FileRows(FileForm.PROPOSALS, "一行一件，每名提案人一条记录", columns, rows, problems=problems)


class ProposalRows:
    """Rows to records: the number of the proposal is the matter of all, with the author's own number that of each."""

    def __init__(self, columns: Columns, roster: Roster, year: int | None, kind: str) -> None:
        authors = partial(_authors, roster)
        stages = partial(_stages, columns.table.lexicon.words)
        how = fact_parsers(columns.table, year) | {"阶段": stages, "第一提案人": authors, "联名人": authors}
        self._columns, self._kind = columns, kind
        self._reads = [
            (heading, at, Read(heading, how[heading], columns.converted.get(heading), _empty(heading)))
            for heading, at in columns.at.items()
        ]

    def __call__(self, line: int, cells: Sequence[str]) -> list[ParsedRecord]:
        """The records of a row. Raises Findings."""
        said: defaultdict[str, Any] = defaultdict(type(None), {"联名人": (), "阶段": frozenset(), "级别": frozenset()})
        said |= read_row(self._columns, self._reads, line, cells)
        authors: tuple[Member, ...] = (*said["第一提案人"], *said["联名人"])
        # Counted twice, the number of authors and so the part of each would be wrong.
        if twice := [member for member, count in Counter(authors).items() if count > 1]:
            raise Findings([self._columns.told(line, "联名人", AuthorTwice(twice[0]))])
        shared = RecordFields(
            *(self._kind, said["日期"]), title=said["标题"], stages=said["阶段"], levels=said["级别"], authors=len(authors),
            matter=said["编号"], document=said["文号"], note=said["备注"], year=said["所属年度"],
        )  # fmt: skip
        return [
            # A number for each author: under the proposal's own the second record would be a duplicate of the first.
            ParsedRecord(line, member, replace(shared, number=f"{shared.matter}-{member.number}", position=place))
            for place, member in enumerate(authors, 1)
        ]


def _empty(heading: str) -> object:
    """What an empty cell says."""
    if heading in _NEEDED:
        return NOT_EMPTY
    return () if heading == "联名人" else frozenset() if heading in ("阶段", "级别") else None


def _authors(roster: Roster, heading: str, text: str) -> tuple[Member, ...]:
    """The members named in a cell, in their order. Raises DutyError for the first that is none."""
    named = (part.strip() for part in _SEPARATORS.split(text))
    return tuple(member_of(roster, "", name, "", None) for name in named if name)


def _stages(words: FileVocabulary, heading: str, text: str) -> frozenset[str]:
    """The stages that a cell names, each in our words or the office's."""
    parts = split_words(text_cleaning.clean_text(heading, text))
    return frozenset(stage for part in parts for stage in words.stages.get(part, (part,)))
