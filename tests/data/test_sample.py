"""The committed sample is what its script makes, and sound as a whole."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "data"

Row = dict[str, str]


def test_the_script_makes_the_committed_files_byte_for_byte(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(DATA / "make_sample.py"), str(tmp_path)], check=True, capture_output=True)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in DATA.glob("*.csv")}


def test_the_files_are_as_offices_save_them() -> None:
    for path in DATA.glob("*.csv"):
        content = path.read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.count(b"\n") == content.count(b"\r\n")


def test_the_sample_stays_small() -> None:
    assert sum(path.stat().st_size for path in DATA.glob("*.csv")) < 3_500_000


def test_each_record_falls_on_a_day_its_member_is_in_office(roster: list[Row], records: list[Row]) -> None:
    office: dict[str, list[tuple[str, str]]] = {}
    for row in roster:
        office.setdefault(row["委员编号"], []).append((row["任职日期"], row["离任日期"] or "2026-12-31"))
    strays = [r for r in records if not any(a <= r["日期"] <= b for a, b in office[r["委员编号"]])]
    assert strays == []


def test_no_number_of_a_record_comes_twice(records: list[Row]) -> None:
    numbers = [row["编号"] for row in records if row.get("编号")]
    assert len(numbers) == len(set(numbers))


def test_nobody_stands_twice_on_one_attendance_sheet(records: list[Row]) -> None:
    sheets = Counter((r["委员编号"], r["履职事项"], r["日期"], r["活动"]) for r in records if r.get("出席情况"))
    assert max(sheets.values()) == 1


def test_every_day_is_a_working_day_of_the_three_years(records: list[Row]) -> None:
    days = {date.fromisoformat(row["日期"]) for row in records}
    assert date(2023, 1, 1) <= min(days) <= max(days) <= date(2025, 12, 31)
    assert [day for day in sorted(days) if day.weekday() > 4] == []


def test_members_have_twenty_to_thirty_records_a_year_on_average(roster: list[Row], records: list[Row]) -> None:
    members = {row["委员编号"] for row in roster}
    assert (len(members), 20 <= len(records) / 3 / len(members) <= 30) == (311, True)


@pytest.mark.parametrize("day", ["2022-01-01", "2024-01-24", "2024-01-25", "2025-12-31"])
def test_there_are_thirty_standing_members_on_any_day(roster: list[Row], day: str) -> None:
    standing = [r for r in roster if "常委" in r["职务"].split("、") and r["任职日期"] <= day <= (r["离任日期"] or day)]
    assert len(standing) == 30


def test_only_standing_members_are_called_to_the_standing_committee(roster: list[Row], records: list[Row]) -> None:
    ever = {row["委员编号"] for row in roster if "常委" in row["职务"].split("、")}
    assert {row["委员编号"] for row in records if "常委会会议" in row["履职事项"]} == ever


def test_each_sector_and_each_liaison_group_has_one_head(roster: list[Row]) -> None:
    sectors = Counter(row["界别"] for row in roster if "界别活动组组长" in row["职务"])
    groups = Counter(row["委员联络组"] for row in roster if "委员联络组组长" in row["职务"])
    assert sectors == Counter({row["界别"] for row in roster})
    assert groups == Counter({row["委员联络组"] for row in roster})


def _signers(records: list[Row]) -> Iterator[tuple[list[int], set[int]]]:
    """For each proposal its places and what its rows say of the number of signers."""
    of_matter: dict[str, list[Row]] = {}
    for row in records:
        if row["履职事项"] == "提案":
            of_matter.setdefault(row["成果标识"], []).append(row)
    for signed in of_matter.values():
        yield sorted(int(row["作者位次"]) for row in signed), {int(row["作者人数"]) for row in signed}


def test_proposals_are_signed_by_one_to_five(records: list[Row]) -> None:
    signers = list(_signers(records))
    assert all(counts == {len(places)} and places == list(range(1, len(places) + 1)) for places, counts in signers)
    assert {len(places) for places, _ in signers} == {1, 2, 3, 4, 5}


def test_some_briefs_come_from_a_visit_of_their_author(records: list[Row]) -> None:
    visits = {row["编号"]: row for row in records if row["履职事项"] == "定期走访"}
    briefs = [row for row in records if row.get("来源编号")]
    assert len(briefs) > 100
    for brief in briefs:
        visit = visits[brief["来源编号"]]
        assert (visit["委员编号"], visit["日期"] < brief["日期"]) == (brief["委员编号"], True)


def test_some_briefs_are_one_matter_with_a_proposal_turned_into_them(records: list[Row]) -> None:
    turned = {row["成果标识"] for row in records if row["履职事项"] == "提案" and "转化" in row["阶段"]}
    shared = {r["成果标识"] for r in records if r["履职事项"] == "社情民意信息" and r["成果标识"].startswith("TA")}
    assert shared
    assert shared <= turned


def test_roles_are_judged_only_for_their_holders(roster: list[Row], records: list[Row]) -> None:
    roles = {
        "界别活动组组长履职": "界别活动组组长",
        "委员会客厅牵头履职": "委员会客厅牵头委员",
        "读书群群主履职": "读书群群主",
    }
    for kind, role in roles.items():
        holders = {row["委员编号"] for row in roster if role in row["职务"].split("、")}
        assert {row["委员编号"] for row in records if row["履职事项"] == kind} == holders
