"""Taking over the results of years before the ledger (沿用), and showing them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from duty_cli.cli.import_sources import called, read_file, refuse_of_others, words_of
from duty_cli.cli.known_maps import mapping_of
from duty_cli.cli.localization import Command, command_group
from duty_cli.cli.options import AS_SAVED, ENCODING, MAP, SHEET, desk_of
from duty_cli.cli.output import remark, say
from duty_cli.cli.report_registry import BY_NAME

history_app = command_group("往年结果：沿用启用账本以前各年度的得分和等次。")

_NAMED = 5
"""So many members are named, of the others the number is told."""


@history_app.command("import", cls=Command)
def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="文件", help="往年结果，CSV、xlsx、xls 或 ods")],
    map_: MAP = None,
    encoding: ENCODING = None,
    sheet: SHEET = None,
    as_saved: AS_SAVED = False,
) -> None:
    """沿用往年结果：一行一名委员一个年度的积分、等次和公布的文号；整份导入或整份不导入。"""
    from duty_cli.importing.forms.earlier_list import read_earlier
    from duty_cli.importing.open_file import open_table
    from duty_cli.importing.sheets import saved_formulas as saved
    from duty_cli.recording.earlier_entry import take_over

    desk = desk_of(ctx)
    name, (data, digest) = called(file), read_file(file)
    words, mapping = words_of(desk), mapping_of(desk, map_)
    table = open_table(name, data, words=words, mapping=mapping, encoding=encoding, sheet=sheet)
    refuse_of_others(desk, table)
    with desk.ledger.reading() as reading:
        roster = reading.roster()
    read = read_earlier(saved.as_saved(table) if as_saved else table, roster)
    for said in read.remarks:
        remark(said)
    act = desk.act("沿用往年结果", source=name, digest=digest)
    done = take_over(desk.ledger, act, desk.rules, read.rows, desk.today)
    over = f"，略过空行和合计行 {read.passed_over} 行" if read.passed_over else ""
    years = "、".join(map(str, sorted({one.year for one in done.results})))
    say(f"已沿用 {name}：{years} 年度的结果 {len(done.results)} 条（批次 {done.batch}，编码 {read.encoding}{over}）")
    for year, members in done.lacking:
        named = "、".join(map(str, members[:_NAMED])) + (f" 等 {len(members)} 人" if len(members) > _NAMED else "")
        remark(f"{year} 年度在任而没有结果的委员：{named}；届末考评列为“未提供”")


history_app.command("list", cls=Command)(BY_NAME["history list"].command())
