"""A time stamp beside a seal binds the moment: whoever holds the key cannot make a seal of last quarter today."""

from __future__ import annotations

import sys
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from asn1crypto import tsp

from duty_cli.cli import clock
from tests.ledger.sample import hashed_anew
from tests.ledger.time_stamper import AT, ROOT, SIGNER, Stamper, pem
from tests.workspace import NOW, Duty

CHECK = "check --against 柜 --time-stamp-root 根.pem"


@pytest.fixture
def sealed(duty: Duty) -> Duty:
    """A ledger sealed in the folder ``柜``, and the root of the service in ``根.pem``."""
    duty.done("seal --unsigned --to 柜 --time-stamp-query")
    (duty.folder / "根.pem").write_bytes(pem(ROOT))
    return duty


def seal_in(duty: Duty) -> Path:
    return next((duty.folder / "柜").glob("账本封存-*.json"))


def stamp(duty: Duty, stamper: Stamper, ending: str = ".tsr") -> None:
    """Lay the answer of a service beside the seal."""
    place = seal_in(duty)
    place.with_suffix(ending).write_bytes(stamper.answer(place.read_bytes()))


def test_the_query_asks_for_the_seal(sealed: Duty) -> None:
    place = seal_in(sealed)
    query = tsp.TimeStampReq.load(place.with_suffix(".tsq").read_bytes(), strict=True)
    assert query["message_imprint"]["hashed_message"].native == sha256(place.read_bytes()).digest()


@pytest.mark.parametrize("ending", [".tsr", ".tst"])
def test_a_time_stamp_beside_the_seal_says_who_and_when(sealed: Duty, ending: str) -> None:
    stamp(sealed, Stamper(), ending)
    assert sealed.done(CHECK).endswith("；时间戳由 示例省时间戳 于 2026-11-23 09:30:00 出具，与封存文件相符\n")


def test_the_root_lies_in_the_users_own_folder(sealed: Duty, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "own"))
    (tmp_path / "own" / "duty").mkdir(parents=True)
    (tmp_path / "own" / "duty" / "time-stamp-root.pem").write_bytes(pem(ROOT))
    stamp(sealed, Stamper())
    assert "出具，与封存文件相符" in sealed.done("check --against 柜")


def test_a_time_stamp_that_no_root_was_given_for_is_told(sealed: Duty) -> None:
    stamp(sealed, Stamper())
    said = sealed.done("check --against 柜")
    assert "与账本相符" in said
    assert "没有核对，请用 --time-stamp-root 指定" in said


def test_a_seal_made_later_than_it_says_is_named_by_its_time_stamp(sealed: Duty) -> None:
    stamp(sealed, Stamper(at=AT + timedelta(days=93)))
    assert "比封存文件自记的 2026-11-23 09:00:00 晚 93 天，以时间戳为准" in sealed.done(CHECK)


def test_a_seal_that_dates_itself_later_than_its_time_stamp_is_named(sealed: Duty) -> None:
    stamp(sealed, Stamper(at=AT - timedelta(days=2)))
    assert "比封存文件自记的 2026-11-23 09:00:00 早，以时间戳为准" in sealed.done(CHECK)


def test_another_seal_made_with_the_key_has_not_the_time_stamp(sealed: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    stamp(sealed, Stamper())
    place = seal_in(sealed)
    place.unlink()
    with hashed_anew(sealed.folder / "data/ledger.db") as raw:
        raw.execute("UPDATE batch SET by = '他人'")
    monkeypatch.setattr(clock, "now", lambda: NOW)
    place.with_suffix(".tsq").unlink()
    sealed.done("seal --unsigned --to 柜")
    assert place.exists()
    answer = sealed(CHECK)
    assert (answer.code, "不是给" in answer.err) == (5, True)


def test_a_wrong_time_stamp_is_refused(sealed: Duty) -> None:
    seal_in(sealed).with_suffix(".tsr").write_bytes(b"no time stamp")
    answer = sealed(CHECK)
    assert (answer.code, "不是时间戳" in answer.err) == (5, True)


def test_what_is_no_root_is_refused(sealed: Duty) -> None:
    stamp(sealed, Stamper())
    (sealed.folder / "根.pem").write_bytes(b"no root")
    assert "里没有证书" in sealed(CHECK).err
    (sealed.folder / "根.pem").write_bytes(pem(SIGNER))
    assert "出具，与封存文件相符" in sealed.done(CHECK)


@pytest.mark.parametrize("command", [CHECK, "check --time-stamp-root 根.pem"])
def test_a_root_without_a_time_stamp_is_told(sealed: Duty, command: str) -> None:
    answer = sealed(command)
    assert (answer.code, "没有同名的时间戳" in answer.err) == (2, True)


def test_a_query_that_is_there_is_not_replaced(sealed: Duty) -> None:
    seal_in(sealed).unlink()
    answer = sealed("seal --unsigned --to 柜 --time-stamp-query")
    assert answer.code != 0
    assert list((sealed.folder / "柜").glob("*.json")) == []


def test_without_the_library_one_may_still_seal_and_is_told_of_time_stamps(
    sealed: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp(sealed, Stamper())
    for name in [name for name in sys.modules if name.partition(".")[0] == "asn1crypto"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "asn1crypto", None)
    for command in (CHECK, "seal --unsigned --to 新 --time-stamp-query"):
        answer = sealed(command)
        assert (answer.code, "请安装 duty-cli[seal]" in answer.err) == (2, True)
    sealed.done("seal --unsigned --to 新")
