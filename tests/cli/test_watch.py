"""The watch as the clerk asks for it: who fails as things stand, what mends it, what is near, and letters to the groups."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import docx
import pytest

from duty_cli.cli import clock
from tests.workspace import NOW, Duty


@pytest.fixture
def autumn(duty: Duty) -> Duty:
    """1001 away from a standing-committee meeting, 1003 from the plenary, 1004 with conduct; of 2025 only 1002 passed."""
    for stage in range(2):
        duty.done(f"record 1002 提案 --on 2025-03-0{stage + 3} --title 第{stage}件 --stage 立案")
    duty.done("attend 全体会议 --on 2026-03-01 --title 五次会议 --all-present --except 缺席=1003")
    duty.done("attend 常委会会议 --on 2026-03-02 --title 第一次会议 --all-present --except 缺席=1001")
    duty.done("record 1004 变相商业活动 --on 2026-09-01")
    return duty


def of(duty: Duty, number: str, line: str = "watch 2026") -> dict[str, Any]:
    """What the watch says of a member."""
    return duty.member(line, number)


def open_until(said: dict[str, Any]) -> dict[str, str]:
    """The last days of the minimums that are open."""
    return {one["id"]: one["until"] for one in said["open"]}


def text(duty: Duty, line: str) -> str:
    """The paragraphs of a letter."""
    answer = duty(f"{line} --format docx")
    assert answer.code == 0, answer.err
    return "\n".join(one.text for one in docx.Document(io.BytesIO(answer.raw)).paragraphs)


def test_who_fails_as_things_stand_is_told_what_lacks_and_what_mends_it(autumn: Duty) -> None:
    said = of(autumn, "1001")
    assert (said["score"], said["grade"], said["short"]) == ("55", "不合格", "5")
    assert said["lacking"] == "距合格还差 5 分"
    assert said["said"] == "可再提交 1 件提案（立案）；或再提交 1 篇年度履职报告"
    assert not of(autumn, "1005")["fails"]


def test_only_what_a_rule_takes_by_quarters_is_to_be_done_within_one(autumn: Duty) -> None:
    once = "points: 5\n        combine: once"
    autumn.change_rules(once, f"{once}\n        window: {{each: quarter, across: sum}}")
    assert of(autumn, "1001")["said"] == (
        "可再提交 1 件提案（立案）；或再提交 1 篇年度履职报告（2026-11-23 至 2026-12-31）"
    )


def test_the_way_that_is_shown_mends_it(autumn: Duty) -> None:
    autumn.done("record 1001 年度履职报告 --on 2026-11-20")
    assert not of(autumn, "1001")["fails"]


def test_several_ways_stand_by_the_number_of_acts(autumn: Duty) -> None:
    assert [way["acts"] for way in of(autumn, "1003")["ways"]] == [1, 2]
    assert of(autumn, "1003")["said"] == "可再参加 1 次全体会议；或再提交 2 件提案（立案）"


def test_caps_that_are_used_up_are_looked_at(autumn: Duty) -> None:
    for day in range(3):
        autumn.done(f"record 1003 提案 --on 2026-04-0{day + 1} --title 第{day}件 --stage 立案")
    autumn.change_rules("cap: 20", "cap: 4")
    assert "提案" not in of(autumn, "1003")["said"]


def test_whom_a_conduct_record_bars_no_act_can_help(autumn: Duty) -> None:
    said = of(autumn, "1004")
    assert (said["fails"], said["ways"]) == (True, [])
    assert said["said"] == "本年度内已无法补足：等次受上述记录限制，不因履职增加而改变"


def test_one_unexcused_absence_of_a_standing_member_is_near_a_resignation(autumn: Duty) -> None:
    (near,) = (one for one in of(autumn, "1001")["matters"] if one["id"] == "责令辞去常委")
    assert not near["reached"]
    assert near["evidence"][0] == "2026 年度常委会会议缺席 1 次"
    autumn.done("attend 常委会会议 --on 2026-06-02 --title 第二次会议 --all-present --except 缺席=1001")
    (near,) = (one for one in of(autumn, "1001")["matters"] if one["id"] == "责令辞去常委")
    assert near["reached"]


def test_an_excused_absence_is_nothing_to_watch(duty: Duty) -> None:
    duty.done("attend 常委会会议 --on 2026-03-02 --title 第一次会议 --all-present --except 请假=1001")
    assert "责令辞去常委" not in {one["id"] for one in of(duty, "1001")["matters"]}


def test_one_failed_year_is_told_and_two_with_this_one(autumn: Duty) -> None:
    resign = {
        number: one["reached"]
        for number in ("1001", "1002", "1005", "1007")
        for one in of(autumn, number)["matters"]
        if one["id"] == "责令辞去委员"
    }
    assert resign == {"1001": True, "1005": False}


def test_open_minimums_stand_with_the_last_day_on_which_they_can_be_met(autumn: Duty) -> None:
    autumn.done("attend 专题培训 --on 2026-05-06 --title 一期 --all-present")
    assert open_until(of(autumn, "1007")) == {
        "年度履职报告": "2026-12-31",
        "年度专题培训": "2026-12-31",
        "新任委员当年培训": "2026-12-31",
        "届内轮训": "2026-12-31",
    }
    assert set(open_until(of(autumn, "1001"))) == {"年度履职报告", "届内轮训"}
    assert open_until(of(autumn, "1001", "watch 2025"))["届内轮训"] == "2026-12-31"


def test_training_of_an_earlier_year_meets_the_duty_of_the_term(autumn: Duty) -> None:
    autumn.done("record 1001 届内轮训 --on 2024-05-06 --activity 一期")
    assert "届内轮训" not in open_until(of(autumn, "1001"))


def test_whose_records_stop_for_ninety_days_is_asked_about(autumn: Duty) -> None:
    autumn.done("record 1005 座谈交流 --on 2026-08-26")
    assert of(autumn, "1001")["silent_since"] == "2026-03-02"
    assert of(autumn, "1005")["silent_since"] is None
    assert of(autumn, "1005", "watch 2026 --on 2026-11-25")["silent_since"] == "2026-08-26"


def test_of_who_came_back_nothing_is_missed_of_the_time_before(autumn: Duty) -> None:
    autumn.done("member join 1006 --from 2026-11-01 --sector 教育界 --reason 增补")
    assert of(autumn, "1006")["silent_since"] is None


def test_a_term_that_ends_in_january_ends_with_the_year_before(autumn: Duty) -> None:
    autumn.change_rules("propose: 约谈提醒}", "propose: 约谈提醒, at_term_end: yes}")
    autumn.done("term begin 15 --from 2027-01-15 --until 2032-01-14")
    assert "约谈提醒" in [one["id"] for one in of(autumn, "1001")["matters"]]


def test_who_is_due_and_on_no_sheet_is_named(autumn: Duty) -> None:
    autumn.write("签到.csv", "委员编号,日期,活动,签到\n1002,2026-07-08,第二次会议,√\n")
    autumn.done("import 签到.csv --kind 常委会会议")
    assert "| 2026-07-08 | 常委会会议 | 第二次会议 | 2 | 1 | 1001 赵一鸣 |" in autumn.done("watch 2026 --format md")
    assert [one["on"] for one in of(autumn, "1001")["unsigned"]] == ["2026-07-08"]
    assert of(autumn, "1002")["unsigned"] == []


def test_a_way_names_the_activities_that_are_planned_and_open_to_the_member(autumn: Duty) -> None:
    autumn.done("plan add 全体会议 --on 2026-12-18 --title 六次会议")
    assert of(autumn, "1003")["said"].startswith("可再参加 1 次全体会议（已计划 2026-12-18 六次会议）；或再提交")
    assert [one["on"] for one in of(autumn, "1003")["ways"][0]["steps"][0]["planned"]] == ["2026-12-18"]


def test_the_groups_are_counted_and_members_stand_group_by_group(autumn: Duty) -> None:
    page = autumn.done("watch --by 委员联络组 --format md")
    assert "| 城东联络组 | 4 | 2 |" in page
    assert "| 城西联络组 | 3 | 2 |" in page
    order = [one["groups"]["委员联络组"] for one in autumn.json("watch --by 委员联络组")["members"]]  # type: ignore[attr-defined]
    assert order == sorted(order)


def test_only_those_named_are_watched_and_the_year_may_be_left_out(autumn: Duty) -> None:
    found = autumn.json("watch 1003 钱二南")
    assert (found["year"], [one["number"] for one in found["members"]]) == (2026, ["1002", "1003"])  # type: ignore[attr-defined]


def test_a_letter_names_the_members_of_its_group_alone_and_no_conduct(autumn: Duty) -> None:
    said = text(autumn, "letter watch 城西联络组 --year 2026")
    assert "孙三禾：目前积分50，距合格还差10分，可再参加1次全体会议；或再提交2件提案（立案）。" in said
    assert "李思源：有关情况请与我们联系。" in said
    for other in ("赵一鸣", "吴五湖", "变相商业活动", "违反履职纪律"):
        assert other not in said


def test_a_letter_goes_to_the_conveners(autumn: Duty) -> None:
    autumn.done("appoint 1002 --role 联络组组长 --from 2026-01-01")
    assert "城东联络组钱二南委员：" in text(autumn, "letter watch 城东联络组 --year 2026")


def test_namesakes_in_one_group_are_told_apart_in_its_letter(autumn: Duty) -> None:
    autumn.done("appoint 1005 --liaison-group 城西联络组 --from 2026-10-01")
    said = text(autumn, "letter watch 城西联络组 --year 2026")
    assert "李思源（1004）：有关情况请与我们联系" in said
    assert "李思源（1005）" in said


def test_a_letter_to_a_group_that_nobody_is_in_names_nobody(autumn: Duty) -> None:
    for number in ("1003", "1004", "1008"):
        autumn.done(f"member leave {number} --on 2026-10-01")
    answer = autumn("letter watch 城西联络组 --year 2026 --format md")
    assert "赵一鸣" not in answer.out


def test_after_the_year_only_what_may_come_in_late_can_mend_it(autumn: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 1, 8, 9, tzinfo=NOW.tzinfo))
    assert of(autumn, "1001")["said"] == "可补交 1 篇年度履职报告"
    assert of(autumn, "1003")["said"].startswith("本年度内已无法补足：2026 年度已于 2026-12-31 结束")


def test_an_issued_watch_can_be_made_again(autumn: Duty) -> None:
    autumn.done("issue watch -o 预警.xlsx")
    autumn.done("record 1001 年度履职报告 --on 2026-11-20")
    said = autumn("verify-report 预警.xlsx").out
    assert said.startswith("与印发的原件逐字节相同：duty watch 2026 --on 2026-11-23 第 1 稿")
    assert "照此不合格：去掉 1001 赵一鸣" in said


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("watch 2027", 3, "没有覆盖 2027-01-01"),
        ("watch 2026 1006", 5, "1006 周四方 在 2026 年度 不在任"),
        ("watch 2026 李思源", 5, "对应 2 名委员"),
        ("watch 1001 2026", 5, "找不到委员“2026”"),
        ("watch 2026 --on 2026-02-30", 5, "日期“2026-02-30”不符合要求"),
        ("watch 2026 --on 2025-12-31", 5, "2026 年度从 2026-01-01 开始，尚未开始"),
        ("letter watch 城南联络组 --year 2026", 5, "委员联络组“城南联络组”无法识别"),
    ],
)
def test_what_cannot_be_watched_is_refused_in_one_line(autumn: Duty, line: str, code: int, says: str) -> None:
    assert says in autumn.refused(line, code)


def test_a_closed_year_is_not_watched(autumn: Duty) -> None:
    autumn.close(2025)
    assert "2025 年度已结账，结果已定，不再预警" in autumn.refused("watch 2025")


def warning(duty: Duty, about: str, number: str | None) -> dict[str, Any]:
    """A warning by what and whom it is about."""
    every: Any = duty.json("watch 2026")["warnings"]
    return next(one for one in every if (one["about"], one["number"]) == (about, number))


def test_what_was_done_about_a_warning_is_kept_and_told(autumn: Duty) -> None:
    at = warning(autumn, "照此不合格", "1003")["warning"]
    said = autumn.done(f"watch 2026 --acknowledge {at} --note 已电话提醒")
    assert said.startswith("已登记：1003 孙三禾 2026 年度照此不合格，2026-11-23 提醒（由经办人甲）：已电话提醒（序号 ")
    assert warning(autumn, "照此不合格", "1003")["done"].startswith(
        "2026-11-23 提醒（由经办人甲）：已电话提醒（事项序号"
    )
    assert "2026-11-23 提醒（由经办人甲）：已电话提醒" in autumn.done("watch 2026 --format md")
    assert warning(autumn, "照此不合格", "1001")["done"] is None


def test_a_warning_may_be_acted_on_again_and_ended(autumn: Duty) -> None:
    at = warning(autumn, "长期没有登记", "1005")["warning"]
    autumn.done(f"watch 2026 --acknowledge {at} --note 已问本人")
    said = autumn.done(f"watch 2026 --acknowledge {at} --note 已问界别活动组")
    assert "再提醒" in said
    seq = said.rpartition("序号 ")[2].rstrip("）\n")
    autumn.done(f"follow-up step {seq} 了结 --on 2026-11-23 --person 王文书 --words 漏报已补")
    assert "了结" in warning(autumn, "长期没有登记", "1005")["done"]


def test_a_warning_whose_facts_have_changed_since_says_so(autumn: Duty) -> None:
    at = warning(autumn, "照此不合格", "1003")["warning"]
    autumn.done(f"watch 2026 --acknowledge {at} --note 已电话提醒")
    assert "情况有变" not in warning(autumn, "照此不合格", "1003")["done"]
    autumn.done("record 1003 年度履职报告 --on 2026-11-20")
    assert warning(autumn, "照此不合格", "1003")["done"].endswith("；此后情况有变")


def test_numbers_are_those_of_the_list_that_the_same_words_print(autumn: Duty) -> None:
    said = autumn.done("watch 2026 1003 --acknowledge 1 --note 已提醒")
    assert "1003 孙三禾" in said


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("watch 2026 --acknowledge 99 --note 已提醒", 5, "没有 99 号预警，该清单有 1 至"),
        ("watch 2026 --acknowledge 0 --note 已提醒", 5, "没有 0 号预警"),
        ("watch 2026 --acknowledge 1", 5, "--note 内容"),
        ("watch 2026 --note 已提醒", 5, "--acknowledge 预警号"),
        ("issue watch 2026 --acknowledge 1 --note 已提醒 -o 预警.xlsx", 2, "印发不能同时登记"),
    ],
)
def test_what_cannot_be_acknowledged_is_refused_and_nothing_is_entered(
    autumn: Duty, line: str, code: int, says: str
) -> None:
    assert says in autumn.refused(line, code)


def test_an_office_whose_paths_know_no_warnings_is_told_so(autumn: Duty) -> None:
    steps = "format: duty-steps/1\npaths:\n  - {path: 办理, use: follow_up, steps: [{step: 提请, means: done}]}\n"
    autumn.write("rules/steps.yaml", steps)
    assert "warning" in autumn.refused("watch 2026 --acknowledge 1 --note 已提醒")
