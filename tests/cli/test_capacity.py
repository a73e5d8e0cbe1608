"""Of one member it may be said that he is due at an activity (应出席), or a guest there (列席): that goes before the rules."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.workspace import Duty

MEETING = "--kind 委员活动日 --on 2026-03-02 --title 走进企业"


def counts(duty: Duty, quarter: str = "2026-Q1") -> dict[str, tuple[int, ...]]:
    """Of each member how often expected, present, unsigned, and there as a guest; without those of whom there is nothing."""
    report: Any = duty.json(f"quarter-report {quarter}")
    names = ("expected", "present", "unsigned", "guest")
    found = {one["number"]: tuple(one["attendance"][name] for name in names) for one in report["members"]}
    return {number: count for number, count in found.items() if any(count)}


@pytest.mark.parametrize(
    "sheet",
    [
        "委员编号,签到\n1001,√\n1003,列席\n1002,缺席\n",
        "委员编号,签到,参会身份\n1001,√,应出席\n1003,√,列席\n1002,缺席,\n",
        "委员编号,签到,应出席\n1001,√,是\n1003,√,否\n1002,缺席,是\n",
        "委员编号,出席,缺席,列席\n1001,√,,\n1003,,,√\n1002,,√,\n",
    ],
)
def test_a_guest_of_whom_a_sheet_says_so_is_counted_apart(duty: Duty, sheet: str) -> None:
    duty.write("表.csv", sheet)
    answer = duty(f"import 表.csv {MEETING}")
    assert answer.code == 0, answer
    assert "列席 2026-03-02 委员活动日 走进企业：1003 孙三禾，不计入应出席" in answer.err
    assert counts(duty) == {"1001": (1, 1, 0, 0), "1002": (1, 0, 0, 0), "1003": (0, 0, 0, 1)}
    assert duty.states() == {"1001": "出席", "1002": "缺席", "1003": "出席"}
    minutes: Any = duty.json("minutes 走进企业")
    assert [one["number"] for one in minutes["guests"]] == ["1003"]
    assert "（列席）" in duty.done("explain 1003 --year 2026")
    duty.done("check")


def test_a_matrix_says_it_in_a_cell_or_for_a_member_at_all_its_activities(duty: Duty) -> None:
    duty.write("表.csv", "委员编号,参会身份,3月2日 甲会,3月3日 乙会\n1001,,√,列席\n1003,列席,√,\n1002,应出席,,√\n")
    answer = duty("import 表.csv --kind 委员活动日 --year 2026")
    assert answer.code == 0, answer
    assert counts(duty) == {"1001": (1, 1, 0, 1), "1002": (2, 1, 1, 0), "1003": (0, 0, 0, 1)}


def test_who_is_due_and_of_whom_the_sheet_says_no_more_is_unsigned(duty: Duty) -> None:
    duty.write("表.csv", "委员编号,签到,应出席\n1001,√,是\n1002,,是\n1003,,否\n1004,√,\n")
    answer = duty(f"import 表.csv {MEETING}")
    assert "出席情况空着、写明参会身份的，只记参会身份：应出席 1 人、列席 1 人" in answer.out
    assert "应出席 2 人，1 人不在表上：1002 钱二南" in answer.err
    assert counts(duty) == {"1001": (1, 1, 0, 0), "1002": (1, 0, 1, 0), "1004": (1, 1, 0, 0)}
    duty.done("settle 委员活动日 --on 2026-03-02 --missing 缺席")
    assert duty.states() == {"1001": "出席", "1002": "缺席", "1004": "出席"}
    # The same sheet once more brings nothing new.
    assert duty(f"import 表.csv {MEETING}").out.count("新增 0 条") == 1
    duty.done("check")


def test_what_is_told_as_missing_is_entered_for_those_due_alone(duty: Duty) -> None:
    duty.write("表.csv", "委员编号,签到,应出席\n1001,√,是\n1002,,是\n1003,,否\n")
    duty.done(f"import 表.csv {MEETING} --missing 缺席")
    assert duty.states() == {"1001": "出席", "1002": "缺席"}


def test_it_goes_before_the_rules(duty: Duty) -> None:
    # The standing members are due at 常委会会议: 1001, 1002 and 1008.
    duty.write("表.csv", "委员编号,签到,应出席\n1003,√,是\n1004,,是\n1008,,否\n")
    answer = duty("import 表.csv --kind 常委会会议 --on 2026-03-04 --title 二十次会议")
    assert "应出席 4 人，3 人不在表上：1001 赵一鸣、1002 钱二南、1004 李思源" in answer.err, answer
    assert counts(duty) == {
        "1001": (1, 0, 1, 0),
        "1002": (1, 0, 1, 0),
        "1003": (1, 1, 0, 0),
        "1004": (1, 0, 1, 0),
    }


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        ("委员编号,签到,参会身份\n1003,缺席,列席\n", "第 2 行：不予登记，出席情况：1003 孙三禾 不在应出席范围"),
        ("委员编号,签到,参会身份\n1003,列席,应出席\n", "参会身份：写作应出席，出席情况写作列席；请改为一致"),
        ("委员编号,签到,参会身份\n1003,√,委员\n", "参会身份：“委员”无法识别；可用的有：应出席、列席"),
        ("委员编号,签到,身份\n1003,√,是\n", "参会身份（身份）：“是”无法识别"),
    ],
)
def test_what_a_sheet_cannot_say_of_a_member_is_refused_with_its_place(duty: Duty, sheet: str, said: str) -> None:
    duty.write("表.csv", sheet)
    answer = duty(f"import 表.csv {MEETING}")
    assert answer.code != 0
    assert said in answer.out + answer.err, answer
    assert duty.states() == {}


def test_what_was_said_of_a_member_is_said_otherwise_only_once_it_is_taken_back(duty: Duty) -> None:
    duty.write("表.csv", "委员编号,签到\n1003,列席\n")
    duty.done(f"import 表.csv {MEETING}")
    duty.write("表.csv", "委员编号,签到,参会身份\n1003,√,应出席\n")
    answer = duty(f"import 表.csv {MEETING}").out
    way = re.search(r"已写明为列席，这里是应出席；原来写得不对的，请先用 duty (void \d+ --reason \S+) 冲正", answer)
    assert way is not None, answer
    assert duty.done(way[1]).startswith("已冲正：参会身份 2026-03-02 委员活动日 走进企业 1003 孙三禾 列席")
    duty.done(f"import 表.csv {MEETING}")
    assert counts(duty) == {"1003": (1, 1, 0, 0)}


def test_a_guest_of_whom_a_record_says_that_he_was_away_is_refused(duty: Duty) -> None:
    duty.write("表.csv", "委员编号,签到\n1001,√\n1003,缺席\n")
    duty.done(f"import 表.csv {MEETING}")
    duty.write("表.csv", "委员编号,签到,参会身份\n1003,,列席\n")
    assert "已登记为“缺席”，列席的没有缺席、请假；请先用 duty void" in duty(f"import 表.csv {MEETING}").out


def test_without_a_name_of_the_activity_it_cannot_be_kept(duty: Duty) -> None:
    duty.write("表.csv", "委员编号,日期,签到\n1003,2026-03-02,列席\n")
    lacking = "没有写明活动名称，谁应出席、谁列席无从记下；请填写活动名称"
    assert lacking in duty("import 表.csv --kind 委员活动日").out
    assert lacking in duty("record 1003 委员活动日 --on 2026-03-02 --capacity 列席").err


def test_a_dry_run_says_the_same(duty: Duty) -> None:
    duty.write("表.csv", "委员编号,签到,应出席\n1001,√,是\n1002,,是\n1003,√,否\n")
    rehearsed, brought = duty(f"import 表.csv {MEETING} --dry-run"), duty(f"import 表.csv {MEETING}")
    told = [line for line in brought.err.splitlines() if line.startswith(("列席", "未登记"))]
    assert len(told) == 2
    assert [line for line in rehearsed.err.splitlines() if line.startswith(("列席", "未登记"))] == told


def test_single_members_are_said_to_be_due_in_the_place_of_the_rules(duty: Duty) -> None:
    duty.write("表.csv", "委员编号,签到\n1001,√\n1002,√\n")
    duty.done("import 表.csv --kind 常委会会议 --on 2026-03-04 --title 二十次会议")
    said = duty("settle 常委会会议 --on 2026-03-04 --due 1003、1001")
    assert said.code == 0, said
    assert "应出席 2 人" in said.out
    assert "列席 2026-03-04 常委会会议 二十次会议：1002" in said.err
    assert counts(duty) == {"1001": (1, 1, 0, 0), "1003": (1, 0, 1, 0), "1002": (0, 0, 0, 1)}
    assert "再写明“逐人写明的委员”不起作用" in duty.refused("settle 常委会会议 --on 2026-03-04 --due 1001")
    duty.done(f"undo {duty.last_batch()} --reason 有误")
    assert counts(duty) == {"1001": (1, 1, 0, 0), "1002": (1, 1, 0, 0), "1008": (1, 0, 1, 0)}
    duty.done("check")


def test_guests_are_told_when_an_activity_is_entered_or_later(duty: Duty) -> None:
    said = duty("attend 委员活动日 --on 2026-03-02 --title 走进企业 --all-present --members 1001、1002 --guests 1003")
    assert "列席 2026-03-02 委员活动日 走进企业：1003 孙三禾" in said.err, said
    assert counts(duty) == {"1001": (1, 1, 0, 0), "1002": (1, 1, 0, 0), "1003": (0, 0, 0, 1)}
    duty.done("settle 委员活动日 --on 2026-03-02 --guests 1002")
    assert counts(duty)["1002"] == (0, 0, 0, 1)
    assert "的参会身份已照此写明" in duty.refused("settle 委员活动日 --on 2026-03-02 --guests 1002")
    both = "attend 委员活动日 --on 2026-03-03 --title 乙会 --all-present --members 1001 --guests 1001"
    assert "1001 赵一鸣 同时列为“应出席”和“列席”" in duty.refused(both)


def test_one_record_may_say_it(duty: Duty) -> None:
    line = "record 1003 委员活动日 --on 2026-03-02 --activity 走进企业"
    assert "不在应出席范围" in duty.refused(f"{line} --attendance 缺席 --capacity 列席")
    assert "，列席，不计入应出席）" in duty.done(f"{line} --capacity 列席")
    assert counts(duty) == {"1003": (0, 0, 0, 1)}
    assert "参会身份“委员”无法识别" in duty.refused(f"{line} --capacity 委员")
    assert "请不要填写参会身份" in duty.refused("record 1003 座谈交流 --on 2026-03-02 --title 甲 --capacity 列席")


def test_it_goes_along_with_an_activity_that_is_put_right_and_is_told_where_rows_are_told(duty: Duty) -> None:
    duty.write("表.csv", "委员编号,签到\n1001,√\n1003,列席\n")
    duty.done(f"import 表.csv {MEETING}")
    duty.done("activity correct 委员活动日 --on 2026-03-02 --new-on 2026-03-03 --reason 日期有误 --yes")
    assert counts(duty) == {"1001": (1, 1, 0, 0), "1003": (0, 0, 0, 1)}
    assert "参会身份（共 2 条）" in duty.done("find 列席")
    duty.done(f"undo {duty.last_batch()} --reason 没有错")
    assert counts(duty) == {"1001": (1, 1, 0, 0), "1003": (0, 0, 0, 1)}
    assert "2026-03-02" in duty.done("explain 1003 --year 2026")
    duty.done("check")


def test_the_export_says_it_and_is_read_back(duty: Duty) -> None:
    duty.write("表.csv", "委员编号,签到,应出席\n1001,√,是\n1002,,是\n1003,√,否\n")
    duty.done(f"import 表.csv {MEETING}")
    before = counts(duty)
    answer = duty("export -o 全部.csv")
    assert "1 人次只写明了参会身份，没有出席记录，导出时未写" in answer.err
    assert Path("全部.csv").read_text("utf-8-sig").splitlines()[0].endswith(",参会身份")
    duty.done(f"undo {duty.last_batch()} --reason 重来")
    assert counts(duty) == {}
    duty.done("import 全部.csv")
    assert counts(duty) == {number: count for number, count in before.items() if number != "1002"}


def test_without_such_a_saying_the_export_is_as_it_was(duty: Duty) -> None:
    duty.done("attend 委员活动日 --on 2026-03-02 --title 走进企业 --all-present --members 1001")
    duty.done("export -o 全部.csv")
    assert "参会身份" not in Path("全部.csv").read_text("utf-8-sig")


def test_the_log_of_a_batch_tells_it(duty: Duty) -> None:
    duty.write("表.csv", "委员编号,签到\n1003,列席\n")
    duty.done(f"import 表.csv {MEETING}")
    assert "委员活动日 走进企业 列席" in duty.done(f"log {duty.last_batch()}")


def test_our_own_form_offers_it_and_reads_it_back(duty: Duty) -> None:
    duty.done("template attendance --activity 走进企业@2026-03-02 --kind 委员活动日 -o 表.xlsx")
    book = openpyxl.load_workbook("表.xlsx")
    sheet = book.worksheets[0]
    offered = [str(one.formula1) for one in sheet.data_validations.dataValidation]
    lists = " ".join(str(cell.value) for other in book.worksheets for row in other.iter_rows() for cell in row)
    assert any("列席" in formula for formula in offered) or "列席" in lists
    at = {str(row[0].value): row[0].row for row in sheet.iter_rows()}
    sheet[f"D{at['1001']}"] = "√"
    sheet[f"D{at['1003']}"] = "列席"
    book.save("表.xlsx")
    duty.done("import 表.xlsx")
    assert counts(duty) == {"1001": (1, 1, 0, 0), "1003": (0, 0, 0, 1)}


def test_a_script_is_told_who_was_only_invited(duty: Duty) -> None:
    duty.write("表.csv", "委员编号,签到,应出席\n1001,√,是\n1002,,是\n")
    found: Any = duty.json(f"import 表.csv {MEETING}")
    assert found["files"][0]["invited_only"] == {"应出席": 1}


def test_a_dry_run_tells_a_guest_of_one_of_several_days_once(duty: Duty) -> None:
    duty.write("表.csv", "委员编号,参会身份,3月2日 甲会,3月3日 乙会\n1001,,√,√\n1003,列席,√,√\n")
    rehearsed, brought = (duty(f"import 表.csv --kind 委员活动日 --year 2026 {how}").err for how in ("--dry-run", ""))
    told = [
        "列席 2026-03-02 委员活动日 甲会：1003 孙三禾，不计入应出席",
        "列席 2026-03-03 委员活动日 乙会：1003 孙三禾，不计入应出席",
    ]
    for said in (rehearsed, brought):
        assert [line for line in said.splitlines() if line.startswith("列席")] == told
