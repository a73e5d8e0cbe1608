"""委员风采: a page a member, and the whole book."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duty_cli.cli import completion_values
from duty_cli.cli.options import KNOWN_AT, NO_VERIFY, ORDER, OUT, desk_of
from duty_cli.cli.output import show
from duty_cli.documents.formats import FORMATS, Format, ReportOutput
from duty_cli.errors.base import UsageError

if TYPE_CHECKING:
    from duty_cli.cli.report_context import ReportContext
    from duty_cli.model.members import Member
    from duty_cli.reports.profile import Profiles


if TYPE_CHECKING:
    BookFormat = Format
else:
    BookFormat = StrEnum("BookFormat", {one.name: one.value for one in Format if FORMATS[one].binds})
    """The formats in which papers can be bound."""

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
        typer.Option("--term", metavar="届次", help="如 14；不填为本届", autocompletion=completion_values.terms),
    ] = None,
    order: ORDER = None,
    known_at: KNOWN_AT = None,
    unverified: NO_VERIFY = False,
    format_: _FORMAT = None,
    out: OUT = None,
) -> None:
    """委员风采：委员本届做了哪些事，一人一页，可汇编成册；不列得分、等次和纪律情形。"""
    from duty_cli.reports.profile import profiles

    if bool(members) == every:
        raise UsageError("请写明委员，或用 --all 列出本届全部委员，二者取一")
    how = format_ or _by_name(out)
    with desk_of(ctx).view(known_at, order, verify=not unverified) as view:
        terms = view.reading.head().terms
        running = (one.number for one in terms if view.today in one.period)
        number = next(running, terms[-1].number) if term is None else term
        view.number_as_in(next((one.period.last for one in terms if one.number == number), None))
        report = profiles(view.reading, view.rules, view.identity, number, _named(view, members or []))
        made = _bound(view, report)
    show(made, Format(how), out)


def _bound(view: ReportContext, report: Profiles) -> ReportOutput:
    """The profiles under one cover; page by page they are no paper of their own."""
    from duty_cli.reports.profile import profile_book, profiles_document

    return ReportOutput(
        lambda: profile_book(report).papers[0],
        lambda: profiles_document(report),
        view.reading.head().at,
        view.calling,
        view.style,
        bound=lambda: profile_book(report),
    )


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
