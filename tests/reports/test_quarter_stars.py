"""A selection or a consequence of the year that counts the quarters in which somebody was chosen (年度之星、季度之星)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from duty_cli.model.members import Facet, MemberKey
from duty_cli.model.rulebook import Rules
from duty_cli.scoring.evaluate import score_year
from duty_cli.scoring.groups_as_members import ByGroup
from tests.mechanisms.everyone import BY_QUANTITY, year
from tests.mechanisms.small import group
from tests.scoring.small import member, rulebook, tally
from tests.workspace import Duty

BEST = "clause: 第11条, take: top, unit: members, round: down"
STAR = f"{{id: 季度之星, {BEST}, ties: exclude, each: quarter, by: 提案, at_most: 1, need: {{kind: 提案, at_least: 1}}, propose: 通报}}"
OF_YEAR = (
    f"{{id: 年度之星, {BEST}, ties: include, at_most: 5, need: {{selected: 季度之星, at_least: 1}}, propose: 表彰}}"
)


def ruled(duty: Duty, *selections: str, consequence: str = "") -> Duty:
    written = "".join(f"  - {one}\n" for one in selections)
    duty.change_rules("consequences:\n", f"selections:\n{written}consequences:\n{consequence}")
    return duty


def filed(duty: Duty, *proposals: tuple[int, str]) -> None:
    for number, day in proposals:
        duty.done(f"record {number} 提案 --on {day} --stage 立案")


def taken(duty: Duty, line: str) -> dict[str, tuple[int, int]]:
    """Of each selection of the year the places and how many are filled."""
    found: Any = duty.json(f"annual-evaluation {line}")["selections"]
    return {one["selection"]: (one["places"], one["taken"]) for one in found}


def test_the_quarters_that_are_over_count_as_they_were_known(duty: Duty) -> None:
    ruled(duty, STAR, OF_YEAR)
    # It is November: of the quarter that runs nobody is chosen yet.
    filed(duty, (1003, "2026-08-05"), (1004, "2026-11-05"))
    assert taken(duty, "2026") == {"年度之星": (5, 1)}
    ledger: Any = duty.json("annual-evaluation 2026")["ledger"]
    filed(duty, (1002, "2026-02-05"), (1003, "2026-02-06"), (1002, "2026-02-07"))
    assert taken(duty, "2026") == {"年度之星": (5, 2)}
    assert taken(duty, f"2026 --known-at {ledger['seq']}") == {"年度之星": (5, 1)}


def matters(duty: Duty) -> list[tuple[str, bool, list[str]]]:
    """What is watched of 1003 beside the grade: whether it is reached, and on what it rests."""
    found = duty.member("watch 2026", "1003")["matters"]
    return [(one["id"], one["reached"], one["evidence"]) for one in found if one["id"] != "约谈提醒"]


def test_who_left_was_a_star_and_is_none_of_the_year(duty: Duty) -> None:
    half = f"{{id: 标兵, {BEST.replace('members', 'share')}, ties: include, at_most: 50%, share_of: 季度之星, propose: 表彰}}"
    ruled(duty, STAR, OF_YEAR, half)
    # 1006 left in June 2025.
    filed(duty, (1006, "2025-03-05"), (1002, "2025-08-05"))
    stars: Any = [duty.json(f"quarter-report 2025-{name}")["chosen"] for name in ("Q1", "Q2", "Q3")]
    assert [[one["number"] for one in own] for own in stars] == [["1006"], [], ["1002"]]
    duty.close(2025)
    assert taken(duty, "2025") == {"年度之星": (5, 1), "标兵": (0, 0)}


def test_a_member_alone_is_told_the_quarters_as_among_all(duty: Duty) -> None:
    twice = """  - {id: 通报表扬, clause: 第9条, if: {selected: 季度之星, at_least: 2, within: year}, propose: 通报表扬}
  - {id: 累计, clause: 第9条, if: {selected: 季度之星, at_least: 3, within: term}, propose: 优先推荐连任}
"""
    ruled(duty, STAR, OF_YEAR, consequence=twice)
    filed(duty, (1002, "2024-11-05"), (1002, "2025-02-05"), (1002, "2025-08-05"), (1003, "2025-05-05"))
    for year_ in (2024, 2025):
        duty.close(year_)
    evaluated = duty.member("annual-evaluation 2025", "1002")["proposals"]
    evidence = {one["id"]: one["evidence"] for one in evaluated}
    assert evidence["通报表扬"] == ["2025年第1、3季度列入“季度之星”"]
    assert evidence["累计"] == ["2024年第4季度、2025年第1、3季度列入“季度之星”"]
    assert evidence["年度之星"][0].endswith("，2025年第1、3季度列入“季度之星”")
    told = duty.done("explain 1002 --year 2025")
    assert "提请主席会议研究通报表扬事宜（第9条）：2025年第1、3季度列入“季度之星”" in told
    assert f"（第11条）：{evidence['年度之星'][0]}" in told


def test_who_is_one_quarter_short_of_an_interview_is_watched(duty: Duty) -> None:
    last = f"{{id: 季度末位, {BEST.replace('top', 'bottom')}, ties: exclude, each: quarter, by: 提案, at_most: 1, need: {{kind: 提案, at_least: 1}}, propose: 提醒}}"
    twice = "  - {id: 末位约谈, clause: 第12条, if: {selected: 季度末位, at_least: 2, within: year}, propose: 约谈}\n"
    ruled(duty, last, consequence=twice)
    filed(duty, (1003, "2026-02-05"))
    assert matters(duty) == [("末位约谈", False, ["2026年第1季度列入“季度末位”"])]
    assert "再有一次即具备条件" in duty.done("watch 2026")
    filed(duty, (1003, "2026-05-05"))
    assert matters(duty) == [("末位约谈", True, ["2026年第1、2季度列入“季度末位”"])]


@pytest.mark.parametrize(
    ("need", "said"),
    [
        ("{selected: 季度之星, exactly: 0}", "须当年没有一个季度列入季度之星；"),
        ("{not: {selected: 季度之星, at_least: 1}}", "须当年没有一个季度列入季度之星；"),
        ("{not: {selected: 季度之星, at_least: 2}}", "须（当年至少 2 个季度列入季度之星）不成立；"),
        (
            "{all: [{kind: 提案, at_least: 1}, {not: {grade: 优秀}}]}",
            "须有（“提案”至少 1 件（次），并且等次不为优秀）；",
        ),
    ],
)
def test_a_need_is_told_as_a_secretary_writes_it(duty: Duty, need: str, said: str) -> None:
    ruled(duty, STAR, OF_YEAR.replace("{selected: 季度之星, at_least: 1}", need))
    assert said in duty.done("rules show rules/scoring.yaml").replace("\n", "")


def test_groups_have_stars_of_their_own() -> None:
    star = f"{{id: 季度之星, {BEST}, ties: exclude, each: quarter, at_most: 1, propose: 通报}}"
    book = rulebook(categories=f"[{BY_QUANTITY}]", selections=f"[{star}, {OF_YEAR}]")
    made = {"城东联络组": [(2, 3)], "城西联络组": [(2, 2), (5, 2), (8, 2), (11, 1)]}
    people = {
        replace(member(group(name)), key=MemberKey(key), number=str(key)): [
            tally("走访", on=f"2026-{month:02}-05", quantity=points) for month, points in own
        ]
        for key, (name, own) in enumerate(made.items(), 1)
    }
    groups = score_year(ByGroup(year(people), Facet.LIAISON_GROUP), Rules((book,), "", {}), 2026)
    told = {groups.members[key].member.name: [len(own) for own in one.values()] for key, one in groups.quarters.items()}
    assert told == {"城东联络组": [1], "城西联络组": [3]}


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("expect: {proposals: []}", "后果要数“季度之星”的季度，这里没有写；请在本例写 quarters_selected: {1: [季度之星]}"),
        ("selected: [季度之星], expect: {score: 0}", "“季度之星”每季度评选，不按年度写；请写 quarters_selected"),
        ("quarters_selected: {1: [季度之心]}, expect: {score: 0}", "没有名为“季度之心”的每季度的评选"),
        ("quarters_selected: {5: [季度之星]}, expect: {score: 0}", "“5”不是季度"),
        ("quarters_selected: {1: [季度之星], 3: [季度之星]}, expect: {proposals: []}", "提请研究事项应为 无，实为 表扬"),
        ("quarters_selected: {1: [季度之星], 3: [季度之星]}, expect: {proposals: [表扬]}", "1 例通过"),
        ("quarters_selected: {1: [季度之星]}, expect: {proposals: [表扬]}", "提请研究事项应为 表扬，实为 无"),
        ("quarters_selected: {}, earlier: {2025: {grade: 合格, quarters_selected: {2: [季度之心]}}}, expect: {score: 0}",
         "没有名为“季度之心”的每季度的评选"),
    ],
)  # fmt: skip
def test_a_case_of_one_member_says_its_quarters(duty: Duty, case: str, said: str) -> None:
    ruled(
        duty,
        STAR,
        consequence="  - {id: 表扬, clause: 第9条, if: {selected: 季度之星, at_least: 2, within: year}, propose: 谈心}\n",
    )
    duty.change_rules("if: {grade: 不合格, years: 1, within: year}", "if: {score_below: -1, years: 1, within: year}")
    duty.write(
        "t.test.yaml",
        f"format: duty-cases/1\nrules: rules/scoring.yaml\ncases:\n  - {{case: 甲, year: 2026, {case}}}\n",
    )
    answer = duty("rules test t.test.yaml")
    assert said in answer.out + answer.err
