"""One workspace with all the real files in it, for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from duty_cli.cli import clock
from tests.real.house import FILES, Row, duty, real, rows, take_in, with_members


@pytest.fixture(scope="package", autouse=True)
def _today() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: datetime(2025, 1, 15, 9, tzinfo=UTC))
        yield


@pytest.fixture(scope="package")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with all four files in it; that of the members gives the attendance too, as a file of its own."""
    folder = with_members(tmp_path_factory.mktemp("lok-sabha"))
    (folder / "attendance.csv").write_bytes(real("members").read_bytes() + b"\n")
    take_in(folder, folder / "attendance.csv", "attendance")
    for mapping, file in FILES.items():
        take_in(folder, real(file), mapping)
    duty(folder, "export", "-o", str(folder / "export.csv"))
    return folder


@pytest.fixture(scope="package")
def records(house: Path) -> list[Row]:
    """The records as they stand in the ledger."""
    return rows(house / "export.csv", ",")


@pytest.fixture(scope="package")
def members() -> list[Row]:
    """The members with the totals that the source itself made."""
    return rows(real("members"), ";")
