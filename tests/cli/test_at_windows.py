"""The clerk's work at Windows: what the program opens it closes, or it could not replace and remove what it made."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.at_windows import sit_down
from tests.workspace import INIT, Duty


@pytest.fixture(autouse=True)
def windows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "AppData"))
    sit_down(monkeypatch)


def left_over(folder: Path) -> list[str]:
    """What is temporary and still there."""
    return [one.name for one in folder.rglob("*") if ".tmp" in one.name or one.name.endswith(".new")]


def test_a_workspace_is_founded_kept_backed_up_lost_and_restored(empty: Duty) -> None:
    empty.done(INIT)
    saved = empty.done("backup").split("：")[1].split("（")[0]
    (empty.folder / "data" / "ledger.db").unlink()
    assert "已恢复" in empty.done(f"restore {saved}")
    empty.done("check")
    assert left_over(empty.folder) == []


def test_a_ledger_is_replaced_by_a_backup_of_it(duty: Duty) -> None:
    saved = duty.done("backup").split("：")[1].split("（")[0]
    duty.done("record 1001 座谈交流 --on 2026-03-05")
    assert "原来的账本保留为" in duty.done(f"restore {saved} --yes")
    assert (duty.records(), left_over(duty.folder)) == ([], [])


def test_a_damaged_ledger_leaves_no_copy_of_itself_behind(duty: Duty) -> None:
    place = duty.folder / "data" / "ledger.db"
    place.write_bytes(place.read_bytes().replace("周四方".encode(), "周五方".encode()))
    assert duty("backup").code != 0
    assert left_over(duty.folder) == []


def test_a_paper_is_issued_over_the_one_before_once_wps_lets_go_of_it(duty: Duty) -> None:
    duty.done("record 1001 座谈交流 --on 2026-03-05")
    duty.done("issue quarter-report 2026-Q1 -o 报表.csv")
    duty.done("record 1002 座谈交流 --on 2026-03-05")
    with (duty.folder / "报表.csv").open("rb"):
        said = duty.refused("issue quarter-report 2026-Q1 -o 报表.csv")
    assert said.endswith("文件正被 WPS 或其他程序打开；请关闭后重试，或换个文件名")
    assert "第 2 稿" in duty.done("issue quarter-report 2026-Q1 -o 报表.csv")


@pytest.mark.parametrize(
    "line", ["log -o CON.csv", "export -o C:x.csv", "template roster -o 表?.xlsx", "seal --unsigned --to LPT1"]
)
def test_a_name_that_windows_refuses_is_refused_before_anything_is_done(duty: Duty, line: str) -> None:
    assert "无法写入文件" in duty.refused(line)


def test_the_ledger_is_known_whatever_the_case_of_its_name(duty: Duty) -> None:
    (duty.folder / "data" / "ledger.db").rename(duty.folder / "data" / "kept")
    for name in ("LEDGER.DB", "Ledger.db-JOURNAL", "Written.TXT"):
        answer = duty(f"log --format csv -o data/{name}")
        assert answer.code != 0, name
    (duty.folder / "data" / "kept").rename(duty.folder / "data" / "ledger.db")


def test_line_ends_of_windows_make_another_file_of_the_rules_and_no_other_score(duty: Duty) -> None:
    duty.done("record 1001 座谈交流 --on 2026-03-05")
    rules, before = duty.folder / "rules" / "scoring.yaml", duty.member("annual-evaluation 2026", "1001")
    versions = duty.done("log").count("规则")
    rules.write_bytes(rules.read_bytes().replace(b"\n", b"\r\n"))
    assert duty.member("annual-evaluation 2026", "1001") == before
    assert duty.done("log").count("规则") == versions + 1
