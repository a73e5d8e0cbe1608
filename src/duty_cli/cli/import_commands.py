"""Commands that take in files: import, collect; and the rows that were left out, handed back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duty_cli.cli.import_sources import STANDARD_INPUT, FileOpener, FileOptions, OpenedFile, called, spread
from duty_cli.cli.inbox_options import ONCE, POLL, WATCH, refuse_together
from duty_cli.cli.options import (
    ALL,
    AS_SAVED,
    ENCODING,
    LIAISON_GROUP,
    LISTED,
    MAP,
    MISSING,
    SECTOR,
    SHEET,
    SPECIAL_COMMITTEE,
    desk_of,
)
from duty_cli.cli.output import remark, say
from duty_cli.cli.output_guard import refuse_to_replace, write
from duty_cli.cli.record_commands import due_said, missing_as
from duty_cli.errors.base import UsageError
from duty_cli.errors.file_errors import UnreadableFile, UnreadFiles
from duty_cli.errors.lookup_errors import UnknownKind
from duty_cli.model.file_forms import FileForm, Meeting
from duty_cli.model.import_result import OnConflict

if TYPE_CHECKING:
    from duty_cli.cli.app_context import AppContext
    from duty_cli.cli.import_sources import CollectedFile
    from duty_cli.documents.rejects_file import Rejects
    from duty_cli.importing.import_summary import ReadAs
    from duty_cli.model.import_result import FileResult, Imported, ImportOptions, SourceFile


def meeting_told(
    desk: AppContext, kind: str | None, on: str | None, title: str | None, lasted: str | None, *, over: bool = False
) -> Meeting:
    """What is told of the one meeting of a sheet. Raises BadValue."""
    from duty_cli.parsing.meeting_lengths import meeting_length

    length = None if lasted is None else meeting_length("--lasted", lasted)
    return Meeting(kind, desk.day(on) if on else None, title or None, over, length)


class AnswerFormat(StrEnum):
    """What ``--format`` takes: lines for a person, or one object for a script."""

    TABLE = "table"
    JSON = "json"


def _ending(out: Path | None) -> Path | None:
    return None if out is None else checked_ending(out)


AS = Annotated[FileForm | None, typer.Option("--as", help="文件是什么；不填时按列名判断")]
KIND = Annotated[str | None, typer.Option("--kind", metavar="事项", help="出席情况表、提案表没有写明履职事项时用")]
YEAR = Annotated[int | None, typer.Option("--year", metavar="年份", help="日期没有写年份时用")]
ON = Annotated[str | None, typer.Option("--on", metavar="日期", help="出席情况表没有写明活动日期时用")]
TITLE = Annotated[str | None, typer.Option("--title", metavar="名称", help="出席情况表没有写明会议或活动的名称时用")]
LASTED = Annotated[
    str | None,
    typer.Option("--lasted", metavar="时长", help="签到、签退时间折算参加比例用：会议时长或起止，如 2小时、9:00-11:30"),
]
DRY_RUN = Annotated[bool, typer.Option("--dry-run", help="只核对，不写入")]
ACCEPT_VALID = Annotated[bool, typer.Option("--accept-valid", help="有问题的行留下，其余先登记")]
REJECTS = Annotated[
    Path | None,
    typer.Option(
        "--rejects", metavar="文件", callback=_ending, help="把没有登记的行连同原因写入 .xlsx 或 .csv，改好后可再导入"
    ),
]
AGAIN = Annotated[
    bool, typer.Option("--again", help="活动与已有活动（账本或同一次的文件中）名称相近，确为另一次时写明，照样登记")
]
SHOWN = Annotated[AnswerFormat, typer.Option("--format", help="table 逐行列出；json 供程序读取")]


def import_(
    ctx: typer.Context,
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="文件…", help="CSV、xlsx、xls 或 ods，可多份；- 为标准输入")
    ] = None,
    map_: MAP = None,
    encoding: ENCODING = None,
    as_: AS = None,
    sheet: SHEET = None,
    kind: KIND = None,
    on: ON = None,
    title: TITLE = None,
    lasted: LASTED = None,
    year: YEAR = None,
    as_saved: AS_SAVED = False,
    dry_run: DRY_RUN = False,
    on_conflict: Annotated[
        OnConflict, typer.Option("--on-conflict", help="与账本不一致时：stop 停下，keep 以账本为准，correct 以文件为准")
    ] = OnConflict.STOP,
    accept_valid: ACCEPT_VALID = False,
    rejects: REJECTS = None,
    again: AGAIN = False,
    missing: MISSING = None,
    all_: ALL = False,
    listed: LISTED = False,
    sector: SECTOR = None,
    liaison_group: LIAISON_GROUP = None,
    special_committee: SPECIAL_COMMITTEE = None,
    format_: SHOWN = AnswerFormat.TABLE,
    watch: WATCH = None,
    once: ONCE = False,
    poll: POLL = False,
) -> None:
    """导入履职记录、出席情况表或提案表；已有的不重复登记，全部导入或全部不导入，逐行说明。"""
    from duty_cli.cli.sheet_dialog import ask_about_meetings
    from duty_cli.model.import_result import ImportOptions

    desk = desk_of(ctx)
    refuse_together(ctx, watching=watch is not None)
    meeting = meeting_told(desk, kind, on, title, lasted, over=True)
    told = FileOptions(map_, encoding, as_, sheet, year, as_saved, meeting)
    due = due_said(desk, (sector, liaison_group, special_committee), everyone=all_, listed=listed)
    how = ImportOptions(on_conflict, accept_valid, again, due, missing_as(missing))
    if watch is not None:
        from duty_cli.cli.inbox_watch import watch_folder

        watch_folder(desk, watch, told, how, once=once, poll=poll)
        return
    opener = FileOpener(desk, told)
    opener.asks = format_ is AnswerFormat.TABLE
    named = [(file, "标准输入" if file == STANDARD_INPUT else called(file)) for file in spread(files or ())]
    opened = [one for file, name in named for one in opener.open(file, name)]
    if format_ is AnswerFormat.TABLE:
        ask_about_meetings(desk, opened, opener.kinds)
    _bring_in(desk, "导入", opened, how, Answer(format_, rejects, dry_run, settling=True))


def collect(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="各办公室的文件：办公室/文件，或 办公室_说明.xlsx")],
    map_: MAP = None,
    encoding: ENCODING = None,
    as_: AS = None,
    sheet: SHEET = None,
    kind: KIND = None,
    on: ON = None,
    title: TITLE = None,
    lasted: LASTED = None,
    year: YEAR = None,
    as_saved: AS_SAVED = False,
    dry_run: DRY_RUN = False,
    accept_valid: ACCEPT_VALID = False,
    rejects: REJECTS = None,
    again: AGAIN = False,
    missing: MISSING = None,
    format_: SHOWN = AnswerFormat.TABLE,
) -> None:
    """汇总各办公室报送的文件：相同的只计一次，互相矛盾的列出双方，不作取舍。"""
    from duty_cli.cli.import_sources import reported_files
    from duty_cli.cli.sheet_dialog import ask_about_meetings
    from duty_cli.model.import_result import ImportOptions

    desk = desk_of(ctx)
    found, passed_over = reported_files(folder)
    if not found:
        raise UsageError(f"{folder} 中没有可以读取的文件；请把各办公室的文件放入以办公室命名的文件夹")
    meeting = meeting_told(desk, kind, on, title, lasted)
    opener = FileOpener(desk, FileOptions(map_, encoding, as_, sheet, year, as_saved, meeting, filling=True))
    opened, unreadable = _readable(opener, found)
    if unreadable and not (opened and (accept_valid or dry_run)):
        raise UnreadFiles(unreadable, rest=bool(opened))
    if format_ is AnswerFormat.TABLE:
        ask_about_meetings(desk, opened, opener.kinds)
    how, unread = (
        ImportOptions(accept_valid=accept_valid, again=again, missing=missing_as(missing)),
        (*passed_over, *unreadable),
    )
    _bring_in(desk, "汇总", opened, how, Answer(format_, rejects, dry_run, settling=False, unread=unread))
    if unreadable:
        raise typer.Exit(1)


def _readable(opener: FileOpener, found: Sequence[CollectedFile]) -> tuple[list[OpenedFile], list[tuple[str, str]]]:
    """The files that can be read, opened, and the names of the others with the reason why."""
    opened: list[OpenedFile] = []
    unreadable: list[tuple[str, str]] = []
    for one in found:
        try:
            opened += opener.open(one.path, one.name)
        except UnknownKind:  # of --kind, and so of every file
            raise
        except UnreadableFile as error:
            unreadable.append((one.name, error.why))
        except UsageError as error:
            unreadable.append((one.name, str(error).removeprefix(f"{one.name} ")))
    return opened, unreadable


@dataclass(frozen=True)
class Answer:
    """How the answer is given. ``settling``: whether conflicts can be settled by an option; ``unread``: files, and why."""

    shown: AnswerFormat
    rejects: Path | None
    dry_run: bool
    settling: bool
    unread: tuple[tuple[str, str], ...] = ()


def _bring_in(desk: AppContext, command: str, opened: Sequence[OpenedFile], how: ImportOptions, answer: Answer) -> None:
    from duty_cli.importing.run_import import import_files, rehearse

    files = source_files(desk, command, opened)
    if answer.rejects is not None:
        refuse_to_replace(answer.rejects)
    if answer.dry_run:
        with desk.verified():
            done = rehearse(desk.ledger, desk.rules, desk.today, files, how)
    else:
        done = import_files(desk.ledger, desk.rules, desk.today, files, how)
    _show(done, opened, answer)
    handed_back = answer.rejects is not None and write_rejects(desk, answer.rejects, done, opened)
    if handed_back and answer.shown is AnswerFormat.TABLE:
        remark(f"没有登记的行和原因已写入 {answer.rejects}")
    if done.unsettled:
        raise typer.Exit(1)


def source_files(desk: AppContext, command: str, opened: Sequence[OpenedFile]) -> list[SourceFile]:
    """What was opened, each to be brought in as a batch of its own by whoever sits at the desk."""
    from duty_cli.model.import_result import SourceFile

    return [
        SourceFile(
            one.name,
            desk.act(command, source=one.name, digest=one.digest),
            one,
            one.reading.problems,
            one.reading.asks,
            one.reading.dues,
        )
        for one in opened
    ]


def _show(done: Imported, opened: Sequence[OpenedFile], answer: Answer) -> None:
    from duty_cli.importing import import_summary as layout
    from duty_cli.reports.open_sheets import settled_lines, sheet_lines

    reads = [read_as(one) for one in opened]
    if answer.shown is AnswerFormat.JSON:
        _show_json(done, reads, answer)
        return
    for name, why in answer.unread:
        remark(f"未读取 {name}：{why}")
    for one, read in zip(opened, reads, strict=True):
        for said in read.remarks:
            # Of several files each remark says which it is of.
            remark(said if len(opened) == 1 or said.startswith(one.table.sheet.file) else f"{read.name} {said}")
        if not answer.dry_run:
            remark(str(read))
    lines = [line for read in reads for line in layout.reading_lines(read)] if answer.dry_run else []
    say("\n".join((*lines, *layout.fate_lines(done), layout.headline(done, dry_run=answer.dry_run))))
    for line in (*settled_lines(done.settled), *sheet_lines(done.sheets)):
        remark(line)
    if done.unsettled:
        remark(f"错误：{layout.advice(done, settling=answer.settling)}")


def _show_json(done: Imported, reads: Sequence[ReadAs], answer: Answer) -> None:
    from duty_cli.documents.json_writer import as_json, as_json_line
    from duty_cli.importing.import_summary import import_document, row_documents

    say(as_json(import_document(done, reads, answer.unread, dry_run=answer.dry_run)))
    for file in done.files:
        for row in row_documents(file) if done.how.leaves_out(file) else ():
            remark(as_json_line(row))


def read_as(one: OpenedFile) -> ReadAs:
    """How a file was read, to be told."""
    from duty_cli.importing.import_summary import ReadAs

    reading = one.reading
    said = (one.guess.form.called, reading.layout, one.guess.why)
    return ReadAs(
        one.name,
        reading.encoding,
        *said,
        reading.columns,
        one.sample(),
        reading.passed_over,
        (*one.origin(), *one.table.remarks, *one.reading.remarks),
        reading.left_out,
    )


_ENDINGS = (".csv", ".xlsx")


def checked_ending(out: Path) -> Path:
    """``out``, before anything is read. Raises UsageError where its name does not say what to write."""
    if out.suffix.lower() not in _ENDINGS:
        raise UsageError(f"--rejects 的文件名 {out} 须以 .xlsx 或 .csv 结尾")
    return out


def write_rejects(desk: AppContext, out: Path, done: Imported, opened: Sequence[OpenedFile]) -> bool:
    """Write the rows left out; whether there were any. Raises UnwritableFile."""
    from duty_cli.documents.rejects_file import rejects_csv

    stopped = done.how.on_conflict is OnConflict.STOP
    told = [(one, _reasons(file, one, changed=stopped)) for one, file in zip(opened, done.files, strict=True)]
    every = [_rejects(one, reasons) for one, reasons in told if reasons]
    if not every:
        return False
    if out.suffix.lower() == ".csv" and any(_altered(one, reasons) for one, reasons in told):
        raise UsageError("有的单元格是被表格软件改过的日期或数字，写成 CSV 就看不出来了；请把 --rejects 改为 .xlsx")
    if out.suffix.lower() == ".csv" and len(every) > 1:
        raise UsageError(
            f"{len(every)} 份文件有没有登记的行，一份 CSV 写不下；请把 --rejects 改为 .xlsx，每份文件一张工作表"
        )
    if out.suffix.lower() == ".csv":
        write(out, rejects_csv(every[0]))
    else:
        write(out, _rejects_workbook(desk, every, [one.digest for one, reasons in told if reasons]))
    return True


def _rejects_workbook(desk: AppContext, every: Sequence[Rejects], digests: Sequence[str]) -> bytes:
    """The workbook of rows handed back, which says out of which files they are."""
    from duty_cli.cli import clock
    from duty_cli.documents.rejects_file import rejects_xlsx, tabs_of
    from duty_cli.importing.file_origin import HandedBack, rejects_mark

    with desk.ledger.reading() as reading:
        committee = reading.head().committee
    files = zip(tabs_of(every), every, digests, strict=True)
    mark = rejects_mark(committee, [HandedBack(tab, one.name, digest) for tab, one, digest in files])
    return rejects_xlsx(every, mark, clock.now())


def _reasons(file: FileResult, one: OpenedFile, *, changed: bool) -> dict[int, str]:
    """What is wrong with each line that was left out; what is wrong with the file as a whole is no row's."""
    from duty_cli.importing.import_summary import conflict_reason, refusal_reason

    said: dict[int, list[str]] = {}
    for conflict in file.changed if changed else ():
        said.setdefault(conflict.line, []).append(conflict_reason(conflict))
    for row in file.refused:
        said.setdefault(row.line, []).append(refusal_reason(row))
    header = one.table.header.line
    return {line: "；".join(dict.fromkeys(reasons)) for line, reasons in said.items() if line > header}


def _altered(one: OpenedFile, reasons: dict[int, str]) -> bool:
    return any(one.reading.altered(cells) for _, cells in one.reading.rows_at(reasons))


def _rejects(one: OpenedFile, reasons: dict[int, str]) -> Rejects:
    """The faulty rows, and all those above the first row of records: titles, headings and what stands below them."""
    from duty_cli.documents.rejects_file import Rejects
    from duty_cli.parsing.altered_cells import held

    header = one.table.header.line
    top = max(header, one.first_line - 1)
    above = (row for row in one.table.sheet.rows() if row[0] <= top)
    said = {line: cells for line, cells in above if any(cell.strip() for cell in cells)}
    # One of several tables may have no title of its own, or but a part of it above its columns.
    rows = {
        line: list(map(held, cells))
        for line, cells in ({**dict(one.table.title_rows), **said} | dict(one.reading.rows_at(reasons))).items()
    }
    mapping = one.table.mapping
    return Rejects(one.name, header, rows, reasons, "," if mapping is None else mapping.separator)
