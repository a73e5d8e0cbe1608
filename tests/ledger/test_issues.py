"""Papers issued, as rows of the ledger."""

from __future__ import annotations

from pathlib import Path

import pytest

from duty_cli.errors.ledger_errors import LedgerDamaged
from duty_cli.ledger.migrations import MIGRATIONS
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger, create, open_ledger
from duty_cli.model.ledger_protocol import Issue
from duty_cli.model.members import Seq
from tests.ledger.sample import ACT, FOUNDING, behind_its_back, enrolled

ISSUE = Issue(
    report=("annual-notice", "2026", "--for", "公示"),
    printed=("--dated", "2026-11-23"),
    format="docx",
    digest="0a" * 32,
    revision=1,
    known=Seq(2),
    head="0b" * 32,
    rules="0c" * 32,
    version="1.0",
)


def issued(ledger: SqliteLedger) -> Seq:
    with ledger.writing(ACT) as desk:
        return desk.append(ISSUE)


def test_an_issue_comes_back_as_it_was_said_with_who_and_when(ledger: SqliteLedger) -> None:
    seq = issued(ledger)
    with ledger.reading() as reading:
        (one,) = reading.issues()
    assert (one.seq, one.issue, one.by, one.at) == (seq, ISSUE, ACT.by, ACT.at)
    ledger.check()


def test_an_issue_is_not_known_before_its_seq(ledger: SqliteLedger) -> None:
    seq = issued(ledger)
    with ledger.reading(Seq(seq - 1)) as reading:
        assert reading.issues() == ()


def test_an_issue_changed_behind_the_programs_back_is_found(ledger: SqliteLedger, path: Path) -> None:
    seq = issued(ledger)
    with behind_its_back(path) as raw:
        raw.execute("UPDATE issue SET revision = 2")
    with pytest.raises(LedgerDamaged, match=f"序号 {seq}（印发）的内容或校验值被改动"):
        ledger.check()


@pytest.mark.parametrize("old", [1, 2])
def test_a_ledger_from_before_papers_were_issued_takes_them(path: Path, old: int) -> None:
    enrolled(create(path, ACT, FOUNDING, MIGRATIONS[:old]))
    ledger = open_ledger(path)
    issued(ledger)
    ledger.check()
    assert path.with_name(f"ledger.db.v{old}.bak").exists()
