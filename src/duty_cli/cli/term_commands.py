"""Terms of the committee: which there are, and beginning the next one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duty_cli.cli.import_sources import called, read_file, refuse_of_others, words_of
from duty_cli.cli.known_maps import mapping_of
from duty_cli.cli.localization import Command, command_group
from duty_cli.cli.options import AS_SAVED, ENCODING, MAP, SHEET, desk_of
from duty_cli.cli.output import remark, say
from duty_cli.cli.tenure_commands import AGAIN, remark_on_new_values, remark_on_values_of, unless_alike
from duty_cli.errors.base import Findings
from duty_cli.errors.file_errors import UnreadableFile
from duty_cli.errors.record_errors import BadValue
from duty_cli.errors.term_errors import TermDaysNeeded

if TYPE_CHECKING:
    from duty_cli.cli.app_context import AppContext
    from duty_cli.model.ledger_protocol import Operation
    from duty_cli.model.parsed_rows import ParsedMember
    from duty_cli.model.periods import Term
    from duty_cli.model.term_change import TermChange

term_app = command_group("届：查看各届，开始下一届。")


@term_app.command("list", cls=Command)
def list_(ctx: typer.Context) -> None:
    """列出账本中的各届：届期，在任过的委员人数。"""
    with desk_of(ctx).verified() as reading:
        roster = reading.roster()
        lines = [f"{term}，委员 {len(roster.serving(term.period))} 名" for term in reading.head().terms]
    say("\n".join(lines))


@term_app.command("begin", cls=Command)
def begin(
    ctx: typer.Context,
    number: Annotated[int, typer.Argument(metavar="届次", help="下一届的届次，如 15", min=1)],
    from_: Annotated[str | None, typer.Option("--from", metavar="日期", help="届期第一天")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="日期", help="届期最后一天")] = None,
    roster: Annotated[
        Path | None,
        typer.Option("--roster", metavar="文件", help="该届名册；不写的只登记届期，在任委员照旧在任"),
    ] = None,
    confirm: Annotated[bool, typer.Option("--yes", "--confirm", help="按名册写入；不加时只列出变动")] = False,
    again: AGAIN = False,
    map_: MAP = None,
    encoding: ENCODING = None,
    sheet: SHEET = None,
    as_saved: AS_SAVED = False,
) -> None:
    """换届：在同一账本开始下一届；按名册登记连任、新任和离任的，先列出变动，加 --yes 才写入。"""
    from duty_cli.reports.term_change_lines import change_lines

    desk = desk_of(ctx)
    term = _term(desk, number, from_, until)
    rows, name, digest = None, None, None
    if roster is not None:
        rows, name, digest = _rows(desk, term, roster, map_, encoding, sheet, saved=as_saved)
    # Without a roster nothing changes but the days of terms, and that is said in the very command.
    written = confirm or rows is None
    act = desk.act("换届", source=name, digest=digest)
    change = _change(desk, act, term, rows, written=written, again=again)
    if change is None:
        return
    say(desk.calling().said("\n".join(change_lines(change))))
    if written:
        with desk.ledger.reading() as reading:
            batch = reading.batches()[-1].seq
        say(f"已登记（批次 {batch}）")
        remark_on_new_values(desk, batch)
    else:
        remark_on_values_of(desk, rows or ())
        remark("以上尚未写入账本；核对无误后加 --yes 重新执行")


def _change(
    desk: AppContext, act: Operation, term: Term, rows: tuple[ParsedMember, ...] | None, *, written: bool, again: bool
) -> TermChange | None:
    """What the new term changes, written or not; None where the clerk sees that the name of a group is a slip for another."""
    from duty_cli.parsing.pinyin import initials
    from duty_cli.recording.next_term import NextTerm, begin_term, term_change

    if not written:
        with desk.verified() as reading:
            return term_change(reading, NextTerm(term, rows, again), act.source or "")
    return unless_alike(lambda again: begin_term(desk.ledger, act, NextTerm(term, rows, again), initials), again=again)


def _term(desk: AppContext, number: int, from_: str | None, until: str | None) -> Term:
    """The term as said; of one that has begun the days are known."""
    from duty_cli.model.periods import Period, Term
    from duty_cli.parsing.dates import parse_day

    if from_ is None or until is None:
        with desk.ledger.reading() as reading:
            found = next((one for one in reading.head().terms if one.number == number), None)
        if found is None:
            raise TermDaysNeeded(number)
        return found
    days = Period(parse_day(from_), parse_day(until))
    if days.last < days.first:
        raise BadValue("--until", until, f"不早于 {days.first} 的日期")
    return Term(number, days)


def _rows(
    desk: AppContext, term: Term, file: Path, map_: Path | None, encoding: str | None, sheet: str | None, *, saved: bool
) -> tuple[tuple[ParsedMember, ...], str, str]:
    """The roster in a file, its name and its digest. Raises Findings, UnreadableFile."""
    from duty_cli.importing.forms.roster_list import read_roster
    from duty_cli.importing.import_summary import left_out_rows
    from duty_cli.importing.open_file import open_table
    from duty_cli.importing.sheets.saved_formulas import as_saved

    name, (data, digest) = called(file), read_file(file)
    words, mapping = words_of(desk), mapping_of(desk, map_)
    table = open_table(name, data, words=words, mapping=mapping, encoding=encoding, sheet=sheet)
    refuse_of_others(desk, table)
    read = read_roster(as_saved(table) if saved else table, term.period.first)
    for said in read.remarks:
        remark(said)
    if read.problems:
        raise Findings(read.problems)
    if not read.rows:
        raise UnreadableFile(name, "列名之下没有一名委员；请填写后重新导入")
    if read.passed_over or read.left_out:
        remark(f"{name}：略过空行和合计行 {read.passed_over} 行{left_out_rows(read.left_out)}")
    return read.rows, name, digest
