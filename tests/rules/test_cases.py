"""Files of cases: what they say, and how every problem of them is named."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from duty_cli.errors.rule_errors import CaseProblems, RuleProblems
from duty_cli.model.members import Facet
from duty_cli.model.periods import year_of
from duty_cli.model.rule_cases import Aspect, CaseFile
from duty_cli.reports.rule_case_runner import mismatches, tried
from duty_cli.rules.case_files.rule_case_file import load_cases
from duty_cli.rules.rule_files import load as load_rules
from tests.rules.small import text, with_item

HEAD = "format: duty-cases/1\nrules: t.yaml\ncases:\n"


def load(written: str, rules: str = "") -> CaseFile:
    """The cases of a file beside a small rule file."""
    return load_cases("t.test.yaml", written.encode(), lambda name: {"t.yaml": (rules or text()).encode()}[name])


def problems(case: str, **sections: str) -> list[str]:
    """The problems of a file with one case, written on line 4, that must not load."""
    with pytest.raises(CaseProblems) as refusal:
        load(HEAD + f"  - {{{case}}}\n", text(**sections))
    return [str(problem) for problem in refusal.value.problems]


def test_a_case_holds_a_member_records_and_expectations_with_their_lines() -> None:
    written = HEAD + (
        "  - case: 两件提案\n    year: 2026\n    member: {role: [{value: 常委, from: 2026-03-01}], sector: 经济界}\n"
        "    records:\n      - {kind: 提案, on: 2026-02-01, stage: [提交, 立案], position: 1, authors: 2, times: 2}\n"
        "    expect:\n      score: 12.5\n      items: {立案提案: 10}\n      proposals: []\n"
    )
    case = load(written).cases[0]
    assert (case.sentence, case.year, case.place) == ("两件提案", 2026, "t.test.yaml:4")
    assert case.member.values(Facet.ROLE, date(2026, 2, 1)) == ()
    assert case.member.values(Facet.ROLE, date(2026, 3, 1)) == ("常委",)
    assert case.member.serves_all(year_of(2026))
    assert [(one.kind, one.stages, one.authors, one.count) for one in case.tallies] == [
        ("提案", frozenset({"提交", "立案"}), 2, 2)
    ]
    assert [(one.aspect, one.name, one.value, one.place) for one in case.expected] == [
        (Aspect.SCORE, "", Fraction(25, 2), "t.test.yaml:10"),
        (Aspect.ITEM, "立案提案", 10, "t.test.yaml:11"),
        (Aspect.PROPOSALS, "", frozenset(), "t.test.yaml:12"),
    ]


def test_an_earlier_year_is_a_grade_or_a_grade_with_score_and_records() -> None:
    earlier = (
        "earlier: {2024: 不合格, 2025: {grade: 合格, score: 60, records: [{kind: 提案, on: 2025-01-01, stage: 提交}]}}"
    )
    case = load(HEAD + f"  - {{case: 甲, year: 2026, {earlier}, expect: {{score: 0}}}}\n").cases[0]
    assert {year: (one.grade, one.score, len(one.tallies)) for year, one in case.earlier.items()} == {
        2024: ("不合格", None, 0),
        2025: ("合格", 60, 1),
    }


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("case: 甲, year: 26, expect: {score: 0}", "“26”不是年度；应写成 2026"),
        ("case: 甲, year: 2025, expect: {score: 0}", "t.test.yaml:4：第21列：规则文件 t.yaml 不覆盖 2025 年"),
        ("case: 甲, year: 2026, expect: {}", "没有写应有的结果"),
        ("case: 甲, year: 2026, expect: {scor: 0}", "这里没有“scor”这一项；是否：score"),
        ("case: 甲, year: 2026, expect: {grade: 良}", "没有名为“良”的等次"),
        ("case: 甲, year: 2026, expect: {items: {立案提安: 5}}", "没有名为“立案提安”的计分项；是否：立案提案？"),
        ("case: 甲, year: 2026, expect: {categories: {会议: 5}}", "没有名为“会议”的类别"),
        ("case: 甲, year: 2026, expect: {proposals: [约谈]}", "没有名为“约谈”的后果"),
        ("case: 甲, year: 2026, expect: {not_scored: [提安]}", "没有名为“提安”的履职事项；是否：提案？"),
        ("case: 甲, year: 2026, member: {rol: 常委}, expect: {score: 0}", "这里没有“rol”这一项；是否：role"),
        (
            "case: 甲, year: 2026, member: {from: 2026-05-01, until: 2026-04-01}, expect: {score: 0}",
            "起日 2026-05-01 晚于止日 2026-04-01",
        ),
        ("case: 甲, year: 2026, earlier: {2026: 合格}, expect: {score: 0}", "2026 年不早于本例的 2026 年"),
        ("case: 甲, year: 2026, earlier: {2025: 良}, expect: {score: 0}", "没有名为“良”的等次"),
    ],
)
def test_a_case_that_cannot_be_meant_is_a_problem_with_its_place(case: str, words: str) -> None:
    found = problems(case)
    assert len(found) == 1
    assert words in found[0]
    assert found[0].startswith("t.test.yaml:4：第")


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ("kind: 提安, on: 2026-01-01", "没有名为“提安”的履职事项；是否：提案？"),
        ("kind: 提案, on: 2025-12-31", "2025-12-31 不在 2026 年度内"),
        ("kind: 提案, on: 2026-1-1", "“2026-1-1”不是日期"),
        ("kind: 提案, on: 2026-01-01, stage: 立按", "没有名为“立按”的阶段；是否：立案？"),
        ("kind: 提案, on: 2026-01-01, position: 2", "作者位次为 2；请同时写不小于它的 authors"),
        ("kind: 提案, on: 2026-01-01, attendance: 出席", "“提案”不记出席情况；请删去 attendance"),
        ("kind: 提案, on: 2026-01-01, judged: 3", "“提案”不设评定分"),
        ("kind: 提案, on: 2026-01-01, times: 0", "“0”应为不小于 1 的整数"),
        ("kind: 全体会议, on: 2026-01-01", "“全体会议”记出席情况，这里没有写"),
        ("kind: 全体会议, on: 2026-01-01, attendance: 出息", "“出息”无法识别；是否：出席"),
        ("kind: 年度述职, on: 2026-01-01", "“年度述职”的评定分应为 0 至 10"),
        ("kind: 年度述职, on: 2026-01-01, judged: 11", "“年度述职”的评定分应为 0 至 10"),
        ("kind: 提案, on: 2026-07-01", "该委员在 2026-07-01 不在任"),
    ],
)
def test_a_record_that_could_not_be_in_the_ledger_is_a_problem(record: str, words: str) -> None:
    found = problems(
        f"case: 甲, year: 2026, member: {{until: 2026-06-30}}, records: [{{{record}}}], expect: {{score: 0}}"
    )
    assert [words in problem for problem in found] == [True]


def test_a_rule_on_the_scores_of_earlier_years_needs_them() -> None:
    rule = "[{id: 劝退, clause: 第1条, if: {score_below: 60, years: 2, within: in_a_row}, propose: 劝退}]"
    case = "case: 甲, year: 2026, earlier: {2025: 不合格}, expect: {score: 0}"
    assert "这一年没有写分数；请写成 {grade: 等次, score: 分数}" in problems(case, consequences=rule)[0]


def test_every_problem_of_the_file_is_told_at_once() -> None:
    written = HEAD + (
        "  - {case: 甲, year: 2026, expect: {score: 五}}\n  - {case: 乙, year: 2026, expect: {score: 0, grade: 良}}\n"
    )
    with pytest.raises(CaseProblems) as refusal:
        load(written)
    assert [str(problem).split("：")[0] for problem in refusal.value.problems] == ["t.test.yaml:4", "t.test.yaml:5"]
    assert str(refusal.value).endswith("案例文件共 2 处问题；请改正后重新执行")


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("", "文件是空的"),
        ("format: duty-cases/1\ncases: [{case: 甲, year: 2026, expect: {score: 0}}]\n", "缺少“rules”"),
        (HEAD.replace("cases/1", "cases/2") + "  - {case: 甲, year: 2026, expect: {score: 0}}\n", "“duty-cases/2”"),
        (HEAD + "  - case：甲\n", "用了中文冒号"),
        (HEAD + "  []\n", "没有写案例；请写 cases 或 committees，至少一例"),
    ],
)
def test_a_broken_file_is_named_with_its_problem(written: str, words: str) -> None:
    with pytest.raises(CaseProblems, match=words):
        load(written)


def test_a_broken_rule_file_is_told_as_such() -> None:
    with pytest.raises(RuleProblems, match=r"t\.yaml"):
        load(HEAD + "  - {case: 甲, year: 2026, expect: {score: 0}}\n", text(total=""))


VISITS = "when: {kind: 提案}, measure: {of: records, among: {as: place, within: all, ties: gap}}, "
PLACED = with_item(f"{VISITS}target: {{reach: 1, points: 40, above: -2, below: nothing}}")


def test_a_comparison_without_the_others_is_refused_and_never_taken_for_the_first_place() -> None:
    filed = "case: 甲, year: 2026, records: [{kind: 提案, on: 2026-03-01}]"
    assert problems(f"{filed}, expect: {{score: 40}}", categories=PLACED) == [
        "t.test.yaml:4：第5列：计分项“甲”与其他人比较，这里没有写其他人的计数；"
        "请写 others: {甲: [其他人的计数]}，没有其他人的写 []"
    ]
    assert (
        "没有与其他人比较的计分项“乙”"
        in problems(f"{filed}, others: {{甲: [], 乙: [3]}}, expect: {{score: 40}}", categories=PLACED)[0]
    )


def test_a_record_of_another_year_is_told_where_it_belongs() -> None:
    days = "window: {from: 2025-07-01, to: 2026-06-30}"
    item = with_item(f"when: {{kind: 提案}}, points: 5, combine: sum, {days}")
    (problem,) = problems(
        "case: 甲, year: 2026, records: [{kind: 提案, on: 2025-09-01}], expect: {score: 5}", categories=item
    )
    assert "2025-09-01 不在 2026 年度内；请写在 earlier 的 2025 年度里" in problem


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ("kind: 提案, on: 2026-03-01, share: 3/2", "参加比例 3/2 不在 0 与 1 之间"),
        ("kind: 提案, on: 2026-03-01, quantity: 0", "数量 0 不大于 0"),
        ("kind: 提案, on: 2026-03-01, number: 甲, times: 2", "编号“甲”写了 2 次"),
        ("kind: 提案, on: 2026-03-01, source: 甲", "没有编号为“甲”的记录"),
    ],
)
def test_a_record_that_no_ledger_takes_is_refused_in_a_case_too(record: str, words: str) -> None:
    assert words in problems(f"case: 甲, year: 2026, records: [{{{record}}}], expect: {{score: 5}}")[0]


def test_points_of_a_quarter_are_not_told_of_one_who_is_compared_with_others() -> None:
    """At its end the others had counts that a case of one member does not say."""
    case = "case: 甲, year: 2026, others: {甲: [3]}, expect: {quarters: {1: 0}}"
    assert problems(case, categories=PLACED) == [
        "t.test.yaml:4：第64列：规则有与其他人比较的计分项，每一季度末的名次这里说不出来；请删去 quarters，或者连同其他人写在 committees 里"
    ]


def test_a_scheme_without_points_has_no_quarters() -> None:
    minimum = "[{id: 一案, clause: 第1条, about: 履职, within: year, need: {kind: 提案, at_least: 1}}]"
    case = "case: 甲, year: 2026, expect: {quarters: {1: 0}}"
    (problem,) = problems(case, categories="", total="", bands="", minimums=minimum)
    assert "这份规则不计分，没有季度得分；请删去 quarters" in problem


def test_a_year_that_none_of_several_files_covers_and_a_kind_of_another_year_are_told() -> None:
    later = text(
        effective="{from: 2027-01-01, to: 2027-12-31}", kinds="[{id: 提案, clause: 第3条}, {id: 走访, clause: 第3条}]"
    )
    files = {"t.yaml": text(), "u.yaml": later}
    head = HEAD.replace("t.yaml", "[t.yaml, u.yaml]")

    def told(case: str) -> str:
        with pytest.raises(CaseProblems) as refusal:
            load_cases("t.test.yaml", f"{head}  - {{{case}}}\n".encode(), lambda name: files[name].encode())
        return str(refusal.value.problems[0])

    assert "规则文件 t.yaml、u.yaml 不覆盖 2028 年（t.yaml：2026-01-01 至 2026-12-31、u.yaml：" in told(
        "case: 甲, year: 2028, expect: {score: 0}"
    )
    assert "t.yaml 没有名为“走访”的履职事项" in told(
        "case: 甲, year: 2026, records: [{kind: 走访, on: 2026-03-01}], expect: {score: 0}"
    )


def test_a_case_of_one_member_tells_several_stretches_of_office() -> None:
    member = "member: {office: [{from: 2022-01-01, until: 2026-02-28}, {from: 2026-07-01}]}"
    case = load(HEAD + f"  - {{case: 甲, year: 2026, {member}, expect: {{score: 0}}}}\n").cases[0]
    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 7, 1)]
    assert [case.member.in_office(day) for day in days] == [True, False, True]
    away = "records: [{kind: 提案, on: 2026-05-01, stage: 立案}]"
    (problem,) = problems(f"case: 甲, year: 2026, {member}, {away}, expect: {{score: 0}}")
    assert "该委员在 2026-05-01 不在任；请核对日期，或任期的起止（from、until 或 office）" in problem
    both = member.replace("{office", "{from: 2022-01-01, office")
    assert "任期写了两处" in problems(f"case: 甲, year: 2026, {both}, expect: {{score: 0}}")[0]


def test_a_rule_on_the_category_of_earlier_years_needs_its_points() -> None:
    rule = "[{id: 约谈, clause: 第1条, if: {score: 提案, below: 5, years: 2, within: in_a_row}, propose: 约谈}]"
    case = "case: 甲, year: 2026, earlier: {2025: {grade: 不合格, score: 0%s}}, expect: {score: 0}"
    (problem,) = problems(case % "", consequences=rule)
    assert "规则按历年“提案”的得分判断，这一年没有写；请写成 {grade: 等次, categories: {提案: 分数}}" in problem
    (problem,) = problems(case % ", categories: {提案: 3, 走访: 1}", consequences=rule)
    assert "没有名为“走访”的类别" in problem


STEPS = (
    "[{id: 约谈, clause: 第1条, if: {score_below: 60, years: 1, within: year}, propose: 约谈}, "
    "{id: 诫勉, clause: 第1条, propose: 诫勉谈话, fires: every_year, if: {decided: 约谈, years: 1, within: year}}]"
)


@pytest.mark.parametrize(("decided", "proposed"), [("", "约谈"), ("decided: [约谈], ", "约谈, 诫勉")])
def test_a_case_says_what_people_decided_of_its_own_year(decided: str, proposed: str) -> None:
    written = HEAD + f"  - {{case: 甲, year: 2026, {decided}expect: {{proposals: [{proposed}]}}}}\n"
    (case,) = load(written, text(consequences=STEPS)).cases
    book = load_rules({"t.yaml": text(consequences=STEPS).encode()}).books[0]
    assert list(mismatches(tried(book, case))) == []


def test_what_was_decided_is_a_consequence_of_the_rules() -> None:
    assert problems("case: 甲, year: 2026, decided: [约淡], expect: {score: 0}", consequences=STEPS) == [
        "t.test.yaml:4：第37列：没有名为“约淡”的后果；是否：约谈？"
    ]
