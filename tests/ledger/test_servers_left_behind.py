"""A server for tests does not outlive them for long, even where they are killed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psutil

from tests.office_server import OfficeServer, put_away_left_behind

KILLED = """
import os
from tests.office_server import running_server

with running_server() as server:
    print(server.folder, flush=True)
    os._exit(9)
"""


def long_ago(folder: Path) -> None:
    os.utime(folder.with_name(f"{folder.name}.alive"), (0, 0))


def test_a_server_whose_tests_were_killed_is_put_away_and_one_that_is_used_is_not(office_server: OfficeServer) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED], capture_output=True, text=True, check=False)
    assert killed.returncode == 9, killed.stderr
    left = Path(killed.stdout.strip())
    server = psutil.Process(int((left / "postmaster.pid").read_text("utf-8").split()[0]))
    # Just made, it may be anybody's; then nobody holds it, and of that which is used these tests do.
    put_away_left_behind()
    assert server.is_running()
    for folder in (left, office_server.folder):
        long_ago(folder)
    put_away_left_behind()
    server.wait(10)
    assert (left.exists(), left.with_name(f"{left.name}.alive").exists()) == (False, False)
    assert office_server.sql("SELECT 1") == [(1,)]
