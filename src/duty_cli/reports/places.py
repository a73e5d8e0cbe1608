"""What can be said only of all together: quotas on grades, and selections of the best or the last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from duty_cli.domain.conditions import concerns
from duty_cli.domain.members import Member, MemberKey
from duty_cli.domain.outcomes import Quota, Selection
from duty_cli.domain.periods import Period
from duty_cli.domain.points import show
from duty_cli.reports.year import MemberYear, YearResult
from duty_cli.scoring.quota import QuotaCandidate, QuotaCut, chosen, cut


def with_places(result: YearResult) -> YearResult:
    """The result with its quotas fallen and its selections made."""
    return _with_selections(_with_quotas(result))


def _with_quotas(result: YearResult) -> YearResult:
    """Let the quotas fall, one after another; base and candidates are the graded in office at the end of the year."""
    members = dict(result.members)
    serving = _serving(result)
    cuts = []
    for quota in result.book.quotas:
        gone = f"年末已不在任，不占{quota.grade}名额"
        why = {key: gone for key, one in members.items() if key not in serving and one.grade == quota.grade}
        for name, group in _groups_of(quota, serving, result.days):
            standings = {key: QuotaCandidate(members[key].score.total, members[key].grade) for key in group}
            fell, beyond = cut(quota, standings, len(group), name)
            cuts.append(fell)
            why |= {key: why_beyond(fell, members[key]) for key in beyond}
        for key, said in why.items():
            members[key] = replace(members[key], grade=quota.overflow_to, passed_over=said)
    return replace(result, members=members, cuts=tuple(cuts))


def _serving(result: YearResult) -> dict[MemberKey, Member]:
    """Those in office at the end of the year who are graded."""
    last = result.days.last
    return {
        key: one.member
        for key, one in result.members.items()
        if one.member.in_office(last) and not one.outcome.ungraded
    }


def _with_selections(result: YearResult) -> YearResult:
    """Choose the best or the last for each selection, in each group where it says so; the graded in office at year's end."""
    serving = _serving(result)
    found: dict[MemberKey, tuple[Selection, ...]] = {}
    for rule in result.book.selections:
        if result.year < rule.first_year or (result.year - rule.first_year) % rule.every:
            continue
        for _, group in _groups_of(rule, serving, result.days):
            may_be = {key: one for key in group if _may_be(rule, one := result.members[key])}
            totals = {key: one.score.of(rule.by) for key, one in may_be.items()}
            for key in chosen(rule, totals, len(group)):
                found[key] = (*found.get(key, ()), rule)
    return replace(result, selected=found)


def _groups_of(
    rule: Quota | Selection, serving: Mapping[MemberKey, Member], year: Period
) -> list[tuple[str, list[MemberKey]]]:
    """Whom a quota or selection is for: all of them, named "", or each group of a grouping by its name.

    Nobody without a group is compared.
    """
    end = Period(year.last, year.last)
    meant = {key: one for key, one in serving.items() if concerns(rule.applies_to, one, end, year)}
    if rule.within is None:
        return [("", list(meant))]
    groups: dict[str, list[MemberKey]] = {}
    for key, one in meant.items():
        groups.setdefault(one.value(rule.within, end), []).append(key)
    return sorted((name, group) for name, group in groups.items() if name)


def _may_be(rule: Selection, one: MemberYear) -> bool:
    return not one.lacking and (rule.grades is None or one.grade in rule.grades) and rule.id in one.eligible


def why_beyond(fell: QuotaCut, one: MemberYear) -> str:
    """Why a candidate is beyond the quota, in words."""
    grade, total = f"{fell.group}{fell.quota.grade}", show(one.score.total)
    head = f"{grade}名额 {fell.places} 名，达到{grade}条件 {fell.candidates} 人"
    if one.score.total == fell.tied:
        return f"{head}；{total} 分者同分且跨越名额，按规则均不入围"
    if fell.edge is None:
        return f"{head}；本年度无人入围"
    return f"{head}；得分 {total}，入围最低分 {show(fell.edge)}"
