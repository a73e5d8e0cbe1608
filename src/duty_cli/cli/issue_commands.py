"""Commands about papers that leave the office: issue, issued, verify-report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duty_cli.cli.import_sources import read_file
from duty_cli.cli.options import FORMAT, OUT, desk_of
from duty_cli.cli.output import as_bytes, remark, say, show
from duty_cli.cli.output_guard import laid, refuse_to_replace
from duty_cli.cli.report_registry import BY_NAME
from duty_cli.cli.report_request import ReportRequest, made, made_again, ordered, printed_as, printed_words, since
from duty_cli.documents.durable_files import sweep
from duty_cli.documents.formats import Format, ReportOutput
from duty_cli.errors.base import DutyError, UsageError
from duty_cli.errors.file_errors import NoIdentity

if TYPE_CHECKING:
    from duty_cli.cli.app_context import AppContext
    from duty_cli.model.ledger_protocol import Issued
    from duty_cli.reports.issued_papers import TracedFile
    from duty_cli.reports.paper_diff import PaperChange

_PRINTED = {"number": "文号", "dated": "成文日期"}


def issue(
    ctx: typer.Context,
    report: Annotated[
        list[str], typer.Argument(metavar="报表命令…", help="报表命令连同它的参数和选项，并用 -o 写明文件")
    ],
    again: Annotated[bool, typer.Option("--again", help="内容没有变化也再印发一稿")] = False,
) -> None:
    """印发：生成报表，把摘要、所依据的账本和规则、操作人、时间记入账本；再次印发即为新的一稿，并列出与上一稿的不同。"""
    from duty_cli.reports.issued_papers import issues_of, next_revision

    _refuse_other_rules(ctx)
    order, desk = ordered(ctx, report), desk_of(ctx)
    refuse_to_replace(order.out)
    # Also where nothing comes to be written: what was issued before is not issued again.
    sweep(order.out.resolve().parent)
    # What was changed behind the program's back must not leave the office under its seal.
    desk.store.check(desk.sound)
    _refuse_pending(desk, order)
    with desk.ledger.reading() as reading:
        before = issues_of(reading, order.report)
    found = _changes(ctx, before[-1], order) if before else ()
    revision = next_revision(before, order.format, changed=bool(found), again=again)
    if revision is None:
        _say_unchanged([one for one in before if one.issue.format == order.format][-1])
        return
    same = bool(before) and before[-1].issue.revision == revision
    printed = before[-1].issue.printed if same else printed_words(order.dated())
    new = _enter(desk, order, made(ctx, *order.report, *printed), printed, revision, before)
    _say_issued(new, order.out, None if same or not before else found)


def _refuse_other_rules(ctx: typer.Context) -> None:
    source = ctx.find_root().get_parameter_source("rules")
    if source is not None and source.name == "COMMANDLINE":
        raise UsageError("印发使用工作区的规则，以便日后核验；请去掉 --rules")


def _refuse_pending(desk: AppContext, order: ReportRequest) -> None:
    """Results go out as final once their publication and all objections have ended, or a meeting decided so (§11)."""
    from duty_cli.reports.publication import refuse_pending
    from duty_cli.scoring.assessment_year import years_of

    asked = order.asked
    # What is put up for objections has to go out while they are awaited, and says that it is not final.
    put_up = order.name == "annual-evaluation" and asked.public
    if not BY_NAME[order.name].final or put_up:
        return
    with desk.ledger.reading() as reading:
        head = reading.head()
        terms = [term for term in head.terms if term.number == asked.term]
        years = [year for term in terms for year in years_of(head, desk.rules, term)] or [asked.year]
        if asked.subject is not None:
            # What is published are the results of members, but where groups alone have any.
            ruled = ((year, desk.rules.of_year(year)) for year in years)
            years = [year for year, found in ruled if found is not None and found.book.scores_only is not None]
        refuse_pending(reading, years, lambda: desk.paths, desk.today)


def _changes(ctx: typer.Context, last: Issued, order: ReportRequest) -> tuple[PaperChange, ...]:
    """What a report made now says otherwise than its last issue, and what it was told to be printed with otherwise."""
    from duty_cli.reports.paper_diff import CellChange, PaperChange

    if last.issue.elsewhere is not None:
        why = "上一稿由并入的账本印发，不能按当时的依据重新生成，没有逐处比较"
        return (PaperChange("依据", "", (CellChange("", None, why),)),)
    before = printed_as(last.issue.printed)
    told = ((name, before.get(name), text) for name, text in order.printed.items() if before.get(name) != text)
    printed = (PaperChange(_PRINTED[name], "", (CellChange("", old, new),)) for name, old, new in told)
    found = (*since(ctx, last), *printed)
    return found or tuple(_look_changed(ctx, last))


def _look_changed(ctx: typer.Context, last: Issued) -> Iterator[PaperChange]:
    """Where the figures and the text are the same: whether the file itself still comes out as it was issued."""
    from duty_cli.reports.paper_diff import CellChange, PaperChange

    again = as_bytes(made_again(ctx, last.issue), Format(last.issue.format))
    if sha256(again).hexdigest() != last.issue.digest:
        yield PaperChange("版式", "", (CellChange("", None, "公文格式、模板或程序版本有改动，文件与上一稿不同"),))


def _enter(
    desk: AppContext,
    order: ReportRequest,
    paper: ReportOutput,
    printed: tuple[str, ...],
    revision: int,
    before: Sequence[Issued],
) -> Issued:
    """Enter the paper and write its file: beside its name first, which it takes before the row stands: both, or neither."""
    from duty_cli.model.ledger_protocol import Issue, Issued
    from duty_cli.model.members import Seq
    from duty_cli.model.papers import Identity
    from duty_cli.reports.issued_papers import issue as enter

    said = Identity.last_in(paper.paper().identity)
    assert said is not None, "every report ends in its identity line"
    with desk.ledger.reading(Seq(said.seq)) as reading:
        head, rules = reading.head(), reading.rules_used()
    assert rules is not None, "a report that is made enters its rules"
    data, act = as_bytes(paper, order.format), desk.act("印发")
    origin = (revision, head.seq, head.digest, rules.digest, said.version)
    new = Issue(order.report, printed, order.format.value, sha256(data).hexdigest(), *origin)
    with laid(order.out, data, public=order.asked.public) as put:
        seq = enter(desk.ledger, act, new, before, put)
    return Issued(seq, new, act.by, act.at)


def _say_unchanged(last: Issued) -> None:
    from duty_cli.reports.issued_papers import again, issue_line

    say(f"内容没有变化，未再印发；最近一稿：{issue_line(last)}")
    remark(f"重新生成同一份文件，请用 {again(last.issue)}；仍要再印发一稿，请加 --again")


def _say_issued(new: Issued, out: Path, found: tuple[PaperChange, ...] | None) -> None:
    from duty_cli.reports.issued_papers import change_lines, issue_line

    say(f"已印发 {issue_line(new)}")
    if found is not None:
        compared = [f"与第 {new.issue.revision - 1} 稿不同之处：", *change_lines(found)]
        say("\n".join(compared if found else [f"内容与第 {new.issue.revision - 1} 稿相同"]))
    remark(f"已写入 {out}")


def issued(ctx: typer.Context, format_: FORMAT = None, out: OUT = None) -> None:
    """印发登记：印发过哪些报表、第几稿、何时由谁印发、依据账本哪一序号、文件摘要。"""
    from duty_cli.reports.issued_papers import issued_document, issued_paper

    desk = desk_of(ctx)
    with desk.verified() as reading:
        issues, head = reading.issues(), reading.head()
    show(
        ReportOutput(lambda: issued_paper(head, issues), lambda: issued_document(issues), head.at, desk.calling),
        format_,
        out,
    )


DIFFERS = 1
"""The exit code when a file is not as issued, or would not be issued so today."""


def verify_report(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="文件", help="docx、xlsx、html、csv、json、md、txt")],
) -> None:
    """核验一份报表：是否印发的原件、改动了什么，印发以后账本又有什么变动；有不同时退出码为 1。"""
    from duty_cli.reports.issued_papers import IssueStatus, traced_lines

    data, digest = read_file(file)
    traced = _traced(desk_of(ctx), file, data, digest)
    lines, differs = traced_lines(traced), traced.standing is not IssueStatus.AS_ISSUED
    if traced.issued is not None and traced.issued.issue.elsewhere is not None:
        pass  # what it was made of is not here
    elif traced.issued is not None and traced.standing is IssueStatus.AS_ISSUED:
        found = _told_rewritten(ctx, traced.issued, file, data) or _told_since(ctx, traced.issued)
        lines, differs = [*lines, *found], bool(found)
        lines += [] if found else ["印发以后，账本和规则的变动没有影响本表"]
    elif traced.issued is not None:
        lines += _told_altered(ctx, traced.issued, file, data)
    say("\n".join(lines))
    if differs:
        raise typer.Exit(DIFFERS)


def _traced(desk: AppContext, file: Path, data: bytes, digest: str) -> TracedFile:
    from duty_cli.importing.issued_file import read_paper
    from duty_cli.reports.issued_papers import by_digest, by_identity

    with desk.ledger.reading() as reading:
        issues = reading.issues()
    traced = by_digest(issues, digest)
    if traced is not None:
        return traced
    paper = read_paper(str(file), data)
    if paper.identity is None:
        raise NoIdentity(file)
    # Whether it is not as issued, or the digest in the ledger is damaged. Of an original all is made again, verified.
    desk.verify()
    return by_identity(desk.ledger, issues, paper.identity, paper.format)


def _told_rewritten(ctx: typer.Context, one: Issued, file: Path, data: bytes) -> list[str]:
    """What shows that the ledger is not the one the paper was made of, though every row may agree with the chain.

    Whoever holds the file can hash the whole chain anew. The paper was outside: its head and its figures are witnesses.
    """
    from duty_cli.importing.issued_file import read_paper
    from duty_cli.model.members import ERASED
    from duty_cli.reports.issued_papers import change_lines
    from duty_cli.reports.paper_diff import line_changes, same_but_for
    from duty_cli.reports.witnesses import digest_at

    before = read_paper(str(file), data)
    now = digest_at(desk_of(ctx).ledger, one.issue.known)
    if now is None or now != one.issue.head or not now.startswith(before.identity.head if before.identity else ""):
        return [f"账本在序号 {one.issue.known} 的账首不是原件末行所记的：账本在印发以后被改写，请从备份核对"]
    try:
        remade = as_bytes(made_again(ctx, one.issue), Format(one.issue.format))
    except DutyError as error:
        return [f"现在不能按印发时的依据重新生成本表，无从核对账本是否被改动：{error}"]
    if remade == data:
        return []
    after = read_paper(str(file), remade)
    if _erased_since(ctx, one) and same_but_for(ERASED.name, before.lines, after.lines):
        remark("印发以后有委员的姓名已依法删除，其余文字和数字与原件相同")
        return []
    changes = change_lines(tuple(line_changes("文件", before.lines, after.lines)))
    if not changes:
        remark("公文格式、模板或程序已经更换，不能逐字节重新生成原件；文字和数字与原件相同")
        return []
    return ["按印发时的依据重新生成，与原件不同；账本可能被改动，程序也可能已更换：", *changes]


def _erased_since(ctx: typer.Context, one: Issued) -> bool:
    """Whether a name was erased after the paper was made."""
    with desk_of(ctx).ledger.reading() as reading:
        return any(seq > one.issue.known for seq in reading.erasures())


def _told_since(ctx: typer.Context, one: Issued) -> list[str]:
    from duty_cli.reports.issued_papers import change_lines

    try:
        found = since(ctx, one)
    except DutyError as error:
        return [f"印发以后账本有变动，现在已不能生成本表：{error}"]
    return ["印发以后账本或规则有变动，现在生成的与本稿不同：", *change_lines(found)] if found else []


def _told_altered(ctx: typer.Context, one: Issued, file: Path, data: bytes) -> list[str]:
    from duty_cli.importing.issued_file import read_paper
    from duty_cli.reports.issued_papers import change_lines
    from duty_cli.reports.paper_diff import line_changes

    remade = as_bytes(made_again(ctx, one.issue), Format(one.issue.format))
    before, after = (read_paper(str(file), content) for content in (remade, data))
    found = change_lines(tuple(line_changes("文件", before.lines, after.lines)))
    if sha256(remade).hexdigest() != one.issue.digest:
        first = "公文格式或程序已经更换，不能逐字节重新生成原件；与现在按原依据生成的不同之处："
        return [first, *(found or ["　没有"]), *after.remarks]
    if found:
        return ["与原件不同之处：", *found, *after.remarks]
    return [f"文字和数字与原件相同{'' if after.remarks else '，可能只是另存过'}", *after.remarks]
