"""Who is commended: letter, notice and evaluation ask one function, and nobody barred is ever among them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workspace import Duty

STAR = (
    "selections:\n  - {id: 界别之星, clause: 第11条, take: top, at_most: 1, unit: members, round: down, ties: include,"
    " within: sector, grades: [合格, 优秀], propose: 表彰}\nconsequences:\n"
)
QUOTA = "quotas:\n  - {grade: 优秀, clause: 第11条, at_most: 20%, unit: share, round: down, ties: exclude, overflow_to: 合格}\n"
BANDS = "bands: [{grade: 优秀, min: 75}, {grade: 合格, min: 60}, {grade: 不合格, min: 0}]"


def do_well(duty: Duty, *numbers: str, judged: int = 9) -> None:
    for number in numbers:
        duty.done(f"record {number} 提案 --on 2026-03-02 --stage 立案 --title {number}甲")
        duty.done(f"record {number} 提案 --on 2026-03-03 --stage 立案 --title {number}乙")
        duty.done(f"record {number} 年度履职报告 --on 2026-11-02")
        duty.done(f"record {number} 年度述职 --on 2026-11-03 --judged {judged}")


def commended(duty: Duty) -> list[str]:
    """The numbers that evaluation, notice and letter agree on, once the year is closed."""
    duty.close(2026)
    evaluation: Any = duty.json("annual-evaluation 2026")["members"]
    notice: Any = duty.json("annual-notice 2026")["commended"]
    letter = duty.done("letter commendation 2026 --format csv").splitlines()
    found = [one["number"] for one in evaluation if one["commended"]]
    assert found == [one["number"] for one in notice] == [row[:4] for row in letter if row.startswith("100")]
    return found


def why_not(duty: Duty, number: str) -> list[str]:
    members: Any = duty.json("annual-evaluation 2026")["members"]
    return next(one["not_commended_because"] for one in members if one["number"] == number)


def test_the_selections_of_the_rule_file_choose_and_not_the_grade(duty: Duty) -> None:
    duty.change_rules("consequences:\n", STAR)
    do_well(duty, "1001", "1002")
    do_well(duty, "1003", judged=10)
    assert commended(duty) == ["1001", "1003"]
    assert "建议名单依“界别之星”（第11条）产生" in duty.done("letter commendation 2026")


def test_the_paper_says_how_many_places_are_left_and_where(duty: Duty) -> None:
    duty.change_rules("consequences:\n", STAR)
    do_well(duty, "1001", "1002")
    duty.close(2026)
    fell: Any = duty.json("annual-evaluation 2026")["selections"]
    taken = {one["group"]: (one["places"], one["taken"]) for one in fell}
    assert {group for group, (places, got) in taken.items() if got} == {"中共界", "经济界"}
    left = [group for group, (places, got) in taken.items() if got < places]
    note = f"“界别之星”名额 {len(taken)} 名，取到 2 名，空缺 {len(left)} 名（{'、'.join(left)}）"
    assert len(left) == len(taken) - 2 > 0
    assert note in duty.done("annual-evaluation 2026")
    assert "空缺" not in duty.done("annual-evaluation 2026 --for 公示")
    assert "selections" not in duty.json("annual-evaluation 2026 --for 公示")


def test_a_quota_leaves_out_and_the_paper_says_whom_and_why(duty: Duty) -> None:
    do_well(duty, "1001")
    do_well(duty, "1002", judged=8)
    assert commended(duty) == ["1001"]
    assert why_not(duty, "1002") == ["优秀名额 1 名，达到优秀条件 2 人；得分 79，入围最低分 80"]


def test_conduct_bars_even_where_no_veto_bounds_the_grade(duty: Duty) -> None:
    duty.change_rules(QUOTA, "")
    duty.change_rules(
        "vetoes:\n  - {id: 违反履职纪律, clause: 第12条, when: {kind: 变相商业活动}, grade_at_most: 不合格}\n", ""
    )
    do_well(duty, "1001", "1003")
    duty.done("record 1001 变相商业活动 --on 2026-05-06")
    assert commended(duty) == ["1003"]
    assert why_not(duty, "1001") == ["有纪律情形：变相商业活动"]
    assert "赵一鸣委员等次为优秀，但有纪律情形：变相商业活动，未列入。" in duty.done("letter commendation 2026")
    assert "变相商业活动" not in duty.done("annual-notice 2026")


@pytest.mark.parametrize("propose", ["责令辞去常委", "劝退", "免去常委职务"])
def test_nobody_proposed_for_removal_is_commended(duty: Duty, propose: str) -> None:
    duty.change_rules("propose: 责令辞去常委", f"propose: {propose}")
    do_well(duty, "1001")
    for day in ("2026-03-02", "2026-06-08"):
        duty.done(f"attend 常委会会议 --on {day} --title 第{day}次 --all-present --except 缺席=1001")
    duty.change_rules("when: {kind: [常委会会议, 委员活动日]", "when: {kind: [委员活动日]")
    assert (commended(duty), why_not(duty, "1001")) == ([], [f"另有提请研究事项：{propose}"])


def test_nobody_barred_is_proposed_for_the_praise_of_a_selection(duty: Duty) -> None:
    duty.change_rules("consequences:\n", STAR.replace("grades: [合格, 优秀], ", ""))
    do_well(duty, "1001")
    duty.done("record 1001 变相商业活动 --on 2026-05-06")
    duty.close(2026)
    members: Any = duty.json("annual-evaluation 2026")["members"]
    assert [one["id"] for one in members[0]["proposals"]] == ["约谈提醒"]
    assert "1001" not in commended(duty)


def test_one_grade_for_all_sets_nobody_apart(duty: Duty) -> None:
    duty.change_rules(BANDS, "bands: [{grade: 合格, min: 0}]")
    duty.change_rules(QUOTA, "")
    text = (duty.folder / "rules" / "scoring.yaml").read_text("utf-8")
    duty.write(
        "rules/scoring.yaml", text.replace("不合格", "合格").replace("{grade: 合格, years", "{score_below: 60, years")
    )
    do_well(duty, "1001")
    assert commended(duty) == []


def test_a_consequence_that_praises_chooses_as_well(duty: Duty) -> None:
    praise = "  - {id: 通报表扬, clause: 第11条, if: {all: [{grade: 优秀, years: 1, within: year}, {records: {kind: 提案}, at_least: 3, within: year}]}, propose: 通报表扬}\n"
    duty.change_rules("consequences:\n", f"consequences:\n{praise}")
    duty.change_rules(QUOTA, "")
    do_well(duty, "1001", "1003")
    duty.done("record 1003 提案 --on 2026-04-02 --title 丙")
    assert commended(duty) == ["1003"]


def test_to_pass_is_no_distinction(duty: Duty) -> None:
    duty.change_rules(BANDS, "bands: [{grade: 合格, min: 60}, {grade: 不合格, min: 0}]")
    duty.change_rules(QUOTA, "")
    do_well(duty, "1001")
    assert commended(duty) == []
