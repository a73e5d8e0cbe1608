"""A record column is said once: what forgets one is found here, and so is every module that names one."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from dataclasses import fields as dataclass_fields
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from typer.main import get_command_from_info
from typer.models import CommandInfo

from duty_cli.cli.localization import Command
from duty_cli.cli.record_commands import record
from duty_cli.documents.blank_form_xlsx import told_of
from duty_cli.ledger.queries.snapshot import Snapshot
from duty_cli.ledger.sqlite.sqlite_ledger import create
from duty_cli.model.blank_form import FormEntry, Holds
from duty_cli.model.column_sorts import NUMBER_SORTS, ColumnSort
from duty_cli.model.conditions import Condition
from duty_cli.model.file_forms import FileForm
from duty_cli.model.ledger_protocol import NewRecord
from duty_cli.model.members import Member, MemberKey, Person, Seq
from duty_cli.model.periods import Period
from duty_cli.model.records import (
    COLUMNS,
    HEADINGS,
    RECORD_HEADINGS,
    TALLIED,
    Activity,
    ConditionField,
    Record,
    RecordFields,
    Tally,
)
from duty_cli.parsing.record_columns import fields_cells, parse_fields
from duty_cli.reports.describe_parts import asked
from duty_cli.reports.report_columns import details
from duty_cli.rules.case_files.rule_case_form import RecordForm
from duty_cli.rules.rule_forms.condition_forms import ConditionsForm, NotForm
from duty_cli.rules.yaml_reading.form_meanings import meaning
from duty_cli.scoring.claims import WorthCache
from tests.ledger.sample import ACT, FOUNDING, enrolled
from tests.scoring.small import rulebook

SOURCES = Path(__file__).parents[2] / "src" / "duty_cli"
NEEDED = {"履职事项": "会议", "日期": "2026-03-05"}
SAMPLES = {
    **dict.fromkeys((ColumnSort.TEXT, ColumnSort.TITLE, ColumnSort.KEY), "A-1"),
    **{ColumnSort.ATTENDANCE: "迟到", ColumnSort.WORDS: "丙、乙", ColumnSort.WHOLE: "3", ColumnSort.YEAR: "2026"},
    **{ColumnSort.SHARE: "0.5", ColumnSort.AMOUNT: "2.5", ColumnSort.SCORE: "-1.5", ColumnSort.DAY: "2026-04-01"},
}
"""What a cell of each sort may say."""

columns = pytest.mark.parametrize("name", list(COLUMNS))
seen_by_rules = pytest.mark.parametrize("name", TALLIED)


def said(name: str) -> RecordFields:
    """A record that says something in one column beside what every record must."""
    return parse_fields({**NEEDED, COLUMNS[name].heading: SAMPLES[COLUMNS[name].sort]})


def key(name: str) -> str:
    rules = COLUMNS[name].rules
    return (rules and rules.key) or name


@columns
def test_a_cell_comes_back_from_the_ledger_as_it_was_written(tmp_path: Path, name: str) -> None:
    ledger = create(tmp_path / "ledger.db", ACT, FOUNDING)
    member, fields = enrolled(ledger), said(name)
    with ledger.writing(ACT) as desk:
        if fields.activity is not None:
            desk.append(Activity(fields.kind, fields.on, fields.activity))
        seq = desk.append(NewRecord(member, fields))
    with ledger.reading() as reading:
        found, linked = reading.record(seq), reading.families()
        ((_, tallies),) = reading.tallies(Period(date(2026, 1, 1), date(2026, 12, 31)))
    assert found is not None
    assert found.fields == fields
    assert parse_fields({**NEEDED, COLUMNS[name].heading: fields_cells(found.fields)[COLUMNS[name].heading]}) == fields
    assert getattr(fields, name) != getattr(RecordFields("甲", date.max), name)
    assert tallies == [replace(Tally.of(found, linked), seqs=())]
    assert name not in TALLIED or getattr(tallies[0], name) == getattr(fields, name)


@columns
def test_a_column_stands_in_files_has_an_option_and_is_told_to_who_fills_in_a_form(name: str) -> None:
    column = COLUMNS[name]
    assert RECORD_HEADINGS.count(column.heading) == 1
    made = get_command_from_info(
        CommandInfo("record", cls=Command, callback=record), pretty_exceptions_short=True, rich_markup_mode=None
    )
    assert [one.metavar for one in made.params].count({"kind": "事项"}.get(name, column.heading)) == 1
    assert told_of(FileForm.RECORDS, FormEntry(column.heading, Holds.TEXT)) == (column.guide, column.example)


@columns
def test_papers_say_a_column_that_has_words_for_it(name: str) -> None:
    cell = fields_cells(said(name))[COLUMNS[name].heading]
    assert (cell in details(said(name))) is bool(COLUMNS[name].told)


@seen_by_rules
def test_what_rules_see_can_be_written_in_rule_files_and_cases(name: str) -> None:
    rules = COLUMNS[name].rules
    assert rules is not None
    assert key(name) in RecordForm.model_fields
    if rules.key is not None:
        assert rules.key in ConditionsForm.model_fields
        assert (rules.key in NotForm.model_fields) is (COLUMNS[name].sort not in NUMBER_SORTS)
        assert meaning(ConditionsForm, rules.key).startswith(COLUMNS[name].heading)


@pytest.mark.parametrize("name", [name for name in TALLIED if COLUMNS[name].sort not in NUMBER_SORTS])
@pytest.mark.parametrize("asked_for", ["any_of", "none_of"])
def test_rules_show_tells_the_words_that_are_asked_for_listed_or_not(name: str, asked_for: str) -> None:
    rules = COLUMNS[name].rules
    if rules is None or rules.key is None or rules.key not in get_args(ConditionField):
        pytest.skip("no condition asks for it")
    condition = replace(Condition(rules.key), **{asked_for: frozenset({"迟到"})})  # type: ignore[arg-type]
    for book in (rulebook(), rulebook(stages="[迟到]", levels="[迟到]")):
        told = asked((condition,), book)
        assert (told.startswith(COLUMNS[name].heading), told.endswith("迟到")) == (True, True)


@seen_by_rules
def test_records_that_differ_in_what_rules_see_are_not_taken_for_one(name: str) -> None:
    plain, other = Tally("会议", date(2026, 3, 5)), Tally.of(Record(Seq(1), Seq(1), MemberKey(1), said(name)))
    cache = WorthCache(())
    list(cache.found(Member(MemberKey(1), "", Person("", ""), ()), [plain, other]))
    assert len(cache._met) == 2


def test_what_rules_see_stands_in_the_tally_the_index_and_the_conditions(tmp_path: Path) -> None:
    assert [one.name for one in dataclass_fields(Tally)] == [
        "kind",
        "on",
        *TALLIED,
        "count",
        "seqs",
        "family",
        "capacity",
        "alike",
    ]
    asked = [column.rules.key for column in COLUMNS.values() if column.rules and column.rules.key]
    assert sorted(get_args(ConditionField)) == sorted(asked)
    with create(tmp_path / "ledger.db", ACT, FOUNDING).reading() as reading:
        assert isinstance(reading, Snapshot)
        found = reading.connection.execute("SELECT name FROM pragma_index_info('record_tally')").fetchall()
        assert [name for (name,) in found] == ["member", "day", "kind", *TALLIED]


def test_the_orders_of_columns_stay() -> None:
    """That of the fields, in which problems are told, that of files, and that of the options."""
    words = "履职事项 日期 编号 活动 标题 出席情况 参加比例 阶段 级别 作者位次 作者人数 成果标识 来源编号 数量 评定分"
    assert list(HEADINGS) == [*words.split(), "文号", "备注", "所属年度"]
    words = "编号 委员编号 姓名 履职事项 日期 活动 标题 出席情况 参加比例 阶段 级别 作者位次 作者人数 成果标识 来源编号"
    assert list(RECORD_HEADINGS) == [*words.split(), "数量", "评定分", "所属年度", "文号", "备注"]
    words = "title activity attendance share stage level position authors matter source quantity judged"
    options = [*words.split(), "for_year", "document", "number", "note"]
    assert list(inspect.signature(record).parameters) == ["ctx", "member", "kind", "on", *options, "capacity", "again"]


PROBES = {"来源编号": (), "成果标识": ("matter",), "数量": ("quantity",), "评定分": ("judged",)}
"""Columns by heading, and the names of their fields where those mean nothing else; the last three are seen by rules."""

HOME = {"model/records.py", "ledger/tables.py"}
"""Where every column is named, beside the migrations."""

MEANING = {
    "来源编号": "errors/record_errors.py parsing/record_columns.py",
    "成果标识": "errors/lookup_errors.py importing/forms/proposal_list.py ledger/queries/record_queries.py ledger/queries/tally_codes.py"
    " model/record_families.py recording/required_fields.py"
    " reports/annual_notice.py reports/frozen_case.py reports/letters.py reports/profile.py reports/watch_layout.py reports/year_end_check.py"
    " rules/case_files/rule_case_file.py scoring/claims.py scoring/item_score.py",
    "数量": "documents/form_pages.py model/items.py recording/required_fields.py reports/annual_notice.py"
    " reports/describe_parts.py rules/rule_forms/amount_forms.py rules/rule_forms/item_forms.py rules/linting/lint_conditions.py rules/proving/record_sorts.py scoring/matching.py"
    " scoring/measures.py",
    "评定分": "cli/hand_in_commands.py cli/record_dialog.py documents/form_pages.py errors/record_errors.py model/items.py model/rulebook.py"
    " recording/record_validation.py recording/required_fields.py reports/describe_rules.py reports/frozen_case.py reports/profile.py"
    " rules/rule_forms/amount_forms.py rules/rule_forms/item_forms.py scoring/measures.py reports/describe_parts.py"
    " rules/rule_forms/kind_defaults.py rules/linting/lint_conditions.py rules/linting/record_selectors.py rules/case_files/case_misfits.py"
    " rules/proving/record_sorts.py"
    " rules/rule_forms/rulebook_form.py rules/score_range.py scoring/evaluate.py scoring/matching.py scoring/outlook.py"
    " reports/county_sums.py scoring/own_acts.py recording/hand_in_entry.py recording/spending_import.py reports/hand_in_list.py"
    " cli/record_answers.py rules/rule_forms/judged_range_form.py scoring/judged_ranges.py",
}
"""The modules that ask for what a column means: scores, checks of a record, papers of their own, how wide a form makes it."""

ALSO = {
    **{"来源编号": "", "成果标识": "cli/command_table.py rules/case_files/rule_case_form.py"},
    **dict.fromkeys(
        ("数量", "评定分"),
        "cli/command_table.py rules/case_files/rule_case_form.py rules/rule_forms/condition_forms.py scoring/claims.py",
    ),
}
"""The modules that say it again: where rules see it, the keys of rule files and cases, and the key of the hottest loop."""


def mentioned(path: Path) -> Iterator[str]:
    """The headings of the probes that a module names, as a text or as the name of a field."""
    names = {name: heading for heading, fields in PROBES.items() for name in (heading, *fields)}
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Attribute(attr=word) | ast.keyword(arg=word) | ast.Constant(value=word) | ast.arg(arg=word):
                if word in names:
                    yield names[word]
            case ast.AnnAssign(target=ast.Name(id=word)) if word in names:
                yield names[word]


@pytest.mark.parametrize("heading", PROBES)
def test_a_column_is_named_where_it_is_said_and_where_its_meaning_is_asked_for(heading: str) -> None:
    found = {str(path.relative_to(SOURCES)) for path in SOURCES.rglob("*.py") if heading in mentioned(path)}
    elsewhere = {one for one in found if one not in HOME and "/migrations/" not in one}
    assert sorted(elsewhere - {*MEANING[heading].split()}) == ALSO[heading].split()
