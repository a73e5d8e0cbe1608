import re

from duty_cli.model.members import Seq
from duty_cli.scoring.trace import Step, TraceLine
from tests.scoring.small import member, role, rulebook, score, single, tally

RULES = """
  - id: 会议
    clause: 第6条
    base: 20
    cap: 22
    items:
      - id: 全体会议
        clause: 第6条
        when: {kind: 全体会议}
        combine: highest
        levels: [{id: 出席, when: {attendance: 出席}, points: 15}, {id: 请假, when: {attendance: 请假}, points: 9}]
        cap: 12
  - id: 提案
    clause: 第3条
    items:
      - id: 提案
        clause: 第7条
        when: {kind: 提案}
        points: 5
        combine: sum
        same_matter: highest
        from_nth: 2
        authors: {first: 1/3, others: split_rest}"""

RECORDS = [
    tally("全体会议", "2026-01-10", "请假"),
    tally("全体会议", "2026-08-10", "出席"),
    tally("提案", "2026-02-01", matter="甲"),
    tally("提案", "2026-02-02", matter="甲"),
    tally("提案", "2026-02-03", position=2, authors=3),
]


def lines(total: str = "{cap: 20, floor: 0}") -> list[tuple[str, str, Step, str]]:
    """The trace: category, item, step and the change, as the rule file has them."""
    found = score(rulebook(categories=RULES, total=total), *single(RECORDS))
    return [(line.category, line.item, line.step, str(line.change)) for line in found.lines]


def test_every_step_is_a_line() -> None:
    assert lines() == [
        ("会议", "", Step.BASE, "20"),
        ("会议", "全体会议", Step.NOT_HIGHEST, "0"),
        ("会议", "全体会议", Step.COUNTED, "15"),
        ("会议", "全体会议", Step.CAP, "-3"),
        ("会议", "", Step.CAP, "-10"),
        ("提案", "提案", Step.SAME_MATTER, "0"),
        ("提案", "提案", Step.BEFORE_NTH, "0"),
        ("提案", "提案", Step.COUNTED, "5/3"),
        ("提案", "提案", Step.ROUNDED, "1/300"),
        ("", "", Step.CAP, "-367/100"),
    ]


def test_what_changes_nothing_writes_no_line() -> None:
    assert all(line[:2] != ("", "") for line in lines("{cap: 120, floor: 0}"))


def line_of(step: Step) -> TraceLine:
    found = score(rulebook(categories=RULES), *single(RECORDS))
    return next(line for line in found.lines if line.step is step)


def test_a_line_about_a_record_names_it_its_level_its_clause_and_its_place_in_the_file() -> None:
    counted = line_of(Step.COUNTED)
    assert (counted.seqs, str(counted.on), counted.level) == ((Seq(2),), "2026-08-10", "出席")
    assert counted.origin == rulebook(categories=RULES).categories[0].items[0].origin
    assert re.fullmatch(r"t\.yaml:\d+", counted.origin.place)


def test_a_line_about_a_bound_names_the_rule_and_no_record() -> None:
    capped = line_of(Step.CAP)
    assert (capped.before, capped.after, capped.seqs, capped.on) == (15, 12, (), None)
    assert capped.origin == line_of(Step.COUNTED).origin


def test_what_is_set_aside_is_named_too() -> None:
    assert line_of(Step.SAME_MATTER).seqs == (Seq(4),)
    assert line_of(Step.BEFORE_NTH).seqs == (Seq(3),)


def test_the_changes_of_all_lines_add_up_to_the_score() -> None:
    found = score(rulebook(categories=RULES), *single(RECORDS), who=member(role("常委")))
    assert sum(line.change for line in found.lines) == found.total


def test_the_lines_of_an_item_run_on_from_one_another() -> None:
    found = score(rulebook(categories=RULES), *single(RECORDS))
    own = [line for line in found.lines if line.item == "提案"]
    assert own[0].before == 0
    assert [line.after for line in own[:-1]] == [line.before for line in own[1:]]
    assert own[-1].after == found.categories[1].items[0].score


def test_many_like_records_are_one_line_that_says_how_many() -> None:
    found = score(rulebook(), tally("走访", count=7))
    assert [(line.count, line.change) for line in found.lines] == [(7, 7)]
