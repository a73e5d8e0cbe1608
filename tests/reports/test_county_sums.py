"""The sums of a county are those of its evaluation and its notice, digit for digit, whichever engine counts."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from duty_cli.errors.lookup_errors import YearOutOfTerm
from duty_cli.errors.rule_errors import NoRulesForPeriod
from duty_cli.ledger.parquet.duck_records import DuckTables
from duty_cli.ledger.parquet.sealed_file import open_sealed
from duty_cli.ledger.parquet.sealed_reader import sealed_reading
from duty_cli.model.papers import Identity
from duty_cli.model.records import Attendance, RecordFields
from duty_cli.reports.annual_notice import annual_notice
from duty_cli.reports.county_sums import CountySums, county_year
from duty_cli.rules.rule_files import load
from tests.province.counties import county, seal
from tests.workspace import RULES

BOOK = load({RULES.name: RULES.read_bytes()})
SAID = (
    RecordFields("委员活动日", date(2025, 6, 1), title="活动", attendance=Attendance.ABSENT),
    RecordFields("变相商业活动", date(2025, 7, 1)),
    RecordFields("没有的事项", date(2025, 8, 1)),
    RecordFields("专题培训", date(2025, 9, 1), title="培训", attendance=Attendance.LATE),
    RecordFields("提案", date(2024, 9, 1), title="上一年的"),
)


def sums(folder: Path) -> CountySums:
    with county(folder, "岚汀县", 6, records=SAID).reading() as reading:
        return county_year(reading, BOOK, 2025)[0]


def test_points_and_grades_are_those_of_the_evaluation_and_attendance_that_of_the_notice(tmp_path: Path) -> None:
    with county(tmp_path, "岚汀县", 6, records=SAID).reading() as reading:
        found = county_year(reading, BOOK, 2025)[0]
        notice = annual_notice(reading, BOOK, Identity("", 1, "", "", ""), 2025)
    years = [one.result for one in notice.evaluation.members]
    assert found.whole.points == sum(one.score.total for one in years)
    assert found.whole.grades == notice.evaluation.grades
    assert found.whole.attendance == notice.figures.attendance
    assert found.kinds == {**notice.figures.kinds, "没有的事项": 1}
    for sector, own in found.sectors.items():
        here = [one for one in notice.evaluation.members if one.sector == sector]
        assert own.points == sum(one.result.score.total for one in here)
        assert {grade: n for grade, n in own.grades.items() if n} == Counter(one.result.grade for one in here)


def test_a_sealed_ledger_comes_to_the_same_sums(tmp_path: Path) -> None:
    ledger = county(tmp_path, "岚汀县", 6, records=SAID)
    duck = DuckTables()
    with (
        ledger.reading() as reading,
        open_sealed(seal(ledger, tmp_path / "a.parquet")) as file,
        sealed_reading(file, duck) as found,
    ):
        assert county_year(found, BOOK, 2025)[0] == county_year(reading, BOOK, 2025)[0]


def test_a_kind_that_the_rules_do_not_know_is_told(tmp_path: Path) -> None:
    found = sums(tmp_path)
    assert found.unknown == ("没有的事项",)
    assert list(found.kinds)[-1] == "没有的事项"


def test_parties_and_sectors_tile_the_whole(tmp_path: Path) -> None:
    found = sums(tmp_path)
    assert list(found.parties) == ["", "中共"]
    for groups in (found.parties, found.sectors):
        assert type(found.whole).summed(groups.values()) == found.whole


def test_a_year_without_rules_or_outside_the_terms_is_refused(tmp_path: Path) -> None:
    with county(tmp_path, "岚汀县").reading() as reading:
        with pytest.raises(NoRulesForPeriod):
            county_year(reading, BOOK, 2021)[0]
        with pytest.raises((YearOutOfTerm, NoRulesForPeriod)):
            county_year(reading, BOOK, 2027)[0]
