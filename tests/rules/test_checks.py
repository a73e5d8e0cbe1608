import pytest

from duty_cli.model.conditions import Condition
from duty_cli.model.exact_numbers import exact
from duty_cli.rules.conditions_together import may_both_hold
from tests.rules.small import problems, text, with_item

PLENARY = "{id: 全体会议, clause: 第6条, attended: yes}"
PROPOSAL = "{id: 提案, clause: 第3条}"


@pytest.mark.parametrize(
    ("section", "written", "words"),
    [
        ("stages", "[提交, 立案, 提交]", "阶段“提交”写了两次"),
        ("kinds", f"[{PROPOSAL}, {PROPOSAL}]", "履职事项“提案”写了两次"),
        ("bands", "[{grade: 合格, min: 60}, {grade: 合格, min: 0}]", "等次“合格”写了两次"),
        ("bands", "[{grade: 合格, min: 60}, {grade: 优秀, min: 85}, {grade: 不合格, min: 0}]",
         "“优秀”的下限 85 不低于前一等次“合格”的 60；等次请由高到低排列"),
        ("bands", "[{grade: 优秀, min: 85}, {grade: 合格, min: 60}]", "最低等次“合格”的下限是 60，更低的分数没有等次"),
        ("total", "{cap: 120}", "更低的分数没有等次"),
        ("quotas", "[{grade: 合格, clause: 第11条, at_most: 20%, unit: share, round: down, ties: exclude, "
         "overflow_to: 优秀}]", "超出“合格”名额的委员不能归入“优秀”；请写更低的等次"),
        ("minimums", "[{id: 全会, clause: 第6条, about: 履职, within: year, need: {kind: 全体会议, at_least: 1}}]",
         "没有写明出席情况，“全体会议”的缺席和请假也会被计入；请写明 attendance"),
        ("minimums", "[{id: 全会, clause: 第6条, about: 履职, within: year, "
         "need: {all: [{any: [{kind: 全体会议, at_least: 1}]}]}}]", "没有写明出席情况"),
        ("consequences", "[{id: 甲, clause: 第12条, if: {records: {kind: 全体会议}, at_least: 2, within: year}, "
         "propose: 约谈}]", "没有写明出席情况"),
        ("vetoes", "[{id: 甲, clause: 第12条, when: {kind: 提案, attendance: 缺席}, grade_at_most: 合格}]",
         "“提案”不记出席情况，按 attendance 永远不会计入"),
        ("vetoes", "[{id: 甲, clause: 第12条, when: {kind: 提案, not: {kind: 提案}}, grade_at_most: 合格}]",
         "没有共同的事项，永远不会计入任何记录"),
        ("minimums", "[{id: 甲, clause: 第6条, about: 履职, within: year, "
         "need: {kind: 提案, stage: 立案, not: {stage: 立案}, at_least: 1}}]",
         "对 stage 的要求不能同时满足，永远不会计入任何记录；请核对各处的 stage"),
        ("minimums", "[{id: 甲, clause: 第6条, about: 履职, within: year, need: {kind: 提案, at_least: 1}, "
         "else: {grade_at_most: 及格}}]", "没有名为“及格”的等次"),
        ("selections", "[{id: 甲, clause: 第9条, take: top, at_most: 3, unit: members, round: down, ties: exclude, "
         "grades: [良好], propose: 表彰}]", "没有名为“良好”的等次"),
        ("consequences", "[{id: 甲, clause: 第12条, if: {grade: 差, years: 1, within: year}, propose: 约谈}]",
         "没有名为“差”的等次；可用的有：优秀、合格、不合格"),
        ("quotas", "[{grade: 优秀, clause: 第11条, at_most: 20%, unit: share, round: down, ties: exclude, "
         "overflow_to: 及格}]", "没有名为“及格”的等次；是否：合格"),
    ],
)  # fmt: skip
def test_sections_that_contradict_themselves_are_refused(section: str, written: str, words: str) -> None:
    assert words in "\n".join(problems(text(**{section: written})))


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ("when: {kind: 全体会议}, points: 5, combine: sum", "没有写明出席情况，“全体会议”的缺席"),
        ("when: {stage: 提交}, points: 5, combine: sum", "没有写明出席情况"),
        ("when: {kind: 提案}, per: judged, points: 1, combine: sum", "“提案”没有评定分，不能按评定分计"),
        ("when: {kind: 提案, judged: {at_least: 5}}, points: 1, combine: sum", "“提案”没有评定分"),
        ("when: {kind: 提案}, combine: sum, levels: [{id: 甲, when: {kind: 年度述职}, points: 1}]",
         "没有共同的事项，永远不会计入"),
        ("when: {kind: 提案}, combine: sum, several_levels: highest, "
         "levels: [{id: 甲, when: {stage: 提交}, points: 1}, {id: 甲, when: {stage: 立案}, points: 2}]",
         "档次“甲”写了两次"),
        ("when: {kind: 提案}, combine: sum, "
         "levels: [{id: 甲, when: {stage: 提交}, points: 1}, {id: 乙, when: {stage: 立案}, points: 2}]",
         "计分项“甲”的“甲”和“乙”可能同时达到；请写明 several_levels"),
        ("when: {kind: 提案}, combine: sum, levels: [{id: 甲, when: {authors: {at_most: 2}}, points: 1}, "
         "{id: 乙, when: {authors: {at_least: 2}}, points: 2}]", "可能同时达到"),
        ("when: {kind: 全体会议, attendance: 出席}, combine: sum, "
         "levels: [{id: 甲, when: {attendance: 缺席}, points: 1}]", "对 attendance 的要求不能同时满足"),
        ("when: {kind: 提案, authors: {above: 3, below: 3}}, points: 5, combine: sum", "对 authors 的要求不能同时满足"),
        ("when: {kind: 提案, share: {at_least: 75}}, points: 5, combine: sum",
         "参加比例（share）在 0 与 1 之间，照这个数永远不会计入任何记录；比例请写成 3/4 或 75%"),
        ("when: {kind: 提案, position: 0}, points: 5, combine: sum", "作者位次（position）从 1 数起"),
        ("when: {kind: 提案, authors: {below: 1}}, points: 5, combine: sum", "作者人数（authors）至少是 1"),
        ("when: {kind: 提案, quantity: {at_most: 0}}, points: 5, combine: sum", "数量（quantity）都大于 0"),
        ("when: {kind: 年度述职, judged: {above: 10}}, points: 5, combine: sum",
         "“年度述职”的评定分在 0 与 10 之间，永远不会计入任何记录"),
        ("when: {kind: 全体会议}, measure: {of: rate, present: 出席}, table: [{at_least: 90, points: 5}]",
         "出席率最高是 100%，达不到 90；请写成比例，如 90%"),
        ("when: {kind: 全体会议}, measure: {of: rate, present: 出席}, table: [{at_least: 120%, points: 5}]",
         "出席率最高是 100%，达不到 1.2；请写成比例，如 80%"),
    ],
)  # fmt: skip
def test_items_that_count_wrongly_are_refused(item: str, words: str) -> None:
    assert words in "\n".join(problems(text(categories=with_item(item))))


def test_one_id_in_two_categories_is_refused() -> None:
    item = "items: [{id: 甲, clause: 第3条, when: {kind: 提案}, points: 5, combine: sum}]"
    found = problems(text(categories=f"[{{id: 一, clause: 第3条, {item}}}, {{id: 二, clause: 第3条, {item}}}]"))
    assert "计分项“甲”写了两次" in found[0]


@pytest.mark.parametrize(
    "item",
    [
        "when: {not: {kind: 全体会议}}, points: 5, combine: sum",
        "when: {kind: [全体会议, 提案], not: {attendance: 缺席}}, points: 5, combine: sum",
        "when: {kind: 全体会议, attendance: 出席, share: {above: 0, below: 1}}, points: 5, combine: sum",
        "when: {kind: 提案, stage: 立案}, combine: sum, levels: [{id: 甲, when: {stage: 重点}, points: 1}]",
    ],
)
def test_items_that_some_record_can_meet_are_not(item: str) -> None:
    assert problems(text(categories=with_item(item))) == []


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (Condition("kind", frozenset({"提案"})), Condition("kind", frozenset({"全体会议"})), False),
        (Condition("attendance", frozenset({"出席"})), Condition("attendance", frozenset({"出席", "迟到"})), True),
        (Condition("stage", frozenset({"提交"})), Condition("stage", frozenset({"立案"})), True),
        (Condition("level", frozenset({"县级"})), Condition("level", frozenset({"市级"})), True),
        (Condition("share", at_most=exact("0.5")), Condition("share", at_least=exact("3/4")), False),
        (Condition("share", at_least=exact("3/4")), Condition("share", at_most=exact("0.5")), False),
        (Condition("position", at_most=1), Condition("position", at_least=1), True),
        (Condition("position", at_most=1), Condition("quantity", at_least=2), True),
    ],
)
def test_only_single_valued_fields_and_ranges_keep_levels_apart(one: Condition, other: Condition, both: bool) -> None:
    assert may_both_hold((one,), (other,)) is both
