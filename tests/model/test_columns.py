"""A record column is said once: what forgets one is found here, and so is every module that names one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from typer.main import get_command_from_info
from typer.models import CommandInfo

from duty_cli.cli.localization import Command
from duty_cli.cli.record_commands import record
from duty_cli.documents.blank_form_text import told_of
from duty_cli.ledger.sqlite_ledger import create
from duty_cli.model.blank_form import FormEntry, Holds
from duty_cli.model.file_forms import FileForm
from duty_cli.model.ledger_protocol import NewRecord
from duty_cli.model.records import HEADINGS, RECORD_HEADINGS, Activity, RecordFields
from duty_cli.parsing.record_columns import facts_cells, parse_facts
from duty_cli.reports.report_columns import details
from tests.ledger.sample import ACT, FOUNDING, enrolled

SOURCES = Path(__file__).parents[2] / "src" / "duty_cli"
NEEDED = {"履职事项": "会议", "日期": "2026-03-05"}
SAMPLES = {
    **{"编号": "A-1", "活动": "甲会", "标题": "甲题", "出席情况": "迟到", "参加比例": "0.5", "阶段": "丙、乙"},
    **{"级别": "甲级、乙级", "作者位次": "2", "作者人数": "3", "成果标识": "M-1", "来源编号": "A-2", "数量": "2.5"},
    **{"评定分": "-1.5", "文号": "甲〔2026〕1号", "备注": "甲注", "所属年度": "2026"},
    **NEEDED,
}
UNTOLD = {"日期", "编号", "作者位次", "来源编号", "文号", "备注"}
"""What ``details`` does not say, or says of a record beside others only."""

columns = pytest.mark.parametrize("heading", list(HEADINGS))


def said(heading: str) -> RecordFields:
    return parse_facts({**NEEDED, heading: SAMPLES[heading]})


@columns
def test_a_cell_comes_back_from_the_ledger_as_it_was_written(tmp_path: Path, heading: str) -> None:
    ledger = create(tmp_path / "ledger.db", ACT, FOUNDING)
    member, facts = enrolled(ledger), said(heading)
    with ledger.writing(ACT) as desk:
        if facts.activity is not None:
            desk.append(Activity(facts.kind, facts.on, facts.activity))
        seq = desk.append(NewRecord(member, facts))
    with ledger.reading() as reading:
        found = reading.record(seq)
    assert found is not None
    assert found.facts == facts
    assert parse_facts({**NEEDED, heading: facts_cells(found.facts)[heading]}) == facts
    assert getattr(facts, HEADINGS[heading]) != getattr(RecordFields("甲", date.max), HEADINGS[heading])


@columns
def test_a_column_stands_in_files_has_an_option_and_is_told_to_who_fills_in_a_form(heading: str) -> None:
    assert RECORD_HEADINGS.count(heading) == 1
    made = get_command_from_info(
        CommandInfo("record", cls=Command, callback=record), pretty_exceptions_short=True, rich_markup_mode=None
    )
    assert [one.metavar for one in made.params].count({"履职事项": "事项"}.get(heading, heading)) == 1
    assert told_of(FileForm.RECORDS, FormEntry(heading, Holds.TEXT))[0].endswith(("。", "照写。"))


@columns
def test_papers_say_a_column(heading: str) -> None:
    facts = said(heading)
    text = facts_cells(facts)[heading]
    assert (text in details(facts).replace("第 1 作者", "").split() or text in details(facts)) is (
        heading not in UNTOLD
    )


def test_the_two_orders_of_columns_stay() -> None:
    """That of the fields, in which faults are told, and that of files."""
    words = "履职事项 日期 编号 活动 标题 出席情况 参加比例 阶段 级别 作者位次 作者人数 成果标识 来源编号 数量 评定分"
    assert list(HEADINGS) == [*words.split(), "文号", "备注", "所属年度"]
    words = "编号 委员编号 姓名 履职事项 日期 活动 标题 出席情况 参加比例 阶段 级别 作者位次 作者人数 成果标识 来源编号"
    assert list(RECORD_HEADINGS) == [*words.split(), "数量", "评定分", "所属年度", "文号", "备注"]


PROBES = {"来源编号": (), "成果标识": ("matter",), "数量": ("quantity",), "评定分": ("judged",)}
"""Columns by heading, and the names of their fields where those mean nothing else; the last three are seen by rules."""

HOME = {"model/records.py", "ledger/tables.py"}
"""Where every column is named, beside the migrations."""

MEANING = {
    "来源编号": "errors/record_errors.py",
    "成果标识": "errors/lookup_errors.py importing/proposal_list.py ledger/record_queries.py model/record_families.py recording/required_fields.py"
    " reports/annual_notice.py reports/letters.py reports/profile.py reports/year_end_check.py rules/rule_case_file.py"
    " scoring/claims.py scoring/item_score.py",
    "数量": "documents/blank_form_xlsx.py model/items.py recording/required_fields.py reports/annual_notice.py"
    " rules/lint_conditions.py scoring/matching.py scoring/measures.py",
    "评定分": "cli/record_dialog.py documents/blank_form_xlsx.py errors/record_errors.py model/items.py model/rulebook.py"
    " recording/record_validation.py recording/required_fields.py reports/describe_rules.py reports/profile.py"
    " rules/build_rulebook.py rules/lint_conditions.py rules/record_selectors.py rules/rule_case_file.py"
    " rules/rulebook_form.py rules/score_range.py scoring/evaluate.py scoring/matching.py",
}
"""The modules that ask for what a column means: scores, checks of a record, papers of their own, how wide a form makes it."""

ALSO = {
    **{"来源编号": "", "成果标识": "rules/rule_case_form.py"},
    **dict.fromkeys(
        ("数量", "评定分"),
        "rules/condition_forms.py rules/key_help.py rules/rule_case_form.py scoring/claims.py",
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
