"""A ledger that has gone back to an older state is told, and nothing is entered before somebody confirms it."""

from __future__ import annotations

from pathlib import Path

import pytest

from duty_cli.cli import last_head
from tests.ledger.sample import hashed_anew
from tests.workspace import Duty

RECORD = "record 1002 提案 --on 2026-03-07"


@pytest.fixture
def older(duty: Duty) -> Duty:
    """One record was entered, and the file of before was copied back."""
    ledger = duty.folder / "data" / "ledger.db"
    duty.done("member list")
    before = ledger.read_bytes()
    duty.done("record 1001 提案 --on 2026-03-05")
    ledger.write_bytes(before)
    return duty


def test_an_older_copy_is_told_can_be_read_and_is_not_written_to(older: Duty) -> None:
    read = older("member list")
    assert (read.code, "上次在这台电脑上到序号 57（登记于 2026-11-23 09:00），现在只到序号 55：" in read.err) == (
        0,
        True,
    )
    before = older.digest()
    written = older(RECORD)
    assert (written.code, older.digest()) == (4, before)
    assert written.err.splitlines()[-1].startswith("错误：账本 data/ledger.db 上次在这台电脑上到序号 57")


def test_whoever_confirms_it_goes_on_from_there(older: Duty) -> None:
    assert older.done("check --accept-older") == "已确认，以后以现在的账本为准\n"
    answer = older(RECORD)
    assert (answer.code, "上次在这台电脑上" in answer.err) == (0, False)


def test_a_chain_that_was_written_anew_is_told(duty: Duty) -> None:
    duty.done("record 1001 提案 --on 2026-03-05")
    with hashed_anew(duty.folder / "data" / "ledger.db") as raw:
        raw.execute("UPDATE record SET day = '2026-03-06'")
    duty.done("check")
    answer = duty(RECORD)
    assert (answer.code, "现在的这一条已经不同" in answer.err) == (4, True)


def test_what_another_computer_entered_is_no_going_back(
    duty: Duty, own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    duty.done("record 1001 提案 --on 2026-03-05")
    monkeypatch.setenv("XDG_STATE_HOME", str(own_folder / "另一台"))
    monkeypatch.setenv("LOCALAPPDATA", str(own_folder / "另一台"))
    duty.done(RECORD)
    monkeypatch.undo()


def test_a_restored_backup_and_a_copy_elsewhere_are_no_alarm(duty: Duty) -> None:
    place = duty.done("backup").split("：")[1].split("（")[0]
    duty.done("record 1001 提案 --on 2026-03-05")
    assert "上次" not in duty(f"--ledger 档案/data/ledger.db restore {place}").err
    assert "上次" not in duty("--ledger 档案/data/ledger.db member list").err
    duty.done(f"restore {place} --yes")
    assert "上次" not in duty(RECORD).err


@pytest.mark.parametrize("said", [b"", b"\xff\xff", b"57", b"57 x y\n", b"9" * 5000])
def test_a_memory_that_is_damaged_is_none(older: Duty, own_folder: Path, said: bytes) -> None:
    for file in (own_folder / "duty" / "heads").iterdir():
        file.write_bytes(said)
    older.done(RECORD)


def test_whoever_has_no_folder_of_his_own_has_no_memory(older: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, "")
    monkeypatch.setattr("duty_cli.cli.last_head.user_folder", lambda: None)
    older.done(RECORD)


def test_what_another_program_of_this_user_enters_meanwhile_is_no_going_back(
    duty: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = last_head._read

    def entered_meanwhile(file: Path | None) -> str:
        monkeypatch.setattr(last_head, "_read", real)
        duty.done("record 1001 提案 --on 2026-03-05")
        return real(file)

    monkeypatch.setattr(last_head, "_read", entered_meanwhile)
    answer = duty(RECORD)
    assert (answer.code, "上次在这台电脑上" in answer.err) == (0, False)
