"""Eight clerks at one ledger on a server, each a program of its own: nothing is lost, nobody is refused, and it is one chain."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.office_server import OfficeServer
from tests.workspace import Duty

CLERKS, EACH = 8, 50
MEMBERS = ("1001", "1002", "1003", "1004", "1005")


def at_work(folder: Path, url: str, *words: str) -> subprocess.Popen[bytes]:
    """The program, called at the workspace."""
    pipe = subprocess.PIPE
    said = {**os.environ, "DUTY_LEDGER": url}
    return subprocess.Popen([sys.executable, "-m", "duty_cli", *words], cwd=folder, env=said, stdout=pipe, stderr=pipe)


def test_eight_clerks_enter_fifty_records_each_at_once(
    duty: Duty, office_server: OfficeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = office_server.new_database("office")
    duty.done(f"ledger copy data/ledger.db {url}")
    for clerk in range(CLERKS):
        lines = [
            f"record {MEMBERS[clerk % len(MEMBERS)]} 提案 --on 2026-03-05 --stage 提交 --title {clerk}之{number}\n"
            for number in range(EACH)
        ]
        duty.write(f"{clerk}.txt", "".join(lines))
    clerks = [
        at_work(duty.folder, url, "--clock-was-wrong", "--by", f"经办{clerk}", "shell", f"{clerk}.txt")
        for clerk in range(CLERKS)
    ]
    reader = at_work(duty.folder, url, "log", "--last", "3")
    told = [clerk.communicate(timeout=400) for clerk in (*clerks, reader)]
    refused = [
        err.decode().splitlines()[-2:] for one, (_, err) in zip((*clerks, reader), told, strict=True) if one.returncode
    ]
    assert refused == []
    monkeypatch.setenv("DUTY_LEDGER", url)
    titles = sorted(one["标题"] for one in duty.records())
    assert titles == sorted(f"{clerk}之{number}" for clerk in range(CLERKS) for number in range(EACH))
    assert duty.done("check") == ""
    by = office_server.sql("SELECT by, count(*) FROM duty.batch WHERE command = '登记' GROUP BY by", "office")
    assert sorted(by) == [(f"经办{clerk}", EACH) for clerk in range(CLERKS)]
