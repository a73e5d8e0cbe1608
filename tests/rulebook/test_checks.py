import pytest

from duty_cli.domain.conditions import Condition
from duty_cli.domain.points import exact
from duty_cli.errors import RuleFaults
from duty_cli.rulebook.conditions import may_both_hold
from duty_cli.rulebook.files import load
from tests.rulebook.small import faults, text, with_item

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
    ],
)  # fmt: skip
def test_sections_that_contradict_themselves_are_refused(section: str, written: str, words: str) -> None:
    assert words in "\n".join(faults(text(**{section: written})))


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
    ],
)  # fmt: skip
def test_items_that_count_wrongly_are_refused(item: str, words: str) -> None:
    assert words in "\n".join(faults(text(categories=with_item(item))))


def test_one_id_in_two_categories_is_refused() -> None:
    item = "items: [{id: 甲, clause: 第3条, when: {kind: 提案}, points: 5, combine: sum}]"
    found = faults(text(categories=f"[{{id: 一, clause: 第3条, {item}}}, {{id: 二, clause: 第3条, {item}}}]"))
    assert "计分项“甲”写了两次" in found[0]


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


def two_files(first: str, second: str) -> dict[str, bytes]:
    return {"scoring-1.yaml": text(effective=first).encode(), "scoring-2.yaml": text(effective=second).encode()}


def test_files_that_overlap_are_refused() -> None:
    with pytest.raises(RuleFaults, match="的适用日期重叠（2026-12-31 至 2026-12-31）"):
        load(two_files("{from: 2026-01-01, to: 2026-12-31}", "{from: 2026-12-31, to: 2027-12-31}"))


def test_files_that_leave_a_gap_are_refused() -> None:
    with pytest.raises(RuleFaults, match="之间有日期没有规则（2027-01-01 至 2027-12-31）"):
        load(two_files("{from: 2026-01-01, to: 2026-12-31}", "{from: 2028-01-01, to: 2028-12-31}"))


def test_files_that_follow_one_another_are_one_body() -> None:
    rules = load(two_files("{from: 2027-01-01, to: 2027-12-31}", "{from: 2026-01-01, to: 2026-12-31}"))
    assert [book.file for book in rules.books] == ["scoring-2.yaml", "scoring-1.yaml"]
