"""What scores lead to, told: minimums, vetoes, grades, quotas, selections, consequences."""

from __future__ import annotations

from typing import Literal, assert_never

from duty_cli.model.exact_numbers import show
from duty_cli.model.grading_rules import (
    Band,
    Consequence,
    Graded,
    Minimum,
    Quota,
    ReservedPlaces,
    Selection,
    Veto,
)
from duty_cli.model.items import WHOLE
from duty_cli.model.office_words import MEMBER, named
from duty_cli.model.rule_conditions import YearCount, leaves, records_asked
from duty_cli.model.rulebook import Rulebook
from duty_cli.reports.describe_parts import RuleSentence, asked, concerning, listed, ratio, sentence, whom
from duty_cli.reports.describe_tests import needed, required, tested


def minimum(rule: Minimum, book: Rulebook) -> RuleSentence:
    """An obligation, when it is to be met, and what missing it leads to."""
    alone = "只作提示，不影响等次" if book.bands else "只作提示"
    missed = alone if rule.grade_at_most is None else f"等次最高为{rule.grade_at_most}"
    text = sentence(f"{rule.about}：{_within(rule)}{required(rule.need, book)}", f"未达到的，{missed}")
    return RuleSentence(rule.id, rule.origin.clause, rule.origin.place, concerning(rule.applies_to) + text)


def _within(rule: Minimum) -> str:
    match rule.within:
        case "month":
            return "每月"
        case "quarter":
            return "每季度"
        case "year":
            return "每年度"
        case "term":
            return "届内"
        case _:
            assert_never(rule.within)


def veto(rule: Veto, book: Rulebook) -> RuleSentence:
    """Records that bound the grade."""
    text = sentence(f"{_barring(rule, book)}的，不论分数，等次最高为{rule.grade_at_most}")
    return RuleSentence(rule.id, rule.origin.clause, rule.origin.place, concerning(rule.applies_to) + text)


def _barring(rule: Veto, book: Rulebook) -> str:
    """What bars: of records, where one is enough, which; else as any need."""
    if rule.of_conduct:
        return f"有{asked(next(records_asked(rule.test)), book)}"
    return f"当年{needed(rule.test, book)}"


def graded(rule: Graded) -> RuleSentence:
    """Who is graded."""
    who = {"last_day": "年末在任", "any_day": "年内曾经在任"}[rule.in_office]
    months = f"、当年在任满 {rule.at_least_months} 个月" if rule.at_least_months else ""
    return RuleSentence("评定范围", "", rule.place, f"{who}{months}的评定等次；其余的只列得分，不评定等次，不占名额。")


def band(rule: Band, book: Rulebook) -> RuleSentence:
    """A grade and the totals that fall in it."""
    at = book.bands.index(rule)
    above = "" if at == 0 else f"、不足 {show(book.bands[at - 1].min)} 分"
    last = f"；低于 {show(rule.min)} 分的也为{rule.grade}" if rule is book.bands[-1] else ""
    colour = f"以{rule.colour}标示。" if rule.colour else ""
    return RuleSentence(
        rule.grade,
        rule.clause,
        rule.place,
        f"总分 {show(rule.min)} 分及以上（含本数）{above}的为{rule.grade}{last}。{colour}",
    )


def quota(rule: Quota, book: Rulebook) -> RuleSentence:
    """How many may be in a grade, and what becomes of the rest."""
    each = "" if rule.within is None else f"每个{named(rule.within)}的"
    text = sentence(
        f"{each}{rule.grade}不超过{_places(rule, _among(rule, book))}，按得分从高到低",
        _ties(rule.ties),
        f"{listed(rule.unused_of, (one.grade for one in book.bands))}没有用完的名额加进来" if rule.unused_of else None,
        f"超出名额的列为{rule.overflow_to}",
    )
    return RuleSentence(f"{rule.grade}名额", rule.origin.clause, rule.origin.place, concerning(rule.applies_to) + text)


def _reserved(rule: ReservedPlaces) -> str:
    """Places kept for some."""
    share = f"名额的 {ratio(rule.at_least)}（{_rounded(rule.round)}）"
    number = f" {show(rule.at_least)} 人" if rule.unit == "members" else share
    short = {"empty": "不足的空着", "others": "不足的给其他人"}[rule.if_short]
    return f"其中{whom(rule.applies_to)}的不少于{number}，{short}"


def _of_quarters(book: Rulebook, selection: str) -> bool:
    return any(one.id == selection and one.each == "quarter" for one in book.selections)


def _among(rule: Quota | Selection, book: Rulebook) -> str:
    """Whose number a share is taken of."""
    if isinstance(rule, Selection) and rule.share_of:
        return f"“{rule.share_of}”{'当年' if _of_quarters(book, rule.share_of) else ''}选出的"
    whose = "" if rule.within is None else f"该{named(rule.within)}"
    return f"{whose}{'' if rule.applies_to is None else '适用本条的'}年末在任{MEMBER}"


def _places(rule: Quota | Selection, among: str) -> str:
    match rule.unit:
        case "members":
            return f" {show(rule.at_most)} 人"
        case "share":
            return f"{among}人数的 {ratio(rule.at_most)}，名额{_rounded(rule.round)}"
        case _:
            assert_never(rule.unit)


def _rounded(how: Literal["down", "half_up"]) -> str:
    match how:
        case "down":
            return "只取整数部分"
        case "half_up":
            return "四舍五入取整"
        case _:
            assert_never(how)


def _ties(how: Literal["exclude", "include"]) -> str:
    match how:
        case "exclude":
            return "末位得分相同而名额不够的，得分相同者都不列入"
        case "include":
            return "末位得分相同而名额不够的，得分相同者都列入"
        case _:
            assert_never(how)


def selection(rule: Selection, book: Rulebook) -> RuleSentence:
    """The best or the last, put forward."""
    text = sentence(
        _when_chosen(rule),
        "" if rule.grades is None else f"只限等次为{listed(rule.grades, (band.grade for band in book.bands))}的",
        "" if rule.need is None else required(rule.need, book),
        f"{'' if rule.within is None else f'每个{named(rule.within)}各'}取{_by(rule)}{_end(rule.take)}的，不超过{_places(rule, _among(rule, book))}",
        _less(rule, book),
        *(_reserved(one) for one in rule.reserve),
        _ties(rule.ties),
        "写明列第几名" if rule.show_place else None,
        f"提出：{rule.propose}" if rule.propose else "只列名单，不提请研究",
    )
    return RuleSentence(rule.id, rule.origin.clause, rule.origin.place, concerning(rule.applies_to) + text)


def _less(rule: Selection, book: Rulebook) -> str | None:
    """The selections whose members take up places."""
    names = [f"{name}{'当年' if _of_quarters(book, name) else ''}" for name in sorted(rule.less)]
    return f"名额中减去{'、'.join(names)}已选出的人数" if names else None


def _by(rule: Selection) -> str:
    return "得分" if rule.by == WHOLE else f"{rule.by}得分"


def _when_chosen(rule: Selection) -> str:
    if rule.each == "quarter":
        return "每季度评选，按本季积分"
    return "每年评选" if rule.every == 1 else f"自 {rule.first_year} 年起每 {rule.every} 年评选一次"


def _end(take: Literal["top", "bottom"]) -> str:
    match take:
        case "top":
            return "最高"
        case "bottom":
            return "最低"
        case _:
            assert_never(take)


def consequence(rule: Consequence, book: Rulebook) -> RuleSentence:
    """What is proposed, and when."""
    text = sentence(
        f"{'届满之年，' if rule.at_term_end else ''}{tested(rule.test, book)}的，提请研究：{rule.propose}",
        _fires(rule),
        f"可选：{'、'.join(rule.options)}" if rule.options else None,
        f"告知：{'、'.join(rule.notify)}" if rule.notify else None,
    )
    return RuleSentence(rule.id, rule.origin.clause, rule.origin.place, concerning(rule.applies_to) + text)


def _fires(rule: Consequence) -> str | None:
    """In which of the years in which it holds it is proposed, where that is not every one that can be."""
    if rule.fires == "once":
        return "届内只在第一个成立的年度提请"
    of_years = (
        one for one in leaves(rule.test) if isinstance(one, YearCount) and one.window not in ("year", "in_a_row")
    )
    return "凡成立的年度都提请" if rule.fires == "every_year" and any(of_years) else None
