"""冲正: void, correct and undo. Nothing is edited; every reason is kept."""

from __future__ import annotations

import pytest

from tests.workspace import Duty

PROPOSAL = "record 1001 提案 --on 2026-03-05 --stage 提交、立案 --number 提-1 --title 关于停车的建议"


@pytest.fixture
def seq(duty: Duty) -> int:
    """The seq of a record just written."""
    duty.done(PROPOSAL)
    return duty.last_batch() + 1


def score(duty: Duty, number: str = "1001") -> str:
    members = duty.json("annual-evaluation 2026")["members"]
    return next(str(one["score"]) for one in members if one["number"] == number)  # type: ignore[attr-defined]


def test_a_void_record_counts_no_more_and_the_log_keeps_the_reason(duty: Duty, seq: int) -> None:
    assert score(duty) == "58"
    said = duty.done(f"void {seq} --reason 重复登记")
    assert said == f"已冲正：1001 赵一鸣 提案 2026-03-05（序号 {seq}）；2026 年度目前 50 分\n"
    assert (score(duty), duty.records()) == ("50", [])
    assert duty.done("log --last 1").count("重复登记") == 1


def test_what_is_gone_cannot_be_voided_again(duty: Duty, seq: int) -> None:
    duty.done(f"void {seq} --reason 重复登记")
    by = duty.last_batch() + 1
    assert duty.refused(f"void {seq} --reason 再冲") == f"错误：序号 {seq} 不能冲正：已由序号 {by} 冲正"


def test_the_number_of_a_void_record_is_free_again(duty: Duty, seq: int) -> None:
    duty.done(f"void {seq} --reason 登错委员")
    duty.done(PROPOSAL.replace("1001", "1002"))
    assert [one["委员编号"] for one in duty.records()] == ["1002"]


def test_a_correction_replaces_what_is_said_and_keeps_the_rest(duty: Duty, seq: int) -> None:
    new = seq + 3
    said = duty.done(f"correct {seq} 阶段=提交 日期=2026-03-06 --reason 尚未立案")
    what = f"1001 赵一鸣 提案 2026-03-06（序号 {new}，原序号 {seq} 已冲正）"
    assert said == f"已更正：{what}；2026 年度目前 50 分\n"
    (record,) = duty.records()
    assert (record["阶段"], record["日期"], record["编号"], record["标题"]) == (
        *("提交", "2026-03-06"),
        *("提-1", "关于停车的建议"),
    )
    assert "尚未立案" in duty.done("log --last 1")


def test_an_empty_value_clears_a_field(duty: Duty, seq: int) -> None:
    duty.done(f"correct {seq} 标题= --reason 标题有误")
    assert duty.records()[0]["标题"] == ""


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ("阶段=提交、立案", "错误：更正内容与记录（序号 {}）相同，未写入任何内容；请核对要更正的字段"),
        ("阶段", "错误：更正内容“阶段”不符合要求；应为“字段=值”，如 阶段=提交、立案"),
        ("阶断=提交", "错误：字段“阶断”无法识别；是否：阶段？"),
        ("阶段=提岸", "错误：阶段“提岸”无法识别；是否：提交？"),
        ("日期=", "错误：日期没有填写；请补上"),
        ("日期=2026-12-01", "错误：日期 2026-12-01 晚于今天（2026-11-23）；请核对日期"),
        ("履职事项=提安", "错误：规则文件中没有履职事项“提安”；是否：提案？"),
        ("评定分=5", "错误：履职事项“提案”：不设评定分，请不要填写评定分"),
    ],
)
def test_a_correction_passes_the_same_gate_as_a_record(duty: Duty, seq: int, changes: str, sentence: str) -> None:
    assert duty.refused(f"correct {seq} {changes} --reason 更正") == sentence.format(seq)


def test_only_a_record_can_be_corrected(duty: Duty) -> None:
    said = duty.refused("correct 7 阶段=提交 --reason 更正")
    assert said == "错误：账本中没有履职记录 7；可用 duty log 或 duty statement 查看序号"


def test_undoing_a_batch_leaves_what_was_corrected_since_and_names_it(duty: Duty) -> None:
    duty.write("提案.csv", "委员编号,履职事项,日期\n1001,提案,2026-03-05\n1002,提案,2026-03-05\n")
    duty.done("import 提案.csv")
    batch, first = duty.last_batch(), duty.last_batch() + 1
    duty.done(f"correct {first} 阶段=立案 --reason 已立案")
    by = duty.last_batch() + 1
    answer = duty(f"undo {batch} --reason 重复导入")
    assert answer.out == f"已撤销批次 {batch}：冲正 1 条\n"
    assert answer.err == f"记录 序号 {first} 此前已由序号 {by} 冲正，保持不变\n"
    assert [(one["委员编号"], one["阶段"]) for one in duty.records()] == [("1001", "立案")]


def test_a_file_undone_can_be_imported_again(duty: Duty) -> None:
    duty.write("提案.csv", "编号,委员编号,履职事项,日期\n提-1,1001,提案,2026-03-05\n")
    duty.done("import 提案.csv")
    duty.done(f"undo {duty.last_batch()} --reason 日期有误")
    duty.done("import 提案.csv")
    assert len(duty.records()) == 1


def test_a_batch_can_be_undone_once(duty: Duty, seq: int) -> None:
    batch = seq - 1
    duty.done(f"undo {batch} --reason 误登")
    said = duty.refused(f"undo {batch} --reason 误登")
    assert said == f"错误：序号 {batch} 不能冲正：该批次没有可冲正的内容，或已全部冲正"


def test_a_void_undone_is_as_if_it_had_not_been(duty: Duty, seq: int) -> None:
    before = duty.records()
    duty.done(f"void {seq} --reason 误")
    void = duty.last_batch()
    assert duty.done(f"undo {void} --reason 冲正错了") == f"已撤销批次 {void}：冲正 0 条，恢复原来的内容 1 条\n"
    assert duty.records() == before
    assert duty.done("check") == ""


def test_a_correction_undone_brings_back_what_was_said_before(duty: Duty, seq: int) -> None:
    before = duty.records()
    duty.done(f"correct {seq} 阶段=提交 --reason 尚未立案")
    correction = duty.last_batch()
    assert duty.done(f"undo {correction} --reason 误") == f"已撤销批次 {correction}：冲正 1 条，恢复原来的内容 1 条\n"
    assert duty.records() == before


def test_an_undo_can_be_undone_with_the_events_and_the_numbers_of_its_file(duty: Duty) -> None:
    duty.write(
        "文件.csv", "编号,委员编号,履职事项,日期,活动\n提-1,1001,提案,2026-03-05,\n,1002,全体会议,2026-03-02,五次会议\n"
    )
    duty.done("import 文件.csv")
    before, batch = duty.records(), duty.last_batch()
    duty.done(f"undo {batch} --reason 误")
    undone = duty.last_batch()
    duty.done(f"undo {undone} --reason 撤销错了")
    assert duty.records() == before
    assert "已撤销批次" in duty.done(f"undo {duty.last_batch()} --reason 还是要撤销")
    assert duty.records() == []


def test_who_was_due_is_put_back_with_the_event(duty: Duty) -> None:
    duty.done("attend 委员活动日 --on 2026-03-02 --title 春季 --members 1001、1002 --all-present")
    duty.done("attend 委员活动日 --on 2026-03-03 --title 春游 --members 1003 --all-present")
    before, sheets = duty.records(), duty.done("settle --year 2026")
    duty.done(f"undo {duty.last_batch()} --reason 误")
    duty.done(f"undo {duty.last_batch()} --reason 撤销错了")
    assert (duty.records(), duty.done("settle --year 2026")) == (before, sheets)


def test_a_leave_voided_by_mistake_comes_back_unless_another_took_its_days(duty: Duty) -> None:
    duty.done("leave 1003 --from 2026-03-02 --reason 因病 --granted-by 秘书长")
    leave = duty.last_batch() + 1
    duty.done(f"void {leave} --reason 误")
    void = duty.last_batch()
    duty.done("leave 1003 --from 2026-03-02 --reason 因事 --refused-by 秘书长")
    assert "2026-03-02" in duty.refused(f"undo {void} --reason 误")
    duty.done(f"void {duty.last_batch() + 1} --reason 误")
    assert "恢复原来的内容 1 条" in duty.done(f"undo {void} --reason 误")


def test_what_was_entered_anew_meanwhile_does_not_come_twice(duty: Duty, seq: int) -> None:
    duty.done(f"void {seq} --reason 误")
    void = duty.last_batch()
    duty.done(f"undo {void} --reason 误")
    assert "已重新登记（序号 " in duty.refused(f"undo {void} --reason 误")


def test_what_came_back_passes_the_gate_as_any_record(duty: Duty, seq: int) -> None:
    (record,) = duty.records()
    duty.done(f"void {seq} --reason 误")
    void = duty.last_batch()
    duty.done(f"record 1002 提案 --on 2026-03-09 --number {record['编号']}")
    assert record["编号"] in duty.refused(f"undo {void} --reason 误")


def test_the_twin_of_what_comes_back_does_not_stand_in_its_way(duty: Duty) -> None:
    duty.done("record 1001 座谈交流 --on 2026-03-04")
    duty.done("record 1001 座谈交流 --on 2026-03-04 --again")
    duty.done(f"void {duty.last_batch() + 1} --reason 误")
    duty.done(f"undo {duty.last_batch()} --reason 确有两次")
    assert len(duty.records()) == 2


def test_what_was_set_right_of_one_member_takes_nothing_from_the_others(duty: Duty) -> None:
    duty.done("attend 委员活动日 --on 2026-03-02 --title 春季 --members 1001、1002、1003 --all-present")
    duty.done("activity correct 委员活动日 --on 2026-03-02 --title 春季 --new-title 春游 --reason 误 --yes")
    correction = duty.last_batch()
    duty.done(f"void {duty.seqs('1001')[0]} --reason 未到")
    assert "原记录没有恢复" in duty(f"undo {correction} --reason 名称无误").err
    assert [(one["委员编号"], one["活动"]) for one in duty.records()] == [("1002", "春季"), ("1003", "春季")]


def test_a_correction_of_which_nothing_stands_cannot_be_undone(duty: Duty, seq: int) -> None:
    duty.done(f"correct {seq} 阶段=提交 --reason 尚未立案")
    correction = duty.last_batch()
    duty.done(f"void {correction + 2} --reason 撤回")
    said = duty.refused(f"undo {correction} --reason 误")
    assert said == f"错误：序号 {correction} 不能冲正：该批次没有可冲正的内容，或已全部冲正"


def test_an_enrolment_taken_back_is_enrolled_anew_and_not_undone(duty: Duty) -> None:
    duty.done("member add 2001 钱三 --sector 经济界 --from 2026-01-01")
    duty.done(f"undo {duty.last_batch()} --reason 误")
    assert duty.refused(f"undo {duty.last_batch()} --reason 误").endswith("请重新登记或导入名册")


def test_an_activity_stays_while_others_stand_on_its_sheet(duty: Duty) -> None:
    duty.done("record 1001 全体会议 --on 2026-03-02 --activity 五次会议")
    batch = duty.last_batch()
    said = duty.refused(f"void {batch + 1} --reason 未召开")
    assert said.endswith("还有出席记录属于这次活动，请先冲正这些记录")
    duty.done("record 1002 全体会议 --on 2026-03-02 --activity 五次会议")
    assert duty.done(f"undo {batch} --reason 登错") == f"已撤销批次 {batch}：冲正 1 条\n"
    assert [one["活动"] for one in duty.records()] == ["五次会议"]


def test_what_is_not_there_or_is_no_entry_cannot_be_reversed(duty: Duty) -> None:
    assert "账本中没有序号 9999" in duty.refused("void 9999 --reason x")
    assert "账本中没有批次 9999" in duty.refused("undo 9999 --reason x")
    assert "它是“批次”，不是可以冲正的内容" in duty.refused("void 1 --reason x")


def test_a_roster_on_which_records_rest_cannot_be_undone(duty: Duty) -> None:
    duty.done("member add 1009 王七星 --from 2026-01-01 --sector 教育界")
    batch = duty.last_batch()
    duty.done("record 1009 提案 --on 2026-03-05")
    record = duty.last_batch() + 1
    said = duty.refused(f"undo {batch} --reason 误登")
    assert said == (
        f"错误：序号 {batch + 1} 不能冲正：1009 王七星 还有 1 条记录、参会身份、请假登记、任职分组、办理事项、收件或往年结果（如序号 {record}）；请先冲正这些内容"
    )


def test_a_member_may_be_enrolled_again_after_the_enrolment_was_undone(duty: Duty) -> None:
    line = "member add 1009 王七星 --from 2026-01-01 --sector 教育界"
    duty.done(line)
    duty.done(f"undo {duty.last_batch()} --reason 误登")
    assert "找不到委员“1009”" in duty.refused("member show 1009")
    duty.done(line.replace("2026-01-01", "2026-02-01"))
    assert "在任，2026-02-01 至 今" in duty.done("member show 1009")
    assert duty.done("check") == ""


def test_office_in_which_a_member_acted_cannot_be_voided(duty: Duty, seq: int) -> None:
    shown = duty.done("member show 1001")
    office = next(line for line in shown.splitlines() if line.startswith("委员："))
    tenure = int(office.rpartition("序号 ")[2].rstrip("）"))
    said = duty.refused(f"void {tenure} --reason 误登")
    assert said.endswith(
        f"1001 赵一鸣 还有 1 条记录、参会身份、请假登记、任职分组、办理事项、收件或往年结果（如序号 {seq}）；请先冲正这些内容"
    )
