"""Commands that set right what is wrong and show what was done: void, correct, undo, log, today, check, close-year.

Nothing is edited: a row is reversed, and both stay.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duty_cli.cli import completion_values
from duty_cli.cli.options import FORMAT, OUT, REASON, SEQ, YEAR, desk_of
from duty_cli.cli.output import remark, say, show
from duty_cli.documents.formats import ReportOutput
from duty_cli.errors.lookup_errors import NotFound, UnknownKind
from duty_cli.errors.record_errors import BadValue, MissingValue, StillOpen

if TYPE_CHECKING:
    from duty_cli.cli.report_context import ReportContext
    from duty_cli.reports.logged_batches import LogFilter

OF_MEMBER = Annotated[
    str | None,
    typer.Option("--member", metavar="委员", help="只看这名委员的", autocompletion=completion_values.members),
]
OF_KIND = Annotated[
    str | None,
    typer.Option("--kind", metavar="事项", help="只看这一履职事项的", autocompletion=completion_values.kinds),
]
OF_FILE = Annotated[
    str | None, typer.Option("--file", metavar="文件", help="只看从这份文件导入的；写文件名的一部分即可")
]


def void(ctx: typer.Context, seq: SEQ, reason: REASON) -> None:
    """冲正一条：使其不再计算，原记录和原因都保留在账本中。"""
    from duty_cli.cli.record_answers import voided
    from duty_cli.model.members import Seq
    from duty_cli.recording.corrections import void as reverse

    desk = desk_of(ctx)
    row = reverse(desk.ledger, desk.act("冲正", reason=reason), Seq(seq))
    say(voided(desk, row.seq, row.sort))


def correct(
    ctx: typer.Context,
    seq: SEQ,
    changes: Annotated[
        list[str], typer.Argument(metavar="字段=值…", help="如 阶段=提交、立案 日期=2026-03-06；值为空即清除")
    ],
    reason: REASON,
) -> None:
    """更正一条履职记录：冲正原记录，按更正后的内容重新登记。"""
    from duty_cli.cli.record_answers import corrected
    from duty_cli.model.members import Seq
    from duty_cli.parsing.record_columns import change_fields
    from duty_cli.recording.corrections import correct as correct_record

    desk = desk_of(ctx)
    said: dict[str, str] = {}
    for change in changes:
        field, equals, value = change.partition("=")
        if not equals:
            raise BadValue("更正内容", change, "“字段=值”，如 阶段=提交、立案")
        said[field] = value
    with desk.ledger.reading() as reading:
        old = reading.record(Seq(seq))
    if old is None:
        raise NotFound("履职记录", seq)
    fields = change_fields(old.fields, said, desk.today)
    new = correct_record(desk.ledger, desk.act("更正", reason=reason), desk.rules, desk.today, Seq(seq), fields)
    say(corrected(desk, Seq(seq), new))


def undo(
    ctx: typer.Context,
    batch: Annotated[int, typer.Argument(metavar="批次", help="批次号，见 duty log")],
    reason: REASON,
) -> None:
    """撤销一个批次：逐条冲正，恢复它冲正、更正和终止的内容；其中后来已冲正或更正的保持不变，并列出。冲正、更正、撤销也可以这样撤销。"""
    from duty_cli.model.members import Seq
    from duty_cli.recording.undo import undo as undo_batch

    desk = desk_of(ctx)
    done = undo_batch(desk.ledger, desk.act("撤销批次", reason=reason), desk.rules, desk.today, Seq(batch))
    tenures = f"，恢复任职与分组 {done.tenures} 段" if done.tenures else ""
    put_back = f"，恢复原来的内容 {done.put_back} 条" if done.put_back else ""
    say(f"已撤销批次 {batch}：冲正 {done.reversed_rows} 条{tenures}{put_back}")
    for row in done.left:
        remark(f"{row.sort} 序号 {row.seq} 此前已由序号 {row.reversed_by} 冲正，保持不变")
    for row in done.not_put_back:
        remark(
            f"{row.sort} 序号 {row.seq} 是该批次更正的，该委员的这些记录有的后来又更正过，原记录没有恢复；请核对后重新登记，或导入原来的文件"
        )


def correct_by(
    ctx: typer.Context,
    batch: Annotated[int, typer.Argument(metavar="批次", help="批次号，见 duty log")],
    name: Annotated[
        str,
        typer.Option(
            "--by", metavar="姓名", help="实际的操作人", autocompletion=completion_values.operators, show_default=False
        ),
    ],
    reason: REASON,
    again: Annotated[bool, typer.Option("--again", help="与日志中的姓名相近，确为另一人时写明")] = False,
) -> None:
    """更正批次的操作人：没有写明或写错是谁登记的，改记实际的操作人；原来的姓名和更正的原因都保留在账本中。"""
    from functools import partial

    from duty_cli.cli.tenure_commands import unless_alike
    from duty_cli.model.members import Seq
    from duty_cli.parsing.text_cleaning import clean_text
    from duty_cli.recording.batch_names import correct_name

    desk = desk_of(ctx)
    who = clean_text("操作人", name)
    if not who:
        raise MissingValue("--by 实际的操作人")
    with desk.ledger.reading() as reading:
        known = reading.operators()
    act = desk.act("更正操作人", reason=reason)
    old = unless_alike(partial(correct_name, desk.ledger, act, Seq(batch), who, known), again=again)
    if old is not None:
        say(f"已更正：批次 {batch} 的操作人 {old.by} 更正为 {who}")


def log(
    ctx: typer.Context,
    batches: Annotated[
        list[int] | None, typer.Argument(metavar="批次…", help="列出这些批次的内容", show_default=False)
    ] = None,
    member: OF_MEMBER = None,
    kind: OF_KIND = None,
    file: OF_FILE = None,
    last: Annotated[int, typer.Option("--last", metavar="条数", min=1, help="列出最近多少个批次")] = 20,
    format_: FORMAT = None,
    out: OUT = None,
) -> None:
    """操作日志：做了什么、谁做的、什么时候；指明批次、委员、事项或文件的，列出内容和前后积分。"""
    from duty_cli.reports import operation_log as reports

    desk = desk_of(ctx)
    if batches or member or kind or file:
        from duty_cli.model.members import Seq

        with desk.view(None) as view:
            named, wanted = [Seq(one) for one in batches or ()], log_filter(view, member, kind, file)
            report = reports.operation_log(
                desk.ledger, view.reading, view.rules, view.identity, named, wanted, len(named) or last
            )
            made = ReportOutput(
                lambda: reports.content_paper(report),
                lambda: reports.content_document(report),
                view.reading.head().at,
                view.calling,
            )
    else:
        with desk.verified() as reading:
            every = reading.batches()[-last:]
            head = reading.head()
        made = ReportOutput(
            lambda: reports.log_paper(head, every), lambda: reports.log_document(every), head.at, desk.calling
        )
    show(made, format_, out)


def today(
    ctx: typer.Context,
    on: Annotated[str, typer.Option("--on", metavar="日期", help="哪一天录入的；不填为今天")] = "今天",
    by: Annotated[str | None, typer.Option("--by", metavar="姓名", help="只看这位操作人；不填为所有人")] = None,
    member: OF_MEMBER = None,
    kind: OF_KIND = None,
    file: OF_FILE = None,
    format_: FORMAT = None,
    out: OUT = None,
) -> None:
    """当日登记：这一天录入了什么、谁录入的、冲正了什么，所涉委员现在多少分。"""
    from duty_cli.reports import daily_log as reports

    desk = desk_of(ctx)
    day = desk.day(on)
    with desk.view(None) as view:
        wanted = log_filter(view, member, kind, file)
        report = reports.today(desk.ledger, view.reading, view.rules, view.identity, day, by, wanted)
        made = ReportOutput(
            lambda: reports.today_paper(report),
            lambda: reports.today_document(report),
            view.reading.head().at,
            view.calling,
        )
    show(made, format_, out)


def log_filter(view: ReportContext, member: str | None, kind: str | None, file: str | None) -> LogFilter:
    """What is asked for of the log. Raises UnknownKind for a kind that no rule file knows."""
    from duty_cli.reports.logged_batches import LogFilter

    kinds = {one for book in view.rules.books for one in book.kinds}
    if kind is not None and kind not in kinds:
        raise UnknownKind(kind, sorted(kinds))
    return LogFilter(view.member(member) if member else None, kind, file)


def check(
    ctx: typer.Context,
    against: Annotated[
        list[Path] | None,
        typer.Option(
            "--against", metavar="文件", help="再与账本以外的凭据核对：封存文件或它们所在的文件夹、印发的报表；可写多次"
        ),
    ] = None,
    roots: Annotated[
        Path | None,
        typer.Option(
            "--time-stamp-root",
            metavar="文件",
            help="出具机构的根证书，核对封存文件旁边的时间戳；不填为本机用户文件夹中的",
        ),
    ] = None,
    accept_older: Annotated[
        bool, typer.Option("--accept-older", help="账本有意换成了较早的副本：核验以后，以现在的为准")
    ] = False,
) -> None:
    """核验账本：逐条验算、外键、数据库完整性，并与账本以外的凭据核对；无误时没有输出，有凭据的逐份说明。"""
    desk = desk_of(ctx)
    desk.store.check(desk.sound)
    for line in desk.store.time_remarks():
        remark(line)
    if accept_older:
        from duty_cli.cli.last_head import note_head

        note_head(desk.place, desk.ledger)
        say("已确认，以后以现在的账本为准")
    if against or roots is not None:
        from duty_cli.cli.seal_command import held_against

        say("\n".join(held_against(desk, against or (), roots)))


def close_year(
    ctx: typer.Context,
    year: YEAR,
    although_open: Annotated[bool, typer.Option("--although-open", help="还有未了事项，也就此结账")] = False,
    reopen: Annotated[bool, typer.Option("--reopen", help="重新开账：补登、冲正或更正后再结账")] = False,
    reason: Annotated[str | None, typer.Option("--reason", metavar="原因", help="重新开账的原因，记入账本")] = None,
) -> None:
    """年度结账：列出未了事项，结账后得分和等次不再是暂计，才提请研究、才能出具函件。"""
    if reopen:
        _reopen(ctx, year, (reason or "").strip())
        return
    from duty_cli.recording.year_closing import close_year as close
    from duty_cli.recording.year_closing import refuse_to_close
    from duty_cli.reports.year_end_check import open_lines, year_end_check
    from duty_cli.scoring.assessment_year import rules_of

    desk = desk_of(ctx)
    found = rules_of(desk.rules, year)
    with desk.ledger.reading() as reading:
        refuse_to_close(reading, found, desk.today)
        lines = list(open_lines(year_end_check(reading, desk.rules, year)))
    if lines and not although_open:
        raise StillOpen(year, lines)
    desk.store.check(desk.sound)
    desk.enter_rules()
    seq = close(desk.ledger, desk.act("年度结账", reason=(reason or "").strip() or None), found, desk.today)
    say(f"{year} 年度（{found.days}）已结账（序号 {seq}）")
    for line in lines:
        remark(f"结账时未了：{line}")


def _reopen(ctx: typer.Context, year: int, reason: str) -> None:
    from duty_cli.recording.year_closing import reopen_year

    if not reason:
        raise MissingValue("--reason 重新开账的原因")
    desk = desk_of(ctx)
    seq = reopen_year(desk.ledger, desk.act("重新开账", reason=reason), year)
    say(f"{year} 年度已重新开账（冲正序号 {seq}），得分和等次恢复为暂计；改好后请再用 duty close-year {year} 结账")
