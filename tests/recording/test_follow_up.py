"""Follow-up: what is proposed is put forward, decided and carried out, a dated and named step at a time (§12)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workspace import Duty

OPEN = "follow-up open 2025 --on 2026-02-10 --person 委员工作室"
PUT = f"{OPEN} --meeting 主席会议"
DECIDE = "决定 --on 2026-02-20 --person 主席会议 --meeting 第三次主席会议 --words 同意约谈"
TALK = "落实 --on 2026-03-01 --person 某副主席 --place 政协会议室 --words 已谈话，本人表示改进"


@pytest.fixture
def failed(duty: Duty) -> Duty:
    """A year of which 1003 alone has a record, and is talked to all the same."""
    duty.done("record 1003 提案 --on 2025-03-05 --title 修路")
    duty.close(2025)
    return duty


def step(duty: Duty, seq: int, said: str) -> str:
    return duty.done(f"follow-up step {seq} {said}")


def put(duty: Duty) -> int:
    """The seq of the proceeding of 1003, put forward."""
    duty.done(f"{PUT} 1003")
    return duty.last_batch() + 1


def of_1003(duty: Duty, year: int = 2025) -> dict[str, object]:
    found = duty.json(f"follow-up list {year}")["proceedings"]
    assert isinstance(found, list)
    [own] = [one for one in found if one["number"] == "1003"]
    return dict(own)


def test_before_it_is_put_forward_a_proposal_stands_there_as_such(failed: Duty) -> None:
    assert (of_1003(failed)["seq"], of_1003(failed)["about"]) == (None, "约谈提醒")
    assert "尚未提请" in failed.done("follow-up list 2025")


def test_a_proceeding_goes_from_the_proposal_to_what_was_done(failed: Duty) -> None:
    seq = put(failed)
    step(failed, seq, DECIDE)
    assert of_1003(failed)["open"] is True
    said = step(failed, seq, TALK)
    assert said == (
        "已登记：1003 孙三禾 2025 年度约谈提醒，"
        f"2026-03-01 落实（政协会议室，由某副主席）：已谈话，本人表示改进（序号 {seq}）\n"
    )
    steps = of_1003(failed)["steps"]
    assert isinstance(steps, list)
    assert [(one["step"], one["means"], one["by"]) for one in steps] == [
        ("提请", "opened", "委员工作室"),
        ("决定", "decided", "主席会议"),
        ("落实", "done", "某副主席"),
    ]
    assert of_1003(failed)["open"] is False


def test_everything_proposed_of_a_year_is_put_forward_at_once(failed: Duty) -> None:
    said = failed.done(PUT)
    assert said.count("提请（主席会议，由委员工作室）") == said.count("\n") > 3
    assert failed.refused(PUT) == (
        "错误：2025 年度评比没有待提请的事项，或已全部在办；可用 duty follow-up list 2025 查看"
    )


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (f"{OPEN} 1003", "“提请”须写明会议；请补上"),
        (f"{PUT} 1003 --about 没有这条", "没有1003 孙三禾待提请的事项"),
        (
            PUT.replace("2026-02-10", "2026-12-10"),
            "“提请”的日期 2026-12-10 晚于今天 2026-11-23；请在办理之后登记，或核对日期",
        ),
        (PUT.replace("2025", "2026"), "2026 年度尚未结账"),
        (f"{PUT} 9999", "找不到委员“9999”"),
        (PUT.replace("委员工作室", "' '"), "“提请”须写明由谁；请补上"),
        (f"{PUT} --until 2026-02-01", "“提请”的截止日期 2026-02-01 早于日期 2026-02-10；请核对日期"),
    ],
)
def test_what_cannot_be_put_forward_is_refused(failed: Duty, line: str, sentence: str) -> None:
    assert sentence in failed.refused(line)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (TALK, "该事项目前到“提请”，不能办理“落实”；接下来可以是：决定、暂缓、不再办理"),
        (
            DECIDE.replace("2026-02-20", "2026-02-01"),
            "“决定”的日期 2026-02-01 早于上一步“提请”的 2026-02-10；请核对日期",
        ),
        (DECIDE.replace(" --words 同意约谈", ""), "“决定”须写明内容；请补上"),
        (DECIDE.replace("决定", "决定一下", 1), "不能办理“决定一下”"),
    ],
)
def test_a_step_that_cannot_be_taken_is_refused(failed: Duty, said: str, sentence: str) -> None:
    seq = put(failed)
    assert sentence in failed.refused(f"follow-up step {seq} {said}")


def test_after_the_end_no_step_follows(failed: Duty) -> None:
    seq = put(failed)
    step(failed, seq, "不再办理 --on 2026-02-20 --person 主席会议 --words 因病一年")
    assert failed.refused(f"follow-up step {seq} {DECIDE}") == (
        "错误：该事项目前到“不再办理”，不能办理“决定”；已经办结，不再有下一步"
    )


def test_there_is_no_step_of_what_is_no_proceeding(failed: Duty) -> None:
    assert "账本中没有序号 3 的办理事项" in failed.refused(f"follow-up step 3 {DECIDE}")


def test_the_last_step_is_taken_back_and_no_earlier_one_alone(failed: Duty) -> None:
    seq = put(failed)
    step(failed, seq, DECIDE)
    decided = failed.last_batch() + 1
    assert failed.refused(f"void {seq + 1} --reason 误登") == (
        f"错误：序号 {seq + 1} 之后该事项还有步骤（如序号 {decided}）；请先冲正后面的步骤"
    )
    failed.done(f"void {decided} --reason 误登")
    step(failed, seq, DECIDE)


def test_putting_forward_is_undone_as_a_whole_and_can_be_done_again(failed: Duty) -> None:
    put(failed)
    failed.done(f"undo {failed.last_batch()} --reason 误登")
    assert of_1003(failed)["seq"] is None
    put(failed)


def test_evidence_that_changed_afterwards_is_told(failed: Duty) -> None:
    put(failed)
    failed.done("close-year 2025 --reopen --reason 补登")
    failed.done("record 1003 提案 --on 2025-06-05 --title 修桥 --stage 立案")
    failed.close(2025)
    assert of_1003(failed)["changed"] is True
    assert "依据有变" in failed.done("follow-up list 2025")


def test_an_open_proceeding_of_another_year_is_told_too(failed: Duty) -> None:
    put(failed)
    found = failed.json("follow-up list 2026")["elsewhere"]
    assert isinstance(found, list)
    assert [(one["number"], one["year"]) for one in found] == [("1003", 2025)]


def test_an_old_list_comes_out_again_byte_for_byte(failed: Duty) -> None:
    seq = put(failed)
    known = failed.last_batch() + 2
    before = failed.done("follow-up list 2025")
    step(failed, seq, DECIDE)
    assert failed.done(f"follow-up list 2025 --known-at {known}") == before


OWN = """\
format: duty-steps/1
paths:
  - path: 帮促
    use: follow_up
    steps:
      - {step: 提醒, means: opened}
      - {step: 约谈, means: answered, after: 提醒, needs: place}
      - {step: 诫勉, means: done, after: 约谈, needs: [number, words]}
"""


def test_an_office_says_its_own_steps(failed: Duty) -> None:
    failed.write("rules/steps.yaml", OWN)
    failed.done(f"{OPEN} 1003")
    seq = failed.last_batch() + 1
    assert "接下来可以是：约谈" in failed.refused(f"follow-up step {seq} {TALK}")
    step(failed, seq, "约谈 --on 2026-03-01 --person 某副主席 --place 会议室")
    step(failed, seq, "诫勉 --on 2026-04-01 --person 主席会议 --number 政协〔2026〕3号 --words 诫勉谈话")
    assert of_1003(failed)["open"] is False


def corrected(duty: Duty) -> int:
    """The talk with 1003 was decided, and then a record of the closed year that had been forgotten was entered."""
    seq = put(duty)
    step(duty, seq, DECIDE)
    duty.done("close-year 2025 --reopen --reason 漏报")
    duty.done("record 1003 座谈交流 --on 2025-04-01")
    duty.done("record 1003 提案 --on 2025-04-02 --title 建桥 --stage 立案")
    duty.close(2025)
    return seq


def changed(duty: Duty, report: str) -> list[tuple[int, str, list[str] | None]]:
    found: Any = duty.json(report)["changed"]
    return [(one["proceeding"], one["number"], one["now"]) for one in found]


@pytest.mark.parametrize("report", ["annual-evaluation 2025", "annual-evaluation 2026", "watch 2026"])
def test_a_decision_whose_evidence_a_correction_changed_is_named(failed: Duty, report: str) -> None:
    seq = corrected(failed)
    assert changed(failed, report) == [(seq, "1003", ["2025 年度履职分 58，等次不合格"])]
    assert "依据后来有变" in failed.done(f"{report} --format md")


def test_a_decision_whose_evidence_stands_is_not_named(failed: Duty) -> None:
    step(failed, put(failed), DECIDE)
    for report in ("annual-evaluation 2025", "watch 2026"):
        assert changed(failed, report) == []
        assert "依据后来有变" not in failed.done(f"{report} --format md")


def test_what_was_dropped_rests_on_nothing_any_more(failed: Duty) -> None:
    seq = corrected(failed)
    step(failed, seq, "不再办理 --on 2026-03-05 --person 主席会议 --words 已补登")
    assert changed(failed, "watch 2026") == []


def test_the_public_does_not_read_whose_decision_lost_its_evidence(failed: Duty) -> None:
    corrected(failed)
    assert changed(failed, "annual-evaluation 2025 --for 公示") == []
    assert "依据后来有变" not in failed.done("annual-evaluation 2025 --for 公示 --format md")


DROP = "不再办理 --on 2026-02-20 --person 主席会议 --words 本人已离任"


def test_what_was_dropped_is_put_forward_again_where_its_member_is_named(failed: Duty) -> None:
    step(failed, put(failed), DROP)
    failed.done(PUT)
    assert len(list_of_1003(failed)) == 1
    failed.done(f"{PUT} 1003")
    assert [one["open"] for one in list_of_1003(failed)] == [False, True]


def test_what_is_in_hand_or_was_carried_out_is_not_put_forward_twice(failed: Duty) -> None:
    seq = put(failed)
    assert "1003" in failed.refused(f"{PUT} 1003")
    step(failed, seq, DECIDE)
    step(failed, seq, TALK)
    assert "1003" in failed.refused(f"{PUT} 1003")


def test_what_was_carried_out_is_put_forward_again_where_its_evidence_is_another_since(failed: Duty) -> None:
    seq = put(failed)
    step(failed, seq, DECIDE)
    step(failed, seq, TALK)
    failed.done("close-year 2025 --reopen --reason 补登")
    failed.done("record 1003 提案 --on 2025-03-06 --title 修桥 --stage 立案")
    failed.close(2025)
    failed.done(f"{PUT} 1003")
    assert [one["open"] for one in list_of_1003(failed)] == [False, True]


def list_of_1003(duty: Duty) -> list[Any]:
    found: Any = duty.json("follow-up list 2025")["proceedings"]
    return [one for one in found if one["number"] == "1003"]


def test_a_consequence_may_wait_until_another_was_decided_on(duty: Duty) -> None:
    again = "{id: 跟踪, clause: 第12条, if: {decided: 约谈提醒, years: 1, within: year}, fires: every_year, propose: 跟踪了解}"
    duty.change_rules("consequences:\n", f"consequences:\n  - {again}\n")
    duty.done("record 1003 提案 --on 2025-03-05 --title 修路")
    duty.close(2025)

    def proposed() -> dict[str, list[str]]:
        found = duty.member("annual-evaluation 2025", "1003")["proposals"]
        return {one["id"]: list(one["evidence"]) for one in found}

    duty.done(f"{PUT} 1003 --about 约谈提醒")
    seq = duty.last_batch() + 1
    assert list(proposed()) == ["约谈提醒"]
    step(duty, seq, DECIDE)
    assert proposed()["跟踪"] == [f"2025 年度“约谈提醒”已决定（2026-02-20，第三次主席会议，序号 {seq}）"]
    step(duty, seq, "不再办理 --on 2026-03-01 --person 主席会议 --words 情况有变")
    assert list(proposed()) == ["约谈提醒"]
