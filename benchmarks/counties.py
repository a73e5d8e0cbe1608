"""What a province's year costs from the sealed ledgers of its counties: by two processes and by one, beside SQLite and DuckDB alone.

Usage: python benchmarks/counties.py [--counties 90] [--members 300] [--records 60] [--rounds 1]. 90 counties of 300 members with 60
records each are a province's year of 1.6 million; to build their ledgers takes most of the time. ``bare`` is DuckDB's own GROUP BY
over all files at once, by the columns that tell records apart; ``tallies`` are ours, county by county, as far as the rules see.
Two processes need two cores that nobody else uses.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from bench import NOW, Bench, Side
from duty_cli.ledger.parquet.duck_records import DuckTables
from duty_cli.ledger.parquet.sealed_file import open_sealed
from duty_cli.ledger.parquet.sealed_reader import sealed_reading
from duty_cli.ledger.parquet.sealed_writer import sealed_bytes
from duty_cli.ledger.sqlite.sqlite_ledger import open_ledger
from duty_cli.ledger.sqlite.sqlite_reader import SqliteReader
from duty_cli.model.ledger_protocol import RulesUsed
from duty_cli.model.records import TALLIED
from duty_cli.province.sealed_folder import ProvinceRequest, reported
from duty_cli.reports.county_sums import county_year
from duty_cli.rules.rule_files import load
from duty_cli.scoring.evaluate import YearDesk
from evaluation import ACT, SHIPPED, YEAR, built, peak
from targets import Limit, Subject, Target, alone

RULES = {SHIPPED.name: SHIPPED.read_bytes()}


def county(folder: Path, place: int, members: int, records: int) -> None:
    """The ledger of a county and its sealed file."""
    rules, path = load(RULES), folder / "ledgers" / f"{place:03d}.db"
    built(path, rules, members, records, f"政协第{place:03d}县委员会")
    ledger = open_ledger(path)
    with ledger.writing(ACT) as writing:
        writing.append(RulesUsed(rules.digest, tuple(RULES.items())))
    with ledger.reading() as reading:
        assert isinstance(reading, SqliteReader)
        (folder / "sealed" / f"{place:03d}.parquet").write_bytes(sealed_bytes(reading, "0"))


def province(folder: Path, counties: int, members: int, records: int) -> Path:
    """A folder of so many counties."""
    for part in ("ledgers", "sealed"):
        (folder / part).mkdir(parents=True)
    for place in range(counties):
        county(folder, place, members, records)
    built(folder / "whole.db", load(RULES), counties * members, records)
    return folder


def report(folder: Path, processes: int) -> int:
    """The report of the province; how many counties are in it."""
    asked = ProvinceRequest(folder / "sealed", YEAR, processes=processes)
    return len(reported(asked, date(YEAR + 1, 2, 1), "0").counties)


def over_sqlite(paths: Iterable[Path]) -> int:
    """The same sums by one process from ledgers in files of SQLite."""
    found = 0
    for path in paths:
        with open_ledger(path).reading() as reading:
            found += county_year(reading, load(RULES), YEAR)[0].whole.members
    return found


def tallies(folder: Path) -> float:
    """The milliseconds of asking for everybody's tallies in every file, once it is read."""
    took, duck = 0.0, DuckTables()
    for path in sorted((folder / "sealed").iterdir()):
        with open_sealed(path) as sealed, sealed_reading(sealed, duck) as reading:
            desk = YearDesk(reading, load(RULES), YEAR)
            members = [*reading.roster().serving(desk.rules.days)]
            start = time.perf_counter()
            for _ in desk.grouped(members):
                pass
            took += time.perf_counter() - start
    return took * 1000


def bare(folder: Path) -> float:
    """The milliseconds of DuckDB's own GROUP BY over all files, fetched."""
    columns = ", ".join(("filename", "member", "day", "kind", *TALLIED))
    query = f"SELECT {columns}, count(*) FROM read_parquet(?, filename = true) WHERE sort = 'record' GROUP BY ALL"  # noqa: S608 - columns of our own
    with duckdb.connect(config={"threads": 1}) as duck:
        start = time.perf_counter()
        duck.execute(query, [str(folder / "sealed" / "*.parquet")]).fetchall()
        return (time.perf_counter() - start) * 1000


WORK: Mapping[str, Callable[[Path], float]] = {
    "two": lambda folder: report(folder, 2),
    "one": lambda folder: report(folder, 1),
    "whole": lambda folder: over_sqlite([folder / "whole.db"]),
    "ledgers": lambda folder: over_sqlite(sorted((folder / "ledgers").glob("*.db"))),
    "tallies": tallies,
    "bare": bare,
}


@dataclass
class Counting:
    """A province of so many counties, gone through in a process of its own; what the last turn cost."""

    bench: Bench
    counties: int
    costs: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder = self.bench.folder / str(self.counties)
        if not self.folder.exists():
            sizes = [str(self.bench.sizes[name]) for name in ("members", "records")]
            self._call("build", [str(self.counties), *sizes])

    def turn(self, work: str) -> Side:
        """The milliseconds of one work."""

        def turn() -> float:
            self.costs = json.loads(self._call(work))
            return self.costs["ms"]

        return turn

    def cost(self, what: str) -> Side:
        """What else the turn before cost."""
        return lambda: self.costs[what]

    def _call(self, work: str, sizes: Sequence[str] = ()) -> str:
        # Not the file itself: a process begins with the file of the one that began it, and that of ``duty`` is next to nothing.
        command = [sys.executable, "-c", "import counties; counties.process()", work, str(self.folder), *sizes]
        env, here = self.bench.env(NOW), Path(__file__).parent
        return subprocess.run(command, env=env, cwd=here, check=True, capture_output=True, text=True).stdout


def sides(bench: Bench) -> Mapping[str, Side]:
    """Our report by two processes and by one, the sums over SQLite, and the report on a tenth of the counties."""
    whole, tenth = Counting(bench, bench.sizes["counties"]), Counting(bench, max(bench.sizes["counties"] // 10, 1))
    return {
        "two": whole.turn("two"),
        "whole": whole.turn("whole"),
        "ledgers": whole.turn("ledgers"),
        "tallies": whole.turn("tallies"),
        "bare": whole.turn("bare"),
        "one": whole.turn("one"),
        "MiB": whole.cost("MiB"),
        "tenth": tenth.turn("one"),
        "tenth MiB": tenth.cost("MiB"),
    }


TARGETS = (
    Target("a province by two processes, peer one over SQLite", "two", Limit("whole", 0.6)),
    Target("a province by two processes, peer the counties' own ledgers", "two", Limit("ledgers")),
    Target("a province by one process, peer one over SQLite", "one", Limit("whole")),
    Target("tallies of all counties, peer DuckDB's own GROUP BY", "tallies", Limit("bare", 1.5)),
    Target("a province, peer a tenth of its counties", "one", Limit("tenth", 10)),
    Target("memory, peer a tenth of the counties", "MiB", Limit("tenth MiB", 1.2), unit="MiB"),
)
SUBJECT = Subject(TARGETS, sides, rounds=1, sizes={"counties": 90, "members": 300, "records": 60})


def process() -> None:
    """What a process of ``Counting`` does: build the counties, or do one work and print what it cost; told by the command line."""
    work, folder, *sizes = sys.argv[1:]
    if work == "build":
        province(Path(folder), *map(int, sizes))
        return
    gc.disable()  # as the program does, see duty_cli.cli.main
    start = time.perf_counter()
    found = WORK[work](Path(folder))
    took = (time.perf_counter() - start) * 1000
    print(json.dumps({"ms": found if work in {"tallies", "bare"} else took, "MiB": peak()}))


if __name__ == "__main__":
    sys.exit(alone(SUBJECT))
