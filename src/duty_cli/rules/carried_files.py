"""Which files of a rules folder go along with the ledger: the office's rules, and what lies beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from operator import attrgetter
from pathlib import Path

from duty_cli.errors.file_errors import UnreadableFile
from duty_cli.patterns import pattern

_OURS = pattern(rb"^\xef?\xbb?\xbf?format\s*:\s*[\"']?duty-[a-z]+/", re.MULTILINE)
_WRITTEN, _BESIDE = frozenset({".yaml", ".yml"}), frozenset({".json", ".docx", ".dotx"})
_TEXT = pattern(
    rb"^text\s*:[ \t]*[\"']?([^\"'#/\\\r\n]+\.(?:txt|docx))[\"']?[ \t]*(?:#|\r?$)", re.MULTILINE | re.IGNORECASE
)
_LIMIT = 1 << 24
"""Bytes of a file that belongs to rules: what is larger was put there for something else."""


MAPS = "maps"
"""The folder beside the rules with maps of foreign files."""


def carried_files(rules: Path) -> dict[str, bytes]:
    """The files by name: rules, the documents that they name, style, steps, calendar, holidays, words, maps, cases, templates.

    Faulty ones too. Raises UnreadableFile.

    Of a single rule file in a folder of other things, only what says that it is ours; empty where there is none.
    """
    folder = rules if rules.is_dir() else rules.parent
    own = _BESIDE if rules.is_dir() else frozenset[str]()
    found = {}
    for file in (*_in_order(folder), *_in_order(folder / MAPS)):
        ending = file.suffix.lower()
        if ending not in _WRITTEN | own:
            continue
        data = _bytes(file)
        if data is None:
            continue
        if ending in own or file == rules or _OURS.search(data) or file.name.startswith("scoring"):
            found[file.relative_to(folder).as_posix()] = data
    beside = ((name, _bytes(folder / name)) for name in texts_named(found.values()))
    return found | {name: data for name, data in beside if data is not None}


def texts_named(files: Iterable[bytes]) -> list[str]:
    """The names of the printed documents that rule files name, faulty files too."""
    return sorted({name.decode("utf-8", "replace") for data in files for name in _TEXT.findall(data)})


def _bytes(file: Path) -> bytes | None:
    """What is in the file; None where none is there, or one that is too large to belong to rules. Raises UnreadableFile."""
    if not file.is_file() or file.stat().st_size > _LIMIT:
        return None
    try:
        return file.read_bytes()
    except OSError as error:
        raise UnreadableFile(file, error.strerror or str(error)) from error


def _in_order(folder: Path) -> list[Path]:
    return sorted(folder.iterdir(), key=attrgetter("name")) if folder.is_dir() else []
