"""duty ledger: the ledger itself, in a file or on a server: copied from one to the other, and who may do what in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from duty_cli.cli.ledger_place import LedgerPlace, place_of, there_or_told_later
from duty_cli.cli.localization import Command, command_group
from duty_cli.cli.options import desk_of
from duty_cli.cli.output import remark, say
from duty_cli.errors.ledger_errors import LedgerExists, NoLedger
from duty_cli.errors.server_errors import OnServerAlone
from duty_cli.model.ledger_server import LedgerServer

if TYPE_CHECKING:
    from duty_cli.cli.opened_ledger import OpenedLedger
    from duty_cli.model.ledger_protocol import LedgerHead, WholeReader

ledger_app = command_group("账本本身：在文件与服务器之间整本复制；服务器上谁可以做什么。")

_FROM = Annotated[str, typer.Argument(metavar="从", help="账本文件，或 postgresql://主机/数据库")]
_TO = Annotated[str, typer.Argument(metavar="到", help="新的账本文件，或 postgresql://主机/数据库；那里不能已有账本")]
_USER = "用户"


@ledger_app.command("copy", cls=Command)
def copy(from_: _FROM, to: _TO) -> None:
    """整本复制：每一行照原样，账首相同，核验以后才算复制好；原来的账本不动。"""
    from duty_cli.cli.last_head import gone_back, note_head
    from duty_cli.cli.opened_ledger import opened
    from duty_cli.cli.output_guard import note_done

    here, there = place_of(from_), place_of(to)
    source = opened(here)
    older = gone_back(here, source)
    if older is not None:
        raise older
    source.check()
    with source.reading() as reading:
        head = reading.head()
        before = _copied_before(there, head)
        copied = before or _copied(reading, there)
    note_done(f"复制 {there}")
    note_head(there, copied)
    said = f"{there} 已是同一本账" if before else f"已复制到 {there}"
    say(f"{said}：{head.committee}，序号 {head.seq}，账首 {head.digest[:16]}…；两份账首相同，已核验")
    # Whether the ledger moves or a copy is laid by is not known here: neither is to be told as the one that is meant.
    remark(
        f"{here} 没有改动；以后请只在一处登记，以免两边各记各的：改用 {there} 的，把 {here} 另存备查；只作备份的，照旧在 {here} 登记"
    )


def _copied_before(there: LedgerPlace, head: LedgerHead) -> OpenedLedger | None:
    """The copy that a run before this one made, verified; None where no ledger is there. Raises LedgerExists for another."""
    from duty_cli.cli.opened_ledger import opened

    if not there_or_told_later(there):
        return None
    try:
        found = opened(there)
    except NoLedger:
        return None
    with found.reading() as reading:
        if reading.head().digest != head.digest:
            raise LedgerExists(there)
    found.check()
    return found


def _copied(reading: WholeReader, there: LedgerPlace) -> OpenedLedger:
    """The copy of what is read, made. Raises LedgerExists, and as writing a file or to a server does."""
    from duty_cli.ledger.queries.store_reader import StoreReader

    assert isinstance(reading, StoreReader), "a ledger that was opened is one of rows"
    if isinstance(there, LedgerServer):
        from duty_cli.cli.opened_ledger import driver_there

        driver_there()
        from duty_cli.ledger.copies.server_copy import copied_to_server

        return copied_to_server(reading, there)
    from duty_cli.cli.workspace_commands import make_folder
    from duty_cli.ledger.copies.whole_copy import copied_to_file

    make_folder(there.parent)
    return copied_to_file(reading, there)


@ledger_app.command("roles", cls=Command)
def roles(
    ctx: typer.Context,
    clerk: Annotated[
        list[str] | None, typer.Option("--clerk", metavar=_USER, help="可以查看和登记；可重复写", show_default=False)
    ] = None,
    reader: Annotated[
        list[str] | None, typer.Option("--reader", metavar=_USER, help="只能查看；可重复写", show_default=False)
    ] = None,
    remove: Annotated[
        list[str] | None, typer.Option("--remove", metavar=_USER, help="收回权限；可重复写", show_default=False)
    ] = None,
) -> None:
    """服务器上的账本谁可以登记、谁只能查看：不写选项的列出，写了的更改。用户由服务器的管理员建立。"""
    place = _server_of(ctx)
    from duty_cli.cli.opened_ledger import opened
    from duty_cli.ledger.postgres.server_roles import roles_at, set_roles

    opened(place).let_go()
    if clerk or reader or remove:
        set_roles(place, clerk or (), reader or (), remove or ())
    for name, role in roles_at(place).items():
        say(f"{name}　{role}")


@ledger_app.command("upgrade", cls=Command)
def upgrade(ctx: typer.Context) -> None:
    """升级服务器上的账本：程序更新以后由所有者执行一次，升级以前的先核验、留成文件。账本文件会自动升级。"""
    place = _server_of(ctx)
    from duty_cli.cli.backup_commands import made_for_backups
    from duty_cli.cli.opened_ledger import driver_there

    driver_there()
    from duty_cli.ledger.copies.server_backup import keep_before_upgrade
    from duty_cli.ledger.postgres.postgres_ledger import PostgresLedger
    from duty_cli.ledger.postgres.postgres_reader import PostgresReader

    def keep(there: PostgresReader, version: int) -> None:
        kept = keep_before_upgrade(made_for_backups(place), there, version)
        remark(f"升级以前的账本（版本 {version}）已核验，留在 {kept}")

    ledger = PostgresLedger(place)
    before, after = ledger.upgrade(keep)
    ledger.check()
    ledger.let_go()
    if before == after:
        say(f"账本 {place} 已是版本 {after}，没有改动")
    else:
        say(f"已升级 {place}：从版本 {before} 到版本 {after}，已核验；其他电脑也请更新程序")


def _server_of(ctx: typer.Context) -> LedgerServer:
    """The server that is told. Raises OnServerAlone for a file."""
    place = desk_of(ctx).place
    if not isinstance(place, LedgerServer):
        raise OnServerAlone(place)
    return place
