"""Money for activities (委员活动经费, §13): exact to the fen, never beyond a budget unless somebody approved it."""

from __future__ import annotations

from typing import Any

import pytest

from duty_cli.errors.record_errors import BadValue
from duty_cli.parsing.money import parse_fen
from tests.workspace import Duty

EAST = "--liaison-group 城东联络组"
VISIT = "城西片区视察"


@pytest.fixture
def funded(duty: Duty) -> Duty:
    """1,000 yuan for the year, 300 of them for one group and 100 for one activity, at which two were present."""
    duty.done(f"attend 委员活动日 --on 2026-03-05 --title {VISIT} --members 1003,1004 --all-present")
    duty.done("fund budget 1000 --year 2026 --paper 示财〔2026〕5号")
    duty.done(f"fund budget 300 --year 2026 {EAST}")
    duty.done(f"fund budget 100 --year 2026 --activity {VISIT}")
    return duty


def report(duty: Duty) -> Any:  # noqa: ANN401 - JSON
    return duty.json("fund report 2026")


def seq_of(duty: Duty, line: str) -> int:
    return int(duty.done(line).partition("序号 ")[2].partition("）")[0])


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        *(("1234.5", 123450), ("1,234.50", 123450), ("￥1200", 120000), ("¥ 1,200.00元", 120000), ("1.2万元", 1200000)),
        *(("１２００．５０", 120050), ("人民币1200元整", 120000), ("-200", -20000), ("(1,200.00)", -120000)),
        *(("12元5角", 1250), ("0.1", 10), ("0.07", 7), ("0.000001万元", 1), ("1千元", 100000)),
    ],
)
def test_an_amount_is_read_to_the_fen(text: str, fen: int) -> None:
    assert parse_fen("金额", text) == fen


@pytest.mark.parametrize(
    "text",
    [
        "1.200",
        "12,34",
        "1.234,5",
        "1,2345",
        "0.005",
        "1.23456789万元",
        "约500",
        "1200/人",
        "五百",
        "1 234",
        "--5",
        "(-5)",
        "",
    ],
)
def test_an_amount_that_can_be_read_in_two_ways_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="应为精确到分的金额"):
        parse_fen("金额", text)


def test_a_bare_number_is_in_the_unit_of_its_sheet() -> None:
    assert (parse_fen("金额", "1.2", "万元"), parse_fen("金额", "500元", "万元")) == (1200000, 50000)


def test_spending_tells_what_is_left_of_all_that_it_is_charged_to(funded: Duty) -> None:
    said = funded.done(f"fund spend 60.05 租车 --on 2026-03-05 {EAST} --activity {VISIT} --voucher 记-1")
    assert "2026-03-05 租车 60.05 元" in said
    assert "城东联络组预算 300.00 元，已支出 60.05 元，结余 239.95 元" in said
    assert said.endswith("全年经费预算 1,000.00 元，已支出 60.05 元，结余 939.95 元\n")


def test_what_is_spent_adds_up_exactly_by_group_by_activity_and_per_head(funded: Duty) -> None:
    for day in range(1, 4):
        funded.done(f"fund spend 0.1 文具 --on 2026-03-0{day} {EAST}")
    funded.done(f"fund spend 33.33 租车 --on 2026-03-05 --activity {VISIT}")
    found = report(funded)
    assert (found["whole"]["spent"], found["whole"]["left"]) == ("33.63", "966.37")
    east = next(one for one in found["groups"] if one["name"] == "城东联络组")
    assert (east["spent"], east["heads"], east["per_head"], east["count"]) == ("0.30", 4, "0.08", 3)
    (visit,) = found["activities"]
    assert (visit["spent"], visit["heads"], visit["per_head"]) == ("33.33", 2, "16.67")
    assert (found["ungrouped"]["spent"], found["unnamed"]["spent"]) == ("33.33", "0.30")


@pytest.mark.parametrize(
    ("charged", "amount", "said"),
    [
        ("", "1000.01", "2026 年全年经费预算只余 1,000.00 元，不够支出 1,000.01 元"),
        (EAST, "300.01", "2026 年城东联络组预算只余 300.00 元"),
        (f"--activity {VISIT}", "100.01", f"2026 年活动“{VISIT}”预算只余 100.00 元"),
    ],
)
def test_nothing_is_spent_beyond_a_budget_unless_somebody_approved_it(
    funded: Duty, charged: str, amount: str, said: str
) -> None:
    line = f"fund spend {amount} 会场 --on 2026-03-05 {charged}"
    assert said in funded.refused(line)
    funded.done(f"{line} --approved-by 秘书长办公会议")
    (found,) = report(funded)["approved"]
    assert (found["amount"], found["approved_by"]) == (amount, "秘书长办公会议")


def test_the_whole_of_a_budget_may_be_spent(funded: Duty) -> None:
    assert "结余 0.00 元" in funded.done(f"fund spend 300 会场 --on 2026-03-05 {EAST}")


def test_a_year_without_a_budget_has_nothing_to_be_spent(duty: Duty) -> None:
    assert "2026 年没有可以列支的预算" in duty.refused("fund spend 5 文具 --on 2026-03-05")
    assert "没有预算，已支出 5.00 元" in duty.done("fund spend 5 文具 --on 2026-03-05 --approved-by 秘书长")


def test_a_name_of_nobody_approves_nothing(funded: Duty) -> None:
    assert "批准人没有填写" in funded.refused("fund spend 2000 会场 --on 2026-03-05 --approved-by ' '")


def test_spending_that_is_reversed_was_not_spent(funded: Duty) -> None:
    seq = seq_of(funded, f"fund spend 300 会场 --on 2026-03-05 {EAST}")
    assert funded.done(f"void {seq} --reason 登错") == f"已冲正：经费支出 序号 {seq}\n"
    assert report(funded)["whole"]["spent"] == "0.00"
    funded.done("check")


def test_what_is_paid_back_is_taken_off_where_it_was_spent(funded: Duty) -> None:
    funded.done(f"fund spend 50 租车 --on 2026-03-05 {EAST}")
    assert "同一组别、同一活动的支出只有 0.00 元" in funded.refused("fund spend 20 退租 --on 2026-03-06 --refund")
    funded.done(f"fund spend 20 退租 --on 2026-03-06 --refund {EAST}")
    assert report(funded)["whole"]["spent"] == "30.00"


def test_a_budget_is_added_to_only_where_that_is_said(funded: Duty) -> None:
    assert "全年经费已有预算 1,000.00 元" in funded.refused("fund budget 500 --year 2026")
    assert "全年经费预算 1,500.00 元" in funded.done("fund budget 500 --year 2026 --further")


def test_a_budget_on_which_spending_rests_is_not_taken_back(funded: Duty) -> None:
    funded.done(f"fund spend 250 会场 --on 2026-03-05 {EAST}")
    (seq,) = [one["seq"] for one in funded.json("fund list 2026")["budgets"] if one["name"] == "城东联络组"]  # type: ignore[attr-defined]
    assert "已支出 250.00 元，冲正后预算只有 0.00 元" in funded.refused(f"void {seq} --reason 登错")
    funded.done(f"fund budget 260 --year 2026 {EAST} --further")
    funded.done(f"void {seq} --reason 登错")
    assert "城东联络组预算 260.00 元" in funded.done(f"fund spend 10 文具 --on 2026-03-06 {EAST}")


def test_parts_that_come_to_more_than_the_year_are_told(funded: Duty) -> None:
    answer = funded("fund budget 800 --year 2026 --liaison-group 城西联络组")
    assert answer.code == 0
    assert answer.err == "2026 年各委员联络组的预算合计 1,100.00 元，多于全年经费 1,000.00 元；请核对\n"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("budget 0 --year 2026 --further", "预算须大于 0"),
        ("budget 5 --year 2030", "2030 年度不在届期内"),
        ("budget 5 --year 2026 --liaison-group 城南联络组", "没有委员联络组“城南联络组”；是否：城"),
        ("budget 5 --year 2026 --activity 城西片区视查", "没有名为“城西片区视查”的活动；是否：城西片区视察？"),
        ("spend 5 文具 --on 2026-11-24", "支出日期 2026-11-24 晚于今天 2026-11-23"),
        ("spend 0 文具 --on 2026-03-05", "支出不能为 0"),
        ("spend 1.200 文具 --on 2026-03-05", "金额“1.200”不符合要求"),
        ("spend 5 ' ' --on 2026-03-05", "摘要没有填写"),
        ("spend 5 文具 --on 2026-03-05 --sector 火星界", "没有界别“火星界”"),
    ],
)
def test_what_cannot_be_is_refused_in_a_line_and_nothing_is_changed(funded: Duty, line: str, said: str) -> None:
    assert said in funded.refused(f"fund {line}")


def test_money_is_charged_to_one_group(funded: Duty) -> None:
    assert "写了不止一项；请只写一项" in funded.refused(f"fund spend 5 文具 --on 2026-03-05 {EAST} --sector 教育界", 2)
    assert "请只写一项" in funded.refused(f"fund budget 5 --year 2026 {EAST} --activity {VISIT}", 2)


def test_a_voucher_is_entered_once_and_a_number_may_come_again_in_another_month(funded: Duty) -> None:
    funded.done("fund spend 5 文具 --on 2026-03-05 --voucher 记-1")
    assert "已登记（序号" in funded.refused("fund spend 6 邮费 --on 2026-03-09 --voucher 记-1")
    assert "已登记（序号" in funded.refused("fund spend 5 文具 --on 2026-04-01 --voucher 记-1")
    funded.done("fund spend 6 邮费 --on 2026-04-01 --voucher 记-1")


def test_money_touches_no_score(funded: Duty) -> None:
    before = funded.json("annual-evaluation 2026")["members"]
    funded.done(f"fund spend 60 租车 --on 2026-03-05 {EAST}")
    assert funded.json("annual-evaluation 2026")["members"] == before


def test_a_report_of_before_is_given_again(funded: Duty) -> None:
    before = funded.done("fund report 2026")
    seq = before.partition("序号 ")[0] and int(before.rpartition("｜序号 ")[2].partition("｜")[0])
    funded.done(f"fund spend 60 租车 --on 2026-03-05 {EAST}")
    assert funded.done(f"fund report 2026 --known-at {seq}") == before


def test_money_is_a_number_in_a_workbook_and_has_no_commas_in_csv(funded: Duty) -> None:
    from openpyxl import load_workbook

    funded.done("fund report 2026 -o 经费.xlsx")
    cells = [cell for sheet in load_workbook(funded.folder / "经费.xlsx") for row in sheet for cell in row]
    assert {(cell.value, cell.number_format) for cell in cells if cell.value == 1000} == {(1000, "#,##0.00")}
    assert ",1000.00," in funded.done("fund report 2026 --format csv")


SHEET = """\
委员活动经费支出明细表,,,,,,
2026年3月,,,,,单位：元,
序号,记账日期,摘要,支出金额,报销人,部门/组别,凭证字号
1,2026-03-05,租车费,"60.50",李经办,城东联络组,记-12
2,3月6日,工作餐,￥100,李经办,城东联络组,记-13
3,2026.3.7,退餐费,-20.00,李经办,城东联络组,记-14
,,合计,140.50,,,
制表：王会计
"""


def test_a_sheet_of_the_accounts_office_comes_in_by_its_own_titles(funded: Duty) -> None:
    funded.write("账.csv", SHEET)
    head, *fates = funded.done("fund import 账.csv").splitlines()
    assert head.startswith("已导入 账.csv：新增 3 笔，合计 140.50 元，批次 ")
    assert head.endswith("，略过空行和合计行 2 行（编码 utf-8，金额单位 元）")
    assert fates == [
        "账.csv 第 4 行：新增，凭证号 记-12，2026-03-05 租车费 60.50 元",
        "账.csv 第 5 行：新增，凭证号 记-13，2026-03-06 工作餐 100.00 元",
        "账.csv 第 6 行：新增，凭证号 记-14，2026-03-07 退餐费 -20.00 元",
    ]
    east = next(one for one in report(funded)["groups"] if one["name"] == "城东联络组")
    assert (east["spent"], east["count"]) == ("140.50", 3)


def test_a_sheet_that_grew_brings_in_what_is_new_and_tells_what_was_there(funded: Duty) -> None:
    funded.write("账.csv", SHEET)
    funded.done("fund import 账.csv")
    before = funded.digest()
    assert funded.done("fund import 账.csv").startswith("账.csv 没有新的支出：已有 3 笔")
    assert funded.digest() == before
    funded.write("账.csv", SHEET.replace(",,合计", "4,2026-03-09,文具,5,李经办,,记-15\n,,合计"))
    assert "新增 1 笔，合计 5.00 元，已有 3 笔" in funded.done("fund import 账.csv")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("60.50", "6,05", "账.csv:4：金额（支出金额）：“6,05”不符合要求"),
        ("￥100", "￥300", "账.csv:5：金额：2026 年城东联络组预算只余 239.50 元，不够支出 300.00 元"),
        ("记-13", "记-12", "账.csv:5：凭证号：凭证号 记-12，2026-03-06 工作餐 100.00 元与第 4 行重复"),
        ("记-13", "", "账.csv:5：凭证号（凭证字号）：没有填写"),
        ("-20.00", "-200.00", "账.csv:6：金额：冲减 -200.00 元，而这一年列入同一组别、同一活动的支出只有 160.50 元"),
        ("1,2026-03-05", "1,2026-12-05", "账.csv:4：日期：支出日期 2026-12-05 晚于今天 2026-11-23"),
        ("租车费,", ",", "账.csv:4：摘要：没有填写"),
        ("凭证字号", "余款", "账.csv:3：凭证号：缺少此列"),
        (
            "李经办,城东联络组,记-12",
            "李经办,城南络组,记-12",
            "账.csv:4：组别（部门/组别）：2026 年名册上没有组别“城南络组”；是否：城",
        ),
    ],
)
def test_one_bad_row_keeps_the_whole_sheet_out(funded: Duty, old: str, new: str, said: str) -> None:
    funded.write("账.csv", SHEET.replace(old, new, 1))
    before, answer = funded.digest(), funded("fund import 账.csv")
    assert (answer.code, answer.raw, funded.digest()) == (1, b"", before)
    assert said in answer.err


@pytest.mark.parametrize("title", ["单位：万元", "单位: 万元"])
def test_a_bare_amount_is_in_the_unit_that_the_sheet_names(funded: Duty, title: str) -> None:
    funded.write(
        "账.csv",
        SHEET.replace("单位：元", title)
        .replace("60.50", "0.0060")
        .replace("￥100", "0.01万元")
        .replace("-20.00", "-20元"),
    )
    assert "租车费 60.00 元" in funded.done("fund import 账.csv")


def test_a_sheet_that_names_two_units_is_refused(funded: Duty) -> None:
    funded.write("账.csv", SHEET.replace("支出金额", "支出金额（万元）"))
    assert "金额单位写作万元、元，不能确定" in funded.refused("fund import 账.csv")


def test_rows_beyond_a_budget_keep_who_approved_them_and_the_others_do_not(funded: Duty) -> None:
    funded.write("账.csv", SHEET.replace("￥100", "￥300"))
    said = funded.done("fund import 账.csv --approved-by 秘书长")
    assert said.count("，超出预算，由秘书长批准") == 1
    assert [one["voucher"] for one in report(funded)["approved"]] == ["记-13"]


def test_a_payment_entered_by_hand_meets_its_voucher_once(funded: Duty) -> None:
    funded.done(f"fund spend 100 工作餐 --on 2026-03-06 {EAST}")
    again = "4,3月6日,工作餐,100,李经办,城东联络组,记-15\n,,合计"
    funded.write("账.csv", SHEET.replace(",,合计", again))
    assert "新增 3 笔，合计 140.50 元，已有 1 笔" in funded.done("fund import 账.csv")


def test_what_a_sheet_does_not_say_may_have_been_told_beside_it(funded: Duty) -> None:
    funded.done(f"fund spend 60.5 租车费 --on 2026-03-05 {EAST} --activity {VISIT} --voucher 记-12")
    funded.write("账.csv", SHEET)
    assert "新增 2 笔，合计 80.00 元，已有 1 笔" in funded.done("fund import 账.csv")


def test_a_voucher_that_says_otherwise_is_told_with_both(funded: Duty) -> None:
    funded.done(f"fund spend 61 租车 --on 2026-03-05 {EAST} --voucher 记-12")
    funded.write("账.csv", SHEET)
    assert "账本中已登记为 凭证号 记-12，2026-03-05 租车 61.00 元（序号" in funded("fund import 账.csv").err


def test_a_workbook_is_read_as_well_and_an_import_undone(funded: Duty) -> None:
    from datetime import date

    from openpyxl import Workbook

    book = Workbook()
    for row in (("日期", "摘要", "金额", "凭证号"), (date(2026, 3, 5), "租车", 60.5, "记-12")):
        book.worksheets[0].append(row)
    book.save(funded.folder / "账.xlsx")
    assert "2026-03-05 租车 60.50 元" in funded.done("fund import 账.xlsx")
    funded.done(f"undo {funded.last_batch()} --reason 登错")
    assert report(funded)["whole"]["spent"] == "0.00"


def test_records_are_not_read_from_a_sheet_of_spending(funded: Duty) -> None:
    funded.write("账.csv", "日期,摘要,金额,凭证号\n2026-03-05,租车,60.5,记-12\n")
    assert "账.csv 是经费支出；请用 duty fund import 导入" in funded.refused("import 账.csv", 2)
