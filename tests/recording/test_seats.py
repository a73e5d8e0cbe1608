"""How many seats each sector has, how many are filled, vacant, or beyond the number."""

from __future__ import annotations

import pytest

from tests.workspace import Duty

SEATS = "format: duty-style/1\nseats: {中共界: 2, 教育: 1, 经济界: 2, 农业界: 1}\n"


@pytest.fixture
def seated(duty: Duty) -> Duty:
    duty.write("rules/style.yaml", SEATS)
    return duty


def figures(duty: Duty, on: str) -> list[tuple[object, ...]]:
    found = duty.json(f"member seats --on {on}")["sectors"]
    assert isinstance(found, list)
    return [tuple(one.values()) for one in found]


def test_seats_are_counted_on_a_day_by_sector_in_its_order(seated: Duty) -> None:
    assert figures(seated, "2026-08-01") == [
        ("中共界", 2, 1, 1, 0),
        ("科技界", None, 2, None, None),
        ("经济界", 2, 3, 0, 1),
        ("农业界", 1, 0, 1, 0),
        ("教育", 1, 1, 0, 0),
    ]
    assert figures(seated, "2025-06-01")[-1] == ("教育", 1, 2, 0, 1)


def test_the_table_sums_up_and_names_the_sectors_without_a_number(seated: Duty) -> None:
    lines = seated.done("member seats --on 2026-08-01").splitlines()
    assert [line.split() for line in lines if line.startswith("合计")] == [["合计", "6", "7", "2", "1"]]
    assert "注：没有写明名额：科技界" in lines


def test_who_joins_a_full_sector_is_entered_and_the_clerk_is_told(seated: Duty) -> None:
    told = "界别“经济界”名额 2 名，2026-08-01 在任 4 名，超出 2 名；请核对\n"
    assert seated("member add 1009 王七星 --from 2026-08-01 --sector 经济界").err == told
    assert seated("appoint 1004 --again --sector 经济 --from 2026-08-01").err.count("超出 3 名") == 1
    assert "名额" not in seated("member join 1006 --sector 农业界 --from 2026-08-01").err


def test_without_numbers_there_is_nothing_to_count(duty: Duty) -> None:
    assert duty.refused("member seats").endswith(
        "style.yaml 没有写明各界别的名额；请在其中写上，如 seats: {中共界: 30, 教育界: 12}"
    )


def test_a_number_of_seats_that_is_none_is_refused(duty: Duty) -> None:
    duty.write("rules/style.yaml", SEATS.replace("经济界: 2", "经济界: 两"))
    assert "“两”不是数" in duty("member seats").err
