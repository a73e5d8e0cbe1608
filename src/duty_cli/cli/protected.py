"""The files that no output may take the place of, whatever it was told: by device and number, and by what they hold."""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from pathlib import Path
from stat import S_ISREG
from typing import TypeAlias

WRITTEN = "written.txt"
"""Beside the ledger: the digests of the files written."""

Identity: TypeAlias = tuple[int, int]
"""A file by device and number, whatever its names."""

_SQLITE = b"SQLite format 3\0"
_DATABASES = (_SQLITE, b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7", b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
"""How a database, a rollback journal and the two sorts of write-ahead logs begin."""

_COMPANION = re.compile(r"(.+)-(?:journal|wal|shm)", re.IGNORECASE)
_SAYS_SO = re.compile(rb"^\xef?\xbb?\xbf?format:\s*[\"']?duty-[a-z]+/\d", re.MULTILINE)
_READ = 1 << 16
"""Of a file so much is looked at to see what it is."""

_RULES = {".yaml", ".yml"}
_TEMPLATES = {".docx", ".dotx"}
_ZIP = b"PK"


def identity(file: Path | int) -> Identity | None:
    """The device and number of a plain file, by its path or as it is open; None where there is none."""
    try:
        found = os.fstat(file) if isinstance(file, int) else file.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if S_ISREG(found.st_mode) else None


def what(place: Path, ledger: Path, rules: Path, read: Collection[Identity]) -> str | None:
    """What stands at ``place`` (resolved) that must stay, as a clerk would call it; None where nothing does."""
    if _of_ledger(place, ledger):
        return "账本或账本的日志"
    if _same(place, ledger.parent / WRITTEN):
        return "输出文件的登记"
    if place.suffix.lower() in _RULES and (place.exists() or _same(place.parent, _folder(rules))):
        return "规则、公文格式或对照表一类的文件"
    own = identity(place)
    if own is None:
        return None
    held = _head(place)
    if held.startswith(_DATABASES):
        return "账本或数据库"
    if own in read:
        return "本次读入的文件"
    if _SAYS_SO.search(held):
        return "规则、公文格式或对照表一类的文件"
    return "本单位的规则或公文模板" if _of_rules(place, rules) else None


def _of_ledger(place: Path, ledger: Path) -> bool:
    """Whether ``place`` is the ledger or a companion of any, there already or not: a stray journal undoes the ledger."""
    if _same(place, ledger.resolve()):
        return True
    companion = _COMPANION.fullmatch(place.name)
    if companion is None:
        return False
    owner = place.with_name(companion[1])
    return _same(owner, ledger.resolve()) or _head(owner).startswith(_SQLITE)


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one.name.casefold() == other.name.casefold() and one.parent.resolve() == other.parent.resolve()


def _folder(rules: Path) -> Path:
    return rules if rules.is_dir() else rules.parent


def _of_rules(place: Path, rules: Path) -> bool:
    """Whether ``place`` is the file of rules, or a template of the office: among the rules, or named by its style."""
    folder = _folder(rules)
    if not rules.is_dir() and _same(place, rules):
        return True
    if place.suffix.lower() == ".xlsx" or not _head(place).startswith(_ZIP) or not (folder / "style.yaml").exists():
        return False
    from duty_cli.rulebook.style import StyleFile

    named = StyleFile(folder).template
    own = (path for path in folder.iterdir() if path.suffix.lower() in _TEMPLATES)
    return any(_same(place, path) for path in (*own, *([named] if named else ())))


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_READ)
    except OSError:
        return b""
