"""What came of one file as a paper, to be printed and laid beside it: the same that a clerk reads who imports it himself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from duty_cli.importing.import_summary import (
    ReadAs,
    disputed_rows,
    headline,
    reading_lines,
    there_lines,
    unsigned_lines,
)
from duty_cli.model.import_result import Imported, RowStatus
from duty_cli.model.papers import Column, Paper, Paragraph, Sheet
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.reports.open_sheets import settled_lines, sheet_lines

_COLUMNS = (Column("所在"), Column("行", "right"), Column("结果"), Column("原因"))


@dataclass(frozen=True, slots=True)
class FileSlip:
    """Whose paper it is: the file's name, the SHA-256 of its bytes, when it was gone through and by whom, and what came of it."""

    name: str
    digest: str
    at: datetime
    by: str
    result: str


def import_paper(slip: FileSlip, done: Imported, reads: Sequence[ReadAs], *, found_before: str = "") -> Paper:
    """Paper on a file that could be read. ``found_before`` says what of it stood in the ledger already, where all of it did."""
    rows = [(file.name, *row) for file in done.files for row in disputed_rows(file, done.how)]
    sheets = (Sheet("没有登记的行", "没有登记的行", _COLUMNS, tuple(rows)),) if rows else ()
    text = [Paragraph(line) for line in _conclusion(done, found_before)]
    text += [Paragraph("怎样读取", 1), *(Paragraph(line.strip()) for read in reads for line in _reading(read))]
    counts = tuple((str(fate), done.total(fate)) for fate in RowStatus if fate is RowStatus.NEW or done.total(fate))
    return _paper(slip, counts, text, sheets)


def unread_paper(slip: FileSlip, why: str) -> Paper:
    """Paper on a file that could not be read."""
    return _paper(slip, (), [Paragraph(line) for line in why.split("\n")], ())


def _paper(
    slip: FileSlip, counts: tuple[tuple[str, int], ...], text: Sequence[Paragraph], sheets: tuple[Sheet, ...]
) -> Paper:
    return Paper(
        slip.name,
        sheets,
        f"文件 SHA-256：{slip.digest}",
        tuple(text),
        f"收件情况　{slip.at:%Y-%m-%d %H:%M:%S}　{slip.by}",
        headline=(("结果", slip.result), *counts),
    )


def _conclusion(done: Imported, found_before: str) -> Iterator[str]:
    yield found_before or headline(done, dry_run=not done.written)
    if done.unsettled:
        yield f"{faults(done)}，整份没有登记"
        yield from _ways(done)
    yield from (line for file in done.files for line in (*there_lines(file), *unsigned_lines(file)))
    yield from settled_lines(done.settled)
    yield from sheet_lines(done.sheets)


def faults(done: Imported) -> str:
    """How many rows say otherwise than what stands, and how many are refused."""
    fates = (RowStatus.CHANGED, RowStatus.REFUSED)
    return "，".join(f"{fate} {count} 条" for fate in fates if (count := done.total(fate)))


def _ways(done: Imported) -> Iterator[str]:
    """What to do about a file that was handed back."""
    if done.total(RowStatus.REFUSED):
        yield "不予登记的：请照原因改正，把改好的文件重新放进收件文件夹。"
    if done.total(RowStatus.CHANGED):
        yield (
            "不一致的：请核对哪一边是对的。文件有误的，改正后重新放进收件文件夹；账本有误的，用 duty import 导入这份文件，"
            "加 --on-conflict correct（以文件为准）；文件里的这几行不要的，加 --on-conflict keep（以账本为准）。"
        )
    if done.total(RowStatus.NEW):
        yield "其余各行要先登记的：用 duty import 导入这份文件，加 --accept-valid。"


def _reading(read: ReadAs) -> Iterator[str]:
    yield from read.remarks
    yield from reading_lines(read)
