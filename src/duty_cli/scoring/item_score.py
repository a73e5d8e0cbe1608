"""From the claims under one item to its score: same matter, combine, windows, bounds and rounding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import date
from fractions import Fraction
from typing import Literal, assert_never

from duty_cli.model.conditions import Held, Origin, VaryingAmount
from duty_cli.model.exact_numbers import Points, round_half_up, show, simple, summed
from duty_cli.model.items import Item, Measure, MeasureKind, PeerComparison, PointBasis
from duty_cli.model.members import Facet, Member
from duty_cli.model.periods import Period
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Tally
from duty_cli.model.rule_conditions import Test, records_asked
from duty_cli.scoring.matching import Worth, kinds_named
from duty_cli.scoring.measures import earned, in_proportion, is_left_out, measured, ratio_counts, unmet, windows
from duty_cli.scoring.trace import OutsideRange, Step, TraceLine

ANY = Tally("", date.min)
"""Stands for all records of which only the worth and the number matter."""


# Not frozen, for the reason that tallies are not: one is made for each record, and a frozen one is slow to make.
@dataclass(slots=True)
class Claim:
    """Some records of one tally that ask for points under one item; ``aside``: their matter scores elsewhere, and why."""

    tally: Tally
    worth: Worth
    count: int
    aside: Step | None = None

    @property
    def order(self) -> tuple[object, ...]:
        """By date, then by what the records say: never by the order in which they were entered."""
        t = self.tally
        said = (sorted(t.stages), sorted(t.levels), t.kind, t.matter or "", str(t.attendance), t.position or 0)
        # Seqs last: they decide only between records that say the same, which changes no score.
        return (t.on, said, self.worth.points, t.family or "", t.seqs)

    def part(self, count: int) -> Claim:
        """The claim of so many of its records."""
        return self if count == self.count else replace(self, count=count)

    def told(self, step: Step) -> tuple[tuple[Step, Claim], ...]:
        """The steps in which it is told, where ``step`` decides it."""
        return ((step, self),)


@dataclass(slots=True)
class OutsideClaim(Claim):
    """The claim of a judged value outside its range: set ``aside``, or of the worth of the nearest bound.

    ``as_judged`` is what it would be worth by the value itself.
    """

    outside: OutsideRange = field(kw_only=True)
    as_judged: Worth = field(kw_only=True)

    def told(self, step: Step) -> tuple[tuple[Step, Claim], ...]:
        """As it was judged, then what it loses or gains by being held."""
        if step is not Step.COUNTED:
            return ((step, self),)
        change = Worth(simple(self.worth.points - self.as_judged.points), str(self.outside))
        return (step, Claim(self.tally, self.as_judged, self.count)), (Step.HELD, Claim(self.tally, change, self.count))


def by_order(item: Item) -> bool:
    """Whether the points, and not the trace alone, depend on which record comes first."""
    # Where every record is worth the same, any of them may be the first without changing the points.
    uneven = item.levels or item.authors or item.per is not PointBasis.RECORD or isinstance(item.points, VaryingAmount)
    return bool(uneven) and (item.combine == "once" or item.from_nth > 1)


def counted(item: Item, claims: list[Claim]) -> list[Claim]:
    """Only the claims that count: the fast path of a score without its trace."""
    # Nothing is set aside here: what yielded to another item is worth 0 already.
    if item.combine == "sum" and item.from_nth == 1 and item.same_matter is None and item.converted is None:
        return claims
    return [claim for step, claim in settled(item, claims) if step is Step.COUNTED]


def settled(item: Item, claims: list[Claim]) -> Iterator[tuple[Step, Claim]]:
    """Each claim, whole or split, with the step that decides it: counted, or why it is set aside."""
    yield from ((claim.aside, claim) for claim in claims if claim.aside is not None)
    claims = [claim for claim in claims if claim.aside is None]
    if item.converted is not None:
        best = best_works(claims)
        parted = [part for claim in claims for part in in_best_work(claim, best)]
        yield from ((Step.CONVERTED, claim) for kept, claim in parted if not kept)
        claims = [claim for kept, claim in parted if kept]
    if item.same_matter == "highest":
        aside, claims = _same_matter(claims, by_source=item.by_source)
        yield from ((Step.SAME_MATTER, claim) for claim in aside)
    if item.combine == "highest":
        yield from _one(claims, Step.NOT_HIGHEST, best=True)
    elif item.combine == "once":
        yield from _one(claims, Step.ONLY_ONCE, best=False)
    else:
        yield from _from_nth(claims, item.from_nth)


def best_works(claims: Iterable[Claim]) -> dict[str, object]:
    """The work of each family that counts: the one that comes to most, of equals the first.

    Works that came of one another (来源编号) are a family; a work is what bears one 成果标识, or a record without.
    """
    sums: dict[str, dict[object, Points]] = {}
    for claim in claims:
        if claim.tally.family is not None:
            own, work = sums.setdefault(claim.tally.family, {}), _work(claim)
            # Records alike without a 成果标识 are a work each, of which one is as good as another.
            count = 1 if claim.tally.matter is None else claim.count
            own[work] = own.get(work, 0) + claim.worth.points * count
    return {family: max(own, key=own.__getitem__) for family, own in sums.items()}


def _work(claim: Claim) -> object:
    return id(claim.tally) if claim.tally.matter is None else claim.tally.matter


def in_best_work(claim: Claim, best: Mapping[str, object]) -> Iterator[tuple[bool, Claim]]:
    """A claim in parts: of the work that counts, and of others."""
    family = claim.tally.family
    ours = family is None or best[family] == _work(claim)
    kept = claim.count if ours and (family is None or claim.tally.matter is not None) else int(ours)
    if kept:
        yield True, claim.part(kept)
    if claim.count > kept:
        yield False, claim.part(claim.count - kept)


def _same_matter(claims: list[Claim], *, by_source: bool) -> tuple[list[Claim], list[Claim]]:
    """Deduplicate by matter: claims set aside, and claims kept (the highest of each matter, all without a matter)."""
    best: dict[str, Claim] = {}
    for claim in claims:
        matter = claim.tally.matter_by(source=by_source)
        # Strictly more: of equal records the first by date and content stays, never the one entered first.
        if matter is not None and (matter not in best or claim.worth.points > best[matter].worth.points):
            best[matter] = claim
    aside: list[Claim] = []
    kept: list[Claim] = []
    for claim in claims:
        matter = claim.tally.matter_by(source=by_source)
        if matter is None:
            kept.append(claim)
            continue
        chosen = claim is best[matter]
        kept += [claim.part(1)] if chosen else []
        rest = claim.count - chosen
        aside += [claim.part(rest)] if rest else []
    return aside, kept


def _one(claims: list[Claim], aside: Step, *, best: bool) -> Iterator[tuple[Step, Claim]]:
    """Keep one record, the highest or the first; the others are set aside under the step ``aside``."""
    if not claims:
        return
    chosen = max(claims, key=lambda claim: claim.worth.points) if best else claims[0]
    for claim in claims:
        if claim is chosen:
            yield Step.COUNTED, claim.part(1)
        rest = claim.count - (claim is chosen)
        if rest:
            yield aside, claim.part(rest)


def _from_nth(claims: list[Claim], nth: int) -> Iterator[tuple[Step, Claim]]:
    """Records from the ``nth`` on count, those before it do not."""
    left = nth - 1
    if not left:
        yield from ((Step.COUNTED, claim) for claim in claims)
        return
    for claim in claims:
        before = min(left, claim.count)
        left -= before
        if before:
            yield Step.BEFORE_NTH, claim.part(before)
        if claim.count > before:
            yield Step.COUNTED, claim.part(claim.count - before)


@dataclass(slots=True)
class RunningTotal:
    """Accumulator for an item, a category or the total, with its trace lines if they are wanted."""

    category: str
    item: str
    lines: list[TraceLine] = field(default_factory=list)
    value: Points = 0
    traced: bool = True

    def step(self, step: Step, origin: Origin, after: Points, level: str = "", *, always: bool = False) -> None:
        """Move to ``after``; nothing is written when nothing changes, unless it is ``always`` to be said."""
        if after != self.value or always:
            if self.traced:
                self.lines.append(TraceLine(step, self.category, self.item, origin, self.value, after, level))
            self.value = after

    def add(self, gain: Points) -> None:
        """Add a gain that has trace lines of its own."""
        self.value = simple(self.value + gain)

    def bound(self, origin: Origin, cap: Points | None, floor: Points | None) -> None:
        """Clamp the value to ``cap`` and ``floor``, with a line for each that changes it."""
        if cap is not None:
            self.step(Step.CAP, origin, min(self.value, cap))
        if floor is not None:
            self.step(Step.FLOOR, origin, max(self.value, floor))

    def claim(self, step: Step, origin: Origin, claim: Claim) -> None:
        """Append the trace line of a claim, and its points if it is counted; ``step`` says why it is set aside."""
        before, said = self.value, claim.tally
        if step in (Step.COUNTED, Step.HELD):
            self.add(claim.worth.points * claim.count)
        if not self.traced:
            return
        self.lines.append(
            TraceLine(
                step, self.category, self.item, origin, before, self.value,
                level=claim.worth.level, on=said.on, count=claim.count, seqs=said.seqs,
            )
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ScoringContext:
    """Whose score it is and over which days: what an item needs to know beside the records.

    A window that begins after ``until`` has not come: it neither earns nor counts in a mean.

    ``held`` are the roles and groups at the end of the year, or of the member's part of it; ``among`` is, for an item
    that compares, what the member's count comes to among all, by ``comparison``.
    """

    member: Member
    year: Period
    places: int
    held: Held
    reach: frozenset[str] = frozenset()
    part: Points = 1
    traced: bool = True
    until: date = date.max
    among: Mapping[str, Points] = field(default_factory=dict)


def comparison(item: Item, days: Period) -> str:
    """The name under which an item compares a count with those of others; of a window with its first day: 走访名次 2026-04-01."""
    return item.id if item.window is None else f"{item.id} {days.first}"


def score_item(category: str, item: Item, claims: list[Claim], frame: ScoringContext) -> RunningTotal:
    """The score of one item for one member, with its lines, rounded as the rule file declares."""
    running = RunningTotal(category, item.id, traced=frame.traced)
    # Sorted only where the order shows, in the trace or in the points.
    # Of converted works that come to the same the first counts, and they may be of unlike records.
    needed = frame.traced or by_order(item) or item.converted is not None
    ordered = sorted(claims, key=lambda claim: claim.order) if needed and len(claims) > 1 else claims
    gains = []
    clock = None if item.window is None else item.window.each
    for days in windows(clock, frame.year, frame.member, item.applies_to, frame.until):
        own = [claim for claim in ordered if claim.tally.on in days] if item.window else ordered
        gains.append(_in_window(running, item, own, frame, days))
    # Before the first window has begun there is no mean and no highest.
    if item.window is not None and gains:
        running.step(Step.ACROSS, item.origin, _across(item.window.across, gains))
    running.bound(item.origin, item.cap, item.floor)
    # After windows and bounds, once for the item: three thirds of a point are one point.
    running.step(Step.ROUNDED, item.origin, round_half_up(running.value, frame.places))
    return running


def _in_window(running: RunningTotal, item: Item, claims: list[Claim], frame: ScoringContext, days: Period) -> Points:
    """Score one window into ``running``; returns its gain in points."""
    start = running.value
    if item.measure is None and not running.traced:
        running.add(summed([claim.worth.points * claim.count for claim in counted(item, claims)]))
    elif item.measure is None:
        for step, claim in (told for decided, own in settled(item, claims) for told in own.told(decided)):
            running.claim(step, item.origin, claim)
    else:
        for claim in claims:
            left_out = is_left_out(item.measure, claim.tally)
            aside = Step.AS_GUEST if claim.tally.as_guest else Step.LEFT_OUT
            running.claim(aside if left_out else Step.TAKEN, item.origin, claim)
        value = measured(item.measure, (claim.tally for claim in claims))
        said = _counted_in_words(item.measure, claims, value) if running.traced else ""
        if item.measure.among is not None:
            # None for who has no place among the others: it earns nothing, and no place is shown.
            value = frame.among.get(comparison(item, days))
            said += f"，{'没有可比较的' if value is None else _compared(item.measure.among, value)}"
        said = f"{days}，{said}" if running.traced and item.window is not None else said
        part = frame.part if item.id in frame.reach else 1
        gain = earned(in_proportion(item.measure, part), value, held_in(frame.member, days))
        # What records came to is said also where it is nothing: else their evidence would lead nowhere.
        running.step(Step.MEASURED, item.origin, start + gain, said, always=bool(claims))
    if item.window is not None and item.window.cap is not None:
        running.step(Step.WINDOW_CAP, item.origin, start + min(running.value - start, item.window.cap))
    return simple(running.value - start)


def _counted_in_words(measure: Measure, claims: list[Claim], value: Points | None) -> str:
    if value is None:
        return "没有可计数的"
    if measure.of is MeasureKind.MET:
        lacking = [kind for one in unmet(measure, (claim.tally for claim in claims)) for kind in _kinds_of(one)]
        named = f"，还缺 {'、'.join(dict.fromkeys(lacking))}" if lacking else ""
        return f"{len(measure.each)} 项中达到 {show(value)} 项{named}"
    if measure.of is not MeasureKind.RATIO:
        return f"计数 {show(value)}"
    above, below = ratio_counts(measure, (claim.tally for claim in claims))
    return f"计数 {show(above)}÷{show(below)}={show(value)}"


def _kinds_of(test: Test) -> list[str]:
    """The kinds that a test names, in order."""
    return sorted({kind for when in records_asked(test) for kind in kinds_named(when) or ()})


def _compared(among: PeerComparison, value: Points) -> str:
    """What a count comes to among all, in words."""
    match among.how:
        case "place":
            return f"第 {show(value)} 名"
        case "percentile":
            return f"名次在前 {show(simple(value * 100))}%"
        case "mean_ratio":
            return f"为平均数的 {show(value)}"
        case _:
            assert_never(among.how)


def _across(how: Literal["sum", "mean", "highest", "lowest"], gains: list[Points]) -> Points:
    """Combine the gains of several windows: sum, mean, highest or lowest."""
    match how:
        case "sum":
            return simple(sum(gains, Fraction(0)))
        case "mean":
            return simple(Fraction(sum(gains, Fraction(0))) / len(gains))
        case "highest":
            return max(gains)
        case "lowest":
            return min(gains)
        case _:
            assert_never(how)


def held_in(member: Member, days: Period) -> Held:
    """The roles and groups of a member on the last day of ``days`` in office."""
    return held_on(member, last_day(member, days))


def last_day(member: Member, days: Period) -> date:
    """The last day of ``days`` in office."""
    # Roles end with the office: on the day after the last there would be none to go by.
    ends = [tenure.last or days.last for tenure in member.of(Facet.OFFICE) if tenure.within(days)]
    return min(days.last, max(ends, default=days.last))


def held_on(member: Member, day: date) -> Held:
    """The roles and groups of a member on ``day``."""
    held: dict[Facet, tuple[str, ...]] = {}
    for tenure in member.tenures:
        if tenure.on(day):
            held[tenure.facet] = (*held.get(tenure.facet, ()), tenure.value)
    return held
