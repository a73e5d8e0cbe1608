"""duty merge: what another copy of this ledger has is taken over, batch by batch, once nothing contradicts it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duty_cli.cli import prompt
from duty_cli.cli.backup_commands import backed_up, scratch_of
from duty_cli.cli.former_use import backups_of
from duty_cli.cli.import_sources import called, read_file
from duty_cli.cli.options import desk_of
from duty_cli.cli.output import remark, say
from duty_cli.documents.durable_files import sweep
from duty_cli.errors.merge_errors import (
    Contradictions,
    LeftOutNeeded,
    MergeUnconfirmed,
    NoSuchBatch,
    OnlyNewer,
    OtherCommittee,
)

if TYPE_CHECKING:
    from duty_cli.cli.app_context import AppContext
    from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger
    from duty_cli.model.diverged_copies import CopyBatch, Divergence
    from duty_cli.model.ledger_protocol import LedgerHead
    from duty_cli.model.members import Seq


def merge(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="另一份账本", help="同一账本的另一份副本，或它的备份；只读，不改动")],
    leave_out: Annotated[
        list[int] | None,
        typer.Option(
            "--leave-out", metavar="批次", help="对方的这个批次不并入，以本账为准；可重复写", show_default=False
        ),
    ] = None,
    both: Annotated[
        list[int] | None,
        typer.Option(
            "--both", metavar="批次", help="对方的这个批次中与本账相近的，确是两件事；可重复写", show_default=False
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="列出以后直接并入，不再询问")] = False,
) -> None:
    """并入：两份账本各记了一段的，列出另一份多出的批次和两份的矛盾，没有矛盾并确认后逐批并入，登记人和时间照旧。"""
    from duty_cli.ledger.copies.diverged_ledgers import other_copy

    desk = desk_of(ctx)
    # A merge that was broken off may have left half a backup, and is not backed up again where it stands.
    sweep(backups_of(desk.place))
    desk.store.check(desk.sound)
    name, (_, digest) = called(file), read_file(file)
    with other_copy(file, scratch_of(desk.place)) as (there, head):
        apart = _apart(desk, file, there, head)
        if apart is None:
            say(f"{file} 里没有要并入的：它到序号 {head.seq} 的内容，现有账本都有，或已定为不并入")
            return
        taken = _compared(desk, there, apart, leave_out or (), both or ())
        if not taken:
            say("全部批次都不并入，账本未作任何改动")
            return
        if not yes and not prompt.confirmed("并入以上批次？（回车 不并入，y 并入）"):
            raise MergeUnconfirmed
        _take_over(desk, apart, taken, name, digest)


def _apart(desk: AppContext, file: Path, there: SqliteLedger, head: LedgerHead) -> Divergence | None:
    """What the two copies have beyond their beginning; None where the other has nothing new. Raises OtherCommittee, OnlyNewer."""
    from duty_cli.ledger.copies.backup_file import FOUNDING
    from duty_cli.ledger.copies.diverged_ledgers import divergence
    from duty_cli.ledger.copies.restoring import common_seq

    with desk.store.reading() as reading:
        here = reading.head()
    common = common_seq(desk.store, here.seq, there, head.seq)
    if common < FOUNDING:
        raise OtherCommittee(file, head.committee, here.committee)
    if common == head.seq:
        return None
    if common == here.seq:
        raise OnlyNewer(file, here.seq, head.seq)
    apart = divergence(desk.store, there, common)
    return apart if apart.new else None


def _compared(
    desk: AppContext, there: SqliteLedger, apart: Divergence, leave_out: Sequence[int], both: Collection[int]
) -> tuple[CopyBatch, ...]:
    """Tell what is new and what contradicts; what is to be merged. Raises NoSuchBatch, LeftOutNeeded, Contradictions."""
    from duty_cli.model.members import Seq
    from duty_cli.recording.contradictions import Comparison, depending
    from duty_cli.reports.merge_listing import CopyTeller, conflict_lines, fact_lines, needing_lines, ways_out

    left = {Seq(one) for one in leave_out}
    _refuse_unknown("--leave-out", leave_out, apart)
    _refuse_unknown("--both", both, apart)
    with desk.ledger.reading() as own, there.reading() as other:
        here_teller, there_teller = CopyTeller(own), CopyTeller(other)
        needing = depending(apart, left)
        if needing:
            raise LeftOutNeeded(needing_lines(needing, there_teller), list(needing))
        compared = Comparison(desk.ledger, there, apart, left)
        _tell(apart, compared.taken, left)
        found = [one for one in compared.conflicts() if not (one.doubtful and one.there.batch in both)]
        if found:
            raise Contradictions(
                list(conflict_lines(found, here_teller, there_teller)), len(found), list(ways_out(found))
            )
    for line in fact_lines(apart, compared.taken):
        remark(line)
    return compared.taken


def _refuse_unknown(option: str, named: Collection[int], apart: Divergence) -> None:
    new = [batch.seq for batch in apart.new]
    for one in named:
        if one not in new:
            raise NoSuchBatch(option, one, new)


def _tell(apart: Divergence, taken: Sequence[CopyBatch], left: Collection[Seq]) -> None:
    from duty_cli.reports.merge_listing import batch_line

    rows = sum(len(one.rows) for one in taken)
    remark(
        f"两份账本到序号 {apart.common} 相同；对方另有 {len(apart.new)} 个批次，要并入的 {len(taken)} 个、{rows} 条："
    )
    for one in taken:
        remark(batch_line(one))
    if left:
        remark("不并入的：")
        for one in (batch for batch in apart.new if batch.seq in left):
            remark(batch_line(one))


def _take_over(desk: AppContext, apart: Divergence, taken: Sequence[CopyBatch], name: str, digest: str) -> None:
    from duty_cli.ledger.copies.diverged_ledgers import take_over

    kept, _ = backed_up(desk, backups_of(desk.place), "并入前的备份")
    act = desk.act("并入", source=name, digest=digest)
    batch = take_over(desk.store, act, apart, taken)
    say(f"已并入 {name} 的 {len(taken)} 个批次（并入登记在批次 {batch}，账本到序号 {desk.store.last_entered}）")
    say(f"并入以前的账本：{kept.path}")
    remark("请把并入后的账本交给对方（duty backup，在那台电脑上 duty restore），两边再各自登记")
