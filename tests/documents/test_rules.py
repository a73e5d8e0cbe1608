"""Rules told back: what stands in the file, all of it, in plain Chinese."""

from __future__ import annotations

import json
from collections import defaultdict

import pytest

from duty_cli.documents.text_table import as_table
from duty_cli.model.office_words import OfficeWords
from duty_cli.model.rulebook import Rulebook, Rules
from duty_cli.reports.describe_rules import parts, rules_document, rules_paper
from tests.documents.rich import BOOK, changes
from tests.scoring.small import rulebook, with_item


def told(book: Rulebook, name: str) -> str:
    """What is said under a name."""
    return OfficeWords().said(next(rule.text for part in parts(book) for rule in part.rules if rule.name == name))


def everything(book: Rulebook) -> str:
    """All that is said of a rule file."""
    return json.dumps(rules_document(Rules((book,), "", {}), "1"), ensure_ascii=False)


def test_whatever_field_of_a_rule_changes_the_text_changes() -> None:
    text = everything(BOOK)
    said: dict[str, bool] = defaultdict(bool)
    for name, book in changes(BOOK):
        said[name] |= everything(book) != text
    # No file says ``scores_only``: it is set where a book of groups stands in for one of members, and nothing tells that book.
    assert [name for name, changed in said.items() if not changed] == ["Rulebook.scores_only"]
    assert len(said) > 100


ITEMS = {
    "when: {kind: 提案, stage: 立案}, points: 4, combine: sum, authors: {first: 1, others: 1/2}, same_matter: highest, cap: 16": (
        "提案立案的，每件（次）计 4 分；第一作者全得，其他作者各得二分之一；同一成果就高计一次；本项最高 16 分。"
    ),
    "when: {kind: 全体会议, attendance: [缺席, 请假未准]}, points: -5, combine: sum, floor: -20, applies_to: {role: 常委}": (
        "适用于：常委。全体会议，出席情况为请假未准、缺席之一的，每件（次）扣 5 分；本项最低 -20 分。"
    ),
    "when: {kind: 提案, not: {stage: 立案}}, points: {by: role, values: {常委: -2}, otherwise: -6}, combine: once": (
        "提案，阶段没有立案的，每件（次）（按职务，兼有几种的依先列者：常委扣 2 分，其他扣 6 分），有几件（次）的只计一次。"
    ),
    "when: {attendance: 迟到, not: {kind: [提案, 走访]}}, points: -0.5, combine: sum": (
        "各事项（不含提案、走访），出席情况为迟到的，每件（次）扣 0.5 分。"
    ),
    "when: {kind: [提案, 走访], quantity: {above: 3}}, per: share, points: 2, combine: highest": (
        "提案、走访，数量高于3的，按参加比例，全程计 2 分，有几件（次）的只计最高的一件（次）。"
    ),
    "when: {kind: 提案, position: 1}, points: 1, from_nth: 2, combine: sum, note: 自第二件起": (
        "提案，作者位次为1的，自第 2 件（次）起，每件（次）计 1 分。（说明：自第二件起）"
    ),
    "when: {kind: 全体会议}, measure: {of: rate, present: 出席, left_out: 请假}, table: [{at_least: 90%, points: 18}]": (
        "全体会议的，按出席率（出席算到会，请假不列入计算），达到 90% 的计 18 分，不足 90% 的不计分，没有应出席场次的不计分。"
    ),
    "when: {kind: 社情民意信息}, measure: {of: ratio, count: {stage: 立案}}, table: [{at_least: 1/2, points: 5}]": (
        "社情民意信息的，按其中“阶段为立案”的占全部的比例（按件（次）数），达到 50% 的计 5 分，不足 50% 的不计分，没有可作分母的不计分。"
    ),
    "when: {kind: 年度述职}, measure: {of: mean, by: judged}, target: {reach: 6, points: 5, above: 1, below: 1}": (
        "年度述职的，按评定分的平均数，达到 6 的计 5 分，每超过 1 加 1 分，每少 1 减 1 分，没有可平均的不计分。"
    ),
    "when: {kind: 走访}, window: {each: month, across: sum, cap: 5}, "
    "measure: {of: matters}, target: {reach: 4, points: 12, above: 3, below: nothing}": (
        "走访的，按成果件数（同一成果只算一件），达到 4 的计 12 分，每超过 1 加 3 分，不足的不计分；"
        "分月计算，每月最高 5 分，全年相加。"
    ),
    "when: {kind: 提案}, points: 3, combine: sum, authors: {first: 1/2, others: split_rest, at_most: 3}": (
        "提案的，每件（次）计 3 分；第一作者得二分之一，其他作者平分其余，一人完成的全得，只计前 3 名作者。"
    ),
}


RANGED = "when: {kind: 年度述职}, per: judged, points: 1, combine: sum, judged_range: {when: "
RANGES = {
    "{kind: 全体会议}, measure: {of: rate, present: 出席}, table: [{at_least: 80%, from: 6, to: 10}, {at_least: 0, from: 0, to: 5}], outside: unassessed": (
        "全体会议的，按出席率（出席算到会），达到 80% 的评 6～10 分，不足 80% 的评 0～5 分，没有应出席场次的不另限；"
        "不在范围内的不计，重新评定以前，本年度为未评定。"
    ),
    "{kind: 走访}, measure: {of: quantity}, table: [{at_least: 0, from: 3, to: 3}], outside: held": (
        "走访的，按数量合计，评 3 分；不在范围内的按最近的一端计。"
    ),
}


@pytest.mark.parametrize(("written", "text"), RANGES.items(), ids=("rate", "quantity"))
def test_the_range_of_a_judged_value_reads_as_a_sentence(written: str, text: str) -> None:
    book = with_item(f"{RANGED}{written}}}", format="duty-rules/2")
    assert told(book, "甲") == f"年度述职的，按评定分，每 1 分计 1 分；评定分的范围：{text}"


@pytest.mark.parametrize(("written", "text"), ITEMS.items(), ids=range(len(ITEMS)))
def test_an_item_reads_as_a_sentence(written: str, text: str) -> None:
    assert told(with_item(written), "甲") == text


def test_levels_stand_on_lines_of_their_own() -> None:
    levels = "[{id: 立案, when: {stage: 立案}, points: 5}, {id: 其他, when: {not: {stage: 立案}}, points: 0}]"
    book = with_item(f"when: {{kind: 提案}}, levels: {levels}, combine: sum")
    assert told(book, "甲") == "提案的，每件（次）按下列各档计分。"
    assert told(book, "甲：立案") == "阶段为立案的，计 5 分。"
    assert told(book, "甲：其他") == "阶段没有立案的，不计分。"


RULES = {
    "【提案】": "本类为以下各项之和；基础分（按职务，兼有几种的依先列者：常委 5 分，组长 4 分，其他 2 分）；"
    "同一成果符合本类几项的，只在得分最高的一项计分；本类最高 40 分；本类最低 -10 分。",
    "【会议】": "本类只取以下各项中最高的一项。",
    "【走访】": "本类为以下各项之和；来源编号相连的几件成果只计得分最高的一件，这一件的各条记录照常计分，不论符合本类哪几项；按十分之七计入总分。",
    "【参考】": "本类为以下各项之和；只列出，不计入总分。",
    "合计": "提案、会议合计最高 50 分；提案、会议合计最低 1 分。",
    "【总分】": "总分为计入总分的各类得分之和；另加基础分 10 分；总分最高 120 分；总分最低 0 分；各项得分四舍五入到小数点后 2 位。",
    "职务系数": "适用于：常委，且界别不为教育界。总分乘以 1.1。",
    "出席系数": "总分的系数：全体会议的，按出席率（出席算到会），达到 50% 的乘以 1，不足 50% 的乘以 0，没有应出席场次的乘以 1。",
    "按在任时间折算": "年内只有部分时间在任的，按在任天数折算；折算基础分：提案、总分；折算目标数：走访定额。",
    "三个一": "适用于：常委。履职：每年度须有（“提案”至少 1 件（次），并且（“走访”至少 2 件（次），"
    "或者“年度述职”至少 1 件（次）））；未达到的，等次最高为合格。",
    "违纪": "适用于：常委。有违纪处理的，不论分数，等次最高为不合格。",
    "合格": "总分 60 分及以上（含本数）、不足 85 分的为合格。",
    "不合格": "总分 0 分及以上（含本数）、不足 60 分的为不合格；低于 0 分的也为不合格。",
    "优秀名额": "适用于：常委。每个界别的优秀不超过该界别适用本条的年末在任委员人数的 20%，名额只取整数部分，按得分从高到低；"
    "末位得分相同而名额不够的，得分相同者都不列入；超出名额的列为合格。",
    "先进": "适用于：常委。自 2026 年起每 2 年评选一次；只限等次为优秀的；须有“提案”至少 1 件（次）；"
    "每个界别各取提案得分最高的，不超过该界别适用本条的年末在任委员人数的 10%，名额四舍五入取整；末位得分相同而名额不够的，得分相同者都列入；提出：通报表扬。",
    "约谈": "适用于：常委。届满之年，（届内连续 2 年等次为不合格，并且（当年列入先进，或者当年总分低于 40 分，"
    "或者最近 2 年内“全体会议，出席情况为缺席”至少 2 件（次）、至多 9 件（次）））的，提请研究：约谈；可选：提醒、诫勉；告知：所在单位。",
}


@pytest.mark.parametrize(("name", "text"), RULES.items(), ids=RULES)
def test_a_rule_reads_as_a_sentence(name: str, text: str) -> None:
    assert told(BOOK, name) == text


def test_each_sentence_stands_beside_its_clause_and_its_line() -> None:
    paper = OfficeWords().said(rules_paper(Rules((rulebook(),), "0" * 64, {}), "1"))
    assert [sheet.name for sheet in paper.sheets] == ["事项", "计分项", "最低要求", "纪律情形", "等次和名额", "后果"]
    assert ("走访", "第4条", "t.yaml:19", "走访的，每件（次）计 1 分。") in paper.sheets[1].rows


def test_of_several_files_each_table_says_whose_it_is() -> None:
    books = (rulebook(), rulebook(title="新细则", effective="{from: 2027-01-01, to: 2027-12-31}"))
    text = as_table(OfficeWords().said(rules_paper(Rules(books, "0" * 64, {}), "1")))
    assert "某市政协委员履职考核细则：计分项" in text
    assert "新细则：计分项" in text
