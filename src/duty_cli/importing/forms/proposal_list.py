"""A list of proposals: a row each, which becomes a record for each of its authors."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from duty_cli.errors.base import DutyError, Findings
from duty_cli.errors.proposal_errors import AuthorTwice, NobodyBehind, NoProposerCategory
from duty_cli.errors.record_errors import MissingValue
from duty_cli.importing.forms.proposers import (
    CATEGORY,
    Proposers,
    ProposerSort,
    parted_by_spaces,
    proposer_sort,
    proposers,
)
from duty_cli.importing.forms.record_list import fact_parsers
from duty_cli.importing.maps.apply_mapping import columns_of
from duty_cli.importing.sheets.file_table import Columns, FileTable
from duty_cli.importing.sheets.row_reader import FileRows, read_row
from duty_cli.model.file_forms import PROPOSAL_HEADINGS, FileForm, FileVocabulary
from duty_cli.model.members import Member, Roster
from duty_cli.model.parsed_rows import ParsedRecord, Problem
from duty_cli.model.records import RecordFields
from duty_cli.parsing import text_cleaning
from duty_cli.parsing.record_columns import NOT_EMPTY, Read, split_words
from duty_cli.patterns import pattern

KIND = "提案"

_NEEDED = ("编号", "标题", "第一提案人", "日期")
_MUST = frozenset(_NEEDED) - {"第一提案人"}
"""What no row goes without; who stands first may be a body, or nobody."""
_NONE = frozenset({"无", "-", "—", "——", "/", "／"})
"""What stands where nobody else made it."""

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
    rows = ProposalRows(columns, roster, year, kinds, kind or KIND)
    return FileRows(FileForm.PROPOSALS, "一行一件，每名提案人一条记录", columns, rows, problems=problems)


class ProposalRows:
    """Rows to records: the number of the proposal is the matter of all, with the author's own number that of each."""

    def __init__(self, columns: Columns, roster: Roster, year: int | None, kinds: Collection[str], kind: str) -> None:
        how = fact_parsers(columns.table, year) | {
            "阶段": partial(_stages, columns.table.lexicon.words),
            **dict.fromkeys(("第一提案人", "联名人"), partial(_proposers, roster)),
            CATEGORY: lambda _, text: proposer_sort(text, kinds, kind),
        }
        self._columns = columns
        own = ProposerSort(kind, collective=False)
        nobody = dict.fromkeys(("第一提案人", "联名人"), Proposers())
        self._blank = {CATEGORY: own, "阶段": frozenset[str](), "级别": frozenset[str](), **nobody}
        self._reads = [
            (
                heading,
                at,
                Read(
                    heading,
                    how[heading],
                    columns.converted.get(heading),
                    self._blank.get(heading, NOT_EMPTY if heading in _MUST else None),
                ),
            )
            for heading, at in columns.at.items()
        ]

    def __call__(self, line: int, cells: Sequence[str]) -> list[ParsedRecord]:
        """The records of a row. Raises Findings."""
        said: defaultdict[str, Any] = defaultdict(type(None), self._blank)
        said |= read_row(self._columns, self._reads, line, cells)
        sort: ProposerSort = said[CATEGORY]
        first, others = said["第一提案人"], said["联名人"]
        authors, bodies = (*first.members, *others.members), (*first.bodies, *others.bodies)
        if wrong := _unfit(sort, first, authors, bodies):
            raise Findings([self._columns.told(line, wrong.column, wrong)])
        note = [*([said["备注"]] if said["备注"] else []), *([f"提案者：{'、'.join(bodies)}"] if bodies else [])]
        shared = RecordFields(
            *(sort.kind, said["日期"]), title=said["标题"], stages=said["阶段"], levels=said["级别"], authors=len(authors),
            matter=said["编号"], document=said["文号"], note="；".join(note) or None, year=said["所属年度"],
        )  # fmt: skip
        return [
            # A number for each author: under the proposal's own the second record would be a duplicate of the first.
            ParsedRecord(line, member, replace(shared, number=f"{shared.matter}-{member.number}", position=place))
            for place, member in enumerate(authors, 1)
        ]


def _unfit(sort: ProposerSort, first: Proposers, authors: Sequence[Member], bodies: Sequence[str]) -> DutyError | None:
    """What stands against the proposers of a row."""
    if bodies and not sort.collective:
        return NoProposerCategory(bodies[0])
    if not authors:
        return NobodyBehind(bodies) if sort.collective else MissingValue("第一提案人")
    if not sort.collective and not first.members:
        return MissingValue("第一提案人")
    # Counted twice, the number of authors and so the part of each would be wrong.
    twice = [member for member, count in Counter(authors).items() if count > 1]
    return AuthorTwice(twice[0]) if twice else None


def _proposers(roster: Roster, _: str, text: str) -> Proposers:
    """The members and bodies named in a cell. Raises DutyError for the first that is neither."""
    if text.strip() in _NONE:
        return Proposers()
    parts = [name for part in _SEPARATORS.split(text) if (name := part.strip())]
    return proposers(roster, [name for part in parts for name in parted_by_spaces(roster, part)])


def _stages(words: FileVocabulary, heading: str, text: str) -> frozenset[str]:
    """The stages that a cell names, each in our words or the office's."""
    parts = split_words(text_cleaning.clean_text(heading, text))
    return frozenset(stage for part in parts for stage in words.stages.get(part, (part,)))
