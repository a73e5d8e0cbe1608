"""Which tests a change touches, in which order, and that the clock ends them."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from scripts import quick

TREE = {
    "src/duty_cli/points.py": "",
    "src/duty_cli/scoring.py": "from duty_cli.points import Points",
    "src/duty_cli/shown.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from duty_cli.points import Points",
    "src/duty_cli/app.py": "COMMANDS = {'score': 'scoring.score'}",
    "src/duty_cli/late.py": "def f():\n    from duty_cli import scoring",
    "src/duty_cli/page.py": "STYLE = 'style.css'",
    "src/duty_cli/style.css": "",
    "tests/points/test_points.py": "from duty_cli.points import Points",
    "tests/points/conftest.py": "from duty_cli import late",
    "tests/test_scoring.py": "import duty_cli.scoring",
    "tests/test_shown.py": "from duty_cli import shown",
    "tests/test_app.py": "from duty_cli.app import app",
    "tests/test_page.py": "from duty_cli.page import STYLE",
    "tests/points/broken/a.yaml": "",
}
"""Each file of a small tree, and what it imports."""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> quick.Graph:
    root = tmp_path_factory.mktemp("tree")
    for name, text in TREE.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return quick.Graph(root)


@pytest.mark.parametrize(
    ("change", "touched"),
    [
        (["src/duty_cli/points.py"], {"points/test_points": 0, "test_scoring": 2, "test_app": 3}),
        (["src/duty_cli/late.py"], {"points/test_points": 2}),
        (["src/duty_cli/shown.py"], {"test_shown": 0}),
        (["src/duty_cli/style.css"], {"test_page": 1}),
        (["tests/test_app.py"], {"test_app": 0}),
        (["tests/points/broken/a.yaml"], {"points/test_points": 0}),
        (["docs/nobody-names-it.md"], {}),
    ],
    ids=str,
)
def test_a_change_leads_to_the_tests_whose_imports_lead_to_it(
    graph: quick.Graph, change: Sequence[str], touched: dict[str, int]
) -> None:
    assert graph.touched(change) == {f"tests/{name}.py": distance for name, distance in touched.items()}


def test_the_nearest_and_quickest_come_first_and_no_more_are_begun_than_fit() -> None:
    touched, seconds = {"far": 3, "near": 1, "slow": 0, "new": 1}, {"far": 0.1, "near": 0.5, "slow": 9.0}
    assert quick.in_order(touched, seconds) == ["near", "new", "slow", "far"]
    assert quick.that_fit(["near", "new", "slow", "far"], seconds, 5) == ["near", "new", "slow"]


def test_a_change_is_what_differs_from_a_commit_and_what_git_does_not_know_yet(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        who = ["-c", "user.name=a", "-c", "user.email=a@example.invalid"]
        subprocess.run(["git", *who, *words], cwd=tmp_path, check=True, capture_output=True)

    git("init", "--initial-branch=main")
    for name in ("stays.py", "goes.py", "会.py"):
        (tmp_path / name).touch()
    git("add", ".")
    git("commit", "--message=one")
    git("checkout", "-b", "branch")
    (tmp_path / "会.py").write_text("x = 1\n", "utf-8")
    git("commit", "--all", "--message=two")
    (tmp_path / "goes.py").unlink()
    (tmp_path / "new.py").touch()
    assert quick.changed(tmp_path, quick.left_main(tmp_path)) == ["new.py", "会.py"]
    assert quick.changed(tmp_path, "HEAD") == ["new.py"]


def test_when_the_time_is_up_the_rest_is_named_and_what_ran_decides(tmp_path: Path) -> None:
    (tmp_path / "test_first.py").write_text("def test_a(): pass\n", "utf-8")
    (tmp_path / "test_second.py").write_text("def test_b(): assert False\n", "utf-8")

    def ran(until: float) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, quick.__file__, "--tests", str(until), "test_first.py", "test_second.py"]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)

    cut = ran(0)
    assert (cut.returncode, cut.stdout.splitlines()[-1]) == (0, "not run, or not to the end: 1 files (test_second.py)")
    assert set(json.loads((tmp_path / quick.TIMES).read_text("utf-8"))) == {"test_first.py"}
    assert ran(time.time() + 60).returncode == 1
