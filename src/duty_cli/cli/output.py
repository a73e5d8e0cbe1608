"""What leaves the program: data to standard output or a file, remarks to standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from duty_cli.errors import UsageError

if TYPE_CHECKING:
    from duty_cli.domain.sheet import Paper


class Format(StrEnum):
    """The formats of a report."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"
    MD = "md"


@dataclass(frozen=True, slots=True)
class Made:
    """A report ready to be shown: its paper, its document for JSON, and the moment its ledger was last written."""

    paper: Callable[[], Paper]
    document: Callable[[], object]
    at: datetime


def show(made: Made, chosen: Format | None, out: Path | None) -> None:
    """Write a report in the format chosen, else the one the file's name ends in, else as a table."""
    how = chosen or _by_name(out)
    if out is not None:
        _save(out, _bytes(made, how))
        remark(f"已写入 {out}")
    elif how is Format.XLSX and sys.stdout.isatty():
        raise UsageError("xlsx 不能显示在屏幕上；请用 -o 指定文件")
    elif how in (Format.XLSX, Format.CSV):
        from duty_cli.render.screen import write_bytes

        write_bytes(sys.stdout, _bytes(made, how))
    else:
        say(_text(made, how, _width()))


def _by_name(out: Path | None) -> Format:
    ending = "" if out is None else out.suffix.lstrip(".").lower()
    if ending in ("", "txt"):
        return Format.TABLE
    if ending not in set(Format):
        raise UsageError(f"文件名 {out} 看不出输出格式；请用 --format 指定，或以 .csv .json .xlsx .md .txt 结尾")
    return Format(ending)


def _bytes(made: Made, how: Format) -> bytes:
    if how is Format.XLSX:
        from duty_cli.render.xlsx import as_xlsx

        return as_xlsx(made.paper(), made.at)
    if how is Format.CSV:
        from duty_cli.render.csv import as_csv

        return as_csv(made.paper())
    return _text(made, how, None).encode()


def _text(made: Made, how: Format, width: int | None) -> str:
    if how is Format.JSON:
        from duty_cli.render.json import as_json

        return as_json(made.document())
    if how is Format.MD:
        from duty_cli.render.markdown import as_markdown

        return as_markdown(made.paper())
    from duty_cli.render.table import as_table

    return as_table(made.paper(), width)


def _width() -> int | None:
    """The cells of a terminal's line; None for a pipe."""
    import shutil

    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def _save(out: Path, data: bytes) -> None:
    from duty_cli.render.screen import save

    save(out, data)


def say(text: str) -> None:
    """Write to standard output."""
    from duty_cli.render.screen import write_text

    write_text(sys.stdout, text if text.endswith("\n") else text + "\n")


def remark(text: str) -> None:
    """Write a remark to standard error."""
    from duty_cli.render.screen import write_text

    write_text(sys.stderr, text + "\n")
