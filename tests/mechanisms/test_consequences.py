"""X1–X20: what is proposed. Each is given the totals and grades of the years, and is asked about 2026."""

from __future__ import annotations

from dataclasses import replace

from duty_cli.model.grading_rules import OPEN
from duty_cli.model.periods import Quarter
from duty_cli.model.records import Attendance
from duty_cli.model.rulebook import YearRules
from duty_cli.scoring.consequences import due
from duty_cli.scoring.verdicts import YearStanding
from tests.mechanisms.everyone import selected
from tests.mechanisms.small import dues, outcome, proposed
from tests.scoring.small import YEAR, member, rulebook, tally

GOOD, FAIR, POOR = (90, "优秀"), (70, "合格"), (50, "不合格")


def rule(test: str, propose: str = "约谈") -> str:
    return f"[{{id: {propose}, clause: 第12条, if: {{{test}}}, propose: {propose}}}]"


def test_x1_one_year_below_a_line() -> None:
    below = rule("score_below: 60, years: 1, within: year")
    assert [proposed(below, {2026: year}) for year in (POOR, FAIR)] == [["约谈"], []]


def test_x2_two_years_in_a_row() -> None:
    twice = rule("score_below: 60, years: 2, within: in_a_row", "劝退")
    assert proposed(twice, {2024: FAIR, 2025: POOR, 2026: POOR}) == ["劝退"]
    assert proposed(twice, {2024: POOR, 2025: FAIR, 2026: POOR}) == []


def test_x3_so_many_years_of_the_term() -> None:
    twice = rule("grade: 不合格, years: 2, within: term", "责令辞去委员")
    assert proposed(twice, {2022: POOR, 2024: FAIR, 2026: POOR}) == ["责令辞去委员"]


def test_x4_among_the_last_two_years_in_a_row() -> None:
    five = "clause: 第11条, take: bottom, at_most: 1, unit: members, round: down, ties: exclude, propose: 提醒"
    test = "selected: 末位, years: 2, within: in_a_row"
    book = rulebook(selections=f"[{{id: 末位, {five}}}]", consequences=rule(test))
    last = YearStanding(50, "不合格", {}, frozenset({"末位"}))
    of_2026 = YearRules(2026, YEAR, book)
    assert [len(due(of_2026, member(), own, term_ends=False)) for own in ({2025: last, 2026: last}, {2026: last})] == [
        1,
        0,
    ]


def test_x5_the_interviewer_escalates() -> None:
    first = "{id: 一, clause: 第12条, if: {score_below: 60, years: 1, within: year}, propose: 由界别召集人约谈}"
    second = "{id: 二, clause: 第12条, if: {score_below: 60, years: 2, within: in_a_row}, propose: 由主席约谈}"
    both = f"[{first}, {second}]"
    assert proposed(both, {2025: FAIR, 2026: POOR}) == ["由界别召集人约谈"]
    assert proposed(both, {2025: POOR, 2026: POOR}) == ["由界别召集人约谈", "由主席约谈"]


def test_x6_a_ladder_on_which_people_choose() -> None:
    ladder = "[{id: 处理, clause: 第12条, if: {grade: 不合格, years: 1, within: year}, propose: 处理, options: [提醒, 约谈, 劝退]}]"
    assert dues(ladder, {2026: POOR})[0].consequence.options == ("提醒", "约谈", "劝退")


def test_x7_no_proposal_in_two_years_or_fewer_than_three_in_the_term() -> None:
    either = rule("""any: [{records: {kind: 提案}, at_most: 0, last_years: 2},
      {records: {kind: 提案}, at_most: 2, within: term}]""")
    answers = []
    for filed_in in ([2022, 2023, 2024], [2023, 2025], [2022, 2024, 2026]):
        made = {year: [tally("提案", on=f"{year}-03-05")] for year in filed_in}
        answers.append(proposed(either, dict.fromkeys(range(2022, 2027), FAIR), made))
    assert answers == [["约谈"], ["约谈"], []]
    few = f"{rule('records: {kind: 提案}, at_most: 2, within: term')[:-2]}, at_term_end: yes}}]"
    assert [proposed(few, {2026: (70, "合格")}, term_ends=ends) for ends in (False, True)] == [[], ["约谈"]]


def test_x8_who_is_to_be_told() -> None:
    told = "[{id: 通报, clause: 第11条, if: {grade: 优秀, years: 1, within: year}, propose: 通报, notify: [推荐单位, 所在单位]}]"
    assert dues(told, {2026: GOOD})[0].consequence.notify == ("推荐单位", "所在单位")


def test_x9_commendation_and_renewal_first() -> None:
    praise = "{id: 表彰, clause: 第11条, if: {grade: 优秀, years: 1, within: year}, propose: 表彰}"
    renewal = "{id: 连任, clause: 第11条, if: {grade: 优秀, years: 2, within: term}, propose: 优先推荐连任}"
    assert proposed(f"[{praise}, {renewal}]", {2024: GOOD, 2025: FAIR, 2026: GOOD}) == ["表彰", "优先推荐连任"]


def test_x10_a_streak_of_good_years() -> None:
    streak = rule("grade: 优秀, years: 3, within: in_a_row", "表彰")
    assert proposed(streak, {2024: GOOD, 2025: GOOD, 2026: GOOD}) == ["表彰"]
    assert proposed(streak, {2023: GOOD, 2024: GOOD, 2025: FAIR, 2026: GOOD}) == []


def test_x11_conduct_overrides_the_points() -> None:
    vetoes = "[{id: 违纪, clause: 第12条, when: {kind: 违纪处理}, grade_at_most: 不合格}]"
    assert outcome(100, tally("违纪处理"), vetoes=vetoes).grade == "不合格"


def test_x12_the_second_step_comes_when_no_reply_has_come_to_the_first() -> None:
    kinds = "[{id: 走访, clause: 第4条}, {id: 发函提醒, clause: 第12条}, {id: 本人说明, clause: 第12条}]"
    steps = """
      - {id: 发函, clause: 第12条, if: {grade: 不合格, years: 1, within: year}, propose: 发函提醒}
      - {id: 劝退, clause: 第12条, propose: 劝退, if: {all: [
          {records: {kind: 发函提醒}, at_least: 1, within: year}, {records: {kind: 本人说明}, at_most: 0, within: year}]}}"""
    letter, reply = tally("发函提醒"), tally("本人说明")
    answers = [proposed(steps, {2026: POOR}, {2026: made}, kinds=kinds) for made in ([], [letter], [letter, reply])]
    assert answers == [["发函提醒"], ["发函提醒", "劝退"], ["发函提醒"]]


def test_x13_the_places_are_fixed() -> None:
    places = "take: bottom, at_most: 2, unit: members, round: down, ties: exclude, propose: 末位约谈"
    assert selected(places, {"甲": 90, "乙": 80, "丙": 70, "丁": 60, "戊": 50}) == {"丁", "戊"}


def test_x14_once_in_a_term_every_year_or_in_the_years_that_add_to_it() -> None:
    poor = {2022: POOR, 2023: POOR, 2024: FAIR, 2025: POOR, 2026: FAIR}
    found = {}
    for fires in ("once", "every_year", "counted_year"):
        twice = f"{rule('grade: 不合格, years: 2, within: term')[:-2]}, fires: {fires}}}]"
        found[fires] = [
            last for last in poor if proposed(twice, {year: one for year, one in poor.items() if year <= last}, at=last)
        ]
    assert found == {"once": [2023], "every_year": [2023, 2024, 2025, 2026], "counted_year": [2023, 2025]}


def test_x15_the_second_step_follows_the_first_of_a_year_before() -> None:
    steps = """
      - {id: 约谈, clause: 第12条, if: {score_below: 60, years: 1, within: year}, propose: 约谈}
      - {id: 劝退, clause: 第12条, propose: 劝退, if: {proposed: 约谈, years: 2, last_years: 3}}"""
    assert proposed(steps, {2024: POOR, 2025: FAIR, 2026: POOR}) == ["约谈", "劝退"]
    assert proposed(steps, {2023: POOR, 2025: FAIR, 2026: POOR}) == ["约谈"]


def test_x16_every_year_of_several_must_show_the_records() -> None:
    none = rule("kind: 提案, at_most: 0, years: 3, within: in_a_row")
    years = dict.fromkeys(range(2022, 2027), FAIR)
    filed = {year: [tally("提案", on=f"{year}-03-05")] for year in (2022, 2023)}
    assert proposed(none, years, filed) == ["约谈"]
    assert proposed(none, years, {**filed, 2025: [tally("提案", on="2025-03-05")]}) == []


def test_x17_what_must_not_be_so_and_what_cannot_be_told() -> None:
    never = rule("not: {grade: 优秀, years: 1, within: term}")
    assert [proposed(never, {2025: one, 2026: FAIR}) for one in (FAIR, GOOD, (50, OPEN))] == [["约谈"], [], []]


def test_x18_a_rate_over_the_years() -> None:
    asked = "rate: {count: {kind: 全体会议, attendance: 缺席}, over: {kind: 全体会议, attendance: [出席, 缺席]}}"
    often = rule(f"{asked}, at_least: 50%, last_years: 2")
    there, away = Attendance.PRESENT, Attendance.ABSENT
    made = {2025: [tally("全体会议", on="2025-03-05", attendance=there)], 2026: [tally("全体会议", attendance=away)]}
    assert proposed(often, {2025: FAIR, 2026: FAIR}, made) == ["约谈"]
    assert proposed(often, {2025: FAIR, 2026: FAIR}) == []


def test_x19_the_second_step_waits_for_the_decision_on_the_first() -> None:
    steps = """
      - {id: 约谈, clause: 第12条, if: {score_below: 60, years: 1, within: year}, propose: 约谈}
      - {id: 劝退, clause: 第12条, propose: 劝退, fires: every_year, if: {all: [
          {decided: 约谈, years: 1, last_years: 2}, {score_below: 60, years: 2, within: in_a_row}]}}"""
    book = rulebook(consequences=steps)
    poor = YearStanding(50, "不合格", {})
    years = [{2025: replace(poor, decided=frozenset(names)), 2026: poor} for names in (["约谈"], [])]
    found = [due(YearRules(2026, YEAR, book), member(), own, term_ends=False) for own in years]
    assert [[one.consequence.id for one in own] for own in found] == [["约谈", "劝退"], ["约谈"]]


def test_x20_so_many_quarters_of_a_year_or_of_several() -> None:
    best = "take: top, at_most: 1, unit: members, round: down, ties: exclude, propose: 通报"
    star = f"[{{id: 季度之星, clause: 第11条, each: quarter, {best}}}]"

    def proposed_after(test: str, *quarters: int) -> list[str]:
        """What is proposed for 2026, where the member was chosen in so many quarters of the last years."""
        book = rulebook(selections=star, consequences=rule(f"selected: 季度之星, {test}", "表扬"))
        years = {
            2026 - back: YearStanding(
                70, "合格", {}, quarters={"季度之星": tuple(Quarter(2026 - back, at) for at in range(1, times + 1))}
            )
            for back, times in enumerate(reversed(quarters))
        }
        return [one.consequence.id for one in due(YearRules(2026, YEAR, book), member(), years, term_ends=False)]

    twice = "at_least: 2, within: year"
    assert [proposed_after(twice, *quarters) for quarters in ((2, 1), (0, 2))] == [[], ["表扬"]]
    assert proposed_after("at_least: 3, last_years: 2", 2, 1) == ["表扬"]
    assert proposed_after("at_least: 3, within: term", 1, 1, 1) == ["表扬"]
    each_year = "at_least: 1, years: 3, within: in_a_row"
    assert [proposed_after(each_year, *quarters) for quarters in ((1, 2, 1), (4, 0, 4))] == [["表扬"], []]
    # A year of which it is not known is no year without.
    none = "at_most: 0, last_years: 2"
    assert [proposed_after(none, *quarters) for quarters in ((0, 0), (0,))] == [["表扬"], []]
