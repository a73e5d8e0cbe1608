"""``duty import``: each row once, all of them or none, and what is left out can be mended."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from duty_cli.ledger.sqlite.sqlite_writer import SqliteWriter
from tests.workspace import Duty

HEAD = "编号,委员编号,履职事项,日期,活动,标题,出席情况,阶段\n"
FIRST = HEAD + (
    "提-1,1001,提案,2026-03-05,,停车,,提交\n"
    ",1002,提案,2026-03-06,,路灯,,提交\n"
    ",1002,座谈交流,2026-03-07,,,,\n"
    ",1002,座谈交流,2026-03-07,,,,\n"
    ",1001,全体会议,2026-03-01,五次会议,,出席,\n"
)


@pytest.fixture
def office(duty: Duty) -> Duty:
    """A desk at which the file above has come in."""
    duty.write("甲.csv", FIRST)
    duty.done("import 甲.csv")
    return duty


def said(duty: Duty, text: str, options: str = "") -> list[str]:
    """What an import of a file says of rows that are not new, and its counts."""
    duty.write("乙.csv", HEAD + text)
    return [line.removeprefix("乙.csv ") for line in duty(f"import 乙.csv {options}").out.splitlines()]


def test_the_same_file_again_changes_nothing_and_is_no_failure(office: Duty) -> None:
    before = office.digest()
    lines = "甲.csv 第 2–6 行：已有，账本中有相同的记录\n没有需要写入的内容：新增 0 条，已有 5 条\n"
    assert office.done("import 甲.csv") == lines
    assert office.digest() == before


@pytest.mark.parametrize(
    ("row", "unlike"),
    [
        ("提-1,1001,提案,2026-03-05,,停车,,提交、立案", "阶段 提交→提交、立案"),
        ("提-1,1002,提案,2026-03-05,,停车,,提交", "委员 1001 赵一鸣→1002 钱二南"),
        (",1001,全体会议,2026-03-01,五次会议,,请假,", "出席情况 出席→请假"),
        ("会-1,1001,全体会议,2026-03-01,五次会议,,出席,", "编号 （空）→会-1"),
        (",1002,提案,2026-03-06,,路灯,,提交、立案", "阶段 提交→提交、立案"),
        ("提-9,1002,提案,2026-03-06,,路灯,,提交", "编号 （空）→提-9"),
    ],
)
def test_a_row_that_came_before_with_other_values_is_not_written(office: Duty, row: str, unlike: str) -> None:
    before = office.digest()
    lines = said(office, row + "\n")
    assert (office.digest(), len(lines)) == (before, 2)
    assert lines[0].startswith("第 2 行：不一致，")
    assert lines[0].endswith(f"不一致：{unlike}")


def test_a_date_set_right_is_the_same_record_and_a_further_visit_of_that_name_is_another(office: Duty) -> None:
    moved = ",1002,提案,2026-03-08,,路灯,,提交\n,1001,提案,2026-03-01,,公园,,提交\n"
    assert "日期 2026-03-06→2026-03-08" in said(office, moved)[0]
    assert said(office, ",1002,提案,2026-06-08,,路灯,,提交\n")[-1].startswith("已导入：新增 1 条")


def test_rows_without_number_and_title_are_counted(office: Duty) -> None:
    visits = ",1002,座谈交流,2026-03-07,,,,\n" * 3
    assert said(office, visits)[-1].startswith("已导入：新增 1 条，已有 2 条")
    assert sum(one["履职事项"] == "座谈交流" for one in office.records()) == 3


def test_a_conflict_is_settled_for_the_ledger_or_for_the_file(office: Duty) -> None:
    changed = "提-1,1001,提案,2026-03-05,,停车,,提交、立案\n提-2,1001,提案,2026-03-05,,公园,,提交\n"
    assert said(office, changed, "--on-conflict keep")[-1].startswith("已导入：新增 1 条，不一致 1 条")
    stages = {one["编号"]: one["阶段"] for one in office.records()}
    assert (stages["提-1"], stages["提-2"]) == ("提交", "提交")
    said(office, changed, "--on-conflict correct")
    stages = {one["编号"]: one["阶段"] for one in office.records()}
    assert stages["提-1"] == "提交、立案"
    assert "按 乙.csv 第 2 行更正" in office.done("log --last 1")
    assert office.done("check") == ""


CORRECTED = "提-1,1001,提案,2026-03-05,,停车,,立案\n提-2,1001,提案,2026-03-05,,公园,,\n"


def test_what_a_file_corrected_is_put_back_when_it_is_undone(office: Duty) -> None:
    before = office.records()
    said(office, CORRECTED, "--on-conflict correct")
    batch = office.last_batch()
    assert office.done(f"undo {batch} --reason 文件有误") == f"已撤销批次 {batch}：冲正 2 条，恢复原来的内容 1 条\n"
    assert office.records() == before


def test_what_a_file_corrected_is_named_and_not_put_back_where_it_was_corrected_again(office: Duty) -> None:
    said(office, CORRECTED, "--on-conflict correct")
    batch = office.last_batch()
    rows: Any = office.json(f"log {batch}")["batches"]
    (seq,) = (row["seq"] for row in rows[0]["entered"] if "停车" in row["what"])
    office.done(f"correct {seq} 阶段=提交 --reason 尚未立案")
    answer = office(f"undo {batch} --reason 文件有误")
    assert "有的后来又更正过，原记录没有恢复；请核对后重新登记，或导入原来的文件" in answer.err
    assert [one["阶段"] for one in office.records() if one["编号"] == "提-1"] == ["提交"]


def test_an_event_without_a_name_is_refused_beside_a_named_one(office: Duty) -> None:
    assert "已有“五次会议”的记录" in said(office, ",1001,全体会议,2026-03-01,,,出席,\n")[0]


def test_a_row_twice_in_one_file_is_refused_and_neither_is_taken(duty: Duty) -> None:
    twice = (
        "提-1,1001,提案,2026-03-05,,停车,,提交\n提-1,1001,提案,2026-03-05,,停车,,立案\n,1003,提案,2026-03-05,,桥,,\n"
    )
    assert "编号 提-1 已使用（乙.csv 第 2 行）" in said(duty, twice)[0]
    lines = said(duty, twice, "--accept-valid")
    assert [line[:13] for line in lines[:2]] == ["第 2 行：不予登记，编号", "第 3 行：不予登记，编号"]
    assert [one["标题"] for one in duty.records()] == ["桥"]


def test_what_is_right_is_taken_in_and_the_rest_handed_back_mended_and_imported(duty: Duty) -> None:
    rows = "提-1,1001,提案,2027-03-05,,停车,,提交\n提-2,1001,提安,2026-03-05,,公园,,提交\n提-3,1001,提案,2026-03-05,,桥,,提交\n"
    duty.write("乙.csv", HEAD + rows)
    answer = duty("import 乙.csv --accept-valid --rejects 退回.csv")
    assert (answer.code, [one["编号"] for one in duty.records()]) == (1, ["提-3"])
    back = (duty.folder / "退回.csv").read_text("utf-8-sig")
    assert back.splitlines()[0] == HEAD.strip() + ",原因"
    assert back.splitlines()[1].endswith("日期 2027-03-05 晚于今天（2026-11-23）；请核对日期")
    duty.write("改好.csv", back.replace("2027", "2026").replace("提安", "提案"))
    assert duty.done("import 改好.csv").startswith("已导入：新增 2 条")


@pytest.mark.parametrize(
    ("rows", "offered"),
    [
        (",1001,提安,2026-03-05,,公园,,\n", False),
        (",1001,提安,2026-03-05,,公园,,\n,1001,提案,2026-03-05,,桥,,\n", True),
    ],
)
@pytest.mark.parametrize("option", ["", "--dry-run"])
def test_the_rest_is_offered_only_where_there_is_a_rest(duty: Duty, rows: str, offered: bool, option: str) -> None:
    duty.write("乙.csv", HEAD + rows)
    assert ("其余各行可用 --accept-valid" in duty(f"import 乙.csv {option}").err) is offered


def test_a_workbook_of_rejects_is_read_back_with_its_titles(duty: Duty) -> None:
    sheet = "3月出席情况\n姓名,2026-03-01 全体会议\n赵一鸣,√\n钱一南,假\n"
    duty.write("出席.csv", sheet)
    assert duty("import 出席.csv --accept-valid --rejects 退回.xlsx").code == 1
    answer = duty("import 退回.xlsx --dry-run")
    assert "退回.xlsx 第 3 行：不予登记，姓名：找不到委员“钱一南”" in answer.out


def test_several_files_are_one_transaction_and_one_leaves_nothing_of_the_other(duty: Duty) -> None:
    duty.write("甲.csv", FIRST)
    duty.write("乙.csv", HEAD + "提-2,9999,提案,2026-03-05,,停车,,提交\n")
    before = duty.digest()
    assert (duty("import 甲.csv 乙.csv").code, duty.digest()) == (1, before)


def test_a_file_with_nothing_new_makes_no_batch(office: Duty) -> None:
    office.write("乙.csv", HEAD + "提-2,1001,提案,2026-03-05,,公园,,提交\n")
    office.done("import 甲.csv 乙.csv")
    batches: Any = office.json("log --last 2")["batches"]
    assert [one["source"] for one in batches] == ["甲.csv", "乙.csv"]


def test_a_source_may_stand_in_any_file_of_the_call_but_must_stand(duty: Duty) -> None:
    duty.write("甲.csv", "编号,委员编号,履职事项,日期,来源编号\n提-1,1001,提案,2026-03-05,走-1\n")
    duty.write("乙.csv", "编号,委员编号,履职事项,日期\n走-1,1001,座谈交流,2026-03-01\n")
    assert "账本中没有编号为 走-1 的记录" in duty("import 甲.csv").out
    assert duty.done("import 甲.csv 乙.csv").startswith("已导入：新增 2 条")


def test_a_row_goes_with_the_source_that_is_refused(duty: Duty) -> None:
    duty.write(
        "甲.csv",
        "编号,委员编号,履职事项,日期,来源编号\n提-1,1001,提案,2026-03-05,走-1\n走-1,1001,座谈交流,2027-03-01,\n丙,1001,提案,2026-03-05,\n",
    )
    assert duty("import 甲.csv --accept-valid").code == 1
    assert [one["编号"] for one in duty.records()] == ["丙"]


def test_standard_input_is_a_file_as_well(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(FIRST.encode("gb18030"))))
    assert duty.done("import - --as records").startswith("已导入：新增 5 条")


def test_a_script_is_given_one_object_and_a_line_for_each_row_left_out(office: Duty) -> None:
    office.write("乙.csv", HEAD + "提-1,1001,提案,2026-03-05,,停车,,立案\n提-5,9999,提案,2026-03-05,,停车,,\n")
    answer = office("import 乙.csv --format json")
    told = json.loads(answer.out)
    assert (answer.code, told["written"], told["counts"]["changed"], told["counts"]["refused"]) == (1, False, 1, 1)
    assert [(one["line"], one["fate"]) for one in map(json.loads, answer.err.splitlines())] == [
        (2, "不一致"),
        (3, "不予登记"),
    ]


def test_a_rehearsal_says_how_the_file_was_read_and_needs_no_right_to_write(office: Duty) -> None:
    (office.folder / "data" / "ledger.db").chmod(0o400)
    office.write("乙.csv", "案号,委员编号,事项,日期\n提-1,1001,提案,2026-03-05\n提-2,1001,提案,2026-03-06\n")
    lines = office("import 乙.csv --dry-run").out.splitlines()
    assert lines[0].startswith("乙.csv：履职记录（一行一条记录），编码 utf-8")
    assert lines[1] == "　列：案号→编号、委员编号、事项→履职事项、日期"
    assert lines[2] == "　第 2 行：提-1｜1001｜提案｜2026-03-05"
    assert lines[-1] == "核对完毕，未写入：新增 1 条，不一致 1 条，涉及委员 1 名，新增活动 0 次"


def test_a_failure_in_the_middle_leaves_the_ledger_byte_for_byte(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    duty.write("甲.csv", HEAD + "".join(f"提-{n},1001,提案,2026-03-05,,第 {n} 件,,提交\n" for n in range(12_000)))
    before, flush = duty.digest(), SqliteWriter._flush
    flushed: Iterator[int] = iter(range(100))

    def fail_in_the_end(self: SqliteWriter) -> None:
        flush(self)
        assert next(flushed) < 3, "the power goes"

    monkeypatch.setattr(SqliteWriter, "_flush", fail_in_the_end)
    assert duty("import 甲.csv").code == 70
    assert duty.digest() == before
