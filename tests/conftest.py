"""What all tests share: the flag that renews golden texts."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--renew`` writes what the program says now into the documents and golden files, to be read before committing."""
    parser.addoption("--renew", action="store_true", default=False, help="renew documents and golden files")
