"""No sum or difference of public figures of a year is about fewer than three members, wherever they belong and move to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger, create
from duty_cli.model.audience import Audience
from duty_cli.model.ledger_protocol import CommitteeSetup, LedgerReader, NewRecord
from duty_cli.model.members import Facet
from duty_cli.model.office_words import named
from duty_cli.model.papers import Identity
from duty_cli.model.parsed_rows import ParsedMember
from duty_cli.model.periods import Period, Quarter, Term
from duty_cli.model.records import Attendance, RecordFields
from duty_cli.recording.enrolment import enrol
from duty_cli.reports.annual_notice import AnnualNotice, annual_notice
from duty_cli.reports.quarter_report import GroupRow, QuarterReport, quarter_for, quarter_report
from duty_cli.reports.redaction import notice_for
from duty_cli.rules.rule_files import load
from tests.effort import examples
from tests.properties.desk import ACT
from tests.reports.adversary import Term as Figure
from tests.reports.adversary import few_in_sums
from tests.workspace import RULES as RULE_FILE

RULES = load({"scoring.yaml": RULE_FILE.read_bytes()})
IDENTITY = Identity("政协某市委员会", 1, "", "", "")
QUARTERS = tuple(Quarter(2026, number) for number in (1, 2, 3, 4))
NUMBERS = tuple(f"{number:02}" for number in range(1, 10))
FEWEST = 3
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
"""A year of nine members shrinks for minutes, and is read as well without."""
HALVES = (Period(date(2022, 1, 1), date(2026, 6, 30)), Period(date(2026, 7, 1), date(2026, 12, 31)))


Done = dict[str, tuple[Attendance | None, int]]
"""How each member stands on the sheet of the quarter (None: on none), and how many proposals he made."""


@dataclass(frozen=True)
class Place:
    """Where a member belongs: sector in either half of the year, liaison group, special committee."""

    sectors: tuple[str, str]
    group: str
    committee: str


_places = st.builds(
    Place,
    st.sampled_from("甲甲甲乙乙丙").map(lambda name: (name, name)) | st.tuples(*[st.sampled_from("甲乙丙")] * 2),
    st.sampled_from(["东", "东", "西", "西", ""]),
    st.sampled_from(["提案委", "经济委", ""]),
)
_came = st.none() | st.sampled_from([Attendance.PRESENT, Attendance.PRESENT, Attendance.ABSENT, Attendance.ON_LEAVE])
_quarters = st.fixed_dictionaries({number: st.tuples(_came, st.integers(0, 2)) for number in NUMBERS})
committees = st.fixed_dictionaries(dict.fromkeys(NUMBERS, _places))
years = st.tuples(*[_quarters] * len(QUARTERS))


def opened(folder: Path, places: Mapping[str, Place], done: tuple[Done, ...]) -> SqliteLedger:
    """A ledger of such a year."""
    term = Term(14, Period(date(2022, 1, 1), date(2026, 12, 31)))
    entry = replace(ACT, at=datetime(2027, 1, 5, 9, 0, tzinfo=UTC))
    ledger = create(folder / "ledger.db", entry, CommitteeSetup("政协某市委员会", term))
    rows = [
        ParsedMember(1, number, f"委员{number}", days.first, days.last, "", sector, place.group, place.committee)
        for number, place in places.items()
        for days, sector in zip(HALVES, place.sectors, strict=True)
    ]
    enrol(ledger, entry, tuple(rows), lambda name: name)
    with ledger.writing(entry) as writing:
        for quarter, of_quarter in zip(QUARTERS, done, strict=True):
            on = quarter.period.first
            for member in writing.roster():
                came, proposals = of_quarter[member.number]
                acts = [RecordFields("全体会议", on, attendance=came)] if came else []
                acts += [RecordFields("提案", on, title=f"{on}{at}") for at in range(proposals)]
                for act in acts:
                    writing.append(NewRecord(member.key, act))
    return ledger


def names_of(row: str) -> list[str]:
    """The groups that a row of a public table counts together."""
    return row.removeprefix("其他（").removesuffix("）").split("、") if row.startswith("其他（") else [row]


def own_name(name: str, facet: Facet) -> str:
    """As a table calls those who are in none."""
    return name or f"（未分{named(facet)}）"


def quarter_sums(report: QuarterReport, whole: QuarterReport) -> Iterator[frozenset[Figure]]:
    """Of whom each row of a public quarter is: what a reader with the roster knows."""
    every = frozenset((row.member.number, str(report.quarter)) for row in whole.members)
    yield every
    for facet, rows in report.groups.items():
        groups = {(one.member.number, str(report.quarter)): own_name(one.groups[facet], facet) for one in whole.members}
        yield from (frozenset(term for term in every if groups[term] in names_of(row.name)) for row in rows)


def year_sums(notice: AnnualNotice, sectors: Mapping[Figure, str]) -> Iterator[frozenset[Figure]]:
    """The same of the sectors of the year."""
    for row in notice.sectors:
        yield frozenset(term for term, sector in sectors.items() if sector in names_of(row.name))


@dataclass(frozen=True)
class Year:
    """What was published of a year, and what it was made of."""

    whole: tuple[QuarterReport, ...]
    public: tuple[QuarterReport, ...]
    notice: AnnualNotice

    @property
    def by_quarter(self) -> list[frozenset[Figure]]:
        """Of whom each row of the quarters is."""
        return [one for pair in zip(self.public, self.whole, strict=True) for one in quarter_sums(*pair)]

    @property
    def by_sector(self) -> list[frozenset[Figure]]:
        """Of whom each row of the year is."""
        whole = ((row, str(one.quarter)) for one in self.whole for row in one.members)
        return list(year_sums(self.notice, {(row.member.number, at): row.groups[Facet.SECTOR] for row, at in whole}))

    @property
    def expected(self) -> frozenset[Figure]:
        """Who was expected when, which anybody knows who knows what was held."""
        every = ((row, str(one.quarter)) for one in self.whole for row in one.members)
        return frozenset((row.member.number, quarter) for row, quarter in every if row.attendance.expected)


def published(reading: LedgerReader) -> Year:
    """The public papers of the year."""
    whole = tuple(quarter_report(reading, RULES, IDENTITY, quarter) for quarter in QUARTERS)
    notice = notice_for(annual_notice(reading, RULES, IDENTITY, 2026), Audience.PUBLIC)
    return Year(whole, tuple(quarter_for(one, Audience.PUBLIC) for one in whole), notice)


def few(sums: list[frozenset[Figure]], terms: frozenset[Figure]) -> list[tuple[str, ...]]:
    """About which few something follows from ``sums`` of these ``terms``; where no more than a few have any, the whole tells it."""
    quarters = {quarter: {member for member, _ in of} for quarter, of in groupby(sorted(terms, key=_when), _when)}
    enough = frozenset(term for term in terms if len(quarters[_when(term)]) >= FEWEST)
    return few_in_sums([one & enough for one in sums if one & enough], FEWEST)


def _when(term: Figure) -> str:
    return term[1]


@settings(max_examples=examples(24), deadline=None, phases=UNSHRUNK)
@given(committees, years)
def test_nothing_can_be_reckoned_about_fewer_than_three(
    tmp_path_factory: pytest.TempPathFactory,
    places: dict[str, Place],
    done: tuple[Done, ...],
) -> None:
    with opened(tmp_path_factory.mktemp("ledger"), places, done).reading() as reading:
        year = published(reading)
    records = frozenset().union(*year.by_quarter)
    assert few(year.by_quarter, records) == []
    assert few([*year.by_quarter, *year.by_sector], year.expected) == []


@settings(max_examples=examples(12), deadline=None, phases=UNSHRUNK)
@given(committees, years)
def test_no_public_row_says_of_a_whole_group_that_it_did_nothing(
    tmp_path_factory: pytest.TempPathFactory,
    places: dict[str, Place],
    done: tuple[Done, ...],
) -> None:
    with opened(tmp_path_factory.mktemp("ledger"), places, done).reading() as reading:
        year = published(reading)
    assert [row.name for one in year.public for row in _rows(one) if not row.records] == []


@settings(max_examples=examples(12), deadline=None, phases=UNSHRUNK)
@given(committees, years)
def test_the_rows_of_a_public_table_add_up_to_the_whole(
    tmp_path_factory: pytest.TempPathFactory,
    places: dict[str, Place],
    done: tuple[Done, ...],
) -> None:
    with opened(tmp_path_factory.mktemp("ledger"), places, done).reading() as reading:
        year = published(reading)
    for one in year.public:
        for rows in filter(None, one.groups.values()):
            assert sum(row.records for row in rows) == one.whole.records
            assert sum(row.attendance.present for row in rows) == one.whole.attendance.present
    expected = sum(row.attendance.expected for row in year.notice.sectors)
    assert expected in (0, year.notice.figures.attendance.expected)


ALL_CAME: Done = dict.fromkeys(NUMBERS, (Attendance.PRESENT, 0))
AB = {number: Place(("甲", "甲") if number < "05" else ("乙", "乙"), "", "") for number in NUMBERS}


def test_the_year_of_a_sector_is_that_of_whoever_was_in_it_in_each_quarter(tmp_path: Path) -> None:
    places = {**AB, "09": Place(("甲", "乙"), "", "")}
    with opened(tmp_path, places, (ALL_CAME,) * 4).reading() as reading:
        year = published(reading)
    assert [(row.name, row.members, row.attendance.expected) for row in year.notice.sectors] == [
        ("甲", 5, 4 * 4 + 2),
        ("乙", 5, 4 * 4 + 2),
    ]


def test_sectors_that_are_merged_in_one_quarter_are_not_told_apart_in_the_year(tmp_path: Path) -> None:
    few_of_b: Done = {number: (None if number < "08" else Attendance.PRESENT, 1) for number in NUMBERS}
    with opened(tmp_path, AB, (ALL_CAME, few_of_b, ALL_CAME, ALL_CAME)).reading() as reading:
        year = published(reading)
    assert [len(one.groups[Facet.SECTOR]) for one in year.public] == [2, 0, 2, 2]
    assert year.notice.sectors == ()


def _rows(report: QuarterReport) -> list[GroupRow]:
    return [row for rows in report.groups.values() for row in rows]
