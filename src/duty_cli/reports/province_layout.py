"""The report on a city or a province as a paper for its leaders: facts and sums, no names, no ranking, no verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from duty_cli.model.audience import Audience
from duty_cli.model.exact_numbers import Points, percent, round_half_up, show
from duty_cli.model.members import Facet
from duty_cli.model.office_words import MEMBER, SECTOR, named
from duty_cli.model.papers import SHOWN, Cell, Chart, Column, Paper, Paragraph, Series, Sheet
from duty_cli.reports.county_sums import MemberSums
from duty_cli.reports.province_report import ProvinceReport, RuleGroup
from duty_cli.reports.report_charts import attendance_chart
from duty_cli.reports.report_columns import (
    ATTENDANCE,
    WITHOUT_LEAVE,
    attendance_cells,
    attendance_notes,
    numbers,
    rate,
    rate_without_leave,
)

PLACE = "地方"
_TILES = 4
"""Counties beside one another in the table that shows the rates of all at a glance."""

_MOST_KINDS = 15
_NAMED = 12
"""So many counties are named in a sentence; of more the first, and how many they are."""

_DONE = numbers("履职记录", "人均记录")
_RATES = (*ATTENDANCE, *numbers("不计请假"))


def province_paper(report: ProvinceReport) -> Paper:
    """Lay it out: the text, all counties, the rates at a glance, grades by rules, sectors, parties, kinds, what is not in it, and from what."""
    title = f"各地政协{report.year}年度{MEMBER}履职情况汇总" + ("（暂计）" if _provisional(report) else "")
    sheets = (
        _counties(report, title),
        *([_at_a_glance(report)] if len(report.counties) > _TILES else []),
        *_graded(report),
        _groups(report, Facet.SECTOR, report.sectors),
        _groups(report, Facet.PARTY, report.parties),
        _kinds(report),
        *([_left_out(report)] if report.left_out else []),
        _sources(report),
    )
    return Paper(
        *(title, sheets, _identity(report)),
        text=tuple(_text(report)),
        subtitle=f"计入 {len(report.counties)} 个地方" + _of_expected(report),
        notes=tuple(_notes(report)),
        charts=tuple(_charts(report)),
        headline=_headline(report),
    )


def _of_expected(report: ProvinceReport) -> str:
    return "" if report.expected is None else f"，应报送 {report.expected} 个"


def _provisional(report: ProvinceReport) -> bool:
    return report.running or not all(one.sums.closed for one in report.counties)


def _identity(report: ProvinceReport) -> str:
    rules = report.groups[0].rules[:SHOWN] if len(report.groups) == 1 else "各地所用"
    sealed = f"封存账本 {len(report.counties)} 份｜汇总校验值 {report.digest[:SHOWN]}"
    return f"{sealed}｜规则 {rules}｜duty {report.version}"


def _headline(report: ProvinceReport) -> tuple[tuple[str, Cell], ...]:
    whole = report.whole
    return (
        (PLACE, len(report.counties)),
        (MEMBER, whole.members),
        ("出席率", rate(whole.attendance) or "—"),
        ("履职记录", whole.records),
    )


def _text(report: ProvinceReport) -> Iterator[Paragraph]:
    """What the leaders read first."""
    whole, count = report.whole, report.whole.attendance
    yield Paragraph("总体情况", 1)
    yield Paragraph(
        f"计入汇总的有 {len(report.counties)} 个地方{_of_expected(report)}，{MEMBER} {whole.members} 人，"
        f"履职记录 {whole.records} 条，人均 {show(_each(whole.records, whole.members))} 条。"
    )
    if count.expected:
        apart = rate_without_leave(count)
        told = f"，不计请假的出席率为 {apart}" if count.on_leave and apart else ""
        away = f"请假 {count.on_leave} 人次，缺席 {count.absent} 人次"
        yield Paragraph(
            f"各类会议和活动应出席 {count.expected} 人次，出席 {count.present} 人次，{away}，"
            f"出席率为 {percent(count.present, count.known) or '—'}{told}。"
        )
    yield from _grades_told(report)
    left_out, archives = report.unpacked
    if left_out:
        yield Paragraph("提请研究", 1)
        yield Paragraph(f"有 {len(left_out)} 项没有计入（见“未计入”表），提请研究如何催报或更正。")
    if archives:
        yield Paragraph("未打开的文件", 1)
        yield Paragraph(
            f"有 {len(archives)} 个压缩包没有打开（见“未计入”表），里面有没有报送的文件不明，查看以后数字可能变动。"
        )


def _grades_told(report: ProvinceReport) -> Iterator[Paragraph]:
    told = [group for group in report.groups if group.grades and (len(group.counties) > 1 or len(report.groups) == 1)]
    if told:
        yield Paragraph("等次", 1)
    for group in told:
        sums = MemberSums.summed(one.sums.whole for one in group.counties)
        by_grade = "、".join(
            f"{grade} {sums.grades.get(grade, 0)} 人（{percent(sums.grades.get(grade, 0), sums.members)}）"
            for grade in group.grades
        )
        yield Paragraph(f"{_judged_by(report, group)}，{MEMBER} {sums.members} 人：{by_grade}。")


def _judged_by(report: ProvinceReport, group: RuleGroup) -> str:
    """By which rules, and which counties, in words."""
    rules = f"《{group.title}》（规则 {group.rules[:SHOWN]}）"
    if report.common:
        return f"各地一律按{rules}计算"
    return f"{'各地' if len(report.groups) == 1 else _named_in(report, group)}都按{rules}计算"


def _named_in(report: ProvinceReport, group: RuleGroup) -> str:
    return _some([report.places[one.sums.committee] for one in group.counties])


def _some(names: Sequence[str], unit: str = "个地方") -> str:
    """All of them named, or the first ones and how many there are."""
    return "、".join(names) if len(names) <= _NAMED else f"{'、'.join(names[:_NAMED])}等 {len(names)} {unit}"


def _each(count: Points, members: int) -> Points:
    """So many a member, to two decimals."""
    return round_half_up(Fraction(count) / members, 2) if members else 0


def _done(sums: MemberSums) -> tuple[Cell, ...]:
    """The cells of members, records and attendance."""
    count = sums.attendance
    done = (sums.members, sums.records, _each(sums.records, sums.members))
    return (*done, *attendance_cells(count), rate_without_leave(count))


def _counties(report: ProvinceReport, title: str) -> Sheet:
    columns = (Column(PLACE), *numbers(MEMBER), *_DONE, *_RATES, Column("账本截至"), Column("结账"))
    rows = tuple(
        (
            report.places[one.sums.committee],
            *_done(one.sums.whole),
            one.sums.at.date().isoformat(),
            "已结账" if one.sums.closed else "未结账",
        )
        for one in report.counties
    )
    total = ("合计", *_done(report.whole), "", "")
    notes = (
        # Its column stands in the table: the remark that tells it of all of them is not wanted.
        *attendance_notes(replace(report.whole.attendance, on_leave=0)),
        f"“不计请假”为{WITHOUT_LEAVE}",
        "履职记录为参加和完成的履职事项；缺席、请假和纪律情形不是履职记录",
    )
    return Sheet("各地情况", title, columns, (*rows, total), notes, sums=(len(rows),))


def _at_a_glance(report: ProvinceReport) -> Sheet:
    """The rates of all counties in rows of four, as they lie on the list: the nearest to a map that every format shows."""
    tiles = [(report.places[one.sums.committee], rate(one.sums.whole.attendance) or "—") for one in report.counties]
    lines = [tiles[at : at + _TILES] for at in range(0, len(tiles), _TILES)]
    rows = tuple(tuple(cell for tile in (*line, *[("", "")] * (_TILES - len(line))) for cell in tile) for line in lines)
    whole = rate(report.whole.attendance) or "—"
    return Sheet(
        "出席率一览",
        "各地出席率一览",
        (Column(PLACE), *numbers("出席率")) * _TILES,
        rows,
        (f"合计的出席率为 {whole}；按报送名单的次序排列，没有名单的按名称，不是名次",),
    )


def _graded(report: ProvinceReport) -> Iterator[Sheet]:
    """The grades and means of the counties that were judged by the same rules; those with rules of their own apart."""
    alone = [group for group in report.groups if len(group.counties) == 1 and len(report.groups) > 1]
    for at, group in enumerate((group for group in report.groups if group not in alone), 1):
        if not group.grades and not group.scored:
            continue
        mark = ("等次" if group.grades else "积分") + ("" if len(report.groups) == 1 else f"（规则{at}）")
        note = (f"{_judged_by(report, group)}；规则不同的不并列、不相加",)
        own = [(report.places[one.sums.committee], one.sums.whole) for one in group.counties]
        yield _grades_sheet(group, PLACE, f"各地{mark}", own, note)
        for facet in (Facet.SECTOR, Facet.PARTY):
            yield _grades_sheet(group, named(facet), f"{named(facet)}{mark}", _by(group, facet), note)
    if alone:
        yield _own_rules(report, alone)


def _by(group: RuleGroup, facet: Facet) -> list[tuple[str, MemberSums]]:
    parts: dict[str, list[MemberSums]] = {}
    for one in group.counties:
        for name, sums in (one.sums.sectors if facet is Facet.SECTOR else one.sums.parties).items():
            parts.setdefault(name, []).append(sums)
    joined = {name: MemberSums.summed(own) for name, own in parts.items()}
    in_order = sorted(joined, key=lambda name: (not name, -joined[name].members, name))
    return [(name or f"未填{named(facet)}", joined[name]) for name in in_order]


def _grades_sheet(
    group: RuleGroup, heading: str, title: str, own: list[tuple[str, MemberSums]], notes: tuple[str, ...]
) -> Sheet:
    points = numbers("平均积分") if group.scored else ()
    columns = (Column(heading), *numbers(MEMBER, *group.grades), *points)
    whole = MemberSums.summed(one.sums.whole for one in group.counties)
    rows = tuple(_grades_row(group, name, sums) for name, sums in (*own, ("合计", whole)))
    return Sheet(title, title, columns, rows, notes, sums=(len(rows) - 1,))


def _grades_row(group: RuleGroup, name: str, sums: MemberSums) -> tuple[Cell, ...]:
    mean = (_each(sums.points, sums.members),) if group.scored else ()
    return (name, sums.members, *(sums.grades.get(grade, 0) for grade in group.grades), *mean)


def _own_rules(report: ProvinceReport, alone: list[RuleGroup]) -> Sheet:
    """Counties whose rules nobody else has: each by itself, a line a grade."""
    rows: list[tuple[Cell, ...]] = []
    for group in alone:
        (one,) = group.counties
        sums, name = one.sums.whole, f"{report.places[one.sums.committee]}（规则 {group.rules[:SHOWN]}）"
        for at, grade in enumerate(group.grades):
            count = sums.grades.get(grade, 0)
            rows.append(("" if at else name, grade, count, percent(count, sums.members)))
        if not group.grades:
            rows.append((name, "不评等次", sums.members, ""))
    columns = (Column(PLACE), Column("等次"), *numbers("人数", f"占{MEMBER}"))
    note = "这些地方所用的规则各不相同，等次的含义和宽严也不同，不能相互比较；要比较的，用 --rules 给出统一的规则"
    return Sheet("各按本地规则", "各按本地规则的等次", columns, tuple(rows), (note,))


def _groups(report: ProvinceReport, facet: Facet, groups: Mapping[str, MemberSums]) -> Sheet:
    heading = named(facet)
    columns = (Column(heading), *numbers(MEMBER), *_DONE, *_RATES)
    rows = tuple((name or f"未填{heading}", *_done(sums)) for name, sums in groups.items())
    total = ("合计", *_done(report.whole))
    notes = (f"各地{heading}名称相同的合在一起；名称不同的，照各地所写分列",) if facet is Facet.SECTOR else ()
    return Sheet(heading, f"各{heading}情况", columns, (*rows, total), notes, sums=(len(rows),))


def _kinds(report: ProvinceReport) -> Sheet:
    columns = (Column("履职事项"), *numbers("履职记录", "人均", "有记录的地方"))
    members = report.whole.members
    rows = tuple((kind, count, _each(count, members), held) for kind, (count, held) in report.kinds.items())
    total = ("合计", report.whole.records, _each(report.whole.records, members), "")
    return Sheet("履职事项", "各类履职事项", columns, (*rows, total), (), sums=(len(rows),))


def _left_out(report: ProvinceReport) -> Sheet:
    columns = (Column("委员会"), Column("文件"), Column("没有计入的原因"))
    rows = tuple(
        (one.committee or ("（压缩包）" if one.packed else "（不明）"), one.file or "—", one.why)
        for one in report.left_out
    )
    return Sheet("未计入", "没有计入的地方和文件", columns, rows)


def _sources(report: ProvinceReport) -> Sheet:
    columns = (Column("委员会"), Column("文件"), *numbers("序号"), Column("账首"), Column("规则"))
    rows = tuple(
        (one.sums.committee, one.file, one.sums.seq, one.sums.head[:SHOWN], one.sums.rules[:SHOWN])
        for one in report.counties
    )
    note = "每份封存账本都逐行核对过校验值；序号和账首与报送单位封存单上的一致，才是它报送的那一份"
    return Sheet("依据", "所依据的封存账本", columns, rows, (note,))


def _notes(report: ProvinceReport) -> Iterator[str]:
    if report.running:
        yield f"{report.year} 年度尚未结束，各地的数字到“账本截至”那天为止，为暂计"
    open_ = [report.places[one.sums.committee] for one in report.counties if not one.sums.closed]
    if open_:
        names = "各地" if len(open_) == len(report.counties) else _some(open_)
        yield f"{names}尚未结账，结果为暂计"
    silent = [report.places[one.sums.committee] for one in report.counties if not one.sums.recorded]
    if silent:
        yield f"{_some(silent)}的账本里没有 {report.year} 年度的记录，人数计入合计；是没有登记还是没有开展，请向该地核实"
    if len(report.groups) > 1:
        yield "各地按自己账本中登记的规则计算；规则不同的，等次和积分不并列、不相加，只有人数、记录和出席情况合计"
    if report.unknown:
        kinds = [f"{kind}（{count} 条）" for kind, count in report.unknown.items()]
        yield f"计算所用的规则里没有下列履职事项，这些记录计入记录和出席、不计分：{_some(kinds, '类')}"
    yield "本汇总只列事实，供领导研究，不作结论，不排名次"


def _charts(report: ProvinceReport) -> Iterator[Chart]:
    counts = {report.places[one.sums.committee]: one.sums.whole.attendance for one in report.counties}
    yield attendance_chart("各地出席情况", counts, Audience.INTERNAL)
    group = report.groups[0] if report.groups else None
    if group is not None and group.grades and (len(group.counties) > 1 or len(report.groups) == 1):
        names = tuple(report.places[one.sums.committee] for one in group.counties)
        own = [one.sums.whole.grades for one in group.counties]
        series = (Series(grade, tuple(one.get(grade, 0) for one in own)) for grade in group.grades)
        yield Chart("各地等次", "stacked", names, tuple(series), "人")
    sectors = {name or f"未填{SECTOR}": sums.attendance for name, sums in report.sectors.items()}
    yield attendance_chart(f"各{SECTOR}出席情况", sectors, Audience.INTERNAL)
    most = sorted(report.kinds.items(), key=lambda item: -item[1][0])[:_MOST_KINDS]
    title = "各类履职记录" if len(most) == len(report.kinds) else f"各类履职记录（最多的{_MOST_KINDS}类）"
    yield Chart(title, "bar", tuple(kind for kind, _ in most), (Series("记录", tuple(n for _, (n, _) in most)),), "条")
