"""Random rulebooks, members and records, in few words so that rules, members and records meet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import TypeAlias, TypeVar

from hypothesis import strategies as st

from duty_cli.model.capacities import Capacity
from duty_cli.model.grading_rules import OPEN
from duty_cli.model.invitations import Invitation
from duty_cli.model.ledger_protocol import LedgerHead, NewRecord
from duty_cli.model.members import Facet, Member, MemberKey, Person, Roster, Seq, Tenure
from duty_cli.model.periods import Period, year_of
from duty_cli.model.record_families import Link, families
from duty_cli.model.record_sight import Sight
from duty_cli.model.records import COLUMNS, TALLIED, Attendance, Record, RecordFields, Tally
from duty_cli.model.rulebook import Rulebook
from duty_cli.rules.rule_files import load
from tests.properties import written, written_files

YEAR = year_of(2026)
LONG_AGO, NEW_YEAR, SPRING, SUMMER = date(2022, 1, 1), date(2026, 1, 1), date(2026, 3, 1), date(2026, 8, 31)


def days_of(year: Period) -> list[date]:
    """Every day of the year."""
    return [year.first + timedelta(days=day) for day in range((year.last - year.first).days + 1)]


def rulebooks() -> st.SearchStrategy[Rulebook]:
    """Any rules that can be written down, read from their file."""
    return written_files.files().map(lambda text: load({"t.yaml": text.encode()}).books[0])


def _tenures(facet: Facet, *held: tuple[str, date, date | None]) -> tuple[Tenure, ...]:
    return tuple(Tenure(facet, *one) for one in held)


_offices = st.sampled_from(
    (
        _tenures(Facet.OFFICE, ("委员", LONG_AGO, None)),
        _tenures(Facet.OFFICE, ("委员", LONG_AGO, None)),
        _tenures(Facet.OFFICE, ("委员", NEW_YEAR, None)),
        _tenures(Facet.OFFICE, ("委员", date(2026, 4, 16), None)),
        _tenures(Facet.OFFICE, ("委员", LONG_AGO, date(2026, 9, 20))),
        _tenures(Facet.OFFICE, ("委员", LONG_AGO, date(2026, 2, 10)), ("委员", date(2026, 8, 15), None)),
    )
)
_roles = st.sampled_from(
    (
        (),
        _tenures(Facet.ROLE, ("常委", SPRING, SUMMER)),
        _tenures(Facet.ROLE, ("常委", LONG_AGO, None)),
        _tenures(Facet.ROLE, ("组长", SPRING, None), ("常委", SUMMER, None)),
    )
)
_sectors = st.sampled_from(
    (
        _tenures(Facet.SECTOR, ("工会界", LONG_AGO, None)),
        _tenures(Facet.SECTOR, ("工会界", LONG_AGO, date(2026, 6, 30)), ("教育界", date(2026, 7, 1), None)),
    )
)
_groups = st.sampled_from(
    (
        (),
        _tenures(Facet.LIAISON_GROUP, ("城东组", LONG_AGO, None)),
        _tenures(Facet.LIAISON_GROUP, ("城西组", SPRING, None)),
    )
)


@st.composite
def members(draw: st.DrawFn, key: int = 1) -> Member:
    """One in office for the year or for parts of it, in one role and group or another, now and then or never."""
    tenures = draw(_offices) + draw(_roles) + draw(_sectors) + draw(_groups)
    return Member(MemberKey(key), f"{key:03}", Person("甲一", "jy"), tenures)


@dataclass(slots=True, unsafe_hash=True)
class Invited(RecordFields):
    """A record, and in which capacity its member was invited to the event, where that was said one by one (参会身份)."""

    capacity: Capacity | None = None


# Around the turns of weeks, months and quarters, and so few that some fall into one window.
_days = st.sampled_from(
    [
        date(2026, month, day)
        for month, day in ((1, 1), (2, 1), (2, 2), (3, 1), (3, 2), (3, 30), (3, 31), (4, 1), (8, 28), (12, 28))
    ]
)
_turning = st.sampled_from(
    [
        date(2026, month, day)
        for month, day in (
            (2, 10),
            (2, 11),
            (2, 28),
            (4, 15),
            (4, 16),
            (6, 30),
            (7, 1),
            (8, 14),
            (8, 15),
            (8, 31),
            (9, 1),
        )
    ]
)
fields = st.builds(
    Invited,
    kind=st.sampled_from(written.MET + written.MET + written.WORK + written.JUDGED),
    on=_days | _days | _turning,
    attendance=st.sampled_from((None, Attendance.PRESENT, *Attendance)),
    share=st.sampled_from((None, None, 0, Fraction(1, 3), Fraction(3, 4))),
    stages=st.frozensets(st.sampled_from(written.STAGES)),
    levels=st.frozensets(st.sampled_from(written.LEVELS)),
    position=st.sampled_from((None, 1, 2, 3)),
    authors=st.sampled_from((None, 1, 3, 4)),
    matter=st.sampled_from((None, None, "甲", "乙")),
    quantity=st.sampled_from((None, Fraction(1, 2), 1, 3)),
    judged=st.sampled_from((None, 0, -1, Fraction(7, 2), 9)),
    source=st.sampled_from((None, None, None, "1", "2", "3")),
    capacity=st.sampled_from((None, None, None, *Capacity)),
)

earlier_fields = st.builds(
    replace, fields, on=st.sampled_from((date(2025, 9, 30), date(2025, 11, 1), date(2025, 12, 28)))
)

# Few different records, so that some are alike.
records = st.lists(st.one_of(fields, st.shared(fields, key="alike")), min_size=2, max_size=10)

Committee: TypeAlias = list[tuple[Member, list[RecordFields]]]


@st.composite
def committees(draw: st.DrawFn) -> Committee:
    """A few members with their records, so few that places and groups are soon full."""
    every = fields | fields | earlier_fields
    keys = range(1, draw(st.integers(2, 6)) + 1)
    return [(draw(members(key)), numbered(draw(st.lists(every, max_size=4)), 4 * key - 4)) for key in keys]


@dataclass(frozen=True)
class Past:
    """What one year of a member came to."""

    year: int
    total: int
    grade: str
    selected: frozenset[str]
    records: Sequence[RecordFields]
    decided: frozenset[str]
    quarters: int


@st.composite
def histories(draw: st.DrawFn) -> dict[int, Past]:
    """The years up to 2026, with gaps."""
    years = sorted(draw(st.sets(st.sampled_from((2022, 2023, 2024, 2025)))) | {2026})
    found = {}
    for year in years:
        said = [replace(one, on=one.on.replace(year=year)) for one in draw(st.lists(fields, max_size=3))]
        chosen = draw(st.sampled_from((frozenset[str](), frozenset({"甲"}))))
        decided = draw(st.sampled_from((frozenset[str](), frozenset({"丙"}))))
        grade = draw(st.sampled_from((*written.GRADES, OPEN)))
        found[year] = Past(
            year, draw(st.sampled_from((5, 10, 25))), grade, chosen, said, decided, draw(st.integers(0, 4))
        )
    return found


T = TypeVar("T")


class Ledger:
    """As much of a ledger as scoring a year asks for."""

    def __init__(self, committee: Committee) -> None:
        self._committee = committee
        every = [record for _, said in committee for record in said]
        self._tallied = [(member.key, tallied(said, every)) for member, said in committee]

    def head(self) -> LedgerHead:
        """The last day of the year."""
        return LedgerHead("", (), Seq(0), "", datetime(2026, 12, 31, 9, tzinfo=UTC))

    def roster(self) -> Roster:
        """The members."""
        return Roster(tuple(member for member, _ in self._committee))

    def tallies(
        self, period: Period, member: MemberKey | None = None, *, by_source: bool, sight: Sight | None = None
    ) -> Iterator[tuple[MemberKey, list[Tally]]]:
        """Who has records of the period, and which."""
        for key, whole in self._tallied:
            own = [one for one in whole if one.on in period]
            own = own if by_source else [replace(one, family=None) for one in own]
            if own and member in (None, key):
                yield key, own if by_source or sight is None else seen(sight, key, own)

    def kept(self, _: str, __: Sequence[object], ___: type[T], make: Callable[[], T]) -> T:
        """Nothing is kept."""
        return make()

    def records(self, **_: object) -> Iterator[Record]:
        """None of the years before, which this ledger does not hold."""
        return iter(())


def seen(sight: Sight, key: MemberKey, tallies: Sequence[Tally]) -> list[Tally]:
    """A member's tallies as far as ``sight`` sees, in one step after another."""
    unclear = [one if _by_day(sight, key, one) else replace(one, on=_turn(sight, one.on)) for one in tallies]
    unclear = unclear if sight.capacities else [replace(one, capacity=None) for one in unclear]
    named = {one.kind for one in unclear} if sight.by_matter is None else sight.by_matter
    unclear = [one if one.kind in named else replace(one, matter=None) for one in unclear]
    bearing = Counter(matter for one in unclear for matter in [one.matter] * one.count)
    if not sight.lone_matters:
        unclear = [replace(one, matter=None) if bearing[one.matter] == 1 else one for one in unclear]
    counts = Counter[Tally]()
    for one in unclear:
        counts[replace(one, count=1)] += one.count
    return [replace(one, count=count) for one, count in counts.items()]


def _by_day(sight: Sight, key: MemberKey, tally: Tally) -> bool:
    return sight.by_day is None or tally.kind in sight.by_day or key in sight.in_person


def _turn(sight: Sight, day: date) -> date:
    return max(turn for turn in sight.turns if turn <= day)


def numbered(said: Sequence[RecordFields], first: int = 1) -> list[RecordFields]:
    """The records under numbers of their own, by which others may name them as their source."""
    return [replace(one, number=str(at)) for at, one in enumerate(said, first)]


def tallied(said: Sequence[RecordFields], everybody: Sequence[RecordFields] = ()) -> list[Tally]:
    """Records that say the same together, of each matter apart; ``everybody``: all records, where others have some."""
    every = list(everybody or said)
    of = families(Link(Seq(at), one.number, one.matter, one.source) for at, one in enumerate(every))
    family = {id(one): of.family(Seq(at), one.matter) for at, one in enumerate(every)}
    alike = Counter((replace(one, number=None, source=None), family[id(one)]) for one in said)
    return [replace(tally(one, count), family=its) for (one, its), count in alike.items()]


def tally(said: RecordFields, count: int) -> Tally:
    """So many records that say the same."""
    told = {name: getattr(said, name) for name in TALLIED}
    return Tally(said.kind, said.on, **told, count=count, capacity=capacity_of(said))


def capacity_of(said: RecordFields) -> Capacity | None:
    """In which capacity the member was invited; what is no event has none."""
    return said.capacity if isinstance(said, Invited) and said.attendance is not None else None


def entries(key: MemberKey, said: Sequence[RecordFields]) -> Iterator[NewRecord | Invitation]:
    """The rows of a ledger that holds a member's records, each of an event of its own, with what was said of the member there."""
    for at, one in enumerate(said, 1):
        plain = RecordFields(**{name: getattr(one, name) for name in COLUMNS} | {"title": f"第 {at} 次"})
        yield NewRecord(key, plain)
        if (capacity := capacity_of(one)) is not None:
            yield Invitation(one.kind, one.on, plain.event, key, capacity)
