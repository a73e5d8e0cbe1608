"""A file of the first edition, written in the second: the same rules, the same comments, fewer lines."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings

from duty_cli.errors.rule_errors import AlreadySecond, RuleProblems
from duty_cli.model.rulebook import Rulebook
from duty_cli.rules.rule_files import check, load
from duty_cli.rules.upgrade import meant, upgraded
from tests.effort import examples
from tests.properties.written_files import files
from tests.rules import small

FIRST = sorted((Path(__file__).parent / "edition_one").glob("*.yaml"))
each_file = pytest.mark.parametrize("file", FIRST, ids=lambda file: file.stem)


def book(text: str) -> Rulebook:
    return load({"t.yaml": text.encode()}).every[0]


def rewritten(text: str) -> str:
    return upgraded("t.yaml", text.encode()).decode()


@each_file
def test_a_file_of_the_first_edition_means_the_same_in_the_second(file: Path) -> None:
    text = file.read_text("utf-8")
    found = rewritten(text)
    assert "\nformat: duty-rules/2\n" in f"\n{found}"
    assert meant(book(found)) == meant(book(text))
    assert len(found.splitlines()) < len(text.splitlines())


@each_file
def test_every_comment_is_kept_in_its_order(file: Path) -> None:
    text = file.read_text("utf-8")
    assert re.findall("#.*", rewritten(text)) == re.findall("#.*", text)


@each_file
def test_nothing_is_doubtful_that_was_not(file: Path) -> None:
    text = file.read_text("utf-8")
    before, after = ([problem.what for problem in check({"t.yaml": one.encode()})] for one in (text, rewritten(text)))
    assert after == before


def test_a_rulebook_that_differs_in_one_word_does_not_mean_the_same() -> None:
    assert meant(small.book()) == meant(small.book(notes="[]"))
    assert meant(small.book()) != meant(small.book(title="另一份"))
    assert meant(small.book()) != meant(small.book(total="{cap: 119, floor: 0}"))


@settings(max_examples=examples(60), deadline=None)
@given(files().filter(lambda text: "format: duty-rules/1" in text))
def test_any_file_can_be_rewritten(text: str) -> None:
    found = rewritten(text)
    assert "format: duty-rules/2" in found


def test_a_file_of_the_second_edition_is_not_rewritten() -> None:
    with pytest.raises(AlreadySecond, match="已是第二版"):
        rewritten(rewritten(small.text()))


def test_a_faulty_file_is_not_rewritten() -> None:
    with pytest.raises(RuleProblems):
        rewritten(small.text(total=""))


ITEMS = """
  - id: 甲
    clause: 第1条
    items:
      - id: 一              # 第一项
        clause: 第1条
        when: {kind: 提案}
        points: 1
        combine: sum        # 相加
      - id: 二
        clause: 第1条
        # 这里说明第二项
        when: {kind: 提案}
        points: 2
        combine: sum
      - {id: 三, clause: 第2条, when: {kind: 提案}, points: 3, combine: sum}
      - {clause: 第1条, id: 四, when: {kind: 提案}, combine: sum, points: 4, note: "甲, 乙"}
      - id: 五
        clause: "第1条"
        when:
          kind: 提案
          stage: [提交,
                  立案]
        points: 5
        combine: sum
        note: 有逗号, 不能写进括号"""


def test_what_has_a_comment_beside_it_stays_and_all_else_is_said_once() -> None:
    found = rewritten(small.text(categories=ITEMS))
    assert (
        found[found.index("items:") : found.index("\ntotal")]
        == """items:
      - id: 一              # 第一项
        when: {kind: 提案}
        points: 1
        combine: sum        # 相加
      - id: 二
        # 这里说明第二项
        when: {kind: 提案}
        points: 2
      - {id: 三, clause: 第2条, when: {kind: 提案}, points: 3}
      - {id: 四, when: {kind: 提案}, points: 4, note: "甲, 乙"}
      - id: 五
        when:
          kind: 提案
          stage: [提交,
                  立案]
        points: 5
        note: 有逗号, 不能写进括号"""
    )


def test_windows_newlines_stay() -> None:
    text = small.text().replace("\n", "\r\n")
    found = upgraded("t.yaml", text.encode()).decode()
    assert found.count("\n") == found.count("\r\n") > 10


RULES = Path(__file__).parents[2] / "rules"
OURS = {
    "shipped": "scoring.yaml",
    "start": "new/start.yaml",
    "lok-sabha": "examples/lok-sabha/scoring.yaml",
    **{name: f"examples/{name}.yaml" for name in ("S01", "S02", "S07", "S08", "S09", "S12", "S14", "S47")},
}


@pytest.mark.parametrize("name", OURS)
def test_the_files_of_the_program_mean_what_they_meant_in_the_first_edition(name: str) -> None:
    first = (FIRST[0].parent / f"{name}.yaml").read_text("utf-8")
    second = (RULES / OURS[name]).read_text("utf-8")
    assert "\nformat: duty-rules/2\n" in second
    assert meant(book(second)) == meant(book(first))


def test_examples_and_shipped_file_lost_a_third_of_their_lines() -> None:
    told = [name for name in OURS if name == "shipped" or name.startswith("S")]
    first = sum(_lines((FIRST[0].parent / f"{name}.yaml").read_text("utf-8")) for name in told)
    second = sum(_lines((RULES / OURS[name]).read_text("utf-8")) for name in told)
    assert len(told) == 9
    assert second <= first * 2 / 3


def _lines(text: str) -> int:
    """The lines that say something, and are no comment."""
    return sum(bool(line.strip()) and not line.lstrip().startswith("#") for line in text.splitlines())
