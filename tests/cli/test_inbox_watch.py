"""收件: how a folder is watched, what it may be, and which options go along."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from duty_cli.cli import inbox_watch
from duty_cli.cli.inbox_folder import only_one
from tests import at_windows
from tests.cli.inbox import GOOD, ONCE, WRONG, inbox, lying
from tests.workspace import Duty

__all__ = ["inbox"]


def test_links_are_not_followed_and_folders_not_entered(inbox: Duty) -> None:
    inbox.write("别处.csv", GOOD)
    (inbox.folder / "报送" / "链接.csv").symlink_to(inbox.folder / "别处.csv")
    (inbox.folder / "报送" / "提案委").mkdir()
    inbox.write("报送/提案委/一季度.csv", GOOD)
    assert inbox.done(ONCE) == "收件完毕：已导入 0 份，待改正 0 份\n"


def test_a_folder_that_leads_elsewhere_is_not_moved_into(inbox: Duty) -> None:
    (inbox.folder / "别处").mkdir()
    (inbox.folder / "报送" / "已导入").symlink_to(inbox.folder / "别处")
    inbox.write("报送/一季度.csv", GOOD)
    answer = inbox(ONCE)
    assert (answer.code, list((inbox.folder / "别处").iterdir())) == (6, [])
    assert "已在账本中，但没有移走" in answer.err


def test_a_second_program_at_the_folder_is_refused(inbox: Duty) -> None:
    with only_one(inbox.folder / "报送", "甲电脑，收件员，自 2026-11-23 08:00:00"):
        assert inbox.refused(ONCE, 2) == (
            "错误：报送 已有程序在收件（甲电脑，收件员，自 2026-11-23 08:00:00）；一个文件夹只由一个程序收件，请先结束那一个"
        )
    assert inbox(ONCE).code == 0
    assert lying(inbox) == []


@pytest.mark.parametrize(
    ("more", "option"),
    [
        ("一季度.csv", "文件名"),
        ("--on 2026-03-05", "--on"),
        ("--title 会议", "--title"),
        ("--dry-run", "--dry-run"),
        ("--on-conflict keep", "--on-conflict"),
        ("--accept-valid", "--accept-valid"),
        ("--again", "--again"),
        ("--as-saved", "--as-saved"),
        ("--rejects 退回.xlsx", "--rejects"),
        ("--format json", "--format"),
    ],
)
def test_an_option_that_cannot_be_meant_for_every_file_is_refused_by_name(inbox: Duty, more: str, option: str) -> None:
    assert f"收件（--watch）不用 {option}：" in inbox.refused(f"{ONCE} {more}", 2)


@pytest.mark.parametrize("option", ["--once", "--poll"])
def test_an_option_for_folders_alone_is_refused_without_one(duty: Duty, option: str) -> None:
    duty.write("一季度.csv", GOOD)
    assert f"{option} 只与 --watch 合用" in duty.refused(f"import 一季度.csv {option}", 2)
    assert "没有写明文件" in duty.refused("import", 2)


def test_options_that_hold_for_every_file_go_along(inbox: Duty) -> None:
    inbox.write("报送/表.csv", "案号,案由,第一提案人,提交日期\nTA-1,关于停车的建议,赵一鸣,3月5日\n")
    assert "新增 1 条" in inbox.done(f"{ONCE} --kind 提案 --year 2026")


def test_a_map_that_lies_in_the_folder_is_no_file_that_came(inbox: Duty) -> None:
    inbox.write("报送/表.yaml", "format: duty-map/1\nreads: records\ncolumns:\n  委员编号: {from: 号}\n"
                "  履职事项: {always: 提案}\n  日期: {from: 日}\n  标题: {from: 题}\n  阶段: {always: 提交}\n")  # fmt: skip
    inbox.write("报送/表.csv", "号,日,题\n1001,2026-03-05,关于停车的建议\n")
    said = inbox.done(f"{ONCE} --map 报送/表.yaml")
    assert "新增 1 条" in said
    assert "表.yaml" in lying(inbox)


def test_an_unknown_kind_is_no_fault_of_a_file(inbox: Duty) -> None:
    inbox.write("报送/一季度.csv", GOOD)
    assert "规则文件中没有履职事项“题案”" in inbox.refused(f"{ONCE} --kind 题案")
    assert lying(inbox) == ["一季度.csv"]


@pytest.mark.parametrize(("folder", "what"), [(".", "工作区"), ("data", "账本"), ("rules", "规则文件")])
def test_the_folders_of_the_workspace_take_no_files(duty: Duty, folder: str, what: str) -> None:
    assert f"{folder} 是{what}" in duty.refused(f"import --watch {folder} --once", 2)
    assert "没有这个文件夹" in duty.refused("import --watch 没有 --once")


def test_a_name_that_windows_does_not_take_gives_way_to_the_digest(inbox: Duty) -> None:
    inbox.write("报送/3:5 会议.csv", GOOD)
    assert "3:5 会议.csv：已导入" in inbox.done(ONCE)
    assert [len(Path(one).name) for one in lying(inbox)] == [20, 25]


def without_watchfiles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)


def test_without_the_library_only_what_is_there_can_be_gone_through(
    inbox: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_watchfiles(monkeypatch)
    inbox.write("报送/一季度.csv", GOOD)
    assert "请安装 duty-cli[watch]，只处理文件夹里现有的文件请加 --once" in inbox.refused("import --watch 报送", 2)
    assert "新增 2 条" in inbox.done(ONCE)


def woken_after(*deeds: Callable[[], object]) -> Callable[[Path, bool], Iterator[bool]]:
    """Wakes at once, and after each deed; then Ctrl+C is pressed."""

    def wakes(_: Path, __: bool) -> Iterator[bool]:
        yield True
        for do in deeds:
            do()
            yield True
        raise KeyboardInterrupt

    return wakes


def test_what_is_there_comes_first_then_what_comes_until_ctrl_c(inbox: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    inbox.write("报送/一月.csv", GOOD)
    come = woken_after(lambda: inbox.write("报送/二月.csv", WRONG))
    monkeypatch.setattr(inbox_watch, "_wakes", come)
    said = inbox.done("import --watch 报送")
    assert said.startswith("正在收件：报送。")
    assert said.index("一月.csv：已导入") < said.index("二月.csv：不予登记")
    assert said.endswith("收件结束：已导入 1 份，待改正 1 份\n")


def test_broken_rules_stop_nothing_for_good_and_are_no_fault_of_a_file(
    inbox: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = inbox.folder / "rules" / "scoring.yaml"
    whole = rules.read_bytes()
    file = lambda: inbox.write("报送/一月.csv", GOOD)  # noqa: E731
    deeds = (lambda: rules.write_bytes(b"x"), file, lambda: None, lambda: rules.write_bytes(whole))
    monkeypatch.setattr(inbox_watch, "_HELD", 0)
    monkeypatch.setattr(inbox_watch, "_wakes", woken_after(*deeds))
    answer = inbox("import --watch 报送")
    assert (answer.code, answer.err.count("文件都留在原处，排除后自动继续")) == (0, 1)
    assert "收件结束：已导入 1 份，待改正 0 份" in answer.out


def test_a_folder_that_is_gone_for_a_while_is_waited_for(inbox: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    place, away = inbox.folder / "报送", inbox.folder / "别处"
    deeds = (lambda: place.rename(away), lambda: away.rename(place), lambda: inbox.write("报送/一月.csv", GOOD))
    monkeypatch.setattr(inbox_watch, "_HELD", 0)
    monkeypatch.setattr(inbox_watch, "_wakes", woken_after(*deeds))
    assert "收件结束：已导入 1 份" in inbox.done("import --watch 报送")


def test_ctrl_c_while_a_file_is_gone_through_is_heard_after_it(inbox: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    real = inbox_watch.Intake.outcome

    def pressed(intake: inbox_watch.Intake, name: str, data: bytes) -> inbox_watch.FileOutcome:
        os.kill(os.getpid(), signal.SIGINT)
        return real(intake, name, data)

    inbox.write("报送/一月.csv", GOOD)
    inbox.write("报送/二月.csv", GOOD)
    monkeypatch.setattr(inbox_watch.Intake, "outcome", pressed)
    monkeypatch.setattr(inbox_watch, "_wakes", woken_after())
    assert "收件结束：已导入 1 份" in inbox.done("import --watch 报送")
    assert "二月.csv" in lying(inbox)


_HEARING_CTRL_C = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from duty_cli.cli.main import main
main()
"""
"""What a shell runs in the background does not hear Ctrl+C, nor do the programs started from there, these tests among them."""


@pytest.mark.parametrize("more", [(), ("--poll",)])
def test_a_file_that_comes_is_noticed(inbox: Duty, more: tuple[str, ...]) -> None:
    pytest.importorskip("watchfiles")
    command = [sys.executable, "-c", _HEARING_CTRL_C, "import", "--watch", "报送", *more]
    with subprocess.Popen(command, cwd=inbox.folder, stdout=subprocess.PIPE, encoding="utf-8") as watching:
        assert watching.stdout is not None
        assert watching.stdout.readline().startswith("正在收件：报送。")
        inbox.write("报送/一月.csv", GOOD.replace("2026", "2025"))
        assert "一月.csv：已导入" in watching.stdout.readline()
        watching.send_signal(signal.SIGINT)
        assert watching.stdout.readline() == "收件结束：已导入 1 份，待改正 0 份\n"
    assert watching.returncode == 0


def test_at_windows_nothing_is_open_that_is_moved(inbox: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    at_windows.sit_down(monkeypatch)
    locked: list[int] = []
    locking = SimpleNamespace(LK_NBLCK=2, locking=lambda file, _, __: locked.append(file))
    monkeypatch.setitem(sys.modules, "msvcrt", locking)
    inbox.write("报送/一季度.csv", GOOD)
    assert "→ 已导入" in inbox.done(ONCE)
    assert (len(locked), lying(inbox)) == (1, ["已导入/一季度.csv", "已导入/一季度.csv.html"])
