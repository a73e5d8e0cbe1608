"""The report on many counties: what it adds up, what it sets side by side, and what it says for the leaders."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

from duty_cli.model.office_words import OfficeWords
from duty_cli.model.papers import Paper, Sheet
from duty_cli.model.periods import Period, Term, year_of
from duty_cli.reports.county_sums import CountySums, MemberSums
from duty_cli.reports.province_layout import province_paper
from duty_cli.reports.province_report import LeftOutCounty, ProvinceReport, SealedCounty, place_of, province_report
from duty_cli.scoring.attendance_counts import AttendanceCount

COUNT = AttendanceCount(10, 8, 1, 1, 1)
SUMS = MemberSums(4, COUNT, 12, 280, {"合格": 3, "不合格": 1})
TERM = Term(15, Period(date(2022, 1, 1), date(2026, 12, 31)))
AT = datetime(2026, 1, 9, tzinfo=UTC)
TODAY = date(2026, 2, 1)


def county(name: str, **other: object) -> SealedCounty:
    whole = CountySums(
        *(f"政协{name}委员会", year_of(2025), TERM, 100, "ab" * 32, AT, "cd" * 32, "甲办法", True, True),
        *(("合格", "不合格"), SUMS, {"教育界": SUMS}, {"中共": SUMS}, {"提案": 12}, ()),
        recorded=True,
    )
    return SealedCounty(f"{name}.parquet", replace(whole, **other))  # type: ignore[arg-type]


def report(*counties: SealedCounty, left: tuple[LeftOutCounty, ...] = (), **how: object) -> ProvinceReport:
    asked = {"expected": (), "common": False, "today": TODAY, "version": "0.2.0", **how}
    return province_report(2025, counties, left, **asked)  # type: ignore[arg-type]


def laid_out(found: ProvinceReport) -> Paper:
    return OfficeWords().said(province_paper(found))


def sheet(paper: Paper, name: str) -> Sheet:
    return next(one for one in paper.sheets if one.name == name)


def said(paper: Paper) -> str:
    return "\n".join((paper.subtitle, *(one.text for one in paper.text), *paper.notes))


def test_counties_stand_in_the_order_of_the_list_else_by_name() -> None:
    three = [county("丙县"), county("甲县"), county("乙县")]
    by_name = [one.sums.committee for one in report(*three).counties]
    assert by_name == sorted(by_name)
    listed = ("政协丙县委员会", "政协甲县委员会", "政协乙县委员会")
    assert tuple(one.sums.committee for one in report(*three, expected=listed).counties) == listed


def test_a_county_without_any_record_is_counted_and_told() -> None:
    words = said(laid_out(report(county("甲县"), county("乙县", recorded=False))))
    assert "乙县的账本里没有 2025 年度的记录，人数计入合计" in words
    assert "没有 2025 年度的记录" not in said(laid_out(report(county("甲县"))))


def test_who_is_missing_and_who_is_late_is_named_and_not_counted() -> None:
    late = county("乙县", at=datetime(2025, 10, 1, tzinfo=UTC))
    found = report(county("甲县"), late, expected=("政协丙县委员会", "政协甲县委员会", "政协乙县委员会"))
    assert [(one.committee, one.amiss) for one in found.left_out] == [
        ("政协丙县委员会", False),
        ("政协乙县委员会", False),
    ]
    assert found.whole == SUMS
    assert "最近一次录入在 2025-10-01" in found.left_out[1].why
    assert "计入 1 个地方，应报送 3 个" in said(laid_out(found))


def test_while_the_year_runs_nobody_is_late_and_all_is_provisional() -> None:
    found = report(county("甲县", at=datetime(2025, 10, 1, tzinfo=UTC), closed=False), today=date(2025, 10, 2))
    assert found.left_out == ()
    paper = laid_out(found)
    assert "（暂计）" in paper.title
    assert "2025 年度尚未结束" in said(paper)


def test_a_county_whose_file_was_refused_is_not_missing_besides() -> None:
    out = LeftOutCounty("政协乙县委员会", "乙.parquet", "未通过核对", amiss=True)
    found = report(county("甲县"), left=(out,), expected=("政协甲县委员会", "政协乙县委员会"))
    assert found.left_out == (out,)
    assert sheet(laid_out(found), "未计入").rows == (("政协乙县委员会", "乙.parquet", "未通过核对"),)


def test_a_file_that_cannot_be_read_is_that_of_the_county_its_name_tells_and_that_one_not_missing_besides() -> None:
    names = ("政协东县委员会", "浦东县", "政协西县委员会", "政协南县委员会")
    cut = LeftOutCounty("", "报/浦东县 (1).parquet", "尾部缺失", amiss=True)
    both = LeftOutCounty("", "西县、南县.zip", "没有打开", amiss=True)
    found = report(county("甲县"), left=(cut, both), expected=("政协甲县委员会", *names))
    assert [(one.committee, one.file, one.why) for one in found.left_out] == [
        ("政协东县委员会", "", "没有报送封存账本"),
        ("浦东县", "报/浦东县 (1).parquet", "按文件名认作该地的；尾部缺失"),
        ("政协西县委员会", "", "没有报送封存账本"),
        ("政协南县委员会", "", "没有报送封存账本"),
        ("", "西县、南县.zip", "没有打开"),
    ]


def test_only_counties_of_the_same_rules_stand_side_by_side() -> None:
    found = report(county("甲县"), county("乙县"), county("丙县", rules="ef" * 32, grades=("优", "劣")))
    names = [one.name for one in laid_out(found).sheets]
    assert names == [
        *("各地情况", "各地等次（规则1）", "界别等次（规则1）", "党派等次（规则1）"),
        *("各按本地规则", "界别", "党派", "履职事项", "依据"),
    ]
    assert [row[0] for row in sheet(laid_out(found), "各地等次（规则1）").rows] == ["乙县", "甲县", "合计"]
    assert sheet(laid_out(found), "各按本地规则").rows[0] == ("丙县（规则 efefefefefefefef）", "优", 0, "0%")
    assert sheet(laid_out(found), "各按本地规则").rows[1][0] == ""


def test_attendance_and_records_are_summed_whatever_the_rules() -> None:
    found = report(
        county("甲县"), county("乙县", rules="ef" * 32, kinds={"会议": 1, "提案": 11}, whole=replace(SUMS, members=6))
    )
    assert (found.whole.members, found.whole.records, found.whole.attendance.present) == (10, 24, 16)
    assert found.kinds == {"会议": (1, 1), "提案": (23, 2)}
    total = sheet(laid_out(found), "各地情况").rows[-1]
    assert total == ("合计", 10, 24, Fraction(12, 5), 20, 16, 2, 2, 2, "80%", "88.9%", "", "")


def test_a_common_file_says_so_and_names_kinds_that_it_does_not_know() -> None:
    found = report(county("甲县", unknown=("提案",)), common=True)
    words = said(laid_out(found))
    assert (
        "各地一律按《甲办法》（规则 cdcdcdcdcdcdcdcd）计算，委员 4 人：合格 3 人（75%）、不合格 1 人（25%）。" in words
    )
    assert "不计分：提案（12 条）" in words


def test_every_county_has_its_tile_in_the_order_of_the_table() -> None:
    found = report(*(county(f"{name}县") for name in "甲乙丙丁戊"))
    rows = sheet(laid_out(found), "出席率一览").rows
    tiles = [cell for row in rows for cell in row[::2]]
    assert tiles == [*(found.places[one.sums.committee] for one in found.counties), "", "", ""]
    assert rows[1] == (tiles[4], "80%", "", "", "", "", "", "")


def test_places_of_one_name_keep_the_whole_name_of_their_committees() -> None:
    found = report(county("鼓楼区"), county("鼓楼区", committee="中国人民政治协商会议鼓楼区委员会"), county("甲县"))
    assert sorted(found.places.values()) == ["中国人民政治协商会议鼓楼区委员会", "政协鼓楼区委员会", "甲县"]
    assert place_of("别的机构") == "别的机构"


def test_the_digest_of_all_goes_by_what_was_counted_and_not_by_its_order() -> None:
    one, other = county("甲县"), county("乙县")
    assert report(one, other).digest == report(other, one).digest != report(one).digest
    assert report(one).digest != report(county("甲县", head="00" * 32)).digest


def test_it_judges_nobody() -> None:
    words = said(laid_out(report(county("甲县"), left=(LeftOutCounty("", "x.parquet", "文件不完整", amiss=True),))))
    assert "提请研究" in words
    assert "只列事实，供领导研究，不作结论，不排名次" in words
