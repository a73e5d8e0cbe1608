"""What broken-off runs leave is removed at the next run, and nothing else is."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from duty_cli.documents import streams, systems
from duty_cli.documents.durable_files import name_once, sweep, sync_folder, temporary_prefix
from duty_cli.documents.streams import laid_by, save
from tests.workspace import Duty, duty, empty, template

__all__ = ["duty", "empty", "template"]
DAY = 24 * 60 * 60
KILLED = "import os; from pathlib import Path; from duty_cli.documents.streams import laid_by\nwith laid_by(Path('a.csv'), b'x'): os._exit(9)"


def left_by(pid: int, machine: str | None = None) -> str:
    """The name of a temporary file of that process."""
    own = temporary_prefix().split("-")[1]
    return f".duty-{machine or own}-{pid}-0123456789abcdef.tmp"


def ended() -> int:
    """The number of a process that has ended."""
    return int(
        subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True).stdout
    )


def laid(folder: Path, name: str, age: int = 0) -> Path:
    """A file of that name, written so many seconds ago."""
    path = folder / name
    path.write_bytes(b"x")
    now = path.stat().st_mtime
    os.utime(path, (now - age, now - age))
    return path


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


@pytest.mark.skipif(os.name != "posix", reason="on Windows age alone counts")
def test_what_a_killed_run_left_is_gone_after_the_next(tmp_path: Path) -> None:
    assert subprocess.run([sys.executable, "-c", KILLED], cwd=tmp_path, check=False).returncode == 9
    assert [name[:6] for name in names(tmp_path)] == [".duty-"]
    save(tmp_path / "b.csv", b"y")
    assert names(tmp_path) == ["b.csv"]


@pytest.mark.skipif(os.name != "posix", reason="on Windows age alone counts")
def test_what_is_left_beside_the_ledger_goes_with_any_command(duty: Duty) -> None:
    data, gone = duty.folder / "data", left_by(ended())
    for name in (gone, f"{gone}-journal"):
        laid(data, name)
    laid(data, ".ledger.db.abcd_123.tmp", DAY + 60)
    laid(data, ".ledger.db.v3.bak.abcd_123.tmp-journal", DAY + 60)
    duty.done("member list")
    assert [name for name in names(data) if ".tmp" in name] == []


@pytest.mark.parametrize(
    "name",
    [
        left_by(os.getpid()),
        left_by(1),
        left_by(4_000_000_000),
        left_by(12, "00000000"),
        ".duty-0123456789abcdef.tmp",
        ".ledger.db.abcd_123.tmp",
    ],
    ids=["own", "living", "no number of a process", "another computer", "earlier version", "earlier ledger"],
)
def test_what_somebody_may_be_at_work_on_stays_for_a_day(tmp_path: Path, name: str) -> None:
    young = laid(tmp_path, name, DAY - 60)
    sweep(tmp_path, "ledger.db")
    assert young.exists()
    laid(tmp_path, name, DAY + 60)
    sweep(tmp_path, "ledger.db")
    assert not young.exists()


@pytest.mark.parametrize(
    "name",
    [
        ".other.db.abcd_123.tmp",
        ".duty-notes.tmp",
        "duty-0123456789abcdef.tmp",
        ".~lock.tmp",
        ".duty-x-1-a.tmp",
        "a.tmp",
    ],
)
def test_files_of_others_stay_however_old(tmp_path: Path, name: str) -> None:
    laid(tmp_path, name, 9 * DAY)
    sweep(tmp_path, "ledger.db")
    assert names(tmp_path) == [name]


def test_where_processes_cannot_be_asked_age_alone_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stays, goes = laid(tmp_path, left_by(ended()), DAY - 60), laid(tmp_path, left_by(7), DAY + 60)
    monkeypatch.setattr(systems, "WINDOWS", True)
    sweep(tmp_path)
    assert (stays.exists(), goes.exists()) == (True, False)


def test_a_folder_that_is_not_there_or_cannot_be_swept_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sweep(tmp_path / "无")
    laid(tmp_path, left_by(ended()), DAY + 60)

    def refused(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "unlink", refused)
    sweep(tmp_path)
    assert len(names(tmp_path)) == 1


@pytest.mark.skipif(os.name != "posix", reason="Windows syncs no folder")
@pytest.mark.parametrize(("number", "told"), [(errno.EINVAL, False), (errno.ENOTSUP, False), (errno.EIO, True)])
def test_only_a_disk_that_fails_is_told_not_one_that_syncs_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, told: bool
) -> None:
    def refused(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refused)
    if told:
        with pytest.raises(OSError, match="error"):
            sync_folder(tmp_path)
    else:
        sync_folder(tmp_path)


def test_no_name_is_taken_twice_with_links_or_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    for attempt in ("links", "no links"):
        one, two = laid(tmp_path, f"{attempt} 1"), laid(tmp_path, f"{attempt} 2")
        with pytest.raises(FileExistsError):
            name_once(one, two)
        name_once(one, tmp_path / f"{attempt} 3")
        monkeypatch.setattr(os, "link", refused)
    assert (tmp_path / "no links 3").exists()


@pytest.mark.parametrize("links", [True, False])
def test_what_was_there_is_back_on_a_disk_that_has_filled_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    def refused(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no room")

    if not links:
        monkeypatch.setattr(os, "link", refused)
    (tmp_path / "a.csv").write_bytes(b"before")

    def broken_off() -> None:
        with laid_by(tmp_path / "a.csv", b"after") as put:
            put()
            monkeypatch.setattr(streams, "_write", refused)
            raise KeyError

    with pytest.raises(KeyError):
        broken_off()
    assert ((tmp_path / "a.csv").read_bytes(), names(tmp_path)) == (b"before", ["a.csv"])
