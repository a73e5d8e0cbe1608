"""Real acts of real representatives, through the mappings and rules of ``rules/examples/lok-sabha``: nothing is lost.

The data stay where they are, beside the checkout; where they are not, these tests are passed over.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from tests.real.house import EXAMPLE, Row, debate_types, duty, needs_the_files, real, report, with_members

pytestmark = needs_the_files

TOTALS = ("Questions", "Debates", "Private Member Bills")
"""The headings under which the source gives its own totals."""


def acts(records: list[Row]) -> list[Row]:
    """All but the attendance, which the source gives beside its totals."""
    return [row for row in records if row["履职事项"] != "冬季会期"]


def test_the_counts_of_every_member_are_the_totals_of_the_source(records: list[Row], members: list[Row]) -> None:
    total_of = {"质询": "Questions", "议员法案": "Private Member Bills"} | dict.fromkeys(debate_types(), "Debates")
    counted = Counter((row["姓名"], total_of[row["履职事项"]]) for row in acts(records))
    ours = {row["Name"]: tuple(counted[row["Name"], heading] for heading in TOTALS) for row in members}
    assert ours == {row["Name"]: tuple(int(row[heading]) for heading in TOTALS) for row in members}
    assert (len(ours), counted.total()) == (544, 15_695)


def test_the_counts_by_ministry_and_type_of_debate_are_those_of_the_source(
    records: list[Row], members: list[Row]
) -> None:
    types = debate_types()
    parts = {kind: f"Debates ({type_.title()})" for kind, type_ in types.items()}
    typed = [row for row in acts(records) if row["履职事项"] != "议员法案"]
    ours = Counter((r["姓名"], parts.get(r["履职事项"]) or f"Questions ({r['备注'].title()})") for r in typed)
    theirs = {
        (row["Name"], heading): row[heading].removesuffix(".0") for row in members for heading in row if "(" in heading
    }
    assert ours == {part: int(count) for part, count in theirs.items() if count != "0"}


def test_everyone_has_the_attendance_that_the_source_gives_or_none(records: list[Row], members: list[Row]) -> None:
    ours = {row["姓名"]: (row["阶段"], row["参加比例"]) for row in records if row["履职事项"] == "冬季会期"}
    assert {name for name, said in ours.items() if said == ("无出席率", "")} == {
        row["Name"] for row in members if not row["Attendance"]
    }
    shares = {name: Fraction(share) for name, (_, share) in ours.items() if share}
    assert shares == {r["Name"]: Fraction(r["Attendance"].rstrip("%")) / 100 for r in members if r["Attendance"]}
    assert (len(ours), len(shares)) == (544, 482)


def test_the_quarters_count_every_record_of_every_member_once(house: Path, members: list[Row]) -> None:
    counted: Counter[str] = Counter()
    for quarter in ("2024-Q2", "2024-Q3", "2024-Q4"):
        counted.update({one["name"]: one["records"] for one in report(house, "quarter-report", quarter)["members"]})
    with_attendance = {row["Name"]: 1 + sum(int(row[heading]) for heading in TOTALS) for row in members}
    assert dict(counted) == with_attendance


def test_a_quarter_has_those_who_were_members_in_it(house: Path, members: list[Row]) -> None:
    third, fourth = (report(house, "quarter-report", quarter)["members"] for quarter in ("2024-Q3", "2024-Q4"))
    left = {row["Name"] for row in members if row["End of Term"] != "In Office"}
    came = {row["Name"] for row in members if row["Start of Term"] == "28-11-2024"}
    before, after = ({one["name"] for one in quarter} for quarter in (third, fourth))
    assert (before - after, after - before) == (left, came)
    assert (len(before), len(after), len(left), len(came)) == (542, 542, 2, 2)


def test_the_term_and_the_notice_are_made(house: Path) -> None:
    assert len(report(house, "term-evaluation", "18")["members"]) == 544
    duty(house, "annual-notice", "2024", "--for", "内部", "-o", str(house / "notice.md"))
    assert "登记履职记录16239条" in (house / "notice.md").read_text(encoding="utf-8")


def test_an_export_read_into_another_ledger_gives_the_same_scores(
    house: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = with_members(tmp_path_factory.mktemp("other"))
    duty(other, "import", str(house / "export.csv"))
    assert (
        report(other, "annual-evaluation", "2024")["members"] == report(house, "annual-evaluation", "2024")["members"]
    )


def test_a_file_that_came_in_brings_nothing_new(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    duty(house, "import", str(real("debates")), "--map", str(EXAMPLE / "debates.map.yaml"))
    assert "没有需要写入的内容：新增 0 条，已有 " in capsys.readouterr().out


def test_the_ledger_is_sound_with_all_of_it_in(house: Path) -> None:
    duty(house, "check")
