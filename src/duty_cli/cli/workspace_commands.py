"""The workspace itself: made once, its records taken out again."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from duty_cli.cli.app_context import RULES, AppContext
from duty_cli.cli.ledger_place import LEDGER, POINTER, LedgerPlace, place_of
from duty_cli.cli.options import OUT, desk_of
from duty_cli.cli.output import remark, say
from duty_cli.cli.output_guard import write, write_new
from duty_cli.documents.durable_files import lasting_folder
from duty_cli.errors.backup_errors import UsedBefore
from duty_cli.errors.file_errors import UnwritableFile
from duty_cli.errors.ledger_errors import LedgerExists, NoLedger
from duty_cli.errors.record_errors import BadValue
from duty_cli.model.ledger_server import LedgerServer


def init(
    ctx: typer.Context,
    committee: Annotated[str, typer.Option("--committee", metavar="名称", help="委员会全称")],
    term: Annotated[int, typer.Option("--term", metavar="届次", min=1, help="届次，如 14")],
    from_: Annotated[str, typer.Option("--from", metavar="日期", help="届期第一天")],
    until: Annotated[str, typer.Option("--until", metavar="日期", help="届期最后一天")],
    folder: Annotated[
        Path, typer.Argument(metavar="文件夹", help="工作区文件夹；不填为当前文件夹", show_default=False)
    ] = Path(),
    yes: Annotated[bool, typer.Option("--yes", help="这里用过账本，也另建一个空的")] = False,
) -> None:
    """建立工作区：rules/scoring.yaml 和 data/ledger.db；用 --ledger postgresql://… 指明服务器的，账本建在那里。"""
    from duty_cli.cli.last_head import note_head
    from duty_cli.cli.opened_ledger import founded
    from duty_cli.model.ledger_protocol import CommitteeSetup
    from duty_cli.model.periods import Period, Term
    from duty_cli.parsing.dates import parse_day
    from duty_cli.parsing.text_cleaning import clean_text

    days = Period(parse_day(from_), parse_day(until))
    if days.last < days.first:
        raise BadValue("--until", until, f"不早于 {days.first} 的日期")
    ledger, rules = folder / LEDGER, folder / RULES / "scoring.yaml"
    told = place_of(ctx.find_root().params["ledger"] or str(ledger))
    place = told if isinstance(told, LedgerServer) else ledger
    for one in dict.fromkeys((ledger, place)):
        _refuse_where_one_is(one, yes=yes)
    for one in (ledger.parent, rules.parent):
        make_folder(one)
    name = clean_text("委员会名称", committee)
    _lay_rules(rules, name)
    desk = AppContext(place, rules.parent, desk_of(ctx).by)
    title = desk.rules.every[0].title  # problems of the rule files are told before anything is founded
    made = founded(place, desk.act("建立工作区"), CommitteeSetup(name, Term(term, days)))
    note_head(place, made)
    desk.enter_rules()
    say(f"已建立工作区 {folder.resolve()}：{name}第{term}届，{days}")
    if isinstance(place, LedgerServer):
        write_new(folder / POINTER, f"{ctx.find_root().params['ledger'].strip()}\n".encode(), private=True)
        remark(f"账本建在 {place}，地址写在 {folder / POINTER}：在这个文件夹里不必再用 --ledger 指明")
    remark(f"规则文件：{title}；分值须经主席会议审定后使用")


def _lay_rules(rules: Path, committee: str) -> None:
    """The rule file where there is none yet, and what lies beside it."""
    from duty_cli.cli.bundled_files import (
        CALENDAR_FILE,
        CASE_SCHEMA,
        HOLIDAYS_FILE,
        MAP_SCHEMA,
        OWN_WORDS,
        SCHEMA,
        SCORING_TEXT,
        STEPS_FILE,
        STYLE,
        lay_beside,
        rules_of,
    )

    if not os.path.lexists(rules):
        write_new(rules, rules_of(committee))
        lay_beside(rules.parent, SCORING_TEXT)
    schemas = (SCHEMA, CASE_SCHEMA, MAP_SCHEMA)
    lay_beside(rules.parent, *schemas, STYLE, STEPS_FILE, HOLIDAYS_FILE, CALENDAR_FILE, OWN_WORDS)


def _refuse_where_one_is(place: LedgerPlace, *, yes: bool) -> None:
    """Nothing is laid beside a ledger that is there. Raises LedgerExists, UsedBefore, and what keeps a server from being asked."""
    if isinstance(place, LedgerServer):
        from duty_cli.cli.opened_ledger import opened

        with suppress(NoLedger):
            opened(place).let_go()
            raise LedgerExists(place)
        return
    for one in (place, place.with_suffix(POINTER.suffix)):
        if one.exists():
            raise LedgerExists(one)
    _ask_where_used(place, yes=yes)


def _ask_where_used(ledger: Path, *, yes: bool) -> None:
    """Whoever lost a ledger must not found an empty one in its place unawares. Raises UsedBefore."""
    from duty_cli.cli import prompt
    from duty_cli.cli.former_use import signs_of_use

    signs = [] if yes else signs_of_use(ledger)
    if not signs:
        return
    asked = f"{ledger.parent} 里用过账本（留有 {'、'.join(signs)}）；另建一个空账本？（回车 不建，y 另建）"
    if not prompt.confirmed(asked):
        raise UsedBefore(ledger.parent, signs)


def make_folder(place: Path) -> None:
    """Make a folder of the workspace. Raises UnwritableFile."""
    from duty_cli.documents.systems import unfit_folder

    why = unfit_folder(place)
    if why is not None:
        raise UnwritableFile(place, why)
    try:
        lasting_folder(place)
    except FileExistsError as error:
        raise UnwritableFile(place, "已有同名文件；请换一个文件夹") from error
    except OSError as error:
        raise UnwritableFile(place, "不能在这里建立文件夹；请换一个有写入权限的位置") from error


def export(ctx: typer.Context, out: OUT = None) -> None:
    """导出全部履职记录为 CSV；可由 duty import 读回，得分不变。"""
    import sys

    from duty_cli.documents.csv_writer import records_csv
    from duty_cli.documents.streams import write_bytes
    from duty_cli.model.progress import in_progress
    from duty_cli.model.records import RECORD_HEADINGS
    from duty_cli.parsing.record_columns import fields_cells
    from duty_cli.reports import listings as reports

    with desk_of(ctx).verified() as reading:
        whole = reports.export(reading)
    rows = (
        {
            **{"委员编号": who.number_on(fields.on), "姓名": who.name, **fields_cells(fields)},
            "参会身份": whole.capacity(who, fields) or "",
        }
        for who, fields in in_progress("写出履职记录", "条", whole.records, lambda: len(whole.records))
    )
    # Only where it was said of anybody: other files stay as they were.
    data = records_csv((*RECORD_HEADINGS, *(("参会身份",) if whole.invited else ())), rows)
    if out is None:
        write_bytes(sys.stdout, data)
    else:
        write(out, data)
        remark(f"已写入 {out}")
    if whole.recordless:
        remark(f"{whole.recordless} 人次只写明了参会身份，没有出席记录，导出时未写")
    if whole.without_source:
        first, count = whole.without_source[0], len(whole.without_source)
        remark(f"{count} 条记录（如序号 {first}）的来源编号已没有对应的记录，导出时未写")
