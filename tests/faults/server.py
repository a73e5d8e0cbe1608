"""A process that has loaded the program and plays each command in a fork of itself: a start of Python for all of them.

Run with ``calls.c`` loaded; takes a line of JSON for each command and answers with its exit code, negative where a signal ended it.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import pkgutil
import signal
import sys
import time
from datetime import datetime, timedelta, timezone
from importlib import import_module
from typing import Any, NoReturn

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=timezone(timedelta(hours=8)))


def load() -> None:
    """Load what a command would load, so that a fork has it."""
    import duty_cli

    for found in pkgutil.walk_packages(duty_cli.__path__, "duty_cli."):
        if not found.name.endswith("__main__"):
            import_module(found.name)
    for name in (
        "cryptography.hazmat.primitives.asymmetric.ed25519",
        "docx",
        "sqlite3",
        "tempfile",
        "xlsxwriter",
        "yaml",
        "zipfile",
    ):
        import_module(name)
    from duty_cli.cli import clock, inbox_folder

    clock.now = lambda: NOW
    inbox_folder.QUIET = 0


def play(call: dict[str, Any]) -> NoReturn:
    """Run one command as ``call`` says, and end."""
    os.chdir(call["folder"])
    os.environ.update(call["environ"])
    for number, (name, how) in enumerate(
        ((call["in"], os.O_RDONLY), (call["out"], os.O_WRONLY), (call["err"], os.O_WRONLY))
    ):
        if name is None:
            os.close(number)
        else:
            os.dup2(os.open(name, how | (os.O_CREAT if how else 0), 0o600), number)
    log = os.open(call["log"], os.O_WRONLY | os.O_CREAT, 0o600) if call["log"] else -1
    sys.stdin = _stream(0, "r", call["in"])
    sys.stdout, sys.stderr = _stream(1, "w", call["out"]), _stream(2, "w", call["err"])
    from duty_cli.cli.main import run

    ctypes.CDLL(None).arm(
        call["root"].encode(), call["how"], ctypes.c_long(call["at"]), call["code"], call["lasting"], log
    )
    code = run(call["words"])
    if log >= 0:
        os.write(log, f"counted\t0\t{ctypes.CDLL(None).counted()}\t0\t\t\n".encode())
    os._exit(code)


def _stream(number: int, mode: str, given: str | None) -> Any:  # noqa: ANN401 - a stream that is closed is None
    return None if given is None else os.fdopen(number, mode, encoding="utf-8", closefd=False)


def serve() -> None:
    """Play what is asked, one command after the other, until nothing more is asked."""
    load()
    gc.freeze()  # a fork shares what nobody counts anew
    answers = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        call = json.loads(line)
        child = os.fork()
        if child == 0:
            play(call)
        if call["seconds"] is not None:
            time.sleep(call["seconds"])
            os.kill(child, signal.SIGKILL)
        answers.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
        answers.flush()


if __name__ == "__main__":
    serve()
