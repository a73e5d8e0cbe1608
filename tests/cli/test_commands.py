"""Each command, done right, and what it prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from duty_cli.cli import app_context
from tests.workspace import INIT, Duty

SHIPPED = Path(__file__).parents[2] / "rules" / "scoring.yaml"


def test_init_makes_rules_and_ledger_and_says_that_the_rules_are_a_proposal(empty: Duty) -> None:
    answer = empty(INIT)
    said = f"已建立工作区 {empty.folder.resolve()}：政协示例县委员会第14届，2022-01-01 至 2026-12-31\n"
    remark = "规则文件：政协示例县委员会委员履职考核评分细则（建议稿）；分值须经主席会议审定后使用\n"
    assert (answer.code, answer.out, answer.err) == (0, said, remark)
    assert [(empty.folder / name).is_file() for name in ("rules/scoring.yaml", "data/ledger.db")] == [True, True]


def test_init_never_touches_a_ledger_that_is_there(duty: Duty) -> None:
    assert duty.refused(INIT, 4) == "错误：账本已存在：data/ledger.db；未作任何改动"


def test_init_keeps_rules_that_are_there(empty: Duty) -> None:
    empty.done(INIT)
    (empty.folder / "data" / "ledger.db").unlink()
    rules = empty.folder / "rules" / "scoring.yaml"
    rules.write_text(rules.read_text(encoding="utf-8") + "# 本会审定\n", encoding="utf-8")
    empty.done(f"{INIT} --yes")
    assert rules.read_text(encoding="utf-8").endswith("# 本会审定\n")


def test_init_refuses_a_term_that_ends_before_it_begins(empty: Duty) -> None:
    answer = empty(INIT.replace("2026-12-31", "2021-12-31"))
    assert answer.err == "错误：--until“2021-12-31”不符合要求；应为不早于 2022-01-01 的日期\n"
    assert list(empty.folder.iterdir()) == []


def test_member_list_and_show_tell_the_roster_of_a_day(duty: Duty) -> None:
    assert "在任委员 7 名" in duty.done("member list")
    assert "在任委员 6 名" in duty.done("member list --on 2026-06-30")
    assert "周四方" in duty.done("member list --on 2025-06-30 --sector 教育界")
    assert "职务：常委，2022-01-01 至 2026-06-30" in duty.done("member show 1008")


def test_a_record_says_whose_it_is_its_seq_and_the_year_so_far(duty: Duty) -> None:
    said = duty.done("record ssh 提案 --on 2026-03-05 --stage 提交、立案 --title 关于停车的建议")
    assert re.fullmatch(r"已登记：1003 孙三禾 提案 2026-03-05（序号 \d+）；2026 年度目前 58 分\n", said)


def test_an_event_recorded_without_a_state_was_attended(duty: Duty) -> None:
    said = duty.done("record 1001 全体会议 --on 2026年1月20日 --activity 五次会议")
    assert said.startswith("已登记：1001 赵一鸣 全体会议 2026-01-20 出席（序号 ")


def test_an_import_says_what_came_in_and_a_rehearsal_writes_nothing(duty: Duty) -> None:
    rows = "1001,全体会议,2026-01-20,五次会议,出席\n1002,全体会议,2026-01-20,五次会议,请假\n"
    duty.write("会议.csv", "委员编号,履职事项,日期,活动,出席情况\n" + rows)
    before = duty.digest()
    counts = "新增 2 条，涉及委员 2 名，新增活动 1 次"
    assert duty.done("import 会议.csv --dry-run").splitlines()[-1] == f"核对无误，未写入：{counts}"
    assert duty.digest() == before
    assert duty.done("import 会议.csv") == f"已导入：{counts}（批次 {duty.last_batch()}）\n"


def test_each_file_of_one_import_is_a_batch_of_its_own(duty: Duty) -> None:
    for name, number in (("甲", 1001), ("乙", 1002)):
        duty.write(f"{name}.csv", f"委员编号,履职事项,日期\n{number},提案,2026-03-05\n")
    said = re.search("批次 ([0-9]+)、([0-9]+)）", duty.done("import 甲.csv 乙.csv"))
    assert said is not None
    assert duty.done(f"undo {said[1]} --reason 重复") == f"已撤销批次 {said[1]}：冲正 1 条\n"
    assert duty.done("export").count("提案") == 1


def test_the_log_names_command_person_file_and_reason(duty: Duty) -> None:
    duty.done("record 1001 提案 --on 2026-03-05")
    duty.done(f"--by 经办人乙 void {duty.last_batch() + 1} --reason 重复登记")
    lines = duty.done("log").splitlines()
    assert any("2026-11-23 09:00:00" in line and "经办人甲" in line and "名册.csv" in line for line in lines)
    assert any("经办人乙" in line and "重复登记" in line for line in lines)


def test_check_is_silent_when_all_is_well(duty: Duty) -> None:
    assert duty.done("check") == ""


def test_rules_check_is_silent_when_all_is_well(empty: Duty) -> None:
    answer = empty(f"rules check {SHIPPED}")
    assert (answer.code, answer.raw, answer.err) == (0, b"", "")


def test_rules_check_tells_what_is_doubtful_and_does_not_fail_for_it(duty: Duty) -> None:
    answer = duty("rules check")
    assert (answer.code, answer.err) == (0, "")
    assert "提醒：scoring.yaml:27：第9列：“全体会议”：计分项“全体会议”里公假得 0 分，请假反而得 5 分" in answer.out


def test_a_bug_shows_its_traceback_and_exits_with_70(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_context.AppContext, "store", property(lambda _: 1 // 0))
    answer = duty("check")
    assert (answer.code, "ZeroDivisionError" in answer.err) == (70, True)
    assert answer.err.endswith("程序出错；请用 duty log 核对本次操作是否已写入，并把以上内容发给维护人员\n")


def test_an_interruption_exits_with_130(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: app_context.AppContext) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(app_context.AppContext, "store", property(interrupt))
    answer = duty("check")
    assert (answer.code, answer.err) == (130, "已中断；未完成的操作没有写入，已完成的请用 duty log 核对\n")
