"""Each tampering is named by the witnesses that the table says, and by no other; the table in the docs is this one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from duty_cli.cli.last_head import note_head
from duty_cli.ledger.sqlite.sqlite_ledger import open_ledger
from tests.faults.tampering import CHECK, MEMORY, PAPER, SEAL, TAMPERINGS, VERIFY, Tampering, enter, listed
from tests.workspace import Duty, set_up

LEDGER = Path("data/ledger.db")
DOCS = Path(__file__).parents[2] / "docs" / "faults.md"
ASKED = {
    CHECK: "check",
    PAPER: "check --against 柜/评比.xlsx",
    VERIFY: "verify-report 柜/评比.xlsx",
    SEAL: "check --against 柜",
}


@pytest.fixture(scope="session")
def entered(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return set_up(template, tmp_path_factory.mktemp("tampered") / "工作区", enter)


@pytest.fixture
def desk(entered: Path, empty: Duty) -> Duty:
    shutil.copytree(entered, empty.folder, dirs_exist_ok=True)
    return empty


def named_by(duty: Duty, monkeypatch: pytest.MonkeyPatch, tampering: Tampering) -> frozenset[str]:
    """The witnesses that name it, each asked alone; a computer that never saw the ledger remembers nothing."""
    note_head(LEDGER, open_ledger(LEDGER))
    tampering.hand(duty.folder / LEDGER)
    found = {MEMORY} if "上次在这台电脑上" in duty("log --last 1").err else set()
    monkeypatch.setattr("duty_cli.cli.last_head.user_folder", lambda: None)
    if duty(ASKED[CHECK]).code != 0:
        return frozenset({CHECK})  # which --against asks first
    return frozenset(found | {witness for witness, line in ASKED.items() if duty(line).code != 0})


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda one: one.what.replace(" ", "-"))
def test_a_tampering_is_named(desk: Duty, monkeypatch: pytest.MonkeyPatch, tampering: Tampering) -> None:
    assert named_by(desk, monkeypatch, tampering) == tampering.named_by


def test_a_ledger_that_nobody_touched_is_named_by_none(desk: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    assert named_by(desk, monkeypatch, Tampering("nothing", lambda ledger: None, frozenset())) == frozenset()


def test_the_lists_of_the_docs_are_these() -> None:
    assert DOCS.read_text("utf-8").endswith(listed())
