import re
from collections import Counter
from pathlib import Path

from duty_cli.model.conditions import Condition, VaryingAmount, single_conditions
from duty_cli.model.grading_rules import About
from duty_cli.model.records import Attendance
from duty_cli.model.rule_conditions import NumberBounds, RecordCount, ScoreIs, YearCount, records_asked
from duty_cli.model.rulebook import Rulebook
from duty_cli.rules.rule_files import check, load
from duty_cli.rules.rules_folder import rule_files

RULES = Path(__file__).parents[2] / "rules"


def shipped() -> Rulebook:
    return load(rule_files(RULES)).books[0]


def test_the_shipped_file_covers_the_five_years_of_the_term() -> None:
    rules = load(rule_files(RULES))
    assert [rules.of_year(year) is not None for year in range(2021, 2028)] == [False, *[True] * 5, False]


def test_everything_cites_a_clause_of_the_document() -> None:
    book = shipped()
    origins = [category.origin for category in book.categories]
    origins += [item.origin for category in book.categories for item in category.items]
    origins += [minimum.origin for minimum in book.minimums] + [veto.origin for veto in book.vetoes]
    origins += [quota.origin for quota in book.quotas] + [consequence.origin for consequence in book.consequences]
    clauses = [origin.clause for origin in origins] + [kind.clause for kind in book.kinds.values()]
    assert [clause for clause in clauses if not re.fullmatch("第([3-9]|1[0-2])条", clause)] == []


def test_every_kind_is_scored_or_bounds_the_grade_or_leads_to_a_consequence() -> None:
    book = shipped()
    whens = [item.when for category in book.categories for item in category.items]
    whens += [when for veto in book.vetoes for when in records_asked(veto.test)]
    named = {kind for when in whens for condition in single_conditions(when) for kind in condition.any_of or ()}
    assert set(book.kinds) <= named


def test_sixty_is_the_pass_line_and_the_only_band_the_document_states() -> None:
    book = shipped()
    assert [(band.grade, band.min) for band in book.bands][-2:] == [("合格", 60), ("不合格", 0)]
    comments = (RULES / "scoring.yaml").read_text(encoding="utf-8").split("format:")[0]
    assert "除此之外，本细则中的一切数字都不是文件的规定" in comments
    assert "须经主席会议讨论决定" in comments


def test_the_consequences_are_those_of_clause_12() -> None:
    interview, member, standing = shipped().consequences
    assert interview.test == YearCount(ScoreIs(NumberBounds(below=60)), 1, "year")
    assert member.test == YearCount(ScoreIs(NumberBounds(below=60)), 2, "term")
    unexcused = frozenset(str(state) for state in Attendance if state.unexcused)
    assert isinstance(standing.test, RecordCount)
    assert standing.test.bounds == NumberBounds(at_least=2)
    assert Condition("attendance", unexcused) in standing.test.whens[0]
    assert Condition("kind", frozenset({"常委会会议", "专题议政性常委会会议"})) in standing.test.whens[0]


def test_the_three_training_duties_and_the_report_are_minimums() -> None:
    assert Counter(minimum.about for minimum in shipped().minimums) == {
        About.TRAINING: 3,
        About.REPORT: 2,
        About.DUTY: 1,
    }


def test_granted_leave_never_costs_points_nor_counts_as_absence() -> None:
    items = [item for category in shipped().categories for item in category.items]
    worths = [
        level.points
        for item in items
        for level in item.levels
        if any("请假" in (condition.any_of or ()) for condition in level.when if condition.field == "attendance")
    ]
    deductions = [item for item in items if not isinstance(item.points, VaryingAmount) and item.points < 0]
    assert worths == [9, 0, 0]
    assert not any(
        "请假" in (condition.any_of or ()) for item in deductions for condition in single_conditions(item.when)
    )


def test_nobody_in_the_shipped_files_loses_by_having_been_excused() -> None:
    for name in ("scoring.yaml", "new/start.yaml"):
        assert check({name: (RULES / name).read_bytes()}) == []


def test_away_on_the_committees_own_errand_earns_at_the_plenary_what_presence_does() -> None:
    plenary = next(item for category in shipped().categories for item in category.items if item.id == "全体会议")
    points = {level.id: level.points for level in plenary.levels}
    assert points == {"出席": 15, "公假": 15, "请假": 9, "缺席": 0}


def test_the_open_scheme_s01_loads() -> None:
    book = load(rule_files(RULES / "examples" / "S01.yaml")).books[0]
    assert book.total.base == 0
    assert book.categories[0].base == 70
    assert [band.min for band in book.bands] == [85, 60, 0]
