from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duty_cli.model.periods import YEARS, Period, Quarter, Term, YearEnd, quarters_in, year_of

days = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@given(days)
def test_every_day_lies_in_exactly_one_quarter_of_its_year(day: date) -> None:
    assert sum(day in Quarter(day.year, number).period for number in (1, 2, 3, 4)) == 1


@given(st.integers(1990, 2090))
def test_quarters_tile_the_year(year: int) -> None:
    quarters = [Quarter(year, number).period for number in (1, 2, 3, 4)]
    assert quarters[0].first == year_of(year).first
    assert quarters[3].last == year_of(year).last
    assert all(before.last + timedelta(days=1) == after.first for before, after in pairwise(quarters))


@given(st.integers(1990, 2090), st.integers(1, 4))
def test_the_quarter_before_ends_the_day_before(year: int, number: int) -> None:
    quarter = Quarter(year, number)
    assert quarter.before.period.last + timedelta(days=1) == quarter.period.first


def test_the_second_quarter_of_2026() -> None:
    assert str(Quarter(2026, 2).period) == "2026-04-01 至 2026-06-30"


@given(st.sampled_from(YEARS), st.integers(1, 4))
def test_a_quarter_is_read_as_it_is_written(year: int, number: int) -> None:
    assert Quarter.parse(str(Quarter(year, number))) == Quarter(year, number)


@pytest.mark.parametrize(("text", "quarter"), [("2026Q3", Quarter(2026, 3)), (" 2026-q3 ", Quarter(2026, 3))])
def test_a_quarter_may_be_typed_carelessly(text: str, quarter: Quarter) -> None:
    assert Quarter.parse(text) == quarter


@pytest.mark.parametrize("text", ["2026-Q5", "2026-Q0", "2026", "26-Q1", "2026-Q1-Q2", ""])
def test_what_is_no_quarter_is_none(text: str) -> None:
    assert Quarter.parse(text) is None


@pytest.mark.parametrize(
    ("day", "inside"), [("2025-12-31", False), ("2026-01-01", True), ("2026-12-31", True), ("2027-01-01", False)]
)
def test_a_period_includes_its_first_and_its_last_day(day: str, inside: bool) -> None:
    assert (date.fromisoformat(day) in year_of(2026)) is inside


def test_periods_that_share_one_day_meet_and_those_that_only_touch_do_not() -> None:
    spring = Period(date(2026, 1, 1), date(2026, 3, 31))
    assert spring.meets(Period(date(2026, 3, 31), date(2026, 4, 1)))
    assert not spring.meets(Period(date(2026, 4, 1), date(2026, 4, 1)))


def test_a_period_cut_short_ends_no_later_than_before() -> None:
    assert year_of(2026).until(date(2026, 5, 4)).last == date(2026, 5, 4)
    assert year_of(2026).until(date(2027, 5, 4)) == year_of(2026)


def test_a_term_touches_every_calendar_year_from_its_first_day_to_its_last() -> None:
    term = Term(14, Period(date(2022, 2, 20), date(2027, 1, 15)))
    assert list(term.years()) == [2022, 2023, 2024, 2025, 2026, 2027]


def test_where_years_end_on_20_december_the_first_quarter_begins_the_day_after() -> None:
    ends = YearEnd(12, 20)
    quarters = [Quarter(2026, number).under(ends) for number in (1, 2, 3, 4)]
    assert (quarters[0].first, quarters[3].last) == (date(2025, 12, 21), date(2026, 12, 20))
    assert quarters[1] == Quarter(2026, 2).period


@given(days, st.dates(date(2001, 1, 1), date(2001, 12, 31)).filter(lambda day: (day.month, day.day) != (2, 29)))
def test_every_day_lies_in_one_quarter_whenever_years_end(day: date, last: date) -> None:
    ends = YearEnd(last.month, last.day)
    quarter = Quarter.of(day, ends)
    assert day in quarter.under(ends)
    assert quarter.under(ends).last + timedelta(days=1) == quarter.after.under(ends).first


@given(st.integers(1990, 2090), st.dates(date(2001, 1, 1), date(2001, 12, 31)))
def test_four_quarters_are_a_year_whenever_it_ends(year: int, last: date) -> None:
    ends = YearEnd(last.month, last.day)
    quarters = [one.under(ends) for one in quarters_in(ends.of(year), ends)]
    assert len(quarters) == 4
    assert (quarters[0].first, quarters[3].last) == (ends.of(year).first, ends.of(year).last)
