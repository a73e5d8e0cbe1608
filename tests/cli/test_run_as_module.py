"""The program called as ``python -m duty_cli``: the same program, name and exit codes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duty_cli
from duty_cli.errors.ledger_errors import NoLedger


def as_module(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-X", "utf8", "-m", "duty_cli", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)


def test_it_answers_by_the_name_of_the_program(tmp_path: Path) -> None:
    assert as_module(tmp_path, "--version").stdout == f"duty {duty_cli.__version__}\n"
    assert "用法：duty [选项]" in as_module(tmp_path, "--help").stdout


def test_a_refusal_keeps_its_exit_code_and_its_one_sentence(tmp_path: Path) -> None:
    done = as_module(tmp_path, "--ledger", "无.db", "check")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (NoLedger(Path("无.db")).exit_code, "", 1)
    assert done.stderr.startswith("错误：")
