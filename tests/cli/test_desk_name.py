"""Who sits at a desk where nobody said so: asked once a day, offered the names of the log."""

from __future__ import annotations

from datetime import timedelta
from getpass import getuser

import pytest

from duty_cli.cli import clock
from tests.cli.clerk import Clerk, seated
from tests.workspace import NOW, Duty

RECORD = "record 1001 提案 --on 2026-03-05 --title 第{}件"


@pytest.fixture
def desk(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> Duty:
    """A desk of two, at which DUTY_BY is not set."""
    duty.done("--by 王文书 record 1002 提案 --on 2026-03-05 --title 关于停车的建议")
    monkeypatch.delenv("DUTY_BY")
    return duty


def last_by(desk: Duty) -> str:
    log = desk.done("log --last 1 --format csv").splitlines()
    return next(line.split(",")[2] for line in log if ",登记," in line)


def entered(desk: Duty, patch: pytest.MonkeyPatch, number: int, *answers: str) -> Clerk:
    clerk = seated(patch, *answers)
    desk.done(RECORD.format(number))
    return clerk


def test_the_first_entry_of_a_day_asks_and_the_others_do_not(desk: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk = entered(desk, monkeypatch, 1, "王文书")
    assert clerk.told[0] == "没有写明操作人（--by 或 DUTY_BY），日志中有：王文书、经办人甲"
    assert clerk.offered == [["王文书", "经办人甲"]]
    assert last_by(desk) == "王文书"
    assert entered(desk, monkeypatch, 2).asked == []
    assert last_by(desk) == "王文书"


def test_the_next_day_it_is_asked_again(desk: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    entered(desk, monkeypatch, 1, "王文书")
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=1))
    assert len(entered(desk, monkeypatch, 2, "经办人甲").asked) == 1
    assert last_by(desk) == "经办人甲"


def test_return_is_the_name_of_the_login(desk: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    entered(desk, monkeypatch, 1, "")
    assert last_by(desk) == getuser()


def test_a_new_name_is_taken_once_it_is_confirmed(desk: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk = entered(desk, monkeypatch, 1, "王文书1", "", "孙\t新来", "孙新来", "y")
    assert "与“王文书”相近" in clerk.asked[1]
    assert "看不见的字符" in clerk.told[1]
    assert last_by(desk) == "孙新来"


def test_without_a_terminal_nobody_is_asked_and_the_login_enters(desk: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    entered(desk, monkeypatch, 1, "王文书")
    monkeypatch.undo()
    monkeypatch.delenv("DUTY_BY", raising=False)
    desk.done(f"--ledger {desk.folder / 'data' / 'ledger.db'} record 1001 提案 --on 2026-03-06 --title 夜间")
    assert getuser() in desk.done(f"--ledger {desk.folder / 'data' / 'ledger.db'} log --last 1")


def test_who_says_who_he_is_and_who_sits_alone_is_not_asked(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    assert entered(duty, monkeypatch, 1).asked == []
    monkeypatch.delenv("DUTY_BY")
    assert entered(duty, monkeypatch, 2).asked == []


def test_whoever_breaks_off_enters_nothing(desk: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    before = desk.digest()
    seated(monkeypatch)
    assert (desk(RECORD.format(1)).code, desk.digest()) == (130, before)


def test_a_report_asks_nothing(desk: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk = seated(monkeypatch)
    desk.done("annual-evaluation 2026")
    assert clerk.asked == []


def test_a_kept_answer_that_cannot_be_read_is_asked_for_anew(desk: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    entered(desk, monkeypatch, 1, "王文书")
    from duty_cli.cli.desk_name import FOLDER
    from duty_cli.cli.user_folder import user_folder

    own = user_folder()
    assert own is not None
    for kept in (own / FOLDER).iterdir():
        kept.write_bytes(b"\xff\xfe")
    assert len(entered(desk, monkeypatch, 2, "经办人甲").asked) == 1
