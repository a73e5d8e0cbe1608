"""The four products, and every point explained."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from duty_cli.cli import offers
from duty_cli.cli.options import DATED, FORMAT, KNOWN_AT, MEMBER, NUMBER, ORDER, OUT, RANKED, YEAR, YEAR_OPTION, desk_of
from duty_cli.cli.output import ReportOutput, show
from duty_cli.cli.readers import FOR_ALL, FOR_ONE, ReaderOfAll, ReaderOfOne, circle_of
from duty_cli.errors import BadValue

if TYPE_CHECKING:
    from duty_cli.cli.desk import ReportContext
    from duty_cli.domain.members import Facet
    from duty_cli.domain.sheet import Paper
    from duty_cli.render.layout.columns import Document

T = TypeVar("T")


class Subject(StrEnum):
    """The groupings whose groups can be evaluated."""

    SECTOR = "界别"
    LIAISON_GROUP = "委员联络组"
    SPECIAL_COMMITTEE = "专门委员会"


SUBJECT = Annotated[
    Subject | None, typer.Option("--subject", help="以哪种组别为对象；须有以该组别计分的规则文件。不填为委员")
]


def facet_of(subject: Subject | None) -> Facet | None:
    """The grouping that was named."""
    from duty_cli.domain.members import Facet

    return None if subject is None else Facet(subject.value)


def _made(
    view: ReportContext, report: T, paper: Callable[[T], Paper], document: Callable[[T], Document]
) -> ReportOutput:
    """A report ready to be shown, laid out only in the form that is asked for."""
    return ReportOutput(
        lambda: paper(report), lambda: document(report), view.reading.head().at, view.calling, view.style
    )


def quarter_report(
    ctx: typer.Context,
    quarter: Annotated[str, typer.Argument(metavar="季度", help="如 2026-Q3", autocompletion=offers.quarters)],
    reader: FOR_ALL = ReaderOfAll.INTERNAL,
    ranked: RANKED = False,
    order: ORDER = None,
    known_at: KNOWN_AT = None,
    format_: FORMAT = None,
    out: OUT = None,
) -> None:
    """季度统计（一季一统计）：出席、记录、积分，按委员、界别、委员联络组、专门委员会。"""
    from duty_cli.domain.periods import Quarter
    from duty_cli.render.layout.quarter import quarter_document, quarter_paper
    from duty_cli.reports import quarter as reports

    meant = Quarter.parse(quarter)
    if meant is None:
        raise BadValue("季度", quarter, "年份和季度，如 2026-Q3")
    with desk_of(ctx).view(known_at, order) as view:
        whole = reports.quarter_report(view.reading, view.rules, view.identity, meant, ranked=ranked)
        report = reports.quarter_for(whole, circle_of(reader))
        made = _made(view, report, quarter_paper, quarter_document)
    show(made, format_, out)


def annual_evaluation(
    ctx: typer.Context,
    year: YEAR,
    subject: SUBJECT = None,
    reader: FOR_ALL = ReaderOfAll.INTERNAL,
    ranked: RANKED = False,
    order: ORDER = None,
    known_at: KNOWN_AT = None,
    format_: FORMAT = None,
    out: OUT = None,
) -> None:
    """年度评比（一年一评比）：得分、等次、最低要求、纪律情形、突出委员建议名单、提请研究事项。"""
    from duty_cli.render.layout.evaluation import evaluation_document, evaluation_paper
    from duty_cli.reports import annual_evaluation as reports
    from duty_cli.reports.circles import evaluation_for

    with desk_of(ctx).view(known_at, order) as everybody:
        view = everybody.of_groups(facet_of(subject))
        whole = reports.annual_evaluation(view.reading, view.rules, view.identity, year, ranked=ranked)
        report = evaluation_for(whole, circle_of(reader))
        made = _made(view, report, evaluation_paper, evaluation_document)
    show(made, format_, out)


def annual_notice(
    ctx: typer.Context,
    year: YEAR,
    reader: FOR_ALL = ReaderOfAll.PUBLIC,
    order: ORDER = None,
    number: NUMBER = None,
    dated: DATED = None,
    known_at: KNOWN_AT = None,
    format_: FORMAT = None,
    out: OUT = None,
) -> None:
    """年度通报（一年一通报）：通报正文及附件；docx 是按国家标准排好的红头文件。"""
    from duty_cli.render.layout.notice import notice_document, notice_paper
    from duty_cli.render.layout.official_notice import official_notice
    from duty_cli.reports import annual_notice as reports
    from duty_cli.reports.circles import notice_for

    desk = desk_of(ctx)
    with desk.view(known_at, order) as view:
        whole = reports.annual_notice(view.reading, view.rules, view.identity, year)
        report = notice_for(whole, circle_of(reader))
        on = desk.dated(view, dated, known_at)
        made = ReportOutput(
            lambda: notice_paper(report),
            lambda: notice_document(report),
            view.reading.head().at,
            view.calling,
            view.style,
            lambda: official_notice(report, view.style(), number, on),
        )
    show(made, format_, out)


def term_evaluation(
    ctx: typer.Context,
    term: Annotated[int, typer.Argument(metavar="届次", help="如 14", autocompletion=offers.terms)],
    reader: FOR_ALL = ReaderOfAll.INTERNAL,
    ranked: RANKED = False,
    order: ORDER = None,
    known_at: KNOWN_AT = None,
    format_: FORMAT = None,
    out: OUT = None,
) -> None:
    """届末考评：各年度得分和等次、培训、出席、表彰、纪律、任职，供换届提名参考。"""
    from duty_cli.render.layout.term import term_document, term_paper
    from duty_cli.reports import term_evaluation as reports
    from duty_cli.reports.circles import term_for

    with desk_of(ctx).view(known_at, order) as view:
        whole = reports.term_evaluation(view.reading, view.rules, view.identity, term, ranked=ranked)
        report = term_for(whole, circle_of(reader))
        made = _made(view, report, term_paper, term_document)
    show(made, format_, out)


def explain(
    ctx: typer.Context,
    member: MEMBER,
    year: YEAR_OPTION,
    subject: SUBJECT = None,
    reader: FOR_ONE = ReaderOfOne.INTERNAL,
    known_at: KNOWN_AT = None,
    format_: FORMAT = None,
    out: OUT = None,
) -> None:
    """得分说明：一名委员一年的每一分，对应哪条记录、哪一条款、哪行规则、谁录入；未计分的说明原因。"""
    from duty_cli.intake.names import find_member
    from duty_cli.render.layout.explanation import explanation_document, explanation_paper
    from duty_cli.reports import explanation as reports
    from duty_cli.reports.circles import explanation_for

    with desk_of(ctx).view(known_at) as everybody:
        view = everybody.of_groups(facet_of(subject))
        who = find_member(member, view.reading.roster())
        report = explanation_for(reports.explain(view.reading, view.rules, view.identity, who, year), circle_of(reader))
        made = _made(view, report, explanation_paper, explanation_document)
    show(made, format_, out)


FULL = Annotated[bool, typer.Option("--full", help="详单：列出每一条记录、规则和录入情况，不限页数")]


def statement(
    ctx: typer.Context,
    member: MEMBER,
    reader: FOR_ONE = ReaderOfOne.OWN,
    full: FULL = False,
    known_at: KNOWN_AT = None,
    format_: FORMAT = None,
    out: OUT = None,
) -> None:
    """履职情况单：一名委员逐年的出席、得分、等次和还缺什么，不超过两页；--full 为详单，可交本人逐条核对。"""
    from duty_cli.intake.names import find_member
    from duty_cli.render.layout.statement import statement_document, statement_paper
    from duty_cli.reports import statement as reports
    from duty_cli.reports.circles import statement_for

    with desk_of(ctx).view(known_at) as view:
        who = find_member(member, view.reading.roster())
        report = statement_for(reports.statement(view.reading, view.rules, view.identity, who), circle_of(reader))
        made = _made(view, report, lambda said: statement_paper(said, full=full), statement_document)
    show(made, format_, out)
