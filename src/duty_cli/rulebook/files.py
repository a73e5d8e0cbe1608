"""The door to rule files: bytes → :class:`~duty_cli.domain.rules.Rules`, or every fault at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from duty_cli.domain.faults import Fault
from duty_cli.domain.rules import Rules
from duty_cli.errors import NoRules, RuleFaults, UnreadableFile
from duty_cli.rulebook import checks, strict, wording
from duty_cli.rulebook.build.book import rulebook
from duty_cli.rulebook.forms.rules import RulesForm
from duty_cli.rulebook.source import Source, Tree, beside
from duty_cli.rulebook.values import Vocabulary

_SAYS_SO = re.compile(rb"^format\s*:\s*[\"']?duty-rules/", re.M)


def read_rules(path: Path) -> Rules:
    """The rules in a file, or in all the rule files of a folder."""
    try:
        if path.is_dir():
            found = {file.name: file.read_bytes() for file in sorted(path.glob("*.yaml"))}
            files = {name: data for name, data in found.items() if _is_rules(name, data)}
        else:
            files = {path.name: path.read_bytes()} if path.exists() else {}
    except OSError as error:
        raise UnreadableFile(path, error.strerror or str(error)) from error
    if not files:
        raise NoRules(path)
    return load(files)


def _is_rules(name: str, data: bytes) -> bool:
    """Whether a file of the rules folder is a rule file: it says so, or has the name of one and is to be found faulty."""
    return _SAYS_SO.search(data) is not None or (name.startswith("scoring") and name.count(".") == 1)


def load(files: Mapping[str, bytes]) -> Rules:
    """The rules in the files' bytes, by name. Raises RuleFaults with all that is wrong in any of them."""
    if not files:
        raise NoRules("没有给出任何文件")
    filled: list[tuple[RulesForm, Source]] = []
    faults: list[Fault] = []
    for name, data in sorted(files.items()):
        one, found = _read(name, data)
        faults += found
        if one is not None:
            filled.append(one)
    faults = beside(faults, checks.between_files(filled))
    if faults:
        raise RuleFaults(faults)
    books = sorted((rulebook(form, source) for form, source in filled), key=lambda book: book.effective)
    return Rules(tuple(books), digest(files), dict(files))


def digest(files: Mapping[str, bytes]) -> str:
    """The SHA-256 of one file's bytes; of several, that of their sorted lines of name, NUL and digest."""
    digests = {name: sha256(data).hexdigest() for name, data in files.items()}
    if len(digests) == 1:
        return next(iter(digests.values()))
    lines = "".join(f"{name}\0{value}\n" for name, value in sorted(digests.items()))
    return sha256(lines.encode()).hexdigest()


def _read(name: str, data: bytes) -> tuple[tuple[RulesForm, Source] | None, list[Fault]]:
    source, faults = strict.read(name, data)
    if source is None:
        return None, faults
    form, found = wording.fill(RulesForm, source, _vocabulary(source.tree))
    if form is None:
        return None, beside(faults, found)
    return (form, source), beside(faults, checks.within_file(form, source))


def _vocabulary(tree: Tree) -> Vocabulary:
    """The words the file declares, as far as they can be read before it is known to be sound."""
    top = tree if isinstance(tree, dict) else {}
    return Vocabulary(
        kinds=_texts(top.get("kinds"), "id"),
        stages=_texts(top.get("stages", [])),
        levels=_texts(top.get("levels", [])),
        grades=_texts(top.get("bands"), "grade"),
    )


def _texts(listed: Tree | None, key: str | None = None) -> tuple[str, ...] | None:
    """The texts of a list, or those under ``key`` in its groups; None where there is no list."""
    if not isinstance(listed, list):
        return None
    found = (one.get(key) if key and isinstance(one, dict) else one for one in listed)
    return tuple(text for text in found if isinstance(text, str))
