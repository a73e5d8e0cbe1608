"""The quarterly statistics as a paper (一季一统计)."""

from __future__ import annotations

from typing import TypeVar

from duty_cli.model.audience import Audience, Section
from duty_cli.model.exact_numbers import show
from duty_cli.model.members import GROUPINGS, Facet, Member
from duty_cli.model.office_words import MEMBER, named
from duty_cli.model.papers import Cell, Column, Paper, Sheet
from duty_cli.reports.quarter_report import EarnedPoints, GroupEarned, GroupRow, QuarterReport, QuarterRow
from duty_cli.reports.report_charts import bands_document, quarter_charts
from duty_cli.reports.report_columns import (
    ATTENDANCE,
    EVENT,
    MEMBER_COLUMNS,
    Document,
    attendance_cells,
    attendance_columns,
    attendance_document,
    attendance_notes,
    event_cells,
    event_document,
    ledger_document,
    member_cells,
    not_judged,
    not_named,
    numbers,
    rate,
    sector_of,
    signed,
)
from duty_cli.scoring.attendance_counts import Beyond
from duty_cli.scoring.distribution import FEWEST
from duty_cli.scoring.quarter_choices import QuarterChoice

_Shown = TypeVar("_Shown")

RECORDS_NOTE = "履职记录为参加和完成的履职事项；缺席、请假和纪律情形不是履职记录"
POINTS_NOTE = (
    "本季积分为本季度的记录使年度积分增加的数额，各类上限、扣分均按年度累计执行；基础分另列，不属于任何一个季度，较上季不含基础分；"
    "基础分加四个季度等于年度积分"
)


def quarter_paper(report: QuarterReport) -> Paper:
    """Lay the statistics out: members, points by category, the three groupings, who has no record."""
    title = f"{report.identity.committee}{report.quarter.year}年第{report.quarter.number}季度{MEMBER}履职统计"
    sheets = (
        *report.audience.shown(Section.FIGURES, _members(report, title)),
        *_of_points(report, _categories(report)),
        *(_of_points(report, _chosen(report)) if report.chosen else ()),
        *(_groups(report, facet, rows) for facet, rows in report.groups.items()),
        *report.audience.shown(
            Section.FIGURES,
            _without(report),
            *_beyond("未登记", f"应出席而没有登记出席情况的{MEMBER}", report.unsigned),
            *_beyond("列席", f"列席的{MEMBER}", report.guests),
        ),
    )
    running = f"账本最近一次录入在 {report.known_on}，本季度尚未结束，各项数字为暂计"
    notes = ((running,) if report.running else ()) + not_named(
        report.audience, scored=report.scored, graded=report.graded
    )
    notes += () if report.scores_only is None else (f"{not_judged(report.scores_only)}；各组的积分另表统计",)
    notes += () if report.audience.sees(Section.FIGURES) else _public_notes(report)
    subtitle = f"统计期间：{report.days}"
    return Paper(
        *(title, sheets, str(report.identity)),
        subtitle=subtitle,
        notes=notes,
        charts=quarter_charts(report),
        headline=_headline(report.whole, report.audience),
    )


def _public_notes(report: QuarterReport) -> tuple[str, ...]:
    """What the public is told of the figures, and of what is not among them."""
    apart = "、".join(named(facet) for facet in GROUPINGS if facet not in report.groups)
    left_out = f"公示稿不按{apart}统计：与其他组别对照，会看出不足 {FEWEST} 人的情况"
    left_out = "季度尚未结束，公示稿只列合计" if report.running else left_out
    notes = attendance_notes(report.whole.attendance, report.audience)
    return (*notes, f"{RECORDS_NOTE}，公示稿不计规则要求提交的履职报告、述职", *([left_out] if apart else []))


def _of_points(report: QuarterReport, *parts: _Shown) -> tuple[_Shown, ...]:
    """The parts that speak of points: none for an audience that does not see them, or in a scheme without points."""
    return report.audience.shown(Section.QUARTER_POINTS, *parts) if report.scored else ()


def _headline(whole: GroupRow, audience: Audience) -> tuple[tuple[str, Cell], ...]:
    count = whole.attendance
    return (
        (MEMBER, whole.members),
        ("出席率", rate(count) or "—"),
        ("履职记录", whole.records),
        *audience.shown(Section.FIGURES, (f"无记录{MEMBER}", whole.without_record)),
    )


def _members(report: QuarterReport, title: str) -> Sheet:
    earned = _of_points(report, *numbers("基础分", "本季积分", "年内累计", "较上季"))
    columns = (*MEMBER_COLUMNS, *ATTENDANCE, *numbers("履职记录"), *earned)
    rows = tuple(
        (
            *member_cells(row.member, row.groups[Facet.SECTOR]),
            *attendance_cells(row.attendance),
            row.records,
            *_earned_cells(row.earned),
        )
        for row in report.members
    )
    whole = report.whole
    total = (
        "",
        "合计",
        f"{whole.members} 人",
        *attendance_cells(whole.attendance),
        whole.records,
        *(() if whole.earned is None else _of_points(report, "", whole.earned.points, "", signed(whole.earned.change))),
    )
    notes = (
        *attendance_notes(whole.attendance),
        RECORDS_NOTE,
        *_of_points(report, POINTS_NOTE),
    )
    return Sheet(MEMBER, title, columns, (*rows, total), notes, sums=(len(rows),))


def _categories(report: QuarterReport) -> Sheet:
    columns = (*MEMBER_COLUMNS, *numbers(*report.categories, "本季积分", *(f"{name}年内累计" for name in report.apart)))
    rows = tuple(
        (
            *member_cells(row.member, row.groups[Facet.SECTOR]),
            *(row.earned.categories[category] for category in report.categories),
            row.earned.points,
            *(row.earned.so_far[name] for name in report.apart),
        )
        for row in report.members
        if row.earned is not None
    )
    note = "本表不含基础分；各类之和与本季积分不等的，是总分的上限、下限或另列的类别所致"
    return Sheet("分类积分", f"{MEMBER}分类积分", columns, rows, (note,))


def _chosen(report: QuarterReport) -> Sheet:
    """Whom the selections of the quarter choose."""
    sectors = {row.member.key: row.groups[Facet.SECTOR] for row in report.members}
    columns = (Column("评选"), *MEMBER_COLUMNS, Column("按"), *numbers("本季积分"), Column("名次"), Column("提出"))
    rows = tuple(
        (
            f"{one.rule.id}（{one.rule.origin.clause}）",
            *member_cells(one.member, sectors[one.member.key]),
            *(one.rule.by, one.points, f"{one.place[1]} 人中第 {one.place[0]} 名" if one.place else ""),
            one.rule.propose,
        )
        for one in report.chosen
    )
    provisional = ("本季度尚未结束，人选为暂列",) if report.running else ()
    return Sheet("季度评选", f"本季度评选的{MEMBER}", columns, rows, provisional)


def _earned_cells(earned: EarnedPoints | None) -> tuple[Cell, ...]:
    return () if earned is None else (earned.base, earned.points, earned.year_so_far, signed(earned.change))


def _groups(report: QuarterReport, facet: Facet, rows: tuple[GroupRow, ...]) -> Sheet:
    earned = _of_points(report, *numbers("积分合计", "人均积分", "积分中位数", "较上季"))
    heading = (*numbers("履职记录"), *earned, *report.audience.shown(Section.FIGURES, *numbers("无记录人数")))
    columns = (Column(named(facet)), *numbers("人数"), *attendance_columns(report.audience), *heading)
    cells = tuple(_group_cells(row, report) for row in (*rows, report.whole))
    return Sheet(named(facet), f"按{named(facet)}统计", columns, cells, sums=(len(rows),))


def _group_cells(row: GroupRow, report: QuarterReport) -> tuple[Cell, ...]:
    return (
        *(row.name, row.members),
        *attendance_cells(row.attendance, report.audience),
        row.records,
        *(() if row.earned is None else _of_points(report, *_group_earned_cells(row.earned))),
        *report.audience.shown(Section.FIGURES, row.without_record),
    )


def _group_earned_cells(earned: GroupEarned) -> tuple[Cell, ...]:
    return (earned.points, earned.mean, earned.median, signed(earned.change))


def _without(report: QuarterReport) -> Sheet:
    sectors = {row.member.key: row.groups[Facet.SECTOR] for row in report.members}
    rows = tuple(member_cells(member, sectors[member.key]) for member in report.without_record)
    return Sheet("无记录", f"本季度没有履职记录的{MEMBER}", MEMBER_COLUMNS, rows, (f"共 {len(rows)} 人",))


def _beyond(name: str, title: str, those: tuple[Beyond, ...]) -> tuple[Sheet, ...]:
    """Who at which event, where there is anybody."""
    rows = tuple((*member_cells(one.member, sector_of(one)), *event_cells(one.event)) for one in those)
    return (Sheet(name, title, (*MEMBER_COLUMNS, *EVENT), rows),) if rows else ()


def quarter_document(report: QuarterReport) -> Document:
    """The statistics as plain values."""
    return {
        "report": "quarter-report",
        "year": report.quarter.year,
        "quarter": str(report.quarter),
        "for": report.audience.value,
        "ledger": ledger_document(report.identity),
        "provisional": report.running,
        "members": [_member_document(row) for row in report.members],
        "groups": {
            named(facet): [_group_document(row, report.audience) for row in rows]
            for facet, rows in report.groups.items()
        },
        "total": _group_document(report.whole, report.audience),
        "distribution": bands_document(report.bands),
        "chosen": [choice_document(one) for one in report.chosen],
        "without_record": [_name(member) for member in report.without_record],
        "unsigned": [{**_name(one.member), **event_document(one.event)} for one in report.unsigned],
        "guests": [{**_name(one.member), **event_document(one.event)} for one in report.guests],
    }


def choice_document(one: QuarterChoice) -> Document:
    """One who is chosen for the quarter, as plain values."""
    place = {} if one.place is None else {"place": one.place[0], "among": one.place[1]}
    rule = {"id": one.rule.id, "clause": one.rule.origin.clause, "by": one.rule.by, "propose": one.rule.propose}
    return {**_name(one.member), **rule, "score": show(one.points), **place}


def _name(member: Member) -> Document:
    return {"number": member.number, "name": member.name}


def _member_document(row: QuarterRow) -> Document:
    return {
        **_name(row.member),
        **{"sector": row.groups[Facet.SECTOR], "liaison_group": row.groups[Facet.LIAISON_GROUP]},
        "special_committee": row.groups[Facet.SPECIAL_COMMITTEE],
        "attendance": attendance_document(row.attendance),
        "records": row.records,
        **({} if row.earned is None else earned_document(row.earned)),
    }


def earned_document(earned: EarnedPoints) -> Document:
    """Points of a quarter as plain values."""
    return {
        "base": show(earned.base),
        "score": show(earned.points),
        "year_so_far": show(earned.year_so_far),
        "change": None if earned.change is None else show(earned.change),
        "categories": [
            {"id": name, "score": show(points), "year_so_far": show(earned.so_far.get(name, 0))}
            for name, points in earned.categories.items()
        ],
    }


def _group_document(row: GroupRow, audience: Audience) -> Document:
    without = {"without_record": row.without_record} if audience.sees(Section.FIGURES) else {}
    return {
        "name": row.name,
        "members": row.members,
        "attendance": attendance_document(row.attendance, audience),
        "records": row.records,
        **({} if row.earned is None else _group_earned_document(row.earned)),
        **without,
    }


def _group_earned_document(earned: GroupEarned) -> Document:
    return {
        **{"score": show(earned.points), "mean": show(earned.mean), "median": show(earned.median)},
        "change": None if earned.change is None else show(earned.change),
    }
