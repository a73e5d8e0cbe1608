"""收件情况 (§11): who has handed in the yearly report and account, when and to whom, and who is overdue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from duty_cli.model.conditions import concerns
from duty_cli.model.grading_rules import About, Minimum
from duty_cli.model.hand_ins import HandIn
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Facet, Member, MemberKey
from duty_cli.model.office_calendar import DueDay
from duty_cli.model.papers import SHOWN, Cell, Column, Identity, Paper, Sheet
from duty_cli.model.records import Record
from duty_cli.model.rulebook import Rules
from duty_cli.reports.report_columns import MEMBER_COLUMNS, Document, ledger_document, member_cells, numbers
from duty_cli.scoring.assessment_year import MemberYear, YearResult, YearScope, judging_rules_of, refuse_taken_over
from duty_cli.scoring.evaluate import score_year
from duty_cli.scoring.seen_by_rules import kinds_of

_COLUMNS = (
    *MEMBER_COLUMNS,
    *(Column(heading) for heading in ("情况", "提交日期", "收件人", "文件摘要")),
    *numbers("序号"),
)


@dataclass(frozen=True, slots=True)
class HandInLine:
    """What a member hands in of one kind: due by when, handed in when (None: not yet), and the receipt where there is one.

    ``minimum`` asks for it; ``judged``: its score is there, or none is wanted. ``seq`` is that of the receipt, else of the record.
    """

    member: Member
    sector: str
    kind: str
    minimum: Minimum
    due: date
    on: date | None
    receipt: HandIn | None
    judged: bool
    seq: int | None

    def late(self, today: date) -> bool:
        """Whether it came after the day, or the day is over and it has not come."""
        return (self.on or today) > self.due

    def standing(self, today: date) -> str:
        """How it stands, in words."""
        if self.on is None:
            return "逾期未提交" if self.late(today) else "未提交"
        return ("逾期提交" if self.late(today) else "已提交") + ("" if self.judged else "，待评定")


@dataclass(frozen=True, slots=True)
class HandInList(YearScope):
    """What is handed in of a year, as on the day ``on``: kind by kind in the order of the rule file, then in that of lists."""

    identity: Identity
    on: date
    kinds: Mapping[str, tuple[HandInLine, ...]]
    overdue_only: bool = False


def hand_in_list(
    reading: LedgerReader, rules: Rules, identity: Identity, year: int, on: date, dues: Mapping[str, DueDay]
) -> HandInList:
    """Who is to hand in what for ``year``, and what came of it. Raises NoRulesForPeriod, YearTakenOver."""
    scope = judging_rules_of(rules, year)
    refuse_taken_over(reading, scope.days)
    result = score_year(reading, rules, year)
    asked = {kind: one for one in result.book.minimums if one.about is About.REPORT for kind in kinds_of(one.need)}
    looking = _Looking(reading, result, dues)
    members = [result.members[one.key] for one in reading.listed(_graded(result), scope.days)]
    kinds = {kind: tuple(looking.lines(kind, asked[kind], members, on)) for kind in scope.book.kinds if kind in asked}
    return HandInList(scope, identity, on, kinds)


def _graded(result: YearResult) -> Iterator[Member]:
    return (one.member for one in result.members.values() if not one.outcome.ungraded)


class _Looking:
    """Looks up what was handed in of a year."""

    def __init__(self, reading: LedgerReader, result: YearResult, dues: Mapping[str, DueDay]) -> None:
        self._result, self._dues = result, dues
        self._receipts = {(one.member, one.kind): one for one in reading.hand_ins() if one.year == result.year}
        self._records: dict[tuple[MemberKey, str], Record] = {}
        kinds = tuple(kind for one in result.book.minimums if one.about is About.REPORT for kind in kinds_of(one.need))
        for one in reading.records(period=result.days, kinds=kinds):
            self._records.setdefault((one.member, one.fields.kind), one)

    def lines(self, kind: str, minimum: Minimum, members: list[MemberYear], on: date) -> Iterator[HandInLine]:
        """A line for each member who is to hand it in, or did."""
        due = self._dues[kind].on(self._result.year) if kind in self._dues else self._result.days.last
        for one in members:
            line = self._line(one, kind, minimum, due)
            concerned = concerns(minimum.applies_to, one.member, self._result.days, self._result.days)
            # What is met otherwise, by another kind that will do, is not waited for.
            if line.on is not None or (concerned and minimum in one.outcome.missed):
                yield line if line.on is None or line.on <= on else replace(line, on=None, receipt=None, seq=None)

    def _line(self, one: MemberYear, kind: str, minimum: Minimum, due: date) -> HandInLine:
        key = (one.member.key, kind)
        receipt, record = self._receipts.get(key), self._records.get(key)
        # 没有述职的登记评定分 0: a score of 0 by itself says that nothing was handed in.
        told = record is not None and record.fields.judged != 0
        first = receipt or (record if told else None)
        on = None if first is None else first.on if isinstance(first, HandIn) else first.fields.on
        judged = self._result.book.kinds[kind].judged is None or record is not None
        sector = one.member.value(Facet.SECTOR, self._result.days)
        seq = None if first is None else first.seq
        return HandInLine(one.member, sector, kind, minimum, due, on, receipt, judged, seq)


def handed_in(reading: LedgerReader, year: int) -> frozenset[tuple[MemberKey, str]]:
    """Who handed in what for ``year``, judged or not."""
    return frozenset((one.member, one.kind) for one in reading.hand_ins() if one.year == year)


def came(minimum: Minimum, key: MemberKey, handed: frozenset[tuple[MemberKey, str]]) -> bool:
    """Whether all that a minimum asks of a member was handed in, so that only its score can be lacking."""
    return minimum.about is About.REPORT and all((key, kind) in handed for kind in kinds_of(minimum.need))


def overdue(report: HandInList) -> HandInList:
    """Only what is overdue and has not come."""
    kinds = {
        kind: tuple(one for one in lines if one.on is None and one.late(report.on))
        for kind, lines in report.kinds.items()
    }
    return replace(report, kinds=kinds, overdue_only=True)


def hand_in_paper(report: HandInList) -> Paper:
    """A sheet for each kind, a member a line."""
    only = "（逾期未提交）" if report.overdue_only else ""
    title = f"{report.identity.committee}{report.year}年度履职报告和述职收件情况{only}"
    sheets = tuple(
        Sheet(kind, kind, _COLUMNS, tuple(_row(one, report.on) for one in lines), tuple(_notes(report, lines)))
        for kind, lines in report.kinds.items()
    )
    return Paper(title, sheets, str(report.identity), subtitle=f"截至 {report.on}")


def _row(one: HandInLine, today: date) -> tuple[Cell, ...]:
    receipt = one.receipt
    received = ("", "") if receipt is None else (receipt.received_by, (receipt.digest or "")[:SHOWN])
    on = "" if one.on is None else str(one.on)
    return (*member_cells(one.member, one.sector), one.standing(today), on, *received, one.seq)


def _notes(report: HandInList, lines: tuple[HandInLine, ...]) -> Iterator[str]:
    if lines:
        yield f"提交期限 {lines[0].due}"
    late = sum(one.on is None and one.late(report.on) for one in lines)
    if report.overdue_only:
        yield f"逾期未提交 {late} 人"
    else:
        came = [one for one in lines if one.on is not None]
        after = sum(one.late(report.on) for one in came)
        yield (
            f"应提交 {len(lines)} 人：已提交 {len(came)} 人（其中逾期 {after} 人），"
            f"未提交 {len(lines) - len(came)} 人（其中已逾期 {late} 人）"
        )
    if any(one.receipt and one.receipt.digest for one in lines):
        yield f"文件摘要是 SHA-256 的前 {SHOWN} 位；账本不存文件，可用 duty hand-in verify 文件 核对"


def hand_in_document(report: HandInList) -> Document:
    """The same as plain values."""
    return {
        "report": "hand-in-list",
        "committee": report.identity.committee,
        "year": report.year,
        "on": report.on.isoformat(),
        "overdue_only": report.overdue_only,
        "lines": [_line_document(one, report.on) for lines in report.kinds.values() for one in lines],
        "ledger": ledger_document(report.identity),
    }


def _line_document(one: HandInLine, today: date) -> Document:
    receipt = one.receipt
    return {
        **{"seq": one.seq, "number": one.member.number, "name": one.member.name, "sector": one.sector},
        **{"kind": one.kind, "due": one.due.isoformat(), "on": None if one.on is None else one.on.isoformat()},
        **{"late": one.late(today), "standing": one.standing(today), "judged": one.judged},
        "received_by": None if receipt is None else receipt.received_by,
        "digest": None if receipt is None else receipt.digest,
    }


def receipts_with(reading: LedgerReader, digest: str) -> tuple[str, ...]:
    """The receipts of a file with that digest, in words: whose it is, of which year, received by whom."""
    roster = reading.roster()
    return tuple(
        f"{roster[one.member]} {one.called}：{one.on} 提交，{one.received_by}收（序号 {one.seq}）"
        for one in reading.hand_ins()
        if one.digest == digest
    )
