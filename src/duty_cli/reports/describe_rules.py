"""Rule files told back as papers: every rule a sentence beside its clause and its line."""

from __future__ import annotations

from collections.abc import Iterator

from duty_cli.model.exact_numbers import show
from duty_cli.model.office_words import MEMBER, named
from duty_cli.model.papers import Column, Paper, Paragraph, Sheet
from duty_cli.model.periods import YearEnd
from duty_cli.model.rulebook import Kind, Rulebook, Rules
from duty_cli.reports.describe_conditions import RuleChapter, RuleSentence, whom
from duty_cli.reports.describe_items import scored
from duty_cli.reports.describe_outcomes import band, consequence, graded, minimum, quota, selection, veto
from duty_cli.reports.report_columns import Document

_COLUMNS = (Column("规则"), Column("依据"), Column("位置"), Column("内容"))


def rules_paper(rules: Rules, version: str) -> Paper:
    """Lay the rules out for proof-reading, one rule file after another."""
    several = len(rules.every) > 1
    sheets = tuple(_sheet(part, book, several=several) for book in rules.every for part in parts(book))
    text = tuple(line for book in rules.every for line in _opening(book))
    return Paper("评分规则校对稿", sheets, f"规则 {rules.digest[:16]}｜duty {version}", text)


def rules_document(rules: Rules, version: str) -> Document:
    """The same as plain values."""
    return {"report": "rules", "digest": rules.digest, "version": version, "books": [_book(b) for b in rules.every]}


def parts(book: Rulebook) -> Iterator[RuleChapter]:
    """The parts of a rule file, each with its rules told in the order of the file."""
    yield RuleChapter("事项", tuple(_kind(kind) for kind in book.kinds.values()))
    yield RuleChapter("计分项", tuple(scored(book)))
    yield RuleChapter("最低要求", tuple(minimum(rule, book) for rule in book.minimums))
    yield RuleChapter("纪律情形", tuple(veto(rule, book) for rule in book.vetoes))
    who = (graded(book.graded),) if book.bands else ()
    grades = (*who, *(band(rule, book) for rule in book.bands), *map(quota, book.quotas))
    yield RuleChapter(
        "等次和名额" if book.bands else "评选", (*grades, *(selection(rule, book) for rule in book.selections))
    )
    yield RuleChapter("后果", tuple(consequence(rule, book) for rule in book.consequences))


def _opening(book: Rulebook) -> Iterator[Paragraph]:
    """What a file says of itself before its rules."""
    yield Paragraph(book.title, 1)
    yield from (Paragraph(line) for line in _fields(book))
    yield from (Paragraph(f"说明：{note}") for note in book.notes)


def _fields(book: Rulebook) -> Iterator[str]:
    yield f"依据：{book.basis}。文件：{book.file}。适用日期：{book.effective}（含首尾两日）。"
    if book.year_ends != YearEnd():
        yield f"年度截至每年 {book.year_ends.month} 月 {book.year_ends.day} 日，自上年截止的次日算起。"
    if book.subject is not None:
        yield f"以各{named(book.subject)}为对象计分：{MEMBER}在组期间的记录计入该组。"
    yield f"阶段由低到高：{'、'.join(book.stages) or '无'}。级别由低到高：{'、'.join(book.levels) or '无'}。"


def _kind(kind: Kind) -> RuleSentence:
    low, high = kind.judged or (0, 0)
    said = [
        "登记出席情况" if kind.attended else "不登记出席情况",
        f"应出席的为{whom(kind.expects)}" if kind.expects else "",
        f"评定分 {show(low)} 至 {show(high)} 分" if kind.judged else "",
        "属于纪律情形" if kind.conduct else "",
        "属于表彰" if kind.commends else "",
        f"最多登记 {kind.authors_at_most} 名作者" if kind.authors_at_most else "",
        f"通报列入“{kind.group}”，以{kind.unit}计" if kind.told else "通报不写",
    ]
    return RuleSentence(kind.id, kind.clause, kind.place, "；".join(filter(None, said)) + "。")


def _sheet(part: RuleChapter, book: Rulebook, *, several: bool) -> Sheet:
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
        "opening": [line.text for line in _opening(book)],
        "parts": [_part(part) for part in parts(book)],
    }


def _part(part: RuleChapter) -> Document:
    told = [{"id": one.name, "clause": one.clause, "place": one.place, "text": one.text} for one in part.rules]
    return {"name": part.name, "rules": told}
