"""What a disk may hold after a power cut: what was synced for certain, of the rest any part.

A model of a strict disk, built from the log of ``calls.c``. Bytes are certain once their file was synced, names (made, changed,
removed) once their folder was; until then each writing and each change of a name is kept or lost for itself, and the last writing
may be torn at a sector. File systems with a journal lose less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TypeAlias

from tests.faults.desk import Call

SECTOR = 512

Change: TypeAlias = tuple[str, int, bytes]
"""A writing or a truncation: what, where or to which size, and the bytes."""


@dataclass
class Held:
    """A file: the bytes that are certain, and the changes since."""

    certain: bytes = b""
    since: list[Change] = field(default_factory=list)

    def synced(self) -> None:
        """All of it is certain now."""
        self.certain, self.since = changed(self.certain, self.since), []


class Folder:
    """Stands for a folder among the names."""


Kept: TypeAlias = Callable[[Sequence[Change]], list[Change]]
"""Which of the changes of a file a disk keeps."""

Names: TypeAlias = dict[str, Held | Folder | None]
"""What names are given to in one go; None where the name is taken away."""


def changed(held: bytes, changes: Sequence[Change]) -> bytes:
    """The bytes after ``changes``; what was never written is zero."""
    found = bytearray(held)
    for what, place, data in changes:
        if what == "truncate":
            found[:] = found[:place].ljust(place, b"\0")
        else:
            found[:] = found.ljust(place, b"\0")
            found[place : place + len(data)] = data
    return bytes(found)


class Disk:
    """A folder as a disk holds it, while calls change it."""

    def __init__(self, start: Path) -> None:
        self._names: dict[str, Held | Folder] = {}
        """What is certain."""
        self._now: dict[str, Held | Folder] = {}
        self._since: list[Names] = []
        self._files: dict[int, Held] = {}
        for place in start.rglob("*"):
            name = str(place.relative_to(start))
            self._now[name] = Folder() if place.is_dir() else Held(place.read_bytes())
        self._names.update(self._now)

    def meet(self, numbers: dict[str, int]) -> None:
        """Learn the numbers by which the log calls the files that were there before."""
        for name, number in numbers.items():
            held = self._now[name]
            if isinstance(held, Held):
                self._files[number] = held

    def apply(self, call: Call) -> None:
        """Let one call happen."""
        match call.what:
            case "write" | "truncate":
                self._files[call.file].since.append((call.what, call.place, call.data))
            case "sync":
                self._sync(call)
            case "create":
                self._files[call.file] = Held()
                self._name({call.name: self._files[call.file]})
            case "mkdir":
                self._name({call.name: Folder()})
            case "rename":
                self._name({call.to: self._now[call.name], call.name: None})
            case "link":
                self._name({call.to: self._now[call.name]})
            case "unlink":
                self._name({call.name: None})

    def _name(self, names: Names) -> None:
        _give(self._now, names)
        self._since.append(names)

    def _sync(self, call: Call) -> None:
        if call.file in self._files and not isinstance(self._now.get(call.name), Folder):
            self._files[call.file].synced()
            return
        inside = [one for one in self._since if any(str(Path(name).parent) == call.name for name in one)]
        for names in inside:
            _give(self._names, names)
        self._since = [one for one in self._since if one not in inside]

    def states(self, draw: Random, many: int) -> Iterator[dict[str, bytes | None]]:
        """What the disk may hold now, by name, None for a folder: nothing uncertain, all of it, and ``many`` parts of it."""
        yield self._state(lambda changes: [], [])
        yield self._state(list, self._since)
        for _ in range(many):
            yield self._state(
                lambda changes: list(_part(draw, changes)), [one for one in self._since if draw.random() < 0.5]
            )

    def _state(self, kept: Kept, names: Sequence[Names]) -> dict[str, bytes | None]:
        found = dict(self._names)
        for one in names:
            _give(found, one)
        folders = {name for name, held in found.items() if isinstance(held, Folder)}
        there = {
            name: held
            for name, held in found.items()
            if all(str(up) in folders for up in list(Path(name).parents)[:-1])
        }
        bytes_of = {
            id(held): changed(held.certain, kept(held.since)) for held in there.values() if isinstance(held, Held)
        }
        return {name: bytes_of.get(id(held)) for name, held in there.items()}


def _give(found: dict[str, Held | Folder], names: Names) -> None:
    for name, held in names.items():
        if held is None:
            found.pop(name, None)
        else:
            found[name] = held


def _part(draw: Random, changes: Sequence[Change]) -> Iterator[Change]:
    """Some of the changes, or those up to one of them; the last torn."""
    upto = draw.randrange(len(changes) + 1)
    kept = list(changes[:upto]) if draw.random() < 0.5 else [one for one in changes if draw.random() < 0.5]
    yield from kept[:-1]
    for what, place, data in kept[-1:]:
        torn = draw.randrange(0, len(data) // SECTOR + 1) * SECTOR
        yield (what, place, data[:torn] if torn and draw.random() < 0.5 else data)


def laid(state: dict[str, bytes | None], case: Path) -> None:
    """Make a folder of what a disk holds."""
    for name, held in sorted(state.items()):
        place = case / name
        if held is None:
            place.mkdir(parents=True, exist_ok=True)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(held)
            place.chmod(0o600)
