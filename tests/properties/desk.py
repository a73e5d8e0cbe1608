"""A small committee in a real ledger, rules that use most of what a rule file can say, and records that the gate lets in."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

from hypothesis import strategies as st

from duty_cli.importing.run_import import import_files
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger, create
from duty_cli.model.exact_numbers import Points
from duty_cli.model.import_result import ImportOptions, SourceFile
from duty_cli.model.ledger_protocol import CommitteeSetup, Operation
from duty_cli.model.members import Seq
from duty_cli.model.parsed_rows import ParsedMember
from duty_cli.model.periods import Period, Term
from duty_cli.model.records import RECORD_HEADINGS, Attendance, RecordFields
from duty_cli.parsing.record_columns import fields_cells
from duty_cli.recording.enrolment import enrol
from duty_cli.rules.rule_files import load
from duty_cli.scoring.category_score import CategoryScore
from duty_cli.scoring.evaluate import score_year
from tests.importing.files import filed

YEAR, TODAY = 2026, date(2026, 12, 31)
ACT = Operation("测试", "经办甲", datetime(2026, 12, 31, 9, 0, tzinfo=UTC))
NUMBERS = ("001", "002", "003")

RULES = load(
    {
        "scoring.yaml": """
format: duty-rules/1
title: 某市政协委员履职考核细则
basis: 某政协〔2026〕1号
effective: {from: 2026-01-01, to: 2026-12-31}
rounding: {places: 2, half: up}
stages: [提交, 立案, 重点]
kinds:
  - {id: 全体会议, clause: 第6条, attended: yes}
  - {id: 常委会会议, clause: 第12条, attended: yes}
  - {id: 提案, clause: 第3条}
  - {id: 走访, clause: 第4条}
  - {id: 年度述职, clause: 第11条, judged: {at_least: 0, at_most: 10}}
categories:
  - id: 会议
    clause: 第6条
    base: 20
    cap: 30
    floor: 0
    items:
      - id: 全体会议
        clause: 第6条
        when: {kind: 全体会议}
        combine: highest
        levels:
          - {id: 出席, when: {attendance: [出席, 迟到, 早退]}, points: 15}
          - {id: 请假, when: {attendance: 请假}, points: 9}
          - {id: 缺席, when: {attendance: [缺席, 请假未准]}, points: 0}
      - id: 常委会会议
        clause: 第12条
        applies_to: {role: 常委}
        when: {kind: 常委会会议}
        levels:
          - {id: 出席, when: {attendance: [出席, 迟到, 早退]}, points: 1}
          - {id: 未到, when: {attendance: [缺席, 请假未准, 请假]}, points: -5}
        per: share
        combine: sum
        floor: -12
  - id: 提案
    clause: 第3条
    cap: 25
    items:
      - id: 提案
        clause: 第3条
        when: {kind: 提案}
        levels: [{id: 提交, when: {stage: 提交}, points: 4}, {id: 立案, when: {stage: 立案}, points: 10}]
        several_levels: stacked
        authors: {first: 1/2, others: split_rest}
        combine: sum
        same_matter: highest
      - {id: 更多提案, clause: 第3条, when: {kind: 提案, stage: 立案}, points: 3, from_nth: 2, combine: sum, same_matter: highest}
      - {id: 首件提案, clause: 第3条, when: {kind: 提案}, points: 2, combine: once}
  - id: 其他
    clause: 第4条
    items:
      - {id: 走访, clause: 第4条, when: {kind: 走访}, per: quantity, points: 1/3, combine: sum, cap: 5}
      - {id: 述职, clause: 第11条, when: {kind: 年度述职}, per: judged, points: 0.7, combine: highest}
total: {base: 20, cap: 100, floor: 0}
minimums:
  - {id: 提案, clause: 第3条, about: 履职, within: year, need: {kind: 提案, at_least: 1}, else: {grade_at_most: 合格}}
bands: [{grade: 优秀, min: 70}, {grade: 合格, min: 45}, {grade: 不合格, min: 0}]
quotas: [{grade: 优秀, clause: 第11条, at_most: 1, unit: members, round: down, ties: exclude, overflow_to: 合格}]
""".encode()
    }
)

Row = tuple[str, RecordFields]
"""A member number and what one record says; its number is the record's name."""

Results = dict[str, tuple[Points, str, tuple[CategoryScore, ...]]]


def opened(folder: Path) -> SqliteLedger:
    """A new ledger with three members, one of them a standing member for a part of the year."""
    term = Term(14, Period(date(2022, 1, 1), date(2026, 12, 31)))
    ledger = create(folder / "ledger.db", ACT, CommitteeSetup("政协某市委员会", term))
    start, spring, autumn = date(2022, 1, 1), date(2026, 4, 1), date(2026, 9, 30)
    rows = (
        ParsedMember(1, "001", "甲一", start),
        ParsedMember(2, "001", "甲一", spring, autumn, roles=("常委",)),
        ParsedMember(3, "002", "乙二", start, roles=("常委",)),
        ParsedMember(4, "003", "丙三", start),
    )
    enrol(ledger, ACT, rows, lambda name: name)
    return ledger


def bring_in(ledger: SqliteLedger, *files: Sequence[Row]) -> None:
    """Import files of records, as CSV, in one transaction."""
    read = []
    for number, rows in enumerate(filter(None, files), 1):
        data = _csv(rows)
        with ledger.reading() as reading:
            said = filed(f"{number}.csv", data, reading.roster())
        assert said.problems == ()
        act = replace(ACT, source=f"{number}.csv", source_digest=sha256(data).hexdigest())
        read.append(SourceFile(f"{number}.csv", act, said.rows))
    if read:
        import_files(ledger, RULES, TODAY, read, ImportOptions(again=True))


def _csv(rows: Sequence[Row]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, RECORD_HEADINGS)
    writer.writeheader()
    writer.writerows({"委员编号": number, **fields_cells(said)} for number, said in rows)
    return text.getvalue().encode()


def results(ledger: SqliteLedger) -> Results:
    """Total, final grade and sub-totals of every member."""
    with ledger.reading() as reading:
        year = score_year(reading, RULES, YEAR)
    return {one.member.number: (one.score.total, one.grade, one.score.categories) for one in year.members.values()}


def seq_of(ledger: SqliteLedger, said: RecordFields) -> Seq:
    """The seq under which a record stands."""
    assert said.number is not None
    with ledger.reading() as reading:
        return reading.record_numbers()[said.number]


_days = st.sampled_from([date(YEAR, month, day) for month in (1, 3, 4, 6, 9, 10, 12) for day in (1, 28)])
_attended = st.builds(
    RecordFields,
    kind=st.sampled_from(("全体会议", "常委会会议")),
    on=_days,
    attendance=st.sampled_from(Attendance),
    share=st.sampled_from((None, Fraction(1, 3), Fraction(5, 6))),
)
_proposals = st.builds(
    lambda on, stages, authors, matter: RecordFields(
        "提案", on, stages=stages, position=authors[0], authors=authors[1], matter=matter
    ),
    _days,
    st.sampled_from([frozenset(words.split()) for words in ("提交", "提交 立案", "提交 立案 重点", "重点")]),
    st.sampled_from(((None, None), (1, 1), (1, 3), (2, 3), (4, 4))),
    st.sampled_from((None, "甲", "乙")),
)
_others = st.builds(
    RecordFields, st.just("走访"), _days, quantity=st.sampled_from((None, 2, Fraction(5, 2)))
) | st.builds(RecordFields, st.just("年度述职"), _days, judged=st.sampled_from((0, 9, Fraction(17, 2))))
fields: st.SearchStrategy[RecordFields] = st.one_of(_attended, _proposals, _proposals, _others)


@st.composite
def rows(draw: st.DrawFn, least: int = 1) -> list[Row]:
    """Records of the three members, each with a number and, where attended, an activity of its own."""
    drawn = draw(st.lists(st.tuples(st.sampled_from(NUMBERS), fields), min_size=least, max_size=14))
    return [(number, named(said, f"R{at:02}")) for at, (number, said) in enumerate(drawn)]


def named(said: RecordFields, name: str) -> RecordFields:
    """``said`` under a number of its own."""
    return replace(said, number=name, activity=None if said.attendance is None else f"活动{name}")
