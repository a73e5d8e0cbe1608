"""What a clerk does that changes files: the commands that everything is tried on, and what comes before each."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from duty_cli.ledger.migrations import MIGRATIONS
from duty_cli.ledger.sqlite.sqlite_ledger import create
from tests.faults.desk import Server
from tests.ledger.sample import ACT, FOUNDING, enrolment
from tests.workspace import INIT, ROSTER, RULES

LIST = """\
委员编号,姓名,履职事项,日期,活动,标题,出席情况,阶段
1001,赵一鸣,全体会议,2026-01-20,五次会议,,出席,
1002,钱二南,全体会议,2026-01-20,五次会议,,请假,
1003,孙三禾,提案,2026-02-11,,关于公交线路的建议,,提交、立案
"""
RECORD = "record 1001 提案 --on 2026-03-05 --stage 提交、立案 --title 关于停车的建议"
REPORT = "record 1001 年度履职报告 --on 2026-11-02"
EARLIER = "record 1001 提案 --on 2025-03-05 --stage 提交、立案 --title 关于河道的建议"
HOME = "家里/data/ledger.db"
TAKEN_HOME = ("backup --to 备份", f"--ledger {HOME} restore 备份/ledger-20261123-090000.zip")
LEDGER = Path("work/data/ledger.db")


def _nothing(_: Path) -> None:
    """Nothing more."""


def _list(case: Path) -> None:
    (case / "work" / "一季度.csv").write_text(LIST, "utf-8")


def _inbox(case: Path) -> None:
    (case / "work" / "报送").mkdir()
    (case / "work" / "报送" / "一季度.csv").write_text(LIST, "utf-8")


def _without_rules(case: Path) -> None:
    for place in (case / "work" / "rules").iterdir():
        place.unlink()


def _of_yesterday(case: Path) -> None:
    """A ledger of the version before this one."""
    (case / LEDGER).unlink()
    with create(case / LEDGER, ACT, FOUNDING, MIGRATIONS[:-1]).writing(ACT) as desk:
        desk.append(enrolment())
    shutil.rmtree(case / "own")


@dataclass(frozen=True)
class Deed:
    """A command, what was entered before it, and what else is laid out for it."""

    line: str
    before: tuple[str, ...] = ()
    prepare: Callable[[Path], object] = _nothing
    goes_back: bool = False
    """Whether the ledger it leaves is an older one, on purpose."""

    several: bool = False
    """Whether it writes several files, each whole, so that a failure may leave some of them."""

    new: bool = False
    """Whether there is no ledger yet."""

    may_be_lost: bool = False
    """Whether a power cut may take its file, which can be made again."""

    follow: bool = False
    """Whether its files follow on what is entered, if need be by the next run."""

    unpeopled: bool = False
    """Whether the ledger has no members yet."""


DEEDS = {
    "init": Deed(INIT, new=True),
    "member import": Deed("member import 名册.csv", unpeopled=True),
    "record": Deed(RECORD),
    "attend": Deed("attend 全体会议 --on 2026-01-20 --title 五次会议 --all-present"),
    "import": Deed("import 一季度.csv", prepare=_list),
    "import --watch": Deed("import --watch 报送 --once", prepare=_inbox, several=True, follow=True),
    "map new": Deed("map new 一季度.csv --yes", prepare=_list),
    "undo": Deed("undo {last} --reason 误登", (RECORD,)),
    "close-year": Deed("close-year 2025 --although-open", (EARLIER,)),
    "publish": Deed("publish annual-evaluation 2025 --days 5", (EARLIER, "close-year 2025 --although-open")),
    "erase": Deed("erase 1006 --reason 本人要求 --yes"),
    "issue": Deed("issue annual-evaluation 2026 -o 评比.csv", (RECORD, "issue annual-evaluation 2026 -o 评比.csv", REPORT)),
    "report": Deed("annual-evaluation 2026 -o 评比.xlsx", (RECORD, "annual-evaluation 2026 -o 评比.xlsx", REPORT), may_be_lost=True),
    "backup": Deed("backup --to 备份", (RECORD,)),
    "restore": Deed("restore 备份/ledger-20261123-090000.zip --yes", (RECORD, "backup --to 备份", REPORT), goes_back=True),
    "merge": Deed(f"merge {HOME} --yes", (*TAKEN_HOME, RECORD, f"--ledger {HOME} {REPORT}"), several=True),
    "rules restore": Deed("rules restore", (RECORD, "annual-evaluation 2026 -o 评比.csv"), _without_rules, several=True),
    "ledger copy": Deed("ledger copy data/ledger.db 别处/ledger.db", (RECORD,)),
    "seal": Deed("seal --to 柜 --key 柜/key.pem", ("seal --to 柜 --key 柜/key.pem --new-key", RECORD)),
    "seal export": Deed("seal export -o 县.parquet", (RECORD, "seal export -o 县.parquet", REPORT), may_be_lost=True),
    "upgrade": Deed("log", prepare=_of_yesterday, several=True),
}  # fmt: skip


def lay_out(server: Server, case: Path, deed: Deed) -> Deed:
    """A workspace at which ``deed`` is to be done; the deed as it is to be typed there."""
    shutil.copytree(_begun(server, FOUNDED if deed.unpeopled else NOTHING if deed.new else PEOPLED), case)
    for line in deed.before:
        server.done(case, line)
    deed.prepare(case)
    if "{last}" not in deed.line:
        return deed
    last = server.done(case, "log --last 1 --format json").partition('"seq": ')[2].partition(",")[0]
    return replace(deed, line=deed.line.format(last=last))


NOTHING, FOUNDED, PEOPLED = "nothing", "founded", "peopled"


def _begun(server: Server, how: str) -> Path:
    """A workspace as most begin, made once: only the files, or the ledger as well, or the members too."""
    case = server.folder / "begun" / how
    if case.exists():
        return case
    if how == NOTHING:
        (case / "work" / "rules").mkdir(parents=True)
        (case / "own").mkdir()
        shutil.copyfile(RULES, case / "work" / "rules" / "scoring.yaml")
        (case / "work" / "名册.csv").write_text(ROSTER, "utf-8")
        return case
    shutil.copytree(_begun(server, NOTHING if how == FOUNDED else FOUNDED), case)
    server.done(case, INIT if how == FOUNDED else "member import 名册.csv")
    return case
