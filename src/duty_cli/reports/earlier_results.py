"""The results taken over from before the ledger (沿用): which, by which papers, and who entered them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from duty_cli.model.exact_numbers import show
from duty_cli.model.ledger_protocol import EarlierResult, LedgerReader, Operation
from duty_cli.model.members import Facet, Member, MemberKey
from duty_cli.model.papers import Cell, Column, Identity, Paper, Paragraph, Sheet
from duty_cli.reports.report_columns import MEMBER_COLUMNS, Document, ledger_document, member_cells, numbers
from duty_cli.scoring.proposals import earlier_said

_COLUMNS = (
    *numbers("序号"),
    *(Column("年度", "center"), *MEMBER_COLUMNS, *numbers("积分"), Column("等次"), Column("依据"), Column("录入")),
)
_NOTE = "沿用的结果是启用账本以前由文件公布的，照原文件录入，不由本账本计算；当年的履职记录不在本账本"


@dataclass(frozen=True, slots=True)
class EarlierTold:
    """A result taken over with its member and the deed that entered it."""

    member: Member
    result: EarlierResult
    act: Operation


@dataclass(frozen=True, slots=True)
class EarlierResults:
    """The results of one ``year`` or of all (0), of one ``member`` or of all (None), in the order of lists."""

    identity: Identity
    year: int
    member: Member | None
    results: tuple[EarlierTold, ...]


def earlier_results(
    reading: LedgerReader, identity: Identity, year: int = 0, member: Member | None = None
) -> EarlierResults:
    """The results taken over, those of the latest year first."""
    asked = [
        one
        for one in reading.earlier_results()
        if year in (0, one.year) and (member is None or one.member == member.key)
    ]
    return EarlierResults(identity, year, member, tuple(_told(reading, asked)))


def _told(reading: LedgerReader, asked: list[EarlierResult]) -> Iterator[EarlierTold]:
    roster = reading.roster()
    for days in sorted({one.days for one in asked}, reverse=True):
        own: dict[MemberKey, EarlierResult] = {one.member: one for one in asked if one.days == days}
        for member in reading.listed((roster[key] for key in own), days):
            row = reading.row(own[member.key].seq)
            act = None if row is None else reading.batch(row.batch)
            assert act is not None, "a row always has a batch"
            yield EarlierTold(member, own[member.key], act)


def earlier_paper(report: EarlierResults) -> Paper:
    """The list; of one member's year, in a sentence as well."""
    when = f"{report.year}年度" if report.year else ""
    if report.member is not None:
        title = f"{report.member} {when}得分说明（沿用）"
    else:
        title = f"{report.identity.committee}{when}沿用的往年结果"
    text = tuple(map(_sentence, report.results)) if report.member is not None else ()
    sheet = Sheet("往年结果", title, _COLUMNS, tuple(map(_row, report.results)), (_NOTE,))
    return Paper(title, (sheet,), str(report.identity), text=text)


def _sentence(one: EarlierTold) -> Paragraph:
    source = f"从 {one.act.source} " if one.act.source else ""
    entered = f"由{one.act.by}于 {one.act.at:%Y-%m-%d} {source}录入"
    return Paragraph(f"{earlier_said(one.result)}，{entered}。这一年不由本账本计算，没有逐条的得分说明。")


def _row(one: EarlierTold) -> tuple[Cell, ...]:
    said = one.result
    sector = one.member.value(Facet.SECTOR, said.days)
    return (
        *(said.seq, str(said.year), *member_cells(one.member, sector)),
        *(said.score, said.grade or "", said.paper, _entered(one)),
    )


def _entered(one: EarlierTold) -> str:
    return f"{one.act.by} {one.act.at:%Y-%m-%d}" + (f" {one.act.source}" if one.act.source else "")


def earlier_document(report: EarlierResults) -> Document:
    """The list as plain values."""
    return {
        "report": "history list",
        "year": report.year or None,
        "ledger": ledger_document(report.identity),
        "results": [_document(one) for one in report.results],
    }


def _document(one: EarlierTold) -> Document:
    said = one.result
    return {
        **{"seq": said.seq, "number": one.member.number, "name": one.member.name, "year": said.year},
        **{"score": None if said.score is None else show(said.score), "grade": said.grade, "paper": said.paper},
        **{"by": one.act.by, "at": one.act.at.isoformat(), "source": one.act.source},
    }
