from datetime import date
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import pytest

from duty_cli.errors.file_errors import UnreadableFile
from duty_cli.errors.rule_errors import NoRules, RuleProblems
from duty_cli.model.conditions import AppliesTo, Condition, Origin
from duty_cli.model.grading_rules import About
from duty_cli.model.items import Authorship, Item, Level, PointBasis
from duty_cli.model.members import Facet
from duty_cli.model.rule_conditions import AllOf, AnyOf, GradeIs, NumberBounds, RecordCount, YearCount
from duty_cli.rules.rule_files import load
from duty_cli.rules.rules_folder import digest, rule_files
from tests.rules.small import book, text, with_item


def test_a_whole_item_is_read_with_its_clause_and_place() -> None:
    (item,) = book(
        categories="""
  - id: 提案
    clause: 第3条
    items:
      - id: 领衔提案
        clause: 第7条
        when: {kind: 提案, position: 1, authors: {at_most: 3}}
        levels:
          - {id: 立案, when: {stage: 立案}, points: 2.5}
          - {id: 重点, when: {stage: [重点]}, points: -1/3}
        several_levels: stacked
        combine: sum
        per: quantity
        applies_to: {role: [常委, 组长], joined: this_year}
        authors: {first: 1/2, others: split_rest}
        same_matter: highest
        from_nth: 2
        cap: 1/5
        floor: -4
        note: 说明"""
    ).categories[0].items  # fmt: skip
    stage = Condition("stage", frozenset({"立案"}))
    assert item == Item(
        id="领衔提案",
        origin=Origin("第7条", "scoring.yaml:16"),
        when=(
            Condition("kind", frozenset({"提案"})),
            Condition("position", at_least=1, at_most=1),
            Condition("authors", at_most=3),
        ),
        points=0,
        combine="sum",
        levels=(
            Level("立案", (stage,), Fraction(5, 2), "scoring.yaml:20"),
            Level("重点", (Condition("stage", frozenset({"重点"})),), Fraction(-1, 3), "scoring.yaml:21"),
        ),
        several_levels="stacked",
        per=PointBasis.QUANTITY,
        applies_to=AppliesTo({Facet.ROLE: frozenset({"常委", "组长"})}, joined_this_year=True),
        authors=Authorship(Fraction(1, 2), "split_rest"),
        same_matter="highest",
        from_nth=2,
        cap=Fraction(1, 5),
        floor=-4,
        note="说明",
    )


def test_each_facet_has_its_key() -> None:
    who = "{role: 甲, sector: 乙, party: 丙, liaison_group: 丁, special_committee: 戊}"
    (item,) = (
        book(categories=with_item(f"when: {{kind: 提案}}, points: 1, combine: sum, applies_to: {who}"))
        .categories[0]
        .items
    )
    assert item.applies_to is not None
    assert {facet.value: set(values) for facet, values in item.applies_to.facets.items()} == {
        "职务": {"甲"}, "界别": {"乙"}, "党派": {"丙"}, "委员联络组": {"丁"}, "专门委员会": {"戊"},
    }  # fmt: skip


def test_kinds_say_what_their_records_may_say() -> None:
    kinds = book().kinds
    assert kinds["全体会议"].attended
    assert not kinds["提案"].attended
    assert kinds["年度述职"].judged == (0, 10)


def test_a_minimum_is_an_and_of_ors() -> None:
    (minimum,) = book(
        minimums="""
  - id: 三个一
    clause: 第3条
    about: 履职
    within: term
    need: {all: [{kind: 提案, at_least: 1}, {any: [{kind: 年度述职, at_least: 2}]}]}
    else: {grade_at_most: 合格}"""
    ).minimums
    proposal = RecordCount(((Condition("kind", frozenset({"提案"})),),), NumberBounds(1))
    account = RecordCount(((Condition("kind", frozenset({"年度述职"})),),), NumberBounds(2))
    assert minimum.need == AllOf((proposal, AnyOf((account,))))
    assert (minimum.about, minimum.within, minimum.grade_at_most) == (About.DUTY, "term", "合格")


def test_a_consequence_counts_years_or_records() -> None:
    years, records = book(
        consequences="""
  - {id: 甲, clause: 第12条, if: {grade: 不合格, years: 2, within: term}, propose: 约谈}
  - {id: 乙, clause: 第12条, if: {records: {kind: 提案}, at_least: 3, within: year}, propose: 约谈}"""
    ).consequences
    assert years.test == YearCount(GradeIs(frozenset({"不合格"})), 2, "term")
    assert records.test == RecordCount(((Condition("kind", frozenset({"提案"})),),), NumberBounds(3))


def test_the_digest_of_one_file_is_that_of_its_bytes() -> None:
    assert digest({"scoring.yaml": b"abc"}) == sha256(b"abc").hexdigest()


def test_the_digest_of_several_files_is_that_of_their_names_and_digests() -> None:
    a, b = sha256(b"1").hexdigest(), sha256(b"2").hexdigest()
    assert digest({"b": b"2", "a": b"1"}) == sha256(f"a\0{a}\nb\0{b}\n".encode()).hexdigest()


def test_a_folder_gives_its_scoring_files_and_no_others(tmp_path: Path) -> None:
    (tmp_path / "scoring-2026.yaml").write_text(text(), encoding="utf-8")
    (tmp_path / "other.yaml").write_text("a: b", encoding="utf-8")
    rules = load(rule_files(tmp_path))
    assert list(rules.files) == ["scoring-2026.yaml"]
    assert rules.on(date(2026, 12, 31)) is rules.books[0]
    assert load(rules.files) == rules


def test_no_rules_and_unreadable_rules_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(NoRules):
        load(rule_files(tmp_path))
    with pytest.raises(NoRules):
        load(rule_files(tmp_path / "scoring.yaml"))
    with pytest.raises(NoRules):
        load({})
    (tmp_path / "scoring.yaml").mkdir()
    with pytest.raises(UnreadableFile):
        load(rule_files(tmp_path))


def test_problems_of_all_files_are_told_at_once() -> None:
    with pytest.raises(RuleProblems) as refusal:
        load({"a.yaml": b"", "b.yaml": text(title="").encode()})
    assert str(refusal.value) == (
        "a.yaml:1：第1列：文件是空的\nb.yaml:1：第1列：缺少“title”；请补上（细则全称）\n规则文件共 2 处问题；请改正后重新执行"
    )
