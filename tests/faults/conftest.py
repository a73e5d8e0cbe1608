"""The process that plays commands, one for each run of the tests, in memory where the system has room there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.faults.deeds import DEEDS
from tests.faults.desk import Server, why_not
from tests.faults.judging import Trial
from tests.workspace import empty, template

__all__ = ["empty", "template"]

MEMORY = Path("/dev/shm")


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The process that plays commands."""
    if why_not():
        pytest.skip(why_not())
    with TemporaryDirectory(prefix="duty-faults-", dir=MEMORY if os.access(MEMORY, os.W_OK) else None) as folder:
        made = Server(Path(folder))
        yield made
        made.end()


@pytest.fixture(scope="session")
def trials(server: Server) -> dict[str, Trial]:
    """Every deed, to be tried."""
    return {name: Trial(server, server.folder / name.replace(" ", "-"), deed) for name, deed in DEEDS.items()}
