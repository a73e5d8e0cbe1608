"""The watch as a paper (预警): who fails as things stand, what is near, what is open, who was not heard of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice

from duty_cli.model.exact_numbers import show
from duty_cli.model.grading_rules import About
from duty_cli.model.members import Facet
from duty_cli.model.office_words import LEADERS, MEMBER, named
from duty_cli.model.papers import Cell, Column, Paper, Sheet
from duty_cli.reports.finality import PROVISIONAL, not_closed
from duty_cli.reports.follow_up import changed_documents, changed_sheet
from duty_cli.reports.open_sheets import names
from duty_cli.reports.report_columns import (
    EVENT,
    MEMBER_COLUMNS,
    Document,
    event_cells,
    event_document,
    ledger_document,
    member_cells,
    numbers,
)
from duty_cli.reports.watch import SILENT_DAYS, NearMatter, Watch, WatchedMember
from duty_cli.reports.watch_warnings import Warned, warnings_of
from duty_cli.reports.watch_words import (
    duties_said,
    failing_said,
    lacking_said,
    last_day_said,
    mending_said,
    planned_of,
)
from duty_cli.scoring.trace import OUTSIDE_RANGE
from duty_cli.scoring.ways import Way

_ABOUTS = (About.REPORT, About.TRAINING, About.DUTY)
WATCH_NOTE = "本表由系统依据现有记录和规则试算，提请关注，不是结论；是否提醒、怎样办理，由人决定"


def watch_paper(report: Watch) -> Paper:
    """Lay the watch out, the most pressing first."""
    title = f"{report.identity.committee}{report.year}年度履职预警{PROVISIONAL}"
    warned = (
        *(failing_sheet(report, title), matters_sheet(report), duties_sheet(report)),
        *(silent_sheet(report), _unsigned(report)),
    )
    sheets = (
        *([_groups(report, report.by)] if report.by is not None else []),
        *_numbered(warnings_of(report), warned),
        *changed_sheet(report.changed),
        _left_out(report),
    )
    return Paper(
        title,
        tuple(sheet for sheet in sheets if sheet.rows or sheet.title == title),
        str(report.identity),
        subtitle=f"以 {report.on} 为准；评分规则：{report.book.title}",
        notes=watch_notes(report),
        headline=((MEMBER, len(report.members)), *((name, count(report.members)) for name, count in _counts(report))),
    )


def watch_notes(report: Watch) -> tuple[str, ...]:
    """What the figures are, and are not."""
    every = [lack for one in report.members for lack in one.result.lacking]
    lacking = dict.fromkeys(lack.item for lack in every if not lack.outside)
    outside = dict.fromkeys(lack.item for lack in every if lack.outside)
    book = report.book
    return (
        WATCH_NOTE,
        f"按现有记录推算到年末（{report.days.last}），年度结束以前均为暂计；补足的办法逐一按规则算过，未计尚未登记的其他记录",
        *([f"{'、'.join(lacking)}尚未登记，没有计入"] if lacking else []),
        *([f"{'、'.join(outside)}{OUTSIDE_RANGE}，没有计入"] if outside else []),
        *([not_closed(report.open_years, graded=bool(book.bands), scored=book.scored)] if report.open_years else []),
    )


def _counts(report: Watch) -> Iterator[tuple[str, Callable[[Iterable[WatchedMember]], int]]]:
    """What is counted of some members, by its name."""
    yield f"照此{failing_said(report)}", lambda some: sum(one.mending is not None for one in some)
    yield "有临近事项", lambda some: sum(bool(one.near_matters) for one in some)
    yield "最低要求未完成", lambda some: sum(bool(one.duties) for one in some)
    yield f"{SILENT_DAYS}天没有登记", lambda some: sum(one.silent_since is not None for one in some)
    yield "有未登记活动", lambda some: sum(bool(one.unsigned) for one in some)


def _who(report: Watch) -> tuple[Column, ...]:
    return (*([Column(named(report.by))] if report.by is not None else []), *MEMBER_COLUMNS)


def _cells(report: Watch, one: WatchedMember) -> tuple[Cell, ...]:
    group = [_group(one, report.by)] if report.by is not None else []
    return (*group, *member_cells(one.member, one.sector))


def _group(one: WatchedMember, by: Facet) -> str:
    return one.groups.get(by) or f"（未分{named(by)}）"


def _numbered(warned: tuple[Warned, ...], sheets: Iterable[Sheet]) -> Iterator[Sheet]:
    """The sheets of warnings, with the number of each in its row, and what was done about it where anything was."""
    listed = enumerate(warned, 1)
    for sheet in sheets:
        own = list(islice(listed, len(sheet.rows)))
        told = any(one.state for _, one in own)
        rows = ((at, *row, *([one.state] if told else [])) for row, (at, one) in zip(sheet.rows, own, strict=True))
        columns = (*numbers("预警号"), *sheet.columns, *([Column("提醒情况")] if told else []))
        yield replace(sheet, columns=columns, rows=tuple(rows))


def _groups(report: Watch, by: Facet) -> Sheet:
    """How many of each group there is something to tell of."""
    counts = list(_counts(report))
    groups: dict[str, list[WatchedMember]] = {}
    for one in report.members:
        groups.setdefault(_group(one, by), []).append(one)
    rows: list[tuple[Cell, ...]] = [
        (name, len(some), *(count(some) for _, count in counts)) for name, some in groups.items()
    ]
    rows.append(("合计", len(report.members), *(count(report.members) for _, count in counts)))
    columns = (Column(named(by)), *numbers("人数", *(name for name, _ in counts)))
    return Sheet(f"按{named(by)}", f"按{named(by)}统计", columns, tuple(rows), sums=(len(rows) - 1,))


def failing_sheet(report: Watch, title: str) -> Sheet:
    """Who fails as things stand, what is lacking, and what can be done."""
    scored, graded = report.book.scored, bool(report.book.bands)
    columns = (
        *_who(report),
        *numbers(*(("目前积分",) if scored else ())),
        *([Column("照此等次")] if graded else []),
        *map(Column, ("还差什么", "可以怎样补", "照此年末提请研究")),
    )
    rows = tuple(
        (
            *_cells(report, one),
            *((one.now,) if scored else ()),
            *((one.grade,) if graded else ()),
            lacking_said(one, report.book),
            mending_said(one, report),
            "；".join(matter.proposal.sentence for matter in one.matters if matter.reached),
        )
        for one in report.failing
    )
    said = failing_said(report)
    note = (
        f"照现有记录，年末将为{said}的 {len(rows)} 人，提请关注"
        if rows
        else f"照现有记录，没有年末将为{said}的{MEMBER}"
    )
    return Sheet(f"照此{said}", title, columns, rows, (note, *([_WAYS] if rows else [])))


_WAYS = "补足的办法以件次最少的在前，列出的件次登记后即达到；“或”的各事项得分相同，可任选；规则按起止日期计的，另注日期"


def matters_sheet(report: Watch) -> Sheet:
    """The consequences that are near, with what they rest on."""
    columns = (*_who(report), *map(Column, ("事项", "情况", "依据", "事实")))
    rows = tuple(
        (*_cells(report, one), matter.proposal.sentence, state_said(matter), matter.proposal.clause, _evidence(matter))
        for one in report.members
        for matter in one.near_matters
    )
    return Sheet(
        "临近事项", "接近或已经具备提请研究条件的", columns, rows, (f"提请{LEADERS}关注；年度结账以前不提请研究",)
    )


def state_said(matter: NearMatter) -> str:
    """Whether the facts are there, or one is lacking."""
    if matter.reached:
        return "照现有记录已具备条件"
    return "再有一次即具备条件" if matter.counted else "再有一年即具备条件"


def _evidence(matter: NearMatter) -> str:
    return "；".join(matter.proposal.evidence)


def duties_sheet(report: Watch) -> Sheet:
    """The minimums that are open, by what they are about, and the nearest last day."""
    columns = (*_who(report), *(Column(about.value) for about in _ABOUTS), Column("最后一日"))
    last = report.days.last
    rows = tuple(
        (
            *_cells(report, one),
            *(duties_said(one.duties, about, last) for about in _ABOUTS),
            last_day_said(one.duties) or "已过",
        )
        for one in report.members
        if one.duties
    )
    counted = Counter(duty.minimum.id for one in report.members for duty in one.duties)
    note = "，".join(f"{name} {count} 人" for name, count in counted.items())
    return Sheet("最低要求", "还没有完成的最低要求", columns, rows, (note,) if note else ())


def silent_sheet(report: Watch) -> Sheet:
    """Of whom nothing was entered for long."""
    columns = (*_who(report), Column("最近一次"), *numbers("天数"))
    today = min(report.on, report.days.last)
    rows = tuple(
        (
            *_cells(report, one),
            "本年度没有" if one.never else one.silent_since.isoformat(),
            None if one.never else (today - one.silent_since).days,
        )
        for one in report.members
        if one.silent_since is not None
    )
    return Sheet(
        "长期没有登记", f"{SILENT_DAYS} 天以上没有任何登记的", columns, rows, ("也可能是有关办公室没有报送，请先核对",)
    )


def _unsigned(report: Watch) -> Sheet:
    """The sheets on which some who were due do not stand."""
    rows = ((*event_cells(sheet.event), sheet.due, len(own), names(own)) for sheet, own in report.unsigned)
    columns = (*EVENT, *numbers("应出席", "未登记"), Column(f"未登记的{MEMBER}"))
    return Sheet("未登记", "应出席而没有登记出席情况的", columns, tuple(rows), ("登记办法见 duty settle",))


def _left_out(report: Watch) -> Sheet:
    """Who is not watched, and why."""
    rows = tuple((*_cells(report, one), one.result.outcome.ungraded) for one in report.left_out)
    counted = Counter(one.result.outcome.ungraded for one in report.left_out)
    note = "，".join(f"{why} {count} 人" for why, count in counted.items())
    return Sheet("不列入", "不评定、不列入预警的", (*_who(report), Column("原因")), rows, (note,) if note else ())


def watch_document(report: Watch) -> Document:
    """The watch as plain values, for JSON."""
    return {
        "report": "watch",
        "committee": report.identity.committee,
        "year": report.year,
        "on": report.on.isoformat(),
        "provisional": True,
        "open_years": list(report.open_years),
        "members": [_member_document(report, one) for one in report.members],
        "warnings": [_warning_document(report, *one) for one in enumerate(warnings_of(report), 1)],
        "changed": changed_documents(report.changed),
        "left_out": [
            {"number": one.member.number, "name": one.member.name, "why": one.result.outcome.ungraded}
            for one in report.left_out
        ],
        "ledger": ledger_document(report.identity),
    }


def _warning_document(report: Watch, number: int, one: Warned) -> Document:
    member = next((who.member.number for who in report.members if who.member.key == one.member), None)
    return {
        **{"warning": number, "about": one.about, "number": member, "grounds": list(one.grounds)},
        "done": one.state or None,
    }


def _member_document(report: Watch, one: WatchedMember) -> Document:
    fails = one.mending is not None
    return {
        **{"number": one.member.number, "name": one.member.name, "sector": one.sector},
        "groups": {facet.value: name or None for facet, name in one.groups.items()},
        "score": show(one.now) if report.book.scored else None,
        "at_year_end": show(one.result.score.total) if report.book.scored else None,
        "grade": one.grade or None,
        "fails": fails,
        "short": show(one.short) if fails else None,
        "lacking": lacking_said(one, report.book) if fails else None,
        "ways": [_way_document(way, one) for way in one.mending.ways] if one.mending is not None else [],
        "said": mending_said(one, report) or None,
        "matters": [_matter_document(matter) for matter in one.matters],
        "open": [
            {
                **{"id": duty.minimum.id, "clause": duty.minimum.origin.clause, "about": duty.minimum.about.value},
                "until": None if duty.until is None else duty.until.isoformat(),
                "missed_in": [[part.first.isoformat(), part.last.isoformat()] for part in duty.gone],
            }
            for duty in one.duties
        ],
        "silent_since": None if one.silent_since is None else one.silent_since.isoformat(),
        "unsigned": [event_document(event) for event in one.unsigned],
    }


def _way_document(way: Way, one: WatchedMember) -> Document:
    steps = [
        {
            **{"kinds": list(act.kinds), "count": count, "on": on.isoformat()},
            "attendance": None if act.attendance is None else act.attendance.value,
            **{"stages": sorted(act.stages), "levels": sorted(act.levels), "authors": act.authors},
            "planned": [event_document(event) for event in planned_of(act, one.planned)],
        }
        for act, on, count in way.steps
    ]
    return {"acts": way.acts, "own": way.own, "score": show(way.total), "steps": steps}


def _matter_document(matter: NearMatter) -> Document:
    said = matter.proposal
    return {
        **{"id": said.id, "clause": said.clause, "propose": said.sentence, "reached": matter.reached},
        "evidence": list(said.evidence),
    }
