"""The same five years with the ledger on a server: every answer is the one that a file gives."""

from __future__ import annotations

import pytest

from tests.office_server import OfficeServer
from tests.play.test_five_years import test_a_term_of_five_years as play
from tests.workspace import Duty


def test_a_term_of_five_years_on_a_server(
    empty: Duty, monkeypatch: pytest.MonkeyPatch, office_server: OfficeServer
) -> None:
    monkeypatch.setenv("DUTY_LEDGER", office_server.new_database("五年"))
    play(empty, monkeypatch)
    assert not (empty.folder / "data" / "ledger.db").exists()
