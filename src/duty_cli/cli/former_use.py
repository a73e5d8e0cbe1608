"""A place where a ledger was kept: what shows it, which backups lie about, and what is said where the ledger is gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

from duty_cli.cli.ledger_place import LEDGER, LedgerPlace, beside
from duty_cli.errors.base import LedgerError
from duty_cli.errors.ledger_errors import NoLedger

if TYPE_CHECKING:
    from duty_cli.ledger.copies.backup_file import Backup

BACKUPS = "backups"
"""Beside the ledger: where backups go by default."""

PLACES = "backup-places.txt"
"""Beside the ledger: the other folders that backups were written to, one a line."""


def backups_of(ledger: LedgerPlace) -> Path:
    """Where its backups go by default."""
    return (ledger if isinstance(ledger, Path) else LEDGER).parent / BACKUPS


def signs_of_use(ledger: Path) -> list[str]:
    """What lies beside ``ledger`` that only a ledger leaves behind, by name."""
    from duty_cli.cli.output_guard import WRITTEN

    names = (f"{ledger.name}-journal", WRITTEN, BACKUPS, PLACES)
    return [one for one in names if (ledger.parent / one).exists()] + [one.name for one in _bare(ledger)]


def missing(ledger: LedgerPlace) -> LedgerError:
    """What is to be said where there is no ledger: it was never made, or it is lost."""
    signs = signs_of_use(ledger) if isinstance(ledger, Path) else []
    if not signs or not isinstance(ledger, Path):
        return NoLedger(ledger)
    from duty_cli.ledger.copies.backup_file import DUMP, SERVER

    found = _backups(ledger)
    if found and not found[0].manifest.files.keys().isdisjoint((DUMP, SERVER)):
        from duty_cli.errors.server_errors import OnServerPerhaps

        return OnServerPerhaps(ledger, found[0].path)
    from duty_cli.errors.backup_errors import LedgerLost

    return LedgerLost(ledger, list(_told(ledger, found)), signs)


def _backups(ledger: Path) -> list[Backup]:
    """The backups that lie where they may lie, the latest first."""
    from duty_cli.ledger.copies.backup_file import backups_in

    folders = dict.fromkeys((ledger.parent / BACKUPS, ledger.parent, *places_noted(ledger)))
    found = [one for folder in folders for one in backups_in(folder)]
    return sorted(found, key=lambda one: one.manifest.made, reverse=True)


def _told(ledger: Path, backups: Sequence[Backup]) -> Iterator[str]:
    """The backups of the ledger, the latest first."""
    for one in backups:
        yield f"{one.path}（{one.manifest.made[:16].replace('T', ' ')} 备份，序号 {one.manifest.seq}）"
    for bare in sorted(_bare(ledger), key=lambda one: one.stat().st_mtime, reverse=True):
        yield str(bare)


def _bare(ledger: Path) -> list[Path]:
    """What upgrades and restores left beside the ledger."""
    found = (one for one in ledger.parent.glob(f"{ledger.name}.*.bak") if one.is_file())
    return sorted(found, key=attrgetter("name"))


def places_noted(ledger: LedgerPlace) -> list[Path]:
    """The folders that backups were written to, as far as they are noted."""
    try:
        said = (beside(ledger) / PLACES).read_text("utf-8")
    except (OSError, ValueError):
        return []
    return [Path(line) for line in said.splitlines() if line.strip()]


def note_place(ledger: LedgerPlace, folder: Path) -> None:
    """Note a folder that a backup was written to, so that it can be found when the ledger is not."""
    from duty_cli.cli.output_guard import keep_beside

    known, place = places_noted(ledger), folder.resolve()
    if place in known or place == backups_of(ledger).resolve():
        return
    keep_beside(ledger, PLACES, "".join(f"{one}\n" for one in (*known, place)).encode())
