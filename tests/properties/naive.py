"""A second scorer, by docs/规则语言.md: loops over days and single records; of the program it knows the nouns alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from math import floor
from operator import ge, gt, le, lt
from statistics import mean

from duty_cli.model.conditions import Amount, AppliesTo, Conditions, VaryingAmount
from duty_cli.model.exact_numbers import Points
from duty_cli.model.items import WHOLE, BracketTable, Item, Measure, Target
from duty_cli.model.members import Member, Tenure
from duty_cli.model.records import Attendance, RecordFields
from duty_cli.model.rulebook import Rulebook

Days = Sequence[date]
Claim = tuple[RecordFields, Fraction]  # A record that an item takes, and what it is worth there.
ACROSS: dict[str, Callable[..., Fraction]] = {"sum": sum, "mean": mean, "highest": max, "lowest": min}


@dataclass(frozen=True)
class Case:
    """A member's year, all the records, the day of reckoning, and what the counts of items come to among all."""

    book: Rulebook
    member: Member
    year: Days
    records: Sequence[RecordFields]
    today: date
    among: dict[tuple[str, date], Fraction] = field(default_factory=dict)
    everybody: Sequence[RecordFields] = ()

    def __post_init__(self) -> None:
        """Whoever was expected and attended too small a part was absent, which is not said of a part."""
        object.__setattr__(self, "records", [self.as_counted(one) for one in self.records])

    def as_counted(self, record: RecordFields) -> RecordFields:
        kind = self.book.kinds.get(record.kind)
        there = str(record.attendance) in ("出席", "迟到", "早退", "迟到并早退")
        if not kind or kind.absent_below is None or not there or share(record) >= kind.absent_below:
            return record
        said = invited_as(record)
        guest = said == "列席" if said else kind.expects is not None and not self.meant(kind.expects, [record.on])
        return record if guest else replace(record, attendance=Attendance.ABSENT, share=None)

    def scores(self) -> tuple[Points, list[Points], list[Points]]:
        """The total, the sub-totals of the categories, and the points of the items."""
        total, items, categories = self.granted(self.book.total.base, WHOLE), list[Points](), dict[str, Fraction]()
        for category in self.book.categories:
            taken = [
                [one for one in self.taken(item) if not self.to_be_judged_anew(item, one[0])] for item in category.items
            ]
            taken = self.each_matter_once(taken, category.by_source) if category.same_matter else taken
            taken = self.each_family_once(taken) if category.converted else taken
            own = [self.points_of(item, claims) for item, claims in zip(category.items, taken, strict=True)]
            points = self.granted(category.base, category.id) + (max if category.combine == "highest" else sum)(own)
            categories[category.id] = self.within(points, category.cap, category.floor)
            items += own
            total += categories[category.id] * category.weight if category.counted else 0
        for joint in self.book.joint_bounds:
            together = sum((categories[name] for name in joint.categories), Fraction(0))
            total += self.within(together, joint.cap, joint.floor) - together
        total = self.within(total, self.book.total.cap, self.book.total.floor)
        for rule in [one for one in self.book.multipliers if self.meant(one.applies_to, self.served(self.year)[-1:])]:
            met = [one for one in self.records if one.on in self.year and meets(one, rule.when)]
            times = self.amount(rule.times, self.year)
            if rule.measure and (value := counted(rule.measure, met)) is not None:
                times = self.earned(rule.measure.to, value, self.year)
            total = rounded(total * times, self.book.places)
        return total, list(categories.values()), items

    def granted(self, base: Amount, name: str) -> Fraction:
        """A base, of which a part is left where the file takes it in proportion."""
        points, part = self.amount(base, self.year), self.part("bases", name)
        return points if part == 1 else rounded(points * part, self.book.places)

    def part(self, what: str, name: str) -> Fraction:
        """The part of the year in office, by days or months touched; of what the file does not name the whole."""
        rule = self.book.pro_rata
        if rule is None or name not in getattr(rule, what):
            return Fraction(1)
        served = self.served(self.year)
        months, of_year = (len({day.month for day in days}) for days in (served, self.year))
        return Fraction(months, of_year) if rule.by == "months" else Fraction(len(served), len(self.year))

    def points_of(self, item: Item, taken: list[Claim]) -> Fraction:
        """The points of an item: each window by itself, then all together."""
        if (item.days and item.days.last not in self.year) or not (taken or self.ever(item.applies_to, self.year)):
            return Fraction(0)
        gains = []
        for days in self.windows(item.window.each, item.applies_to) if item.window else [self.year]:
            own = [claim for claim in taken if claim[0].on in days or not item.window]
            if measure := item.measure:
                value = (
                    self.among.get((item.id, days[0])) if measure.among else self.counted(item, [one for one, _ in own])
                )
                part = self.part("reach", item.id)
                gain = Fraction(0) if value is None else self.earned(measure.to, value, days, part)
            else:
                kept = self.each_matter_once([own], item.by_source)[0] if item.same_matter else own
                kept = self.each_family_once([kept])[0] if item.converted else kept
                each = [points for _, points in kept[item.from_nth - 1 :]]
                gain = sum({"sum": each, "highest": sorted(each)[-1:], "once": each[:1]}[item.combine], Fraction(0))
            gains.append(self.within(gain, item.window.cap if item.window else None, None))
        points = ACROSS[item.window.across if item.window else "sum"](gains or [Fraction(0)])
        return rounded(self.within(Fraction(points), item.cap, item.floor), self.book.places)

    def lacking(self) -> list[str]:
        """The needed items that are for the member and have no record, in one of their windows or at all."""
        found = []
        for item in (item for category in self.book.categories for item in category.items if item.needed):
            days = [one.on for one, _ in self.taken(item)]
            windows = self.windows(item.window.each, item.applies_to) if item.window else [item.days or self.year]
            meant = self.ever(item.applies_to, self.year) and (not item.days or item.days.last in self.year)
            found += [item.id] if meant and any(not any(day in own for day in days) for own in windows) else []
        for item in (item for category in self.book.categories for item in category.items):
            outside = [one.on for one, _ in self.taken(item) if self.to_be_judged_anew(item, one)]
            windows = self.windows(item.window.each, item.applies_to) if item.window else [item.days or self.year]
            ends_here = not item.days or item.days.last in self.year
            found += [item.id] if ends_here and any(day in own for day in outside for own in windows) else []
        return found

    def judged(self, item: Item, record: RecordFields) -> Points:
        """The judged value, or the nearest bound of the range that other records of the same days leave it."""
        value, rule = record.judged or 0, item.judged_range
        if rule is None or record.judged is None:
            return value
        split = self.split(item.window.each) if item.window else [item.days or self.year]
        days = next(own for own in split if record.on in own)
        met = [one for one in self.records if one.on in days and meets(one, rule.when)]
        measure = counted(rule.measure, met)
        if measure is None:
            return value
        own = next(one for one in rule.table if one.at_least <= measure)
        return min(max(value, own.least), own.most)

    def to_be_judged_anew(self, item: Item, record: RecordFields) -> bool:
        rule = item.judged_range
        return rule is not None and rule.outside == "unassessed" and self.judged(item, record) != (record.judged or 0)

    def taken(self, item: Item) -> list[Claim]:
        """The records that the item takes, by day, then by what they say: the order of entry is never seen."""
        worth = ((one, self.worth(item, one)) for one in self.records if one.on in (item.days or self.year))
        return sorted(((one, points) for one, points in worth if points is not None), key=content)

    def worth(self, item: Item, record: RecordFields) -> Fraction | None:
        """What one record is worth; None where the item or its levels do not take it."""
        each = [self.amount(level.points, [record.on]) for level in item.levels if meets(record, level.when)]
        if not meets(record, item.when) or not self.meant(item.applies_to, [record.on]) or (item.levels and not each):
            return None
        each = each or [self.amount(item.points, [record.on])]
        points = sum(each, Fraction(0)) if item.several_levels == "stacked" else max(each)
        times = {"quantity": record.quantity, "share": share(record), "judged": self.judged(item, record)}.get(
            item.per, 1
        )
        points *= 1 if times is None else times
        rule, place, authors = item.authors, record.position or 1, record.authors or 1
        if rule is None or authors == 1:
            return points
        others = (1 - Fraction(rule.first)) / (authors - 1) if rule.others == "split_rest" else Fraction(rule.others)
        return points * (rule.first if place == 1 else others) * (rule.at_most is None or place <= rule.at_most)

    def earned(self, to: BracketTable | Target, value: Fraction, days: Days, part: Points = 1) -> Fraction:
        """What a counted value earns by table, or by target, of which a part is enough."""
        if isinstance(to, BracketTable):
            return next((self.amount(one.points, days) for one in to.stretches if value >= one.at_least), Fraction(0))
        full, more = self.amount(to.points, days), value - to.reach * part
        less = -full if to.below is None else more * to.below
        return full + (more * to.above if more >= 0 else less)

    def within(self, points: Fraction, cap: Amount | None, least: Points | None) -> Fraction:
        points = points if cap is None else min(points, self.amount(cap, self.year))
        return points if least is None else max(points, Fraction(least))

    def amount(self, said: Amount, days: Days) -> Fraction:
        """Points by what is held on the last of the days in office; of several, the first that the file names."""
        if not isinstance(said, VaryingAmount):
            return Fraction(said)
        last = max(self.served(days), default=days[-1])
        return Fraction(next((one for name, one in said.values if self.holds(said.by, [name], [last])), said.otherwise))

    def holds(self, facet: str, values: Iterable[str], days: Days) -> bool:
        """Whether the member holds one of the values on any of the days, which follow one another."""
        tenures = [tenure for tenure in self.member.tenures if tenure.facet == facet and tenure.value in values]
        return any(tenure.first <= days[-1] and (tenure.last is None or tenure.last >= days[0]) for tenure in tenures)

    def matter(self, record: RecordFields, by_source: bool) -> str | int | None:
        """The matter of a record; by source, that of all to which a chain of sources and matters leads."""
        if not by_source:
            return record.matter
        found, every = [record], self.everybody or self.records
        for one in found:
            found += [two for two in every if kin(one, two) and not any(two is known for known in found)]
        return min(int(one.number or 0) for one in found) if len(found) > 1 else record.matter

    def each_matter_once(self, taken: list[list[Claim]], by_source: bool) -> list[list[Claim]]:
        """Of each matter the best claim alone; of equals, that of the first item, and there the first."""
        best: dict[str | int | None, Claim] = {}
        for claim in (claim for claims in taken for claim in claims):
            matter = self.matter(claim[0], by_source)
            best[matter] = max(best.get(matter, claim), claim, key=lambda one: one[1])
        named = [[(one, self.matter(one[0], by_source)) for one in claims] for claims in taken]
        return [[one for one, its in claims if its is None or one is best[its]] for claims in named]

    def each_family_once(self, taken: list[list[Claim]]) -> list[list[Claim]]:
        """Of works that came of one another the one that comes to most, of equals the first, with all its records."""
        sums: dict[str | int | None, dict[str | int, Fraction]] = {}
        for record, points in (claim for claims in taken for claim in claims):
            works = sums.setdefault(self.matter(record, by_source=True), {})
            works[record.matter or id(record)] = works.get(record.matter or id(record), Fraction(0)) + points
        best = {family: max(works, key=works.__getitem__) for family, works in sums.items()}
        kin_of = [[(one, self.matter(one[0], by_source=True)) for one in claims] for claims in taken]
        return [
            [one for one, its in claims if its is None or best[its] == (one[0].matter or id(one[0]))]
            for claims in kin_of
        ]

    def counted(self, item: Item, records: Sequence[RecordFields]) -> Fraction | None:
        """What the measure of an item counts."""
        return counted(item.measure, records, lambda one: self.matter(one, item.by_source)) if item.measure else None

    def served(self, days: Days) -> Days:
        return served(self.member.tenures, tuple(days))

    def meant(self, who: AppliesTo | None, days: Days) -> bool:
        """Whether a rule is for the member on any of the days."""
        who = who or AppliesTo()
        held = all(self.holds(facet, values, days) for facet, values in who.facets.items())
        barred = any(self.holds(facet, values, days) for facet, values in who.excluded.items())
        return held and not barred and (not who.joined_this_year or self.member.joined() in self.year)

    def ever(self, who: AppliesTo | None, days: Days) -> bool:
        """Whether there is one of the days on which a rule is for the member."""
        return any(self.meant(who, [day]) for day in days)

    def windows(self, each: str, who: AppliesTo | None) -> list[Days]:
        """The weeks, months or quarters that have begun, in which the member was in office and the rule was for him."""
        return [
            days for days in self.split(each) if days[0] <= self.today and self.served(days) and self.ever(who, days)
        ]

    def split(self, each: str) -> list[Days]:
        """All weeks, months or quarters of the year."""
        number = {"week": lambda day: day.isocalendar()[1], "month": lambda day: day.month}
        return [list(days) for _, days in groupby(self.year, number.get(each, lambda day: (day.month + 2) // 3))]


@lru_cache(10_000)
def served(tenures: Sequence[Tenure], days: Days) -> Days:
    """The days in office; asked for over and over, and all days of a year are many."""
    office = [one for one in tenures if one.facet == "委员" and one.value == "委员"]
    return [day for day in days if any(one.first <= day and (one.last is None or one.last >= day) for one in office)]


def content(claim: Claim) -> tuple[object, ...]:
    one, points = claim
    said = (sorted(one.stages), sorted(one.levels), one.kind, one.matter or "", str(one.attendance), one.position or 0)
    return (one.on, said, points)


def kin(one: RecordFields, two: RecordFields) -> bool:
    """Whether two records are of one matter, or one comes of the other, or both of one."""
    links = ((one.matter, two.matter), (one.source, two.source), (one.source, two.number), (one.number, two.source))
    return any(left is not None and left == right for left, right in links)


def by_matter(record: RecordFields) -> str | int | None:
    return record.matter


def counted(
    measure: Measure, records: Sequence[RecordFields], matter: Callable[[RecordFields], str | int | None] = by_matter
) -> Fraction | None:
    """What is counted; None for the rate of one who was never expected, for a share or a mean of nothing."""
    # Who was a guest was not due: no part of any rate.
    if measure.of in ("ratio", "rate") or (measure.of, measure.by) == ("mean", "share"):
        records = [one for one in records if invited_as(one) != "列席"]
    if measure.of == "ratio":
        parts = [[one for one in records if meets(one, when)] for when in (measure.count, measure.over)]
        above, below = (number(measure.by or "records", part, matter) for part in parts)
        return above / below if below else None
    if measure.of == "met":
        # Reckoned with all other tests on records.
        from tests.properties.naive_outcome import answer

        return Fraction(len([one for one in measure.each if answer(one, records, {})]))
    if measure.of == "mean":
        spoken = [one for one in records if measure.by != "judged" or one.judged is not None]
        return number(measure.by or "", spoken, matter) / len(spoken) if spoken else None
    if measure.of == "rate":
        every = [(one, states(one)) for one in records if one.attendance]
        own = [(one, are) for one, are in every if are & measure.present or not are & measure.left_out]
        whole = [are for one, are in own if one.share is None or one.share >= measure.share_at_least]
        return Fraction(len([are for are in whole if are & measure.present]), len(own)) if own else None
    return number(measure.of, records, matter)


def number(of: str, records: Sequence[RecordFields], matter: Callable[[RecordFields], str | int | None]) -> Fraction:
    """How many there are, or what they come to together."""
    if of == "matters":
        each = [matter(one) for one in records]
        return Fraction(len({one for one in each if one is not None}) + each.count(None))
    said = (share(one) if of == "share" else getattr(one, of, 1) for one in records)
    return sum((Fraction(1 if one is None else one) for one in said), Fraction(0))


def meets(record: RecordFields, when: Conditions) -> bool:
    """Whether a record meets all conditions; blanks are a sole author, one piece, the whole."""
    for one in when:
        if one.field == "any":
            if not [option for option in one.options if meets(record, option)]:
                return False
            continue
        # Rates ask in which capacity the member was there by themselves.
        if one.field == "capacity":
            continue
        said = getattr(record, {"stage": "stages", "level": "levels"}.get(one.field, one.field))
        said = share(record) if one.field == "share" else said
        words = said if isinstance(said, frozenset) else states(record) if one.field == "attendance" else {said}
        if (one.any_of is not None and not words & one.any_of) or words & (one.none_of or frozenset()):
            return False
        number = 1 if said is None and one.field != "judged" else said
        for bound, reaches in ((one.at_least, ge), (one.at_most, le), (one.above, gt), (one.below, lt)):
            if bound is not None and (number is None or not reaches(number, bound)):
                return False
    return True


def states(record: RecordFields) -> set[object]:
    """What is said of the attendance: who was late and left early was the one and the other."""
    return {record.attendance, *(("迟到", "早退") if record.attendance == "迟到并早退" else ())}


def invited_as(record: RecordFields) -> str | None:
    """In which capacity the member was at the event, where it was said one by one."""
    return getattr(record, "capacity", None) if record.attendance else None


def share(record: RecordFields) -> Points:
    """The part attended: of an absence, granted or not, nothing."""
    away = str(record.attendance) in ("请假", "请假未准", "缺席")
    return record.share if record.share is not None else 0 if away else 1


def rounded(points: Fraction, places: int) -> Fraction:
    return Fraction(floor(abs(points) * 10**places + Fraction(1, 2)), 10**places) * (1 if points >= 0 else -1)
