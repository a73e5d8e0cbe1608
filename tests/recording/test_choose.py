"""The rules make a list within the quota; a meeting chooses, and the papers print its choice (§11)."""

from __future__ import annotations

import pytest

from tests.workspace import Duty

CHOOSE = "choose 2025 --on 2026-02-10 --person 主席会议 --meeting 第二次主席会议 --words 成绩突出"


@pytest.fixture
def year(duty: Duty) -> Duty:
    """Of seven members in office one has a place: 1001 has 85 points, 1002 and 1003 have 77, 1004 is barred by conduct."""
    for member, bills in (("1001", 2), ("1002", 1), ("1003", 1), ("1004", 2)):
        for bill in range(bills):
            duty.done(f"record {member} 提案 --on 2025-03-0{bill + 1} --title 第{bill}号 --stage 立案")
        duty.done(f"record {member} 年度履职报告 --on 2025-12-01")
        duty.done(f"record {member} 年度述职 --on 2025-12-02 --judged {'9' if bills == 2 else '4'}")
        duty.done("attend 全体会议 --on 2025-01-15 --title 四次会议 --all-present" if member == "1001" else "today")
    duty.done("record 1004 变相商业活动 --on 2025-06-01")
    duty.close(2025)
    return duty


def commended(duty: Duty) -> list[str]:
    found = duty.json("annual-evaluation 2025")["members"]
    assert isinstance(found, list)
    return [one["number"] for one in found if one["commended"]]


def test_before_a_choice_the_list_is_that_of_the_rules(year: Duty) -> None:
    assert commended(year) == ["1001"]
    assert "建议名单" in year.done("annual-notice 2025")


def test_the_choice_stands_in_every_paper_with_its_meeting(year: Duty) -> None:
    said = year.done(f"{CHOOSE} 1001")
    assert said == "已登记：2025 年度履职成绩突出委员 1 名（第二次主席会议，2026-02-10）\n"
    assert commended(year) == ["1001"]
    assert "已由第二次主席会议（2026年2月10日）审定" in year.done("annual-notice 2025 --format md")
    letter = year.done("letter commendation 2025 --format md")
    assert "经第二次主席会议（2026年2月10日）审定，下列1名委员" in letter
    assert "建议名单" not in letter.replace("按规则产生的建议名单", "")


def test_the_letter_names_no_column_that_it_has_not(year: Duty) -> None:
    year.done(f"{CHOOSE} 1002 --reason 1002=带病履职 --reason 1001=本人谦让")
    assert "见“说明”" in year.done("annual-evaluation 2025")
    letter = year.done("letter commendation 2025 --format md")
    assert "建议名单不同的2名。" in letter


def test_a_choice_other_than_that_of_the_rules_is_marked_inside_and_not_in_public(year: Duty) -> None:
    answer = year(f"{CHOOSE} 1002 --reason 1002=带病履职 --reason 1001=本人谦让")
    assert answer.err == "建议名单上未选定，登记为不入选：1001 赵一鸣\n"
    assert commended(year) == ["1002"]
    inside = year.done("annual-evaluation 2025 --format md")
    assert "带病履职（与建议名单不同）" in inside
    assert "本人谦让（与建议名单不同）" in inside
    for public in ("annual-evaluation 2025 --for 公示", "annual-notice 2025"):
        for form in ("md", "json", "html"):
            told = year.done(f"{public} --format {form}")
            assert not any(word in told for word in ("带病履职", "本人谦让", "与建议名单不同", "名额 1 名")), form


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (f"{CHOOSE} 1001 1002", "选定 2 名，超过规则规定的名额 1 名；请核对人选，名单未登记"),
        (f"{CHOOSE} 1004", "1004 李思源 不能列入 2025 年度履职成绩突出名单：有纪律情形：违反履职纪律"),
        (f"{CHOOSE} 1006", "年末已不在任"),
        (f"{CHOOSE} 1007", "1007 吴五湖 不能列入 2025 年度履职成绩突出名单：不在当年评比范围"),
        (CHOOSE.replace(" --meeting 第二次主席会议", "") + " 1001", "“入选”须写明会议；请补上"),
        (CHOOSE.replace("2025", "2026", 1) + " 1001", "2026 年度尚未结账"),
        (f"{CHOOSE} 1001 --reason 1002=好", "应为名单上的委员和理由"),
        (f"{CHOOSE} 1001 --reason 好", "应为“委员=理由”"),
        (CHOOSE.replace("2026-02-10", "2027-02-10") + " 1001", "晚于今天 2026-11-23"),
    ],
)
def test_what_cannot_be_chosen_is_refused(year: Duty, line: str, sentence: str) -> None:
    assert sentence in year.refused(line)


def test_a_choice_is_made_once_and_undone_as_a_whole(year: Duty) -> None:
    year.done(f"{CHOOSE} 1001")
    assert "评选结果已经登记" in year.refused(f"{CHOOSE} 1002")
    year.done(f"undo {year.last_batch()} --reason 名单有误")
    year.done(f"{CHOOSE} 1002")
    assert commended(year) == ["1002"]


def test_a_notice_made_before_the_choice_comes_out_again_as_it_was(year: Duty) -> None:
    before = year.done("annual-notice 2025")
    known = int(year.json("annual-notice 2025")["ledger"]["seq"])  # type: ignore[index]
    year.done(f"{CHOOSE} 1002")
    assert year.done(f"annual-notice 2025 --known-at {known}") == before


def test_of_whom_the_meeting_decided_nothing_no_paper_says_that_it_chose_him(year: Duty) -> None:
    year.done(f"{CHOOSE} 1002")
    year.done(f"void {year.last_batch() + 4} --reason 登错")
    assert commended(year) == ["1002"]
    assert "评选会议没有对其作出决定（与建议名单不同）" in year.done("annual-evaluation 2025 --format md")
    assert "赵一鸣" not in year.done("letter commendation 2025 --format md").partition("有关说明")[0]


def test_who_comes_on_the_list_after_the_meeting_is_not_chosen_by_it(year: Duty) -> None:
    year.done(f"{CHOOSE} 1001")
    year.done("close-year 2025 --reopen --reason 重复登记")
    year.done(f"void {year.seqs('1001', 2025)[1]} --reason 重复登记")
    year.done("record 1003 提案 --on 2025-03-09 --title 新事 --stage 立案 --again")
    year.close(2025)
    assert commended(year) == ["1001"]


def test_whom_the_rules_let_in_beyond_the_places_the_meeting_may_choose(year: Duty) -> None:
    year.change_rules("ties: exclude", "ties: include")
    year.done("close-year 2025 --reopen --reason 重复登记")
    year.done(f"void {year.seqs('1001', 2025)[1]} --reason 重复登记")
    year.done(f"correct {year.seqs('1001', 2025)[-1]} 评定分=4 --reason 评定有误")
    year.close(2025)
    assert commended(year) == ["1001", "1002", "1003"]
    year.done(f"{CHOOSE} 1001 1002 1003")
    assert commended(year) == ["1001", "1002", "1003"]
