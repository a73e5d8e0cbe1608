"""The members of the invented committee: sectors, groups, roles, and how diligent each is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sample import cast, words
from sample.calendar import TERM_FIRST, YEARS, quarter_of
from sample.chance import Dice
from sample.names import names

HEADINGS = ("委员编号", "姓名", "党派", "界别", "委员联络组", "专门委员会", "职务", "任职日期", "离任日期")


@dataclass(frozen=True)
class Stay:
    """One row of the roster: what held of a member from ``first`` until ``last``, both included."""

    group: str
    committee: str
    roles: tuple[str, ...]
    first: date
    last: date = date.max


@dataclass(frozen=True)
class Person:
    """A member; ``zeal`` is the chance in a hundred, for each year, that the member comes when called."""

    number: str
    name: str
    party: str
    sector: str
    stays: tuple[Stay, ...]
    zeal: dict[int, int]

    def on(self, day: date) -> Stay | None:
        """The stay that holds on ``day``; none while out of office, or in a quarter without any record."""
        if cast.SILENT.get(self.number) == quarter_of(day):
            return None
        return next((stay for stay in self.stays if stay.first <= day <= stay.last), None)

    def holds(self, role: str, day: date) -> bool:
        """Whether the member holds ``role`` on ``day``."""
        stay = self.on(day)
        return stay is not None and role in stay.roles

    def idle(self, year: int) -> bool:
        """Whether this is a year of next to no activity."""
        return year in cast.IDLE_YEARS.get(self.number, ())

    def works(self, year: int) -> int:
        """How much is done beyond attending: 0 nothing, 1 little, 2 the usual, 3 much."""
        return sum(self.zeal[year] >= least for least in (20, 75, 93))

    def rows(self) -> Iterator[tuple[str, ...]]:
        """The member's rows of the roster."""
        for stay in self.stays:
            last = "" if stay.last == date.max else stay.last.isoformat()
            roles = "、".join(stay.roles)
            fixed = (self.number, self.name, self.party, self.sector)
            yield (*fixed, stay.group, stay.committee, roles, stay.first.isoformat(), last)


def _sectors() -> dict[str, str]:
    """Number → sector: first those of the beginning, sector by sector, then the joiners."""
    seats = [sector for sector, count, _ in words.SECTORS for _ in range(count)]
    found = {str(14001 + place): sector for place, sector in enumerate(seats)}
    return found | {number: sector for number, (sector, _) in cast.JOINED.items()}


def _roles(sector_of: dict[str, str], group_of: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """Number → roles of those who hold any, from the beginning of the term."""
    dice = Dice("职务")
    free = [number for number in sector_of if number not in cast.CAST]
    roles: dict[str, tuple[str, ...]] = dict.fromkeys(cast.STANDING_FROM_START, (words.STANDING,))
    wanted = [(words.STANDING, number) for number in dice.some(free, 30 - len(roles))]
    for sector, _, _ in words.SECTORS:
        wanted.append((words.SECTOR_HEAD, dice.pick([number for number in free if sector_of[number] == sector])))
    for group in words.GROUPS:
        wanted.append((words.GROUP_HEAD, dice.pick([number for number in free if group_of[number] == group])))
    wanted += [(words.PARLOUR_HEAD, number) for number in dice.some(free, 8)]
    wanted += [(words.READING_HEAD, number) for number in dice.some(free, 6)]
    for role, number in wanted:
        roles[number] = (*roles.get(number, ()), role)
    return roles


def _zeal(number: str, dice: Dice, *, leads: bool) -> dict[int, int]:
    """A steady character, a little better or worse each year; those who lead are never idle."""
    base = dice.weighted([((94, 5), 24), ((83, 9), 64), ((70, 9), 12)])
    if number in cast.DILIGENT:
        base = (96, 3)
    elif leads or number in cast.STEADY:
        base = (88, 5)
    years = {year: base[0] + dice.below(base[1] + 1) for year in YEARS}
    return years | dict.fromkeys(cast.IDLE_YEARS.get(number, ()), 8)


def _until(before: Stay, after: Stay) -> tuple[Stay, Stay]:
    """Two stays that meet: ``before`` ends on the eve of ``after``."""
    return replace(before, last=after.first - timedelta(days=1)), after


def _stays(number: str, group: str, committee: str, roles: tuple[str, ...]) -> tuple[Stay, ...]:
    """The member's stays, cut where the case asks for it."""
    _, first = cast.JOINED.get(number, ("", TERM_FIRST))
    stay = Stay(group, committee, roles, first, cast.LEFT.get(number, date.max))
    if number in cast.MOVED:
        day, new = cast.MOVED[number]
        return _until(replace(stay, group=cast.MOVED_FROM[number]), replace(stay, group=new, first=day))
    if number in cast.RISEN:
        return _until(stay, replace(stay, roles=(words.STANDING,), first=cast.RISEN[number]))
    if number in cast.CEASED:
        return _until(stay, replace(stay, roles=(), first=cast.CEASED[number] + timedelta(days=1)))
    return (stay,)


def members() -> list[Person]:
    """Everybody who is a member at some time of the term, by number."""
    dice, sector_of = Dice("委员"), _sectors()
    serves = {sector: places for sector, _, places in words.SECTORS}
    group_of = {number: dice.pick(words.GROUPS) for number in sector_of}
    roles_of, name_of = _roles(sector_of, group_of), names(list(sector_of))
    people = []
    for number, sector in sector_of.items():
        party = words.PARTY_OF.get(sector) or dice.weighted(words.OTHER_PARTIES)
        roles = roles_of.get(number, ())
        committee = words.COMMITTEES[dice.pick(serves[sector])]
        stays = _stays(number, group_of[number], committee, roles)
        zeal = _zeal(number, dice, leads=bool(roles))
        people.append(Person(number, name_of[number], party, sector, stays, zeal))
    return people
