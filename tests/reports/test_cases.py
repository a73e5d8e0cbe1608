"""What no case touches is named with its place; what a case touches is not."""

from __future__ import annotations

from duty_cli.reports.rule_case_runner import mismatches, tried, untouched
from duty_cli.rules.case_files.rule_case_file import load_cases
from tests.rules.small import text, with_item

HEAD = "format: duty-cases/1\nrules: t.yaml\ncases:\n"


def run(case: str, **sections: str) -> tuple[list[str], list[str]]:
    """What of one case did not come out, and the names of the parts it leaves untouched."""
    written = HEAD + f"  - {{case: 甲, year: 2026, {case}}}\n"
    read = load_cases("t.test.yaml", written.encode(), lambda _: text(**sections).encode())
    book = read.book(2026)
    results = [tried(book, one) for one in read.cases]
    wrong = [str(mismatch) for one in results for mismatch in mismatches(one)]
    return wrong, [f"{part.what}“{part.name}”" for part in untouched(book, results)]


FILED = "records: [{kind: 提案, on: 2026-03-01, stage: [提交, 立案]}]"


def test_each_expectation_that_is_not_met_says_what_came_instead() -> None:
    wrong, _ = run(f"{FILED}, expect: {{score: 6, grade: 优秀, items: {{立案提案: 5}}, not_scored: [提案]}}")
    assert wrong == [
        "t.test.yaml:4：甲：总分应为 6，实为 5",
        "t.test.yaml:4：甲：等次应为 优秀，实为 不合格",
        "t.test.yaml:4：甲：没有计分的事项应为 提案，实为 无",
    ]


def test_a_record_touches_its_item_and_the_total_its_band() -> None:
    assert run(f"{FILED}, expect: {{score: 5}}") == ([], ["等次“优秀”", "等次“合格”"])
    assert "计分项“立案提案”" in run("expect: {score: 0}")[1]


LEVELS = "[{id: 提交, when: {stage: 提交}, points: 2}, {id: 立案, when: {stage: 立案}, points: 5}]"


def test_of_levels_only_the_one_that_gave_the_points_is_touched() -> None:
    best = with_item(f"when: {{kind: 提案}}, levels: {LEVELS}, several_levels: highest, combine: sum")
    assert "档次“甲·提交”" in run(f"{FILED}, expect: {{score: 5}}", categories=best)[1]
    both = with_item(f"when: {{kind: 提案}}, levels: {LEVELS}, several_levels: stacked, combine: sum")
    assert "档次“甲·提交”" not in run(f"{FILED}, expect: {{score: 7}}", categories=both)[1]


def test_a_level_whose_record_was_set_aside_is_not_touched() -> None:
    highest = with_item(f"when: {{kind: 提案}}, levels: {LEVELS}, several_levels: highest, combine: highest")
    two = FILED.replace("]}]", "]}, {kind: 提案, on: 2026-04-01, stage: 提交}]")
    assert "档次“甲·提交”" in run(f"{two}, expect: {{score: 5}}", categories=highest)[1]


def test_a_stretch_is_touched_by_a_value_in_it_even_where_it_is_worth_nothing() -> None:
    table = "table: [{at_least: 3, points: 8}, {at_least: 1, points: 0}]"
    item = with_item(f"when: {{kind: 提案}}, measure: {{of: records}}, {table}")
    assert [part for part in run(f"{FILED}, expect: {{score: 0}}", categories=item)[1] if "分段" in part] == [
        "分段“甲·3 起”"
    ]


def test_minimums_and_vetoes_are_touched_by_being_missed_and_by_barring() -> None:
    need = "need: {kind: 提案, at_least: 1}, else: {grade_at_most: 不合格}"
    minimum = f"[{{id: 一案, clause: 第1条, about: 履职, within: year, {need}}}]"
    veto = "[{id: 弄虚作假, clause: 第1条, when: {kind: 提案, stage: 重点}, grade_at_most: 不合格}]"
    assert {"最低要求“一案”", "否决项“弄虚作假”"} <= set(
        run(f"{FILED}, expect: {{minimums_missed: []}}", minimums=minimum, vetoes=veto)[1]
    )
    assert run("expect: {minimums_missed: [一案]}", minimums=minimum)[1][0] == "计分项“立案提案”"


def test_nothing_is_proposed_for_one_who_left_within_the_year() -> None:
    rule = "[{id: 约谈, clause: 第1条, if: {grade: 不合格, years: 1, within: year}, propose: 约谈}]"
    assert run("expect: {proposals: [约谈]}", consequences=rule)[0] == []
    assert run("member: {until: 2026-06-30}, expect: {proposals: []}", consequences=rule)[0] == []


def test_joint_bounds_and_multipliers_are_touched_by_changing_the_total() -> None:
    times = "[{id: 系数, clause: 第1条, times: 1.2}]"
    assert "系数“系数”" not in run(f"{FILED}, expect: {{score: 6}}", multipliers=times)[1]
    assert "系数“系数”" in run("expect: {score: 0}", multipliers=times)[1]


def test_an_item_with_days_of_its_own_takes_the_records_of_the_year_before() -> None:
    own = with_item("when: {kind: 提案}, points: 5, combine: sum, window: {from: 2025-07-01, to: 2026-06-30}")
    before = "earlier: {2025: {grade: 合格, score: 60, records: [{kind: 提案, on: 2025-09-01}, {kind: 提案, on: 2025-03-01}]}}"
    assert run(f"{FILED}, {before}, expect: {{score: 10}}", categories=own)[0] == []


def test_records_linked_by_their_source_are_one_matter_in_a_case_as_in_a_ledger() -> None:
    once = with_item("when: {kind: 提案}, points: 5, combine: sum, same_matter: highest, by_source: yes")
    linked = "records: [{kind: 提案, on: 2026-03-01, number: 提1}, {kind: 提案, on: 2026-04-01, source: 提1}]"
    assert run(f"{linked}, expect: {{score: 5}}", categories=once)[0] == []


def test_the_category_of_an_earlier_year_counts_among_the_years_in_a_row() -> None:
    rule = "[{id: 约谈, clause: 第1条, if: {score: 提案, below: 5, years: 2, within: in_a_row}, propose: 约谈}]"
    before = "earlier: {2025: {grade: 不合格, categories: {提案: %s}}}, expect: {proposals: %s}"
    assert run(before % (4, "[约谈]"), consequences=rule)[0] == []
    assert run(before % (5, "[]"), consequences=rule)[0] == []


def test_who_is_barred_is_put_forward_for_no_praise_in_a_case_as_in_the_evaluation() -> None:
    rule = "[{id: 表扬, clause: 第1条, if: {grade: 合格, years: 1, within: year}, propose: 通报表扬}]"
    bands = "[{grade: 优秀, min: 85}, {grade: 合格, min: 5}, {grade: 不合格, min: 0}]"
    veto = "[{id: 弄虚作假, clause: 第1条, when: {kind: 提案, stage: 重点}, grade_at_most: 合格}]"
    expect = "expect: {grade: 合格, proposals: %s}"
    assert run(f"{FILED}, {expect % '[表扬]'}", consequences=rule, bands=bands, vetoes=veto)[0] == []
    barred = FILED.replace("[提交, 立案]", "[提交, 立案, 重点]")
    assert run(f"{barred}, {expect % '[]'}", consequences=rule, bands=bands, vetoes=veto)[0] == []
