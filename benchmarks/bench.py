"""Where a run of benchmarks takes place: this checkout beside an earlier build, and a sample workspace of each.

The earlier build is taken from git by the run itself and works beside this checkout, with compiled files and a workspace
(300 members × 3 years) of its own, made when it is first asked for. Nothing outside the temporary folder is written.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tarfile
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
BEFORE: Final = "597b9d8"
"""The build that the targets compare with, where none is told on the command line."""

NOW: Final = "now"
EARLIER: Final = "before"
TERM: Final = ("--term", "14", "--from", "2022-01-01", "--until", "2026-12-31")

Side = Callable[[], float]
"""One turn of one side: does the work and says what it cost, in the unit of its target (as a rule milliseconds)."""


@dataclass(frozen=True)
class Desk:
    """A workspace of one build; ``env`` runs that build's ``duty`` at it."""

    folder: Path
    env: Mapping[str, str]
    duty: tuple[str, ...]

    def run(self, words: Sequence[str], **env: str) -> float:
        """Run ``duty`` with ``words`` in the folder, as a whole process; its milliseconds."""
        return spent([*self.duty, *words], {**self.env, **env}, self.folder)

    @property
    def ledger(self) -> Path:
        """The ledger's file."""
        return self.folder / "data" / "ledger.db"


class Bench:
    """The builds of one run and their workspaces; for a subject its ``sizes`` too, and a folder for what it alone needs."""

    sizes: Mapping[str, int]
    folder: Path

    def __init__(self, place: Path, commit: str = BEFORE) -> None:
        self._place = place
        self._commit = commit
        self._desks: dict[str, Desk] = {}

    @contextmanager
    def subject(self, sizes: Mapping[str, int]) -> Iterator[Bench]:
        """This bench for one subject; its folder is gone afterwards."""
        with TemporaryDirectory(dir=self._place) as folder:
            own = copy(self)
            own.sizes, own.folder = sizes, Path(folder)
            yield own

    def build(self, which: str) -> Path:
        """The files of a build: of this checkout, or of the earlier commit."""
        if which == NOW:
            return ROOT
        into = self._place / "build"
        if not into.exists():
            packed = subprocess.run(["git", "archive", self._commit], cwd=ROOT, check=True, capture_output=True).stdout
            with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
                archive.extractall(into, filter="data")
        return into

    def env(self, which: str) -> dict[str, str]:
        """The environment in which a build's modules are the ones imported."""
        env = {**os.environ, "PYTHONPATH": str(self.build(which) / "src"), "DUTY_BY": "测试员"}
        # As installed: compiled once, whatever the shell this runs in has set.
        for name in ("DUTY_RULES", "PYTHONDONTWRITEBYTECODE"):
            env.pop(name, None)
        own = dict.fromkeys(("XDG_STATE_HOME", "LOCALAPPDATA"), str(self._place / f"{which}-own"))
        return {**env, **own, "PYTHONPYCACHEPREFIX": str(self._place / f"{which}-compiled")}

    def duty(self, which: str) -> tuple[str, ...]:
        """How a build's ``duty`` is called, by the entry point that an installation would take."""
        told = tomllib.loads((self.build(which) / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]["duty"]
        module, _, name = told.partition(":")
        return (sys.executable, "-c", f"import sys; from {module} import {name}; sys.exit({name}())")

    def desk(self, which: str) -> Desk:
        """The sample workspace of a build, shared by the subjects of a run."""
        if which not in self._desks:
            self._desks[which] = self.new_desk(which, self._place / which, sample(self.build(which)))
        return self._desks[which]

    def new_desk(self, which: str, folder: Path, sheets: Sequence[Path] = (), roster: Path | None = None) -> Desk:
        """Another workspace of a build, with the members of ``roster`` or of the sample, and the records of ``sheets``."""
        roster = roster or self.build(which) / "data" / "roster.csv"
        env = {**self.env(which), "DUTY_LEDGER": str(folder / "data" / "ledger.db")}
        desk = Desk(folder, env, self.duty(which))
        folder.mkdir()
        desk.run(["init", str(folder), "--committee", "政协示例市委员会", *TERM])
        desk.run(["member", "import", str(roster)])
        if sheets:
            desk.run(["import", *map(str, sheets)])
        return desk

    def command(self, which: str, *words: str, **env: str) -> Side:
        """``duty`` of a build with ``words``, a whole process at the sample workspace."""
        desk = self.desk(which)
        return lambda: desk.run(words, **env)

    def afresh(self, which: str, *words: str) -> Side:
        """As ``command``, each time with the ledger as it is now, as for what can be entered only once."""
        desk = self.desk(which)
        kept = self.folder / f"{which}.db"
        shutil.copy(desk.ledger, kept)

        def turn() -> float:
            put_back(kept, desk.ledger, desk.env)
            return desk.run(words)

        return turn

    def python(self, code: str) -> Side:
        """Python alone with ``code``, a whole process in the environment of this checkout."""
        env = self.env(NOW)
        return lambda: spent([sys.executable, "-c", code], env, ROOT)


def put_back(kept: Path, ledger: Path, env: Mapping[str, str]) -> None:
    """Have the ledger as it was, and have it forgotten that it was ever further, which a build refuses to go on from."""
    shutil.copy(kept, ledger)
    shutil.rmtree(Path(env["XDG_STATE_HOME"]) / "duty" / "heads", ignore_errors=True)


def sample(build: Path) -> list[Path]:
    """The sheets of records of a build's sample."""
    return sorted((build / "data").glob("20*.csv"))


def spent(command: Sequence[str], env: Mapping[str, str], folder: Path) -> float:
    """The wall-clock milliseconds of a whole process, which must succeed."""
    start = time.perf_counter()
    done = subprocess.run(command, env=env, cwd=folder, check=False, capture_output=True, text=True)
    took = (time.perf_counter() - start) * 1000
    if done.returncode:
        raise RuntimeError(f"exit code {done.returncode} of {' '.join(command)}\n{done.stderr}")
    return took
