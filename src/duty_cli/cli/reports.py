"""The four products, and every point explained."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from duty_cli.cli.options import FORMAT, KNOWN_AT, MEMBER, OUT, RANKED, YEAR, desk_of
from duty_cli.cli.output import Made, show
from duty_cli.errors import BadValue


class Reader(StrEnum):
    """For whom a paper is."""

    MEMBERS = "委员"
    INTERNAL = "内部"


def quarter_report(
    ctx: typer.Context,
    quarter: Annotated[str, typer.Argument(metavar="季度", help="如 2026-Q3")],
    ranked: RANKED = False,
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
    with desk_of(ctx).view(known_at) as view:
        report = reports.quarter_report(view.reading, view.rules, view.identity, meant, ranked=ranked)
        made = Made(lambda: quarter_paper(report), lambda: quarter_document(report), view.reading.head().at)
    show(made, format_, out)


def annual_evaluation(
    ctx: typer.Context,
    year: YEAR,
    ranked: RANKED = False,
    known_at: KNOWN_AT = None,
    format_: FORMAT = None,
    out: OUT = None,
) -> None:
    """年度评比（一年一评比）：得分、等次、最低要求、纪律情形、突出委员建议名单、提请研究事项。"""
    from duty_cli.render.layout.evaluation import evaluation_document, evaluation_paper
    from duty_cli.reports import annual_evaluation as reports

    with desk_of(ctx).view(known_at) as view:
        report = reports.annual_evaluation(view.reading, view.rules, view.identity, year, ranked=ranked)
        made = Made(lambda: evaluation_paper(report), lambda: evaluation_document(report), view.reading.head().at)
    show(made, format_, out)


def annual_notice(
    ctx: typer.Context,
    year: YEAR,
    reader: Annotated[Reader, typer.Option("--for", help="阅读对象；提请研究事项只在“内部”稿中")] = Reader.MEMBERS,
    known_at: KNOWN_AT = None,
    format_: FORMAT = None,
    out: OUT = None,
) -> None:
    """年度通报（一年一通报）：通报正文及附件。"""
    from duty_cli.render.layout.notice import notice_document, notice_paper
    from duty_cli.reports import annual_notice as reports

    with desk_of(ctx).view(known_at) as view:
        report = reports.annual_notice(
            view.reading, view.rules, view.identity, year, internal=reader is Reader.INTERNAL
        )
        made = Made(lambda: notice_paper(report), lambda: notice_document(report), view.reading.head().at)
    show(made, format_, out)


def term_evaluation(
    ctx: typer.Context,
    term: Annotated[int, typer.Argument(metavar="届次", help="如 14")],
    ranked: RANKED = False,
    known_at: KNOWN_AT = None,
    format_: FORMAT = None,
    out: OUT = None,
) -> None:
    """届末考评：各年度得分和等次、培训、出席、表彰、纪律、任职，供换届提名参考。"""
    from duty_cli.render.layout.term import term_document, term_paper
    from duty_cli.reports import term_evaluation as reports

    with desk_of(ctx).view(known_at) as view:
        report = reports.term_evaluation(view.reading, view.rules, view.identity, term, ranked=ranked)
        made = Made(lambda: term_paper(report), lambda: term_document(report), view.reading.head().at)
    show(made, format_, out)


def explain(
    ctx: typer.Context,
    member: MEMBER,
    year: Annotated[int, typer.Option("--year", metavar="年度", help="四位年份")],
    known_at: KNOWN_AT = None,
    format_: FORMAT = None,
    out: OUT = None,
) -> None:
    """得分说明：一名委员一年的每一分，对应哪条记录、哪一条款、哪行规则、谁录入；未计分的说明原因。"""
    from duty_cli.intake.names import find_member
    from duty_cli.render.layout.explanation import explanation_document, explanation_paper
    from duty_cli.reports import explanation as reports

    with desk_of(ctx).view(known_at) as view:
        who = find_member(member, view.reading.roster())
        report = reports.explain(view.reading, view.rules, view.identity, who, year)
        made = Made(lambda: explanation_paper(report), lambda: explanation_document(report), view.reading.head().at)
    show(made, format_, out)


def statement(
    ctx: typer.Context, member: MEMBER, known_at: KNOWN_AT = None, format_: FORMAT = None, out: OUT = None
) -> None:
    """履职情况单：一名委员本届的任职、记录和逐年得分说明，可交本人核对。"""
    from duty_cli.intake.names import find_member
    from duty_cli.render.layout.explanation import statement_document, statement_paper
    from duty_cli.reports import statement as reports

    with desk_of(ctx).view(known_at) as view:
        who = find_member(member, view.reading.roster())
        report = reports.statement(view.reading, view.rules, view.identity, who)
        made = Made(lambda: statement_paper(report), lambda: statement_document(report), view.reading.head().at)
    show(made, format_, out)
