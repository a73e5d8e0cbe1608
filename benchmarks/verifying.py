"""What it costs to verify a ledger: ``duty check`` beside SHA-256 and ``integrity_check``, and reports that verify theirs.

Usage: python benchmarks/verifying.py [--records 1000000] [--rounds 3] [--before COMMIT]. The ledger of a million records is made once a
machine, in the folder for temporary files. ``known``: the file was found sound before; ``afresh``: it came from elsewhere, so that all
of it is gone through while the report is made; two cores that nobody else uses show what that costs whoever waits.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from bench import EARLIER, NOW, Bench, Desk, Side
from duty_cli.ledger.migrations import MIGRATIONS
from duty_cli.ledger.sqlite.sqlite_ledger import open_ledger
from duty_cli.rules.rule_files import load
from evaluation import SHIPPED, built
from targets import Limit, Subject, Target, alone

OFTEN = 60
"""Records of a member."""
REPORTS = {"quarter": ["quarter-report", "2025-Q3"], "annual": ["annual-evaluation", "2025"]}


def large(records: int) -> Path:
    """A ledger of so many records, made once a machine for each version of the schema."""
    place = Path(tempfile.gettempdir()) / f"duty-bench-{records}-v{len(MIGRATIONS)}.db"
    if not place.exists():
        new = place.with_suffix(".new")
        new.unlink(missing_ok=True)
        built(new, load({SHIPPED.name: SHIPPED.read_bytes()}), records // OFTEN, OFTEN)
        new.rename(place)
    return place


def timed(work: Callable[[], object]) -> Side:
    """The milliseconds of one run."""

    def turn() -> float:
        start = time.perf_counter()
        work()
        return (time.perf_counter() - start) * 1000

    return turn


def _peer(path: Path) -> None:
    """SHA-256 over the bytes of the file, and what SQLite finds by itself."""
    sha256(path.read_bytes()).hexdigest()
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def _forgotten(desk: Desk) -> None:
    """Have it forgotten in what state the ledger was found sound."""
    for kept in (desk.ledger.parent / ".duty-cache").glob("sound-*"):
        kept.unlink()


def _afresh(desk: Desk, words: list[str]) -> Side:
    def turn() -> float:
        _forgotten(desk)
        return desk.run(words)

    return turn


def sides(bench: Bench) -> Mapping[str, Side]:
    """The check of many records and its peer; each report before, known, afresh and unverified."""
    path = large(bench.sizes["records"])
    found: dict[str, Side] = {"check": timed(open_ledger(path).check), "peer": timed(lambda: _peer(path))}
    now = bench.desk(NOW)
    for name, words in REPORTS.items():
        found[f"{name}, {EARLIER}"] = bench.command(EARLIER, *words)
        found[f"{name}, afresh"] = _afresh(now, words)
        found[f"{name}, known"] = bench.command(NOW, *words)
        found[f"{name}, unverified"] = bench.command(NOW, *words, "--no-verify")
    return found


SUBJECT = Subject(
    (
        Target("duty check of a million records, peer SHA-256 and integrity_check", "check", Limit("peer", 1.5)),
        *(
            Target(f"duty {words[0]}, {state}", f"{name}, {state}", Limit(f"{name}, unverified"), limit)
            for name, words in REPORTS.items()
            for state, limit in (
                ("known", Limit(f"{name}, {EARLIER}", 1.15)),
                ("afresh", Limit(f"{name}, {EARLIER}", 1.15)),
            )
        ),
    ),
    sides,
    rounds=3,
    sizes={"records": 1_000_000},
)

if __name__ == "__main__":
    sys.exit(alone(SUBJECT))
