"""The same once more, after an end of which nobody knows how it was: one effect, and an answer that says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.workspace import Duty, Enter

ROSTER = "委员编号,姓名,界别,任职日期\n1009,冯七星,教育界,2026-01-01\n"
EARLIER = "委员编号,年度,积分,等次,文号\n1001,2023,80,合格,示1号\n"
SHEET = "全体会议 --on 2026-01-19"
FILES = {
    "记录.csv": "委员编号,履职事项,日期\n1001,座谈交流,2026-03-06\n",
    "增补.csv": ROSTER,
    "往年.csv": EARLIER,
    "账.csv": "日期,金额,事由,凭证号\n2026-03-05,5,文具,记-1\n",
}
BEFORE = (
    f"attend {SHEET} --title 三次会议 --all-present --members 1001",
    "fund budget 1000 --year 2026",
    "plan add 委员活动日 --on 2026-12-09 --title 走进企业",
    "record 1003 提案 --on 2025-03-05 --title 停车场",
    "record 1002 提案 --on 2026-03-05 --title 停车",
)
AFTER_CLOSING = ("close-year 2025 --although-open",)
OPENED = (*AFTER_CLOSING, "follow-up open 2025 1003 --on 2026-11-20 --person 委员工作室 --meeting 主席会议")
TWICE = {
    "record 1001 提案 --on 2026-03-05 --title 绿道 --stage 提交": "已有这条记录",
    "record 1001 座谈交流 --on 2026-03-05": "已有这条记录",
    "record 1001 全体会议 --on 2026-02-20 --title 五次会议 --attendance 出席": "已有“五次会议”的记录",
    "attend 全体会议 --on 2026-02-20 --title 五次会议 --all-present --except 缺席=1003": "已登记 1001 赵一鸣 等 6 人",
    f"settle {SHEET} --all --missing 缺席": "没有应出席而未登记的委员",
    "leave 1001 --from 2026-03-02 --reason 因病 --granted-by 秘书长": "已有 2026-03-02 至 2026-03-02 的请假登记",
    "hand-in 1001 年度履职报告 --year 2026 --on 2026-11-20 --received-by 甲": "已于 2026-11-20 提交",
    "fund budget 500 --year 2026 --sector 经济界": "已有预算",
    "fund spend 5 文具 --on 2026-03-05 --voucher 记-1": "已登记",
    "fund spend 5 文具 --on 2026-03-05": "已登记",
    "plan add 全体会议 --on 2026-12-18 --title 六次会议": "已列入活动计划",
    "plan move {plan} --on 2026-12-21": "或已改期、取消",
    "plan cancel {plan} --reason 取消": "或已改期、取消",
    "appoint 1003 --role 常委 --from 2026-05-01": "时段重叠",
    "appoint 1003 --liaison-group 城东联络组 --from 2026-02-01": "时段重叠",
    "appoint 1001 --role 常委 --end 2026-06-30": "已登记至 2026-06-30 止，未作任何改动",
    "member add 1009 冯七星 --from 2026-01-01 --sector 教育界": "委员编号已由",
    "member rename 1003 --name 孙三和": "已是这样，未作任何改动",
    "member leave 1003 --on 2026-10-31 --reason 调离": "已登记于 2026-10-31 离任，未作任何改动",
    "member join 1006 --from 2026-11-01 --sector 教育界 --reason 增补": "已经在任",
    "member correct 1007 --from 2026-06-01 --reason 通知有误": "未作任何改动",
    "member import 增补.csv": "已于 2026-11-23 导入",
    "import 记录.csv": "已有，账本中有相同的记录",
    "fund import 账.csv": "没有新的支出",
    "history import 往年.csv": "已于 2026-11-23 导入",
    "void {record} --reason 重复登记": "不能冲正：已由序号",
    "correct {record} 标题=停车难 --reason 录错": "不能冲正：已由序号",
    "undo {batch} --reason 重复登记": "已全部冲正",
    f"activity correct {SHEET} --new-title 四次会议 --reason 误 --yes": "已是这样，未写入任何内容",
    "erase 1001 --reason 本人要求 --yes": "已经删除",
    "term begin 15 --from 2027-01-01 --until 2031-12-31": "已经登记",
    "issue annual-evaluation 2025 -o 评比.md": "内容没有变化，未再印发",
    "close-year 2025 --although-open": "已结账",
}
ONCE_CLOSED = {
    "close-year 2025 --reopen --reason 补登": "不需要重新开账",
    "publish annual-evaluation 2025 --days 5 --person 办公室": "已在办理",
    "object 1003 --on 2026-11-20 --person 委员工作室 --words 已请假 --year 2025": "已在办理",
    OPENED[1]: "或已全部在办",
}


def done_before(duty: Duty) -> None:
    """A desk at which something of everything was done."""
    for name, text in FILES.items():
        duty.write(name, text)
    for line in BEFORE:
        duty.done(line)


@pytest.fixture
def busy(begin: Callable[[Enter], Duty]) -> Duty:
    """A desk at which something of everything was done."""
    return begin(done_before)


def twice(duty: Duty, line: str) -> str:
    """What is answered the second time, at which nothing is entered."""
    last = duty.last_batch()
    words = line.format(plan=last - 3, record=last + 1, batch=last)
    duty.done(words)
    before = duty.last_batch()
    again = duty(words)
    assert (duty.last_batch(), before > last, again.code in {0, 5}) == (before, True, True)
    return again.out + again.err


@pytest.mark.parametrize(("line", "said"), TWICE.items())
def test_the_same_command_once_more_enters_nothing_and_says_so(busy: Duty, line: str, said: str) -> None:
    assert said in twice(busy, line)


@pytest.mark.parametrize(("line", "said"), ONCE_CLOSED.items())
def test_so_it_is_with_what_comes_after_closing(busy: Duty, line: str, said: str) -> None:
    busy.done(AFTER_CLOSING[0])
    assert said in twice(busy, line)


def test_so_it_is_with_a_step_of_a_proceeding(busy: Duty) -> None:
    for line in OPENED:
        busy.done(line)
    opened = busy.last_batch() + 1
    said = f"follow-up step {opened} 决定 --on 2026-11-21 --person 主席会议 --meeting 主席会议 --words 约谈"
    assert "目前到“决定”，不能办理“决定”" in twice(busy, said)


@pytest.mark.parametrize(
    "line", ["record 1002 提案 --on 2026-03-05 --title 停车 --again", "fund budget 5 --year 2026 --further"]
)
def test_what_is_said_to_be_another_is_another(busy: Duty, line: str) -> None:
    busy.done(line)
    before = busy.last_batch()
    busy.done(line)
    assert busy.last_batch() > before
