"""Real acts of real representatives, through the mappings and rules of ``rules/examples/lok-sabha``.

The data stay where they are, beside the checkout; where they are not, these tests are passed over.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from duty_cli.cli import clock
from duty_cli.cli.main import run
from duty_cli.rulebook.mapping import load_mapping

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "rules" / "examples" / "lok-sabha"
REAL = ROOT.parent / "shared" / "real"
FILES = {"questions": "questions", "debates": "debates", "bills": "private-member-bills"}
"""Mapping → file."""

pytestmark = pytest.mark.skipif(not REAL.exists(), reason="the real files are not there")

Row = dict[str, str]
Report = dict[str, Any]


@pytest.fixture(scope="module", autouse=True)
def _today() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: datetime(2025, 1, 15, 9, tzinfo=UTC))
        yield


def duty(workspace: Path, *arguments: str) -> None:
    assert run(["--ledger", str(workspace / "data" / "ledger.db"), *arguments]) == 0


def with_members(folder: Path) -> Path:
    """A workspace under the example's rules, with all members."""
    (folder / "rules").mkdir()
    (folder / "rules" / "scoring.yaml").write_bytes((EXAMPLE / "scoring.yaml").read_bytes())
    term = ["--term", "18", "--from", "2024-06-09", "--until", "2029-06-23"]
    assert run(["init", str(folder), "--committee", "印度人民院", *term]) == 0
    roster = str(REAL / "lok-sabha-18-members.csv")
    duty(folder, "member", "import", roster, "--map", str(EXAMPLE / "roster.map.yaml"))
    return folder


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with all four files in it."""
    folder = with_members(tmp_path_factory.mktemp("lok-sabha"))
    for mapping, file in FILES.items():
        duty(folder, "import", str(REAL / f"lok-sabha-18-{file}.csv"), "--map", str(EXAMPLE / f"{mapping}.map.yaml"))
    duty(folder, "export", "-o", str(folder / "export.csv"))
    return folder


@pytest.fixture(scope="module")
def records(house: Path) -> list[Row]:
    """The records as they stand in the ledger."""
    return rows(house / "export.csv", ",")


@pytest.fixture(scope="module")
def members() -> list[Row]:
    """The members with the totals that the source itself made."""
    return rows(REAL / "lok-sabha-18-members.csv", ";")


def rows(file: Path, separator: str) -> list[Row]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines, delimiter=separator))


def report(workspace: Path, *arguments: str) -> Report:
    """A report as its JSON says it."""
    duty(workspace, *arguments, "-o", str(workspace / "report.json"))
    said: Report = json.loads((workspace / "report.json").read_text(encoding="utf-8"))
    return said


def debate_types() -> dict[str, str]:
    """Our kind of a debate → its type in the source, as the mapping has them."""
    mapping = load_mapping("debates.map.yaml", (EXAMPLE / "debates.map.yaml").read_bytes())
    return {kind: type_ for type_, kind in (mapping.columns["履职事项"].values or {}).items()}


def test_the_counts_of_every_member_are_the_totals_of_the_source(records: list[Row], members: list[Row]) -> None:
    total_of = {"质询": "Questions", "议员法案": "Private Member Bills"} | dict.fromkeys(debate_types(), "Debates")
    counted = Counter((row["姓名"], total_of[row["履职事项"]]) for row in records)
    headings = ("Questions", "Debates", "Private Member Bills")
    ours = {row["Name"]: tuple(counted[row["Name"], heading] for heading in headings) for row in members}
    assert ours == {row["Name"]: tuple(int(row[heading]) for heading in headings) for row in members}
    assert (len(ours), counted.total()) == (544, 15_695)


def test_the_counts_by_ministry_and_type_of_debate_are_those_of_the_source(
    records: list[Row], members: list[Row]
) -> None:
    types = debate_types()
    parts = {kind: f"Debates ({type_.title()})" for kind, type_ in types.items()}
    acts = [row for row in records if row["履职事项"] != "议员法案"]
    ours = Counter((r["姓名"], parts.get(r["履职事项"]) or f"Questions ({r['备注'].title()})") for r in acts)
    theirs = {
        (row["Name"], heading): row[heading].removesuffix(".0") for row in members for heading in row if "(" in heading
    }
    assert ours == {part: int(count) for part, count in theirs.items() if count != "0"}


def test_the_quarters_count_every_record_of_every_member_once(house: Path, members: list[Row]) -> None:
    counted: Counter[str] = Counter()
    for quarter in ("2024-Q2", "2024-Q3", "2024-Q4"):
        counted.update({one["name"]: one["records"] for one in report(house, "quarter-report", quarter)["members"]})
    totals = {
        row["Name"]: sum(int(row[one]) for one in ("Questions", "Debates", "Private Member Bills")) for row in members
    }
    assert dict(counted) == totals


def test_a_quarter_has_those_who_were_members_in_it(house: Path, members: list[Row]) -> None:
    third, fourth = (report(house, "quarter-report", quarter)["members"] for quarter in ("2024-Q3", "2024-Q4"))
    left = {row["Name"] for row in members if row["End of Term"] != "In Office"}
    came = {row["Name"] for row in members if row["Start of Term"] == "28-11-2024"}
    before, after = ({one["name"] for one in quarter} for quarter in (third, fourth))
    assert (before - after, after - before) == (left, came)
    assert (len(before), len(after), len(left), len(came)) == (542, 542, 2, 2)


def test_the_evaluation_grades_everyone_and_asks_nothing_of_ministers(house: Path, members: list[Row]) -> None:
    graded = report(house, "annual-evaluation", "2024")["members"]
    ministers = {row["Name"] for row in members if row["Minister"] == "Yes"}
    assert len(graded) == 544
    assert {(one["grade"], one["score"]) for one in graded if one["name"] in ministers} == {("无记录", "0")}
    assert not any(one["minimums_missed"] or one["proposals"] for one in graded if one["name"] in ministers)
    assert sum(one["grade"] == "活跃" for one in graded) <= 544 // 5


def test_every_score_is_what_the_rule_file_says_of_the_counts(house: Path, records: list[Row]) -> None:
    raised = {"特别提及", "第377条事项", "议员陈述"}
    counted = Counter((row["姓名"], row["阶段"] or row["履职事项"] in raised) for row in records)

    def score(name: str) -> Fraction:
        written, oral, bills, raises, debates = (counted[name, of] for of in ("书面", "口头", "提出", True, False))
        questions = min(Fraction(written + 4 * oral, 2), Fraction(40))
        speeches = min(min(raises, 20) + min(2 * debates, 30), 40)
        return questions + speeches + (min(5 + 5 * bills, 20) if bills else 0)

    graded = report(house, "annual-evaluation", "2024")["members"]
    assert {one["name"]: Fraction(one["score"]) for one in graded} == {
        one["name"]: score(one["name"]) for one in graded
    }


def test_every_point_of_the_busiest_member_is_explained(house: Path, records: list[Row]) -> None:
    name, count = Counter(row["姓名"] for row in records).most_common(1)[0]
    explained = report(house, "explain", name, "--year", "2024")
    said = {line["record"]["seq"] for line in explained["lines"] if line["record"]}
    assert len(said) == count
    assert sum(Fraction(line["change"]) for line in explained["lines"]) == Fraction(explained["member"]["score"])


def test_the_term_and_the_notice_are_made(house: Path) -> None:
    assert len(report(house, "term-evaluation", "18")["members"]) == 544
    duty(house, "annual-notice", "2024", "--for", "内部", "-o", str(house / "notice.md"))
    assert "登记履职记录15695条" in (house / "notice.md").read_text(encoding="utf-8")


def test_an_export_read_into_another_ledger_gives_the_same_scores(
    house: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = with_members(tmp_path_factory.mktemp("other"))
    duty(other, "import", str(house / "export.csv"))
    assert (
        report(other, "annual-evaluation", "2024")["members"] == report(house, "annual-evaluation", "2024")["members"]
    )


def test_a_file_that_came_in_is_not_taken_in_again(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    again = ["import", str(REAL / "lok-sabha-18-debates.csv"), "--map", str(EXAMPLE / "debates.map.yaml")]
    assert run(["--ledger", str(house / "data" / "ledger.db"), *again]) == 5
    assert "lok-sabha-18-debates.csv" in capsys.readouterr().err


def test_the_ledger_is_sound_with_all_of_it_in(house: Path) -> None:
    duty(house, "check")
