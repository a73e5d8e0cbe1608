"""The printed document and the rules as a paper in two columns, which is what the leaders sign, and as plain values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from duty_cli.model.papers import Cell, Column, Paper, Sheet
from duty_cli.model.printed_text import PrintedText, called
from duty_cli.model.rulebook import Rulebook, Rules
from duty_cli.reports.articles_beside_rules import (
    NEEDLESS,
    UNMATCHED,
    CitingRule,
    WovenArticle,
    WovenText,
    mark,
    marked_article,
    marked_rule,
    woven,
)
from duty_cli.reports.describe_rules import chapter_sheet, opening, parts, rules_document
from duty_cli.reports.report_columns import Document

_COLUMNS = (Column("条文"), Column("规则"))
_OTHERS = (Column("规则"), Column("内容"))
_SIGNED = (Column("审定意见"), Column("签名"), Column("日期"))
_BLANK_LINES = 3
_HOW = (
    "条文照印发的文件；规则一栏是引用这一条的规则，由规则文件生成。",
    f"数后面的编号（{mark(1)}{mark(2)}…）：同一条的条文和规则中编号相同的是同一个数；{UNMATCHED}是条文写了而规则里没有的数，"
    f"{NEEDLESS}是不必写成规则的数。",
    "规则一栏里没有编号的数，条文没有写，由规则自己规定。",
)


def woven_sheets(book: Rulebook, text: PrintedText, prefix: str = "") -> Iterator[Sheet]:
    """The articles beside the rules, the rules that cite none, and where the leaders sign; ``prefix`` says which file it is."""
    found = woven(book, text)
    rows = tuple(row for one in found.articles for row in _rows(one))
    yield Sheet(f"{prefix}条文与规则", _titled(book, prefix, "条文与规则"), _COLUMNS, rows, _HOW, merged=True)
    others = (*found.uncited, *dict.fromkeys(rule for rule, _ in found.astray))
    if others:
        told = tuple((one.name, one.text) for one in others)
        yield Sheet(f"{prefix}其他规则", _titled(book, prefix, "没有引用以上条文的规则"), _OTHERS, told)
    blank: tuple[Cell, ...] = ("", "", "")
    yield Sheet(f"{prefix}审定", _titled(book, prefix, "审定"), _SIGNED, (blank,) * _BLANK_LINES, by_hand=True)


def _titled(book: Rulebook, prefix: str, title: str) -> str:
    return f"{book.title}：{title}" if prefix else title


def _rows(one: WovenArticle) -> Iterator[tuple[Cell, ...]]:
    """An article over as many rows as it has rules; what needs none is told with its reason."""
    told = [f"{rule.name}：{marked_rule(rule)}" for rule in one.rules]
    told += [f"{said}{NEEDLESS}：{reason}" for said, reason in _reasons(one).items()]
    if one.reason:
        told.append(f"不必写成规则：{one.reason}")
    first, *others = told or ["（没有规则引用这一条）"]
    yield marked_article(one), first
    yield from ((None, line) for line in others)


def _reasons(one: WovenArticle) -> dict[str, str]:
    """Why single figures need no rule, by how they are written."""
    figures = [figure for figure in one.figures if figure.reason and not one.reason]
    return {one.article.text[each.figure.start : each.figure.end]: each.reason for each in figures}


def beside_paper(rules: Rules, texts: Mapping[str, PrintedText], version: str) -> Paper:
    """Rule files for proof-reading and signing: those with a document (``texts``, by file) beside it, others by their parts."""
    several = len(rules.every) > 1
    sheets: list[Sheet] = []
    for book in rules.every:
        if book.file in texts:
            prefix = str(book.effective.first.year) if several else ""
            sheets += woven_sheets(book, texts[book.file], prefix)
        else:
            sheets += (chapter_sheet(part, book, several=several) for part in parts(book))
    text = tuple(line for book in rules.every for line in opening(book, beside=book.file in texts))
    return Paper("评分规则与条文对照稿", tuple(sheets), f"规则 {rules.digest[:16]}｜duty {version}", text)


def beside_document(rules: Rules, texts: Mapping[str, PrintedText], version: str) -> Document:
    """The same as plain values: all that is told of rules without their document, and the articles beside it."""
    told = rules_document(rules, version)
    beside = {book.file: _woven_document(woven(book, texts[book.file])) for book in rules.every if book.file in texts}
    return {**told, "articles": beside} if beside else told


def _woven_document(found: WovenText) -> Document:
    """The same as plain values."""
    return {
        "text": found.file,
        "articles": [_article(one) for one in found.articles],
        "uncited": [_rule(one) for one in found.uncited],
        "not_there": [{**_rule(rule), "article": called(one.article), "item": one.item} for rule, one in found.astray],
    }


def _article(one: WovenArticle) -> Document:
    return {
        "article": called(one.article.number),
        "line": one.article.line,
        "paragraphs": list(one.article.paragraphs),
        "without_rule": one.reason or None,
        "figures": [
            {
                "text": one.article.text[each.figure.start : each.figure.end],
                "mark": each.mark,
                "without_rule": each.reason or None,
            }
            for each in one.figures
        ],
        "rules": [{**_rule(rule), "marks": sorted({number for _, number in rule.marks})} for rule in one.rules],
    }


def _rule(rule: CitingRule) -> Document:
    return {"id": rule.name, "clause": rule.clause, "places": list(rule.places), "text": rule.text}
