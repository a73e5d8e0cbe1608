"""The rows left out of an import, written to a file that an office can mend and hand in again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from duty_cli.cli.outputs import write
from duty_cli.domain.fates import OnConflict
from duty_cli.errors import UsageError

if TYPE_CHECKING:
    from duty_cli.cli.sources import OpenedFile
    from duty_cli.office.fates import FileResult, Imported
    from duty_cli.render.rejects import Rejects

_ENDINGS = (".csv", ".xlsx")


def checked_ending(out: Path) -> Path:
    """``out``, before anything is read. Raises UsageError where its name does not say what to write."""
    if out.suffix.lower() not in _ENDINGS:
        raise UsageError(f"--rejects 的文件名 {out} 须以 .xlsx 或 .csv 结尾")
    return out


def write_rejects(out: Path, done: Imported, opened: Sequence[OpenedFile]) -> bool:
    """Write the rows left out; whether there were any. Raises UnwritableFile."""
    from duty_cli.render.rejects import rejects_csv, rejects_xlsx

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
    write(out, rejects_csv(every[0]) if out.suffix.lower() == ".csv" else rejects_xlsx(every))
    return True


def _reasons(file: FileResult, one: OpenedFile, *, changed: bool) -> dict[int, str]:
    """What is wrong with each line that was left out; what is wrong with the file as a whole is no row's."""
    from duty_cli.render.layout.importing import conflict_reason, refusal_reason

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
    """The rows at fault, and all those above the first row of records: titles, headings and what stands below them."""
    from duty_cli.intake.altered import held
    from duty_cli.render.rejects import Rejects

    header = one.table.header.line
    top = max(header, one.first_line - 1)
    above = (row for row in one.table.sheet.rows() if row[0] <= top)
    rows = {line: list(map(held, cells)) for line, cells in (*above, *one.reading.rows_at(reasons))}
    mapping = one.table.mapping
    return Rejects(one.name, header, rows, reasons, "," if mapping is None else mapping.separator)
