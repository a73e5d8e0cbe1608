"""Sessions in the documents: what is typed after ``$`` is run, and what is printed must stand below it.

A block fenced as ``console`` is a session, on the day that may follow the word; one fenced as ``csv FILE``,
``yaml FILE`` or ``text FILE`` is a file of that name. All blocks of a document run one after another in one folder. A line ``…`` stands for any lines.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(r"^```(console(?: (\d{4}-\d\d-\d\d))?|(?:csv|yaml|text) (\S+))\n(.*?)^```$", re.M | re.S)
Runner = Callable[[list[str]], str]


@dataclass(frozen=True)
class Block:
    """One fenced block: where its body stands in the document, and the file it is, if any."""

    start: int
    end: int
    file: str | None
    body: str
    day: str | None = None


def blocks(text: str) -> list[Block]:
    """The sessions and files of a document, in order."""
    return [Block(m.start(4), m.end(4), m[3], m[4], m[2]) for m in FENCE.finditer(text)]


def replayed(body: str, run: Runner, chdir: Callable[[Path], None]) -> str:
    """The session as it goes now: each command followed by what it prints."""
    told = []
    for typed, expected in commands(body):
        words = shlex.split(typed)
        if words[0] == "cd":
            chdir(Path(words[1]))
            printed = ""
        else:
            assert words[0] == "duty", f"only duty and cd are typed in the documents: {typed}"
            printed = run(words[1:])
        told.append(f"$ {typed}\n" + elided(expected, printed))
    return "\n".join(part.rstrip("\n") for part in told) + "\n"


def commands(body: str) -> list[tuple[str, str]]:
    """What is typed and what stands below it."""
    parts = re.split(r"^\$ ", body, flags=re.M)[1:]
    return [(part.partition("\n")[0], part.partition("\n")[2].rstrip("\n")) for part in parts]


def elided(expected: str, printed: str) -> str:
    """``printed``, shortened by ``…`` where ``expected`` is and its lines differ in figures alone."""
    if "…" not in expected.splitlines():
        return printed
    pieces = [piece.splitlines() for piece in re.split(r"^…$\n?", expected + "\n", flags=re.M)]
    lines, at, kept = printed.rstrip("\n").splitlines(), 0, list[str]()
    for number, piece in enumerate(pieces):
        places = range(at, len(lines) - len(piece) + 1) if number else range(1)
        last = number == len(pieces) - 1
        found = [place for place in places if _alike(lines[place : place + len(piece)], piece)]
        found = [place for place in found if not last or not piece or place + len(piece) == len(lines)]
        if not found:
            return printed
        kept += (["…"] if number else []) + lines[found[0] : found[0] + len(piece)]
        at = found[0] + len(piece)
    return "\n".join(kept)


def _alike(one: list[str], other: list[str]) -> bool:
    """Whether lines say the same but for their figures and digests, and the widths that follow from them."""
    return [re.sub(r"[0-9a-f]+|\s+", "", line) for line in one] == [
        re.sub(r"[0-9a-f]+|\s+", "", line) for line in other
    ]
