"""Which files of a folder are counted: what is ambiguous is told with every file that it concerns."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from duty_cli.model.periods import Period, Term
from duty_cli.province.county_choice import ChosenSeals, FoundSeal, chosen, expected_names

FIFTEENTH = Term(15, Period(date(2022, 1, 1), date(2026, 12, 31)))
SIXTEENTH = Term(16, Period(date(2027, 1, 1), date(2031, 12, 31)))
ONE = FoundSeal("甲.parquet", "政协甲县委员会", (FIFTEENTH,), 100, "ab", 19, 100)


def of(*found: FoundSeal, year: int = 2026, expected: dict[str, str] | None = None) -> ChosenSeals:
    return chosen(found, year, 19, expected or {})


def told(choice: ChosenSeals) -> list[tuple[str, bool]]:
    return [(one.file, one.amiss) for one in choice.left_out]


def test_one_file_a_county_is_counted() -> None:
    other = replace(ONE, file="乙.parquet", committee="政协乙县委员会")
    assert of(ONE, other) == ChosenSeals((ONE, other), ())


def test_two_files_of_one_term_are_both_left_out() -> None:
    choice = of(ONE, replace(ONE, file="甲2.parquet", seq=120))
    assert choice.files == ()
    assert told(choice) == [("甲.parquet", True), ("甲2.parquet", True)]
    assert "还有 甲2.parquet" in choice.left_out[0].why


def test_one_file_handed_in_twice_is_told_as_such_and_another_beside_it_as_another() -> None:
    again, later = replace(ONE, file="甲 (1).parquet"), replace(ONE, file="甲补.parquet", seq=120, head="cd")
    told_twice = [one.why for one in of(ONE, again).left_out]
    assert told_twice == [
        f"到序号 100；与 {other} 的序号和账首都相同，是同一本账本报送了两次；请只留一份"
        for other in ("甲.parquet", "甲 (1).parquet")
    ]
    first, *_, last = [one.why for one in of(ONE, again, later).left_out]
    assert last == "到序号 120；同一个地方届期重叠的还有 甲.parquet、甲 (1).parquet，不知以哪一份为准；请只留一份"
    assert "与 甲.parquet 的序号和账首都相同" in first
    assert "届期重叠的还有 甲补.parquet" in first


def test_of_two_terms_in_two_files_that_of_the_year_is_counted() -> None:
    later = replace(ONE, file="甲16.parquet", terms=(SIXTEENTH,))
    assert of(ONE, later) == ChosenSeals((ONE,), ())
    assert of(ONE, later, year=2028) == ChosenSeals((later,), ())


def test_terms_that_overlap_between_files_are_told_though_one_alone_has_the_year() -> None:
    early = replace(SIXTEENTH, period=Period(date(2026, 12, 1), date(2031, 12, 31)))
    assert told(of(ONE, replace(ONE, file="甲16.parquet", terms=(early,)), year=2030)) == [
        ("甲.parquet", True),
        ("甲16.parquet", True),
    ]


def test_terms_that_overlap_within_a_file_are_told() -> None:
    early = replace(SIXTEENTH, period=Period(date(2026, 12, 1), date(2031, 12, 31)))
    choice = of(replace(ONE, terms=(FIFTEENTH, early)))
    assert told(choice) == [("甲.parquet", True)]
    assert "第 15 届与第 16 届的起止日期重叠" in choice.left_out[0].why


def test_a_county_of_other_terms_or_of_an_older_program_is_left_out_and_nothing_is_amiss() -> None:
    assert told(of(ONE, year=2030)) == [("甲.parquet", False)]
    choice = of(replace(ONE, version=18))
    assert told(choice) == [("甲.parquet", False)]
    assert "第 18 版" in choice.left_out[0].why


def test_a_county_that_is_not_on_the_list_is_amiss() -> None:
    assert told(of(ONE, expected={"乙县": "政协乙县委员会"})) == [("甲.parquet", True)]


@pytest.mark.parametrize("line", ["1、甲县", "甲县,张", "甲 县", "甲"])
def test_a_line_of_the_list_that_tells_the_place_otherwise_is_shown(line: str) -> None:
    (left,) = of(ONE, expected=expected_names([line, "乙县"], [ONE.committee])).left_out
    assert f"不在应报送的名单里（名单上相近的有“{line}”，每行只写一个地方的全称）" in left.why


def test_a_list_may_say_places() -> None:
    committees = ["政协甲县委员会", "中国人民政治协商会议乙县委员会"]
    assert expected_names(["甲县", "政协乙县委员会", "丙县"], committees) == {
        "甲县": "政协甲县委员会",
        "政协乙县委员会": "中国人民政治协商会议乙县委员会",
        "丙县": "丙县",
    }
