"""The line editor itself, fed with keys: what is typed, completed, and broken off."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from duty_cli.cli import prompt
from duty_cli.cli.prompt import Suggestion, Terminal, completer

OFFERS = [
    Suggestion("1003", "1003 孙三禾（经济界）", ("1003", "孙三禾", "ssh")),
    Suggestion.of("立案"),
    Suggestion.of("重点"),
]


@pytest.fixture
def keys() -> Iterator[PipeInput]:
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        yield pipe


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    for stream in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(f"sys.{stream}.isatty", lambda: True)
    found = prompt.terminal()
    assert found is not None
    return found


def test_a_line_is_typed(keys: PipeInput, desk: Terminal) -> None:
    keys.send_text(" 单怀瑾 \r")
    assert desk.ask("委员：", OFFERS) == "单怀瑾"


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("SSH", [("1003", -3)]),
        ("三禾", [("1003", -2)]),
        ("立案、重", [("重点", -1)]),
        ("", [("1003", 0), ("立案", 0), ("重点", 0)]),
        ("无", []),
    ],
)
def test_what_fits_the_word_being_typed_is_listed(typed: str, offered: list[tuple[str, int]]) -> None:
    found = completer(OFFERS).get_completions(Document(typed), CompleteEvent())
    assert [(one.text, one.start_position) for one in found] == offered


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl+C", "Ctrl+D"])
def test_breaking_off_is_an_interruption(keys: PipeInput, desk: Terminal, key: str) -> None:
    keys.send_text(key)
    with pytest.raises(KeyboardInterrupt):
        desk.ask("委员：")


def test_there_is_no_terminal_in_a_pipe() -> None:
    assert prompt.terminal() is None


def test_what_is_told_goes_to_the_screen(desk: Terminal, capsys: pytest.CaptureFixture[str]) -> None:
    desk.tell("1003 孙三禾")
    desk.tell_all(["1 提案", "2 表彰"])
    assert capsys.readouterr().out == "1003 孙三禾\n1 提案  2 表彰\n"
