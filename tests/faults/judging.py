"""What must hold whatever happened: the ledger sound, each entry and each file whole or not there, and what was said true."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile, is_zipfile

from tests.faults.deeds import LEDGER, Deed, lay_out
from tests.faults.desk import Plan, Played, Server
from tests.faults.disk import laid as lay

BESIDE = {"ledger.db", "ledger.db-journal", "written.txt", "backup-places.txt", "cache.key"}
"""Files that change otherwise than whole or on which no answer rests; the first is looked at by itself."""

LOOK_FIRST, A_BUG = 6, 70
UNCLEAR = ("可能在账本中", "可能已完成")


@dataclass(frozen=True)
class State:
    """The last seq and the version of the ledger, where there is one, and the digest of every other file by name."""

    seq: tuple[int, int] | None
    files: dict[str, str]

    @property
    def left(self) -> list[str]:
        """Temporary files."""
        return [name for name in self.files if ".tmp" in name or ".new" in name]


def state(case: Path) -> State:
    """How a workspace and the user's own folder stand; what is cached counts for nothing."""
    files = (place for place in case.rglob("*") if place.is_file() and ".duty-cache" not in place.parts)
    held = {str(one.relative_to(case)): _digest(one) for one in files if one.name not in BESIDE}
    return State(_seq(case / LEDGER), held)


def _digest(place: Path) -> str:
    """The digest of a file; of a whole zip file, of what it holds, for it says when each part was made."""
    if place.suffix == ".zip" and is_zipfile(place):
        with ZipFile(place) as parts:
            return sha256(b"".join(name.encode() + parts.read(name) for name in parts.namelist())).hexdigest()
    return sha256(place.read_bytes()).hexdigest()


def _seq(ledger: Path) -> tuple[int, int] | None:
    if not ledger.exists():
        return None
    with closing(sqlite3.connect(f"file:{ledger}?mode=rw", uri=True)) as raw:
        [(seq,)], [(version,)] = raw.execute("SELECT seq FROM head"), raw.execute("PRAGMA user_version")
    return int(seq), int(version)


def fingerprint(case: Path) -> str:
    """A digest of all that is there, whatever temporary files are called."""
    files = (place for place in case.rglob("*") if place.is_file() and ".duty-cache" not in place.parts)
    named = (("tmp" if ".tmp" in one.name else str(one.relative_to(case)), one.read_bytes()) for one in files)
    return sha256(repr(sorted((name, sha256(held).digest()) for name, held in named)).encode()).hexdigest()


def last(found: State) -> int | None:
    """The last seq: of an upgrade nothing is told, which is no entry."""
    return None if found.seq is None else found.seq[0]


class Trial:
    """One deed, played whole once to know what it comes to, and then again and again with something wrong."""

    def __init__(self, server: Server, folder: Path, deed: Deed) -> None:
        self.server = server
        self.folder, self._plain = folder, deed
        self._seen: dict[str, list[str]] = {}
        """What was wrong with each workspace that was looked at: many calls leave the very same one."""

    @property
    def start(self) -> Path:
        """The workspace before the deed; only to be copied."""
        return self.folder / "start"

    @cached_property
    def deed(self) -> Deed:
        """The deed as it is typed at the workspace laid out for it."""
        return lay_out(self.server, self.start, self._plain)

    @cached_property
    def whole(self) -> Played:
        """The deed with nothing wrong."""
        played = self.server(self.fresh("whole"), self.deed.line)
        assert played.code == 0, played.err
        return played

    @cached_property
    def before(self) -> State:
        """The workspace before the deed."""
        assert self.deed.line
        return state(self.start)

    @cached_property
    def after(self) -> State:
        """The workspace after the deed."""
        assert self.whole.code == 0
        return state(self.folder / "whole")

    def fresh(self, name: str = "case") -> Path:
        """The workspace before the deed, again."""
        assert self.deed.line
        case = self.folder / name
        shutil.rmtree(case, ignore_errors=True)
        shutil.copytree(self.start, case)
        return case

    def laid(self, held: dict[str, bytes | None]) -> Path:
        """A workspace that holds just that, None for a folder."""
        case = self.folder / "case"
        shutil.rmtree(case, ignore_errors=True)
        lay(held, case)
        return case

    def broken(self, plan: Plan = Plan(), *, out: str | None = "", given: str | None = os.devnull) -> list[str]:  # noqa: B008 - frozen
        """What is wrong after the deed was killed or met a failing disk as ``plan`` says, or had no output or input."""
        case = self.fresh()
        played = self.server(case, self.deed.line, plan, out=out, given=given)
        faults = list(_bugs(played)) if played.code >= 0 else []
        gone = plan.lasting and plan.code == errno.EIO
        faults += self.judged(case, None if played.code < 0 else played, files=not gone)
        return [f"{plan}: {fault}: {played.code} {played.out}{played.err}" for fault in faults]

    def judged(self, case: Path, said: Played | None, *, entered: bool = False, files: bool = True) -> list[str]:
        """What is wrong at a workspace after the deed was broken off; ``said``: its answer; ``entered``: it was told as done;

        ``files``: what was written can be taken away again."""
        now = state(case)  # first: opening it, ``check`` would upgrade the ledger
        faults = list(self._torn(now))
        faults += self._untrue(now, said, files=files)
        if entered and now.seq != self.after.seq:
            faults.append(f"what was told to be done is lost: the ledger is at {now.seq}")
        if entered and not self.deed.may_be_lost:
            faults += [f"{name} is lost" for name in self._outputs if now.files.get(name) != self.after.files[name]]
        alike = fingerprint(case)
        if alike not in self._seen:
            self._seen[alike] = list(self._unsound(case)) or list(self._beyond_retrying(case, now))
        return faults + self._seen[alike]

    def _unsound(self, case: Path) -> Iterator[str]:
        if self.before.seq is None and not (case / LEDGER).exists():
            return
        checked = self.server(case, "check --accept-older" if self.deed.goes_back else "check", Plan())
        if checked.code != 0:
            yield f"check: {checked.err}"

    def _torn(self, now: State) -> Iterator[str]:
        if now.seq not in self._allowed:
            yield f"the ledger is at {now.seq}, neither {self.before.seq} nor {self.after.seq}"
        for name in self.before.files.keys() | self.after.files.keys():
            held = {self.before.files.get(name), self.after.files.get(name)}
            if "heads" not in name and now.files.get(name) not in held:
                yield f"{name} is torn or gone"
        # A row that names a file stands only where the file does.
        if now.seq == self.after.seq != self.before.seq and not self.deed.follow:
            yield from (f"{name} is not there, the row is" for name in self._outputs if now.files.get(name) is None)

    @cached_property
    def _founded(self) -> list[State]:
        """A new ledger without its rules: they are a batch of their own, entered at the first report where not before."""
        return [State((2, self.after.seq[1]), {})] if self.deed.new and self.after.seq else []

    @cached_property
    def _allowed(self) -> set[tuple[int, int] | None]:
        """Where the ledger may be."""
        return {self.before.seq, self.after.seq, *(one.seq for one in self._founded)}

    @cached_property
    def _outputs(self) -> set[str]:
        """The files that the deed writes in the workspace."""
        both = self.after.files.items() - self.before.files.items()
        return {name for name, _ in both if name.startswith("work/") and "/rules/" not in name}

    def _untrue(self, now: State, said: Played | None, *, files: bool) -> Iterator[str]:
        """Where the answer and what is there are not the same."""
        if said is None or (said.code == LOOK_FIRST and any(one in said.err for one in UNCLEAR)):
            return
        done = said.code == 0 or (said.code == LOOK_FIRST and ("已在账本中" in said.err or "已完成" in said.err))
        wanted = self.after if done else self.before
        if last(now) not in {last(wanted), *(map(last, self._founded) if done else ())}:
            yield f"it is {'not ' if done else ''}entered"
        if "账本未作任何改动" in said.err and now.seq not in {self.before.seq, *(one.seq for one in self._founded)}:
            yield f"the ledger is changed, at {now.seq}"
        for name in self._outputs if files and not self.deed.several else ():
            if now.files.get(name) != wanted.files.get(name):
                yield f"{name} is not as the answer says"

    def _beyond_retrying(self, case: Path, now: State) -> Iterator[str]:
        """What does not come right by doing it once more, with nothing wrong this time."""
        again = self.server(case, self.deed.line, Plan())
        there = now.seq is not None and now.seq != self.before.seq
        # A file that could not be noted as ours is a stranger's to the next run, which says what to do.
        there |= bool(self._outputs) and all(now.files.get(name) == self.after.files[name] for name in self._outputs)
        if again.code != 0 and not (there and again.code in (4, 5)):
            yield f"a retry: {again.code} {again.err}"
        yield from self._unsound(case)
        then = state(case)
        if then.seq != self.after.seq and not (self.deed.new and then.seq in self._allowed):
            yield f"after a retry the ledger is at {then.seq}, not {self.after.seq}"
        yield from (f"left over: {name}" for name in then.left)


def _bugs(played: Played) -> Iterator[str]:
    if played.code == A_BUG or "Traceback" in played.err:
        yield "a traceback"
