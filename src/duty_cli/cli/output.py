"""What leaves the program: data to standard output or a file, remarks to standard error."""

from __future__ import annotations

import sys
from pathlib import Path

from duty_cli.cli.output_guard import write
from duty_cli.documents.formats import FORMATS, Format, ReportOutput, written
from duty_cli.errors.base import UsageError
from duty_cli.model.progress import clear_progress


def show(made: ReportOutput, chosen: Format | None, out: Path | None, *, public: bool = False) -> None:
    """Write a report in the format chosen, else the one the file's name ends in, else as a table; a file that is not ``public`` for its owner alone."""
    how = chosen or format_by_name(out)
    if out is not None:
        write(out, as_bytes(made, how), public=public)
        remark(f"已写入 {out}")
    elif not FORMATS[how].on_screen and sys.stdout.isatty():
        raise UsageError(f"{how} 不能显示在屏幕上；请用 -o 指定文件")
    elif FORMATS[how].as_bytes:
        from duty_cli.documents.streams import write_bytes

        write_bytes(sys.stdout, as_bytes(made, how))
    else:
        text = written(made, how, terminal_width())
        assert isinstance(text, str), "what is not written as bytes is text"
        say(text)
        if how is Format.TABLE and made.bound is None:
            _draw(made)


def _draw(made: ReportOutput) -> None:
    """Show the charts on a terminal under the tables; a pipe is given figures alone."""
    width = terminal_width()
    if width is None:
        return
    import os

    from duty_cli.documents.systems import shows_colours
    from duty_cli.documents.terminal_charts import as_bars

    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and shows_colours()
    drawn = as_bars(made.paper().charts, width, colour=colour)
    if drawn:
        say(f"\n{drawn}")


def format_by_name(out: Path | None) -> Format:
    """The format that a file's name ends in; a table where there is none."""
    ending = "" if out is None else out.suffix.lstrip(".").lower()
    if ending in ("", "txt"):
        return Format.TABLE
    if ending not in set(Format):
        raise UsageError(
            f"文件名 {out} 看不出输出格式；请用 --format 指定，或以 .csv .json .xlsx .docx .md .html .txt 结尾"
        )
    return Format(ending)


def as_bytes(made: ReportOutput, how: Format) -> bytes:
    """A report as a file of that format."""
    data = written(made, how)
    return data.encode() if isinstance(data, str) else data


def terminal_width() -> int | None:
    """The cells of a line of standard output; None for a pipe."""
    from duty_cli.documents import streams

    return streams.terminal_width(sys.stdout)


def say(text: str) -> None:
    """Write to standard output."""
    from duty_cli.documents.streams import write_text

    clear_progress()
    write_text(sys.stdout, text if text.endswith("\n") else text + "\n")


def remark(text: str) -> None:
    """Write a remark to standard error, without anything in it that drives a terminal."""
    from duty_cli.documents.cell_text import cleaned
    from duty_cli.documents.streams import write_text

    clear_progress()
    write_text(sys.stderr, "".join(f"{cleaned(line)}\n" for line in text.split("\n")))


def upgraded(old: int, new: int, backup: Path) -> None:
    """Remark that the ledger was upgraded, and where the one before lies."""
    remark(f"账本由第 {old} 版升级为第 {new} 版；原账本留在 {backup}")
