"""Two rule files over one year, as a paper: grades before and after, sectors, rules, and the members who move."""

from __future__ import annotations

from duty_cli.model.conditions import Origin
from duty_cli.model.exact_numbers import show
from duty_cli.model.office_words import MEMBER, SECTOR
from duty_cli.model.papers import Cell, Column, Paper, Sheet
from duty_cli.reports.report_columns import (
    MEMBER_COLUMNS,
    NO_SECTOR,
    Document,
    ledger_document,
    member_cells,
    numbers,
    signed,
)
from duty_cli.reports.rule_diff import Cause, ComparedYear, RuleEffect, RulesDiff, RuleSort, Side

_LARGEST = 3
"""How many rules of points stand beside a member; JSON has all."""

_ABSENT = "（无此条）"

_STANDING = "规定未改"


def diff_paper(report: RulesDiff) -> Paper:
    """Lay the comparison out."""
    old, new = report.books
    transitions = (_transitions(report),) if _graded(report) else ()
    sheets = (*transitions, _sectors(report), _effects(report), _members(report))
    notes = (
        f"修改前：{old.file}，{old.title}，摘要 {report.identities[0].rules[:16]}",
        f"修改后：{new.file}，{new.title}，摘要 {report.identities[1].rules[:16]}",
        "本表为试算，两份规则文件均未登记，账本没有改动",
    )
    title = f"{report.identities[0].committee}{report.year}年度规则修改试算表"
    return Paper(title, sheets, str(report.identities[0]), subtitle=f"{old.file} → {new.file}", notes=notes)


def _transitions(report: RulesDiff) -> Sheet:
    """Grades before, down; grades after, across."""
    before, after = (_grades(report, at) for at in (0, 1))
    rows: list[tuple[Cell, ...]] = []
    for was in before:
        counts = [report.transitions.get((was, grade), 0) for grade in after]
        rows.append((was, *counts, sum(counts)))
    sums = [sum(n for (_, now), n in report.transitions.items() if now == grade) for grade in after]
    total: tuple[Cell, ...] = ("合计", *sums, len(report.members))
    columns = (Column("修改前＼修改后"), *numbers(*after, "合计"))
    note = f"共 {len(report.members)} 人，等次变动或越过合格线 {len(report.moved)} 人"
    return Sheet("等次变动", "等次变动（人数）", columns, (*rows, total), (note,))


def _graded(report: RulesDiff) -> bool:
    """Whether either file gives grades."""
    return any(book.bands for book in report.books)


def _grades(report: RulesDiff, at: int) -> list[str]:
    """The grades of one of the two files, and what else stands in their place where anybody has it (未评定)."""
    bands = [band.grade for band in report.books[at].bands]
    return [*bands, *sorted({both[at] for both in report.transitions} - set(bands))]


def _sectors(report: RulesDiff) -> Sheet:
    columns = (Column(SECTOR), *numbers("人数", "变动人数", "升过合格线", "跌破合格线", "平均增减"))
    rows = tuple(
        (row.name or f"（{NO_SECTOR}）", row.members, row.moved, row.up, row.down, signed(row.mean_change))
        for row in report.sectors
    )
    return Sheet(f"按{SECTOR}", f"各{SECTOR}变动", columns, rows)


def _effects(report: RulesDiff) -> Sheet:
    columns = (
        *(Column("规则种类"), Column("规则"), Column("修改前"), Column("修改后")),
        *numbers("涉及人数", "其中变动", "分值合计增减"),
    )
    rows = tuple(
        (
            *(_sort(effect), _name(effect), _place(effect.before), _place(effect.after)),
            *(effect.members, effect.moved, signed(effect.change)),
        )
        for effect in report.effects
    )
    return Sheet("按条款", "各条款的影响", columns, rows)


def _members(report: RulesDiff) -> Sheet:
    columns = (
        *MEMBER_COLUMNS,
        *numbers("修改前积分", "修改后积分", "增减"),
        *(((Column("修改前等次"), Column("修改后等次"), Column("合格线"))) if _graded(report) else ()),
        Column("原因"),
    )
    note = f"合格线指最低一等以上的分数线；积分原因只列变动最大的 {_LARGEST} 条，全部见 JSON 格式"
    return Sheet(
        "变动名单",
        f"等次变动或越过合格线的{MEMBER}",
        columns,
        tuple(_row(one, graded=_graded(report)) for one in report.moved),
        (note,),
    )


def _row(one: ComparedYear, *, graded: bool) -> tuple[Cell, ...]:
    points = [cause for cause in one.causes if cause.change][:_LARGEST]
    others = [cause for cause in one.causes if not cause.change]
    return (
        *member_cells(one.member, one.sector),
        *(one.before.score.total, one.after.score.total, signed(one.change)),
        *((one.before.grade, one.after.grade, one.crossing.value if one.crossing else "") if graded else ()),
        "；".join(map(_reason, (*points, *others))),
    )


def _reason(cause: Cause) -> str:
    where = f"（{_place(cause.before.origin)} → {_place(cause.after.origin)}）"
    if cause.change:
        return f"{_name(cause)} {signed(cause.change)}{where}"
    said = f"{_said(cause.before)} → {_said(cause.after)}"
    return f"{_sort(cause)}{f'“{cause.id}”' if cause.id else ''}：{said}{where}"


def _sort(rule: Cause | RuleEffect) -> str:
    """The sort of a rule; of a quota that both files say alike, that it is not what was changed."""
    return f"{rule.sort.value}（{_STANDING}）" if rule.stands else rule.sort.value


def _name(rule: Cause | RuleEffect) -> str:
    return "／".join(part for part in (rule.category, rule.id) if part) or (
        "总分" if rule.sort is RuleSort.TOTAL else "—"
    )


def _place(origin: Origin | None) -> str:
    return _ABSENT if origin is None else " ".join(part for part in (origin.clause, origin.place) if part)


def _said(side: Side) -> str:
    return (side.said if isinstance(side.said, str) else show(side.said)) or "无"


def diff_document(report: RulesDiff) -> Document:
    """The comparison as plain values."""
    return {
        "report": "rules-diff",
        "year": report.year,
        "ledger": ledger_document(report.identities[0]),
        **{side: _file(report, place) for place, side in enumerate(("before", "after"))},
        "transitions": [{"before": was, "after": now, "members": n} for (was, now), n in report.transitions.items()],
        "sectors": [
            {
                **{"sector": row.name, "members": row.members, "moved": row.moved, "up": row.up, "down": row.down},
                "mean_change": show(row.mean_change),
            }
            for row in report.sectors
        ],
        "rules": [_effect_document(effect) for effect in report.effects],
        "members": [_member_document(one) for one in report.moved],
    }


def _file(report: RulesDiff, place: int) -> Document:
    book = report.books[place]
    return {"file": book.file, "title": book.title, "rules": report.identities[place].rules}


def _effect_document(effect: RuleEffect) -> Document:
    return {
        **{"sort": effect.sort.value, "category": effect.category, "id": effect.id},
        **{"before": _origin(effect.before), "after": _origin(effect.after)},
        **{"members": effect.members, "moved": effect.moved, "change": show(effect.change), "stands": effect.stands},
    }


def _member_document(one: ComparedYear) -> Document:
    return {
        **{"number": one.member.number, "name": one.member.name, "sector": one.sector},
        "score": [show(one.before.score.total), show(one.after.score.total)],
        "grade": [one.before.grade, one.after.grade],
        "pass_line": one.crossing.name.lower() if one.crossing else None,
        "causes": [_cause_document(cause) for cause in one.causes],
    }


def _cause_document(cause: Cause) -> Document:
    return {
        **{"sort": cause.sort.value, "category": cause.category, "id": cause.id, "change": show(cause.change)},
        "stands": cause.stands,
        "before": {"said": _said(cause.before), "at": _origin(cause.before.origin)},
        "after": {"said": _said(cause.after), "at": _origin(cause.after.origin)},
    }


def _origin(origin: Origin | None) -> Document | None:
    return None if origin is None else {"clause": origin.clause, "rule": origin.place}
