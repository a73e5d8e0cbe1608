"""``duty rules diff``: a trial that leaves no trace."""

from __future__ import annotations

import pytest

from tests.workspace import RULES, Duty

DIFF = "rules diff rules/scoring.yaml 新.yaml --year 2026"


@pytest.fixture
def trial(duty: Duty) -> Duty:
    """A workspace with a second rule file, under which a proposal earns half."""
    duty.done("record 1001 提案 --on 2026-03-02 --stage 立案")
    duty.done("record 1001 提案 --on 2026-03-03 --stage 立案")
    duty.write("新.yaml", RULES.read_text("utf-8").replace("points: 8", "points: 4"))
    return duty


def test_a_trial_writes_nothing_and_enters_no_rule_file(trial: Duty) -> None:
    before = trial.digest()
    trial.done(DIFF)
    assert trial.digest() == before


def test_the_table_names_the_member_the_grades_and_both_lines(trial: Duty) -> None:
    table = trial.done(DIFF)
    assert "注：共 7 人，等次变动或越过合格线 1 人" in table
    (row,) = [line for line in table.splitlines() if line.startswith("1001")]
    assert row.split()[:8] == ["1001", "赵一鸣", "中共界", "66", "58", "-8", "合格", "不合格"]
    for words in ("跌破", "提案／提案立案 -8（第7条 scoring.yaml:", "→ 第7条 新.yaml:"):
        assert words in row


@pytest.mark.parametrize("name", ["试算.csv", "试算.json", "试算.xlsx", "试算.md", "试算.txt"])
def test_it_is_written_in_every_format(trial: Duty, name: str) -> None:
    trial.done(f"{DIFF} -o {name}")
    assert (trial.folder / name).stat().st_size > 500


def test_the_same_file_twice_moves_nobody(trial: Duty) -> None:
    found = trial.json("rules diff 新.yaml 新.yaml --year 2026")
    assert (found["members"], found["rules"]) == ([], [])


def test_two_files_of_one_name_are_told_by_their_folders(trial: Duty) -> None:
    (trial.folder / "新").mkdir()
    trial.write("新/scoring.yaml", (trial.folder / "新.yaml").read_text("utf-8"))
    assert "新/scoring.yaml:" in trial.done("rules diff rules/scoring.yaml 新/scoring.yaml --year 2026")


def test_a_year_that_one_of_the_files_does_not_cover_is_refused(trial: Duty) -> None:
    text = RULES.read_text("utf-8").replace("to: 2026-12-31", "to: 2025-12-31")
    trial.write("旧.yaml", text)
    said = trial.refused("rules diff rules/scoring.yaml 旧.yaml --year 2026", code=3)
    assert "没有覆盖 2026-01-01 至 2026-12-31 的规则文件（现有：旧.yaml：2022-01-01 至 2025-12-31）" in said


def test_a_file_that_is_not_there_is_refused(trial: Duty) -> None:
    assert "没有这个文件" in trial.refused("rules diff rules/scoring.yaml 没有.yaml --year 2026")
