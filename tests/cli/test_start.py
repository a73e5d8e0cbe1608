"""What a start loads: every command begins by it, and a shell asks at every Tab."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.workspace import Duty

LOADED = "import sys; from duty_cli.cli.main import run; run({!r}); print(*(n for n in sys.modules if 'duty_cli' in n))"


def _loaded_by(*words: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", LOADED.format([*words])], check=True, capture_output=True, text=True)
    return {name.removeprefix("duty_cli.") for name in done.stdout.splitlines()[-1].split()}


def test_the_version_is_told_without_loading_anything() -> None:
    assert _loaded_by("--version") == {"duty_cli", "cli", "cli.main", "cli.without_typer"}


@pytest.mark.parametrize("line", [("--help",), ("record", "-h"), ("leave", "add", "--help")])
def test_a_page_of_help_is_told_by_the_table_without_typer_and_without_any_command(line: tuple[str, ...]) -> None:
    loaded = _loaded_by(*line)
    assert "cli.command_table" in loaded
    assert not {
        name for name in loaded if name.startswith(("rules.", "ledger.", "reports.", "model.")) or "app" in name
    }


@pytest.mark.parametrize("line", ["duty re", "duty record 100", "duty explain 1001 --year 2"])
def test_a_tab_loads_neither_typer_nor_yaml_nor_records(duty: Duty, line: str) -> None:
    asked = {"_DUTY_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))}
    code = "import os, sys; from duty_cli.cli.main import run; run([]); print(*sys.modules)"
    env = {**os.environ, **asked}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, cwd=duty.folder, check=True, capture_output=True, text=True
    )
    *offered, loaded = done.stdout.splitlines()
    assert offered
    assert not {"typer", "yaml", "pydantic", "sqlalchemy", "duty_cli.model.records"} & set(loaded.split())


def test_whoever_writes_to_a_ledger_does_not_load_its_tables_as_classes() -> None:
    code = "import sys, duty_cli.ledger.sqlite.sqlite_writer; print('sqlalchemy' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "False\n"


@pytest.mark.parametrize(
    "line", ["record 1001 座谈交流 --on 2026-03-05", "import 三.csv", "annual-notice 2025 -o 通报.docx"]
)
def test_a_command_opens_the_ledger_once_and_closes_it(duty: Duty, line: str, opened: list[sqlite3.Connection]) -> None:
    Path("三.csv").write_text("委员编号,履职事项,日期\n1001,座谈交流,2026-03-06\n", "utf-8")
    duty.done("quarter-report 2025-Q1")  # enters the rules, and knows the ledger from then on
    duty.done("check")
    opened.clear()
    duty.done(line)
    with pytest.raises(sqlite3.ProgrammingError):
        opened[0].execute("SELECT 1")
    assert len(opened) == 1


def test_a_record_loads_no_dialog_no_letters_of_names_no_sheets_and_no_migrations(duty: Duty) -> None:
    loaded = _loaded_by("record", "1001", "座谈交流", "--on", "2026-03-05")
    assert "cli.record_answers" in loaded
    unasked = {"cli.record_dialog", "parsing.pinyin", "recording.event_sheets", "ledger.tables"}
    assert not {name for name in loaded if name in unasked or name.startswith("ledger.migrations.m")}


def test_a_csv_file_is_imported_without_loading_what_scores_or_reads_workbooks(duty: Duty) -> None:
    Path("三.csv").write_text("委员编号,履职事项,日期\n1001,座谈交流,2026-03-06\n", "utf-8")
    loaded = _loaded_by("import", "三.csv")
    assert "importing.readers.csv_reader" in loaded
    assert not loaded & {
        "scoring.engine",
        "scoring.grading",
        "importing.readers.workbook_reader",
        "importing.forms.proposal_list",
    }
