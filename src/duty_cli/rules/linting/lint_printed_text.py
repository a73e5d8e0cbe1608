"""What a rule file and the printed document beside it say otherwise: told by ``duty rules check`` alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from duty_cli.errors.file_errors import UnreadableFile
from duty_cli.model.parsed_rows import Problem
from duty_cli.model.printed_text import Article, PrintedText, called
from duty_cli.parsing.stated_figures import in_words
from duty_cli.reports.articles_beside_rules import CitingRule, WovenArticle, WovenText, woven
from duty_cli.rules.printed_document.printed_text_file import TextBytes, read_text, text_problem
from duty_cli.rules.rule_forms.rulebook_form import RulesForm
from duty_cli.rules.yaml_reading.source_map import SourceMap, problem_at


def against_text(form: RulesForm, source: SourceMap, text_of: TextBytes) -> tuple[list[Problem], list[Problem]]:
    """What is wrong between a file and its text, and what is doubtful; nothing where it names none."""
    book = form.rulebook(source)
    if not book.text:
        return [], []
    try:
        data = text_of(book.file, book.text)
    except UnreadableFile as error:
        return [source.problem(("text",), str(error))], []
    text, problems = (None, []) if data is None else read_text(book.text, data)
    if text is None:
        return problems, []
    found = woven(book, text)
    return list(_wrong(found, source)), [*_gaps(text), *_doubtful(found)]


def _wrong(found: WovenText, source: SourceMap) -> Iterator[Problem]:
    for rule, citation in found.astray:
        name = called(citation.article) + (f"第{citation.item}项" if citation.item else "")
        yield _at(rule, f"“{rule.name}”引用{name}，{found.file} 里没有", "请核对 clause 和条文的编号")
    for key, why in found.needless:
        loc = ("without_rule", key)
        yield source.key_problem(loc, f"“{key}”写在 without_rule 里，{why}", "请改正，或删去这一项")


def _gaps(text: PrintedText) -> Iterator[Problem]:
    for before, after in pairwise(text.articles):
        if after.number[0] > before.number[0] + 1:
            what = f"{called(before.number)}后面就是{called(after.number)}"
            yield _in_text(text.file, after, what, "请核对是否漏了条文，或有的条文没有另起一行")


def _doubtful(found: WovenText) -> Iterator[Problem]:
    for one in found.articles:
        name = called(one.article.number)
        if not one.rules and not one.reason:
            advice = f"请补规则，或在规则文件里写 without_rule: {{{name}: 原因}}"
            yield _in_text(found.file, one.article, f"没有规则引用{name}", advice)
        elif not one.reason:
            yield from _figures(found.file, one)
    for rule in found.uncited:
        if rule.clause:
            yield _at(rule, f"“{rule.name}”的依据“{rule.clause}”看不出是第几条", "请写条文的编号，如 第12条")


def _figures(file: str, one: WovenArticle) -> Iterator[Problem]:
    """Figures that no rule says, each once."""
    lacking = (figure.figure for figure in one.figures if figure.mark is None and not figure.reason)
    name, text = called(one.article.number), one.article.text
    for said in dict.fromkeys(in_words(figure, text) for figure in lacking):
        advice = f"请核对；不必写成规则的，写 without_rule: {{{name} {said}: 原因}}"
        yield _in_text(file, one.article, f"{name}的“{said}”，引用它的规则里都没有", advice)


def _at(rule: CitingRule, what: str, advice: str) -> Problem:
    file, _, line = rule.places[0].rpartition(":")
    return problem_at(file, (int(line), 1), what, advice)


def _in_text(file: str, article: Article, what: str, advice: str) -> Problem:
    return text_problem(file, article.line, what, advice)
