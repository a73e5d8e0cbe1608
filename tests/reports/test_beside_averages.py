"""A member's figures beside the averages of the sector and of all: reckoned by hand, and never about few others."""

from __future__ import annotations

from typing import Any

import pytest

from duty_cli.cli import clock
from tests.workspace import NOW, Duty

ROSTER = "委员编号,姓名,界别,任职日期\n" + "".join(
    f"20{at:02},新委员{name},农业界,2026-01-01\n" for at, name in enumerate("甲乙丙丁", 1)
)


@pytest.fixture
def farmers(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> Duty:
    """Four members of a new sector at two meetings: 2001 came twice, 2002 and 2003 once, 2004 never; and the year is closed."""
    duty.write("新.csv", ROSTER)
    duty.done("member import 新.csv")
    every = "--all-present --members 2001、2002、2003、2004、1001、1002、1003、1004"
    duty.done(f"attend 委员活动日 --on 2026-03-02 --title 甲会 {every} --except 缺席=2003、2004、1001")
    duty.done(f"attend 委员活动日 --on 2026-03-03 --title 乙会 {every} --except 缺席=2002、2004")
    monkeypatch.setattr(clock, "now", lambda: NOW.replace(year=2027, month=2))
    duty.done("close-year 2026 --although-open")
    return duty


def told(duty: Duty, line: str) -> dict[str, tuple[Any, ...]]:
    found: Any = duty.json(line)
    return {one["figure"]: (one["own"], one["sector"], one["everybody"]) for one in found["averages"]}


def test_the_rate_is_beside_that_of_the_sector_and_of_all(farmers: Duty) -> None:
    # The sector: 8 times due, 4 there. All: 16 times due, and of the other eight 7 there: 11.
    assert told(farmers, "statement 2001 --beside")["出席率"] == ("100%", "50%", "68.8%")


def test_points_are_beside_the_means(farmers: Duty) -> None:
    members: Any = farmers.json("annual-evaluation 2026")["members"]
    scores = {one["number"]: float(one["score"]) for one in members}
    sector = [score for number, score in scores.items() if number.startswith("20")]
    own, near, everybody = told(farmers, "statement 2001 --beside")["年度积分"]
    assert float(own) == scores["2001"]
    assert float(near) == round(sum(sector) / 4, 2)
    assert float(everybody) == pytest.approx(sum(scores.values()) / len(scores), abs=0.006)


def test_a_sector_of_few_others_is_not_told_of_but_in_the_office(farmers: Duty) -> None:
    # In 1001's sector there are not three others.
    assert told(farmers, "statement 1001 --beside")["出席率"] == ("50%", None, "68.8%")
    assert told(farmers, "statement 1001 --beside --for 内部")["出席率"][1] is not None


def test_where_all_others_are_alike_no_average_says_so(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    duty.write("新.csv", ROSTER)
    duty.done("member import 新.csv")
    duty.done(
        "attend 委员活动日 --on 2026-03-02 --title 甲会 --all-present --members 2001、2002、2003、2004 --except 缺席=2001"
    )
    monkeypatch.setattr(clock, "now", lambda: NOW.replace(year=2027, month=2))
    duty.done("close-year 2026 --although-open")
    assert told(duty, "statement 2001 --beside")["出席率"] == ("0%", None, None)


def test_a_year_that_is_open_is_told_of_in_the_office_alone(duty: Duty) -> None:
    duty.done(
        "attend 委员活动日 --on 2026-03-02 --title 甲会 --all-present --members 1001、1002、1003 --except 缺席=1003"
    )
    assert told(duty, "statement 1001 --beside") == {}
    assert told(duty, "statement 1001 --beside --for 内部")["出席率"] == ("100%", "100%", "66.7%")


def test_somebody_who_moved_keeps_the_rate_of_a_sector_from_the_member(
    duty: Duty, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = "2005,新委员戊,农业界,2026-01-01,2026-06-30\n2005,新委员戊,科技界,2026-07-01,\n"
    rows = ROSTER.replace("任职日期", "任职日期,离任日期").replace("2026-01-01\n", "2026-01-01,\n")
    duty.write("新.csv", rows + moved)
    duty.done("member import 新.csv")
    away = "--members 2001、2002、2003、2004、2005、1001、1002、1003 --except 缺席=2003、2004、1001"
    duty.done(f"attend 委员活动日 --on 2026-03-02 --title 甲会 --all-present {away}")
    monkeypatch.setattr(clock, "now", lambda: NOW.replace(year=2027, month=2))
    duty.done("close-year 2026 --although-open")
    # The public paper sums the sector by quarters, with the one who moved: the difference would be his.
    assert told(duty, "statement 2001 --beside")["出席率"] == ("100%", None, "62.5%")
    assert told(duty, "statement 2001 --beside --for 内部")["出席率"][1] == "50%"


def test_it_is_only_told_where_it_is_asked_for_and_ranks_nobody(farmers: Duty) -> None:
    assert "平均" not in farmers.done("statement 2001")
    said = farmers.done("statement 2001 --beside")
    assert "与平均情况对照" in said
    assert "名次" not in said.replace("不排名次", "")
