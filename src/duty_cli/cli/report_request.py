"""A report asked for in words: brought to their one form, and made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup

from duty_cli.cli.app_context import AppContext
from duty_cli.cli.options import desk_of
from duty_cli.cli.output import format_by_name
from duty_cli.cli.report_outputs import last_day
from duty_cli.cli.report_parameters import ReportArguments
from duty_cli.cli.report_registry import BY_NAME, REPORTS
from duty_cli.documents.formats import Format, ReportOutput
from duty_cli.errors.base import UsageError
from duty_cli.errors.file_errors import NotIssuable

if TYPE_CHECKING:
    from duty_cli.model.ledger_protocol import Issue, Issued
    from duty_cli.model.papers import Paper
    from duty_cli.reports.paper_diff import PaperChange

ISSUABLE = tuple(dict.fromkeys(one.name.split(" ")[0] for one in REPORTS))

_PRINTED = ("number", "dated")
"""The parameters on which only the look of a document depends."""

_NOT_KEPT = ("format_", "out", "known_at", "unverified")


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """``report`` in its one form, of that ``name`` and ``asked`` with those values; ``printed`` as told, ``today`` where a date not told is to be put; the file."""

    name: str
    asked: ReportArguments
    report: tuple[str, ...]
    printed: Mapping[str, str]
    today: str | None
    format: Format
    out: Path

    def dated(self) -> Mapping[str, str]:
        """What the document is printed with: as told, and dated today where nothing is told."""
        return {**({} if self.today is None else {"dated": self.today}), **self.printed}


def ordered(ctx: typer.Context, words: Sequence[str]) -> ReportRequest:
    """What the words of a command line ask to be issued. Raises NotIssuable, UsageError."""
    command, path, rest = _found(ctx, words)
    said = command.make_context(" ".join(path), rest, parent=ctx.find_root()).params
    if said.get("known_at") is not None:
        raise UsageError("印发的是现在的账本，不能加 --known-at；以前的报表请直接用报表命令重新生成")
    if said.get("unverified"):
        raise UsageError("印发的文件总要核对账本，不能加 --no-verify；请去掉")
    if said["out"] is None:
        raise UsageError("请用 -o 写明印发到哪个文件")
    desk, out = desk_of(ctx), Path(said["out"])
    settle = BY_NAME[" ".join(path)].settle
    said = said if settle is None else settle(desk, said)
    report: list[str] = list(path)
    printed: dict[str, str] = {}
    for param in command.params:
        name, value = param.name or "", said.get(param.name or "")
        if name in _PRINTED and value is not None:
            printed[name] = _one_form(desk, name, str(value), ReportArguments.of(said))
        elif isinstance(value, tuple):
            report += map(str, value)
        elif name not in (*_PRINTED, *_NOT_KEPT) and value not in (None, False, ""):
            option = None if isinstance(param, TyperArgument) else param.opts
            report += _words(option, _one_form(desk, name, str(value), ReportArguments.of(said)))
    today = str(desk.today) if "dated" in said else None
    name, asked = " ".join(path), ReportArguments.of(said)
    return ReportRequest(
        name, asked, tuple(report), printed, today, Format(said["format_"] or format_by_name(out)), out
    )


def _words(names: Sequence[str] | None, value: str) -> list[str]:
    """A parameter as a command line says it: an option under one of its ``names``, an argument by its value alone."""
    if names is None:
        return [value]
    option = next(name for name in names if name.startswith("--"))
    return [option] if value == str(True) else [option, value]


def _one_form(desk: AppContext, name: str, text: str, asked: ReportArguments) -> str:
    """What several ways of saying come to: a member's number in the year asked about, an ISO day, a quarter."""
    if name == "member":
        with desk.view(None) as view:
            day = last_day(view, asked)
        return desk.member(text, day).number_on(day or desk.today)
    if name in ("dated", "on", "from_", "until"):
        return str(desk.day(text))
    if name == "quarter":
        from duty_cli.model.periods import Quarter

        return str(Quarter.parse(text) or text)
    return text


def printed_words(printed: Mapping[str, str]) -> tuple[str, ...]:
    """What a document is printed with, as a command line says it."""
    return tuple(word for name in _PRINTED if name in printed for word in (f"--{name}", printed[name]))


def printed_as(words: Sequence[str]) -> dict[str, str]:
    """The same read back."""
    return {name.removeprefix("--"): value for name, value in zip(words[::2], words[1::2], strict=True)}


def made(ctx: typer.Context, *words: str) -> ReportOutput:
    """The report that those words ask for."""
    command, path, rest = _found(ctx, words)
    said = command.make_context(" ".join(path), rest, parent=ctx.find_root()).params
    return BY_NAME[" ".join(path)].made(desk_of(ctx), ReportArguments.of(said))


def made_again(ctx: typer.Context, issue: Issue) -> ReportOutput:
    """A paper as it was issued."""
    return made(ctx, *issue.report, *issue.printed, "--known-at", str(issue.known))


def since(ctx: typer.Context, issued: Issued) -> tuple[PaperChange, ...]:
    """What the ledger makes of an issue now."""
    from duty_cli.reports.paper_diff import changes

    now, then = made(ctx, *issued.issue.report, *issued.issue.printed), made_again(ctx, issued.issue)
    return changes(_as_read(then, issued.issue), _as_read(now, issued.issue))


def _as_read(one: ReportOutput, issue: Issue) -> Paper:
    """What a reader of the paper has before him: a document says more than its report."""
    from duty_cli.reports.official_layout import official_paper

    return official_paper(one.official()) if one.official and issue.format == Format.DOCX else one.paper()


def _found(ctx: typer.Context, words: Sequence[str]) -> tuple[TyperCommand, list[str], list[str]]:
    """The command that the first words name, those words, and the rest."""
    command = ctx.find_root().command
    path: list[str] = []
    rest = list(words)
    if not rest or rest[0] not in ISSUABLE:
        raise NotIssuable(rest[0] if rest else "", ISSUABLE)
    while isinstance(command, TyperGroup):
        name = rest.pop(0) if rest else ""
        inner = command.get_command(ctx, name)
        if inner is None:
            raise NotIssuable(" ".join((*path, name)), [" ".join((*path, one)) for one in command.list_commands(ctx)])
        command = inner
        path.append(name)
    assert isinstance(command, TyperCommand), "the commands of the program are made by Typer"
    return command, path, rest
