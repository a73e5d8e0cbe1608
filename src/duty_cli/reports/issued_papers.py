"""印发: a paper that leaves the office is entered, revision after revision; and where a file stands among those issued."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from duty_cli.errors.file_errors import IssuedMeanwhile
from duty_cli.model.ledger_protocol import Issue, Issued, Ledger, LedgerHead, LedgerReader, Operation
from duty_cli.model.members import Seq
from duty_cli.model.papers import Cell, Column, Identity, Paper, Sheet
from duty_cli.reports.paper_diff import CellChange, PaperChange
from duty_cli.reports.report_columns import Document, numbers
from duty_cli.reports.witnesses import digest_at, of_a_copy, within_a_copy

MOST = 20
"""How many differences are told; of the others the number."""
_AROUND, _LONGEST = 12, 60
_NEAR = 36
"""A difference no further on than this is shown from the beginning of the line, where a row says whose it is."""

_COLUMNS = (
    *numbers("序号"),
    *(Column("报表"), Column("稿次", "right"), Column("格式"), Column("时间"), Column("操作人")),
    *(*numbers("依据序号"), Column("文件摘要（SHA-256）")),
)


def issues_of(reading: LedgerReader, report: tuple[str, ...]) -> tuple[Issued, ...]:
    """What was issued of one report, by seq."""
    return tuple(one for one in reading.issues() if one.issue.report == report)


def next_revision(before: Sequence[Issued], format_: str, *, changed: bool, again: bool) -> int | None:
    """The number of the next issue: the last one's where only the format is new, None where nothing is."""
    if not before:
        return 1
    last = before[-1].issue.revision
    if changed:
        return last + 1
    if format_ not in {one.issue.format for one in before if one.issue.revision == last}:
        return last
    return last + 1 if again else None


def issue(ledger: Ledger, act: Operation, paper: Issue, before: Sequence[Issued], put: Callable[[], None]) -> Seq:
    """Enter a paper as issued after ``before``; ``put`` lets its file take its name. Raises IssuedMeanwhile where another came between."""
    with ledger.writing(act) as writing:
        if issues_of(writing, paper.report) != tuple(before):
            raise IssuedMeanwhile
        seq = writing.append(paper)
        # Before the row stands: after a power cut a file without its row is issued once more, a row without its file says what is not.
        put()
        return seq


_TEXTS = ("csv", "md", "table")


class IssueStatus(Enum):
    """What a file is to the ledger."""

    AS_ISSUED = auto()
    ALTERED = auto()
    NEVER_ISSUED = auto()
    OF_ANOTHER_LEDGER = auto()
    AFTER_THE_LEDGER = auto()
    OF_A_COPY = auto()
    WITHIN_A_COPY = auto()


@dataclass(frozen=True, slots=True)
class TracedFile:
    """A file's standing, the issue it is or claims to be, and those of the same report that followed."""

    standing: IssueStatus
    issued: Issued | None = None
    later: tuple[Issued, ...] = ()


def by_digest(issues: Sequence[Issued], digest: str) -> TracedFile | None:
    """The issue of exactly these bytes."""
    found = next((one for one in issues if one.issue.digest == digest), None)
    return None if found is None else _traced(IssueStatus.AS_ISSUED, issues, found)


def by_identity(ledger: Ledger, issues: Sequence[Issued], said: Identity, format_: str) -> TracedFile:
    """What a file that was not issued as it is says of itself; ``format_`` is ``text`` for csv, md and txt."""
    there = digest_at(ledger, Seq(said.seq))
    if there is None or not there.startswith(said.head):
        of_copy = _of_copy(ledger, issues, said, format_)
        if of_copy is not None:
            return of_copy
    if there is None and said.seq > 0:
        return TracedFile(IssueStatus.AFTER_THE_LEDGER)
    if there is None or not there.startswith(said.head):
        return TracedFile(IssueStatus.OF_ANOTHER_LEDGER)
    claimed = [one for one in issues if one.issue.known == said.seq and _family(one.issue.format) == format_]
    return _traced(IssueStatus.ALTERED, issues, claimed[-1]) if claimed else TracedFile(IssueStatus.NEVER_ISSUED)


def _of_copy(ledger: Ledger, issues: Sequence[Issued], said: Identity, format_: str) -> TracedFile | None:
    """What a file is that was made from a copy which was merged later (并入); None where it was not."""
    seq = Seq(said.seq)
    if of_a_copy(ledger, seq, said.head):
        claimed = [one for one in issues if one.issue.elsewhere == seq and _family(one.issue.format) == format_]
        return TracedFile(IssueStatus.OF_A_COPY, claimed[-1] if claimed else None)
    return TracedFile(IssueStatus.WITHIN_A_COPY) if within_a_copy(ledger, seq) else None


def _traced(standing: IssueStatus, issues: Sequence[Issued], found: Issued) -> TracedFile:
    later = (one for one in issues if one.seq > found.seq and one.issue.report == found.issue.report)
    return TracedFile(standing, found, tuple(one for one in later if one.issue.revision > found.issue.revision))


def _family(format_: str) -> str:
    return "text" if format_ in _TEXTS else format_


_NO_ISSUE = {
    IssueStatus.NEVER_ISSUED: "没有印发过：末行的账首与本账本相符，但印发登记中没有这份报表",
    IssueStatus.OF_ANOTHER_LEDGER: "与本账本不符：末行的账首不是本账本在该序号的账首；不是由本账本生成，或末行被改动",
    IssueStatus.OF_A_COPY: "由并入的账本在末行所记的序号时出具，账首与并入时登记的相符；印发登记中没有这份文件；那时的账本不在这里，不能重新生成核对内容",
    IssueStatus.WITHIN_A_COPY: "不能判断：末行的账首不是本账本的；末行的序号落在并入的一个批次中间，那里的账首没有留下，请用那份账本核验",
    IssueStatus.AFTER_THE_LEDGER: "账本还没有到末行所记的序号；账本可能被换成了较早的副本，或末行被改动，也可能不是由本账本生成",
}


def issued_paper(head: LedgerHead, issues: Sequence[Issued]) -> Paper:
    """The register of papers issued, the oldest first."""
    title = f"{head.committee}印发登记"
    sheet = Sheet("印发登记", title, _COLUMNS, tuple(map(_row, issues)))
    return Paper(title, (sheet,), f"账首：序号 {head.seq}｜{head.digest}")


def _row(one: Issued) -> tuple[Cell, ...]:
    said = one.issue
    return (one.seq, command(said), said.revision, said.format, _moment(one), one.by, _known(said), said.digest)


def _known(said: Issue) -> Cell:
    return said.known if said.elsewhere is None else f"并入 {said.elsewhere}"


def issued_document(issues: Sequence[Issued]) -> Document:
    """The register as plain values."""
    return {"report": "issued", "issues": [_issue_document(one) for one in issues]}


def _issue_document(one: Issued) -> Document:
    said = one.issue
    return {
        **{"seq": one.seq, "report": list(said.report), "printed": list(said.printed), "revision": said.revision},
        **{"format": said.format, "sha256": said.digest, "at": one.at.isoformat(), "by": one.by},
        "ledger": {"seq": said.known, "head": said.head, "rules": said.rules, "version": said.version},
        **({} if said.elsewhere is None else {"elsewhere": said.elsewhere}),
    }


def command(said: Issue) -> str:
    """The command that makes such a paper."""
    return " ".join(f'"{word}"' if " " in word else word for word in ("duty", *said.report, *said.printed))


def again(said: Issue) -> str:
    """The command that makes the same file again."""
    return f"{command(said)} --known-at {said.known} --format {said.format} -o 文件"


def issue_line(one: Issued) -> str:
    """An issue in one line."""
    return f"{command(one.issue)} 第 {one.issue.revision} 稿（{one.issue.format}），{_moment(one)} 由{one.by}印发，序号 {one.seq}{_made_elsewhere(one.issue)}"


def _made_elsewhere(said: Issue) -> str:
    return "" if said.elsewhere is None else f"（由并入的账本在序号 {said.elsewhere} 时出具）"


def _moment(one: Issued) -> str:
    return f"{one.at:%Y-%m-%d %H:%M:%S}"


def traced_lines(traced: TracedFile) -> list[str]:
    """What a file is to the ledger, in words."""
    one = traced.issued
    if one is None:
        return [_NO_ISSUE[traced.standing]]
    as_issued = traced.standing is IssueStatus.AS_ISSUED
    first = "与印发的原件逐字节相同" if as_issued else "不是印发的原件，末行所指的印发是"
    copy = [] if one.issue.elsewhere is None else [_FROM_A_COPY]
    return [f"{first}：{issue_line(one)}", *copy, *(f"此后又印发：{issue_line(later)}" for later in traced.later)]


_FROM_A_COPY = "它由并入的账本出具；那时的账本不在这里，不能按当时的依据重新生成，内容和此后的变动没有逐处比较"


def change_lines(changes: Sequence[PaperChange]) -> list[str]:
    """Differences in words, a line each; of those beyond MOST only the number."""
    lines = [f"　{_said(change)}" for change in changes[:MOST]]
    return lines if len(changes) <= MOST else [*lines, f"　……共 {len(changes)} 处不同，以上是前 {MOST} 处"]


def _said(change: PaperChange) -> str:
    if not change.who:
        return f"{change.place}：{_line(change.fields[0])}"
    if all(fact.before is None for fact in change.fields):
        return f"{change.place}：增加 {change.who}（{_values(change.fields)}）"
    if all(fact.after is None for fact in change.fields):
        return f"{change.place}：去掉 {change.who}"
    return f"{change.place}：{change.who} {'，'.join(map(_fact, change.fields))}"


def _values(fields: Sequence[CellChange]) -> str:
    return "，".join(f"{fact.heading} {fact.after}" for fact in fields)


def _fact(fact: CellChange) -> str:
    return f"{fact.heading} {fact.before or '（空）'} → {fact.after or '（空）'}"


def _line(fact: CellChange) -> str:
    if fact.before is None or fact.after is None:
        return f"增加“{_clipped(fact.after)}”" if fact.after is not None else f"去掉“{_clipped(fact.before or '')}”"
    old, new = _where_other(fact.before, fact.after)
    return f"“{old}” 改为 “{new}”"


def _clipped(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _where_other(before: str, after: str) -> tuple[str, str]:
    """Two texts with no more of what they share than a few characters around what they do not."""
    shortest = min(len(before), len(after))
    first = next((at for at in range(shortest) if before[at] != after[at]), shortest)
    last = next((at for at in range(shortest - first) if before[-1 - at] != after[-1 - at]), shortest - first)
    start = first - _AROUND if first > _NEAR else 0
    end = max(last - _AROUND, 0)
    old, new = (
        _clipped("…" * bool(start) + text[start : len(text) - end] + "…" * bool(end)) for text in (before, after)
    )
    return old, new
