"""What an annual evaluation costs beside the bare GROUP BY that its tallies come from, and beside an earlier build.

Usage: python benchmarks/evaluation.py [--members 2700] [--records 60] [--rounds 5] [--before COMMIT].
Each build makes its ledger from one seed and evaluates it in a process of its own, which reads ledger and rules once before it
is timed; so what this file calls of the program must be there in both builds. This build makes a ledger of a tenth of the
members too, and one of a tenth of the records, for the growth of time and memory.
"""

from __future__ import annotations

import gc
import json
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

from bench import EARLIER, NOW, Bench, Side
from duty_cli.ledger.queries.record_queries import tally_rows
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger, create, open_ledger
from duty_cli.ledger.sqlite.sqlite_reader import SqliteReader
from duty_cli.model.ledger_protocol import CommitteeSetup, Enrolment, LedgerReader, NewRecord, NewTenure, Operation
from duty_cli.model.members import Facet, MemberKey, Person
from duty_cli.model.papers import Identity
from duty_cli.model.periods import Period, Term, year_of
from duty_cli.model.records import Attendance, RecordFields
from duty_cli.model.rulebook import Rules
from duty_cli.reports.annual_evaluation import annual_evaluation
from duty_cli.reports.explanation import explain
from duty_cli.rules.rule_files import load
from targets import Limit, Subject, Target, alone

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ROOT / "rules" / "scoring.yaml"
EXAMPLE = ROOT / "rules" / "examples" / "S07.yaml"
YEAR = 2025
# Said here, as the module that says it is another in the earlier build.
BEIJING = timezone(timedelta(hours=8))
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


def built(path: Path, rules: Rules, members: int, records: int, committee: str = "政协示例省委员会") -> None:
    """A ledger of ``members`` × ``records``, the same from the same numbers; all records fall in one year."""
    term = Term(14, Period(date(YEAR, 1, 1), date(YEAR + 4, 12, 31)))
    ledger = create(path, ACT, CommitteeSetup(committee, term))
    chance = random.Random(20251231)
    with ledger.writing(ACT) as writing:
        for number in range(members):
            key = MemberKey(writing.append(Enrolment(f"{number:06d}", Person(f"委员{number:06d}", "wy"))))
            writing.append_all(_tenures(key, chance))
            writing.append_all(NewRecord(key, fields) for fields in _fields(rules, chance, records))


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
    """The wall-clock milliseconds of one run."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def peak() -> int:
    """The most memory this process has held so far, in MiB, as Linux tells it; ru_maxrss would count the parent's too."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def measured(path: Path) -> dict[str, float]:
    """One evaluation of the ledger at ``path``, the most memory held by then, the bare query, and one member explained."""
    desk = Desk(open_ledger(path), load({SHIPPED.name: SHIPPED.read_bytes()}), path)
    desk.ledger.processes = int(os.environ["DUTY_PROCESSES"])
    costs: dict[str, float] = {}
    with desk.ledger.reading() as reading:
        costs["evaluation"] = timed(lambda: evaluated(desk, reading))
        costs["MiB"] = peak()
    with desk.ledger.reading() as reading:
        costs["bare"] = timed(lambda: bare(reading))
        member = list(reading.roster())[-1]
    with desk.ledger.reading() as reading:
        costs["explain"] = timed(lambda: explain(reading, desk.rules, _identity(desk), member, YEAR))
    return costs


@dataclass
class Evaluating:
    """A ledger of one build, evaluated by it once a turn in a process of its own; what the last turn cost."""

    bench: Bench
    which: str
    members: int
    records: int
    processes: int = 1
    costs: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._path = self.bench.folder / f"{self.which}-{self.members}x{self.records}.db"
        if not self._path.exists():
            self._call(str(self.members), str(self.records))

    def turn(self) -> float:
        """Evaluate; the milliseconds."""
        self.costs = json.loads(self._call())
        return self.costs["evaluation"]

    def cost(self, what: str) -> Side:
        """What else the turn before cost."""
        return lambda: self.costs[what]

    def _call(self, *sizes: str) -> str:
        command = [sys.executable, __file__, "--alone", str(self._path), *sizes]
        env = {**self.bench.env(self.which), "DUTY_PROCESSES": str(self.processes)}
        return subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout


def forty_items() -> bytes:
    """The shipped file and the items of an example, which make 40."""
    shipped, example = (path.read_text("utf-8") for path in (SHIPPED, EXAMPLE))
    there = {name for line in _section(shipped, "kinds").split("\n") for name in _ids(line)}
    kinds = [
        _ID.sub(f"id: [{', '.join(new)}]", line)
        for line in _section(example, "kinds").split("\n")
        if (new := [name for name in _ids(line) if name not in there])
    ]
    items = re.sub(r"^( +- id: )", r"\1示例", _section(example, "categories"), flags=re.M)
    return shipped.replace("\ncategories:\n", "\n".join(kinds) + "\n\ncategories:\n" + items).encode()


_ID = re.compile(r"\bid: (?:\[([^\]]*)\]|([^,}\s]+))")


def _ids(line: str) -> list[str]:
    """The kinds that a line names, one or a list."""
    met = _ID.search(line)
    return [] if met is None else (met[1] or met[2]).split(", ")


def _section(text: str, key: str) -> str:
    """What stands under a key at the margin."""
    found = re.search(rf"^{key}:\n((?: .*\n|\n)*)", text, re.M)
    assert found is not None, key
    return found[1].rstrip("\n") + "\n"


def sides(bench: Bench) -> Mapping[str, Side]:
    """The evaluation of both builds, of a tenth, what else ours cost, and rule files read in this process."""
    members, records = bench.sizes["members"], bench.sizes["records"]
    ours, small = Evaluating(bench, NOW, members, records), Evaluating(bench, NOW, members // 10, records)
    sparse, before = Evaluating(bench, NOW, members, records // 10), Evaluating(bench, EARLIER, members, records)
    shipped, forty = SHIPPED.read_bytes(), forty_items()
    return {
        **{"evaluation": ours.turn, "before": before.turn, "tenth": small.turn, "sparse": sparse.turn},
        **{name: ours.cost(name) for name in ("MiB", "bare", "explain")},
        **{"sparse MiB": sparse.cost("MiB"), "explain before": before.cost("explain")},
        "shipped": lambda: timed(lambda: load({"rules.yaml": shipped})),
        "forty": lambda: timed(lambda: load({"rules.yaml": forty})),
    }


TARGETS = (
    Target("evaluation, peer the bare GROUP BY", "evaluation", Limit("bare"), Limit("before", 0.5)),
    Target("evaluation, peer a tenth of the members", "evaluation", Limit("tenth", 10)),
    Target("memory, peer a tenth of the records", "MiB", Limit("sparse MiB", 1.2), unit="MiB"),
    Target("one member explained", "explain", before=Limit("explain before")),
    Target("rule file of 40 items loaded, peer the shipped one", "forty", Limit("shipped")),
)
SUBJECT = Subject(TARGETS, sides, rounds=3, sizes={"members": 2700, "records": 60})


def process(path: Path, *sizes: int) -> None:
    """What a process of ``Evaluating`` does: build a ledger where it is told sizes, else evaluate it and print the costs."""
    gc.disable()  # as the program does, see duty_cli.cli.main
    if sizes:
        members, records = sizes
        built(path, load({SHIPPED.name: SHIPPED.read_bytes()}), members, records)
    else:
        print(json.dumps(measured(path)))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--alone"]:
        process(Path(sys.argv[2]), *map(int, sys.argv[3:]))
    else:
        sys.exit(alone(SUBJECT))
