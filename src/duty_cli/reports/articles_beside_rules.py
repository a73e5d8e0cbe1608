"""The printed document and the rules side by side: each article with the rules that cite it, and each figure that both say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from duty_cli.model.printed_text import Article, ArticleNumber, PrintedText
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.rulebook import Rulebook
from duty_cli.parsing.article_citations import Citation, RulelessPart, cited, ruleless_part
from duty_cli.parsing.stated_figures import StatedFigure, figures_in, figures_of_rule, same_figure
from duty_cli.reports.describe_parts import RuleChapter, RuleSentence
from duty_cli.reports.describe_rules import KINDS, parts

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
"""Those that every terminal can show."""


@dataclass(frozen=True, slots=True)
class CitingRule:
    """A rule as it stands beside an article: its name, clause and places, and all its sentences, those of its levels too.

    ``marks`` are the numbers of the figures that the article states as well, by where they end in ``text``.
    """

    name: str
    clause: str
    places: tuple[str, ...]
    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleFigure:
    """A figure of an article: ``mark`` is its number, the same for all that say the same; None where no rule says it.

    ``reason`` is why it needs none.
    """

    figure: StatedFigure
    mark: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class WovenArticle:
    """An article, its figures, and the rules that cite it; ``reason`` is why it needs none."""

    article: Article
    figures: tuple[ArticleFigure, ...]
    rules: tuple[CitingRule, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class WovenText:
    """A document with its rules: every article, the rules that cite none, and those that cite what is not there.

    ``needless`` are those keys of ``without_rule`` that name nothing in the document, or an article that a rule cites.
    """

    file: str
    articles: tuple[WovenArticle, ...]
    uncited: tuple[CitingRule, ...]
    astray: tuple[tuple[CitingRule, Citation], ...]
    needless: tuple[tuple[str, str], ...]


def woven(book: Rulebook, text: PrintedText) -> WovenText:
    """``book`` beside the document that it puts into rules."""
    rules = [(rule, cited(rule.clause)) for rule in citing_rules(parts(book))]
    reasons = [(key, part, reason) for key, reason in book.without_rule if (part := ruleless_part(key))]
    whole = {part.article: reason for _, part, reason in reasons if part.figure is None}
    single = [(part, reason) for _, part, reason in reasons if part.figure is not None]
    by_article: dict[ArticleNumber, list[CitingRule]] = {}
    for rule, citations in rules:
        for number in dict.fromkeys(one.article for one in citations):
            by_article.setdefault(number, []).append(rule)
    articles = tuple(
        _woven_article(one, by_article.get(one.number, []), whole.get(one.number, ""), single) for one in text.articles
    )
    return WovenText(
        text.file,
        articles,
        tuple(rule for rule, citations in rules if not citations),
        tuple((rule, one) for rule, citations in rules for one in citations if not _is_there(text, one)),
        tuple((key, why) for key, part, _ in reasons if (why := _needless(part, text, by_article))),
    )


def citing_rules(chapters: Iterable[RuleChapter]) -> Iterator[CitingRule]:
    """The rules of a file as they stand beside articles: levels with their item, kinds told alike as one."""
    for chapter in chapters:
        if chapter.name == KINDS:
            yield from _kinds(chapter.rules)
        else:
            yield from _with_levels(chapter.rules)


def _kinds(kinds: Sequence[RuleSentence]) -> Iterator[CitingRule]:
    alike: dict[tuple[str, str], list[RuleSentence]] = {}
    for one in kinds:
        alike.setdefault((one.clause, one.text), []).append(one)
    for (clause, text), same in alike.items():
        names = "、".join(one.name for one in same)
        yield CitingRule(f"{KINDS} {names}", clause, tuple(one.place for one in same), text)


def _with_levels(sentences: Sequence[RuleSentence]) -> Iterator[CitingRule]:
    groups = groupby(enumerate(sentences), key=lambda numbered: _first_of(sentences, numbered[0]))
    for _, group in groups:
        first, *levels = [one for _, one in group]
        said = [first.text, *(f"{one.name.removeprefix(f'{one.level_of}：')}：{one.text}" for one in levels)]
        places = tuple(dict.fromkeys(one.place for one in (first, *levels)))
        yield CitingRule(first.name, first.clause, places, "　".join(said))


def _first_of(sentences: Sequence[RuleSentence], at: int) -> int:
    """The place of the rule that the sentence is of: its own, or that of the item before it."""
    while sentences[at].level_of:
        at -= 1
    return at


def _woven_article(
    article: Article, rules: Sequence[CitingRule], reason: str, single: Sequence[tuple[RulelessPart, str]]
) -> WovenArticle:
    """The article with its figures matched, each sort of figure under one number."""
    said = [(rule, figures_of_rule(rule.text)) for rule in rules]
    every = [figure for _, figures in said for figure in figures]
    kinds: list[StatedFigure] = []
    found = []
    for stated in figures_in(article.text):
        # A reason goes before a match: that a rule happens to say the same number does not make it this one.
        why = reason or _reason(article, stated, single)
        if why or not any(same_figure(stated, one) for one in every):
            found.append(ArticleFigure(stated, reason=why))
            continue
        at = next((at for at, one in enumerate(kinds) if _alike(one, stated)), len(kinds))
        if at == len(kinds):
            kinds.append(stated)
        found.append(ArticleFigure(stated, at + 1))
    marked = [replace(rule, marks=tuple(_marks(figures, kinds))) for rule, figures in said]
    # What says the article's own figures stands next to it, and what can be entered at all comes last.
    marked.sort(key=lambda rule: (rule.name.startswith(f"{KINDS} "), not rule.marks))
    return WovenArticle(article, tuple(found), tuple(marked), reason)


def _alike(one: StatedFigure, other: StatedFigure) -> bool:
    """Whether two figures of an article say the same."""
    return (one.value, one.unit, one.nth) == (other.value, other.unit, other.nth)


def _reason(article: Article, stated: StatedFigure, single: Sequence[tuple[RulelessPart, str]]) -> str:
    """Why a figure needs no rule."""
    return next(
        (
            reason
            for part, reason in single
            if part.article == article.number and part.figure is not None and _alike(part.figure, stated)
        ),
        "",
    )


def _marks(figures: Sequence[StatedFigure], kinds: Sequence[StatedFigure]) -> Iterator[tuple[int, int]]:
    places = ((one.end, at) for one in figures for at, kind in enumerate(kinds, 1) if same_figure(kind, one))
    yield from sorted(dict.fromkeys(places))


def _is_there(text: PrintedText, citation: Citation) -> bool:
    article = text.article(citation.article)
    return article is not None and (citation.item is None or citation.item in article.items)


def _needless(part: RulelessPart, text: PrintedText, cited_by: Mapping[ArticleNumber, Sequence[CitingRule]]) -> str:
    """Why a key of ``without_rule`` says nothing; empty where it says something."""
    article = text.article(part.article)
    if article is None:
        return "条文里没有这一条"
    rules = cited_by.get(part.article, ())
    if part.figure is None:
        return f"却有规则引用它：{rules[0].name}" if rules else ""
    stated = any(_alike(one, part.figure) for one in figures_in(article.text))
    return "" if stated else "这一条里没有这个数"


def mark(number: int) -> str:
    """The sign of a matched figure: ① to ⑩, then （11）."""
    return _CIRCLED[number - 1] if number <= len(_CIRCLED) else f"（{number}）"


UNMATCHED, NEEDLESS = "〔规则未写〕", "〔不入规则〕"
"""What stands behind a figure that no rule of its article says, and behind one that needs none."""


def marked_article(woven_article: WovenArticle) -> str:
    """The article as printed, with a sign behind each figure."""
    return _with_signs(woven_article.article.text, [(one.figure.end, _sign(one)) for one in woven_article.figures])


def _sign(one: ArticleFigure) -> str:
    if one.mark is not None:
        return mark(one.mark)
    return NEEDLESS if one.reason else UNMATCHED


def marked_rule(rule: CitingRule) -> str:
    """What a rule says, with the sign behind each figure that the article states as well."""
    return _with_signs(rule.text, [(end, mark(number)) for end, number in rule.marks])


def _with_signs(text: str, signs: Sequence[tuple[int, str]]) -> str:
    edges = [0, *(end for end, _ in signs)]
    pieces = [text[start:end] + sign for start, (end, sign) in zip(edges, signs, strict=False)]
    return "".join(pieces) + text[edges[-1] :]
