"""届末考评: the years side by side, for those who nominate; with no verdict of its own."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workspace import Duty


@pytest.fixture
def term(duty: Duty) -> Duty:
    """Two years with records: in the first 1003 failed, in the second did well."""
    duty.done("record 1003 座谈交流 --on 2024-03-04")
    duty.done("record 1003 年度述职 --on 2026-03-04 --judged 9.5")
    duty.done("record 1003 提案 --on 2026-03-05 --stage 立案")
    return duty


def row(duty: Duty, number: str) -> dict[str, Any]:
    return duty.member("term-evaluation 14", number)


def test_years_stand_side_by_side_with_mean_and_failed_years(term: Duty) -> None:
    one = row(term, "1003")
    missed = [year.pop("minimums_missed") for year in one["years"]]
    assert missed == [["年度履职报告", "年度专题培训"]] * 2
    assert [year.pop("ungraded") for year in one["years"]] == [None, None]
    assert one["years"] == [
        {"year": 2024, "score": "50", "grade": "不合格"},
        {"year": 2026, "score": "67.5", "grade": "合格"},
    ]
    assert (one["mean"], one["failed_years"]) == ("58.75", [2024])


def test_years_without_any_record_are_named_and_not_counted(term: Duty) -> None:
    document = term.json("term-evaluation 14")
    assert (document["years"], document["years_without_records"]) == ([2024, 2026], [2022, 2023, 2025])
    assert "2022、2023、2025 年账本中没有任何记录，未计入平均和次数" in term.done("term-evaluation 14")


def test_years_are_called_provisional_until_they_are_closed(term: Duty) -> None:
    assert term.json("term-evaluation 14")["provisional_years"] == [2024, 2026]
    term.close(2024)
    assert term.json("term-evaluation 14")["provisional_years"] == [2026]
    assert "2026 年度尚未结账，得分和等次为暂计" in term.done("term-evaluation 14")


def test_who_was_not_in_office_in_a_year_has_no_mark_for_it(term: Duty) -> None:
    assert [one["year"] for one in row(term, "1006")["years"]] == [2024]
    assert [one["year"] for one in row(term, "1007")["years"]] == [2026]
    line = next(line for line in term.done("term-evaluation 14").splitlines() if line.startswith("1007"))
    assert line.split()[3:5] == ["—", "—"]


def test_trainings_are_tracked_by_year_by_term_and_for_the_new(term: Duty) -> None:
    term.done("record 1003 专题培训 --on 2024-05-06 --activity 专题培训")
    term.done("record 1003 届内轮训 --on 2026-05-06 --activity 轮训")
    term.done("record 1007 新任委员培训 --on 2026-09-07 --activity 新任委员培训")
    assert row(term, "1003")["trainings"] == [
        {"id": "年度专题培训", "due": [2024, 2026], "met": [2024]},
        {"id": "届内轮训", "due": [0], "met": [0]},
    ]
    new = {one["id"]: one["met"] for one in row(term, "1007")["trainings"]}
    assert new == {"年度专题培训": [], "新任委员当年培训": [2026], "届内轮训": []}
    page = term.done("term-evaluation 14").partition("培训任务完成情况")[2]
    line = next(line for line in page.splitlines() if line.startswith("1003"))
    assert line.split()[3:] == ["2026", "未完成", "已完成", "—"]


def test_absences_commendations_conduct_and_tenures_are_told_as_fields(term: Duty) -> None:
    term.done("attend 全体会议 --on 2026-03-02 --title 五次会议 --all-present --except 缺席=1008")
    term.done("record 1008 表彰 --on 2026-05-06 --level 市级 --title 先进工作者")
    term.done("record 1008 变相商业活动 --on 2026-06-08 --title 推销产品")
    one = row(term, "1008")
    assert (one["attendance"]["expected"], one["attendance"]["absent"]) == (1, 1)
    assert [said.partition("（")[0] for said in (*one["commendations"], *one["conduct"])] == [
        "2026-05-06 表彰 先进工作者",
        "2026-06-08 变相商业活动 推销产品",
    ]
    assert {"facet": "职务", "value": "常委", "from": "2022-01-01", "until": "2026-06-30"} in one["spells"]
    assert "常委（2022-01-01 至 2026-06-30）" in term.done("term-evaluation 14")


def test_proposals_of_all_years_stand_with_their_year(term: Duty) -> None:
    assert row(term, "1003")["proposals"] == []
    term.close(2024, 2026)
    assert [(one["year"], one["id"]) for one in row(term, "1003")["proposals"]] == [(2024, "约谈提醒")]
    assert ("责令辞去委员", 2026) in {(one["id"], one["year"]) for one in row(term, "1001")["proposals"]}
    page = term.done("term-evaluation 14")
    assert "提请主席会议研究责令辞去委员事宜" in page
    assert "本表为换届提名的参考材料，只列事实，不作结论" in page
