"""The year of the committees of a city or a province, from the sums of each: side by side only what the same rules came to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from hashlib import sha256

from duty_cli.model.quick_dataclass import dataclass
from duty_cli.patterns import pattern
from duty_cli.reports.county_sums import CountySums, MemberSums

_COMMITTEE = pattern(r"(?:中国人民政治协商会议|政协)(.+?)委员会")


def place_of(committee: str) -> str:
    """The place a committee is of, by which it is called beside others: 云溪县 for 政协云溪县委员会; else its whole name."""
    met = _COMMITTEE.fullmatch(committee)
    return met[1] if met else committee


@dataclass(frozen=True, slots=True)
class SealedCounty:
    """A county that is in the report: what it came to, and by which ``file``."""

    file: str
    sums: CountySums


@dataclass(frozen=True, slots=True)
class LeftOutCounty:
    """A county, or a file, that is not in the report, and why.

    ``amiss``: something is wrong with what was handed in, and not only that it has yet to come. ``packed``: an archive, in which
    sealed ledgers may lie or none.
    """

    committee: str
    file: str
    why: str
    amiss: bool = False
    packed: bool = False

    def __str__(self) -> str:
        return "：".join(filter(None, (self.committee, self.file, self.why)))

    @property
    def of_nobody(self) -> bool:
        """Whether it stands for no county: an archive of which the name tells none."""
        return self.packed and not self.committee


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """The counties that were judged by the same rules, whose digest that is: these alone are set side by side."""

    rules: str
    counties: tuple[SealedCounty, ...]

    @property
    def grades(self) -> tuple[str, ...]:
        """The grades of these rules, the best first."""
        return tuple(dict.fromkeys(grade for one in self.counties for grade in one.sums.grades))

    @property
    def title(self) -> str:
        """What these rules call themselves."""
        return self.counties[0].sums.title

    @property
    def scored(self) -> bool:
        """Whether these rules give points."""
        return all(one.sums.scored for one in self.counties)


@dataclass(frozen=True)
class ProvinceReport:
    """The year of all counties that are in it, in the order of the list that was expected, else by name.

    ``expected``: how many there should be; None where nobody said so. ``common``: all were judged by one file, by the ``rules`` of
    that digest. ``running``: the year has not ended, so that what each county has so far is told.
    """

    year: int
    counties: tuple[SealedCounty, ...]
    left_out: tuple[LeftOutCounty, ...]
    expected: int | None
    common: bool
    running: bool
    version: str

    @cached_property
    def whole(self) -> MemberSums:
        """All counties together."""
        return MemberSums.summed(one.sums.whole for one in self.counties)

    @cached_property
    def sectors(self) -> Mapping[str, MemberSums]:
        """The sectors over all counties, as each calls its own."""
        return _joined(one.sums.sectors for one in self.counties)

    @cached_property
    def parties(self) -> Mapping[str, MemberSums]:
        """The parties over all counties."""
        return _joined(one.sums.parties for one in self.counties)

    @cached_property
    def kinds(self) -> Mapping[str, tuple[int, int]]:
        """Of each kind how many records there are, and in how many counties; in the order in which rule files first name them."""
        counts: Counter[str] = Counter()
        held: Counter[str] = Counter()
        for one in self.counties:
            counts.update(one.sums.kinds)
            held.update(one.sums.kinds.keys())
        return {kind: (counts[kind], held[kind]) for kind in counts}

    @cached_property
    def unknown(self) -> Mapping[str, int]:
        """The records of kinds that the rules by which they were judged do not know, so that they count for nothing there."""
        counts: Counter[str] = Counter()
        for one in self._sums:
            counts.update({kind: one.kinds[kind] for kind in one.unknown})
        return counts

    @cached_property
    def unpacked(self) -> tuple[tuple[LeftOutCounty, ...], tuple[LeftOutCounty, ...]]:
        """What is left out in two: what stands for a county, and archives that may hold some or none."""
        of_nobody = tuple(one for one in self.left_out if one.of_nobody)
        return tuple(one for one in self.left_out if not one.of_nobody), of_nobody

    @cached_property
    def groups(self) -> tuple[RuleGroup, ...]:
        """The counties by the rules that judged them, the most counties first."""
        by_rules: dict[str, list[SealedCounty]] = {}
        for one in self.counties:
            by_rules.setdefault(one.sums.rules, []).append(one)
        groups = (RuleGroup(rules, tuple(counties)) for rules, counties in by_rules.items())
        return tuple(sorted(groups, key=lambda group: -len(group.counties)))

    @cached_property
    def places(self) -> Mapping[str, str]:
        """Committee → what it is called here: its place, or its whole name where two are of places of one name."""
        names = Counter(place_of(one.sums.committee) for one in self.counties)
        committees = (one.sums.committee for one in self.counties)
        return {one: place_of(one) if names[place_of(one)] == 1 else one for one in committees}

    @property
    def digest(self) -> str:
        """What all ledgers together are known by: of the sorted lines of committee, seq, head and rules."""
        lines = sorted(f"{one.committee}\0{one.seq}\0{one.head}\0{one.rules}\n" for one in self._sums)
        return sha256("".join(lines).encode()).hexdigest()

    @property
    def _sums(self) -> Iterable[CountySums]:
        return (one.sums for one in self.counties)


def _joined(each: Iterable[Mapping[str, MemberSums]]) -> dict[str, MemberSums]:
    """Groups of one name together, the largest first; those without a name last."""
    parts: dict[str, list[MemberSums]] = {}
    for one in each:
        for name, sums in one.items():
            parts.setdefault(name, []).append(sums)
    joined = {name: MemberSums.summed(own) for name, own in parts.items()}
    return {name: joined[name] for name in sorted(joined, key=lambda name: (not name, -joined[name].members, name))}


def province_report(
    year: int,
    counties: Sequence[SealedCounty],
    left_out: Iterable[LeftOutCounty],
    *,
    expected: Sequence[str] = (),
    common: bool,
    today: date,
    version: str,
) -> ProvinceReport:
    """Put it together: who is late is left out, and of the ``expected`` those of whom nothing came are named."""
    running = any(today <= one.sums.days.last for one in counties)
    late = [one for one in counties if not running and one.sums.at.date() < one.sums.days.last]
    out = [*(_owned(one, expected) for one in left_out), *map(_late, late)]
    known = {one.sums.committee for one in counties} | {one.committee for one in out}
    missing = [LeftOutCounty(name, "", "没有报送封存账本") for name in expected if name not in known]
    order = {name: at for at, name in enumerate(expected)}
    kept = sorted(
        (one for one in counties if one not in late),
        key=lambda one: (order.get(one.sums.committee, len(order)), one.sums.committee),
    )
    left = sorted((*out, *missing), key=lambda one: (order.get(one.committee, len(order)), one.committee, one.file))
    return ProvinceReport(
        *(year, tuple(kept), tuple(left), len(expected) or None), common=common, running=running, version=version
    )


def _owned(one: LeftOutCounty, expected: Sequence[str]) -> LeftOutCounty:
    """A file that does not say whose it is, as that of the one county whose place its name tells: else the county would be missing besides."""
    if one.committee:
        return one
    told = [name for name in expected if place_of(name) in one.file]
    # 东县 is told within 浦东县 too.
    told = [name for name in told if not any(place_of(name) in place_of(other) for other in told if other != name)]
    return replace(one, committee=told[0], why=f"按文件名认作该地的；{one.why}") if len(told) == 1 else one


def _late(one: SealedCounty) -> LeftOutCounty:
    sums = one.sums
    why = f"账本最近一次录入在 {sums.at.date()}，不到年度末 {sums.days.last}；请录入完毕、结账后重新报送"
    return LeftOutCounty(sums.committee, one.file, why)
