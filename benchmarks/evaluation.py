"""What an annual evaluation costs beside the bare GROUP BY that its tallies come from, in one run.

Usage: python benchmarks/evaluation.py [--members 2700] [--records-per-member 60] [--rounds 5].
Builds three ledgers in a temporary folder, from one seed: all members with all records, a tenth of the members, and all
members with a tenth of the records. The two sides take turns, so that a drift of the machine touches both alike. Prints
the least and the median over the rounds, the ratio, the growth at ten times the records, the peak of memory at a tenth of
the records and at all of them, one member explained, and the shipped rule file and one of 40 items loaded.
"""

from __future__ import annotations

import argparse
import gc
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median

from duty_cli.ledger.record_queries import tally_rows
from duty_cli.ledger.sqlite_ledger import SqliteLedger, create, open_ledger
from duty_cli.ledger.sqlite_reader import SqliteReader
from duty_cli.model.ledger_protocol import CommitteeSetup, Enrolment, LedgerReader, NewRecord, NewTenure, Operation
from duty_cli.model.members import Facet, MemberKey, Person
from duty_cli.model.papers import Identity
from duty_cli.model.periods import BEIJING, Period, Term, year_of
from duty_cli.model.records import Attendance, RecordFields
from duty_cli.model.rulebook import Rules
from duty_cli.reports.annual_evaluation import annual_evaluation
from duty_cli.reports.explanation import explain
from duty_cli.rules.rule_files import load, read_rules

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ROOT / "rules" / "scoring.yaml"
EXAMPLE = ROOT / "rules" / "examples" / "S07.yaml"
YEAR = 2025
ACT = Operation("造数", "基准测试", datetime(2026, 1, 5, 9, 0, tzinfo=BEIJING))
SECTORS = tuple(f"第{number}界" for number in range(1, 31))
STAGES = ({"提交"}, {"提交", "立案"}, {"提交", "立案", "重点"}, {"采用"}, {"采用", "批示"})
STATES = (Attendance.PRESENT,) * 8 + (Attendance.LATE, Attendance.ON_LEAVE, Attendance.ABSENT)


@dataclass(frozen=True)
class Desk:
    """A ledger of so many members, and the rules it is judged by."""

    ledger: SqliteLedger
    rules: Rules
    path: Path


def built(folder: Path, rules: Rules, members: int, records: int) -> Desk:
    """A ledger of ``members`` × ``records``, the same from the same numbers; all records fall in one year."""
    path = folder / f"{members}x{records}.db"
    term = Term(14, Period(date(YEAR, 1, 1), date(YEAR + 4, 12, 31)))
    ledger = create(path, ACT, CommitteeSetup("政协示例省委员会", term))
    chance = random.Random(20251231)
    with ledger.writing(ACT) as writing:
        for number in range(members):
            key = MemberKey(writing.append(Enrolment(f"{number:06d}", Person(f"委员{number:06d}", "wy"))))
            writing.append_all(_tenures(key, chance))
            writing.append_all(NewRecord(key, fields) for fields in _fields(rules, chance, records))
    return Desk(ledger, rules, path)


def _tenures(key: MemberKey, chance: random.Random) -> Iterator[NewTenure]:
    first = date(YEAR, 1, 1)
    yield NewTenure(key, Facet.OFFICE, Facet.OFFICE.value, first)
    yield NewTenure(key, Facet.SECTOR, chance.choice(SECTORS), first)
    if chance.random() < 0.1:
        yield NewTenure(key, Facet.ROLE, "常委", first)


def _fields(rules: Rules, chance: random.Random, records: int) -> Iterator[RecordFields]:
    """Records of the kinds of the rule file; three in four have an attendance state, as in a real ledger."""
    kinds = [kind for kind in rules.books[0].kinds.values() if not kind.conduct]
    attended = [kind.id for kind in kinds if kind.attended]
    others = [kind for kind in kinds if not kind.attended]
    for _ in range(records):
        on = date(YEAR, 1, 1) + timedelta(days=chance.randrange(365))
        if chance.random() < 0.75:
            yield RecordFields(chance.choice(attended), on, attendance=chance.choice(STATES))
            continue
        kind = chance.choice(others)
        joint = chance.random() < 0.3
        yield RecordFields(
            *(kind.id, on),
            stages=frozenset(chance.choice(STAGES)) if kind.id in ("提案", "社情民意信息") else frozenset(),
            position=chance.randint(1, 3) if joint else None,
            authors=3 if joint else None,
            matter=f"M{chance.randrange(10**6)}" if chance.random() < 0.2 else None,
            judged=chance.randint(1, 5) if kind.judged else None,
        )


def bare(reading: LedgerReader) -> int:
    """Run the GROUP BY of the tallies and fetch it, on the same connection; how many rows."""
    assert isinstance(reading, SqliteReader)
    return len(tally_rows(reading, year_of(YEAR)).fetchall())


def evaluated(desk: Desk, reading: LedgerReader) -> int:
    """Scores, grades, quotas and consequences of everybody; how many members."""
    return len(annual_evaluation(reading, desk.rules, _identity(desk), YEAR).members)


def _identity(desk: Desk) -> Identity:
    return Identity("政协示例省委员会", 0, "", desk.rules.digest, "")


def timed(work: Callable[[], object]) -> float:
    """The wall-clock seconds of one run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak() -> int:
    """The most memory this process has held so far, in MB, as Linux tells it; ru_maxrss would count the parent's too."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def peak_alone(desk: Desk) -> int:
    """The most memory that one evaluation takes in a process of its own, in MB."""
    run = subprocess.run(
        [sys.executable, __file__, "--alone", str(desk.path)], check=True, capture_output=True, text=True
    )
    return int(run.stdout)


def alone(path: Path) -> None:
    """Evaluate once and print the peak."""
    desk = Desk(open_ledger(path), read_rules(SHIPPED), path)
    with desk.ledger.reading() as reading:
        evaluated(desk, reading)
    print(peak())


def against_bare(desk: Desk, rounds: int) -> tuple[list[float], list[float]]:
    """Seconds of the bare query and of the evaluation, in turns, each on a fresh reading."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds + 1):
        with desk.ledger.reading() as reading:
            taken[0].append(timed(lambda at=reading: bare(at)))  # type: ignore[misc]
        with desk.ledger.reading() as reading:
            taken[1].append(timed(lambda at=reading: evaluated(desk, at)))  # type: ignore[misc]
    return taken[0][1:], taken[1][1:]


def explained(desk: Desk, rounds: int) -> list[float]:
    """Seconds of one member explained, member after member."""
    with desk.ledger.reading() as reading:
        chosen = list(reading.roster())[:: max(1, len(reading.roster()) // rounds)][:rounds]
    found = []
    for member in chosen:
        with desk.ledger.reading() as reading:
            found.append(timed(lambda at=reading, who=member: explain(at, desk.rules, _identity(desk), who, YEAR)))  # type: ignore[misc]
    return found


def forty_items() -> bytes:
    """The shipped file and the items of an example, which make 40."""
    shipped, example = (path.read_text("utf-8") for path in (SHIPPED, EXAMPLE))
    kinds = [kind for kind in _section(example, "kinds").split("\n") if kind.partition(",")[0] not in shipped]
    items = re.sub(r"^( +- id: )", r"\1示例", _section(example, "categories"), flags=re.M)
    return shipped.replace("\ncategories:\n", "\n".join(kinds) + "\n\ncategories:\n" + items).encode()


def _section(text: str, key: str) -> str:
    """What stands under a key at the margin."""
    found = re.search(rf"^{key}:\n((?: .*\n|\n)*)", text, re.M)
    assert found is not None, key
    return found[1].rstrip("\n") + "\n"


def line(name: str, seconds: list[float]) -> None:
    """Print the least and the median in milliseconds."""
    print(f"{name:58s}{min(seconds) * 1000:10.1f}{median(seconds) * 1000:10.1f}")


def main(members: int, records: int, rounds: int) -> None:
    """Build, time and print."""
    rules = read_rules(SHIPPED)
    with tempfile.TemporaryDirectory() as folder:
        small = built(Path(folder), rules, members // 10, records)
        sparse = built(Path(folder), rules, members, records // 10)
        large = built(Path(folder), rules, members, records)
        print(f"{'milliseconds over ' + str(rounds) + ' rounds':58s}{'least':>10s}{'median':>10s}")
        totals = []
        for desk, count in ((small, members // 10), (large, members)):
            query, whole = against_bare(desk, rounds)
            line(f"bare GROUP BY, {count} × {records}", query)
            line(f"annual evaluation, {count} × {records}", whole)
            print(f"  ratio: least {min(whole) / min(query):.1f}, median {median(whole) / median(query):.1f}")
            totals.append(median(whole))
        print(f"growth at ten times the records: {totals[1] / totals[0]:.1f}")
        for desk, count in ((sparse, records // 10), (large, records)):
            print(f"peak memory of one evaluation of {members} × {count}: {peak_alone(desk)} MB")
        line(f"one member explained, of {members}", explained(large, rounds))
    for data in (SHIPPED.read_bytes(), forty_items()):
        items = sum(len(category.items) for category in load({"rules.yaml": data}).books[0].categories)
        loaded = [timed(lambda data=data: load({"rules.yaml": data})) for _ in range(rounds)]  # type: ignore[misc]
        line(f"rule file of {items} items loaded", loaded)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--members", type=int, default=2700)
    parser.add_argument("--records-per-member", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--alone", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args(sys.argv[1:])
    gc.disable()  # as the program does, see duty_cli.cli.main
    if asked.alone:
        alone(asked.alone)
    else:
        main(asked.members, asked.records_per_member, asked.rounds)
