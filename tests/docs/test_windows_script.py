"""What a person tries on a Windows machine (tests/windows.md) are commands that there are, with options that there are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from duty_cli.cli.command_table import TABLE
from duty_cli.documents import systems
from duty_cli.parsing.command_words import command_words
from tests.workspace import Duty, duty, empty, template

__all__ = ["duty", "empty", "template"]
TEXT = Path(__file__).parents[1].joinpath("windows.md").read_text("utf-8")
FENCED = re.findall(r"^```(?:bat|powershell)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
LINES = [line for block in FENCED for line in block.splitlines() if line.startswith("duty ")]
GENERAL = {"--ledger", "--version"}


def words_of(line: str) -> list[str]:
    """The words of a command, without what the console does with its output."""
    return [word.text for word in command_words(re.split(r" [|>] ", line)[0])][1:]


@pytest.mark.parametrize("line", LINES)
def test_every_command_of_the_script_is_one_and_knows_its_options(line: str) -> None:
    words = [word for word in words_of(line) if not word.startswith("\\\\")]
    words = words[1:] if words[0] == "--ledger" else words
    options = {word for word in words if word.startswith("-")} - GENERAL
    known = next((TABLE[name] for name in (" ".join(words[:2]), words[0]) if name in TABLE), None)
    assert known is not None or words == ["--version"]
    assert [one for one in options if f"'{one}'" not in repr(known)] == []


def test_what_the_script_says_of_names_is_what_the_program_says(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(systems, "WINDOWS", True)
    told = [duty.run(*words_of(line)).err for line in LINES if " -o " in line and "log" in line]
    wanted = (
        "留给设备的名称",
        "盘符后面要有 \\",
        "“?”在 Windows 上不能用",
        "在 Windows 上不能用",
        "已写入 操作 日志.csv",
    )
    assert [want for want, said in zip(wanted, told, strict=True) if want not in said] == []


def test_the_files_of_the_script_are_imported_by_a_star(duty: Duty) -> None:
    row = "委员编号,履职事项,日期,标题\n1001,提案,2026-0{}-06,关于第 {} 条步道的提案\n"
    for at, (name, code) in enumerate((("三月.csv", "utf-8"), ("四月.csv", "gb18030"), ("~$五月.csv", "utf-8")), 3):
        (duty.folder / name).write_bytes(row.format(at, at).encode(code))
    duty.done("import '*月.csv'")
    assert sorted(one["日期"] for one in duty.records()) == ["2026-03-06", "2026-04-06"]
    assert "没有符合的文件" in duty.refused("import '*.xlsx'")
