"""A desk at which everything may go wrong: commands played with ``calls.c`` between them and the system."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from dataclasses import dataclass
from os.path import normpath
from pathlib import Path
from shutil import which
from typing import IO

HERE = Path(__file__).parent
ROOT = HERE.parents[1]

WATCH, KILL, TEAR, FAIL, HALVE = range(5)
"""What becomes of the call in question: nothing; the process ends before it, or in the middle of it; it fails; it writes half."""


@dataclass(frozen=True)
class Plan:
    """Which of the calls that change files goes wrong, and how."""

    how: int = WATCH
    at: int = 0
    code: int = 0
    lasting: bool = False
    """Whether all calls after it go the same way."""

    seconds: float | None = None
    """After how long the process is killed, wherever it is."""


@dataclass(frozen=True)
class Call:
    """A call that changed something: what, the file's number, where in it, the bytes or how many, and the names."""

    what: str
    file: int
    place: int
    data: bytes
    name: str
    to: str


@dataclass(frozen=True)
class Played:
    """How a command ended, negative where a signal ended it; what it said; the calls it made, where they were logged."""

    code: int
    out: str
    err: str
    calls: tuple[Call, ...] = ()

    @property
    def changes(self) -> int:
        """How many calls are counted: what ``Plan.at`` can name."""
        assert self.calls[-1].what == "counted", self.err
        return self.calls[-1].place


def why_not() -> str:
    """Why nothing of this can be tried here; empty where it can."""
    if sys.platform != "linux":
        return "LD_PRELOAD is of Linux"
    return "" if which("cc") else "there is no C compiler"


def shim(folder: Path) -> Path:
    """``calls.c`` as a library."""
    made = folder / "calls.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", made, HERE / "calls.c", "-ldl"], check=True)
    return made


class Server:
    """The process that plays commands; each workspace is the folder ``work`` of a case, the user's own is ``own``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        environ = os.environ | {"LD_PRELOAD": str(shim(folder)), "PYTHONUTF8": "1", "DUTY_BY": "经办人甲"}
        environ = {
            name: said for name, said in environ.items() if name not in {"DUTY_LEDGER", "DUTY_RULES", "DUTY_CACHE"}
        }
        command = [sys.executable, "-m", "tests.faults.server"]
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def end(self) -> None:
        """Let the process end."""
        self._pipe(self._process.stdin).close()
        self._process.wait()

    def __call__(
        self, case: Path, line: str, plan: Plan | None = None, *, out: str | None = "", given: str | None = os.devnull
    ) -> Played:
        """Play ``line`` at ``case``, as ``plan`` says or whole and logged; ``out`` and ``given``: None where the stream is closed."""
        said, wrong, log = (self.folder / name for name in ("out", "err", "log"))
        for place in (said, wrong, log):
            place.write_bytes(b"")
        plan, watched = plan or Plan(), plan is None
        asked = {
            "folder": str(case / "work"), "root": str(case), "words": shlex.split(line), "environ": {"XDG_STATE_HOME": str(case / "own")},
            "in": given, "out": str(said) if out == "" else out, "err": str(wrong), "log": str(log) if watched else None,
            "how": plan.how, "at": plan.at, "code": plan.code, "lasting": int(plan.lasting), "seconds": plan.seconds,
        }  # fmt: skip
        pipe = self._pipe(self._process.stdin)
        pipe.write(json.dumps(asked) + "\n")
        pipe.flush()
        code = int(self._pipe(self._process.stdout).readline())
        return Played(code, said.read_text("utf-8"), wrong.read_text("utf-8"), tuple(_calls(log.read_bytes())))

    def done(self, case: Path, line: str) -> str:
        """What a command says that must succeed."""
        played = self(case, line, Plan())
        assert played.code == 0, (line, played.err)
        return played.out

    def _pipe(self, pipe: IO[str] | None) -> IO[str]:
        assert pipe is not None
        return pipe


def _calls(log: bytes) -> list[Call]:
    found, begin = [], 0
    while begin < len(log):
        end = log.index(b"\n", begin)
        what, file, place, many, name, to = log[begin:end].decode().split("\t")
        begin = end + 1 + int(many)
        found.append(Call(what, int(file), int(place), log[end + 1 : begin], normpath(name), normpath(to)))
    return found
