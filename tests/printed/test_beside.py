"""The document and the rules side by side, on paper and as plain values."""

from __future__ import annotations

import json
import re
import zipfile
from datetime import UTC, datetime
from io import BytesIO

import openpyxl
import pytest

from duty_cli.documents.cell_widths import cell_width
from duty_cli.documents.text_table import as_table
from duty_cli.documents.workbook_writer import as_xlsx
from duty_cli.model.office_words import OfficeWords
from duty_cli.model.papers import Paper
from duty_cli.model.printed_text import PrintedText
from duty_cli.parsing.printed_articles import articles_in
from duty_cli.reports.articles_beside_rules import WovenText, mark, marked_article, marked_rule, woven
from duty_cli.reports.describe_articles import beside_paper
from tests.workspace import INIT, Duty

TEXT = """\
第一条 为了加强管理，制定本办法。
第二条 立案的提案每件5分，优秀的8分，最多二十分；每年评选一次。
第三条 年度总分60分以下的约谈，两年的劝退。
第四条 走访不限。
"""
RULES = """\
format: duty-rules/1
title: 某市政协委员履职考核细则
basis: 某政协〔2026〕1号
text: 条文.txt
without_rule: {第1条: 目的, 第2条 一次: 由主席会议评选}
effective: {from: 2026-01-01, to: 2026-12-31}
rounding: {places: 2, half: up}
stages: [提交, 立案]
kinds:
  - {id: 提案, clause: 第2条}
  - {id: 信息, clause: 第2条}
  - {id: 来信, clause: 其他}
categories:
  - id: 提案
    clause: 第二条
    cap: 20
    items:
      - id: 提案
        clause: 第二条
        when: {kind: [提案, 信息, 来信]}
        levels:
          - {id: 立案, when: {stage: 立案}, points: 5}
          - {id: 提交, when: {stage: 提交}, points: 1}
        several_levels: highest
        combine: sum
        note: 优秀的原为8分
total: {floor: 0}
bands: [{grade: 合格, min: 60, clause: 第3条}, {grade: 不合格, min: 0}]
consequences:
  - {id: 约谈, clause: 第3条, if: {score_below: 60, years: 1, within: year}, propose: 约谈提醒}
  - {id: 劝退, clause: 第3、9条, if: {score_below: 60, years: 2, within: term}, propose: 劝退}
"""


def beside() -> WovenText:
    from duty_cli.rules.rule_files import load

    return woven(load({"细则.yaml": RULES.encode()}).books[0], PrintedText("条文.txt", articles_in(TEXT)[0]))


def test_a_figure_and_the_rule_that_says_it_bear_one_number() -> None:
    second, third = beside().articles[1:3]
    assert marked_article(second) == (
        "第二条 立案的提案每件5分①，优秀的8分〔规则未写〕，最多二十分②；每年评选一次〔不入规则〕。"
    )
    assert [f"{rule.name}：{marked_rule(rule)}" for rule in second.rules] == [
        "【提案】：本类为以下各项之和；本类最高 20 分②。",
        "提案：提案、信息、来信的，每件（次）按下列各档计分，符合几档的取最高一档。（说明：优秀的原为8分）"
        "　立案：阶段为立案的，计 5 分①。　提交：阶段为提交的，计 1 分。",
        "事项 提案：不登记出席情况；通报列入“提案、信息和其他成果”，以件计。",
        "事项 信息：不登记出席情况；通报列入“提案、信息和其他成果”，以篇计。",
    ]
    assert marked_article(third) == "第三条 年度总分60分①以下的约谈，两年②的劝退。"
    assert [rule.name for rule in third.rules] == ["合格", "约谈", "劝退"]


def test_what_has_no_partner_is_told() -> None:
    found = beside()
    assert [rule.name for rule in found.uncited] == ["事项 来信", "【总分】", "评定范围", "不合格"]
    assert [(rule.name, one.article) for rule, one in found.astray] == [("劝退", (9, 0))]
    assert [(one.reason, len(one.rules)) for one in found.articles] == [("目的", 0), ("", 4), ("", 3), ("", 0)]


def test_the_numbers_go_on_where_the_signs_end() -> None:
    assert [mark(number) for number in (1, 10, 11)] == ["①", "⑩", "（11）"]


@pytest.fixture
def desk(empty: Duty) -> Duty:
    empty.write("细则.yaml", RULES)
    empty.write("条文.txt", TEXT)
    return empty


def test_each_article_stands_above_the_sentences_of_its_rules(desk: Duty) -> None:
    said = desk.done("rules show 细则.yaml")
    assert said.startswith("评分规则与条文对照稿\n")
    assert "\n第一条 为了加强管理，制定本办法。\n　　不必写成规则：目的\n" in said
    assert "\n第四条 走访不限。\n　　（没有规则引用这一条）\n" in said
    assert "　　一次〔不入规则〕：由主席会议评选\n" in said
    assert "劝退：届内累计 2 年②总分低于 60 分①的，提请研究：劝退。" in said


def test_by_rule_stands_each_rule_with_its_line(desk: Duty) -> None:
    said = desk.done("rules show 细则.yaml --by-rule")
    assert said.startswith("评分规则校对稿\n")
    assert "所依据的条文：条文.txt。" in said
    assert "不必写成规则的：第1条，目的；第2条 一次，由主席会议评选。" in said
    assert re.search(r"^约谈 +第3条 +细则\.yaml:\d+ +当年总分低于 60 分的", said, re.M)


def test_on_a_page_an_article_reaches_down_over_its_rules(desk: Duty) -> None:
    desk.done("rules show 细则.yaml -o 对照.html")
    page = (desk.folder / "对照.html").read_text("utf-8")
    assert '<td class="left key long" rowspan="3">第三条 年度总分60分①' in page


def test_in_a_document_an_article_reaches_down_and_the_leaders_have_a_place_to_sign(desk: Duty) -> None:
    desk.done("rules show 细则.yaml -o 对照.docx")
    held = zipfile.ZipFile(BytesIO((desk.folder / "对照.docx").read_bytes())).read("word/document.xml").decode()
    assert (held.count('<w:vMerge w:val="restart"/>'), held.count("<w:vMerge/>")) == (4, 6)
    assert "审定意见" in "".join(re.findall("<w:t[^>]*>([^<]*)", held))


def test_as_json_every_figure_says_its_number_or_its_reason(desk: Duty) -> None:
    told = json.loads(desk.done("rules show 细则.yaml --format json"))
    (article,) = [one for one in told["articles"]["细则.yaml"]["articles"] if one["article"] == "第2条"]
    assert [(one["text"], one["mark"], one["without_rule"]) for one in article["figures"]] == [
        ("5分", 1, None),
        ("8分", None, None),
        ("二十分", 2, None),
        ("一次", None, "由主席会议评选"),
    ]
    assert {"books", "articles"} <= told.keys()


@pytest.mark.parametrize("form", ["md", "csv", "xlsx", "json", "txt", "docx", "html"])
def test_it_is_written_in_every_format_and_always_the_same(desk: Duty, form: str) -> None:
    for name in ("一", "二"):
        desk.done(f"rules show 细则.yaml -o {name}.{form}")
    assert (desk.folder / f"一.{form}").read_bytes() == (desk.folder / f"二.{form}").read_bytes()


def test_the_shipped_rules_say_every_figure_of_their_document_or_why_not(empty: Duty) -> None:
    empty.done(INIT)
    told = json.loads(empty.done("rules show --format json"))["articles"]["scoring.yaml"]
    assert [one["article"] for one in told["articles"]] == [f"第{number}条" for number in range(1, 15)]
    figures = {(one["article"], each["text"]): each for one in told["articles"] for each in one["figures"]}
    assert {at for at, each in figures.items() if each["mark"] is None} == {("第11条", "一次")}
    assert {("第12条", said) for said in ("一年", "2次", "60分", "两年")} <= figures.keys()
    assert [one["article"] for one in told["articles"] if one["without_rule"]] == ["第1条", "第2条", "第13条", "第14条"]
    assert told["not_there"] == []


def enter(desk: Duty) -> int:
    """Have a report made, which enters the rules; the seq of the ledger after it."""
    head = desk.json("annual-evaluation 2026")["ledger"]
    assert isinstance(head, dict)
    return int(head["seq"])


def test_the_document_is_kept_with_the_rules_and_shown_as_it_was(empty: Duty) -> None:
    empty.done(INIT)
    before = enter(empty)
    assert "本意见经主席会议审议通过之日起实施" in empty.done(f"rules show --known-at {before}")
    place = empty.folder / "rules" / "scoring.txt"
    place.write_text(place.read_text("utf-8").replace("审议通过之日", "审议通过次日"), "utf-8")
    after = enter(empty)
    assert after > before
    assert "审议通过次日" in empty.done(f"rules show --known-at {after}")
    assert "审议通过之日" in empty.done(f"rules show --known-at {before}")
    assert enter(empty) == after
    place.unlink()
    assert enter(empty) == after
    assert empty.done("rules restore") == "已写回 rules：scoring.txt\n"
    assert "审议通过次日" in place.read_text("utf-8")


def test_another_text_makes_no_other_rules(empty: Duty) -> None:
    empty.done(INIT)
    first = empty.json("annual-evaluation 2026")["ledger"]
    place = empty.folder / "rules" / "scoring.txt"
    place.write_text(place.read_text("utf-8") + "\n", "utf-8")
    second = empty.json("annual-evaluation 2026")["ledger"]
    assert isinstance(first, dict)
    assert isinstance(second, dict)
    assert first["rules"] == second["rules"]


def test_what_a_ledger_did_not_keep_is_said(empty: Duty) -> None:
    empty.done(INIT)
    place = empty.folder / "rules" / "scoring.txt"
    data = place.read_bytes()
    place.unlink()
    empty.change_rules("# 四舍五入到小数点后两位", "# 两位")
    seq = enter(empty)
    place.write_bytes(data)
    answer = empty(f"rules show --known-at {seq}")
    assert f"账本在序号 {seq} 没有留存条文 scoring.txt：scoring.yaml 只列规则，不与条文对照" in answer.err
    assert answer.out.startswith("评分规则校对稿\n")


def test_rules_of_the_ledger_and_files_are_not_shown_in_one(duty: Duty) -> None:
    assert "不能同时填规则文件" in duty.refused("rules show rules/scoring.yaml --known-at 3", 2)


def test_the_document_goes_along_in_a_backup_and_is_not_written_over(empty: Duty) -> None:
    empty.done(INIT)
    assert "规则或公文模板" in empty.refused("rules show --by-rule -o rules/scoring.txt --overwrite")
    empty.done("backup")
    (backup,) = (empty.folder / "data").glob("**/*.zip")
    assert any(name.endswith("scoring.txt") for name in zipfile.ZipFile(backup).namelist())


def paper() -> Paper:
    from duty_cli.rules.rule_files import load

    rules = load({"细则.yaml": RULES.encode()})
    return beside_paper(rules, {"细则.yaml": PrintedText("条文.txt", articles_in(TEXT)[0])}, "1")


def test_in_a_terminal_the_sentences_stand_beside_the_article() -> None:
    lines = as_table(OfficeWords().said(paper()), 80).split("\n")
    (at,) = [place for place, line in enumerate(lines) if line.startswith("第二条")]
    assert "【提案】：本类为以下各项之和" in lines[at]
    assert "提案：提案、信息、来信的" in lines[at + 1]
    assert max(map(cell_width, lines)) <= 80


def test_in_a_workbook_an_article_reaches_down_over_its_rules() -> None:
    data = as_xlsx(OfficeWords().said(paper()), datetime(2026, 1, 1, tzinfo=UTC))
    sheet = openpyxl.load_workbook(BytesIO(data))["条文与规则"]
    merged = {str(one) for one in sheet.merged_cells.ranges}
    assert {"A4:A8", "A9:A11"} <= merged
    assert sheet["A4"].value.startswith("第二条 立案的提案每件5分①")
    assert [sheet[f"B{row}"].value[:3] for row in (9, 10, 11)] == ["合格：", "约谈：", "劝退："]


def test_of_several_files_each_has_its_document_and_its_own_sheets(empty: Duty) -> None:
    empty.write("细则.yaml", RULES)
    empty.write("条文.txt", TEXT)
    later = RULES.replace("2026-", "2027-").replace("条文.txt", "新条文.txt").replace("细则\n", "新细则\n")
    empty.write("新细则.yaml", later)
    empty.write("新条文.txt", TEXT.replace("第四条 走访不限。\n", ""))
    said = empty.done("rules show 细则.yaml 新细则.yaml")
    assert "某市政协委员履职考核细则：条文与规则" in said
    assert "某市政协委员履职考核新细则：条文与规则" in said
    assert said.count("第四条 走访不限") == 1
    empty.done("rules show 细则.yaml 新细则.yaml -o 两份.xlsx")


def test_one_file_with_a_document_and_one_without_are_shown_in_one_paper(empty: Duty) -> None:
    empty.write("细则.yaml", RULES)
    empty.write("条文.txt", TEXT)
    reasons = "without_rule: {第1条: 目的, 第2条 一次: 由主席会议评选}\n"
    empty.write("旧细则.yaml", RULES.replace("2026-", "2025-").replace("text: 条文.txt\n", "").replace(reasons, ""))
    said = empty.done("rules show 细则.yaml 旧细则.yaml")
    assert "某市政协委员履职考核细则：条文与规则" in said
    assert "某市政协委员履职考核细则：后果" in said
