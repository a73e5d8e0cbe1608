"""A flipped bit never changes what a report says: it says the same, or that the ledger is damaged.

``DUTY_TEST_LONG=1`` (``make faults``) tries every report on forty bits in each of the places, 440 in all.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from duty_cli.errors.ledger_errors import LedgerDamaged
from tests.effort import LONG
from tests.workspace import INIT, ROSTER, RULES, Duty, Nobody, at_desk

REPORTS = (
    "annual-evaluation 2026",
    "quarter-report 2026-Q1 --format json",
    "explain 1001 --year 2026",
    "member list",
    "term-evaluation 14 --format csv",
    "log",
    "fund report",
    "export",
    "statement 1002",
    "issued",
    "plan list",
    "find 停车",
    "show 35",
    "member show 1001",
    "settle",
    "watch",
)
LIST = """\
委员编号,姓名,履职事项,日期,活动,标题,出席情况,阶段
1001,赵一鸣,全体会议,2026-01-20,五次会议,,出席,
1002,钱二南,全体会议,2026-01-20,五次会议,,请假,
1003,孙三禾,提案,2026-02-11,,关于公交线路的建议,,提交、立案
1002,钱二南,提案,2026-02-12,,关于“停车”的建议,,提交
"""
DONE = (
    *("member import 名册.csv", "import 一季度.csv"),
    "record 1001 提案 --on 2026-03-05 --stage 提交、立案 --title 关于停车的建议",
    "record 1002 提案 --on 2026-03-06 --stage 提交 --title 误登",
    "leave 1003 --from 2026-03-12 --reason 因公 --granted-by 秘书长",
    "attend 全体会议 --on 2026-01-21 --title 五次会议第二日 --all-present",
    *("plan add 全体会议 --on 2026-12-16 --title 六次会议", "fund budget 5万元 --year 2026"),
    *("erase 1006 --reason 本人要求 --yes", "issue annual-evaluation 2026 -o 评比.csv"),
)
OBJECTS = (
    *("record", "record_tally", "entry", "label", "sqlite_autoindex_label_1", "person", "naming", "spell"),
    *("header", "schema", "anywhere"),
)
"""Tables and indexes whose first page is hit; the header of the file, the schema, and any place, free pages among them."""

HEADER = 100


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with rows of many sorts and a free page."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "rules").mkdir()
    shutil.copyfile(RULES, folder / "rules" / "scoring.yaml")
    (folder / "名册.csv").write_text(ROSTER, "utf-8")
    (folder / "一季度.csv").write_text(LIST, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        at_desk(patch, folder)
        clerk = Duty(folder, Nobody())
        for line in (INIT, *DONE):
            clerk.done(line)
    with closing(sqlite3.connect(folder / "data" / "ledger.db")) as raw:
        raw.executescript("CREATE TABLE more (x); INSERT INTO more VALUES (zeroblob(9000)); DROP TABLE more")
    return folder


@pytest.fixture
def clerk(office: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Duty:
    at_desk(monkeypatch, office)
    return Duty(office, capsysbinary)


@pytest.fixture
def ledger(office: Path) -> Iterator[Path]:
    """The file, which is whole again afterwards."""
    place = office / "data" / "ledger.db"
    whole = place.read_bytes()
    yield place
    place.write_bytes(whole)


def flips(ledger: Path, place: str, many: int) -> list[tuple[int, int]]:
    """So many places in the file, each a byte and a bit of it: of an object where its cells are."""
    with closing(sqlite3.connect(ledger)) as raw:
        size = raw.execute("PRAGMA page_size").fetchone()[0]
        roots = dict(raw.execute("SELECT name, rootpage FROM sqlite_schema"))
    whole, chance = ledger.read_bytes(), random.Random(place)
    if place == "header":
        bytes_ = range(HEADER)
    elif place == "anywhere":
        bytes_ = range(len(whole))
    else:
        page = (roots.get(place, 1) - 1) * size
        bytes_ = range(page, page + size)
    told = [at for at in bytes_ if whole[at]] if place not in {"header", "anywhere"} else list(bytes_)
    return [(chance.choice(told), chance.randrange(8)) for _ in range(many)]


@pytest.mark.parametrize("place", OBJECTS)
def test_no_flipped_bit_changes_what_a_report_says(clerk: Duty, ledger: Path, place: str) -> None:
    whole = ledger.read_bytes()
    said = {report: clerk.done(report) for report in REPORTS}
    for turn, (at, bit) in enumerate(flips(ledger, place, 40 if LONG else 3)):
        for report in REPORTS if LONG else [REPORTS[(3 * OBJECTS.index(place) + turn) % len(REPORTS)]]:
            flipped = bytearray(whole)
            flipped[at] ^= 1 << bit
            ledger.write_bytes(flipped)
            answer = clerk(report)
            assert answer.code == LedgerDamaged.exit_code or (answer.code, answer.out) == (0, said[report]), (
                *(at, bit, report, answer.err),
            )
