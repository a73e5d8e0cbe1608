"""Every example in the documents is run, and says what the program says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup
from typer.main import get_command

from duty_cli.cli import clock
from duty_cli.cli.app import app
from duty_cli.cli.main import run
from tests.docs.transcript import blocks, replayed

ROOT = Path(__file__).parents[2]
DOCUMENTS = (ROOT / "README.md", ROOT / "docs" / "手册.md")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own, a fixed day, a fixed salt: the same digests every time."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(clock, "now", lambda: datetime.fromisoformat("2026-11-23T09:00:00+08:00"))
    monkeypatch.setattr("secrets.token_bytes", bytes)
    monkeypatch.setattr("duty_cli.cli.inbox_folder.QUIET", 0)
    for name in ("DUTY_LEDGER", "DUTY_RULES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DUTY_BY", "王文书")
    return tmp_path


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_session_of_a_document_goes_as_it_says(
    document: Path,
    desk: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    text = document.read_text("utf-8")
    now, last = "", 0
    for block in blocks(text):
        if block.file is not None:
            Path(block.file).parent.mkdir(parents=True, exist_ok=True)
            Path(block.file).write_text(block.body, "utf-8")
            continue
        moment = f"{block.day or '2026-11-23'}T09:00:00+08:00"
        monkeypatch.setattr(clock, "now", lambda moment=moment: datetime.fromisoformat(moment))
        now += text[last : block.start] + replayed(block.body, _typed(desk, capfd), monkeypatch.chdir)
        last = block.end
    now += text[last:]
    if request.config.getoption("--renew"):
        document.write_text(now, "utf-8")
    assert now == text


def _typed(desk: Path, capfd: pytest.CaptureFixture[str]) -> Callable[[list[str]], str]:
    def run_and_read(words: list[str]) -> str:
        capfd.readouterr()
        # The days of a document follow its chapters.
        code = run(["--clock-was-wrong", *words])
        printed = "".join(capfd.readouterr()).replace(str(desk), "")
        return printed + (f"（退出码 {code}）\n" if code else "")

    return run_and_read


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_no_session_ends_in_a_fault_of_the_program(document: Path) -> None:
    assert "程序出错" not in "\n".join(
        block.body for block in blocks(document.read_text("utf-8")) if block.file is None
    )


def test_the_manual_names_every_command() -> None:
    manual = DOCUMENTS[1].read_text("utf-8")
    program = get_command(app)
    assert isinstance(program, TyperGroup)
    asked = typer.Context(program)
    names = list(program.list_commands(asked))
    for name in names[:]:
        group = program.get_command(asked, name)
        names += [f"{name} {one}" for one in group.list_commands(asked)] if isinstance(group, TyperGroup) else []
    assert [name for name in names if f"duty {name}" not in manual] == []
