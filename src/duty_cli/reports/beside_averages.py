"""A member's figures beside the average of the sector and of all (对照平均): on request, without a rank, never about few.

A member knows himself and the roster, and may hold the public papers of the year. So he is told no average from which he could
reckon what somebody else has: see docs/decisions/audiences.md.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from duty_cli.model.audience import Audience, Section
from duty_cli.model.exact_numbers import Points, percent, round_half_up, show
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Facet, Member, MemberKey
from duty_cli.model.office_words import MEMBER, SECTOR
from duty_cli.model.papers import Column, Paper, Sheet
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.rulebook import Rules, YearRules
from duty_cli.reports.report_columns import Document, numbers
from duty_cli.scoring.assessment_year import closed_years
from duty_cli.scoring.attendance_counts import Sheets
from duty_cli.scoring.distribution import FEWEST
from duty_cli.scoring.evaluate import score_year

_YEARS = 3
"""The latest years that the form in short has room for."""

_RATE, _POINTS = "出席率", "年度积分"


@dataclass(frozen=True, slots=True)
class Beside:
    """One figure of a member's year beside the averages, as it is printed; empty where there is none or it is not told."""

    year: int
    name: str
    own: str
    sector: str
    everybody: str


@dataclass(frozen=True, slots=True)
class _Part:
    """What one member brings to an average: ``count`` of ``whole`` (points of one year, presences of the times due)."""

    count: Points
    whole: int

    @property
    def figure(self) -> Fraction:
        """The member's own figure."""
        return Fraction(self.count) / self.whole


_Parts = Mapping[MemberKey, _Part]


def beside_averages(
    reading: LedgerReader, rules: Rules, member: Member, years: Sequence[YearRules], audience: Audience
) -> tuple[Beside, ...]:
    """The figures of those years beside the averages; for the member himself of closed years alone, and of no few others.

    Before a year is closed two papers, before and after one meeting, would tell how each of the few due at it came.
    """
    closed, guarded = closed_years(reading), not audience.sees(Section.OTHERS)
    told = [one for one in years if one.year in closed or not guarded]
    return tuple(found for one in told for found in _of_year(reading, rules, member, one, guarded=guarded))


def _of_year(
    reading: LedgerReader, rules: Rules, member: Member, year: YearRules, *, guarded: bool
) -> Iterator[Beside]:
    serving = {one.key: one for one in reading.roster().serving(year.days)}
    sector, moved = _sector_of(member, serving, year)
    if year.book.scored:
        members = score_year(reading, rules, year.year).members
        points = {key: _Part(one.score.total, 1) for key, one in members.items()}
        yield _beside(year, _POINTS, points, member.key, sector, _in_points, guarded=guarded)
    rates = _rates(reading, rules, year, serving)
    # The public sums of a sector are of its quarters: held against them, a sector of the year would tell of who moved.
    within = sector if not (moved and guarded) else frozenset[MemberKey]()
    yield _beside(year, _RATE, rates, member.key, within, _in_per_cent, guarded=guarded)


def _sector_of(
    member: Member, serving: Mapping[MemberKey, Member], year: YearRules
) -> tuple[frozenset[MemberKey], bool]:
    """Who was in the member's sector at the end of the year, or last in it; and whether anybody moved into it or out of it."""
    name = member.value(Facet.SECTOR, year.days)
    held = {
        key: {tenure.value for tenure in one.of(Facet.SECTOR) if tenure.within(year.days)}
        for key, one in serving.items()
    }
    those = frozenset(key for key, one in serving.items() if name and one.value(Facet.SECTOR, year.days) == name)
    return those, any(name in names and len(names) > 1 for names in held.values())


def _rates(
    reading: LedgerReader, rules: Rules, year: YearRules, serving: Mapping[MemberKey, Member]
) -> dict[MemberKey, _Part]:
    """How often each member came, of the times of which it is known."""
    sheets = Sheets(reading, rules, year.days)
    own = dict(reading.tallies(year.days, by_source=False))
    counts = {key: sheets.count(key, own.get(key, ())) for key in serving}
    return {key: _Part(one.present, one.known) for key, one in counts.items() if one.known}


def _beside(
    year: YearRules,
    name: str,
    parts: _Parts,
    own: MemberKey,
    sector: Collection[MemberKey],
    shown: Callable[[_Part], str],
    *,
    guarded: bool,
) -> Beside:
    others = {key: part for key, part in parts.items() if key != own}
    near = {key: part for key, part in others.items() if key in sector}
    # Who has both averages has that of those outside the sector as well.
    far = {key: part for key, part in others.items() if key not in sector}
    everybody = not guarded or _enough(others)
    group = bool(sector) and (not guarded or (everybody and _enough(near) and (not far or _enough(far))))
    mine = parts.get(own)
    return Beside(
        *(year.year, name, "" if mine is None else shown(mine)),
        shown(_together([part for key, part in parts.items() if key in sector])) if group else "",
        shown(_together([*parts.values()])) if everybody else "",
    )


def _enough(others: _Parts) -> bool:
    """Whether an average tells of none of these: they are not few, and not all alike, as they are where all have the least."""
    return len(others) >= FEWEST and len({one.figure for one in others.values()}) > 1


def _together(parts: Sequence[_Part]) -> _Part:
    # Exact, and rounded once when it is printed.
    count = sum((Fraction(one.count) for one in parts), Fraction())
    return _Part(count, sum(one.whole for one in parts))


def _in_points(part: _Part) -> str:
    return show(round_half_up(part.figure, 2)) if part.whole else ""


def _in_per_cent(part: _Part) -> str:
    return percent(int(part.count), part.whole)


def with_averages(paper: Paper, beside: Sequence[Beside], audience: Audience, *, full: bool) -> Paper:
    """The paper of a member with the figures beside the averages behind its others."""
    latest = {one.year for one in beside} if full else set(sorted({one.year for one in beside})[-_YEARS:])
    rows = tuple((str(one.year), one.name, one.own, one.sector, one.everybody) for one in beside if one.year in latest)
    columns = (Column("年度"), Column("项目"), *numbers("本人", f"所在{SECTOR}平均", "全体平均"))
    sheet = Sheet("对照平均", "与平均情况对照", columns, rows, tuple(_notes(audience)))
    return replace(paper, sheets=(*paper.sheets, sheet))


def _notes(audience: Audience) -> Iterator[str]:
    yield f"平均含本人；积分按当年在任的{MEMBER}平均，出席率为出席合计÷应出席合计（减去未登记），没有应出席的不计；不排名次"
    if not audience.sees(Section.OTHERS):
        yield f"只列已经结账的年度；其他{MEMBER}不足 {FEWEST} 人、人人相同，或者对照公示稿能推算出个人的，平均空着"


def averages_document(beside: Sequence[Beside]) -> list[Document]:
    """The figures as plain values; null where one is not told."""
    return [
        {
            **{"year": one.year, "figure": one.name, "own": one.own or None},
            **{"sector": one.sector or None, "everybody": one.everybody or None},
        }
        for one in beside
    ]
