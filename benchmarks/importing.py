"""What ``duty import`` of a million records costs beside loading the same rows, already coded, into the same tables.

Usage: python benchmarks/importing.py [--rows 1000000] [--members 3000] [--rounds 3] [--others PYTHON].
Makes a workspace and a CSV file in a temporary folder. One side reads, validates, matches to members, deduplicates and
chains them. The other sides only load what that came to: the sqlite3 shell's ``.import``, pandas and sqlite-utils (where
PYTHON has them), into a ledger with the same schema, indexes, foreign keys, triggers, pragmas and other rows. As ``.import``
knows text only, it loads into a temporary table, from which empty cells go on as NULL and hashes as bytes; through a view
with a trigger it is slower. Sides take turns, each a process of its own; printed are the least and the median of seconds,
the median of processor seconds (less disturbed where a machine is busy), ratios to ``.import``, and the most memory held.
At the end 300 rows into a workspace without records.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median
from subprocess import DEVNULL, PIPE

from duty_cli.ledger.database import connect
from duty_cli.ledger.migrations import pragma
from duty_cli.ledger.sqlite_ledger import open_ledger
from duty_cli.model.ledger_protocol import Enrolment, NewTenure, Operation
from duty_cli.model.members import Facet, MemberKey, Person
from duty_cli.model.periods import BEIJING

HERE = Path(__file__).resolve().parent
DUTY = [sys.executable, "-c", "from duty_cli.cli.main import main; main()"]
TABLES = ("entry", "record")
PRAGMAS = ("foreign_keys", "recursive_triggers", "journal_mode", "synchronous", "cache_size")
LIBRARIES, MISSING = ("pandas", "sqlite_utils"), 3
FIRST, DAYS = date(2022, 1, 1), 1400
HEADINGS = (
    *("编号", "委员编号", "姓名", "履职事项", "日期", "活动", "标题"),
    *("出席情况", "阶段", "作者位次", "作者人数", "成果标识"),
)
MEETINGS = ("全体会议", "专题协商会", "委员活动日")
STATES = ("出席",) * 8 + ("迟到", "请假", "缺席")
STAGES = ("提交", "提交、立案", "提交、立案、重点")


@dataclass
class Side:
    """One of those who take turns, each time on a fresh copy of ``base``: seconds, processor seconds and MiB it took."""

    name: str
    base: Path
    ledger: Path
    command: list[str]
    script: str = ""
    seconds: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    memory: int = 0

    def turn(self) -> int:
        """Take a turn; the exit code."""
        shutil.copy(self.base, self.ledger)
        start = time.perf_counter()
        with subprocess.Popen(self.command, stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL) as child:
            assert child.stdin is not None
            child.stdin.write(self.script.encode())
            child.stdin.close()
            _, status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
        self.seconds.append(time.perf_counter() - start)
        self.busy.append(used.ru_utime + used.ru_stime)
        self.memory = max(self.memory, used.ru_maxrss // 1024)
        return child.returncode


def rows(count: int, members: int) -> Iterator[tuple[object, ...]]:
    """Records as offices write them, event by event; one in four is a proposal."""
    chance, rounds = random.Random(20251231), -(-count // members)
    for n in range(count):
        turn, place = divmod(n, members)
        on = FIRST + timedelta(days=DAYS * turn // rounds)
        who = (f"{place + 1:06d}", f"委员{place + 1:06d}")
        if turn % 4 < len(MEETINGS):
            kind = MEETINGS[turn % 4]
            yield ("", *who, kind, on, f"{on.year}年第{turn}次{kind}", "", chance.choice(STATES), "", "", "", "")
        else:
            title, number = f"关于加强第{n}号社区停车场建设的建议", f"TA{on.year}-{n:07d}"
            yield (number, *who, "提案", on, "", title, "", chance.choice(STAGES), n % 3 + 1, 3, f"M{n // 3}")


def write_file(path: Path, count: int, members: int) -> None:
    """The CSV file of ``count`` records."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(HEADINGS)
        out.writerows(rows(count, members))


def workspace(folder: Path, members: int) -> Path:
    """A new workspace with its members; its ledger."""
    days = ["--from", str(FIRST), "--until", "2026-12-31"]
    words = ["init", str(folder), "--committee", "政协示例省委员会", "--term", "14", *days]
    subprocess.run([*DUTY, *words], check=True, capture_output=True)
    path = folder / "data" / "ledger.db"
    with open_ledger(path).writing(
        Operation("造数", "基准测试", datetime(2022, 1, 5, 9, 0, tzinfo=BEIJING))
    ) as writing:
        for number in range(1, members + 1):
            key = MemberKey(writing.append(Enrolment(f"{number:06d}", Person(f"委员{number:06d}", "wy"))))
            writing.append(NewTenure(key, Facet.OFFICE, Facet.OFFICE.value, FIRST))
    return path


def without_records(full: Path, bare: Path) -> None:
    """``bare``, the ledger ``full`` without its records, and beside it the rows that are missing, coded as they were."""
    shutil.copy(full, bare)
    with closing(sqlite3.connect(bare)) as ledger:
        for table in TABLES:
            query = f"SELECT * FROM {table} WHERE seq IN (SELECT seq FROM record) ORDER BY seq"  # noqa: S608
            found = ledger.execute(query)
            with bare.with_name(f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
                out = csv.writer(file)
                out.writerow(column[0] for column in found.description)
                out.writerows([cell.hex() if isinstance(cell, bytes) else cell for cell in row] for row in found)
        triggers = ledger.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            ledger.execute(f"DROP TRIGGER {name}")
        ledger.executescript("DELETE FROM record; DELETE FROM entry WHERE sort = 'record';")
        for _, sql in triggers:
            ledger.execute(sql)
        ledger.commit()
        ledger.execute("VACUUM")


def pragmas(ledger: Path) -> str:
    """Those with which the program opens it."""
    with closing(connect(ledger)) as connection:
        said = {name: pragma(connection, name) for name in PRAGMAS}
    return "".join(f"PRAGMA {name} = {value};\n" for name, value in said.items())


def shell_script(bare: Path) -> str:
    """What the sqlite3 shell is told. Of a hash in hex it takes the first half, which has as many bytes as the hash."""
    lines, moves = [pragmas(bare)], []
    with closing(sqlite3.connect(bare)) as ledger:
        for table in TABLES:
            columns = ledger.execute('SELECT name, type, "notnull" FROM pragma_table_info(?)', (table,)).fetchall()
            said = ", ".join(_moved(*column) for column in columns)
            lines.append(f"CREATE TEMP TABLE new_{table} ({', '.join(name for name, _, _ in columns)});")
            lines.append(f".import --csv --skip 1 --schema temp {bare.with_name(table)}.csv new_{table}")
            moves.append(f"INSERT INTO {table} SELECT {said} FROM new_{table};")  # noqa: S608
    return "\n".join([*lines, "BEGIN IMMEDIATE;", *moves, "COMMIT;", ""])


def _moved(name: str, sort: str, required: int) -> str:
    if sort == "BLOB":
        return f"CAST(substr({name}, 1, 32) AS BLOB)"
    return name if required else f"nullif({name}, '')"


def take_turns(sides: list[Side], rounds: int) -> None:
    """Let all have ``rounds`` turns; one that has not its library is left out."""
    for _ in range(rounds):
        for side in list(sides):
            code = side.turn()
            if code == MISSING:
                print(f"{side.name}: not installed")
                sides.remove(side)
            elif code:
                raise SystemExit(f"{side.name}: exit code {code}")


def duty_import(folder: Path, base: Path, file: Path) -> Side:
    """``duty import`` of ``file`` into the workspace in ``folder``, the whole process."""
    ledger = folder / "data" / "ledger.db"
    where = ["--ledger", str(ledger), "--rules", str(folder / "rules")]
    return Side("duty import", base, ledger, [*DUTY, *where, "import", str(file)])


def others(bare: Path, python: str) -> list[Side]:
    """Those who load coded rows, ``.import`` first."""
    target = bare.with_name("loaded.db")
    shell = Side("sqlite3 .import", bare, target, ["sqlite3", "-bail", str(target)], shell_script(bare))
    loader, given = [python, str(HERE / "loaders.py")], [str(target), str(bare.parent), pragmas(bare)]
    return [shell] + [Side(library, bare, target, [*loader, library, *given]) for library in LIBRARIES]


def main(count: int, members: int, rounds: int, python: str) -> None:
    """Build, let all take turns, and print."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        ledger, base, bare = workspace(folder / "desk", members), folder / "base.db", folder / "bare.db"
        shutil.copy(ledger, base)
        for name, many in (("large", count), ("small", 300)):
            write_file(folder / f"{name}.csv", many, members)
        large, small = (duty_import(folder / "desk", base, folder / f"{name}.csv") for name in ("large", "small"))
        take_turns([large], 1)  # to have the coded rows; not counted
        without_records(ledger, bare)
        large.seconds.clear()
        large.busy.clear()
        sides = [large, *others(bare, python)]
        take_turns(sides, rounds)
        take_turns([small], rounds)
    print(f"{count} rows, {members} members, {rounds} rounds")
    print(f"{'':30s}{'least s':>10s}{'median s':>10s}{'ratio':>8s}{'CPU s':>8s}{'ratio':>8s}{'MiB':>6s}")
    for side in sides:
        show(side, side.name, sides[1])
    show(small, "duty import of 300 rows", sides[1])


def show(side: Side, name: str, against: Side) -> None:
    """Print a side's line."""
    spent, busy = median(side.seconds), median(side.busy)
    ratios = spent / median(against.seconds), busy / median(against.busy)
    print(
        f"{name:30s}{min(side.seconds):10.2f}{spent:10.2f}{ratios[0]:8.2f}{busy:8.2f}{ratios[1]:8.2f}{side.memory:6d}"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--members", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--others", default=sys.executable, help="a Python that has sqlite-utils and pandas")
    asked = parser.parse_args(sys.argv[1:])
    main(asked.rows, asked.members, asked.rounds, asked.others)
