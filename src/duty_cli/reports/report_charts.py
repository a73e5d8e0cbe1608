"""The charts of the papers: figures picked from the reports, none worked out here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from duty_cli.model.audience import Audience, Section
from duty_cli.model.exact_numbers import Points, show
from duty_cli.model.members import Facet
from duty_cli.model.office_words import SECTOR, named
from duty_cli.model.papers import Chart, Series
from duty_cli.reports.report_columns import Document
from duty_cli.scoring.attendance_counts import AttendanceCount

# Only named here: a quarter report need not load the others for its charts.
if TYPE_CHECKING:
    from duty_cli.reports.annual_evaluation import AnnualEvaluation
    from duty_cli.reports.annual_notice import AnnualNotice
    from duty_cli.reports.explanation import Explanation
    from duty_cli.reports.group_quarter import GroupQuarter
    from duty_cli.reports.quarter_report import QuarterReport
    from duty_cli.reports.term_evaluation import TermEvaluation
    from duty_cli.scoring.distribution import ScoreBand

_POINTS = "分"
_MOST_KINDS = 15
_LEAST_RADAR = 3
"""A radar of fewer axes is a line or a point."""


def quarter_charts(report: QuarterReport) -> tuple[Chart, ...]:
    """Points and attendance of the sectors, and how the points spread."""
    sectors = report.groups[Facet.SECTOR]
    names = tuple(row.name for row in sectors)
    means = Series("人均积分", tuple(row.earned.mean for row in sectors if row.earned is not None))
    counts = {row.name: row.attendance for row in sectors}
    attendance = attendance_chart(f"各{SECTOR}出席情况", counts, report.audience)
    if not report.scored:
        return (attendance,)
    points = Chart(f"各{SECTOR}人均积分", "bar", names, (means,), _POINTS)
    spread = _spread("本季积分分布", report.bands)
    return (
        *report.audience.shown(Section.QUARTER_POINTS, points),
        attendance,
        *report.audience.shown(Section.QUARTER_POINTS, spread),
    )


def group_quarter_charts(report: GroupQuarter) -> tuple[Chart, ...]:
    """Points and attendance of the groups that are scored."""
    names = tuple(row.group.name for row in report.rows)
    counts = {row.group.name: row.attendance for row in report.rows}
    attendance = attendance_chart(f"各{named(report.grouping)}出席情况", counts, Audience.INTERNAL)
    earned = tuple(row.earned.points for row in report.rows if row.earned is not None)
    points = Chart(f"各{named(report.grouping)}本季积分", "bar", names, (Series("本季积分", earned),), _POINTS)
    return (points, attendance) if report.book.scored else (attendance,)


def evaluation_charts(report: AnnualEvaluation) -> tuple[Chart, ...]:
    """Grades, how the scores spread, and what the sectors have of each category."""
    unit = "人" if report.book.subject is None else "个"
    grades = (grades_chart(report, unit),) if report.grades else ()
    if not report.book.scored:
        return grades
    spread = report.audience.shown(Section.FAILED, _spread("年度积分分布", report.bands, unit))
    sectors = () if report.book.subject else report.audience.shown(Section.SUBTOTALS, sectors_chart(report))
    return (*grades, *spread, *sectors)


def notice_charts(report: AnnualNotice) -> tuple[Chart, ...]:
    """Attendance by quarters, records by kind beside the year before, grades, the spread, the sectors."""
    year = report.evaluation
    by_quarter = {str(quarter): count for quarter, count in report.figures.quarters.items()}
    return (
        attendance_chart("各季度出席情况", by_quarter, report.audience),
        _kinds(report),
        *evaluation_charts(year),
    )


def _kinds(report: AnnualNotice) -> Chart:
    """The kinds of which there are most records, beside the year before; the text names all."""
    now, before = report.figures.kinds, report.before
    most = sorted(now, key=lambda kind: -now[kind])[:_MOST_KINDS]
    years = {str(report.year): now} if before is None else {str(report.year - 1): before.kinds, str(report.year): now}
    rows = {year: {kind: kinds.get(kind, 0) for kind in most} for year, kinds in years.items()}
    title = "各类履职记录" if len(most) == len(now) else f"各类履职记录（最多的{_MOST_KINDS}类）"
    return _side_by_side(title, "bar", rows, "条")


def term_charts(report: TermEvaluation) -> tuple[Chart, ...]:
    """The mean score and the grades, year by year."""
    labels = tuple(str(one.year) for one in report.by_year)
    scored = tuple(one for one in report.by_year if one.year in report.scored)
    means = Series("平均积分", tuple(one.mean for one in scored))
    grades = dict.fromkeys(grade for one in report.by_year for grade in one.grades)
    counts = tuple(Series(grade, tuple(one.grades.get(grade, 0) for one in report.by_year)) for grade in grades)
    unit = "人" if report.subject is None else "个"
    graded = (Chart("各年度等次", "stacked", labels, counts, unit),) if counts else ()
    points = (
        (Chart("各年度平均积分", "line", tuple(str(one.year) for one in scored), (means,), _POINTS),) if scored else ()
    )
    return (*points, *graded)


def member_charts(years: Sequence[Explanation]) -> tuple[Chart, ...]:
    """A member's categories, a shape a year, and the points of every quarter."""
    scored = [one for one in years if one.scored]
    by_year = {str(one.year): _categories(one) for one in scored}
    quarters = [point for one in scored for point in one.quarters]
    labels = tuple(str(point.quarter) for point in quarters)
    earned = Series("本季积分", tuple(point.points for point in quarters))
    so_far = Series("年内累计", tuple(point.so_far for point in quarters))
    charts = [_side_by_side("分类得分", "radar", by_year, _POINTS)] if by_year else []
    if quarters:
        charts.append(Chart("各季度积分", "line", labels, (earned, so_far), _POINTS))
    return tuple(charts)


def grades_chart(report: AnnualEvaluation, unit: str) -> Chart:
    """How many have each grade."""
    counts = Series("人数" if unit == "人" else "个数", tuple(report.grades.values()))
    return Chart("等次分布", "bar", tuple(report.grades), (counts,), unit)


def sectors_chart(report: AnnualEvaluation) -> Chart:
    """The mean points of each category in each sector, one upon the other."""
    sectors = report.sectors
    names = tuple(category.id for category in report.book.categories)
    series = tuple(Series(name, tuple(one.categories.get(name) for one in sectors)) for name in names)
    return Chart(f"各{SECTOR}人均分类得分", "stacked", tuple(one.name for one in sectors), series, _POINTS)


def attendance_chart(title: str, counts: Mapping[str, AttendanceCount], audience: Audience) -> Chart:
    """How often members of each came, and did not, one upon the other; by the names of ``counts``."""
    still = tuple(one.unsigned for one in counts.values())
    unsigned = (Series("未登记", still),) if any(still) else ()
    away = (
        Series("请假", tuple(one.on_leave for one in counts.values())),
        Series("缺席", tuple(one.absent for one in counts.values())),
    )
    series = (
        Series("出席", tuple(one.present for one in counts.values())),
        *(
            away
            if audience.sees(Section.ABSENCES)
            else (Series("未出席", tuple(one.stayed_away for one in counts.values())),)
        ),
        *unsigned,
    )
    return Chart(title, "stacked", tuple(counts), series, "人次")


def _spread(title: str, bands: Iterable[ScoreBand], unit: str = "人") -> Chart:
    found = tuple(bands)
    labels = tuple(f"{band.first}至{band.below}" for band in found)
    counts = Series("人数" if unit == "人" else "个数", tuple(band.members for band in found))
    return Chart(f"{title}，各段含下限、不含上限", "bar", labels, (counts,), unit)


def _side_by_side(
    title: str, kind: Literal["bar", "radar"], rows: Mapping[str, Mapping[str, Points]], unit: str
) -> Chart:
    """A series a row, over every label that any of them has."""
    labels = tuple(dict.fromkeys(label for row in rows.values() for label in row))
    series = tuple(Series(name, tuple(row.get(label) for label in labels)) for name, row in rows.items())
    return Chart(title, kind if len(labels) >= _LEAST_RADAR else "bar", labels, series, unit)


def _categories(one: Explanation) -> dict[str, Points]:
    return {category.id: category.score for category in one.evaluated.result.score.categories}


def bands_document(bands: Iterable[ScoreBand]) -> list[Document]:
    """How scores spread, as plain values."""
    return [{"from": band.first, "below": band.below, "members": band.members} for band in bands]


def sectors_document(report: AnnualEvaluation) -> list[Document]:
    """The means of the sectors as plain values."""
    return [
        {
            **{"name": one.name, "members": one.members, "mean": show(one.mean)},
            "categories": [{"id": name, "mean": show(points)} for name, points in one.categories.items()],
        }
        for one in report.sectors
    ]
