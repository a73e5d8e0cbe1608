"""Which of the files of a folder are counted: one a county, of the term in which the year lies. What is ambiguous is told, never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise

from duty_cli.model.periods import Period, Term, year_of
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.reports.province_report import LeftOutCounty, place_of


@dataclass(frozen=True, slots=True)
class FoundSeal:
    """What a sealed file says of itself: whose it is, up to where and by which ``version`` of the ledger, how many ``rows`` it has, and records of which calendar ``years``."""

    file: str
    committee: str
    terms: tuple[Term, ...]
    seq: int
    head: str
    version: int
    rows: int
    years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ChosenSeals:
    """The files to count, and what is left out."""

    files: tuple[FoundSeal, ...]
    left_out: tuple[LeftOutCounty, ...]


def chosen(found: Iterable[FoundSeal], year: int, version: int, expected: Mapping[str, str]) -> ChosenSeals:
    """The files of ``year`` by a program whose ledgers are of ``version``; ``expected``: the committees on a list, empty where there is none."""
    files: list[FoundSeal] = []
    left: list[LeftOutCounty] = []
    by_county: dict[str, list[FoundSeal]] = {}
    for one in found:
        by_county.setdefault(one.committee, []).append(one)
    for own in by_county.values():
        amiss = [*_amiss(own, expected)]
        taken, out = ([], []) if amiss else _of_year(own, year_of(year), version)
        files += taken
        left += [*amiss, *out]
    return ChosenSeals(tuple(files), tuple(left))


def _amiss(own: Sequence[FoundSeal], expected: Mapping[str, str]) -> Iterator[LeftOutCounty]:
    """What is wrong with the files of one county: every one of them is named."""
    committee = own[0].committee
    if expected and committee not in expected.values():
        why = f"不在应报送的名单里{_like(committee, expected)}；名单写漏或写错的请改名单，不该有的请移走文件"
        yield from (LeftOutCounty(committee, one.file, why, amiss=True) for one in own)
        return
    for one in own:
        for before, after in pairwise(sorted(one.terms, key=lambda term: term.period.first)):
            if before.period.meets(after.period):
                why = f"第 {before.number} 届与第 {after.number} 届的起止日期重叠；请该地核对届期后重新报送"
                yield LeftOutCounty(committee, one.file, why, amiss=True)
    twice = {file for pair in combinations(own, 2) if _overlap(*pair) for file in pair}
    for one in sorted(twice, key=lambda one: one.file):
        yield LeftOutCounty(committee, one.file, _beside(one, [other for other in own if other in twice]), amiss=True)


def _beside(one: FoundSeal, twice: Sequence[FoundSeal]) -> str:
    """Why a file cannot stand beside those others of its county: it is one of them once more, or it cannot be told which is meant."""
    same = "、".join(other.file for other in twice if other is not one and _of_one_head(one, other))
    others = "、".join(other.file for other in twice if not _of_one_head(one, other))
    again = f"；与 {same} 的序号和账首都相同，是同一本账本报送了两次" if same else ""
    which = f"；同一个地方届期重叠的还有 {others}，不知以哪一份为准" if others else ""
    return f"到序号 {one.seq}{again}{which}；请只留一份"


def _of_one_head(one: FoundSeal, other: FoundSeal) -> bool:
    return (one.seq, one.head) == (other.seq, other.head)


def _like(committee: str, expected: Mapping[str, str]) -> str:
    """The lines of the list that stand for no file and tell this place together with other words, or a part of it."""
    place = place_of(committee)
    bare = {name: "".join(place_of(name).split()) for name, meant in expected.items() if meant == name}
    like = [name for name, words in bare.items() if place in words or words in place]
    return f"（名单上相近的有“{'”“'.join(like)}”，每行只写一个地方的全称）" if like else ""


def _overlap(one: FoundSeal, other: FoundSeal) -> bool:
    return any(mine.period.meets(term.period) for mine in one.terms for term in other.terms)


def _of_year(own: Sequence[FoundSeal], year: Period, version: int) -> tuple[list[FoundSeal], list[LeftOutCounty]]:
    """Those in whose terms a day of the year lies; where none does, all are left out."""
    within = [one for one in own if any(term.period.meets(year) for term in one.terms)]
    if not within:
        terms = "、".join(dict.fromkeys(str(term) for one in own for term in one.terms))
        why = f"届期（{terms}）不含 {year.last.year} 年度"
        return [], [LeftOutCounty(one.committee, one.file, why) for one in own]
    old = [one for one in within if one.version < version]
    why = f"由较早的 duty 写出（账本第 {{}} 版，现为第 {version} 版）；请该地升级 duty 后重新报送"
    left = [LeftOutCounty(one.committee, one.file, why.format(one.version)) for one in old]
    return [one for one in within if one not in old], left


def expected_names(names: Sequence[str], committees: Iterable[str]) -> dict[str, str]:
    """Name on the list → the committee of a file that is meant by it, by its whole name or its place; else the name itself."""
    known = set(committees)
    by_place: dict[str, list[str]] = {}
    for one in known:
        by_place.setdefault(place_of(one), []).append(one)

    def meant(name: str) -> str:
        of_place = by_place.get(place_of(name), [])
        return name if name in known or len(of_place) != 1 else of_place[0]

    return {name: meant(name) for name in names}
