"""What all tests share: the flag that renews golden texts, what databases were opened, a folder
of the user's own that is not the tester's, and no complaint where a busy machine draws slowly."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from tests.office_server import OfficeServer

# How long it takes to draw a whole rule file depends on the machine and on what else runs on it.
settings.register_profile("duty", suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("duty")


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--renew`` writes what the program says now into the documents and golden files, to be read before committing."""
    parser.addoption("--renew", action="store_true", default=False, help="renew documents and golden files")


@pytest.fixture(scope="session", autouse=True)
def own_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the program under test keeps what is its user's."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("own")
        for name in ("XDG_STATE_HOME", "LOCALAPPDATA"):
            patch.setenv(name, str(folder))
        patch.delenv("DUTY_CACHE", raising=False)
        yield folder


@pytest.fixture(scope="session")
def office_server() -> Iterator[OfficeServer]:
    """A PostgreSQL server of this process of the tests."""
    from tests.office_server import running_server

    with running_server() as found:
        yield found


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[sqlite3.Connection]:
    """The connections to databases that are opened from here on."""
    found: list[sqlite3.Connection] = []
    real = sqlite3.connect

    def noted(path: Path, *, timeout: int, isolation_level: None, check_same_thread: bool) -> sqlite3.Connection:
        found.append(real(path, timeout=timeout, isolation_level=isolation_level, check_same_thread=check_same_thread))
        return found[-1]

    monkeypatch.setattr(sqlite3, "connect", noted)
    return found
