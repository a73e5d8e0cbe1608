import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duty_cli.model.exact_numbers import Points, exact, percent, round_down, round_half_up, show, simple

numbers = st.fractions(min_value=-1000, max_value=1000, max_denominator=2000).map(simple)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("5", 5), ("-2.5", Fraction(-5, 2)), ("+3", 3), ("0.1", Fraction(1, 10)), ("7/12", Fraction(7, 12))),
        *(("20%", Fraction(1, 5)), ("6/3", 2), ("12.50", Fraction(25, 2)), ("-0", 0)),
    ],
)
def test_a_number_is_read_exactly(text: str, number: Points) -> None:
    assert exact(text) == number


@pytest.mark.parametrize("text", ["", "五", "５", "1e3", "1/0", ".5", "5.", "1,000", " 5", "5\n", "--1", "nan", "1_0"])
def test_what_is_no_plain_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        exact(text)


@given(numbers)
def test_a_whole_number_is_an_int_and_no_other_is(number: Points) -> None:
    assert isinstance(number, int) == (number.denominator == 1)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        *((0, "0"), (-7, "-7"), (Fraction(25, 2), "12.5"), (Fraction(-1, 2), "-0.5"), (Fraction(1, 80), "0.0125")),
        *((Fraction(25, 3), "25/3"), (Fraction(-1, 3), "-1/3"), (Fraction(80, 1), "80"), (Fraction(1, 1000), "0.001")),
    ],
)
def test_a_number_is_shown_as_a_decimal_where_one_says_it_exactly(number: Points, text: str) -> None:
    assert show(number) == text


@given(numbers)
def test_what_is_shown_reads_back_as_the_same_number(number: Points) -> None:
    assert Fraction(show(number)) == number


@pytest.mark.parametrize(
    ("number", "places", "rounded"),
    [
        *((Fraction("2.345"), 2, Fraction("2.35")), (Fraction("2.344"), 2, Fraction("2.34"))),
        *((Fraction("0.5"), 0, 1), (Fraction("1.5"), 0, 2), (Fraction("-0.5"), 0, -1), (Fraction("-2.345"), 2, Fraction("-2.35"))),
        *((Fraction("-2.344"), 2, Fraction("-2.34")), (Fraction(25, 3), 2, Fraction("8.33")), (Fraction("59.995"), 2, 60)),
        (7, 0, 7),
    ],
)  # fmt: skip
def test_halves_are_rounded_away_from_zero(number: Points, places: int, rounded: Points) -> None:
    assert round_half_up(number, places) == rounded


@given(numbers, st.integers(0, 6))
def test_rounding_moves_by_half_a_step_at_most_and_never_twice(number: Points, places: int) -> None:
    rounded, half = round_half_up(number, places), Fraction(1, 2 * 10**places)
    assert number - half <= rounded <= number + half
    assert round_half_up(rounded, places) == rounded
    assert round_half_up(-number, places) == -rounded


@pytest.mark.parametrize(("number", "whole"), [(Fraction("60.8"), 60), (Fraction("-0.1"), -1), (3, 3)])
def test_rounding_down_goes_below(number: Points, whole: int) -> None:
    assert round_down(number) == whole


@pytest.mark.parametrize(
    ("part", "whole", "text"), [(1, 3, "33.3%"), (2, 3, "66.7%"), (1, 16, "6.3%"), (5, 5, "100%"), (0, 4, "0%"), (0, 0, "")]
)  # fmt: skip
def test_a_percentage_has_one_decimal_and_needs_a_whole(part: int, whole: int, text: str) -> None:
    assert percent(part, whole) == text
