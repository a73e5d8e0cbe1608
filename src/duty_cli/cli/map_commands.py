"""Maps of foreign files: what a map makes of a file, tried before anything is imported."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duty_cli.cli.import_commands import KIND, ON, TITLE, YEAR
from duty_cli.cli.import_sources import FileOpener, FileOptions, called, read_file, words_of
from duty_cli.cli.known_maps import mapping_of
from duty_cli.cli.localization import Command, command_group
from duty_cli.cli.options import ENCODING, FORMAT, MAP, OUT, SHEET, desk_of
from duty_cli.cli.output import remark, show
from duty_cli.documents.formats import ReportOutput
from duty_cli.errors.file_errors import FileThere
from duty_cli.errors.map_errors import ColumnTold, NoColumnChosen, NoMapForFile
from duty_cli.model.column_maps import Reads
from duty_cli.model.file_forms import Meeting
from duty_cli.parsing import text_cleaning

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from duty_cli.cli.app_context import AppContext
    from duty_cli.cli.map_dialog import Draft, Known
    from duty_cli.cli.prompt import Terminal
    from duty_cli.importing.foreign_head import ForeignHead
    from duty_cli.importing.maps.map_trial import Trial
    from duty_cli.model.column_maps import ColumnMapping

map_app = command_group("外来文件的对照表：试读，看每一格读作什么；写好以后由 duty import --map 使用。")

_ROWS = Annotated[int, typer.Option("--rows", metavar="行数", min=1, help="列出最前面的多少行")]


@map_app.command("try", cls=Command)
def try_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="文件", help="外来文件，CSV、xlsx、xls 或 ods")],
    map_: MAP = None,
    rows: _ROWS = 5,
    encoding: ENCODING = None,
    sheet: SHEET = None,
    kind: KIND = None,
    on: ON = None,
    title: TITLE = None,
    year: YEAR = None,
    format_: FORMAT = None,
    out: OUT = None,
) -> None:
    """试读一份外来文件：前几行每一格读作什么，哪些行不读、为什么，有什么问题；不写入任何内容。"""
    from duty_cli.importing.maps.map_trial import trial_document, trial_paper

    desk = desk_of(ctx)
    meeting = Meeting(kind, desk.day(on) if on else None, title or None, over=True)
    told = FileOptions(map_, encoding, sheet=sheet, year=year, meeting=meeting)
    trial = _tried(desk, file, told, rows)
    with desk.ledger.reading() as reading:
        at = reading.head().at
    show(ReportOutput(lambda: trial_paper(trial), lambda: trial_document(trial), at, desk.calling), format_, out)
    if trial.problems:
        raise typer.Exit(1)


def _tried(desk: AppContext, file: Path, told: FileOptions, rows: int) -> Trial:
    """What the map makes of the file, whichever command is to import it. Raises NoMapForFile where none is told or known."""
    from duty_cli.importing.maps.map_trial import record_said, try_map

    mapping = mapping_of(desk, told.map_)
    if mapping is not None and mapping.reads in ("roster", "history", "fund"):
        return _of_other_commands(desk, file, mapping, told, rows)
    one = FileOpener(desk, told).open(file, called(file))[0]
    if one.table.mapping is None:
        raise NoMapForFile(called(file))
    return try_map(one.reading, one.table.mapping, record_said, rows)


def _of_other_commands(desk: AppContext, file: Path, mapping: ColumnMapping, told: FileOptions, rows: int) -> Trial:
    """What the map makes of a file that is no list of records."""
    from duty_cli.importing.forms.earlier_list import earlier_rows
    from duty_cli.importing.forms.roster_list import roster_rows
    from duty_cli.importing.forms.spending_list import SpendingWords, spending_rows
    from duty_cli.importing.maps import map_trial as trial
    from duty_cli.importing.open_file import open_table

    data, words = read_file(file)[0], SpendingWords(words_of(desk))
    table = open_table(called(file), data, lexicon=words, mapping=mapping, encoding=told.encoding, sheet=told.sheet)
    if mapping.reads == "roster":
        return trial.try_map(roster_rows(table), mapping, trial.member_said, rows)
    with desk.ledger.reading() as reading:
        roster = reading.roster()
    if mapping.reads == "history":
        return trial.try_map(earlier_rows(table, roster), mapping, trial.result_said, rows)
    return trial.try_map(spending_rows(table, roster), mapping, trial.spending_said, rows)


@map_app.command("new", cls=Command)
def new(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="文件", help="外来文件，CSV、xlsx、xls 或 ods")],
    place: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="文件", help="对照表；不填为 文件名.map.yaml，已有的不覆盖")
    ] = None,
    column: Annotated[
        list[str] | None, typer.Option("--column", metavar="对方的列=本系统的列", help="不询问，逐列写明；可写多次")
    ] = None,
    always: Annotated[
        list[str] | None, typer.Option("--always", metavar="本系统的列=文字", help="每行都填这段文字；可写多次")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="不询问：认得的列名照认得的写")] = False,
    reads: Annotated[Reads | None, typer.Option("--reads", help="读作什么；不填时按列名判断")] = None,
    header: Annotated[int | None, typer.Option("--header", metavar="行号", min=1, help="列名在第几行")] = None,
    encoding: ENCODING = None,
    sheet: SHEET = None,
) -> None:
    """由一份外来文件写出对照表：逐列询问是本系统的哪一列，列出样例，写成可以修改的 YAML。"""
    from duty_cli.cli import prompt
    from duty_cli.cli.output_guard import write_new
    from duty_cli.errors.map_errors import NobodyToAsk
    from duty_cli.importing.foreign_head import foreign_head
    from duty_cli.importing.sheets.sheet_rows import HeadingVocabulary

    desk, made = desk_of(ctx), place or Path(f"{file.stem}.map.yaml")
    if os.path.lexists(made):
        raise FileThere(made)
    known = _known(desk)
    words, data = HeadingVocabulary(known.words), read_file(file)[0]
    find = partial(foreign_head, called(file), data, words, encoding=encoding, sheet=sheet)
    if column or always or yes:
        draft = _by_options(find(line=header), known, reads, (column or [], always or []), yes=yes)
    elif (clerk := prompt.terminal()) is None:
        raise NobodyToAsk
    else:
        desk.let_go()
        draft = _by_asking(clerk, find, known, reads, header)
    if not draft.sources:
        raise NoColumnChosen(draft.head.file, [one.heading for one in draft.head.columns])
    write_new(made, _text(draft, encoding, sheet))
    remark(f"已写入 {made}；请核对后试读：duty map try {file} --map {made}")
    for ours in draft.missing:
        remark(f"还缺 {ours}：请在 {made} 中写明是对方的哪一列，或每行都填什么")


def _by_options(
    head: ForeignHead, known: Known, reads: Reads | None, said: tuple[list[str], list[str]], *, yes: bool
) -> Draft:
    """The map as options say it, and where ``yes`` is, as headings are known. Raises ColumnTold."""
    from duty_cli.cli.map_dialog import Draft, Silent, complete

    form = reads or _likely_form(head, known)
    draft = Draft(head, form, _told(head, form, said[0], _likely_columns(head, known, form) if yes else {}))
    complete(draft, known, Silent(known, _always(form, said[1])))
    return draft


def _by_asking(
    clerk: Terminal, find: Callable[..., ForeignHead], known: Known, reads: Reads | None, header: int | None
) -> Draft:
    """The map as whoever sits at the terminal says it; ``find`` finds the headings, or those on a line."""
    from duty_cli.cli.map_dialog import Asking, complete

    head, asking = find(line=header), Asking(clerk, known)
    if header is None and head.unsure and (line := asking.line(head)) != head.line:
        head = find(line=line)
    draft = asking.begin(head, reads or _likely_form(head, known), partial(_likely_columns, head, known))
    complete(draft, known, asking)
    return draft


def _likely_form(head: ForeignHead, known: Known) -> Reads:
    from duty_cli.importing.maps.map_proposals import likely_form
    from duty_cli.importing.sheets.sheet_rows import HeadingVocabulary

    return likely_form(head, HeadingVocabulary(known.words))


def _likely_columns(head: ForeignHead, known: Known, form: Reads) -> dict[str, str]:
    from duty_cli.importing.forms.spending_list import SpendingWords
    from duty_cli.importing.maps.map_proposals import WITH_MEMBERS, likely_columns
    from duty_cli.importing.sheets.sheet_rows import HeadingVocabulary
    from duty_cli.rules.mapping_file import MAPPED

    words = SpendingWords(known.words) if form == "fund" else HeadingVocabulary(known.words)
    return likely_columns(head, words, MAPPED[form], known.roster if form in WITH_MEMBERS else None)


def _known(desk: AppContext) -> Known:
    from duty_cli.cli.map_dialog import Known

    with desk.ledger.reading() as reading:
        roster = reading.roster()
    kinds = dict.fromkeys(kind for book in desk.rules.books for kind in book.kinds)
    stages = dict.fromkeys(stage for book in desk.rules.books for stage in book.stages)
    return Known(words_of(desk), roster, tuple(kinds), tuple(stages))


def _told(head: ForeignHead, reads: Reads, said: Sequence[str], likely: dict[str, str]) -> dict[str, str]:
    """Which of their columns is which of ours, by the options; what they do not say is as likely. Raises ColumnTold."""
    from duty_cli.rules.mapping_file import MAPPED

    told: dict[str, str] = {}
    headings = [column.heading for column in head.columns]
    for one in said:
        theirs, sign, ours = map(text_cleaning.heading, one.rpartition("="))
        if not sign or ours not in MAPPED[reads]:
            raise ColumnTold("--column", one, f"应为 对方的列=本系统的列，可用的列：{'、'.join(MAPPED[reads])}")
        if theirs not in headings:
            raise ColumnTold("--column", one, f"文件中没有这一列，有的列：{'、'.join(headings)}")
        if ours in told.values() or theirs in told:
            raise ColumnTold("--column", one, "这一列写了两次")
        told[theirs] = ours
    rest = {theirs: ours for theirs, ours in likely.items() if theirs not in told and ours not in told.values()}
    return {**told, **rest}


def _always(reads: Reads, said: Sequence[str]) -> dict[str, str]:
    """What stands in every row, by our headings. Raises ColumnTold."""
    from duty_cli.rules.mapping_file import MAPPED

    told: dict[str, str] = {}
    for one in said:
        ours, sign, text = one.partition("=")
        if not sign or not text.strip() or ours.strip() not in MAPPED[reads] or ours.strip() in told:
            raise ColumnTold("--always", one, f"应为 本系统的列=文字，各写一次，可用的列：{'、'.join(MAPPED[reads])}")
        told[ours.strip()] = text.strip()
    return told


def _text(draft: Draft, encoding: str | None, sheet: str | None) -> bytes:
    """The map that is written, with remarks."""
    from duty_cli.cli.map_dialog import some
    from duty_cli.model.column_maps import ColumnMapping
    from duty_cli.rules.mapping_text import MapRemarks, mapping_text

    head = draft.head
    columns = {column.heading: column for column in head.columns}
    by_ours = {ours: theirs for theirs, ours in draft.chosen.items()}
    remarks = MapRemarks(
        head.file,
        {ours: some(columns[theirs]) for ours, theirs in by_ours.items()},
        {theirs: some(column) for theirs, column in columns.items() if theirs not in {**draft.chosen, **draft.only}},
        draft.missing,
        draft.doubts,
    )
    mapping = ColumnMapping(draft.reads, head.separator or ",", encoding, draft.sources, draft.only, sheet=sheet)
    return mapping_text(mapping, remarks).encode()


@map_app.command("schema", cls=Command)
def write_schema(out: OUT = None) -> None:
    """对照表的格式说明，供编辑器使用：写对照表时提示可用的键，标出写错的地方。"""
    from duty_cli.cli.output import say
    from duty_cli.cli.output_guard import write
    from duty_cli.rules.json_schema import map_schema, schema_text

    text = schema_text(map_schema())
    if out is None:
        say(text)
    else:
        write(out, text.encode(), public=True)
        remark(f"已写入 {out}")
