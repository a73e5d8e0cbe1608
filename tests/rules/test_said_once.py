"""What a file of the second edition says once: sets, clauses inherited, defaults of the head, kinds declared together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, get_args, get_type_hints

import pytest
from pydantic import BaseModel

from duty_cli.model.items import Item
from duty_cli.model.members import Facet
from duty_cli.model.rulebook import Rulebook, Rules
from duty_cli.reports.describe_outcomes import selection
from duty_cli.reports.describe_rules import rules_paper
from duty_cli.rules.linting.lint_workspace import OfficeNames
from duty_cli.rules.rule_files import check, load
from duty_cli.rules.rule_forms.rulebook_form import RulesForm
from duty_cli.rules.rule_forms.said_once import CITING, LISTS
from duty_cli.rules.yaml_reading import form_fields
from duty_cli.scoring.commendation import chooses
from tests.rules import small

SECOND = {**small.SECTIONS, "format": "duty-rules/2"}
KINDS = """
  - {id: [全体会议, 常委会会议], clause: 第6条, attended: yes}
  - {id: 提案, clause: 第3条}
  - {id: [走访, 座谈], clause: 第4条}
  - {id: 年度述职, clause: 第11条, judged: {at_least: 0, at_most: 10}}"""


def written(**sections: str) -> str:
    return small.text(**{**SECOND, **sections})


def book(**sections: str) -> Rulebook:
    return load({"scoring.yaml": written(**sections).encode()}).books[0]


def problems(**sections: str) -> list[str]:
    return small.problems(written(**sections))


def only_item(**sections: str) -> Item:
    ((one,),) = (category.items for category in book(**sections).categories)
    return one


PRESENT = "{到会: [出席, 迟到, 早退]}"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("到会", "[出席, 迟到, 早退]"),
        ("[到会]", "[出席, 迟到, 早退]"),
        ("[到会, 公假]", "[出席, 迟到, 早退, 公假]"),
        ("[迟到, 到会]", "[迟到, 出席, 早退]"),
    ],
)
def test_a_set_stands_for_its_words_in_a_list(said: str, meant: str) -> None:
    one, other = (
        only_item(
            sets=PRESENT,
            categories=small.with_item(f"when: {{kind: 全体会议, attendance: {words}}}, points: 1, combine: sum"),
        )
        for words in (said, meant)
    )
    assert one == other


def test_sets_stand_wherever_a_list_of_words_may() -> None:
    sets = "{会: [全体会议, 常委会会议], 到会: [出席, 迟到], 成: [立案, 重点], 市以上: [市级], 高: [县级], 领导: [主席, 副主席], 政协秘书: [秘书长, 副秘书长], 好: [优秀, 合格]}"
    item = "when: {kind: 会}, applies_to: {role: 领导, not: {role: [政协秘书, 常委], sector: 工会界}}, measure: {of: rate, present: 到会}, table: [{at_least: 1/2, points: {by: role, values: {领导: 5, 常委: 3}, otherwise: 1}}]"
    veto = (
        "[{id: 甲, clause: 第1条, when: {kind: 提案, stage: 成, level: 市以上, not: {level: 高}}, grade_at_most: 合格}]"
    )
    top = "[{id: 乙, clause: 第1条, take: top, at_most: 3, unit: members, ties: include, grades: 好, propose: 表彰}]"
    plain = {
        "领导": "[主席, 副主席]",
        "会": "[全体会议, 常委会会议]",
        "到会": "[出席, 迟到]",
        "成": "[立案, 重点]",
        "市以上": "[市级]",
        "高": "[县级]",
        "好": "[优秀, 合格]",
    }
    said = {"kinds": KINDS, "categories": small.with_item(item), "vetoes": veto, "selections": top}
    meant = {
        key: text.replace("[政协秘书, 常委]", "[秘书长, 副秘书长, 常委]").replace(
            "{领导: 5, 常委: 3}", "{主席: 5, 副主席: 5, 常委: 3}"
        )
        for key, text in said.items()
    }
    for name, words in plain.items():
        meant = {
            key: text.replace(f": {name},", f": {words},").replace(f": {name}}}", f": {words}}}")
            for key, text in meant.items()
        }
    assert book(sets=sets, **said) == book(sets="{另: [无]}", **meant)


def test_every_list_of_words_in_the_forms_takes_sets() -> None:
    words = (
        form_fields.Words,
        form_fields.Kinds,
        form_fields.Stages,
        form_fields.Levels,
        form_fields.Grades,
        form_fields.Attendances,
    )
    found = {
        key
        for form in _forms(RulesForm)
        for key, hint in _keys(form)
        if hint in words or any(part in words for part in get_args(hint))
    }
    assert found - set(LISTS) == set()


def test_every_section_that_cites_a_clause_may_inherit_it() -> None:
    citing = {key for key, hint in _keys(RulesForm) for form in _forms_of(hint) if "clause" in form.model_fields}
    # A band without a clause has an edge that no document sets: none may be inherited.
    assert citing - {"defaults", "bands"} == set(CITING)


def _keys(form: type[BaseModel]) -> Iterator[tuple[str, Any]]:
    hints = get_type_hints(form, include_extras=True)
    for name, field in form.model_fields.items():
        yield field.alias or name, hints[name]


def _forms_of(hint: object) -> list[type[BaseModel]]:
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return [hint]
    return [form for part in get_args(hint) for form in _forms_of(part)]


def _forms(top: type[BaseModel]) -> list[type[BaseModel]]:
    found = [top]
    for form in found:
        inside = [one for _, hint in _keys(form) for one in _forms_of(hint)]
        found += [one for one in dict.fromkeys(inside) if one not in found]
    return found


def test_kinds_declared_together_are_kinds_by_themselves() -> None:
    apart = KINDS.replace("[全体会议, 常委会会议]", "全体会议").replace("[走访, 座谈]", "走访")
    more = "\n  - {id: 常委会会议, clause: 第6条, attended: yes}\n  - {id: 座谈, clause: 第4条}"
    one, other = book(kinds=KINDS), book(kinds=apart + more)
    assert list(one.kinds) == ["全体会议", "常委会会议", "提案", "走访", "座谈", "年度述职"]
    assert {name: kind.place for name, kind in one.kinds.items()}["座谈"] == one.kinds["走访"].place
    assert one.kinds["年度述职"].place.endswith(":12")
    assert [
        (kind.id, kind.clause, kind.attended, kind.judged)
        for kind in sorted(one.kinds.values(), key=lambda kind: kind.id)
    ] == [
        (kind.id, kind.clause, kind.attended, kind.judged)
        for kind in sorted(other.kinds.values(), key=lambda kind: kind.id)
    ]


def test_what_is_wrong_with_a_kind_is_told_where_it_stands_after_others_declared_together() -> None:
    (problem,) = problems(kinds=KINDS.replace("judged: {at_least: 0, at_most: 10}", "judgd: 1"))
    assert problem.startswith("scoring.yaml:12：第30列：这里没有“judgd”这一项")
    (twice,) = problems(kinds=KINDS.replace("[走访, 座谈]", "[走访, 提案]"))
    assert twice.startswith("scoring.yaml:11：第15列：履职事项“提案”写了两次")


def test_a_rule_has_the_clause_of_its_category_or_of_the_head() -> None:
    categories = """
  - id: 甲
    items:
      - {id: 甲一, when: {kind: 提案}, points: 1, combine: sum}
  - id: 乙
    clause: 第3条
    items:
      - {id: 乙一, when: {kind: 提案}, points: 1, combine: sum}
      - {id: 乙二, clause: 第4条, when: {kind: 提案}, points: 1, combine: sum}"""
    found = book(defaults="{clause: 报道}", kinds="[{id: 提案}]", categories=categories)
    assert [category.origin.clause for category in found.categories] == ["报道", "第3条"]
    assert [item.origin.clause for category in found.categories for item in category.items] == [
        "报道",
        "第3条",
        "第4条",
    ]
    assert found.kinds["提案"].clause == "报道"


def test_a_clause_that_nobody_says_is_missing() -> None:
    (problem,) = problems(
        kinds="\n  - {id: 提案}",
        categories="\n  - {id: 甲, clause: 第1条, items: [{id: 乙, when: {kind: 提案}, points: 1, combine: sum}]}",
    )
    assert "缺少“clause”（提案）" in problem


LEVELS = "levels: [{id: 一, when: {stage: 提交}, points: 1}, {id: 二, when: {stage: 立案}, points: 2}]"


def test_the_defaults_of_the_head_hold_where_an_item_says_nothing() -> None:
    defaults = "{combine: highest, several_levels: stacked}"
    assert (
        only_item(defaults=defaults, categories=small.with_item("when: {kind: 提案}, points: 1")).combine == "highest"
    )
    assert (
        only_item(defaults=defaults, categories=small.with_item("when: {kind: 提案}, points: 1, combine: sum")).combine
        == "sum"
    )
    several = only_item(defaults=defaults, categories=small.with_item(f"when: {{kind: 提案}}, {LEVELS}"))
    assert (several.several_levels, several.combine) == ("stacked", "highest")
    measured = only_item(
        defaults=defaults,
        categories=small.with_item("when: {kind: 提案}, measure: {of: records}, table: [{at_least: 1, points: 1}]"),
    )
    assert measured.combine == "sum"


def test_a_default_for_several_levels_says_nothing_where_a_record_meets_one_alone() -> None:
    states = "levels: [{id: 一, when: {attendance: 出席}, points: 1}, {id: 二, when: {attendance: 缺席}, points: -2}]"
    one = only_item(
        defaults="{several_levels: highest}",
        categories=small.with_item(f"when: {{kind: 全体会议}}, {states}, combine: sum"),
    )
    other = only_item(categories=small.with_item(f"when: {{kind: 全体会议}}, {states}, combine: sum"))
    assert one == other


def in_two_categories(own: str, items: str = "when: {kind: 提案}") -> str:
    """Two categories of one item, of which the first says defaults of its own."""
    levelled = f"{{id: 项, clause: 第3条, {items}, {LEVELS}}}"
    return (
        f"[{{id: 甲, clause: 第3条, defaults: {own}, items: [{levelled}]}}, "
        f"{{id: 乙, clause: 第3条, items: [{levelled.replace('id: 项', 'id: 另一项')}]}}]"
    )


def test_the_defaults_of_a_category_come_before_those_of_the_head() -> None:
    head = "{combine: highest, several_levels: stacked}"
    found = book(defaults=head, categories=in_two_categories("{combine: once}"))
    (one,), (other,) = (category.items for category in found.categories)
    assert [(item.combine, item.several_levels) for item in (one, other)] == [
        ("once", "stacked"),
        ("highest", "stacked"),
    ]
    said = in_two_categories("{combine: once}", "when: {kind: 提案}, combine: sum")
    warned = [
        str(one)
        for one in check({"scoring.yaml": written(defaults="{several_levels: stacked}", categories=said).encode()})
    ]
    assert [one for one in warned if "defaults 的 combine 没有用到" in one]
    of_first = small.text(
        categories=in_two_categories("{combine: once}", "when: {kind: 提案}, several_levels: highest")
    )
    assert any("defaults 是第二版（duty-rules/2）的写法" in one for one in small.problems(of_first))


PLACES = "id: 甲, clause: 第1条, take: top, propose: 表彰"


def test_places_by_number_are_not_rounded_and_a_share_has_the_rounding_of_the_head() -> None:
    found = book(
        defaults="{round: half_up, ties: include}",
        selections=f"[{{{PLACES}, at_most: 3, unit: members}}, {{{PLACES.replace('甲', '乙')}, at_most: 3%, unit: share}}]",
    ).selections
    assert [(one.round, one.ties) for one in found] == [("down", "include"), ("half_up", "include")]


@pytest.mark.parametrize("rounded", ["down", "half_up"])
def test_how_a_number_of_members_was_said_to_be_rounded_never_mattered(rounded: str) -> None:
    one = small.book(selections=f"[{{{PLACES}, at_most: 3, unit: members, round: {rounded}, ties: include}}]")
    assert one.selections == book(selections=f"[{{{PLACES}, at_most: 3, unit: members, ties: include}}]").selections


def test_a_selection_that_proposes_nothing_is_written_in_the_second_edition_alone() -> None:
    places = "[{id: 甲, clause: 第1条, take: top, at_most: 3%, unit: share, round: down, ties: include}]"
    assert book(selections=places).selections[0].propose == ""
    assert "缺少“propose”（甲）" in small.problems(small.text(selections=places))[0]


@pytest.mark.parametrize("section", [{"sets": PRESENT}, {"defaults": "{combine: sum}"}])
def test_the_first_edition_says_nothing_once(section: dict[str, str]) -> None:
    (problem,) = small.problems(small.text(**section))
    (key,) = section
    assert f"{key} 是第二版（duty-rules/2）的写法；请把 format 改为 duty-rules/2" in problem


def test_a_set_that_no_rule_uses_is_doubtful() -> None:
    *_, problem = check(
        {
            "scoring.yaml": written(
                sets="{到会: [出席, 迟到, 早退]}",
                categories=small.with_item("when: {kind: 提案}, points: 85, combine: sum"),
            ).encode()
        }
    )
    assert str(problem).startswith("scoring.yaml:16：第12列：集合“到会”没有用到")


def test_a_set_where_one_word_alone_may_stand_is_told_as_one() -> None:
    quota = "[{grade: 好, clause: 第1条, at_most: 3, unit: members, ties: include, overflow_to: 不合格}]"
    (problem,) = problems(sets="{好: [优秀, 合格]}", quotas=quota)
    assert problem.endswith("：“好”是集合，这里只能写一个等次；可用的有：优秀、合格、不合格")


def test_a_default_that_holds_nowhere_is_doubtful() -> None:
    every = small.with_item("when: {kind: 提案}, points: 85, combine: sum")
    found = [
        str(one) for one in check({"scoring.yaml": written(defaults="{combine: once}", categories=every).encode()})
    ]
    assert [one for one in found if "defaults" in one] == [
        "scoring.yaml:16：第21列：defaults 的 combine 没有用到：没有一条需要它，或各条都另写了；请删去，或删去各条中与它相同的"
    ]


def test_a_default_that_nothing_asks_for_is_not_said_to_be_written_again() -> None:
    """No item has levels: none has written ``several_levels`` otherwise."""
    found = [str(one) for one in check({"scoring.yaml": written(defaults="{several_levels: highest}").encode()})]
    assert [one.partition("：")[2].partition("：")[2] for one in found if "defaults" in one] == [
        "defaults 的 several_levels 没有用到：没有一条需要它，或各条都另写了；请删去，或删去各条中与它相同的"
    ]


def test_a_set_with_the_name_of_a_role_of_the_roster_is_doubtful() -> None:
    item = small.with_item("when: {kind: 提案}, points: 85, combine: sum, applies_to: {role: 常委}")
    file = {"scoring.yaml": written(sets="{常委: [主席, 副主席]}", categories=item).encode()}
    office = OfficeNames("某市", {Facet.ROLE: frozenset({"常委", "主席", "副主席"})})
    found = [str(one) for one in check(file, office)]
    assert [one for one in found if "集合" in one] == [
        "scoring.yaml:16：第12列：集合“常委”与名册里的职务或组别同名；写“常委”的地方指的是集合里的词；请给集合换一个名称"
    ]
    assert not any("集合" in str(one) for one in check(file))


def test_what_the_head_says_once_is_told_at_the_head() -> None:
    found = book(
        sets=PRESENT,
        defaults="{clause: 报道, combine: sum, several_levels: highest, round: down, ties: exclude}",
        categories=small.with_item("when: {kind: 全体会议, attendance: 到会}, points: 5"),
    )
    text = [line.text for line in rules_paper(Rules((found,), "", {}), "1").text]
    assert text[-2:] == [
        "各条没有另写的：依据为“报道”；一项有几件（次）的，相加；一条记录符合几档的，取最高一档；按比例的名额只取整数部分；末位得分相同而名额不够的都不列入。",
        "“到会”指出席、迟到、早退。",
    ]


def test_a_selection_that_proposes_nothing_lists_its_members_and_puts_nobody_forward() -> None:
    places = "[{id: 甲, clause: 第1条, take: top, at_most: 3, unit: members, ties: include}]"
    rule = book(selections=places).selections[0]
    assert not chooses(rule)
    assert "只列名单，不提请研究" in selection(rule, book(selections=places)).text
    assert chooses(replace(rule, propose="表彰"))


def test_a_file_of_the_second_edition_need_not_say_the_rounding() -> None:
    assert book(rounding="").places == 2
    assert small.problems(small.text(rounding="")) == [
        "scoring.yaml:1：第1列：缺少“rounding”；请补上，如 rounding: {places: 2, half: up}（四舍五入到小数点后两位）"
    ]
