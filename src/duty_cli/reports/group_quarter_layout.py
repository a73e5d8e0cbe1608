"""The quarter of groups as a paper and as plain values."""

from __future__ import annotations

from duty_cli.model.exact_numbers import simple
from duty_cli.model.office_words import named
from duty_cli.model.papers import Cell, Column, Paper, Sheet
from duty_cli.reports.group_quarter import GroupQuarter, GroupQuarterRow
from duty_cli.reports.quarter_report_layout import POINTS_NOTE, RECORDS_NOTE, choice_document, earned_document
from duty_cli.reports.report_charts import group_quarter_charts
from duty_cli.reports.report_columns import (
    ATTENDANCE,
    Document,
    attendance_cells,
    attendance_document,
    attendance_notes,
    ledger_document,
    numbers,
    rate,
    signed,
    who,
    who_cells,
)


def group_quarter_paper(report: GroupQuarter) -> Paper:
    """Lay the statistics out: the groups, their points by category, whom the quarter chooses."""
    quarter, grouping = report.quarter, named(report.grouping)
    title = f"{report.identity.committee}{quarter.year}年第{quarter.number}季度{grouping}履职统计"
    running = f"账本最近一次录入在 {report.known_on}，本季度尚未结束，各项数字为暂计"
    return Paper(
        title,
        (_groups(report, title), *_categories(report), *_chosen(report)),
        str(report.identity),
        subtitle=f"统计期间：{report.days}；评分规则：{report.book.title}",
        notes=(running,) if report.running else (),
        charts=group_quarter_charts(report),
        headline=(
            (grouping, len(report.rows)),
            ("出席率", rate(report.attendance) or "—"),
            ("履职记录", sum(row.records for row in report.rows)),
        ),
    )


def _groups(report: GroupQuarter, title: str) -> Sheet:
    earned = numbers("基础分", "本季积分", "年内累计", "较上季") if report.book.scored else ()
    columns = (*who(report.grouping), *numbers("人数"), *ATTENDANCE, *numbers("履职记录"), *earned)
    rows = tuple(
        (
            *who_cells(report.grouping, row.group, ""),
            *(row.members, *attendance_cells(row.attendance), row.records),
            *_earned(row),
        )
        for row in report.rows
    )
    members, records = sum(row.members for row in report.rows), sum(row.records for row in report.rows)
    total = ("", "合计", members, *attendance_cells(report.attendance), records, *_summed(report))
    held = f"人数为本季度曾在组的；出席和记录按当日所在的{named(report.grouping)}计"
    notes = (*attendance_notes(report.attendance), RECORDS_NOTE, held, *((POINTS_NOTE,) if report.book.scored else ()))
    return Sheet(named(report.grouping), title, columns, (*rows, total), notes, sums=(len(rows),))


def _earned(row: GroupQuarterRow) -> tuple[Cell, ...]:
    one = row.earned
    return () if one is None else (one.base, one.points, one.year_so_far, signed(one.change))


def _summed(report: GroupQuarter) -> tuple[Cell, ...]:
    if not report.book.scored:
        return ()
    return ("", simple(sum(row.earned.points for row in report.rows if row.earned is not None)), "", "")


def _categories(report: GroupQuarter) -> tuple[Sheet, ...]:
    """The points of the quarter by category; of those that do not count in the total also what the year has so far."""
    if not report.book.scored:
        return ()
    names = [one.id for one in report.book.categories]
    apart = [one.id for one in report.book.categories if not one.counted]
    columns = (*who(report.grouping), *numbers(*names, "本季积分", *(f"{name}年内累计" for name in apart)))
    rows = tuple(
        (
            *who_cells(report.grouping, row.group, ""),
            *(row.earned.categories[name] for name in names),
            row.earned.points,
            *(row.earned.so_far[name] for name in apart),
        )
        for row in report.rows
        if row.earned is not None
    )
    note = "本表不含基础分；各类之和与本季积分不等的，是总分的上限、下限或另列的类别所致"
    return (Sheet("分类积分", f"{named(report.grouping)}分类积分", columns, rows, (note,)),)


def _chosen(report: GroupQuarter) -> tuple[Sheet, ...]:
    """Which groups the selections of the quarter choose; no table where none does."""
    columns = (
        Column("评选"),
        *who(report.grouping),
        Column("按"),
        *numbers("本季积分"),
        Column("名次"),
        Column("提出"),
    )
    rows = tuple(
        (
            f"{one.rule.id}（{one.rule.origin.clause}）",
            *who_cells(report.grouping, one.member, ""),
            *(one.rule.by, one.points, f"{one.place[1]} 个组中第 {one.place[0]} 名" if one.place else ""),
            one.rule.propose,
        )
        for one in report.chosen
    )
    provisional = ("本季度尚未结束，所选为暂列",) if report.running else ()
    return (Sheet("季度评选", f"本季度评选的{named(report.grouping)}", columns, rows, provisional),) if rows else ()


def group_quarter_document(report: GroupQuarter) -> Document:
    """The statistics as plain values."""
    return {
        "report": "quarter-report",
        "year": report.quarter.year,
        "quarter": str(report.quarter),
        "subject": report.grouping,
        "ledger": ledger_document(report.identity),
        "provisional": report.running,
        "members": [
            {
                **{"number": row.group.number, "name": row.group.name, "members": row.members},
                "attendance": attendance_document(row.attendance),
                "records": row.records,
                **({} if row.earned is None else earned_document(row.earned)),
            }
            for row in report.rows
        ],
        "chosen": [choice_document(one) for one in report.chosen],
    }
