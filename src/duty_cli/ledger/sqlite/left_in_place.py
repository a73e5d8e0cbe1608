"""What a disk left that failed as a ledger was given its name: looked at and read back, before anything is said."""

from __future__ import annotations

import os
from pathlib import Path
from sqlite3 import Error

from duty_cli.errors.base import LedgerError
from duty_cli.errors.ledger_errors import LedgerUnnamed, LedgerUnwritable, StandsAllTheSame, StandsUnclear
from duty_cli.ledger.sqlite.database import Connections, version_at

_LATER = "请排除故障后用 duty check 核验，再决定是否重做"
_COPY = "请先检查磁盘，用 duty check 核验，再用 duty backup --to 备份到别的磁盘"


def founded_all_the_same(place: Path, why: str) -> LedgerError:
    """What is to be said of a new ledger that could not be taken away again; ``why`` the disk failed."""
    return _read_back("建立账本", place, why, f"请勿重做；{_COPY}", _LATER)


def replaced_all_the_same(new: object, place: Path, aside: Path, why: str) -> LedgerError:
    """What is to be said once a ledger was to be replaced by the file ``new`` and the disk failed; ``aside``: see ``put_in_place``.

    ``new`` is the device and number of that file, as ``which_file`` gives them.
    """
    kept = f"原来的账本保留为 {aside}；" if os.path.lexists(aside) else ""
    unclear = f"{kept}{_LATER}"
    try:
        found = place.stat()
    except FileNotFoundError:
        return LedgerUnnamed(place, why, aside) if kept else LedgerUnwritable(place, why)
    except OSError:
        return StandsUnclear("恢复", place, why, unclear)
    if (found.st_dev, found.st_ino) == new:
        then = f"{kept}请先检查磁盘，再执行一次同样的 duty restore，补上其余的步骤"
        return _read_back("恢复", place, why, then, unclear)
    twice = f"（它另有一个名字 {aside}，没能删去，请排除故障后删去）" if kept else ""
    return LedgerUnwritable(place, f"{why}{twice}")


def upgraded_all_the_same(place: Path, version: int, refused: LedgerUnwritable) -> LedgerError | None:
    """What is to be said once a ledger was to be brought to ``version`` and was ``refused``; None where that is true."""
    try:
        if version_at(Connections(place), version) < version:
            return None
    except (LedgerError, Error):
        return StandsUnclear("升级", place, refused.why, _LATER)
    return _read_back("升级", place, refused.why, f"这条命令还没有执行；{_COPY}，再执行一次", _LATER)


def _read_back(done: str, place: Path, why: str, then: str, unclear: str) -> LedgerError:
    """Whether the ledger at ``place`` is whole, to the last row."""
    from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger

    ledger = SqliteLedger(place)
    try:
        ledger.check()
        with ledger.reading() as reading:
            return StandsAllTheSame(done, place, why, reading.head().seq, then)
    except (LedgerError, Error):
        return StandsUnclear(done, place, why, unclear)
