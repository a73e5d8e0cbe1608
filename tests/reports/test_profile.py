"""委员风采: what each member did in the term, in sentences, and nothing that is not for a public book."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest

from tests.every_format import unpacked
from tests.workspace import Duty


@pytest.fixture
def term(duty: Duty) -> Duty:
    """1002 with a year of deeds and a matter of conduct; 1003 with none."""
    duty.done("attend 全体会议 --on 2026-03-02 --title 五次会议 --all-present --except 缺席=1003")
    duty.done("record 1002 提案 --on 2026-03-03 --title 关于停车的建议 --stage 提交、立案 --position 1 --authors 3")
    duty.done("record 1002 提案 --on 2026-03-04 --title 《村史》续编 --stage 提交 --note 内部备注")
    duty.done("record 1002 座谈交流 --on 2026-04-02")
    duty.done("record 1002 表彰 --on 2026-05-06 --level 市级 --title 先进个人")
    duty.done("record 1002 变相商业活动 --on 2026-06-01 --title 推销产品")
    duty.done("record 1002 年度述职 --on 2026-11-02 --judged 7.25")
    return duty


def test_a_page_says_who_it_is_and_what_was_done_year_by_year(term: Duty) -> None:
    page = term.done("profile 1002")
    for said in (
        "钱二南，经济界委员，2022年1月1日起在任，编入城东联络组、经济委员会，担任常委、界别活动组组长。",
        "本届共出席会议和活动1次，提出提案2件，受到表彰1次。",
        "一、2026年",
        "出席会议和活动1次：全体会议1次。另有座谈交流1次。",
        "提出提案2件：《关于停车的建议》（提交、立案，第一作者，共3人）；《〈村史〉续编》（提交）。",
        "受到表彰：先进个人（市级，2026年5月6日）。",
    ):
        assert said in page


@pytest.mark.parametrize("format_", ["table", "md", "html", "docx", "json"])
def test_a_public_book_has_no_conduct_score_grade_proposal_or_remark(term: Duty, format_: str) -> None:
    page = unpacked(term(f"profile --all --format {format_}").raw)
    hidden = ("变相商业活动", "推销产品", "7.25", "不合格", "提请", "内部备注", "民盟", "积分", "缺席")
    assert [word for word in hidden if word in page] == []
    assert "关于停车的建议" in page


def test_a_page_does_not_tell_who_stayed_away_or_is_without_a_report(term: Duty) -> None:
    before = term.done("profile 1002 1003 --format md")
    term.done("record 1002 年度履职报告 --on 2026-11-03")
    assert "应出席" not in before
    ledger_line = re.compile("账本：.*")
    assert ledger_line.sub("", term.done("profile 1002 1003 --format md")) == ledger_line.sub("", before)


def test_who_did_nothing_yet_has_a_page_that_says_so(term: Duty) -> None:
    assert "本届的履职情况，账本中尚无登记。" in term.done("profile 1003")


def test_the_days_of_what_was_held_for_a_part_of_the_term_are_told(term: Duty) -> None:
    assert "2022年1月1日至2025年6月30日在任，编入城西联络组。" in term.done("profile 1006")
    assert "常委（2022年1月1日至2026年6月30日）" in term.done("profile 1008")


def test_records_of_one_matter_are_one_work_with_all_its_stages(term: Duty) -> None:
    for day, stage in (("2026-03-05", "提交"), ("2026-06-05", "立案")):
        term.done(f"record 1001 提案 --on {day} --title 关于桥梁的建议 --stage {stage} --matter TA-9")
    found: Any = term.json("profile 1001")["members"]
    works = [(work["title"], work["stages"]) for work in found[0]["years"][0]["works"]]
    assert works == [("关于桥梁的建议", ["提交", "立案"])]


def test_the_book_holds_all_of_the_term_by_sector_with_links_from_its_contents(term: Duty) -> None:
    page = term.done("profile --all --format html")
    targets = re.findall(r'<a href="#(p\d+)">', page)
    assert targets == re.findall(r'<article id="(p\d+)">', page) == [f"p{at}" for at in range(1, 9)]
    names = re.findall(r"^\d+\. \[(\S+)　(\S+)\]\(#p\d+\)", term.done("profile --all --format md"), re.M)
    assert [sector for _, sector in names] == ["中共界", *["科技界"] * 2, *["经济界"] * 3, *["教育界"] * 2]


def test_the_contents_of_the_document_refer_to_the_page_of_each_member(term: Duty) -> None:
    with zipfile.ZipFile(io.BytesIO(term("profile --all --format docx").raw)) as archive:
        body = archive.read("word/document.xml").decode()
    assert re.findall(r"PAGEREF (\w+) ", body) == re.findall(r'w:bookmarkStart [^>]*w:name="(\w+)"', body)
    assert re.findall(r"PAGEREF .*?<w:t>(\d+)</w:t>", body) == [str(page) for page in range(3, 11)]


def test_members_are_named_in_the_order_wanted_and_one_alone_has_no_contents(term: Duty) -> None:
    found: Any = term.json("profile 1003 1001 1003")["members"]
    assert [one["number"] for one in found] == ["1003", "1001"]
    assert "目录" not in unpacked(term("profile 1003 --format docx").raw)


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("profile", 2, "请写明委员，或用 --all 列出本届全部委员，二者取一"),
        ("profile 1001 --all", 2, "请写明委员，或用 --all 列出本届全部委员，二者取一"),
        ("profile 1001 --term 13", 5, "账本中没有第13届"),
        ("profile 1001 -o 风采.xlsx", 2, "委员风采可用 .docx .html .md .json .txt"),
    ],
)
def test_what_cannot_be_meant_is_refused(term: Duty, line: str, code: int, said: str) -> None:
    assert said in term.refused(line, code)
