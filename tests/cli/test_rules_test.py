"""``duty rules test``: cases that pass, cases that do not, and rules that no case touches."""

from __future__ import annotations

import pytest

from tests.rules.small import text
from tests.workspace import Duty

HEAD = "format: duty-cases/1\nrules: t.yaml\ncases:\n"
FILED = "records: [{kind: 提案, on: 2026-03-01, stage: [提交, 立案]"
GOOD = f"  - {{case: 一件立案, year: 2026, {FILED}}}], expect: {{score: 5, grade: 不合格}}}}\n"
MANY = f"  - {{case: 二十件, year: 2026, {FILED}, times: 20}}], expect: {{score: 100, grade: 优秀}}}}\n"
SOME = f"  - {{case: 十二件, year: 2026, {FILED}, times: 12}}], expect: {{score: 60, grade: 合格}}}}\n"


@pytest.fixture
def desk(duty: Duty) -> Duty:
    duty.write("t.yaml", text())
    return duty


def test_one_line_says_how_many_cases_pass(desk: Duty) -> None:
    desk.write("t.test.yaml", HEAD + GOOD + MANY + SOME)
    answer = desk("rules test --strict t.test.yaml")
    assert (answer.code, answer.out) == (0, "3 例通过\n")


def test_what_no_case_touches_is_listed_with_its_line_and_fails_only_where_strict(desk: Duty) -> None:
    desk.write("t.test.yaml", HEAD + GOOD)
    answer = desk("rules test t.test.yaml")
    listed = ["t.yaml:17：等次“优秀”", "t.yaml:17：等次“合格”"]
    assert (answer.code, answer.out.splitlines()) == (0, ["1 例通过", "未触及 2 处：", *listed])
    assert desk("rules test t.test.yaml --strict").code == 1


def test_a_case_that_does_not_come_out_is_a_line_with_place_expected_and_found(desk: Duty) -> None:
    desk.write("t.test.yaml", HEAD + GOOD.replace("score: 5, grade: 不合格", "score: 4, grade: 合格") + MANY + SOME)
    answer = desk("rules test t.test.yaml")
    assert answer.code == 1
    assert answer.out.splitlines() == [
        "t.test.yaml:4：一件立案：总分应为 4，实为 5",
        "t.test.yaml:4：一件立案：等次应为 合格，实为 不合格",
        "2 例通过，1 例不符",
    ]


def test_several_files_of_one_rule_file_cover_it_together(desk: Duty) -> None:
    desk.write("a.test.yaml", HEAD + GOOD)
    desk.write("b.test.yaml", HEAD + MANY + SOME)
    answer = desk("rules test --strict a.test.yaml b.test.yaml")
    assert (answer.code, answer.out) == (0, "3 例通过\n")


def test_problems_of_a_file_of_cases_are_told_at_once(desk: Duty) -> None:
    desk.write("t.test.yaml", HEAD + GOOD.replace("提案", "提安") + MANY.replace("优秀", "良"))
    answer = desk("rules test t.test.yaml")
    assert (answer.code, answer.raw) == (3, b"")
    assert [line.partition("；")[0] for line in answer.err.splitlines()] == [
        "错误：t.test.yaml:4：第47列：没有名为“提安”的履职事项",
        "t.test.yaml:5：第124列：没有名为“良”的等次",
        "案例文件共 2 处问题",
    ]


def test_files_that_are_not_there_are_named(desk: Duty) -> None:
    assert "a.test.yaml" in desk("rules test a.test.yaml").err
    desk.write("t.test.yaml", HEAD.replace("t.yaml", "没有.yaml") + GOOD)
    answer = desk("rules test t.test.yaml")
    assert answer.code == 5
    assert "没有.yaml：没有这个文件；请核对文件名" in answer.err
