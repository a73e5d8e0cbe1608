"""Whether anybody loses by having been excused, and which attendance earns nothing at all.

The order is 公假 ≥ 请假 ≥ 请假未准 ≥ 缺席: who was away on the committee's own errand has at least what one on leave has,
and so on (§12). A published scheme may say otherwise, and then it is so; most often it is a state that was forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise
from typing import TypeAlias

from duty_cli.model.conditions import Amount, AppliesTo, Conditions, Held, VaryingAmount, amount_for
from duty_cli.model.exact_numbers import Points, show, simple
from duty_cli.model.items import BracketTable, Item, JudgedRange, Measure, MeasureKind, PointBasis, Target
from duty_cli.model.records import LATE_AND_EARLY, Attendance
from duty_cli.model.rule_conditions import (
    AllOf,
    AnyOf,
    RecordCount,
    Test,
    counted_in,
    records_asked,
    signed_leaves,
)
from duty_cli.model.rulebook import Rulebook
from duty_cli.rules.conditions_together import takes
from duty_cli.rules.linting.lint_registry import DOUBTFUL, registered
from duty_cli.rules.yaml_reading.source_map import Complaint, Loc
from duty_cli.scoring.matching import parted_levels

EXCUSED = (Attendance.EXEMPT, Attendance.ON_LEAVE, Attendance.LEAVE_REFUSED, Attendance.ABSENT)
"""From the most excused to the least."""

Worth: TypeAlias = Callable[[str, Attendance], tuple[Points, ...]]
"""What a record of a kind and state does for the member, for each role or group it differs by; more is better."""

_ADVICE = "因公、准假的不应因此吃亏：请写明这种情况，或确认文件就是这样规定的"


@dataclass(frozen=True, slots=True)
class StateEffect:
    """One place where a state of attendance does something. ``of`` names what belongs together: one item, one minimum."""

    loc: Loc
    of: str
    who: AppliesTo | None
    worth: Worth
    says: Callable[[Attendance, Attendance, tuple[Points, Points]], str]


@registered(DOUBTFUL)
def _excused_lose(book: Rulebook) -> Iterator[Complaint]:
    """States that come off worse than a less excused one."""
    effects = list(_effects(book))
    attended = [kind.id for kind in book.kinds.values() if kind.attended]
    for effect in effects:
        rivals = [one for one in effects if one is not effect and one.who in (None, effect.who)]
        found: dict[Attendance, tuple[Attendance, tuple[Points, Points], list[str]]] = {}
        for kind in attended:
            for better, worse in combinations(EXCUSED, 2):
                lost = _lost(effect, kind, better, worse)
                if lost is not None and not any(_made_good(one, effect, kind, better, worse) for one in rivals):
                    found.setdefault(better, (worse, lost, []))[2].append(kind)
        for better, (worse, values, kinds) in found.items():
            yield effect.loc, f"“{_some(dict.fromkeys(kinds))}”：{effect.says(better, worse, values)}", _ADVICE


def _lost(effect: StateEffect, kind: str, better: Attendance, worse: Attendance) -> tuple[Points, Points] | None:
    """What the two states come to, where the more excused one comes to less."""
    pairs = zip(effect.worth(kind, better), effect.worth(kind, worse), strict=True)
    return next((pair for pair in pairs if pair[0] < pair[1]), None)


def _made_good(other: StateEffect, effect: StateEffect, kind: str, better: Attendance, worse: Attendance) -> bool:
    """Whether another place gives the more excused state at least what it loses here."""
    if (other.loc[0], effect.loc[0]) != ("categories", "categories") and other.of != effect.of:
        return False
    lost = max(b - a for a, b in zip(effect.worth(kind, better), effect.worth(kind, worse), strict=True))
    return min(a - b for a, b in zip(other.worth(kind, better), other.worth(kind, worse), strict=True)) >= lost


@registered(DOUBTFUL)
def _states_unreached(book: Rulebook) -> Iterator[Complaint]:
    """States of an attended kind that no item takes; not of a kind that stands for something else than points."""
    items = [item for category in book.categories for item in category.items]
    elsewhere = [*_needed(book), *_barring(book)]
    found: dict[tuple[Attendance, ...], dict[str, int]] = {}
    for at, kind in enumerate(book.kinds.values()):
        missed = [state for state in Attendance if not any(_reaches(item, kind.id, state) for item in items)]
        alone = any(takes(when, kind.id, state) for when in elsewhere for state in Attendance)
        if kind.attended and missed and not (len(missed) == len(Attendance) and alone):
            # Whatever takes one of the two takes that state as well.
            both = {*missed} >= LATE_AND_EARLY
            told = tuple(state for state in missed if not both or state is not Attendance.LATE_AND_EARLY)
            found.setdefault(told, {})[kind.id] = at
    for states, kinds in found.items():
        what = f"“{'、'.join(kinds)}”的{'、'.join(states)}没有任何计分项计入"
        advice = "不得分也不扣分的，请写明一档，如 {id: 请假, when: {attendance: 请假}, points: 0}"
        yield ("kinds", min(kinds.values())), what, advice


_OF_NOTHING = (MeasureKind.RATE, MeasureKind.RATIO, MeasureKind.MEAN)
"""What is of nothing where nobody has a record, so that nobody has a place."""


@registered(DOUBTFUL)
def _first_with_nothing(book: Rulebook) -> Iterator[Complaint]:
    """Places in each week, month or quarter: where nobody did anything, everybody is first."""
    for at, category in enumerate(book.categories):
        for place, item in enumerate(category.items):
            measure, window = item.measure, item.window
            if measure is None or measure.among is None or window is None or window.each is None:
                continue
            if measure.among.how != "mean_ratio" and measure.of not in _OF_NOTHING:
                loc = ("categories", at, "items", place, "measure", "among")
                what = f"计分项“{item.id}”按每一期的名次计分，一期里谁都没有记录的，人人并列第 1 名，都得第 1 名的分"
                advice = "不该给分的，请改写 as: mean_ratio（占平均数的比例，谁都没有记录的一期不比）；要给的不必改"
                yield loc, what, advice


@registered(DOUBTFUL)
def _parts_of_nothing(book: Rulebook) -> Iterator[Complaint]:
    """Points by the part attended, for those who attended nothing."""
    attended = [kind.id for kind in book.kinds.values() if kind.attended]
    for at, category in enumerate(book.categories):
        for place, item in enumerate(category.items):
            whens = [item.when + level.when for level in item.levels] or [item.when]
            for number, when in enumerate(whens if item.per is PointBasis.SHARE else ()):
                states = {state for state in Attendance for kind in attended if takes(when, kind, state)}
                if states and all(state.away for state in states):
                    loc = ("categories", at, "items", place, *(("levels", number) if item.levels else ()))
                    what = f"计分项“{item.id}”这里只计未到会的，参加部分是 0，按 per: share 得 0 分"
                    yield loc, what, "扣分的请另立一项，不写 per: share"


@registered(DOUBTFUL)
def _late_and_left(book: Rulebook) -> Iterator[Complaint]:
    """Items that say what lateness costs and what leaving early does, and not what both do."""
    attended = [kind.id for kind in book.kinds.values() if kind.attended]
    for at, category in enumerate(book.categories):
        for place, item in enumerate(category.items):
            found = next((parted for kind in attended if (parted := parted_levels(item, kind))), None)
            if found:
                what = f"计分项“{item.id}”的“{found[0]}”和“{found[1]}”没有写明迟到并早退怎样计，这样的记录不予登记"
                advice = (
                    "请写明 several_levels: highest（就高）或 stacked（累加），或为 attendance: 迟到并早退 另写一档"
                )
                yield ("categories", at, "items", place), what, advice


def _reaches(item: Item, kind: str, state: Attendance) -> bool:
    levels = [level.when for level in item.levels] or [()]
    return takes(item.when, kind, state) and any(takes(level, kind, state) for level in levels)


def _effects(book: Rulebook) -> Iterator[StateEffect]:
    for at, category in enumerate(book.categories):
        for place, item in enumerate(category.items):
            loc, name = ("categories", at, "items", place), f"计分项“{item.id}”"
            if item.measure is None:
                yield StateEffect(loc, name, item.applies_to, _of_records(item), _points(name))
            elif (worth := _of_measure(item.when, item.measure, _sign(item.measure))) is not None:
                yield StateEffect(loc, name, item.applies_to, worth, _counted(name))
            yield from _of_range((*loc, "judged_range"), f"{name}评定分的范围", item)
    for at, multiplier in enumerate(book.multipliers):
        measure = multiplier.measure
        if measure and (worth := _of_measure(multiplier.when, measure, _sign(measure))) is not None:
            name = f"系数“{multiplier.id}”"
            yield StateEffect(("multipliers", at), name, multiplier.applies_to, worth, _counted(name))
    yield from _outcomes(book)


def _of_range(loc: Loc, name: str, item: Item) -> Iterator[StateEffect]:
    rule = item.judged_range
    worth = None if rule is None else _of_measure(rule.when, rule.measure, _rising(rule))
    if worth is not None:
        yield StateEffect(loc, name, item.applies_to, worth, _counted(name))


def _outcomes(book: Rulebook) -> Iterator[StateEffect]:
    for at, minimum in enumerate(book.minimums):
        name = f"最低要求“{minimum.id}”"
        for loc, when, sign in _counts(("minimums", at, "need"), minimum.need):
            yield StateEffect(loc, name, minimum.applies_to, _met(when, sign), _for(name, "认"))
    for at, selection in enumerate(book.selections):
        name = f"评选“{selection.id}”"
        for loc, when, sign in () if selection.need is None else _counts(("selections", at, "need"), selection.need):
            yield StateEffect(loc, name, selection.applies_to, _met(when, sign), _for(name, "认"))
    for at, veto in enumerate(book.vetoes):
        name = f"否决项“{veto.id}”"
        for when, sign in _tested(veto.test):
            said = _against(name) if sign < 0 else _for(name, "计")
            yield StateEffect(("vetoes", at), name, veto.applies_to, _met(when, sign), said)
    for at, rule in enumerate(book.consequences):
        name = f"后果“{rule.id}”"
        for when, sign in _tested(rule.test):
            said = _against(name) if sign < 0 else _for(name, "计")
            yield StateEffect(("consequences", at), name, rule.applies_to, _met(when, sign), said)


def _of_records(item: Item) -> Worth:
    """What one record earns, for each value by which the amounts of the item differ."""
    amounts = [item.points, *(level.points for level in item.levels)]
    held: list[Held] = [
        {},
        *({one.by: (name,)} for one in amounts if isinstance(one, VaryingAmount) for name, _ in one.values),
    ]

    def worth(kind: str, state: Attendance) -> tuple[Points, ...]:
        there = state.present or state is Attendance.EXEMPT or item.per is not PointBasis.SHARE
        met: Sequence[Amount] = [level.points for level in item.levels if takes(level.when, kind, state)]
        met = (met if item.levels else [item.points]) if there and takes(item.when, kind, state) else []
        together = sum if item.several_levels == "stacked" else max
        return tuple(together([amount_for(one, mine) for one in met] or [0]) for mine in held)

    return worth


def _of_measure(when: Conditions, measure: Measure, sign: int) -> Worth | None:
    """What one record does to a count or a rate, where more of it is always better or always worse (``sign``)."""
    if not sign:
        return None

    def worth(kind: str, state: Attendance) -> tuple[Points, ...]:
        if not takes(when, kind, state):
            return (0,)
        if measure.of is MeasureKind.RATE:
            return (sign * (1 if state.met_as & measure.present else 0 if state.met_as & measure.left_out else -1),)
        if measure.of is MeasureKind.RATIO:
            above, below = (takes(when + asked, kind, state) for asked in measure.asked)
            return (sign * (1 if above else -1 if below else 0),)
        if measure.of is MeasureKind.MET:
            wanted = (asked for one in measure.each for asked, against in _tested(one) if against < 0)
            return (sign if any(takes(when + asked, kind, state) for asked in wanted) else 0,)
        if measure.of is MeasureKind.MEAN:
            return (-sign if measure.by == "share" and state.away else sign if measure.by == "share" else 0,)
        away = measure.of is MeasureKind.SHARE and not state.present and state is not Attendance.EXEMPT
        return (0 if away else sign,)

    return worth


def _sign(measure: Measure) -> int:
    """1 where a greater count never earns less, -1 where it never earns more, else 0."""
    return 0 if measure.among is not None else _direction(measure.to)


def _rising(rule: JudgedRange) -> int:
    """The same of the two ends of a range."""
    pairs = list(pairwise(rule.table))
    steps = [step for upper, lower in pairs for step in (upper.least - lower.least, upper.most - lower.most)]
    return _one_way(steps)


def _direction(to: BracketTable | Target) -> int:
    if isinstance(to, Target):
        below = to.below if to.below is not None else amount_for(to.points, {})
        steps = [Fraction(to.above), Fraction(below)]
    else:
        values = [Fraction(amount_for(one.points, {})) for one in to.stretches]
        values += [Fraction(0)] if to.stretches[-1].at_least > 0 else []
        steps = [upper - lower for upper, lower in pairwise(values)]
    return _one_way(steps)


def _one_way(steps: Sequence[Points]) -> int:
    """1 where no step leads down and one leads up, -1 the other way round, else 0."""
    rises, falls = any(step > 0 for step in steps), any(step < 0 for step in steps)
    return rises - falls


def _met(when: Conditions, sign: int) -> Worth:
    return lambda kind, state: (sign if takes(when, kind, state) else 0,)


def _counts(loc: Loc, need: Test) -> Iterator[tuple[Loc, Conditions, int]]:
    """What a need asks of records, and whether to be among them is to the member's good."""
    if isinstance(need, AllOf | AnyOf):
        key = "all" if isinstance(need, AllOf) else "any"
        for at, part in enumerate(need.parts):
            yield from _counts((*loc, key, at), part)
    else:
        yield from ((loc, when, -sign) for when, sign in _tested(need))


def _tested(test: Test) -> Iterator[tuple[Conditions, int]]:
    """What tests on records ask, and whether to be among them is to the member's good where the test is against the member.

    Of a rate it is not said: who is among the whole may be among the part or not.
    """
    for leaf, wanted in signed_leaves(test):
        asked = counted_in(leaf)
        if isinstance(asked, RecordCount) and asked.bounds.begins != asked.bounds.ends:
            yield from ((when, -1 if asked.bounds.begins == wanted else 1) for when in asked.whens)


def _needed(book: Rulebook) -> Iterator[Conditions]:
    needs = [minimum.need for minimum in book.minimums] + [one.need for one in book.selections if one.need]
    yield from (when for need in needs for when in records_asked(need))


def _barring(book: Rulebook) -> Iterator[Conditions]:
    yield from (when for veto in book.vetoes for when, _ in _tested(veto.test))
    yield from (when for rule in book.consequences for when, _ in _tested(rule.test))


def _points(name: str) -> Callable[[Attendance, Attendance, tuple[Points, Points]], str]:
    def says(better: Attendance, worse: Attendance, values: tuple[Points, Points]) -> str:
        return f"{name}里{better}得 {show(simple(values[0]))} 分，{worse}反而得 {show(simple(values[1]))} 分"

    return says


def _counted(name: str) -> Callable[[Attendance, Attendance, tuple[Points, Points]], str]:
    return lambda better, worse, _: f"{name}里{better}不如{worse}"


def _for(name: str, verb: str) -> Callable[[Attendance, Attendance, tuple[Points, Points]], str]:
    return lambda better, worse, _: f"{name}{verb}{worse}，却不{verb}{better}"


def _against(name: str) -> Callable[[Attendance, Attendance, tuple[Points, Points]], str]:
    return lambda better, worse, _: f"{name}计入{better}，却不计{worse}"


def _some(names: Mapping[str, None]) -> str:
    listed = list(names)
    return "、".join(listed[:3]) + ("等" if len(listed) > 3 else "")
