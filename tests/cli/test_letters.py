"""Letters and minutes as the clerk asks for them."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
import pytest

from tests.documents.docx.documents import left_latin
from tests.workspace import Duty, Enter


def two_years(duty: Duty) -> None:
    """Two failed years of 1002, absences of the standing member 1001, and 1003 within the best grade."""
    duty.done("record 1002 提案 --on 2025-03-03 --stage 提交")
    duty.done("attend 全体会议 --on 2026-03-01 --title 五次会议 --all-present")
    duty.done("record 1003 年度履职报告 --on 2026-11-02")
    for day in ("2026-03-03", "2026-03-04", "2026-03-05"):
        duty.done(f"record 1003 提案 --on {day} --stage 立案")
    duty.done("attend 常委会会议 --on 2026-03-02 --title 第一次会议 --all-present --except 缺席=1001")
    duty.done(
        "attend 常委会会议 --on 2026-06-02 --title 第二次会议 --all-present --except 缺席=1001 --except 请假=1002"
    )
    duty.close(2025, 2026)


@pytest.fixture
def year(begin: Callable[[Enter], Duty]) -> Duty:
    """Two failed years of 1002, absences of the standing member 1001, and 1003 within the best grade."""
    return begin(two_years)


def text(duty: Duty, line: str) -> str:
    """The paragraphs of a document."""
    answer = duty(f"{line} --format docx")
    assert answer.code == 0, answer.err
    assert left_latin(answer.raw) == []
    return "\n".join(one.text for one in docx.Document(io.BytesIO(answer.raw)).paragraphs)


def test_an_interview_letter_gives_the_figures_and_leaves_time_and_place_blank(year: Duty) -> None:
    said = text(year, "letter interview 1001 --year 2026 --number 8 --dated 2026-12-30")
    for part in (
        "〔2026〕8号",
        "关于2026年度履职情况的约谈提醒函",
        "赵一鸣委员：",
        "根据《示政协〔2021〕1号》第12条，现就您2026年度履职情况函告如下，并约谈提醒。",
        "您应出席会议和活动3次，出席1次，请假0次，缺席2次",
        "等次为不合格。",
        "1.时间：",
        "政协示例县委员会\n2026年12月30日",
    ):
        assert part in said


def test_a_resignation_is_put_to_the_leaders_with_its_evidence_and_without_a_verdict(year: Duty) -> None:
    said = text(year, "letter resignation 1001 --year 2026")
    assert "关于提请研究赵一鸣委员有关履职事项的函" in said.replace("\n", "")
    assert "主席会议：" in said
    assert "提请主席会议研究责令辞去常委事宜（依据：《示政协〔2021〕1号》第12条）。" in said
    assert "常委会会议缺席2次。" in said
    assert "4.2026年3月2日，常委会会议，第一次会议，缺席（序号" in said
    assert "不是结论" in said
    assert "是否处理、怎样处理，由主席会议研究决定。" in said


def test_a_letter_is_refused_where_the_evaluation_proposes_nothing_of_that_sort(year: Duty) -> None:
    assert year.refused("letter resignation 1003 --year 2026") == (
        "错误：2026 年度评比没有对 1003 孙三禾 提出责令辞去事项，不能出函；可用 duty annual-evaluation 2026 查看提请研究事项"
    )
    assert "没有对 1003 孙三禾 提出约谈提醒事项" in year.refused("letter interview 1003 --year 2026")
    assert "1007" in year.refused("letter result 1007 --year 2025")


def test_the_commendation_list_names_members_by_sector_for_the_leaders_to_settle(year: Duty) -> None:
    said = text(year, "letter commendation 2026")
    assert "建议将下列1名委员列为履职成绩突出委员，提请审定。" in said
    assert "经济界（1名）：孙三禾。" in said
    assert "1.第11条：优秀不超过20%，计1名" in said


def test_a_list_without_anybody_says_so(duty: Duty) -> None:
    duty.done("record 1003 提案 --on 2026-03-03 --stage 提交")
    duty.close(2026)
    assert "经2026年度评比，没有符合条件、可列入建议名单的委员。" in text(duty, "letter commendation 2026")


def test_a_result_letter_holds_nothing_that_is_put_to_the_leaders(year: Duty) -> None:
    said = text(year, "letter result 1001 --year 2026") + year.done("letter result 1001 --year 2026 --format json")
    assert "关于2026年度履职评比结果的函" in said
    assert [word for word in ("提请", "责令", "约谈") if word in said] == []


def test_the_points_of_a_result_letter_are_decimal_strings_in_json(year: Duty) -> None:
    letter: Any = year.json("letter result 1001 --year 2026")
    explained: Any = year.json("explain 1001 --year 2026")
    assert letter["annexes"][0]["rows"][-1] == ["年度积分", explained["member"]["score"]]


def test_minutes_list_who_was_there_by_sector(year: Duty) -> None:
    assert year.done("minutes 第二次会议").splitlines()[:9] == [
        "第二次会议出席情况",
        "",
        "　　2026年6月2日（常委会会议）应出席3人，出席1人，请假1人，缺席1人。",
        "　　一、出席（1人）",
        "　　经济界（1人）：郑六合",
        "　　二、请假（1人）",
        "　　经济界（1人）：钱二南",
        "　　三、缺席（1人）",
        "　　中共界（1人）：赵一鸣",
    ]
    assert year.done("minutes --on 2026-06-02 --kind 常委会会议") == year.done("minutes 第二次会议")
    assert "郑六合" in text(year, "minutes 第二次会议")


def test_late_refused_and_exempt_are_told_as_what_they_are(duty: Duty) -> None:
    states = "--except 迟到=1002 --except 请假未准=1003 --except 公假=1004"
    duty.done(f"attend 全体会议 --on 2026-03-02 --title 五次会议 --all-present {states}")
    said = duty.done("minutes --on 2026-03-02")
    assert "应出席5人，出席4人，请假0人，缺席1人。" in said
    for part in ("二、请假（0人）\n　　无。", "三、缺席（1人）\n　　经济界（1人）：孙三禾"):
        assert part in said
    assert "四、公假（不计入应出席）（1人）\n　　教育界（1人）：李思源" in said
    assert "五、迟到（已列入出席）（1人）\n　　经济界（1人）：钱二南" in said


def test_minutes_of_nothing_and_of_several_activities_are_refused(year: Duty) -> None:
    assert "“没有的会议”的出席登记" in year.refused("minutes 没有的会议")
    assert "常委会会议 第一次会议" not in year.refused("minutes --on 2026-01-01")
    year.done("close-year 2026 --reopen --reason 补登")
    year.done("attend 全体会议 --on 2026-06-02 --title 同日会议 --all-present")
    assert year.refused("minutes --on 2026-06-02").startswith("错误：有 2 次活动：2026-06-02 ")
    assert "活动名称或 --on 日期" in year.refused("minutes", code=5)


def test_a_document_made_again_as_known_then_is_the_same_byte_for_byte(year: Duty) -> None:
    seq = year.json("annual-notice 2026")["ledger"]
    assert isinstance(seq, dict)
    line = f"annual-notice 2026 --number 3 --known-at {seq['seq']} --format docx"
    before = year(line).raw
    year.done("close-year 2026 --reopen --reason 补登")
    year.done("record 1003 提案 --on 2026-05-03 --stage 立案")
    assert year(line).raw == before != b""


def test_the_office_says_in_style_yaml_how_its_documents_look(year: Duty) -> None:
    style = "format: duty-style/1\nmark: 示例县政协\nnumber: 示政〔{year}〕{number}号\nmembers: 全体委员\nsigned: 示例县政协\n"
    year.write("rules/style.yaml", style)
    said = text(year, "annual-notice 2026 --number 3 --dated 2026-12-30").splitlines()
    assert said[0] == "示例县政协"
    assert {"示政〔2026〕3号", "全体委员：", "示例县政协", "2026年12月30日"} <= set(said)
    year.write("rules/style.yaml", "format: duty-style/1\nseel: yes\n")
    answer = year("annual-notice 2026 --format docx")
    assert (answer.code, "这里没有“seel”这一项" in answer.err) == (2, True), answer.err
