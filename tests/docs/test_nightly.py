"""The nightly script of the documents, run as it stands."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.test_documents import ROOT
from tests.workspace import Duty, duty, empty, template

__all__ = ["duty", "empty", "template"]

pytestmark = pytest.mark.skipif(shutil.which("sh") is None, reason="no shell here")
HEAD = "委员编号,履职事项,日期,活动,出席情况\n"


def nightly(desk: Duty) -> int:
    """Run the script for Linux in a workspace; its exit code."""
    found = re.search(r"```sh\n(.*?)```", (ROOT / "docs" / "夜间导入.md").read_text("utf-8"), re.S)
    assert found is not None
    script = found[1].replace("/srv/duty", str(desk.folder))
    programs = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    return subprocess.run(["sh", "-c", script], env={**os.environ, "PATH": programs}, check=False).returncode


def test_what_the_offices_laid_in_is_in_the_ledger_in_the_morning(duty: Duty) -> None:
    (duty.folder / "报送" / "提案委").mkdir(parents=True)
    duty.write("报送/提案委/出席.csv", HEAD + "1001,委员活动日,2026-03-05,春季,出席\n")
    assert (nightly(duty), duty.states()) == (0, {"1001": "出席"})
    before = duty.digest()
    assert (nightly(duty), duty.digest()) == (0, before)
    duty.write("报送/办公室.csv", HEAD + "9999,委员活动日,2026-03-05,春季,出席\n")
    assert nightly(duty) == 1
    (problems,) = (duty.folder / "结果").glob("*-问题.jsonl")
    assert json.loads(problems.read_text("utf-8"))["line"] == 2
    assert "有没有登记的行" in (duty.folder / "结果" / "待办.txt").read_text("utf-8")
