"""Commands that keep the ledger from being lost: backup, restore, rules restore."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duty_cli import __version__
from duty_cli.cli import prompt
from duty_cli.cli.former_use import backups_of, note_place
from duty_cli.cli.last_head import gone_back, note_head
from duty_cli.cli.ledger_place import LedgerPlace, beside, make_beside
from duty_cli.cli.opened_ledger import driver_there, opened
from duty_cli.cli.options import desk_of
from duty_cli.cli.output import remark, say
from duty_cli.cli.output_guard import note_done
from duty_cli.documents.durable_files import lasting_folder
from duty_cli.errors.backup_errors import BackupUnwritten, RestoreUnconfirmed, RuleFilesDiffer
from duty_cli.errors.ledger_errors import NoLedger
from duty_cli.errors.rule_errors import NoRulesThen
from duty_cli.model.ledger_server import LedgerServer

if TYPE_CHECKING:
    from duty_cli.cli.app_context import AppContext
    from duty_cli.cli.opened_ledger import OpenedLedger
    from duty_cli.ledger.copies.backup_file import Backup
    from duty_cli.ledger.copies.restoring import Candidate, Loss

_TOLD = 10
"""So many batches that would be lost are told one by one; of more, the latest."""


def backup(
    ctx: typer.Context,
    to: Annotated[
        Path | None,
        typer.Option(
            "--to", metavar="文件夹", help="备份放在哪里，如移动硬盘；不填为账本旁边的备份文件夹", show_default=False
        ),
    ] = None,
    keep: Annotated[
        int | None,
        typer.Option("--keep", metavar="份数", min=1, help="只留最近几份本账本的备份，更早的删去；不填为全留"),
    ] = None,
) -> None:
    """备份：把账本和规则等文件写成一个压缩包，核验以后才算备份好。"""
    from duty_cli.ledger.copies.backup_file import prune

    desk = desk_of(ctx)
    folder = to or backups_of(desk.place)
    done, beside = backed_up(desk, folder, "备份")
    note_place(desk.place, folder)
    said = done.manifest
    say(f"已备份：{done.path}（序号 {said.seq}，账首 {said.head[:16]}…，规则等文件 {beside} 份；已核验）")
    if not beside:
        remark(f"没有找到规则文件（{desk.rules_path}），备份里只有账本")
    if keep is not None:
        gone, only_there = prune(done, desk.store, keep)
        if gone:
            say(f"已删去较早的备份 {len(gone)} 份：{'、'.join(one.path.name for one in gone)}")
        for one in only_there:
            remark(f"{one.path} 里有现在的账本没有的内容，没有删去，也不计入 {keep} 份")


def backed_up(desk: AppContext, folder: Path, command: str) -> tuple[Backup, int]:
    """A verified backup of the ledger in ``folder``, and how many files beside the rules it holds. Raises BackupUnwritten."""
    from duty_cli.documents.systems import unfit_folder
    from duty_cli.rules.carried_files import carried_files

    why = unfit_folder(folder)
    if why is not None:
        raise BackupUnwritten(folder, why)
    # Opened first: what an older program wrote is upgraded before it is copied.
    _, beside = desk.store, carried_files(desk.rules_path)
    _make(folder, parents=folder == backups_of(desk.place))
    done = _written(desk, folder, beside, command)
    note_done(f"备份 {done.path}")
    return done, len(beside)


def made_for_backups(place: LedgerPlace) -> Path:
    """The folder in which backups of that ledger lie by default. Raises BackupUnwritten."""
    folder = backups_of(place)
    _make(folder, parents=True)
    return folder


def _make(folder: Path, *, parents: bool) -> None:
    try:
        lasting_folder(folder, 0o700, parents=parents)
    except OSError as error:
        raise BackupUnwritten(folder, "不能在这里建立文件夹") from error


def _written(desk: AppContext, folder: Path, beside: Mapping[str, bytes], command: str) -> Backup:
    act = desk.act(command)
    if isinstance(desk.place, LedgerServer):
        from duty_cli.ledger.copies.server_backup import write_server_backup
        from duty_cli.ledger.postgres.postgres_ledger import PostgresLedger

        assert isinstance(desk.store, PostgresLedger), "the ledger of a server was opened"
        done, unfit = write_server_backup(desk.store, folder, beside, act, __version__)
        if unfit is not None:
            remark(str(unfit))
        return done
    from duty_cli.ledger.copies.backup_file import write_backup

    return write_backup(desk.place, folder, beside, act, __version__)


def restore(
    ctx: typer.Context,
    file: Annotated[
        Path, typer.Argument(metavar="备份", help="duty backup 写出的压缩包，或升级、恢复时留下的账本副本")
    ],
    yes: Annotated[bool, typer.Option("--yes", help="以备份替换现有账本，不再询问")] = False,
) -> None:
    """恢复：列出现有账本里备份以后的内容，确认后以备份替换；现有的账本改名保留。"""
    from duty_cli.ledger.copies.restoring import candidate, loss

    desk = desk_of(ctx)
    with candidate(file, scratch_of(desk.place)) as new:
        there = _there(desk.place)
        if there is not None:
            lost = loss(desk.place, new, there)
            if not isinstance(lost, str) and lost.head == new.head:
                say(f"现有账本与备份相同（序号 {new.head.seq}），没有恢复")
                _finish(desk, new, yes=yes)
                return
            _tell(lost, new)
            _ask(yes=yes)
        kept = _put(desk.place, new, there=there is not None)
        note_done(f"恢复 {desk.place}")
        note_head(desk.place, opened(desk.place))
        say(
            f"已恢复 {desk.place}：{new.head.committee}，序号 {new.head.seq}，最后登记于 {new.head.at:%Y-%m-%d %H:%M:%S}"
        )
        if kept is not None:
            say(f"原来的账本保留为{kept}")
        _rules_back(desk, new)


def scratch_of(place: LedgerPlace) -> Path:
    """Beside what a backup is unpacked for that ledger: where it lies, else in the user's own folder."""
    if not isinstance(place, LedgerServer):
        return place.resolve()
    make_beside(place)
    return beside(place) / "ledger.db"


def _there(place: LedgerPlace) -> Callable[[], OpenedLedger] | None:
    """What opens the ledger that is to be replaced; None where none is there."""
    if not isinstance(place, LedgerServer):
        return partial(opened, place.resolve()) if place.exists() else None
    driver_there()
    from duty_cli.ledger.postgres.postgres_ledger import PostgresLedger

    there = PostgresLedger(place)
    try:
        there.version()
    except NoLedger:
        return None
    finally:
        there.let_go()
    return partial(opened, place)


def _put(place: LedgerPlace, new: Candidate, *, there: bool) -> str | None:
    """Put a verified ledger there; what now keeps the one that was there, as a clerk is told it."""
    from duty_cli.ledger.copies.restoring import put_in_place

    if not isinstance(place, LedgerServer):
        aside = put_in_place(new, place.resolve())
        return None if aside is None else f" {aside if place.is_symlink() else place.with_name(aside.name)}"
    from duty_cli.ledger.copies.server_copy import copied_to_server, put_in_place_on_server
    from duty_cli.ledger.queries.store_reader import StoreReader
    from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger

    with SqliteLedger(new.file).reading() as reading:
        assert isinstance(reading, StoreReader), "it is one of rows"
        if not there:
            copied_to_server(reading, place)
            return None
        schema = put_in_place_on_server(reading, place)
    return f"数据库里的架构 {schema}；不再需要的，请管理员执行 DROP SCHEMA {schema} CASCADE"


def _finish(desk: AppContext, new: Candidate, *, yes: bool) -> None:
    """Do what a run left undone that was broken off when the backup was in its place."""
    there = opened(desk.place)
    older = gone_back(desk.place, there)
    if older is not None:
        remark(str(older))
        _ask(yes=yes)
        note_head(desk.place, there)
    _rules_back(desk, new)


def _tell(lost: Loss | str, new: Candidate) -> None:
    """Say what the ledger that is there would lose."""
    if isinstance(lost, str):
        remark(f"{lost}；不能列出它比备份多了什么")
        return
    if not lost.batches:
        remark(f"现有账本（到序号 {lost.head.seq}）的内容，备份（到序号 {new.head.seq}）里都有")
        return
    rows = sum(one.rows for one in lost.batches)
    remark(f"恢复以后，现有账本里序号 {lost.common} 以后的 {rows} 条、{len(lost.batches)} 个批次不再在账：")
    if len(lost.batches) > _TOLD:
        remark(f"　（较早的 {len(lost.batches) - _TOLD} 个批次未列出）")
    for one in lost.batches[-_TOLD:]:
        source = f"，{one.act.source}" if one.act.source else ""
        remark(
            f"　批次 {one.seq}　{one.act.at:%Y-%m-%d %H:%M:%S}　{one.act.by}　{one.act.command}{source}（{one.rows} 条）"
        )
    if new.head.seq > lost.common:
        remark(f"备份里另有现有账本没有的 {new.head.seq - lost.common} 条：两份账本从序号 {lost.common} 以后各记各的")


def _ask(*, yes: bool) -> None:
    if yes:
        return
    if not prompt.confirmed("以备份替换现有账本？（回车 不替换，y 替换）"):
        raise RestoreUnconfirmed


def _rules_back(desk: AppContext, new: Candidate) -> None:
    """Write the rule files of a backup where none are; others stay, and are named."""
    from duty_cli.ledger.copies.backup_file import files_beside

    files = {} if new.backup is None else files_beside(new.backup)
    if new.backup is None:
        with desk.store.reading() as reading:
            used = reading.rules_used()
        files = {} if used is None else dict(used.files)
    laid, other = laid_back(desk.rules_folder_to_be, files, overwrite=False)
    if laid:
        say(f"已写回 {desk.rules_folder_to_be}：{'、'.join(laid)}")
    if other:
        remark(
            f"{desk.rules_folder_to_be} 中的 {'、'.join(other)} 与备份中的不同，没有改动；账本登记的规则可用 duty rules restore 写回"
        )


def laid_back(folder: Path, files: Mapping[str, bytes], *, overwrite: bool) -> tuple[list[str], list[str]]:
    """Write files into a rules folder where they are not there; the names of those written, and of those that differ.

    With ``overwrite`` those are replaced as well. Raises UnwritableFile.
    """
    from duty_cli.cli.output_guard import write_rule_back
    from duty_cli.cli.workspace_commands import make_folder

    if files:
        make_folder(folder)
    laid, other = [], []
    for name, data in sorted(files.items()):
        place = folder / name
        there = place.exists()
        if there and place.read_bytes() == data:
            continue
        if there and not overwrite:
            other.append(name)
            continue
        if place.parent != folder:
            make_folder(place.parent)
        write_rule_back(place, data, overwrite=there)
        laid.append(name)
    return laid, other


def restore_rules(
    ctx: typer.Context,
    known_at: Annotated[
        int | None, typer.Option("--known-at", metavar="序号", help="账本在该序号时登记的规则；不填为最近登记的")
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="替换内容不同的现有文件")] = False,
) -> None:
    """写回规则文件：规则文件丢了、改坏了，把账本登记的原样写回；内容不同的现有文件不动。"""
    from duty_cli.model.members import Seq

    desk = desk_of(ctx)
    then = None if known_at is None else Seq(known_at)
    with desk.verified(then) as reading:
        used, seq = reading.rules_used(), reading.head().seq
    if used is None:
        raise NoRulesThen(seq)
    folder, files = desk.rules_folder_to_be, {Path(name).name: data for name, data in used.files}
    differing = [
        name for name, data in files.items() if (folder / name).exists() and (folder / name).read_bytes() != data
    ]
    if differing and not overwrite:
        raise RuleFilesDiffer(folder, differing)
    laid, _ = laid_back(folder, files, overwrite=overwrite)
    say(f"已写回 {folder}：{'、'.join(laid)}" if laid else f"{folder} 中的规则文件与账本登记的相同，没有改动")
