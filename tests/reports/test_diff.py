"""What-if: two rule files over the real ledger; who moves, by sector, and which clause did it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from tests.workspace import RULES, Duty

DIFF = "rules diff rules/scoring.yaml 新.yaml --year 2026"
POINTS = ("points: 8", "points: 4")


def changed(duty: Duty, *changes: tuple[str, str]) -> dict[str, Any]:
    """The comparison with a file in which these words are replaced."""
    text = RULES.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    duty.write("新.yaml", text)
    return duty.json(DIFF)


def line_of(words: str) -> int:
    """The line of the rule file on which ``words`` stand."""
    return next(n for n, line in enumerate(RULES.read_text("utf-8").splitlines(), 1) if words in line)


@pytest.fixture
def two_proposals(duty: Duty) -> Duty:
    """1001 has 66 points: 50 to begin with and 16 for two proposals; all others have 50 and fail."""
    for day in ("2026-03-02", "2026-03-03"):
        duty.done(f"record 1001 提案 --on {day} --stage 立案")
    return duty


def test_who_fails_under_the_new_file_is_named_with_the_clause_that_did_it(two_proposals: Duty) -> None:
    found = changed(two_proposals, POINTS)
    (one,) = found["members"]
    assert (one["number"], one["sector"], one["score"]) == ("1001", "中共界", ["66", "58"])
    assert (one["grade"], one["pass_line"]) == (["合格", "不合格"], "down")
    line = line_of("- id: 提案立案")
    assert one["causes"] == [
        {
            **{"sort": "计分项", "category": "提案", "id": "提案立案", "change": "-8"},
            "stands": False,
            "before": {"said": "16", "at": {"clause": "第7条", "rule": f"scoring.yaml:{line}"}},
            "after": {"said": "8", "at": {"clause": "第7条", "rule": f"新.yaml:{line}"}},
        }
    ]


def test_every_member_stands_in_the_matrix_once_and_every_move_under_its_sector(two_proposals: Duty) -> None:
    found = changed(two_proposals, POINTS)
    assert found["transitions"] == [
        {"before": "合格", "after": "不合格", "members": 1},
        {"before": "不合格", "after": "不合格", "members": 6},
    ]
    assert found["sectors"][0] == {
        **{"sector": "中共界", "members": 1, "moved": 1, "up": 0, "down": 1, "mean_change": "-8"}
    }
    assert [sector["moved"] for sector in found["sectors"]] == [1, 0, 0, 0]


def test_a_rule_is_told_with_all_it_touches_and_how_many_of_them_move(two_proposals: Duty) -> None:
    two_proposals.done("record 1003 提案 --on 2026-03-02 --stage 立案")
    (rule,) = changed(two_proposals, POINTS)["rules"]
    assert (rule["id"], rule["members"], rule["moved"], rule["change"]) == ("提案立案", 2, 1, "-12")


def test_the_changes_of_a_member_add_up_whatever_rules_they_come_from(two_proposals: Duty) -> None:
    changes = (POINTS, ("cap: 20", "cap: 6"), ("base: 50", "base: 62"), ("cap: 95", "cap: 65"))
    for one in changed(two_proposals, *changes)["members"]:
        before, after = map(Fraction, one["score"])
        assert sum(Fraction(cause["change"]) for cause in one["causes"]) == after - before


@pytest.mark.parametrize(
    ("change", "sort", "grades"),
    [
        (("{grade: 合格, min: 60}", "{grade: 合格, min: 70}"), "等次分数线", ["合格", "不合格"]),
        (("grade_at_most: 合格}}", "grade_at_most: 不合格}}"), "最低要求", ["合格", "不合格"]),
        (("when: {kind: 变相商业活动}", "when: {kind: 提案}"), "纪律情形", ["合格", "不合格"]),
    ],
)
def test_a_grade_changed_without_a_point_has_its_cause_too(
    two_proposals: Duty, change: tuple[str, str], sort: str, grades: list[str]
) -> None:
    (one,) = changed(two_proposals, change)["members"]
    assert (one["score"], one["grade"], one["pass_line"]) == (["66", "66"], grades, "down")
    assert [cause["sort"] for cause in one["causes"]] == [sort]


def test_a_place_lost_to_the_quota_is_a_cause(two_proposals: Duty) -> None:
    two_proposals.done("record 1001 年度履职报告 --on 2026-11-02")
    two_proposals.done("record 1001 年度述职 --on 2026-11-03 --judged 10")
    (one,) = changed(two_proposals, ("at_most: 20%", "at_most: 5%"))["members"]
    assert (one["grade"], one["pass_line"]) == (["优秀", "合格"], None)
    assert [(cause["sort"], cause["before"]["said"]) for cause in one["causes"]] == [("名额", "入围")]


@pytest.fixture
def two_for_one_place(two_proposals: Duty) -> Duty:
    """One place of seven, for which 1001 has 81 points and 1002 has 83: 1001 falls to 合格."""
    for member in (1001, 1002):
        two_proposals.done(f"record {member} 年度履职报告 --on 2026-11-02")
        two_proposals.done(f"record {member} 年度述职 --on 2026-11-03 --judged 10")
    two_proposals.done("record 1002 提案 --on 2026-03-02 --stage 立案")
    two_proposals.done("record 1002 全体会议 --on 2026-01-20 --attendance 出席")
    return two_proposals


PLENARY = ("attendance: [出席, 迟到, 早退]}, points: 10", "attendance: [出席, 迟到, 早退]}, points: 5")


def test_a_quota_that_both_files_say_alike_is_told_as_standing(two_for_one_place: Duty) -> None:
    found = changed(two_for_one_place, PLENARY)
    first, second = found["members"]
    assert (first["grade"], second["grade"]) == (["合格", "优秀"], ["优秀", "合格"])
    (cause,) = first["causes"]
    assert (cause["sort"], cause["id"], cause["stands"], cause["after"]["said"]) == ("名额", "优秀", True, "入围")
    assert [(one["sort"], one["stands"]) for one in second["causes"]] == [("计分项", False), ("名额", True)]
    (quota,) = [rule for rule in found["rules"] if rule["sort"] == "名额"]
    assert (quota["stands"], quota["members"], quota["moved"]) == (True, 2, 2)
    table = two_for_one_place.done(DIFF)
    assert "名额（规定未改）  优秀" in table
    assert "名额（规定未改）“优秀”：优秀名额 1 名" in table
    # Another edge, unit or clause of persons is another quota; another number of the clause is not.
    clause = ("clause: 第11条, at_most: 20%", "clause: 第12条, at_most: 20%")
    assert changed(two_for_one_place, PLENARY, clause)["members"][0]["causes"][0]["stands"] is True
    share = ("at_most: 20%", "at_most: 15%")
    assert changed(two_for_one_place, PLENARY, share)["members"][0]["causes"][0]["stands"] is False


def test_a_quota_that_no_longer_meets_a_member_is_not_told_as_lacking(two_for_one_place: Duty) -> None:
    found = changed(two_for_one_place, POINTS)
    (quota,) = [rule for rule in found["rules"] if rule["sort"] == "名额"]
    line = line_of("{grade: 优秀, clause")
    assert quota["after"] == {"clause": "第11条", "rule": f"新.yaml:{line}"}
    assert quota["stands"] is True
    table = two_for_one_place.done(DIFF)
    assert "无此条" not in table


def test_a_quota_that_lets_fall_to_another_grade_is_a_cause(two_for_one_place: Duty) -> None:
    (one,) = changed(two_for_one_place, ("overflow_to: 合格", "overflow_to: 不合格"))["members"]
    (cause,) = one["causes"]
    assert (one["grade"], cause["sort"], cause["stands"]) == (["合格", "不合格"], "名额", False)
    assert [cause[side]["said"][-5:] for side in ("before", "after")] == ["，归入合格", "归入不合格"]


def test_a_quota_that_one_file_lacks_has_no_place_there(two_for_one_place: Duty) -> None:
    line = (
        "  - {grade: 优秀, clause: 第11条, at_most: 20%, unit: share, round: down, ties: exclude, overflow_to: 合格}\n"
    )
    (one,) = changed(two_for_one_place, ("quotas:\n" + line, ""))["members"]
    (cause,) = one["causes"]
    assert (one["grade"], cause["after"], cause["stands"]) == (["合格", "优秀"], {"said": "无", "at": None}, False)


def test_an_item_the_other_file_lacks_has_no_place_there(two_proposals: Duty) -> None:
    (one,) = changed(two_proposals, ("- id: 提案立案", "- id: 提案"))["members"] or [None]
    assert one is None
    rules = changed(two_proposals, ("- id: 提案立案", "- id: 提案"))["rules"]
    assert [(rule["id"], rule["after"] is None, rule["change"]) for rule in rules] == [
        ("提案立案", True, "-16"),
        ("提案", False, "16"),
    ]


def test_a_score_over_the_line_is_told_even_where_conduct_keeps_the_grade(two_proposals: Duty) -> None:
    two_proposals.done("record 1001 变相商业活动 --on 2026-05-06")
    (one,) = changed(two_proposals, POINTS)["members"]
    assert (one["grade"], one["pass_line"]) == (["不合格", "不合格"], "down")
