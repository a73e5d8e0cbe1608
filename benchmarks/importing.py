"""What ``duty import`` of a million records costs beside loading the same rows, already coded, into the same tables.

Usage: python benchmarks/importing.py [--rows 1000000] [--members 3000] [--rounds 2] [--before COMMIT].
One side reads, validates, matches to members, deduplicates and chains the rows of a CSV file. The other sides only load what
that came to: the sqlite3 shell's ``.import``, pandas and sqlite-utils (where this Python has them), into a ledger with the same
schema, indexes, foreign keys, triggers, pragmas and other rows. As ``.import`` knows text only, it loads into a temporary
table, from which empty cells go on as NULL and hashes as bytes; through a view with a trigger it is slower. Into a ledger
without records ``duty`` makes the indexes after the rows and writes on a thread of its own; the others load into the tables as
they stand, as the shell does by itself. Sides are processes of their own.
"""

from __future__ import annotations

import csv
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.util import find_spec
from pathlib import Path
from subprocess import DEVNULL, PIPE

from bench import EARLIER, NOW, Bench, Side, put_back
from duty_cli.ledger.migrations import pragma
from duty_cli.ledger.sqlite.database import connect
from targets import Limit, Subject, Target, alone

HERE = Path(__file__).resolve().parent
TABLES = ("entry", "record")
PRAGMAS = ("foreign_keys", "recursive_triggers", "journal_mode", "synchronous", "cache_size")
LIBRARIES = ("pandas", "sqlite_utils")
FIRST, DAYS = date(2022, 1, 1), 1400
HEADINGS = (
    *("编号", "委员编号", "姓名", "履职事项", "日期", "活动", "标题"),
    *("出席情况", "阶段", "作者位次", "作者人数", "成果标识"),
)
MEETINGS = ("全体会议", "专题协商会", "委员活动日")
STATES = ("出席",) * 8 + ("迟到", "请假", "缺席")
STAGES = ("提交", "提交、立案", "提交、立案、重点")


@dataclass
class Loading:
    """One of those who load: a process, each time on a fresh copy of ``base``, and the most MiB it has held."""

    base: Path
    ledger: Path
    command: Sequence[str]
    env: Mapping[str, str]
    script: str = ""
    memory: float = 0

    def turn(self) -> float:
        """Load once; the milliseconds."""
        put_back(self.base, self.ledger, self.env)
        start = time.perf_counter()
        with subprocess.Popen(self.command, env=self.env, stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL) as child:
            assert child.stdin is not None
            child.stdin.write(self.script.encode())
            child.stdin.close()
            _, status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
        took = (time.perf_counter() - start) * 1000
        self.memory = max(self.memory, used.ru_maxrss / 1024)
        if child.returncode:
            raise RuntimeError(f"exit code {child.returncode} of {self.command}")
        return took


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


def write_roster(path: Path, members: int) -> None:
    """The CSV file of the members."""
    names = (f"{number:06d},委员{number:06d},{FIRST}\n" for number in range(1, members + 1))
    path.write_text("委员编号,姓名,任职日期\n" + "".join(names), "utf-8")


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


def duty_import(bench: Bench, which: str) -> Loading:
    """``duty import`` of a build, the whole process, into a workspace of its own."""
    desk = bench.new_desk(which, bench.folder / which, roster=bench.folder / "roster.csv")
    base = bench.folder / f"{which}.db"
    shutil.copy(desk.ledger, base)
    return Loading(base, desk.ledger, [*desk.duty, "import", str(bench.folder / "rows.csv")], desk.env)


def others(bare: Path, env: Mapping[str, str]) -> Iterator[tuple[str, Loading]]:
    """Those who load coded rows; libraries where this Python has them."""
    target = bare.with_name("loaded.db")
    yield ".import", Loading(bare, target, ["sqlite3", "-bail", str(target)], env, shell_script(bare))
    given = [str(target), str(bare.parent), pragmas(bare)]
    for library in filter(find_spec, LIBRARIES):
        yield library, Loading(bare, target, [sys.executable, str(HERE / "loaders.py"), library, *given], env)


def sides(bench: Bench) -> Mapping[str, Side]:
    """The import of both builds, those who load only, and the memory of ours."""
    write_roster(bench.folder / "roster.csv", bench.sizes["members"])
    write_file(bench.folder / "rows.csv", bench.sizes["rows"], bench.sizes["members"])
    ours, bare = duty_import(bench, NOW), bench.folder / "bare.db"
    ours.turn()  # to have the coded rows
    without_records(ours.ledger, bare)
    loadings = {"import": ours, "before": duty_import(bench, EARLIER), **dict(others(bare, bench.env(NOW)))}
    return {name: loading.turn for name, loading in loadings.items()} | {"MiB": lambda: ours.memory}


TARGETS = (
    Target("import of a million rows, peer .import", "import", Limit(".import", 1.2), Limit("before")),
    Target("memory of that import", "MiB", within=300, unit="MiB"),
    *(Target(f"the same coded rows by {name}, peer .import", name, Limit(".import")) for name in LIBRARIES),
)
SUBJECT = Subject(TARGETS, sides, rounds=2, sizes={"rows": 1_000_000, "members": 3000})

if __name__ == "__main__":
    sys.exit(alone(SUBJECT))
