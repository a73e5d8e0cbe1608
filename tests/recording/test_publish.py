"""Results are published, members object, and nothing is issued as final before both have ended (§11)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from duty_cli.cli import clock
from tests.workspace import NOW, Duty

PUBLISH = "publish annual-evaluation 2025"
OBJECT = "object 1003 --on 2026-11-24 --person 委员工作室 --words 本人当日已请假"
ISSUE = "issue annual-notice 2025 -o 通报.docx"
ANSWER = "答复 --on 2026-11-25 --person 委员工作室 --words 经核实，请假条已收到"
DECIDE = "会议决定 --on 2026-11-25 --person 主席会议 --meeting 第九次主席会议 --number 政协〔2026〕9号 --words 先行印发"
OVER = "期满 --on 2026-11-30 --person 委员工作室 --words 异议均已办结"


@pytest.fixture
def year(duty: Duty) -> Duty:
    """A closed year in which 1003 was absent once."""
    duty.done("attend 全体会议 --on 2025-01-15 --title 四次会议 --all-present --except 缺席=1003")
    duty.close(2025)
    return duty


def on(monkeypatch: pytest.MonkeyPatch, day: int, month: int = 11) -> None:
    """Let it be that day of 2026."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, month, day, 9, tzinfo=NOW.tzinfo))


def absence(duty: Duty) -> int:
    return duty.seqs("1003", 2025)[0]


def published(duty: Duty) -> int:
    """The seq of a publication of five working days, from Monday the 23rd to Friday the 27th."""
    duty.done(f"{PUBLISH} --days 5")
    return duty.last_batch() + 1


def objected(duty: Duty, monkeypatch: pytest.MonkeyPatch, what: str = "--year 2025") -> int:
    """The seq of an objection of 1003 on the 24th; it is the 30th afterwards."""
    on(monkeypatch, 30)
    duty.done(f"{OBJECT} {what}")
    return duty.last_batch() + 1


def objections(duty: Duty) -> list[Any]:
    found: Any = duty.json("object list 2025")["objections"]
    return list(found)


def step(duty: Duty, seq: int, said: str) -> str:
    return duty.done(f"follow-up step {seq} {said}")


def corrected(duty: Duty, seq: int) -> None:
    duty.done("close-year 2025 --reopen --reason 更正")
    duty.done(f"correct {seq} 出席情况=请假 --reason 请假条")
    duty.close(2025)


def test_a_publication_counts_working_days_and_says_how(year: Duty) -> None:
    answer = year(f"{PUBLISH} --days 5 --on 2026-02-10 --person 委员工作室")
    assert answer.out.startswith(
        "已登记：2025 年度评比结果公示，2026-02-10 公示（由委员工作室，截止日期 2026-02-14）（序号 "
    )
    assert answer.err == "公示 5 个工作日，2026-02-10 至 2026-02-14；计入 2026-02-14 补班\n"


def test_days_that_are_not_worked_are_left_out(year: Duty) -> None:
    answer = year(f"{PUBLISH} --days 2 --on 2026-05-01")
    assert answer.err == (
        "公示 2 个工作日，2026-05-01 至 2026-05-07；不计 2026-05-01 劳动节、2026-05-02 劳动节、2026-05-03 劳动节、"
        "2026-05-04 劳动节、2026-05-05 劳动节\n"
    )


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (PUBLISH, "请用 --days 写明公示几个工作日，或用 --until 写明截止日期，二者取一"),
        (f"{PUBLISH} --days 5 --until 2026-12-01", "二者取一"),
        (f"{PUBLISH} --days 0", "--days 应不小于 1，而不是 0"),
        ("publish annual-notice 2025 --days 5", "可用的有：annual-evaluation"),
    ],
)
def test_a_line_that_does_not_say_how_long_is_refused(year: Duty, line: str, sentence: str) -> None:
    assert sentence in year.refused(line, code=2)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("publish annual-evaluation 2026 --days 5", "2026 年度尚未结账"),
        (f"{PUBLISH} --days 5 --on 2026-12-01", "“公示”的日期 2026-12-01 晚于今天 2026-11-23"),
        (f"{PUBLISH} --days 40", "不知道 2027 年的节假日安排，不能判断 2027-01-01 是不是工作日；"),
        (f"{PUBLISH} --until 2026-11-20", "“公示”的截止日期 2026-11-20 早于日期 2026-11-23"),
        (f"{PUBLISH} --days 5 --person ' '", "“公示”须写明由谁；请补上"),
    ],
)
def test_what_cannot_be_published_is_refused(year: Duty, line: str, sentence: str) -> None:
    assert sentence in year.refused(line)


def test_one_publication_at_a_time(year: Duty) -> None:
    seq = published(year)
    assert year.refused(f"{PUBLISH} --days 5") == (
        f"错误：2025 年度评比结果公示已在办理（序号 {seq}）；请在该事项上登记下一步"
    )


def test_while_the_period_runs_nothing_is_issued_as_final(year: Duty) -> None:
    seq = published(year)
    for report in (
        "annual-notice 2025",
        "annual-evaluation 2025",
        "term-evaluation 14",
        "letter interview 1003 --year 2025",
        "letter commendation 2025",
    ):
        assert year.refused(f"issue {report} -o 一.docx") == (
            "错误：2025 年度评比结果公示期到 2026-11-27 为止，不能作为定稿印发；"
            f"会议决定先行印发的，请用 duty follow-up step {seq} 会议决定 登记会议、日期和文号"
        )
    assert not (year.folder / "一.docx").exists()


def test_what_is_put_up_and_the_letter_to_the_member_are_issued_meanwhile_and_say_so(year: Duty) -> None:
    published(year)
    year.done("issue annual-evaluation 2025 --for 公示 -o 公示.md")
    text = (year.folder / "公示.md").read_text("utf-8")
    assert "履职评比表（公示稿）" in text
    assert "公示期为 2026-11-23 至 2026-11-27（5 个工作日）；对记录、缺席或者得分有异议的，可在 2026-11-27 以前" in text
    year.done("issue letter result 1003 --year 2025 -o 函.docx")


def test_after_the_period_somebody_says_that_it_is_over(year: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    seq = published(year)
    on(monkeypatch, 27)
    assert year.refused(f"follow-up step {seq} {OVER.replace('30', '27')}") == (
        "错误：公示期到 2026-11-27 为止，2026-11-27 不能登记“期满”；请在 2026-11-27 以后登记，或登记会议决定"
    )
    on(monkeypatch, 30)
    assert (
        f"公示期已于 2026-11-27 届满而没有登记期满，不能作为定稿印发；请用 duty follow-up step {seq} 期满 登记；"
        in (year.refused(ISSUE))
    )
    step(year, seq, OVER)
    year.done(ISSUE)
    assert "评比结果的公示期为 2026-11-23 至 2026-11-27（5 个工作日）" in year.done("annual-notice 2025 --format md")


def test_a_meeting_can_decide_that_it_is_final_and_the_paper_says_which(
    year: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    seq = published(year)
    on(monkeypatch, 25)
    step(year, seq, DECIDE)
    year.done(ISSUE)
    told = year.done("annual-evaluation 2025 --format md")
    assert "公示稿" not in told
    assert "公示和异议办结以前印发，依据第九次主席会议（2026-11-25，政协〔2026〕9号）的决定" in told


@pytest.mark.parametrize(
    ("left_out", "sentence", "code"),
    [
        (" --meeting 第九次主席会议", "“会议决定”须写明会议；请补上", 5),
        (" --number 政协〔2026〕9号", "“会议决定”须写明文号；请补上", 5),
        (" --words 先行印发", "“会议决定”须写明内容；请补上", 5),
        (" --person 主席会议", "缺少选项 --person", 2),
        (" --on 2026-11-25", "缺少选项 --on", 2),
    ],
)
def test_a_decision_says_who_which_meeting_what_day_and_by_which_paper(
    year: Duty, monkeypatch: pytest.MonkeyPatch, left_out: str, sentence: str, code: int
) -> None:
    seq = published(year)
    on(monkeypatch, 25)
    assert sentence in year.refused(f"follow-up step {seq} {DECIDE.replace(left_out, '')}", code)
    assert "公示期到" in year.refused(ISSUE)


def test_an_absence_is_objected_to_answered_put_right_and_reckoned_again(
    year: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    published(year)
    target = absence(year)
    seq = objected(year, monkeypatch, f"--record {target}")
    step(year, seq, ANSWER)
    end = f"follow-up step {seq} 更正 --on 2026-11-26 --person 委员工作室 --words 已改为请假"
    assert f"还不能登记“更正”：序号 {target} 的记录没有冲正、更正；请先用 duty void" in year.refused(end)
    corrected(year, target)
    assert year(end).err.startswith("重新计算：年度积分 ")
    [one] = objections(year)
    assert (one["about"], one["record"], one["open"]) == ("缺席异议", target, False)
    assert one["grounds"][0] == f"2025-01-15 全体会议 四次会议 缺席（序号 {target}）"
    assert one["grounds"][1] != one["now"]


def test_a_record_that_came_back_as_it_was_is_not_put_right(year: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    target = absence(year)
    seq = objected(year, monkeypatch, f"--record {target}")
    step(year, seq, ANSWER)
    year.done("close-year 2025 --reopen --reason 更正")
    year.done(f"void {target} --reason 误")
    year.done(f"undo {year.last_batch()} --reason 误")
    said = year.refused(f"follow-up step {seq} 更正 --on 2026-11-26 --person 委员工作室 --words 已更正")
    assert f"序号 {target} 的记录冲正后又原样登记（序号 " in said


def test_an_objection_is_upheld_only_after_an_answer_in_writing(year: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    seq = objected(year, monkeypatch)
    end = "维持 --on 2026-11-26 --person 委员工作室 --words 记录无误"
    assert "该事项目前到“收到”，不能办理“维持”；接下来可以是：答复、撤回" in year.refused(f"follow-up step {seq} {end}")
    step(year, seq, ANSWER)
    step(year, seq, end)
    assert year.json("object list 2025")["pending"] is False


def test_a_score_is_put_right_by_something_of_the_member(year: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    seq = objected(year, monkeypatch)
    step(year, seq, ANSWER)
    end = f"follow-up step {seq} 更正 --on 2026-11-26 --person 委员工作室 --words 补登提案"
    assert "收到异议以后，该委员的记录没有补登、冲正、更正" in year.refused(end)
    year.done("close-year 2025 --reopen --reason 补登")
    year.done("record 1003 提案 --on 2025-03-05 --title 修路 --stage 立案")
    assert "重新计算：" in year(end).err


def test_with_an_open_objection_nothing_is_final_and_the_publication_is_not_over(
    year: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    publication = published(year)
    seq = objected(year, monkeypatch)
    assert f"还有 1 件异议没有办结（序号 {seq}），不能登记“期满”" in year.refused(
        f"follow-up step {publication} {OVER}"
    )
    assert f"还有 1 件异议没有办结（序号 {seq}），不能作为定稿印发；请先答复、办结异议" in year.refused(ISSUE)
    step(year, seq, "撤回 --on 2026-11-26 --person 孙三禾 --words 本人撤回")
    step(year, publication, OVER)
    year.done(ISSUE)


def test_without_a_publication_an_open_objection_stands_against_it_too(
    year: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    seq = objected(year, monkeypatch)
    assert year.refused(ISSUE) == (
        f"错误：2025 年度评比结果还有 1 件异议没有办结（序号 {seq}），不能作为定稿印发；请先答复、办结异议"
    )
    assert "（暂计）" in year.done("annual-notice 2025")
    assert "有 1 件异议尚未办结，评比结果未最后确定" in year.done("annual-notice 2025 --format md")


def test_a_decision_speaks_of_no_objection_that_came_after_it(year: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    publication = published(year)
    objected(year, monkeypatch)
    step(year, publication, DECIDE)
    year.done(ISSUE)
    year.done(OBJECT.replace("1003", "1004") + " --year 2025")
    assert "还有 1 件异议没有办结" in year.refused(ISSUE)
    step(year, publication, DECIDE)
    year.done(ISSUE.replace("通报", "通报二"))


def test_an_objection_counts_by_the_day_on_which_it_came(year: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    published(year)
    on(monkeypatch, 30)
    assert year.refused(f"{OBJECT.replace('24', '28')} --year 2025") == (
        "错误：2025 年度评比结果的异议期限到 2026-11-27 为止，2026-11-28 收到的异议已逾期，未登记；"
        "记录确有错误的，请核实后用 duty correct 或 duty void 更正"
    )
    year.done(f"{OBJECT.replace('24', '27')} --year 2025")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (f"{OBJECT} --record 3", "账本中没有履职记录 3"),
        (
            f"{OBJECT.replace('1003', '1004')} --record {{absence}}",
            "1004 李思源 不能对序号 {absence} 提出异议：这是其他委员的记录",
        ),
        (f"{OBJECT.replace('1003', '1007')} --year 2025", "1007 吴五湖 在 2025 年度 不在任"),
        (f"{OBJECT.replace('委员工作室', chr(39) + ' ' + chr(39))} --year 2025", "“收到”须写明由谁；请补上"),
        (f"{OBJECT.replace(' --words 本人当日已请假', '')} --year 2025", "“收到”须写明内容；请补上"),
        (f"{OBJECT.replace('24', '30')} --year 2025", "晚于今天 2026-11-25"),
        (f"{OBJECT.replace('1003', '9999')} --year 2025", "找不到委员“9999”"),
    ],
)
def test_what_is_no_objection_is_refused(year: Duty, monkeypatch: pytest.MonkeyPatch, line: str, sentence: str) -> None:
    on(monkeypatch, 25)
    seq = str(absence(year))
    assert sentence.replace("{absence}", seq) in year.refused(line.replace("{absence}", seq))


def test_the_record_and_the_score_are_objected_to_one_at_a_time(year: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, 25)
    assert "二者取一" in year.refused(f"{OBJECT} --year 2025 --record {absence(year)}", code=2)
    assert "二者取一" in year.refused(OBJECT, code=2)
    year.done(f"{OBJECT} --year 2025")
    assert "1003 孙三禾 2025 年度得分异议已在办理" in year.refused(f"{OBJECT} --year 2025")


def test_a_record_already_reversed_is_not_objected_to(year: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, 25)
    target = absence(year)
    corrected(year, target)
    assert f"不能对序号 {target} 提出异议：已由序号 " in year.refused(f"{OBJECT} --record {target}")


LETTER = "letter result 1003 --year 2025 --format md"


def test_the_member_is_told_of_the_right_and_its_last_day(year: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "您如对记录或计算有异议，请及时提出，我们将予核实" in year.done(LETTER)
    seq = published(year)
    right = "您对记录、缺席或者得分有异议的，可在2026年11月27日以前（含当日）书面提出"
    assert f"{right}，我们将予核实，有误的予以更正。" in year.done(LETTER)
    assert f"2025年度：{right}。" in year.done("statement 1003 --format md")
    assert f"2025年度：{right}。" in year.done("statement 1003 --full --format md")
    over = "评比结果已经公示，提出异议的期限到2026年11月27日为止。"
    on(monkeypatch, 30)
    assert over in year.done(LETTER)
    step(year, seq, OVER)
    assert over in year.done(f"{LETTER} --dated 2026-11-25")
    assert over in year.done("statement 1003 --format md")


def test_the_member_is_told_how_far_own_objections_have_come_and_of_no_others(
    year: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    seq = objected(year, monkeypatch)
    assert "您2026年11月24日提出的得分异议，正在核实。" in year.done(LETTER)
    step(year, seq, f"{ANSWER} --number 政协函〔2026〕5号")
    answered = "您2026年11月24日提出的得分异议，2026年11月25日答复（政协函〔2026〕5号）：经核实，请假条已收到。"
    assert answered in year.done(LETTER)
    assert answered in year.done("statement 1003 --format md")
    assert "得分异议" not in year.done("statement 1002 --format md") + year.done(LETTER.replace("1003", "1002"))


def test_the_explanation_of_a_year_tells_its_objections_step_by_step(
    year: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    seq = objected(year, monkeypatch)
    step(year, seq, ANSWER)
    told = (
        f"得分异议（序号 {seq}）：2026-11-24 收到（由委员工作室）：本人当日已请假；"
        "2026-11-25 答复（由委员工作室）：经核实，请假条已收到。"
    )
    assert told in year.done("explain 1003 --year 2025 --format md")
    assert told in year.done("statement 1003 --full --format md")
    found: Any = year.json("explain 1003 --year 2025")["objections"]
    assert [one["step"] for one in found[0]["steps"]] == ["收到", "答复"]


def test_the_answer_goes_out_in_writing_and_says_how_it_ended(year: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    target = absence(year)
    seq = objected(year, monkeypatch, f"--record {target}")
    assert year.refused(f"letter answer {seq}") == (
        f"错误：序号 {seq} 的异议还没有答复，不能出具答复函；请先用 duty follow-up step {seq} 登记答复"
    )
    step(year, seq, ANSWER)
    assert "经核实，请假条已收到。\n\n## 三、办理结果\n\n目前尚未办结" in year.done(f"letter answer {seq} --format md")
    corrected(year, target)
    step(year, seq, "更正 --on 2026-11-26 --person 委员工作室 --words 已改为请假")
    told = year.done(f"letter answer {seq} --format md")
    assert "您2026年11月24日提出的2025年度缺席异议收悉：本人当日已请假。现将核实和办理情况函告如下。" in told
    assert "2026年11月26日，由委员工作室更正：已改为请假。\n\n更正以后重新计算，年度积分" in told
    year.done(f"issue letter answer {seq} -o 答复.docx")


def test_there_is_no_answer_to_what_is_no_objection(year: Duty) -> None:
    seq = published(year)
    assert f"账本中没有序号 {seq} 的异议；可用 duty object list 年度 查看序号" in year.refused(f"letter answer {seq}")


def test_papers_of_before_come_out_again_as_they_were(year: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    before = year.done("annual-evaluation 2025")
    known = int(year.json("annual-evaluation 2025")["ledger"]["seq"])  # type: ignore[index]
    published(year)
    objected(year, monkeypatch)
    assert year.done(f"annual-evaluation 2025 --known-at {known}") == before


def test_an_issued_paper_stays_as_it_was_when_an_objection_follows(year: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    year.done(ISSUE)
    objected(year, monkeypatch)
    assert "与印发的原件逐字节相同" in year("verify-report 通报.docx").out


def test_a_publication_withdrawn_is_as_if_it_had_not_been(year: Duty) -> None:
    seq = published(year)
    step(year, seq, "撤回 --on 2026-11-23 --person 委员工作室 --words 名单有误")
    year.done(f"{PUBLISH} --days 3")
    assert year.json("object list 2025")["until"] == "2026-11-25"


def test_a_publication_that_ended_is_not_open_again_beside_the_next(year: Duty) -> None:
    seq = published(year)
    step(year, seq, "撤回 --on 2026-11-23 --person 委员工作室 --words 名单有误")
    ending = year.last_batch()
    year.done(f"{PUBLISH} --days 3")
    sentence = f"该事项办结以后又另行办理（序号 {year.last_batch() + 1}），不能有两件同时在办；请先办结或冲正后一件"
    assert sentence in year.refused(f"void {ending + 1} --reason 误登")
    assert sentence in year.refused(f"undo {ending} --reason 误登")
    year.done(f"undo {year.last_batch()} --reason 误登")
    year.done(f"void {ending + 1} --reason 误登")


def test_what_is_received_or_published_anew_is_founded_as_at_first(year: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    publication = published(year)
    objection = objected(year, monkeypatch)
    year.done(f"void {objection + 1} --reason 日期有误")
    again = f"follow-up step {objection} 收到 --on 2026-11-28 --person 委员工作室 --words 本人当日已请假"
    assert "2026-11-28 收到的异议已逾期" in year.refused(again)
    step(year, objection, again.split(maxsplit=3)[3].replace("28", "25"))
    year.done(f"void {publication + 1} --reason 日期有误")
    year.done("close-year 2025 --reopen --reason 补登")
    again = f"follow-up step {publication} 公示 --on 2026-11-30 --person 委员工作室 --until 2026-12-04"
    assert "2025 年度尚未结账，得分和等次为暂计" in year.refused(again)


OWN = """\
format: duty-steps/1
paths:
  - path: 办理
    use: follow_up
    steps: [{step: 提请, means: opened}, {step: 落实, means: done, after: 提请}]
"""


def test_an_office_whose_steps_have_no_publication_is_told(year: Duty) -> None:
    seq = published(year)
    year.write("rules/steps.yaml", OWN)
    for line in (f"{PUBLISH} --days 5", f"follow-up step {seq} {OVER}"):
        assert "rules/steps.yaml 中没有用于 publication 的办理流程；请补上" in year.refused(line)


def test_an_office_whose_steps_have_no_publication_issues_all_the_same(year: Duty) -> None:
    year.write("rules/steps.yaml", OWN)
    year.done(ISSUE)


def test_a_publication_whose_path_is_gone_still_stands_against_issuing(year: Duty) -> None:
    published(year)
    year.write("rules/steps.yaml", OWN)
    assert year.refused(ISSUE).endswith("不能作为定稿印发；请在公示和异议办结以后印发")


def test_the_last_day_without_its_year_is_the_next_one(year: Duty) -> None:
    """Not the first of December that is past."""
    assert "截止日期 2026-12-01" in year.done(f"{PUBLISH} --until 12月1日")
