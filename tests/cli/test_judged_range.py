"""A judged value outside the range that a rate leaves it, as the clerk meets it: at entry, in the papers, in cases."""

from __future__ import annotations

import pytest

from tests.rules.small import text, with_item
from tests.workspace import Duty

RANGE = """when: {kind: 年度述职}, per: judged, points: 1, combine: sum, judged_range: {when: {kind: 全体会议},
  measure: {of: rate, present: [出席, 迟到, 早退]}, table: [{at_least: 80%, from: 6, to: 10}, {at_least: 0, from: 0, to: 5}],
  outside: unassessed}"""
RULES = text(
    format="duty-rules/2",
    effective="{from: 2022-01-01, to: 2026-12-31}",
    categories=with_item(RANGE),
    bands="[{grade: 合格, min: 5}, {grade: 不合格, min: 0}]",
)
OUTSIDE = "评定分 9 不在 0～5 之内（出席率 1÷2=50%）"


@pytest.fixture
def desk(duty: Duty) -> Duty:
    """1003 was at one of two plenaries."""
    duty.write("rules/scoring.yaml", RULES)
    duty.done("record 1003 全体会议 --on 2026-01-20 --attendance 出席")
    duty.done("record 1003 全体会议 --on 2026-02-20 --attendance 缺席")
    return duty


def test_who_enters_a_value_outside_is_told_what_becomes_of_it(desk: Duty) -> None:
    assert f"，{OUTSIDE}，须提请重新评定）；2026 年度目前 0 分" in desk.done(
        "record 1003 年度述职 --on 2026-03-05 --judged 9"
    )
    assert "不在" not in desk.done("record 1003 年度述职 --on 2026-03-05 --judged 4")
    desk.write("rules/scoring.yaml", RULES.replace("unassessed", "held"))
    assert f"，{OUTSIDE}，按最近的一端计）；2026 年度目前 14 分" in desk.done(
        "record 1003 年度述职 --on 2026-03-06 --judged 9"
    )


def test_the_papers_say_which_value_is_outside_which_range_and_what_to_do(desk: Duty) -> None:
    desk.done("record 1003 年度述职 --on 2026-03-05 --judged 9")
    assert f"甲（第3条）{OUTSIDE}，须提请重新评定，得分为暂计" in desk.done("annual-evaluation 2026")
    assert "甲评定分不在范围内，须提请重新评定，没有计入" in desk.done("watch 2026")
    one = desk.member("annual-evaluation 2026", "1003")
    assert (one["grade"], one["lacking"][0]["outside"]) == ("未评定", ["9 不在 0～5 之内（出席率 1÷2=50%）"])
    explained = desk.done("explain 1003 --year 2026")
    assert "评定分不在范围内，不计（9 不在 0～5 之内（出席率 1÷2=50%））" in explained


def test_a_value_that_is_judged_anew_closes_the_year_again(desk: Duty) -> None:
    desk.done("record 1003 年度述职 --on 2026-03-05 --judged 9")
    for day in range(1, 4):
        desk.done(f"record 1003 全体会议 --on 2026-05-0{day} --attendance 出席")
    # Four of five meetings are 80%, and the nine that was too much is what may be judged.
    assert desk.member("annual-evaluation 2026", "1003")["score"] == "9"
    assert desk.member("annual-evaluation 2026", "1003")["grade"] == "合格"


def test_a_comparison_of_two_files_says_by_which_value_a_year_is_open(desk: Duty) -> None:
    desk.done("record 1003 年度述职 --on 2026-03-05 --judged 9")
    desk.write("新.yaml", RULES)
    desk.write("rules/scoring.yaml", RULES.replace("unassessed", "held"))
    one = desk.member("rules diff rules/scoring.yaml 新.yaml --year 2026", "1003")
    (points, lacking) = one["causes"]
    assert (one["grade"], points["change"]) == (["合格", "未评定"], "-5")
    said = [lacking[side]["said"] for side in ("before", "after")]
    assert (lacking["sort"], lacking["id"], said) == ("未定的分", "甲", ["已定", OUTSIDE])


def test_an_open_value_is_among_the_open_matters_of_a_year(desk: Duty) -> None:
    desk.done("record 1003 全体会议 --on 2025-01-20 --attendance 缺席")
    desk.done("record 1003 年度述职 --on 2025-03-05 --judged 9")
    assert "“甲”评定分不在范围内，须提请重新评定：1003 孙三禾" in desk("close-year 2025").err


def test_a_case_says_that_a_value_is_to_be_judged_anew_and_touches_the_stretches(desk: Duty) -> None:
    met = "{kind: 全体会议, on: 2026-01-20, attendance: 出席}"
    judged = "{kind: 年度述职, on: 2026-03-05, judged: 9}"
    missed = met.replace("出席}", "缺席}")
    desk.write("t.yaml", RULES)
    head = "format: duty-cases/1\nrules: t.yaml\ncases:\n"
    good = f"  - {{case: 到会, year: 2026, records: [{met}, {judged}], expect: {{score: 9, lacking: []}}}}\n"
    desk.write("t.test.yaml", head + good)
    assert "分段“甲·0 起”" in desk("rules test t.test.yaml").out
    anew = f"  - {{case: 未到, year: 2026, records: [{missed}, {judged}], expect: {{score: 0, grade: 未评定, lacking: [甲]}}}}\n"
    desk.write("t.test.yaml", head + good + anew)
    answer = desk("rules test t.test.yaml")
    assert (answer.code, answer.out) == (0, "2 例通过\n")
