"""``duty today``: what was entered on a day, by whom, and what the members concerned now stand at."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from duty_cli.cli import clock
from tests.workspace import NOW, Duty


@pytest.fixture
def seq(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> int:
    """The seq of a proposal entered yesterday."""
    duty.done("record 1001 提案 --on 3.5 --stage 立案 --title 关于停车的建议")
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=1))
    return duty.last_batch() + 1


def today(duty: Duty, options: str = "") -> dict[str, Any]:
    return dict(duty.json(f"today {options}"))


def test_a_day_is_told_batch_by_batch_with_who_and_whence(duty: Duty, seq: int) -> None:
    duty.write("走访.csv", "委员编号,履职事项,日期,标题\n1002,座谈交流,2026-03-06,甲\n1003,座谈交流,2026-03-06,乙\n")
    duty.done("import 走访.csv")
    duty.done("--by 经办人乙 leave 1003 --from 11.24 --reason 因病 --granted-by 秘书长")
    found = today(duty)
    told = [(one["by"], one["command"], one["source"], one["rows"]) for one in found["batches"]]
    assert told == [("经办人甲", "导入", "走访.csv", {"记录": 2}), ("经办人乙", "请假", None, {"请假": 1})]
    lines = [(one["number"], one["on"], one["what"]) for batch in found["batches"] for one in batch["entered"]]
    assert lines == [
        ("1002", "2026-03-06", "座谈交流 甲"),
        ("1003", "2026-03-06", "座谈交流 乙"),
        ("1003", "2026-11-24", "因病请假 准假"),
    ]


def test_what_was_taken_back_is_named_and_the_year_told_before_and_now(duty: Duty, seq: int) -> None:
    duty.done(f"correct {seq} 阶段=提交 --reason 尚未立案")
    (batch,) = today(duty)["batches"]
    assert [(one["seq"], one["what"]) for one in batch["reversed"]] == [(seq, "提案 关于停车的建议 立案")]
    assert [(one["what"], one["reversed_by"]) for one in batch["entered"]] == [("提案 关于停车的建议 提交", None)]
    (member,) = today(duty)["members"]
    assert (member["name"], member["year"], member["before"], member["now"]) == ("赵一鸣", 2026, "58", "50")


def test_a_record_entered_and_voided_the_same_day_says_so(duty: Duty, seq: int) -> None:
    duty.done("record 1002 座谈交流 --on 3.6")
    voided = duty.last_batch() + 1
    duty.done(f"void {voided} --reason 登错")
    assert f"已由序号 {voided + 2} 冲正" in duty.done("today")


def test_a_row_that_is_no_record_is_named_by_its_sort(duty: Duty, seq: int) -> None:
    duty.done("leave 1003 --from 11.24 --reason 因病 --granted-by 秘书长")
    duty.done(f"void {duty.last_batch() + 1} --reason 登错")
    assert [one["what"] for one in today(duty)["batches"][1]["reversed"]] == ["请假"]


def test_another_day_and_one_person_can_be_asked_for(duty: Duty, seq: int) -> None:
    duty.done("--by 经办人乙 record 1002 座谈交流 --on 3.6")
    assert [one["by"] for one in today(duty)["batches"]] == ["经办人乙"]
    assert today(duty, "--by 经办人甲")["batches"] == []
    assert [one["number"] for one in today(duty, "--on 昨天")["members"]] == ["1001"]
    assert today(duty, "--on 2026-01-01")["batches"] == []


def test_a_day_is_one_in_beijing(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW.replace(hour=0, minute=5) + timedelta(days=1))
    duty.done("record 1002 座谈交流 --on 3.6")
    assert len(today(duty)["batches"]) == 1


def test_a_year_without_rules_is_said_and_the_rest_is_told(duty: Duty, seq: int) -> None:
    duty.done("record 1002 座谈交流 --on 3.6")
    duty.change_rules("to: 2026-12-31", "to: 2026-06-30")
    found = today(duty)
    assert found["members"] == []
    assert found["unruled"][0].startswith("没有覆盖 2026-01-01 至 2026-12-31 的规则文件")


def test_the_paper_has_a_line_each_and_the_identity_at_the_end(duty: Duty, seq: int) -> None:
    duty.done(f"correct {seq} 阶段=提交 --reason 尚未立案")
    lines = [line.split() for line in duty.done("today").splitlines()]
    assert ["2026-11-24：批次", "1", "个，记录和请假", "1", "条，冲正", "1", "条"] in lines
    assert ["1001", "赵一鸣", "中共界", "2026", "58", "50", "-8"] in lines
    assert lines[-1][0].startswith("账本：政协示例县委员会｜序号")


@pytest.mark.parametrize("format_", ["table", "csv", "json", "xlsx", "md"])
def test_every_format_can_be_had(duty: Duty, seq: int, format_: str) -> None:
    duty.done(f"today --on 昨天 -o 当日.{format_} --format {format_}")
    assert (duty.folder / f"当日.{format_}").stat().st_size > 100


def test_a_day_that_cannot_be_read_is_refused(duty: Duty) -> None:
    assert duty.refused("today --on 周五").startswith("错误：日期“周五”不符合要求")


def sheet(duty: Duty, day: str, title: str) -> str:
    """A standing-committee meeting to whose sheet 1001 alone came; 1002 and 1008 (until July) are due too."""
    duty.write("签到.csv", f"委员编号,日期,活动,签到\n1001,{day},{title},√\n")
    duty.done("import 签到.csv --kind 常委会会议")
    return title


def test_a_sheet_of_december_that_comes_in_in_january_is_shown(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW.replace(year=2026, month=1, day=8))
    sheet(duty, "2025-12-20", "十二月会议")
    shown = [(one["on"], len(one["open"])) for one in today(duty)["sheets"]]
    assert shown == [("2025-12-20", 2)]
    monkeypatch.setattr(clock, "now", lambda: NOW.replace(year=2026, month=1, day=9))
    assert (today(duty)["sheets"], today(duty)["earlier_years"]) == ([], [{"year": 2025, "events": 1, "members": 2}])
    line = "2025 年度尚未结账，还有活动 1 次、委员 2 名没有登记出席情况；可用 duty settle --year 2025 列出"
    assert line in duty.done("today")
    assert line in duty("settle").err
    assert "未登记 2025-12-20 常委会会议 十二月会议：应出席 3 人，2 人不在表上" in duty.done("settle --year 2025")


def test_an_earlier_year_has_one_line_however_much_is_open_in_it_and_none_when_closed(duty: Duty) -> None:
    for day in ("2024-03-05", "2024-06-05", "2025-03-05"):
        sheet(duty, day, f"会议{day}")
    earlier = [(one["year"], one["events"], one["members"]) for one in today(duty)["earlier_years"]]
    assert earlier == [(2024, 2, 2), (2025, 1, 2)]
    duty.close(2024)
    assert [one["year"] for one in today(duty)["earlier_years"]] == [2025]
    duty.done("settle 常委会会议 --on 2025-03-05 --missing 缺席")
    assert today(duty)["earlier_years"] == []


def test_a_year_is_named_only_where_no_event_is(duty: Duty) -> None:
    sheet(duty, "2026-03-05", "三月会议")
    assert "--year 列出一年的各次活动" in duty.refused("settle 常委会会议 --on 2026-03-05 --year 2026", 2)
    assert "没有应出席而未登记的委员" in duty.done("settle --year 2025")
