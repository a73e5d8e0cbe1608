"""What an audience of readers may not see is in none of the files made for it, whatever the ledger holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duty_cli.documents.docx.docx_writer import as_official_docx
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger, create
from duty_cli.model.audience import Audience
from duty_cli.model.ledger_protocol import CommitteeSetup, LedgerReader, NewRecord
from duty_cli.model.members import Member
from duty_cli.model.papers import Identity, OfficeStyle
from duty_cli.model.parsed_rows import ParsedMember
from duty_cli.model.periods import Period, Quarter, Term
from duty_cli.model.records import Attendance, Leave, LeaveReason, RecordFields
from duty_cli.recording.enrolment import enrol
from duty_cli.reports.annual_evaluation import annual_evaluation
from duty_cli.reports.annual_evaluation_layout import evaluation_document, evaluation_paper
from duty_cli.reports.annual_notice import annual_notice
from duty_cli.reports.annual_notice_layout import notice_document, notice_paper, official_notice
from duty_cli.reports.explanation import explain, explanation_paper, statement
from duty_cli.reports.explanation_document import explanation_document
from duty_cli.reports.quarter_report import quarter_for, quarter_report
from duty_cli.reports.quarter_report_layout import quarter_document, quarter_paper
from duty_cli.reports.redaction import evaluation_for, explanation_for, notice_for, statement_for, term_for
from duty_cli.reports.statement_layout import statement_document, statement_paper
from duty_cli.reports.term_evaluation import term_evaluation
from duty_cli.reports.term_evaluation_layout import term_document, term_paper
from duty_cli.rules.rule_files import load
from tests.effort import examples
from tests.every_format import AT, everywhere, unpacked
from tests.properties.desk import ACT
from tests.workspace import RULES as RULE_FILE

# Conduct bounds the grade and fails nobody by itself: who has it stands in the public form, and it must not.
RULES = load(
    {"scoring.yaml": RULE_FILE.read_text("utf-8").replace("grade_at_most: 不合格}", "grade_at_most: 合格}").encode()}
)
IDENTITY = Identity("政协某市委员会", 1, "", "", "")
NAMES = {"M-甲一": "姓名甲一", "M-乙二": "姓名乙二", "M-丙三": "姓名丙三", "M-丁四": "姓名丁四"}
MARKS = ("甲标记甲", "准假人标记", "备注标记", "变相商业活动", "违反履职纪律", LeaveReason.ILLNESS.value)
"""What was written into the ledger of conduct, leave and remarks."""
PROPOSED = ("提请", "约谈提醒", "责令辞去")

_acts = (
    st.builds(RecordFields, st.just("全体会议"), st.just(date(2026, 3, 2)), attendance=st.sampled_from(Attendance))
    | st.builds(
        RecordFields,
        st.just("提案"),
        st.just(date(2026, 3, 5)),
        title=st.just("一案"),
        stages=st.just(frozenset(["立案"])),
    )
    | st.builds(
        RecordFields,
        st.just("变相商业活动"),
        st.sampled_from([date(2026, 5, 6), date(2025, 5, 6)]),
        title=st.just("甲标记甲"),
    )
    | st.builds(RecordFields, st.just("表彰"), st.just(date(2026, 5, 7)), title=st.just("先进"))
    | st.builds(RecordFields, st.just("年度述职"), st.just(date(2026, 11, 2)), judged=st.sampled_from([0, 9]))
    | st.builds(RecordFields, st.just("常委会会议"), st.just(date(2026, 6, 2)), attendance=st.sampled_from(Attendance))
)
ledgers = st.fixed_dictionaries({number: st.lists(_acts, max_size=6) for number in NAMES})


def opened(folder: Path, records: dict[str, list[RecordFields]]) -> SqliteLedger:
    """A ledger in which everything that is not for all bears a mark."""
    term = Term(14, Period(date(2022, 1, 1), date(2026, 12, 31)))
    ledger = create(folder / "ledger.db", ACT, CommitteeSetup("政协某市委员会", term))
    rows = (
        ParsedMember(at, number, name, date(2022, 1, 1), roles=("常委",))
        for at, (number, name) in enumerate(NAMES.items(), 1)
    )
    enrol(ledger, ACT, tuple(rows), lambda name: name)
    with ledger.writing(ACT) as writing:
        for member in writing.roster():
            days = (date(2026, 3, 1), date(2026, 3, 3))
            writing.append(Leave(member.key, *days, LeaveReason.ILLNESS, granted=True, decided_by="准假人标记"))
            for said in records[member.number]:
                said.note = "备注标记"
                writing.append(NewRecord(member.key, said))
    return ledger


def seen(member: Member) -> tuple[str, str]:
    """What a member is known by."""
    return member.number, member.name


def public(reading: LedgerReader) -> Iterator[tuple[str, dict[str, str]]]:
    """Every public report: its value and its files. Where they name members, they name all, or the commended alone."""
    year = annual_evaluation(reading, RULES, IDENTITY, 2026)
    cut = evaluation_for(year, Audience.PUBLIC)
    assert [one.member.number for one in cut.members] == [one.member.number for one in year.members]
    yield repr(cut.members), everywhere(evaluation_paper(cut), evaluation_document(cut))
    notice = notice_for(annual_notice(reading, RULES, IDENTITY, 2026), Audience.PUBLIC)
    members = (notice.evaluation.members, notice.commended, notice.reports_missing)
    red_head = as_official_docx(official_notice(notice, OfficeStyle(), None, date(2027, 1, 12)), OfficeStyle(), AT)
    yield repr(members), {**everywhere(notice_paper(notice), notice_document(notice)), "red head": unpacked(red_head)}
    term = term_for(term_evaluation(reading, RULES, IDENTITY, 14), Audience.PUBLIC)
    yield repr(term.members), everywhere(term_paper(term), term_document(term))
    quarter = quarter_for(quarter_report(reading, RULES, IDENTITY, Quarter(2026, 4)), Audience.PUBLIC)
    yield repr(quarter.members), everywhere(quarter_paper(quarter), quarter_document(quarter))


@settings(max_examples=examples(12), deadline=None)
@given(ledgers)
def test_nothing_that_is_not_for_the_public_is_in_any_public_file(
    tmp_path_factory: pytest.TempPathFactory, records: dict[str, list[RecordFields]]
) -> None:
    ledger = opened(tmp_path_factory.mktemp("ledger"), records)
    with ledger.reading() as reading:
        for value, files in public(reading):
            assert "甲标记甲" not in value
            for name, text in files.items():
                assert (name, [word for word in (*MARKS, *PROPOSED) if word in text]) == (name, [])


@settings(max_examples=examples(8), deadline=None)
@given(ledgers)
def test_nothing_of_another_and_no_proposal_is_in_the_files_of_a_members_own(
    tmp_path_factory: pytest.TempPathFactory, records: dict[str, list[RecordFields]]
) -> None:
    ledger = opened(tmp_path_factory.mktemp("ledger"), records)
    with ledger.reading() as reading:
        one, *others = reading.roster()
        hidden = [word for other in others for word in seen(other)] + [*PROPOSED, "备注标记"]
        year = explanation_for(explain(reading, RULES, IDENTITY, one, 2026), Audience.OWN)
        own = statement_for(statement(reading, RULES, IDENTITY, one), Audience.OWN)
        for files in (
            everywhere(explanation_paper(year), explanation_document(year)),
            everywhere(statement_paper(own), statement_document(own)),
            everywhere(statement_paper(own, full=True), statement_document(own)),
        ):
            for name, text in files.items():
                assert (name, [word for word in hidden if word in text]) == (name, [])
