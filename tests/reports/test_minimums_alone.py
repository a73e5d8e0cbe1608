"""A scheme of minimums alone: no category, no total, no points."""

from __future__ import annotations

import io
import re
from typing import Any

import openpyxl
import pytest

from tests.every_format import unpacked
from tests.workspace import Duty


@pytest.fixture
def bare(duty: Duty) -> Duty:
    """The rules with nothing but kinds and minimums; 1003 handed in the report."""
    file = duty.folder / "rules" / "scoring.yaml"
    text = file.read_text("utf-8")
    for section in ("categories", "total", "bands", "quotas", "vetoes", "consequences"):
        text = re.sub(rf"^{section}:.*?(?=^\S|\Z)", "", text, flags=re.M | re.S)
    file.write_text(re.sub(r", else: \{grade_at_most: \w+\}", "", text), "utf-8")
    duty.done("record 1003 年度履职报告 --on 2026-11-02")
    return duty


def test_it_is_a_whole_rule_file(bare: Duty) -> None:
    assert bare("rules check").code == 0


def test_the_evaluation_tells_who_has_met_what_and_no_points(bare: Duty) -> None:
    found: Any = bare.json("annual-evaluation 2026")["members"]
    missed = {one["number"]: one["minimums_missed"] for one in found}
    assert missed["1003"] == ["年度专题培训"]
    assert missed["1007"] == ["年度履职报告", "年度专题培训", "新任委员当年培训"]
    page = bare.done("annual-evaluation 2026")
    assert [word for word in ("年度积分", "等次", "分类得分") if word in page.replace("得分和等次", "")] == []


@pytest.mark.parametrize(
    "line",
    [
        *("annual-notice 2026 --for 内部", "annual-notice 2026", "quarter-report 2026-Q4", "term-evaluation 14"),
        *("explain 1003 --year 2026", "statement 1003", "statement 1003 --full", "rules show", "profile 1003"),
    ],
)
@pytest.mark.parametrize("format_", ["table", "json", "html", "docx"])
def test_every_paper_can_be_made(bare: Duty, line: str, format_: str) -> None:
    answer = bare(f"{line} --format {format_}")
    assert (answer.code, bool(answer.raw)) == (0, True), answer.err


@pytest.mark.parametrize(
    "line",
    [
        *("annual-evaluation 2026", "annual-notice 2026 --for 内部", "annual-notice 2026", "quarter-report 2026-Q4"),
        *("quarter-report 2026-Q4 --for 公示", "term-evaluation 14", "term-evaluation 14 --for 公示", "today"),
        *("explain 1003 --year 2026", "statement 1003", "statement 1003 --full"),
    ],
)
@pytest.mark.parametrize("format_", ["table", "html", "xlsx"])
def test_no_paper_speaks_of_points_or_grades(bare: Duty, line: str, format_: str) -> None:
    answer = bare(f"{line} --format {format_}")
    said = _workbook_text(answer.raw) if format_ == "xlsx" else answer.out
    assert [word for word in ("积分", "得分", "等次", "计分", "分值") if word in said] == []


def _workbook_text(raw: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(raw))
    return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell)


def test_no_letter_speaks_of_points(bare: Duty) -> None:
    bare.close(2026)
    text = bare.done("letter result 1007 --year 2026 --format table")
    assert "未达到的最低要求：年度履职报告、年度专题培训、新任委员当年培训。" in text
    assert [word for word in ("积分", "得分", "等次", "每一分") if word in text] == []


def test_the_term_tells_year_by_year_what_was_not_met(bare: Duty) -> None:
    found: Any = bare.json("term-evaluation 14")
    row = next(one for one in found["members"] if one["number"] == "1003")
    assert (row["total"], row["mean"], found["by_year"][-1]["mean"]) == (None, None, None)
    assert row["years"][-1] == {
        **{"year": 2026, "score": None, "grade": None, "minimums_missed": ["年度专题培训"]},
        "ungraded": None,
    }
    assert "2026未达到的最低要求" in bare.done("term-evaluation 14")


def test_the_explanation_lists_the_records_and_says_what_is_not_met(bare: Duty) -> None:
    page = bare.done("explain 1003 --year 2026")
    assert "2026年度有 1 项最低要求未达到" in page
    assert "年度履职报告" in page


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("minimums:\n", "x_minimums:\n", "既没有计分的类别（categories），也没有最低要求（minimums）"),
        ("minimums:\n", "bands: [{grade: 合格, min: 0}]\nminimums:\n", "没有计分的类别（categories），这里无从计算"),
    ],
)
def test_what_says_nothing_or_needs_points_is_refused(bare: Duty, old: str, new: str, said: str) -> None:
    bare.change_rules(old, new)
    answer = bare("rules check")
    assert answer.code == 3
    assert said in answer.err or "x_minimums" in answer.err


def test_the_internal_notice_says_who_missed_what_and_how_many(bare: Duty) -> None:
    bare.done("attend 专题培训 --on 2026-05-06 --title 培训班 --all-present --members 1003")
    bare.done("member leave 1002 --on 2026-10-01")
    page = bare.done("annual-notice 2026 --for 内部 --format md").replace("\n", "")
    assert (
        "1名委员各项最低要求均已达到，5名委员有最低要求未达到（见附件2），另有1名委员当年任职不满考评要求，不评定。"
        in page
    )
    assert "| 1007 | 吴五湖 | 科技界 | 年度履职报告、年度专题培训、新任委员当年培训 |" in page
    assert "| 1002 | 钱二南 | 经济界 | 不评定 |" in page
    assert "1002,钱二南,经济界,不评定," in bare.done("annual-evaluation 2026 --format csv")


def test_the_public_notice_has_no_section_of_results(bare: Duty) -> None:
    for format_ in ("table", "md", "html", "docx"):
        answer = bare(f"annual-notice 2026 --format {format_}")
        said = answer.out if format_ != "docx" else "".join(re.findall(r"<w:t[^>]*>([^<]*)", unpacked(answer.raw)))
        assert [word for word in ("评比结果", "有最低要求", "未达到", "见附件2") if word in said] == []


def test_who_is_not_graded_is_not_said_to_have_met_everything(bare: Duty) -> None:
    bare.done("member leave 1002 --on 2026-10-01")
    bare.done("record 1002 提案 --on 2026-03-02 --stage 立案 --title 甲")
    for line in ("explain 1002 --year 2026", "statement 1002", "statement 1002 --full"):
        page = bare.done(line).replace("\n", "")
        assert "2026年度不评定（年末已不在任）" in page, line
        assert "均已达到" not in page
    bare.close(2026)
    assert "均已达到" not in bare.done("letter result 1002 --year 2026 --format table")
    assert bare.member("term-evaluation 14", "1002")["years"][-1]["ungraded"] == "年末已不在任"
    assert re.search(r"^1002 .* 不评定 ", bare.done("term-evaluation 14"), re.M)


def test_no_answer_at_the_desk_speaks_of_points(bare: Duty) -> None:
    said = bare.done("record 1001 提案 --on 2026-03-02 --stage 提交 --title 甲")
    assert re.fullmatch(r"已登记：1001 赵一鸣 提案 2026-03-02（序号 \d+）\n", said)
    seq = bare.last_batch() + 1
    assert re.fullmatch(
        r"已更正：.*（序号 \d+，原序号 \d+ 已冲正）\n", bare.done(f"correct {seq} 阶段=立案 --reason 已立案")
    )
    last = max(bare.seqs("1001"))
    assert re.fullmatch(r"已冲正：.*（序号 \d+）\n", bare.done(f"void {last} --reason 登错"))


def test_a_term_without_training_has_no_table_of_it(bare: Duty) -> None:
    assert "培训任务完成情况" in bare.done("term-evaluation 14")
    file = bare.folder / "rules" / "scoring.yaml"
    file.write_text(file.read_text("utf-8").replace("about: 培训", "about: 履职"), "utf-8")
    assert "培训任务完成情况" not in bare.done("term-evaluation 14")
