"""结账: duty close-year."""

from __future__ import annotations

from typing import Annotated

import typer

from duty_cli.cli.options import YEAR, desk_of
from duty_cli.cli.output import remark, say
from duty_cli.errors import MissingValue, StillOpen


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
    from duty_cli.office.closing import close_year as close
    from duty_cli.office.closing import refuse_to_close
    from duty_cli.render.layout.closing import open_lines
    from duty_cli.reports.closing import year_end_check
    from duty_cli.reports.year import rules_of

    desk = desk_of(ctx)
    found = rules_of(desk.rules, year)
    with desk.ledger.reading() as reading:
        refuse_to_close(reading, found, desk.today)
        lines = list(open_lines(year_end_check(reading, desk.rules, year)))
    if lines and not although_open:
        raise StillOpen(year, lines)
    desk.enter_rules()
    seq = close(desk.ledger, desk.act("年度结账", reason=(reason or "").strip() or None), found, desk.today)
    say(f"{year} 年度（{found.days}）已结账（序号 {seq}）")
    for line in lines:
        remark(f"结账时未了：{line}")


def _reopen(ctx: typer.Context, year: int, reason: str) -> None:
    from duty_cli.office.closing import reopen_year

    if not reason:
        raise MissingValue("--reason 重新开账的原因")
    desk = desk_of(ctx)
    seq = reopen_year(desk.ledger, desk.act("重新开账", reason=reason), year)
    say(f"{year} 年度已重新开账（冲正序号 {seq}），得分和等次恢复为暂计；改好后请再用 duty close-year {year} 结账")
