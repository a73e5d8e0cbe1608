"""Which files of a folder are rule files, and the digest by which they are known; read without knowing YAML."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from operator import attrgetter
from pathlib import Path

from duty_cli.errors.file_errors import UnreadableFile
from duty_cli.errors.rule_errors import NoRules
from duty_cli.patterns import pattern

_SAYS_SO = pattern(rb"^format\s*:\s*[\"']?duty-rules/", re.M)


def rule_files(path: Path) -> dict[str, bytes]:
    """The bytes of a file, or of all the rule files of a folder, by name."""
    try:
        if path.is_dir():
            found = {file.name: file.read_bytes() for file in sorted(path.glob("*.yaml"), key=attrgetter("name"))}
            files = {name: data for name, data in found.items() if _is_rules(name, data)}
        else:
            files = {path.name: path.read_bytes()} if path.exists() else {}
    except OSError as error:
        raise UnreadableFile(path, error.strerror or str(error)) from error
    if not files:
        raise NoRules(path)
    return files


def _is_rules(name: str, data: bytes) -> bool:
    """Whether a file of the rules folder is a rule file: it says so, or has the name of one and is to be found faulty."""
    return _SAYS_SO.search(data) is not None or (name.startswith("scoring") and name.count(".") == 1)


def without_texts(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Of the files entered in a ledger those that score: the printed documents lie beside them and are no part of the digest."""
    return {name: data for name, data in files.items() if not is_text(name, data)}


def is_text(name: str, data: bytes) -> bool:
    """Whether a file entered with rules is a printed document that they name."""
    return name.lower().endswith((".txt", ".docx")) and _SAYS_SO.search(data) is None


def digest(files: Mapping[str, bytes]) -> str:
    """The SHA-256 of one file's bytes; of several, that of their sorted lines of name, NUL and digest."""
    digests = {name: sha256(data).hexdigest() for name, data in files.items()}
    if len(digests) == 1:
        return next(iter(digests.values()))
    lines = "".join(f"{name}\0{value}\n" for name, value in sorted(digests.items()))
    return sha256(lines.encode()).hexdigest()


def known_by(files: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """What files are known by among what was worked out before: the name and the digest of each, by name."""
    return [(name, digest({name: files[name]})) for name in sorted(files)]
