"""收件: reports and accounts handed in, received, counted, listed, and asked for when they are overdue."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.workspace import Duty

REPORT = "hand-in 1001 年度履职报告 --year 2025 --on 2026-01-06 --received-by 王敏"
ACCOUNT = "hand-in 1001 年度述职 --year 2026 --on 2026-11-20 --received-by 王敏"
MINIMUM = "  - {id: 年度述职, clause: 第11条, about: 述职, within: year, need: {kind: 年度述职, judged: {above: 0}, at_least: 1}}\n"


def lines(duty: Duty, line: str) -> dict[str, Any]:
    """What the list says of each member, by number; of one kind alone."""
    found: Any = duty.json(line)["lines"]
    return {one["number"]: one for one in found}


def batch_of_void(duty: Duty, line: str) -> int:
    """Reverse what ``line`` entered; the batch of that."""
    duty.done(line)
    duty.done(f"void {duty.last_batch() + 1} --reason 录错")
    return duty.last_batch()


@pytest.fixture
def judged(duty: Duty) -> Duty:
    """Rules that ask for the yearly account too, which others judge."""
    duty.change_rules("minimums:\n", f"minimums:\n{MINIMUM}")
    return duty


def test_a_report_handed_in_counts_as_a_record_of_its_year(duty: Duty) -> None:
    answer = duty(REPORT)
    assert answer.out.startswith("已收件：1001 赵一鸣 2025 年度履职报告 2026-01-06，王敏收（序号 ")
    assert "已登记：1001 赵一鸣 年度履职报告 2026-01-06" in answer.err
    [record] = duty.records()
    assert (record["履职事项"], record["日期"], record["所属年度"]) == ("年度履职报告", "2026-01-06", "2025")
    assert duty.member("annual-evaluation 2025", "1001")["score"] == "55"


def test_only_the_digest_of_its_file_is_kept_and_tells_whose_it_is(duty: Duty, tmp_path: Path) -> None:
    text = "本人2025年度履职情况"
    duty.write("报告.docx", text)
    said = duty.done(f"{REPORT} --file 报告.docx")
    assert f"文件摘要 {sha256(text.encode()).hexdigest()}" in said
    assert duty.done("hand-in verify 报告.docx").startswith(
        "1001 赵一鸣 2025 年度履职报告：2026-01-06 提交，王敏收（序号 "
    )
    assert text.encode() not in (duty.folder / "data" / "ledger.db").read_bytes()
    duty.write("报告.docx", f"{text}。")
    assert duty("hand-in verify 报告.docx").code == 1


def due_by(duty: Duty, *days: str) -> None:
    """An office whose calendar says by which day reports are to be handed in."""
    said = [f"  - {{duty: 收{day}, clause: 第11条, due: {day}, hand_in: [年度履职报告]}}\n" for day in days]
    duty.write("rules/calendar.yaml", "format: duty-calendar/1\nduties:\n" + "".join(said))


def test_the_list_tells_who_handed_in_when_and_who_is_overdue(duty: Duty) -> None:
    due_by(duty, "12-31")
    duty.done(REPORT)
    duty.done("record 1002 年度履职报告 --on 2025-12-20")
    found = lines(duty, "hand-in list 2025 --on 2026-01-10")
    told = {number: (one["standing"], one["on"], one["received_by"]) for number, one in found.items()}
    assert told["1001"] == ("逾期提交", "2026-01-06", "王敏")
    assert told["1002"] == ("已提交", "2025-12-20", None)
    assert told["1003"] == ("逾期未提交", None, None)
    assert set(lines(duty, "hand-in list 2025 --on 2026-01-10 --overdue")) == found.keys() - {"1001", "1002"}


def test_the_list_of_an_earlier_day_knows_nothing_of_what_came_later(duty: Duty) -> None:
    duty.done(REPORT)
    found = lines(duty, "hand-in list 2025 --on 2025-12-31")
    assert {one["standing"] for one in found.values()} == {"未提交"}


@pytest.mark.parametrize(("due", "standing"), [("12-31", "逾期提交"), ("次年 01-06", "已提交")])
def test_the_office_says_by_when_it_is_due(duty: Duty, due: str, standing: str) -> None:
    due_by(duty, due)
    duty.done(REPORT)
    assert lines(duty, "hand-in list 2025")["1001"]["standing"] == standing


@pytest.mark.parametrize("due", ["12-32", "02-29", "一月底", "次年"])
def test_a_day_that_not_every_year_has_is_refused_with_its_place(duty: Duty, due: str) -> None:
    due_by(duty, due)
    said = duty("hand-in list 2025").err
    assert f"“{due}”不是" in said
    assert "calendar.yaml:3：第" in said


def test_a_kind_has_one_day_and_a_day_of_the_year(duty: Duty) -> None:
    due_by(duty, "12-20", "12-31")
    assert "“年度履职报告”的提交期限写了两次；请只留一处" in duty("hand-in list 2025").err
    due_by(duty, "届满前 60 天")
    assert "提交期限是每年的一天；应写成 12-20，或 次年 01-15" in duty("hand-in list 2025").err


def test_without_a_word_in_the_calendar_it_is_due_by_the_end_of_its_year(duty: Duty) -> None:
    duty.write(
        "rules/calendar.yaml", "format: duty-calendar/1\nduties:\n  - {duty: 统计, clause: 第11条, due: 04-10}\n"
    )
    assert {one["due"] for one in lines(duty, "hand-in list 2025").values()} == {"2025-12-31"}


def test_an_account_that_waits_for_its_score_is_handed_in_and_not_asked_for(judged: Duty) -> None:
    assert "--judged 评定分" in judged(ACCOUNT).err
    assert judged.records() == []
    assert lines(judged, "hand-in list 2026")["1001"]["standing"] == "已提交，待评定"
    watched = judged.member("watch 2026", "1001")
    assert "年度述职" not in str(watched)
    judged.done("record 1001 年度述职 --on 2026-11-22 --judged 8")
    assert lines(judged, "hand-in list 2026")["1001"]["standing"] == "已提交"


def test_an_account_with_its_score_is_entered_at_once_and_a_bare_score_of_0_is_none(judged: Duty) -> None:
    judged.done(f"{ACCOUNT} --judged 8")
    judged.done("record 1002 年度述职 --on 2026-11-22 --judged 0")
    found = lines(judged, "hand-in list 2026")
    assert (found["1001"]["on"], found["1002"]["on"]) == ("2026-11-20", None)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (REPORT.replace("2026-01-06", "2026-11-24"), "日期 2026-11-24 晚于今天（2026-11-23）"),
        (
            REPORT.replace("--year 2025", "--year 2026").replace("2026-01-06", "2025-12-30"),
            "2026 年度从 2026-01-01 开始",
        ),
        (f"{REPORT} --file 没有.docx", "没有这个文件"),
        (REPORT.replace("王敏", "' '"), "收件人没有填写"),
        (REPORT.replace("年度履职报告", "提案"), "按年度提交的有：年度履职报告"),
        (REPORT.replace("年度履职报告", "履职报告"), "没有履职事项“履职报告”"),
        (REPORT.replace("1001", "1007"), "1007 吴五湖 在 2025-12-31 不在任"),
        (f"{REPORT} --judged 3", "不设评定分"),
        (REPORT.replace("--year 2025", "--year 2019"), "没有覆盖 2019-01-01"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(duty: Duty, line: str, said: str) -> None:
    assert said in duty.refused(line, duty(line).code)


def test_a_second_hand_in_of_the_same_is_refused(judged: Duty) -> None:
    judged.done(REPORT)
    assert "1001 赵一鸣 的 2025 年度履职报告已于 2026-01-06 提交（序号 " in judged.refused(REPORT)
    judged.done("record 1002 年度履职报告 --on 2025-12-20")
    assert "已于 2025-12-20 提交" in judged.refused(REPORT.replace("1001", "1002"))
    judged.done(ACCOUNT)
    assert "已于 2026-11-20 提交" in judged.refused(f"{ACCOUNT} --judged 5")


def test_a_closed_year_takes_none_and_gives_none_back(judged: Duty) -> None:
    judged.done(ACCOUNT.replace("2026 --on 2026-11-20", "2025 --on 2025-12-20"))
    seq = judged.last_batch() + 1
    judged.done("record 1002 提案 --on 2025-03-03 --stage 提交")
    judged.close(2025)
    assert "2025 年度已结账" in judged.refused(REPORT)
    assert "2025 年度已结账" in judged.refused(ACCOUNT.replace("1001", "1002").replace("--year 2026", "--year 2025"))
    assert "2025 年度已结账" in judged.refused(f"void {seq} --reason 录错")


@pytest.mark.parametrize("after", [1, 2])
def test_record_and_receipt_are_taken_back_together_and_come_back_together(duty: Duty, after: int) -> None:
    duty.done(REPORT)
    duty.done(f"void {duty.last_batch() + after} --reason 录错")
    assert (duty.records(), lines(duty, "hand-in list 2025")["1001"]["on"]) == ([], None)
    duty.done(f"undo {duty.last_batch()} --reason 没有录错")
    assert (len(duty.records()), lines(duty, "hand-in list 2025")["1001"]["received_by"]) == (1, "王敏")
    assert duty("check").code == 0


@pytest.mark.parametrize("row", [1, 2])
def test_of_two_years_handed_in_on_one_day_the_other_stays(duty: Duty, row: int) -> None:
    duty.done(REPORT.replace("2025", "2024"))
    duty.close(2024)
    duty.done(REPORT)
    duty.done(f"void {duty.last_batch() + row} --reason 录错")
    assert [record["所属年度"] for record in duty.records()] == ["2024"]
    assert lines(duty, "hand-in list 2024")["1001"]["received_by"] == "王敏"


def test_what_was_handed_in_again_meanwhile_does_not_come_back(judged: Duty) -> None:
    batch = batch_of_void(judged, ACCOUNT)
    judged.done(ACCOUNT)
    assert "已重新登记" in judged.refused(f"undo {batch} --reason 没有录错")


def test_the_receipt_follows_its_record_where_the_day_or_year_is_set_right(duty: Duty) -> None:
    duty.done(REPORT)
    duty.done(f"correct {duty.last_batch() + 1} 日期=2026-01-05 --reason 录错")
    found = lines(duty, "hand-in list 2025")["1001"]
    assert (found["on"], found["received_by"]) == ("2026-01-05", "王敏")
    duty.done(f"correct {duty.seqs('1001', 2025)[0]} 所属年度= --reason 录错")
    assert lines(duty, "hand-in list 2026")["1001"]["received_by"] == "王敏"
    assert lines(duty, "hand-in list 2025")["1001"]["on"] is None


def test_a_member_with_a_receipt_is_not_taken_off_the_roster(judged: Duty) -> None:
    judged.done("member add 1009 王七星 --from 2026-02-01")
    member = judged.last_batch() + 1
    judged.done(ACCOUNT.replace("1001", "1009"))
    assert "还有" in judged.refused(f"void {member} --reason 录错")


def test_the_reminder_says_what_is_outstanding_since_when_and_what_the_rules_say(judged: Duty) -> None:
    due_by(judged, "12-31")
    said = judged.done("letter reminder 1003 --year 2025 --dated 2026-01-10")
    assert said.startswith("关于提交2025年度履职报告、年度述职的提醒函")
    assert "年度履职报告：提交期限为2025年12月31日，已逾期10日，请尽快补交" in said
    assert "没有完成年度履职报告的，年度等次最高为合格" in said
    early = judged.done("letter reminder 1003 --year 2026")
    assert "年度履职报告：请在2026年12月31日以前提交" in early


def test_nobody_is_reminded_of_what_he_handed_in(judged: Duty) -> None:
    judged.done(ACCOUNT)
    assert "年度述职：" not in judged.done("letter reminder 1001 --year 2026")
    judged.done(REPORT.replace("--year 2025", "--year 2026"))
    assert "没有未提交的报告或述职" in judged.refused("letter reminder 1001 --year 2026")


def test_whoever_was_not_in_office_is_not_reminded(duty: Duty) -> None:
    assert "不在任" in duty.refused("letter reminder 1007 --year 2025")


def test_a_year_is_not_told_to_lack_what_was_handed_in(judged: Duty) -> None:
    judged.done("record 1002 提案 --on 2025-03-03 --stage 提交")
    assert "未提交或未完成“年度述职”：1001" in judged("close-year 2025").err
    judged.done(ACCOUNT.replace("2026 --on 2026-11-20", "2025 --on 2025-12-20"))
    assert "未提交或未完成“年度述职”：1002" in judged("close-year 2025").err


def test_the_notice_names_only_who_did_not_hand_in(judged: Duty) -> None:
    before = str(judged.json("annual-notice 2026 --for 内部")["reports_missing"])
    judged.done(ACCOUNT)
    after = str(judged.json("annual-notice 2026 --for 内部")["reports_missing"])
    assert before.count("1001") == 2
    assert after.count("1001") == 1
