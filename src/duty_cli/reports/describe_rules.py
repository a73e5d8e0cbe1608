"""Rule files told back as papers: every rule a sentence beside its clause and its line.

Here is what earns points: categories, items and their levels, and what bounds or multiplies their sums.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import assert_never

from duty_cli.model.exact_numbers import show
from duty_cli.model.items import WHOLE, Category, Item, JointBound, Level, Multiplier, ProRata, Total
from duty_cli.model.office_words import MEMBER, named
from duty_cli.model.papers import Column, Paper, Paragraph, Sheet
from duty_cli.model.periods import YearEnd
from duty_cli.model.rulebook import HeadDefaults, Kind, Rulebook, Rules
from duty_cli.reports.describe_outcomes import band, consequence, graded, minimum, quota, selection, veto
from duty_cli.reports.describe_parts import (
    PIECE,
    RuleChapter,
    RuleSentence,
    asked,
    beside,
    bounds,
    concerning,
    fraction,
    gained,
    in_windows,
    judged_within,
    listed,
    measured,
    per,
    score,
    sentence,
    shared,
    times,
    varying,
    whom,
)
from duty_cli.reports.report_columns import Document

KINDS = "事项"
"""The part of a rule file that says what can be entered."""

_COLUMNS = (Column("规则"), Column("依据"), Column("位置"), Column("内容"))


def scored(book: Rulebook) -> Iterator[RuleSentence]:
    """Every category with its items and levels, then what is done to their sums."""
    for category in book.categories:
        yield _category(category)
        for item in category.items:
            yield _item(item, book)
            yield from (_level(level, item, book) for level in item.levels)
    yield from (_joint_bound(one, book) for one in book.joint_bounds)
    yield _total(book.total, book)
    yield from (_multiplier(one, book) for one in book.multipliers)
    if book.pro_rata is not None:
        yield _pro_rata(book.pro_rata, book)


def _category(category: Category) -> RuleSentence:
    text = sentence(
        _put_together(category),
        beside("基础分", varying(category.base, score)) if category.base else None,
        f"{_one_matter(by_source=category.by_source)}符合本类几项的，只在得分最高的一项计分"
        if category.same_matter
        else None,
        f"{_CONVERTED}，不论符合本类哪几项" if category.converted else None,
        *bounds("本类", category.cap, category.floor),
        "" if category.weight == 1 else f"按{fraction(category.weight)}计入总分",
        "" if category.counted else "只列出，不计入总分",
    )
    return RuleSentence(f"【{category.id}】", category.origin.clause, category.origin.place, text)


def _put_together(category: Category) -> str:
    match category.combine:
        case "sum":
            return "本类为以下各项之和"
        case "highest":
            return "本类只取以下各项中最高的一项"
        case _:
            assert_never(category.combine)


def _item(item: Item, book: Rulebook) -> RuleSentence:
    earned = _earned(item) if item.measure is None else measured(item.measure, book, gained, gained(0))
    text = sentence(
        f"{asked(item.when, book)}的，{earned}",
        shared(item.authors) if item.authors else None,
        f"{_one_matter(by_source=item.by_source)}就高计一次" if item.same_matter else None,
        _CONVERTED if item.converted else None,
        "来源编号相连的算同一成果" if item.measure and item.measure.by_source else None,
        in_windows(item.window) if item.window else None,
        f"计 {item.days} 的记录，计入截止日所在年度" if item.days else None,
        *bounds("本项", item.cap, item.floor),
        "没有登记以前，本年度为未评定，不作零分处理" if item.needed else None,
        judged_within(item.judged_range, book) if item.judged_range else None,
    )
    note = f"（说明：{item.note}）" if item.note else ""
    return RuleSentence(item.id, item.origin.clause, item.origin.place, concerning(item.applies_to) + text + note)


_CONVERTED = "来源编号相连的几件成果只计得分最高的一件，这一件的各条记录照常计分"


def _one_matter(*, by_source: bool) -> str:
    return "同一成果（成果标识相同或来源编号相连）" if by_source else "同一成果"


def _earned(item: Item) -> str:
    """What records earn one by one."""
    value = f"按下列各档计分{_several(item)}" if item.levels else varying(item.points, gained)
    first = "" if item.from_nth == 1 else f"自第 {item.from_nth} {PIECE}起，"
    return f"{first}{per(item.per)}{value}{_combined(item)}"


def _several(item: Item) -> str:
    match item.several_levels:
        case None:
            return ""
        case "highest":
            return "，符合几档的取最高一档"
        case "stacked":
            return "，符合几档的各档相加"
        case _:
            assert_never(item.several_levels)


def _combined(item: Item) -> str:
    match item.combine:
        case "sum":
            return ""
        case "highest":
            return f"，有几{PIECE}的只计最高的一{PIECE}"
        case "once":
            return f"，有几{PIECE}的只计一次"
        case _:
            assert_never(item.combine)


def _level(level: Level, item: Item, book: Rulebook) -> RuleSentence:
    text = sentence(f"{asked(level.when, book)}的，{varying(level.points, gained)}")
    return RuleSentence(f"{item.id}：{level.id}", item.origin.clause, level.place, text, level_of=item.id)


def _joint_bound(bound: JointBound, book: Rulebook) -> RuleSentence:
    named = listed(bound.categories, (category.id for category in book.categories))
    text = sentence(*bounds(f"{named}合计", bound.cap, bound.floor))
    return RuleSentence(bound.id, bound.origin.clause, bound.origin.place, text)


def _total(total: Total, book: Rulebook) -> RuleSentence:
    text = sentence(
        "总分为计入总分的各类得分之和",
        beside("另加基础分", varying(total.base, score)) if total.base else None,
        *bounds("总分", total.cap, total.floor),
        f"各项得分四舍五入到小数点后 {book.places} 位" if book.places else "各项得分四舍五入到整数",
    )
    return RuleSentence(f"【{WHOLE}】", "", total.place, text)


def _multiplier(factor: Multiplier, book: Rulebook) -> RuleSentence:
    if factor.measure is None:
        text = sentence(f"{WHOLE}{varying(factor.times, times)}")
    else:
        scale = measured(factor.measure, book, times, varying(factor.times, times))
        text = sentence(f"{WHOLE}的系数：{asked(factor.when, book)}的，{scale}")
    return RuleSentence(factor.id, factor.origin.clause, factor.origin.place, concerning(factor.applies_to) + text)


def _pro_rata(rule: ProRata, book: Rulebook) -> RuleSentence:
    match rule.by:
        case "days":
            unit = "天数"
        case "months":
            unit = "月数"
        case _:
            assert_never(rule.by)
    bases = listed(rule.bases, [*(category.id for category in book.categories), WHOLE])
    reach = listed(rule.reach, (item.id for category in book.categories for item in category.items))
    text = sentence(
        f"年内只有部分时间在任的，按在任{unit}折算",
        f"折算基础分：{bases}" if bases else None,
        f"折算目标数：{reach}" if reach else None,
    )
    return RuleSentence("按在任时间折算", rule.origin.clause, rule.origin.place, text)


def rules_paper(rules: Rules, version: str) -> Paper:
    """Lay the rules out for proof-reading, one rule file after another."""
    several = len(rules.every) > 1
    sheets = tuple(chapter_sheet(part, book, several=several) for book in rules.every for part in parts(book))
    text = tuple(line for book in rules.every for line in opening(book))
    return Paper("评分规则校对稿", sheets, f"规则 {rules.digest[:16]}｜duty {version}", text)


def rules_document(rules: Rules, version: str) -> Document:
    """The same as plain values."""
    return {"report": "rules", "digest": rules.digest, "version": version, "books": [_book(b) for b in rules.every]}


def parts(book: Rulebook) -> Iterator[RuleChapter]:
    """The parts of a rule file, each with its rules told in the order of the file."""
    yield RuleChapter(KINDS, tuple(_kind(kind) for kind in book.kinds.values()))
    yield RuleChapter("计分项", tuple(scored(book)))
    yield RuleChapter("最低要求", tuple(minimum(rule, book) for rule in book.minimums))
    sort = next((rule.sort for rule in book.vetoes if not rule.of_conduct), "纪律情形")
    yield RuleChapter(sort, tuple(veto(rule, book) for rule in book.vetoes))
    who = (graded(book.graded),) if book.bands else ()
    grades = (*who, *(band(rule, book) for rule in book.bands), *(quota(rule, book) for rule in book.quotas))
    yield RuleChapter(
        "等次和名额" if book.bands else "评选", (*grades, *(selection(rule, book) for rule in book.selections))
    )
    yield RuleChapter("后果", tuple(consequence(rule, book) for rule in book.consequences))


def opening(book: Rulebook, *, beside: bool = False) -> Iterator[Paragraph]:
    """What a file says of itself before its rules, or before its document ``beside`` them."""
    yield Paragraph(book.title, 1)
    yield from (Paragraph(line) for line in _fields(book, beside=beside))
    yield from (Paragraph(f"说明：{note}") for note in book.notes)


def _fields(book: Rulebook, *, beside: bool) -> Iterator[str]:
    yield f"依据：{book.basis}。文件：{book.file}。适用日期：{book.effective}（含首尾两日）。"
    if book.year_ends != YearEnd():
        yield f"年度截至每年 {book.year_ends.month} 月 {book.year_ends.day} 日，自上年截止的次日算起。"
    if book.subject is not None:
        yield f"以各{named(book.subject)}为对象计分：{MEMBER}在组期间的记录计入该组。"
    yield f"阶段由低到高：{'、'.join(book.stages) or '无'}。级别由低到高：{'、'.join(book.levels) or '无'}。"
    if said := [_DEFAULTS.get(key, {}).get(value, f"依据为“{value}”") for key, value in _defaults(book.defaults)]:
        yield f"各条没有另写的：{'；'.join(said)}。"
    yield from (f"“{name}”指{'、'.join(words)}。" for name, words in book.sets.items())
    if book.text:
        yield f"所依据的条文：{book.text}。"
    if book.without_rule and not beside:
        yield f"不必写成规则的：{'；'.join(f'{part}，{reason}' for part, reason in book.without_rule)}。"


_DEFAULTS = {
    "combine": {
        "sum": f"一项有几{PIECE}的，相加",
        "highest": f"一项有几{PIECE}的，只计最高的一{PIECE}",
        "once": f"一项有几{PIECE}的，只计一次",
    },
    "several_levels": {"highest": "一条记录符合几档的，取最高一档", "stacked": "一条记录符合几档的，各档相加"},
    "round": {"down": "按比例的名额只取整数部分", "half_up": "按比例的名额四舍五入取整"},
    "ties": {"exclude": "末位得分相同而名额不够的都不列入", "include": "末位得分相同而名额不够的都列入"},
}
"""What the defaults of the head say; the one that is not here is the clause."""


def _defaults(head: HeadDefaults) -> Iterator[tuple[str, str]]:
    """What the head says, by key."""
    said = ((one.name, getattr(head, one.name)) for one in fields(head))
    return ((key, value) for key, value in said if value)


def _kind(kind: Kind) -> RuleSentence:
    low, high = kind.judged or (0, 0)
    said = [
        "登记出席情况" if kind.attended else "不登记出席情况",
        f"应出席的为{whom(kind.expects)}" if kind.expects else "",
        "" if kind.absent_below is None else f"参加不足{fraction(kind.absent_below)}的按缺席计，列席的除外",
        f"评定分 {show(low)} 至 {show(high)} 分" if kind.judged else "",
        "属于纪律情形" if kind.conduct else "",
        "属于表彰" if kind.commends else "",
        f"最多登记 {kind.authors_at_most} 名作者" if kind.authors_at_most else "",
        f"通报列入“{kind.group}”，以{kind.unit}计" if kind.told else "通报不写",
    ]
    return RuleSentence(kind.id, kind.clause, kind.place, "；".join(filter(None, said)) + "。")


def chapter_sheet(part: RuleChapter, book: Rulebook, *, several: bool) -> Sheet:
    """One part as a table; of several files each table says whose it is."""
    rows = tuple((one.name, one.clause, one.place, one.text) for one in part.rules)
    name, title = (
        (f"{book.effective.first.year}{part.name}", f"{book.title}：{part.name}") if several else (part.name,) * 2
    )
    return Sheet(name, title, _COLUMNS, rows)


def _book(book: Rulebook) -> Document:
    return {
        "title": book.title,
        "file": book.file,
        "from": book.effective.first.isoformat(),
        "until": book.effective.last.isoformat(),
        "opening": [line.text for line in opening(book)],
        "parts": [_part(part) for part in parts(book)],
    }


def _part(part: RuleChapter) -> Document:
    told = [{"id": one.name, "clause": one.clause, "place": one.place, "text": one.text} for one in part.rules]
    return {"name": part.name, "rules": told}
