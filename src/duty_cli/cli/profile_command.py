"""委员风采: a page a member, and the whole book."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duty_cli.cli import completion_values
from duty_cli.cli.options import KNOWN_AT, ORDER, OUT, desk_of
from duty_cli.cli.output import remark, say, terminal_width
from duty_cli.cli.output_guard import write
from duty_cli.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from duty_cli.cli.app_context import ReportContext
    from duty_cli.model.members import Member
    from duty_cli.model.office_words import OfficeWords
    from duty_cli.model.papers import BoundPapers, OfficeStyle
    from duty_cli.reports.profile import Profiles


class BookFormat(StrEnum):
    """The formats of a book."""

    TABLE = "table"
    MD = "md"
    HTML = "html"
    DOCX = "docx"
    JSON = "json"


_FORMAT = Annotated[BookFormat | None, typer.Option("--format", help="输出格式；不填时按 -o 的文件名，否则为 table")]
_MEMBERS = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="委员", help="一名或几名委员：编号、全名、全名（界别）", autocompletion=completion_values.members
    ),
]


def profile(
    ctx: typer.Context,
    members: _MEMBERS = None,
    every: Annotated[bool, typer.Option("--all", help="本届全部委员，按名单的顺序")] = False,
    term: Annotated[
        int | None,
        typer.Option("--term", metavar="届次", help="如 14；不填为最近一届", autocompletion=completion_values.terms),
    ] = None,
    order: ORDER = None,
    known_at: KNOWN_AT = None,
    format_: _FORMAT = None,
    out: OUT = None,
) -> None:
    """委员风采：委员本届做了哪些事，一人一页，可汇编成册；不列得分、等次和纪律情形。"""
    from duty_cli.reports.profile import profiles

    if bool(members) == every:
        raise UsageError("请写明委员，或用 --all 列出本届全部委员，二者取一")
    how = format_ or _by_name(out)
    with desk_of(ctx).view(known_at, order) as view:
        head = view.reading.head()
        number = head.terms[-1].number if term is None else term
        report = profiles(view.reading, view.rules, view.identity, number, _named(view, members or []))
        binding = _Binding(report, head.at, view.calling, view.style)
    _show(binding, how, out)


def _named(view: ReportContext, names: list[str]) -> list[Member]:
    from duty_cli.parsing.member_lookup import find_member

    roster = view.reading.roster() if names else None
    return [] if roster is None else list(dict.fromkeys(find_member(name, roster) for name in names))


def _by_name(out: Path | None) -> BookFormat:
    ending = "" if out is None else out.suffix.lstrip(".").lower()
    if ending in ("", "txt"):
        return BookFormat.TABLE
    if ending not in set(BookFormat):
        raise UsageError(f"文件名 {out} 看不出输出格式；委员风采可用 .docx .html .md .json .txt")
    return BookFormat(ending)


@dataclass(frozen=True, slots=True)
class _Binding:
    """What a book is made from."""

    report: Profiles
    at: datetime
    calling: Callable[[], OfficeWords]
    style: Callable[[], OfficeStyle]

    def book(self) -> BoundPapers:
        """The profiles, bound."""
        from duty_cli.reports.profile_layout import profile_book

        return self.calling().said(profile_book(self.report))


def _show(made: _Binding, how: BookFormat, out: Path | None) -> None:
    if out is not None:
        write(out, _bytes(made, how))
        remark(f"已写入 {out}")
    elif how is not BookFormat.DOCX:
        say(_text(made, how, terminal_width()))
    elif sys.stdout.isatty():
        raise UsageError("docx 不能显示在屏幕上；请用 -o 指定文件")
    else:
        from duty_cli.documents.streams import write_bytes

        write_bytes(sys.stdout, _bytes(made, how))


def _bytes(made: _Binding, how: BookFormat) -> bytes:
    if how is not BookFormat.DOCX:
        return _text(made, how, None).encode()
    from duty_cli.documents.docx.bound_docx import book_as_docx

    return book_as_docx(made.book(), made.style(), made.at)


def _text(made: _Binding, how: BookFormat, width: int | None) -> str:
    if how is BookFormat.JSON:
        from duty_cli.documents.json_writer import as_json
        from duty_cli.reports.profile_layout import profiles_document

        return as_json(made.calling().said(profiles_document(made.report)))
    if how is BookFormat.HTML:
        from duty_cli.documents.html_page import book_as_html

        return book_as_html(made.book())
    from duty_cli.documents.markdown import book_as_markdown, book_as_table

    return book_as_markdown(made.book()) if how is BookFormat.MD else book_as_table(made.book(), width)
