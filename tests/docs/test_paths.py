"""The documents for developers name files that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src" / "duty_cli"
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md", *sorted((ROOT / "docs").rglob("*.md"))]
_FILE = re.compile(r"`([\w./-]+\.(?:py|toml|yaml|md))`")
_OF_USERS = re.compile(r"平台|报名|有错|新细则|细则|\.map\.yaml|style\.yaml|intake\.yaml|mNNNN|NAME|scoring-20")
"""Files of workspaces, and names that stand for any."""


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_that_is_named_is_there(document: Path) -> None:
    named = [name for name in _FILE.findall(document.read_text("utf-8")) if not _OF_USERS.search(name)]
    modules = {path.name for path in SOURCES.rglob("*.py")}
    roots = (ROOT, SOURCES, document.parent, ROOT / "docs")
    lost = [name for name in named if name not in modules and not any((root / name).exists() for root in roots)]
    assert lost == []
