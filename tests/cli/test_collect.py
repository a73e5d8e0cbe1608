"""谁组织谁记录: ``duty collect`` takes what each office laid into a folder, and guesses nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.clerk import seated
from tests.workspace import Duty

HEAD = "委员编号,履职事项,日期,活动,出席情况\n"
SPRING = "1001,委员活动日,2026-03-05,春季,出席\n"


@pytest.fixture
def folder(duty: Duty) -> Duty:
    """A desk with a folder into which two offices laid a file."""
    (duty.folder / "报送" / "提案委").mkdir(parents=True)
    duty.write("报送/提案委/出席表.csv", HEAD + SPRING + "1002,委员活动日,2026-03-05,春季,出席\n")
    return duty


def test_what_two_offices_say_alike_is_counted_once_and_said(folder: Duty) -> None:
    folder.write("报送/办公室_三月.csv", HEAD + SPRING)
    said = folder.done("collect 报送")
    assert "提案委/出席表.csv 第 2 行：已有，与 办公室/办公室_三月.csv 中的相同，只计一次" in said
    assert folder.states() == {"1001": "出席", "1002": "出席"}


def test_the_ledger_keeps_which_office_reported_what(folder: Duty) -> None:
    folder.done("collect 报送")
    batches: Any = folder.json("log --last 1")["batches"]
    (told,) = batches
    assert (told["by"], told["command"], told["source"]) == ("经办人甲", "汇总", "提案委/出席表.csv")
    assert "提案委/出席表.csv" in folder.done("explain 1001 --year 2026")


def test_what_is_told_of_the_files_holds_for_each_of_them(folder: Duty) -> None:
    folder.write("报送/提案委/出席表.csv", "甲;乙\n赵一鸣;2026-03-05\n")
    folder.write("报送/办公室.csv", "甲;乙\n钱二南;2026-03-06\n")
    columns = "{姓名: {from: 甲}, 日期: {from: 乙}, 履职事项: {always: 委员活动日}, 活动: {always: 春季}}"
    folder.write("m.yaml", f"format: duty-map/1\nreads: records\nseparator: ';'\ncolumns: {columns}\n")
    folder.done("collect 报送 --map m.yaml")
    assert {(one["委员编号"], one["日期"]) for one in folder.records()} == {
        ("1001", "2026-03-05"),
        ("1002", "2026-03-06"),
    }


def test_a_sheet_that_one_of_the_files_has_not_is_told_of_that_file(folder: Duty) -> None:
    answer = folder("collect 报送 --sheet 三月")
    assert (answer.code, "提案委/出席表.csv" in answer.err, "三月" in answer.err, folder.records()) == (
        1,
        True,
        True,
        [],
    )


def test_a_wrong_encoding_or_form_is_told_of_each_file_and_nothing_is_written(folder: Duty) -> None:
    for option in ("--encoding utf-16", "--as roster"):
        answer = folder(f"collect 报送 {option}")
        assert ("提案委/出席表.csv" in answer.err, answer.code != 0, folder.records()) == (True, True, []), option


def test_a_contradiction_names_both_places_and_nothing_is_written(folder: Duty) -> None:
    folder.write("报送/办公室.csv", HEAD + SPRING.replace("出席", "请假"))
    before, answer = folder.digest(), folder("collect 报送")
    assert (answer.code, folder.digest()) == (1, before)
    assert answer.out.splitlines()[0] == (
        "提案委/出席表.csv 第 2 行：不一致，1001 赵一鸣 委员活动日 2026-03-05 与 办公室/办公室.csv 第 2 行不一致："
        "出席情况那里是 请假，这里是 出席"
    )


def test_where_every_row_is_disputed_no_rest_is_offered(folder: Duty) -> None:
    folder.write("报送/提案委/出席表.csv", HEAD + SPRING)
    folder.write("报送/办公室.csv", HEAD + SPRING.replace("出席", "请假"))
    assert "其余各行" not in folder("collect 报送").err


def test_neither_side_of_a_contradiction_is_taken_whatever_a_third_says(folder: Duty) -> None:
    folder.write("报送/办公室.csv", HEAD + SPRING.replace("出席", "请假"))
    folder.write("报送/学委.csv", HEAD + SPRING)
    assert folder("collect 报送 --accept-valid").code == 1
    assert folder.states() == {"1002": "出席"}


def test_a_contradiction_with_the_ledger_is_not_settled_by_the_file(folder: Duty) -> None:
    folder.done("record 1001 委员活动日 --on 2026-03-05 --activity 春季 --attendance 请假")
    assert folder("collect 报送 --accept-valid").code == 1
    assert folder.states() == {"1001": "请假", "1002": "出席"}


def test_what_is_not_read_is_named(folder: Duty) -> None:
    for name in ("~$出席表.xlsx", ".隐藏.csv", "说明.docx"):
        folder.write(f"报送/提案委/{name}", "")
    said = folder("collect 报送").err
    assert "未读取 提案委/~$出席表.xlsx：是正在打开的文件留下的临时文件；请先在 WPS、Excel 中保存并关闭" in said
    assert "未读取 提案委/.隐藏.csv：是隐藏文件" in said
    assert "未读取 提案委/说明.docx：不是 .csv、.xlsx、.xls、.ods 文件" in said


def test_a_folder_that_is_not_there_or_has_no_file_is_refused(duty: Duty) -> None:
    assert duty.refused("collect 报送") == "错误：无法读取文件 报送：没有这个文件夹；请核对名称"
    (duty.folder / "空").mkdir()
    assert "没有可以读取的文件" in duty.refused("collect 空", 2)


@pytest.fixture
def unreadable(folder: Duty) -> Duty:
    """Of three files two cannot be read."""
    folder.write("报送/甲办.csv", "%PDF-1.7")
    folder.write("报送/乙办.csv", "委员编号,日期\n1001,2026-03-05\n")
    return folder


def test_every_file_that_cannot_be_read_is_told_at_once(unreadable: Duty) -> None:
    before, answer = unreadable.digest(), unreadable("collect 报送")
    assert (answer.code, unreadable.digest()) == (1, before)
    first, second, last = answer.err.splitlines()
    assert first.startswith("错误：未读取 乙办/乙办.csv：第 1 行的列名是 委员编号、日期，看不出是哪一种")
    assert second.startswith("未读取 甲办/甲办.csv：是 PDF 文件")
    assert "或单独用 duty import（可加 --as、--sheet）导入；其余文件可用 --accept-valid 先行登记" in last


def test_the_files_that_can_be_read_are_taken_where_that_is_asked_for(unreadable: Duty) -> None:
    answer = unreadable("collect 报送 --accept-valid")
    assert (answer.code, answer.err.count("未读取"), "已导入：新增 2 条" in answer.out) == (1, 2, True)
    assert unreadable.states() == {"1001": "出席", "1002": "出席"}


def test_an_unknown_kind_is_no_problem_of_the_files(folder: Duty) -> None:
    assert "未读取" not in folder.refused("collect 报送 --kind 没有这一项")


SIGNED = "姓名,签到\n{},√\n"


def test_what_is_told_of_the_meeting_fills_those_files_that_do_not_say_it(folder: Duty) -> None:
    folder.write("报送/城东_签到.csv", SIGNED.format("孙三禾"))
    folder.write("报送/城西_签到.csv", "委员活动日签到表 2026年3月6日,\n" + SIGNED.format("钱二南"))
    refused = folder("collect 报送")
    assert "日期：表中没有说明日期；请用 --on 指明一天" in refused.out
    assert "与 --on 2026-03-05 不同" in folder("collect 报送 --kind 委员活动日 --on 3.5").err
    folder.write("报送/城西_签到.csv", "委员活动日签到表 2026年3月5日,\n" + SIGNED.format("钱二南"))
    folder.done("collect 报送 --kind 委员活动日 --on 3.5 --title 春季")
    assert {(one["日期"], one["活动"]) for one in folder.records()} == {("2026-03-05", "春季")}
    assert set(folder.states()) == {"1001", "1002", "1003"}


def test_at_a_terminal_the_clerk_is_asked_for_the_meeting_of_a_collected_sheet(
    folder: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write("报送/城东_签到.csv", SIGNED.format("孙三禾"))
    clerk = seated(monkeypatch, "委员活动日", "3.5", "春季")
    folder.done("collect 报送")
    assert clerk.told[0] == "城东/城东_签到.csv 没有写明履职事项、日期、活动："
    assert set(folder.states()) == {"1001", "1002", "1003"}
