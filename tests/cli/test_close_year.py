"""结账: a year is finished when its last day has passed and the clerk has closed it, and not before."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import docx
import openpyxl
import pytest

from duty_cli.cli import clock
from tests.ledger.sample import behind_its_back
from tests.workspace import NOW, Duty, Enter


def entered(duty: Duty) -> None:
    """1003 handed in the report, 1002 was absent."""
    duty.done("record 1003 年度履职报告 --on 2025-12-02")
    duty.done("attend 常委会会议 --on 2025-03-02 --title 三次会议 --all-present --except 请假=1001 --except 缺席=1002")


@pytest.fixture
def over(begin: Callable[[Enter], Duty], monkeypatch: pytest.MonkeyPatch) -> Duty:
    """2025 is over: 1003 handed in the report, 1002 was absent, and it is January 2026."""
    duty = begin(entered)
    monkeypatch.setattr(clock, "now", lambda: NOW - timedelta(days=300))
    return duty


def test_a_year_with_open_matters_is_closed_only_when_told(over: Duty) -> None:
    before = over.digest()
    answer = over("close-year 2025")
    assert (answer.code, over.digest()) == (1, before)
    assert answer.err.splitlines() == [
        "错误：2025 年度还有未了事项，没有结账：",
        "未提交或未完成“年度履职报告”：1001 赵一鸣、1002 钱二南、1004 李思源、1005 李思源、1008 郑六合",
        "记为请假，请假登记中没有准假：1001 赵一鸣",
        "请补齐后再结账；确定就此结账的，请加 --although-open",
    ]
    assert "2025 年度（2025-01-01 至 2025-12-31）已结账" in over.done("close-year 2025 --although-open")


def test_a_year_that_is_complete_is_closed_at_once(over: Duty) -> None:
    over.done("leave 1001 --from 2025-03-02 --reason 因病 --granted-by 秘书长")
    for number in ("1001", "1002", "1004", "1005", "1008"):
        over.done(f"record {number} 年度履职报告 --on 2025-12-02")
    assert over("close-year 2025").code == 0


def test_before_it_is_over_a_year_cannot_be_closed(duty: Duty) -> None:
    duty.done("record 1003 座谈交流 --on 2026-03-02")
    said = "错误：2026 年度到 2026-12-31 结束，尚未结束，不能结账；请在此后结账"
    assert duty.refused("close-year 2026 --although-open") == said


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("close-year 2024", "账本中没有 2024 年度的履职记录"),
        ("close-year 2025 --reopen --reason 补登", "2025 年度没有结账"),
        ("close-year 2025 --reopen", "--reason 重新开账的原因"),
        (
            "letter interview 1002 --year 2025",
            "2025 年度尚未结账，得分和等次为暂计，不能提请研究、公示、评选或出具函件",
        ),
        ("letter resignation 1002 --year 2025", "2025 年度尚未结账"),
        ("letter result 1002 --year 2025", "2025 年度尚未结账"),
        ("letter commendation 2025", "2025 年度尚未结账"),
    ],
)
def test_what_does_not_fit_is_refused(over: Duty, line: str, said: str) -> None:
    assert said in over.refused(line)


def test_nothing_is_entered_reversed_or_corrected_in_a_closed_year(over: Duty) -> None:
    over.close(2025)
    (seq,) = over.seqs("1003", 2025)
    log: Any = over.json("log")["batches"]
    batch = next(one["seq"] for one in log if one["command"] == "登记")
    over.write("一.csv", "委员编号,履职事项,日期,标题\n1003,座谈交流,2025-03-05,走访\n")
    for line in (
        "record 1003 座谈交流 --on 2025-03-05",
        "attend 全体会议 --on 2025-03-05 --title 四次会议 --all-present",
        f"void {seq} --reason 错",
        f"correct {seq} 标题=改 --reason 错",
        f"undo {batch} --reason 错",
    ):
        assert "2025 年度已结账" in over.refused(line), line
    assert "2025 年度已结账" in over("import 一.csv").out
    assert over.seqs("1003", 2025) == [seq]
    assert "已结账（序号" in over.refused("close-year 2025")


def test_it_is_opened_again_for_a_reason_and_every_step_stays(over: Duty) -> None:
    over.close(2025)
    assert "2025 年度已重新开账" in over.done("close-year 2025 --reopen --reason 补登一次走访")
    over.done("record 1003 座谈交流 --on 2025-03-05")
    over.close(2025)
    log: Any = over.json("log")["batches"]
    assert [one["command"] for one in log][-4:] == ["年度结账", "重新开账", "登记", "年度结账"]
    assert over.done("check") == ""


def test_the_closing_itself_can_be_voided(over: Duty) -> None:
    seq = over.done("close-year 2025 --although-open").partition("序号 ")[2].split("）")[0]
    over.done(f"void {seq} --reason 结早了")
    assert over.json("annual-evaluation 2025")["provisional"] is True


def test_a_report_as_known_before_the_closing_is_provisional_still(over: Duty) -> None:
    before: Any = over.json("annual-evaluation 2025")
    page = over("annual-evaluation 2025 --format csv").raw
    over.close(2025)
    assert over.json("annual-evaluation 2025")["provisional"] is False
    assert over(f"annual-evaluation 2025 --format csv --known-at {before['ledger']['seq']}").raw == page


def test_nothing_is_proposed_before_and_everything_after(over: Duty) -> None:
    def proposed() -> list[str]:
        found: Any = over.json("annual-evaluation 2025")["members"]
        return [one["id"] for member in found for one in member["proposals"] if member["number"] == "1001"]

    assert proposed() == []
    assert "提请" not in over.done("explain 1001 --year 2025")
    over.close(2025)
    assert proposed() == ["约谈提醒"]


REPORTS = ("annual-evaluation 2025", "annual-notice 2025 --for 内部", "term-evaluation 14")


def shown(duty: Duty, line: str, format_: str) -> str:
    raw = duty(f"{line} --format {format_}").raw
    if format_ == "docx":
        return "".join(one.text for one in docx.Document(io.BytesIO(raw)).paragraphs)
    if format_ == "xlsx":
        sheets = openpyxl.load_workbook(io.BytesIO(raw))
        return "".join(str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row)
    return raw.decode("utf-8-sig")


@pytest.mark.parametrize("format_", ["table", "csv", "json", "md", "html", "xlsx", "docx"])
@pytest.mark.parametrize("report", REPORTS)
def test_an_open_year_is_marked_in_every_format(over: Duty, report: str, format_: str) -> None:
    mark = '"provisional' if format_ == "json" else "（暂计）"
    assert mark in shown(over, report, format_)
    over.close(2025)
    assert "（暂计）" not in shown(over, report, format_)


def test_issuing_again_compares_the_whole_text(over: Duty) -> None:
    over.done("issue annual-evaluation 2025 -o 评比.md")
    over.close(2025)
    said = over.done("issue annual-evaluation 2025 -o 评比.md")
    assert "第 2 稿" in said
    assert "2025 年度尚未结账，得分和等次为暂计" in said


def test_another_style_is_no_unchanged_document(over: Duty) -> None:
    over.close(2025)
    over.done("issue letter result 1003 --year 2025 -o 函.docx")
    over.write("rules/style.yaml", "format: duty-style/1\ncontact: 委员工作室，电话 12345678\n")
    said = over.done("issue letter result 1003 --year 2025 -o 函.docx")
    assert ("第 2 稿" in said, "公文格式、模板或程序版本有改动" in said) == (True, True)


@pytest.mark.parametrize(
    "line",
    [
        "appoint 1002 --role 常委 --end 2025-02-01",
        "appoint 1004 --role 常委 --from 2025-03-01",
        "appoint 1004 --role 常委 --from 2025-03-01 --until 2025-04-01",
        "appoint 1004 --liaison-group 城东联络组 --from 2025-11-01",
        "member add 1030 郑某某 --from 2025-02-01 --sector 经济界",
        "member leave 1005 --on 2025-12-30 --reason 调离",
        "settle 常委会会议 --on 2025-03-02 --all",
        "settle 常委会会议 --on 2025-03-02 --listed",
        "leave 1002 --from 2025-03-02 --reason 因病 --granted-by 秘书长",
    ],
)
def test_nothing_that_a_closed_year_rests_on_is_changed(over: Duty, line: str) -> None:
    over.done("close-year 2025 --although-open")
    before, evaluation = over.digest(), over.done("annual-evaluation 2025")
    assert "2025 年度已结账" in over.refused(line)
    assert (over.digest(), over.done("annual-evaluation 2025")) == (before, evaluation)


@pytest.mark.parametrize(
    "line",
    [
        "appoint 1004 --liaison-group 城东联络组 --from 2026-01-01",
        "member add 1030 郑某某 --from 2026-01-01 --sector 经济界",
        "member leave 1005 --on 2025-12-31 --reason 调离",
        "member rename 1005 --name 李思远",
    ],
)
def test_what_begins_after_a_closed_year_or_ends_with_it_is_taken(over: Duty, line: str) -> None:
    over.done("close-year 2025 --although-open")
    over.done(line)


def test_undoing_a_deed_on_which_a_closed_year_rests_is_refused(over: Duty) -> None:
    over.done("appoint 1004 --role 常委 --from 2025-03-01")
    found: Any = over.json("log --last 1")
    batch = found["batches"][0]["seq"]
    over.done("close-year 2025 --although-open")
    assert "2025 年度已结账" in over.refused(f"undo {batch} --reason 有误")


@pytest.mark.parametrize(
    "line", ["close-year 2025 --although-open", "issue annual-evaluation 2026 -o 表.docx", "backup", "seal --unsigned"]
)
def test_what_was_changed_behind_the_back_is_neither_closed_nor_sealed_nor_let_out(duty: Duty, line: str) -> None:
    duty.done("record 1001 提案 --on 2025-03-05")
    duty.done("annual-evaluation 2026")
    with behind_its_back(duty.folder / "data" / "ledger.db") as raw:
        raw.execute("UPDATE record SET day = '2025-03-06'")
    before = sorted(duty.folder.iterdir())
    assert "（记录）的内容或校验值被改动" in duty.refused(line, 4)
    assert sorted(duty.folder.iterdir()) == before
