"""Days by any pattern, and the time that somebody stayed: what is read equals what was written, and no second counts twice."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duty_cli.errors.record_errors import BadValue
from duty_cli.importing.maps.mapped_cells import parts_of
from duty_cli.parsing.date_patterns import day_by_pattern, moment, pattern_fault
from duty_cli.parsing.stay_times import seconds_in, share_of

EPOCH = date(1899, 12, 30)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
PARTS = {
    "年": ["{y:04}", "{y:04}年", "{s:02}"],
    "月": ["{m}", "{m:02}", "{name}", "{m}月"],
    "日": ["{d}", "{d:02}", "{d}日"],
}
LAYOUTS = st.tuples(st.permutations(["年", "月", "日"]), st.sampled_from(["/", "-", ".", " ", ", ", "|"]))


@given(DAYS, LAYOUTS, st.data())
def test_a_day_written_by_a_pattern_is_read_by_it(
    day: date, layout: tuple[list[str], str], data: st.DataObject
) -> None:
    order, between = layout
    by = between.join(order)
    # In front a year has all its digits.
    ways = {**PARTS, "年": PARTS["年"][: 2 if order[0] == "年" else 3]}
    said = between.join(data.draw(st.sampled_from(ways[part])) for part in order)
    text = said.format(y=day.year, s=day.year % 100, m=day.month, d=day.day, name=NAMES[day.month - 1])
    assert pattern_fault(by) is None
    assert day_by_pattern("日期", text, by) == day.isoformat()


@given(st.text("年月日时分秒星期/-., ab", max_size=10), st.text("0123456789年月日/-. :aprAM下午", max_size=20))
def test_any_pattern_reads_any_text_or_refuses_it(by: str, text: str) -> None:
    if pattern_fault(by) is not None:
        return
    with suppress(BadValue):
        assert day_by_pattern("日期", text, by).count("\n") == 0
    with suppress(BadValue):
        assert moment("入", text, by, EPOCH).microsecond == 0


START = datetime(2026, 3, 5, 14)  # noqa: DTZ001 - as a file has it
STRETCHES = st.lists(
    st.tuples(st.integers(-50, 150), st.integers(0, 100)).map(lambda one: (one[0], one[0] + one[1])), max_size=6
)


@given(STRETCHES, st.none() | st.tuples(st.integers(0, 40), st.integers(50, 100)))
def test_the_seconds_of_several_stays_are_those_in_any_of_them(
    stays: list[tuple[int, int]], within: tuple[int, int] | None
) -> None:
    at = [(START + timedelta(seconds=first), START + timedelta(seconds=last)) for first, last in stays]
    hours = None if within is None else (START + timedelta(seconds=within[0]), START + timedelta(seconds=within[1]))
    there = {second for first, last in stays for second in range(first, last)}
    meant = there if within is None else there & {*range(*within)}
    assert seconds_in(at, hours) == len(meant)
    assert share_of(len(meant), 90) == min(Fraction(len(meant), 90), 1)


@given(st.lists(st.text("甲乙 （", max_size=3), max_size=5), st.sampled_from(["、", "┋", "-", "--", "; "]))
def test_a_cell_is_parted_into_what_was_put_together(parts: list[str], sign: str) -> None:
    assert parts_of(sign.join(parts), (sign,)) == [text for part in parts if (text := part.strip())]


@pytest.mark.parametrize(
    ("cell", "by", "said"),
    [
        ("46086.5", None, "2026-03-05 12:00:00"),
        ("2026-03-05 14:30", "月/日/年 时:分", "2026-03-05 14:30:00"),
        ("2026-05-03 14:30", "年-日-月 时:分", "2026-03-05 14:30:00"),
        ("3/5/26 12:05 AM", "月/日/年 时:分", "2026-03-05 00:05:00"),
        ("2026年3月5日 14时30分", None, "2026-03-05 14:30:00"),
        ("下午2:30", None, "0001-01-01 14:30:00"),
        ("0.75", None, "0001-01-01 18:00:00"),
    ],
)
def test_a_moment_is_read_by_its_pattern_or_as_it_is_usually_written(cell: str, by: str | None, said: str) -> None:
    assert str(moment("入", cell, by, EPOCH)) == said


@pytest.mark.parametrize(
    "cell",
    [
        "460860.604",
        "03/04/26 14:30",
        "26-03-04 14:30",
        "2026-03-05 25:00",
        "2026-13-05 14:00",
        "14:60",
        "下午",
        "14",
        "2026-03-05",
    ],
)
def test_what_is_no_moment_is_refused(cell: str) -> None:
    with pytest.raises(BadValue):
        moment("入", cell, None, EPOCH)
