"""核验: duty verify-report."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duty_cli.cli.files import read_file
from duty_cli.cli.options import desk_of
from duty_cli.cli.ordered import made_again, since
from duty_cli.cli.output import Format, as_bytes, say
from duty_cli.errors import DutyError, NoIdentity

if TYPE_CHECKING:
    from duty_cli.cli.desk import AppContext
    from duty_cli.domain.ledger import Issued
    from duty_cli.reports.issued import TracedFile

DIFFERS = 1
"""The exit code when a file is not as issued, or would not be issued so today."""


def verify_report(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="文件", help="docx、xlsx、html、csv、json、md、txt")],
) -> None:
    """核验一份报表：是否印发的原件、改动了什么，印发以后账本又有什么变动；有不同时退出码为 1。"""
    from duty_cli.render.layout.issued import traced_lines
    from duty_cli.reports.issued import IssueStatus

    data, digest = read_file(file)
    traced = _traced(desk_of(ctx), file, data, digest)
    lines, differs = traced_lines(traced), traced.standing is not IssueStatus.AS_ISSUED
    if traced.issued is not None and traced.standing is IssueStatus.AS_ISSUED:
        found = _told_since(ctx, traced.issued)
        lines, differs = [*lines, *found], bool(found)
        lines += [] if found else ["印发以后，账本和规则的变动没有影响本表"]
    elif traced.issued is not None:
        lines += _told_altered(ctx, traced.issued, file, data)
    say("\n".join(lines))
    if differs:
        raise typer.Exit(DIFFERS)


def _traced(desk: AppContext, file: Path, data: bytes, digest: str) -> TracedFile:
    from duty_cli.intake.papers import read_paper
    from duty_cli.reports.issued import by_digest, by_identity

    with desk.ledger.reading() as reading:
        issues = reading.issues()
    traced = by_digest(issues, digest)
    if traced is not None:
        return traced
    paper = read_paper(str(file), data)
    if paper.identity is None:
        raise NoIdentity(file)
    return by_identity(desk.ledger, issues, paper.identity, paper.format)


def _told_since(ctx: typer.Context, one: Issued) -> list[str]:
    from duty_cli.render.layout.issued import change_lines

    try:
        found = since(ctx, one)
    except DutyError as error:
        return [f"印发以后账本有变动，现在已不能生成本表：{error}"]
    return ["印发以后账本或规则有变动，现在生成的与本稿不同：", *change_lines(found)] if found else []


def _told_altered(ctx: typer.Context, one: Issued, file: Path, data: bytes) -> list[str]:
    from duty_cli.intake.papers import read_paper
    from duty_cli.render.layout.issued import change_lines
    from duty_cli.reports.changes import line_changes

    remade = as_bytes(made_again(ctx, one.issue), Format(one.issue.format))
    before, after = (read_paper(str(file), content) for content in (remade, data))
    found = change_lines(tuple(line_changes("文件", before.lines, after.lines)))
    if sha256(remade).hexdigest() != one.issue.digest:
        first = "公文格式或程序已经更换，不能逐字节重新生成原件；与现在按原依据生成的不同之处："
        return [first, *(found or ["　没有"]), *after.remarks]
    if found:
        return ["与原件不同之处：", *found, *after.remarks]
    return [f"文字和数字与原件相同{'' if after.remarks else '，可能只是另存过'}", *after.remarks]
