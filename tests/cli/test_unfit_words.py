"""What no command can mean is refused at the door in one line: wild numbers, halves of characters, closed streams."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from duty_cli.cli.app import app
from tests.workspace import Duty

HUGE = 2**64
RECORD = "record 1001 提案 --on 2026-03-05 --stage 提交、立案"


def commands(group: TyperGroup, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], TyperCommand]]:
    """Every command that is not a group, by its words."""
    with group.make_context("duty", [], resilient_parsing=True) as ctx:
        for name in group.list_commands(ctx):
            found = group.get_command(ctx, name)
            if isinstance(found, TyperGroup):
                yield from commands(found, (*path, name))
            elif isinstance(found, TyperCommand):
                yield (*path, name), found


ROOT = get_command(app)
assert isinstance(ROOT, TyperGroup)
COMMANDS = [one for one in commands(ROOT) if one[0] not in {("shell",), ("init",)}]
"""Those that need no terminal and no empty folder."""

WORDS = st.one_of(
    st.integers(-HUGE, HUGE).map(str),
    st.sampled_from(
        ["0", "1", "99999", "2026", "2026-Q1", "1001", "提案", "2026-03-05", "0001-01-01", "9999-12-31", "14"]
    ),
    st.text(st.characters(exclude_characters="\0"), min_size=1, max_size=6),
    st.sampled_from(["\udcff", "a\u202eb", "\ufffe", "\u200b", "-1", "1e9", "NaN", "∞", "²", "..", "/", "''"]),
)


@st.composite
def lines(draw: st.DrawFn) -> list[str]:
    """A command with an argument for each that it takes and some of its options."""
    path, command = draw(st.sampled_from(COMMANDS))
    words = list(path)
    for param in command.params:
        if param.param_type_name == "argument":
            words.append(draw(WORDS))
        elif param.name not in {"out", "rejects", "to"} and (param.required or draw(st.integers(0, 5)) == 0):
            words += [param.opts[-1]] if getattr(param, "is_flag", False) else [param.opts[-1], draw(WORDS)]
    return words


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(lines())
def test_no_command_line_ends_in_a_traceback(duty: Duty, words: list[str]) -> None:
    assert duty.run(*words).code != 70


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (f"void {HUGE} --reason 试", "序号“18446744073709551616”不符合要求；应为0 至 2147483647 的整数"),
        ("void -- -1 --reason 试", "缺少选项 --reason"),
        (f"log 1 {HUGE}", "批次“18446744073709551616”不符合要求"),
        ("annual-evaluation 0", "年度“0”不符合要求；应为1900 至 2999 的整数"),
        ("annual-evaluation 99999", "年度“99999”不符合要求"),
        ("quarter-report 9999-Q4", "季度“9999-Q4”不符合要求"),
        (f"explain 1001 --year 2026 --known-at {HUGE}", "序号“18446744073709551616”不符合要求"),
        (f"term-evaluation {HUGE}", "届次“18446744073709551616”不符合要求"),
    ],
)
def test_numbers_that_nothing_can_have_are_refused(duty: Duty, line: str, said: str) -> None:
    assert said in duty(line).err


@pytest.mark.parametrize("mark", ["\u202e", "\u200b", "\u2066", "\ufeff", "\ufffe", "\x07"])
@pytest.mark.parametrize("option", ["--title", "--note"])
def test_what_cannot_be_seen_is_refused_with_its_place(duty: Duty, mark: str, option: str) -> None:
    answer = duty.run(*RECORD.split(), option, f"停{mark}车")
    assert (answer.code, f"（第 2 个字是 U+{ord(mark):04X}）" in answer.err) == (5, True)


def test_half_a_character_is_refused_in_every_text(duty: Duty) -> None:
    answer = duty.run("void", "5", "--reason", "\udcff")
    assert (answer.code, answer.err.strip()) == (5, "错误：原因“�”不符合要求；应为能够显示的文字")


@pytest.mark.skipif(os.name == "nt", reason="a shell closes streams by their numbers")
@pytest.mark.parametrize(
    ("closing", "words", "code"),
    [
        *(("1>&-", "log", 5), ("1>&-", "--version", 5), ("1>&-", "--help", 5), ("1>/dev/full", "--version", 5)),
        *(("2>&-", "log", 0), ("0<&-", "log", 0), ("0<&- 1>&- 2>&-", "log", 5), ("2>&-", "void 999 --reason 试", 5)),
    ],
)
def test_closed_streams_lose_what_is_said_and_nothing_else(duty: Duty, closing: str, words: str, code: int) -> None:
    run = f"'{sys.executable}' -m duty_cli {words} {closing}"
    found = subprocess.run(["sh", "-c", run], cwd=duty.folder, capture_output=True, text=True, check=False)
    assert (found.returncode, "Traceback" in found.stderr) == (code, False)
    assert duty.done("check") == ""
