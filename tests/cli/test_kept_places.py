"""One member explained by places that were known before: the same text as by scoring everybody, or everybody is scored."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from duty_cli.cli.local_cache import FOLDER
from duty_cli.ledger.queries.record_queries import RecordQueries
from duty_cli.ledger.queries.roster_queries import RosterQueries
from duty_cli.model.periods import Period
from duty_cli.scoring import evaluate
from tests.workspace import Duty, Enter

CHOSEN = "{id: 表彰, clause: 第11条, take: top, at_most: 1, unit: members, round: down, ties: exclude, propose: 表彰}"


def a_year(duty: Duty) -> None:
    """A year in which seven reach the best grade, one place is in it, and one is selected."""
    duty.change_rules("{grade: 优秀, min: 75}, {grade: 合格, min: 60}", "{grade: 优秀, min: 10}, {grade: 合格, min: 5}")
    duty.change_rules(", else: {grade_at_most: 合格}", "")
    duty.change_rules("\nconsequences:", f"\nselections:\n  - {CHOSEN}\nconsequences:")
    for member in ("1001", "1001", "1002", "1003"):
        duty.done(f"record {member} 提案 --on 2026-03-05 --title 甲{member} --stage 立案 --again")
    for member in ("1001", "1002", "1003"):
        duty.done(f"record {member} 年度履职报告 --on 2026-03-05")


@pytest.fixture
def year(begin: Callable[[Enter], Duty]) -> Duty:
    """A year in which seven reach the best grade, one place is in it, and one is selected."""
    return begin(a_year)


@pytest.fixture
def whole(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The years of which everybody was scored from here on."""
    found: list[int] = []
    real = evaluate._scored

    def noted(*said: object, **more: object) -> object:
        found.append(said[2])  # type: ignore[arg-type]
        return real(*said, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(evaluate, "_scored", noted)
    return found


def anew(duty: Duty, line: str) -> str:
    """What a command says where nothing is kept."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DUTY_CACHE", "off")
        return duty.done(line)


EXPLAIN = "explain 1002 --year 2026"


def test_after_an_evaluation_one_is_explained_without_scoring_the_others(year: Duty, whole: list[int]) -> None:
    year.close(2026)
    year.done("annual-evaluation 2026")
    whole.clear()
    told = [year.done(f"explain {member} --year 2026") for member in ("1001", "1002", "1004")]
    assert whole == []
    assert told == [anew(year, f"explain {member} --year 2026") for member in ("1001", "1002", "1004")]
    assert "优秀名额 1 名，达到优秀条件 7 人" in told[1]
    assert ["提请主席会议研究表彰" in one for one in told] == [True, False, False]


def test_after_one_explanation_the_next_needs_no_evaluation(year: Duty, whole: list[int]) -> None:
    year.done("explain 1001 --year 2026")
    year.done(EXPLAIN)
    assert whole == [2026]


def test_after_an_evaluation_the_events_of_the_year_are_known(year: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    year.write("签到.csv", "委员编号,日期,活动,签到\n1001,2026-07-08,第二十次会议,√\n")
    year.done("import 签到.csv --kind 常委会会议")
    year.done("annual-evaluation 2026")
    monkeypatch.setattr(RecordQueries, "events", None)
    assert "2026年度应出席而没有登记出席情况的活动" in year.done(EXPLAIN)


def test_a_year_without_records_is_looked_for_once(year: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    real = RecordQueries.has_records

    def noted(reading: RecordQueries, days: Period) -> bool:
        asked.append(days.last.year)
        return real(reading, days)

    monkeypatch.setattr(RecordQueries, "has_records", noted)
    told = [year.done(EXPLAIN) for _ in range(2)]
    assert (told[0] == told[1], asked.count(2022)) == (True, 1)


def test_of_one_who_is_told_by_number_the_others_are_not_read(year: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    told = year.done(EXPLAIN)
    monkeypatch.setattr(RosterQueries, "roster", None)
    assert year.done(EXPLAIN) == told


def test_after_another_record_the_places_are_worked_out_anew(year: Duty, whole: list[int]) -> None:
    before = year.done(EXPLAIN)
    year.done("record 1003 提案 --on 2026-04-05 --title 乙 --stage 立案")
    whole.clear()
    after = year.done(EXPLAIN)
    assert whole == [2026]
    assert after == anew(year, EXPLAIN)
    assert after != before


def test_under_other_rules_the_places_are_worked_out_anew(year: Duty, whole: list[int]) -> None:
    year.done(EXPLAIN)
    year.change_rules("at_most: 20%, unit: share", "at_most: 3, unit: members")
    whole.clear()
    assert "名额" not in year.done(EXPLAIN)
    assert whole == [2026]


def test_an_older_head_has_its_own_places(year: Duty, whole: list[int]) -> None:
    year.done("annual-evaluation 2026")
    head = int(year.done("log --last 1").split("账首：序号 ")[1].split("｜")[0])
    year.done("record 1003 提案 --on 2026-04-05 --title 乙 --stage 立案")
    year.done(EXPLAIN)
    whole.clear()
    assert year.done(f"{EXPLAIN} --known-at {head}") == anew(year, f"{EXPLAIN} --known-at {head}")
    assert whole == [2026]  # of the one that keeps nothing


@pytest.mark.parametrize("damage", [lambda data: data[:-1] + bytes([data[-1] ^ 1]), lambda data: data[:20]])
def test_forged_or_torn_places_are_not_used(year: Duty, whole: list[int], damage: object) -> None:
    told = year.done(EXPLAIN)
    (kept,) = places(year)
    kept.write_bytes(damage(kept.read_bytes()))  # type: ignore[operator]
    whole.clear()
    assert (year.done(EXPLAIN), whole) == (told, [2026])


def places(duty: Duty) -> list[Path]:
    return sorted((duty.folder / "data" / FOLDER).glob("places-*"))
