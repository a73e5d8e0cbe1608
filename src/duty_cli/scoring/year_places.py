"""The places of a year: where its quotas and selections fell among all, and what they make of each member.

Where they fell takes everybody's score; what that makes of one member, this member's alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import field, replace
from typing import Self

from duty_cli.model.conditions import concerns
from duty_cli.model.exact_numbers import Points, show
from duty_cli.model.grading_rules import Quota, Selection
from duty_cli.model.members import Member, MemberKey
from duty_cli.model.periods import Period, Quarter
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.rule_conditions import Counted, QuarterCount, YearCount, counts_in
from duty_cli.model.rulebook import YearRules
from duty_cli.scoring.assessment_year import MemberYear, QuartersByMember, YearResult
from duty_cli.scoring.commendation import chooses, commending_grade, praises
from duty_cli.scoring.grading import QuotaCandidate, QuotaCut, SelectionCut, cut, select
from duty_cli.scoring.verdicts import YearStanding, verdict


@dataclass(frozen=True, slots=True)
class YearPlaces:
    """Where each quota and each selection of a book fell, in the order of the book, group by group.

    One not in its turn fell nowhere. ``quarters``: whom the selections of each quarter chose, as in the result.
    """

    quotas: tuple[tuple[QuotaCut, ...], ...] = ()
    selections: tuple[tuple[SelectionCut, ...], ...] = ()
    quarters: QuartersByMember = field(default_factory=dict)


def with_places(result: YearResult) -> tuple[YearResult, YearPlaces]:
    """Apply the quotas of grades, then the selections, to a scored year; and where they fell."""
    # Selections last: they may ask for a grade, which a quota can take away.
    graded, cuts = with_quotas(result)
    chosen, selected = _with_selections(graded)
    return chosen, YearPlaces(cuts, selected, result.quarters)


def with_quotas(result: YearResult) -> tuple[YearResult, tuple[tuple[QuotaCut, ...], ...]]:
    """Apply the quotas in order, downgrading who is beyond; base and candidates: the graded in office at year's end."""
    members = dict(result.members)
    serving = _serving(result)
    fell: list[tuple[QuotaCut, ...]] = []
    for quota in result.book.quotas:
        # From ``members``, not from ``result``: who fell out of a better grade stands for the next quota.
        left = [one for before in fell for one in before if one.quota.grade in quota.unused_of]
        groups = _groups_of(quota, serving, result.days)
        cuts = tuple(_cut(quota, name, group, members, _unused(left, name)) for name, group in groups)
        reached = {key: one for key, one in members.items() if one.grade == quota.grade}
        members |= {key: _within(quota, cuts, one, result.days) for key, one in reached.items()}
        fell.append(cuts)
    return replace(result, members=members, cuts=tuple(one for cuts in fell for one in cuts)), tuple(fell)


def _unused(left: Iterable[QuotaCut], group: str) -> int:
    """The places that quotas left unfilled in a group."""
    return sum(max(0, one.places - one.within) for one in left if one.group == group)


def _cut(
    quota: Quota, name: str, group: Sequence[MemberKey], members: Mapping[MemberKey, MemberYear], more: int
) -> QuotaCut:
    standings = {key: QuotaCandidate(members[key].score.total, members[key].grade) for key in group}
    # The places are a share of the whole group, not of those who reached the grade.
    return cut(quota, standings, len(group), name, more)[0]


def _within(quota: Quota, cuts: Iterable[QuotaCut], one: MemberYear, year: Period) -> MemberYear:
    """A member who reached the grade of a quota, within its places or fallen to the grade below."""
    if not _serves(one, year):
        return replace(one, grade=quota.overflow_to, passed_over=f"年末已不在任，不占{quota.grade}名额")
    group = _group(quota, one.member, year)
    fell = next((fell for fell in cuts if fell.group == group), None)
    if fell is None or (fell.edge is not None and one.score.total >= fell.edge):
        return one
    return replace(one, grade=quota.overflow_to, passed_over=_why_beyond(fell, one))


def _with_selections(result: YearResult) -> tuple[YearResult, tuple[tuple[SelectionCut, ...], ...]]:
    """Choose the best or the last for each selection, in each group where it says so; the graded in office at year's end."""
    members, rules = result.members, [one for one in result.book.selections if _in_turn(one, result.year)]

    def may_be(rule: Selection, key: MemberKey, before: Sequence[Selection]) -> bool:
        return _may_be(rule, members[key], before, result.quarters.get(key, {}))

    def points(rule: Selection, key: MemberKey) -> Points:
        return members[key].score.of(rule.by)

    found, cuts = chosen_among(rules, _serving(result), result.days, may_be, points, result.quarters)
    fell = tuple(cuts.get(rule.id, ()) for rule in result.book.selections)
    return replace(result, selected=found, fell=tuple(one for own in fell for one in own)), fell


def chosen_among(
    rules: Iterable[Selection],
    serving: Mapping[MemberKey, Member],
    days: Period,
    may_be: Callable[[Selection, MemberKey, Sequence[Selection]], bool],
    points: Callable[[Selection, MemberKey], Points],
    quarters: QuartersByMember,
) -> tuple[dict[MemberKey, tuple[Selection, ...]], dict[str, tuple[SelectionCut, ...]]]:
    """Whom each selection chooses, in its order, of those who are in office at the end of some ``days``; and where it fell.

    ``quarters``: whom the quarters of those days chose; who was chosen several times is one of them.
    """
    found: dict[MemberKey, tuple[Selection, ...]] = {}
    fell = {}
    for rule in rules:
        cuts = []
        for name, group in _groups_of(rule, serving, days):
            totals = {key: points(rule, key) for key in group if may_be(rule, key, found.get(key, ()))}
            held = {key: _kept_for(rule, serving[key], days) for key in totals}
            base, less = len(group), 0
            if rule.share_of or rule.less:
                own = [key for key, one in serving.items() if _is_in(rule, name, one, days)]
                chosen = [{*(other.id for other in found.get(key, ())), *quarters.get(key, ())} for key in own]
                base, less = _taken_by(rule, len(group), chosen)
            cuts.append(select(rule, totals.values(), base, name, less=less, held=list(held.values())))
            for key, total in totals.items():
                if cuts[-1].takes(total, held[key]):
                    found[key] = (*found.get(key, ()), rule)
        fell[rule.id] = tuple(cuts)
    return found, fell


def _kept_for(rule: Selection, member: Member, year: Period) -> tuple[bool, ...]:
    """Whether a member is one of those for whom places are kept, for each that keeps some."""
    end = Period(year.last, year.last)
    return tuple(concerns(one.applies_to, member, end, year) for one in rule.reserve)


def _taken_by(rule: Selection, size: int, names: Sequence[Collection[str]]) -> tuple[int, int]:
    """Of how many the places are a share, and how many of them other selections have taken, in one group.

    ``names`` are the selections that chose each of the group.
    """
    base = sum(rule.share_of in chosen for chosen in names) if rule.share_of else size
    return base, sum(not rule.less.isdisjoint(chosen) for chosen in names)


def in_places(rules: YearRules, known: YearPlaces, one: MemberYear) -> YearResult:
    """The year of one member whose score is worked out, with the places as they are known: the same as among all."""
    book, days = rules.book, rules.days
    # Bound to the rules at hand: of what is known the groups and totals count.
    quotas = [
        [replace(fell, quota=quota) for fell in cuts] for quota, cuts in zip(book.quotas, known.quotas, strict=True)
    ]
    for quota, cuts in zip(book.quotas, quotas, strict=True):
        one = _within(quota, cuts, one, days) if one.grade == quota.grade else one
    quarters = known.quarters.get(one.member.key, {})
    chosen: tuple[Selection, ...] = ()
    for rule, fallen in zip(book.selections, known.selections, strict=True):
        if any(_chosen(rule, fell, one, chosen, days, quarters) for fell in fallen):
            chosen = (*chosen, rule)
    key = one.member.key
    cuts_of = tuple(fell for cuts in quotas for fell in cuts)
    fell = tuple(
        replace(one, selection=rule)
        for rule, cuts in zip(book.selections, known.selections, strict=True)
        for one in cuts
    )
    selected = {key: chosen} if chosen else {}
    return YearResult(rules, {key: one}, cuts_of, selected, fell, {key: quarters} if quarters else {})


def _chosen(
    rule: Selection,
    fell: SelectionCut,
    one: MemberYear,
    before: Sequence[Selection],
    year: Period,
    quarters: Mapping[str, tuple[Quarter, ...]],
) -> bool:
    mine = _serves(one, year) and fell.group == _group(rule, one.member, year)
    return (
        mine
        and _may_be(rule, one, before, quarters)
        and replace(fell, selection=rule).takes(one.score.of(rule.by), _kept_for(rule, one.member, year))
    )


def _in_turn(rule: Selection, year: int) -> bool:
    return rule.each == "year" and year >= rule.first_year and (year - rule.first_year) % rule.every == 0


def _may_be(
    rule: Selection, one: MemberYear, before: Sequence[Selection], quarters: Mapping[str, tuple[Quarter, ...]]
) -> bool:
    """Whether a member may be chosen at all, whom the selections ``before`` it in the file have chosen, and those of quarters in them."""
    if one.lacking or (rule.grades is not None and one.grade not in rule.grades):
        return False
    if rule.need is None:
        return True
    selected = frozenset(other.id for other in before)
    points = one.score.categories
    standing = YearStanding(one.score.total, one.grade, None, selected, categories=points, quarters=quarters)
    answers = {id(asked): answer for asked, answer in zip(counts_in(rule.need), one.needs[rule.id], strict=True)}
    return verdict(rule.need, _Answered(answers, standing)) is True


@dataclass(frozen=True, slots=True)
class _Answered:
    """What is known of a member when everybody is scored: of the records what they answered, by the count that asked."""

    answers: Mapping[int, bool | None]
    standing: YearStanding

    def counted(self, asked: Counted) -> bool | None:
        """What the records answered."""
        return self.answers[id(asked)]

    def happened(self, asked: YearCount) -> bool | None:
        """Whether the fact is so of the year."""
        return self.standing.shows(asked.fact)

    def in_quarters(self, asked: QuarterCount) -> bool | None:
        """Whether the year has so many quarters."""
        return self.standing.shows(asked)

    def whenever(self) -> Self:
        """There is but one year."""
        return self


def _serves(one: MemberYear, year: Period) -> bool:
    """Whether a member is graded, and in office at the end of the year."""
    return one.member.in_office(year.last) and not one.outcome.ungraded


def _serving(result: YearResult) -> dict[MemberKey, Member]:
    """Those in office at the end of the year who are graded."""
    return {key: one.member for key, one in result.members.items() if _serves(one, result.days)}


def _is_in(rule: Selection, group: str, member: Member, year: Period) -> bool:
    """Whether a member is in the group by whose places a selection is held, be the rule for the member or not."""
    return rule.within is None or member.value(rule.within, Period(year.last, year.last)) == group


def _groups_of(
    rule: Quota | Selection, serving: Mapping[MemberKey, Member], year: Period
) -> list[tuple[str, list[MemberKey]]]:
    """Whom a quota or selection is for: all of them, named "", or each group of a grouping by its name."""
    groups: dict[str, list[MemberKey]] = {} if rule.within else {"": []}
    for key, one in serving.items():
        name = _group(rule, one, year)
        if name is not None:
            groups.setdefault(name, []).append(key)
    return sorted(groups.items())


def _group(rule: Quota | Selection, member: Member, year: Period) -> str | None:
    """The group among which a member is compared, "" where that is all; None where the rule is not for the member.

    Nobody without a group is compared.
    """
    end = Period(year.last, year.last)
    if not concerns(rule.applies_to, member, end, year):
        return None
    return "" if rule.within is None else member.value(rule.within, end) or None


def place_of(result: YearResult, rule: Selection, key: MemberKey) -> tuple[int, int] | None:
    """In which place a member who was chosen stood, among how many; None where the rule does not tell places."""
    one = result.members[key]
    return place_in(rule, result.fell, one.member, result.days, one.score.of(rule.by))


def place_in(
    rule: Selection, fell: Iterable[SelectionCut], member: Member, days: Period, points: Points
) -> tuple[int, int] | None:
    """In which place a member with those points stood where a selection fell, among how many; None where it tells no places."""
    group = _group(rule, member, days)
    own = next((one for one in fell if one.selection.id == rule.id and one.group == group), None)
    return None if own is None or not rule.show_place else (own.place(points), len(own.stood))


def praise_places(result: YearResult) -> int | None:
    """How many the rules allow to be commended for the year; None where they set no limit."""
    book = result.book
    if any(map(praises, book.consequences)):
        return None
    choosing = [rule for rule in book.selections if chooses(rule)]
    if choosing:
        return sum(one.places for one in result.fell if one.selection in choosing)
    cuts = [one.places for one in result.cuts if one.quota.grade == commending_grade(book)]
    return sum(cuts) if cuts else None


def _why_beyond(fell: QuotaCut, one: MemberYear) -> str:
    """Why a candidate is beyond the quota, in words."""
    grade, total = f"{fell.group}{fell.quota.grade}", show(one.score.total)
    head = f"{grade}名额 {fell.places} 名，达到{grade}条件 {fell.candidates} 人"
    if one.score.total == fell.tied:
        return f"{head}；{total} 分者同分且跨越名额，按规则均不入围"
    if fell.edge is None:
        return f"{head}；本年度无人入围"
    return f"{head}；得分 {total}，入围最低分 {show(fell.edge)}"
