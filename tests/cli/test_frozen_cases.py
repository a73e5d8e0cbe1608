"""A member's year in the ledger made into a case: nothing real leaves, and it comes to what the report says."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import yaml

from tests.workspace import Duty, Enter

RECORDS = """\
委员编号,姓名,履职事项,日期,活动,标题,出席情况,阶段,编号,成果标识,来源编号,评定分,备注
1001,赵一鸣,全体会议,2025-01-10,四次会议,,出席,,,,,,
1001,赵一鸣,提案,2025-03-02,,关于城东停车的提案,,提交、立案,TA-7,停车,,,王某转来
1001,赵一鸣,提案,2025-03-05,,关于城东停车的建议,,立案,XX-9,停车,TA-7,,
1001,赵一鸣,提案,2025-04-05,,关于学区的提案,,立案,,,,,
1001,赵一鸣,年度履职报告,2025-11-02,,年度履职报告,,,,,,,
1001,赵一鸣,年度述职,2025-11-03,,,,,,,,8,
1001,赵一鸣,常委会会议,2025-06-03,一次常委会,,缺席,,,,,,
1001,赵一鸣,常委会会议,2025-08-03,二次常委会,,请假未准,,,,,,
1003,孙三禾,提案,2025-03-02,,孙三禾的提案,,立案,,,,,
1003,孙三禾,全体会议,2026-01-10,五次会议,,出席,,,,,,
1006,周四方,提案,2025-02-02,,周四方的提案,,立案,,,,,
1008,郑六合,全体会议,2026-01-10,五次会议,,出席,,,,,,
"""


def closed(duty: Duty) -> None:
    """A workspace in which 2025 and 2026 are closed."""
    duty.write("记录.csv", RECORDS)
    duty.done("import 记录.csv")
    duty.close(2025, 2026)


@pytest.fixture
def kept(begin: Callable[[Enter], Duty]) -> Duty:
    """A workspace in which 2025 and 2026 are closed."""
    return begin(closed)


def case_of(kept: Duty, member: str, year: int) -> str:
    return kept.done(f"rules case {member} --year {year}")


MEMBERS = ["1001", "1002", "1003", "1004", "1006", "1007", "1008"]


@pytest.mark.parametrize("member", MEMBERS)
@pytest.mark.parametrize("year", [2025, 2026])
def test_a_case_of_the_ledger_passes_at_once(kept: Duty, member: str, year: int) -> None:
    if (member, year) in {("1006", 2026), ("1007", 2025)}:
        assert "不在任" in kept.refused(f"rules case {member} --year {year}")
        return
    kept.done(f"rules case {member} --year {year} -o 例.test.yaml")
    assert kept.done("rules test 例.test.yaml").startswith("1 例通过")


def test_no_name_number_title_or_matter_of_the_office_leaves(kept: Duty) -> None:
    real = {
        "赵一鸣",
        "1001",
        "停车",
        "TA-7",
        "XX-9",
        "王某",
        "四次会议",
        "一次常委会",
        "中共",
        "城东",
        "提案委员会",
        "政协示例",
    }
    text = case_of(kept, "1001", 2025)
    assert [word for word in real if word in text] == []
    said = yaml.load(text, yaml.BaseLoader)["cases"][0]
    assert said["case"] == "委员甲 2025 年度"
    # 常委 stands in the rule file; sector, party and groups do not.
    assert said["member"]["role"] == [{"value": "常委", "from": "2022-01-01"}]
    assert said["member"]["sector"] == [{"value": "界别甲", "from": "2022-01-01"}]
    assert [one.get("matter") for one in said["records"] if one["kind"] == "提案"] == ["成果1", "成果1", None]


def test_what_is_expected_is_what_the_report_says(kept: Duty) -> None:
    said = yaml.load(case_of(kept, "1001", 2025), yaml.BaseLoader)["cases"][0]
    row = kept.member("annual-evaluation 2025", "1001")
    assert said["expect"]["score"] == row["score"] == "79"  # 50 + 10 − 10 + 16 + 5 + 8
    assert said["expect"]["grade"] == "优秀"
    assert said["expect"]["quarters"] == {"1": "18", "2": "3", "3": "-5", "4": "13"}
    assert said["expect"]["proposals"] == ["责令辞去常委"]
    assert said["over_quota"] == "no"


def test_a_year_that_is_not_closed_expects_no_proposals(duty: Duty) -> None:
    duty.write("记录.csv", RECORDS)
    duty.done("import 记录.csv")
    said = yaml.load(case_of(duty, "1001", 2025), yaml.BaseLoader)["cases"][0]
    assert "proposals" not in said["expect"]
    assert said["expect"]["score"] == "79"


def test_earlier_years_are_told_with_the_records_that_are_looked_back_on(kept: Duty) -> None:
    said = yaml.load(case_of(kept, "1001", 2026), yaml.BaseLoader)["cases"][0]
    assert said["earlier"]["2025"]["grade"] == "优秀"
    assert len(said["earlier"]["2025"]["records"]) == 8


def test_a_stretch_of_office_that_ended_is_told(kept: Duty) -> None:
    assert "member: {from: 2022-01-01, until: 2025-06-30, " in case_of(kept, "1006", 2025)


def test_a_changed_rule_breaks_the_case(kept: Duty) -> None:
    kept.done("rules case 1001 --year 2025 -o 例.test.yaml")
    kept.change_rules("points: 8", "points: 6")
    answer = kept("rules test 例.test.yaml")
    assert answer.code == 1
    assert "例.test.yaml:" in answer.out
    assert "总分应为 79，实为 75" in answer.out


def test_the_rule_file_is_named_from_where_the_case_lies(kept: Duty) -> None:
    (kept.folder / "案例").mkdir()
    kept.done("rules case 1001 --year 2025 -o 案例/例.test.yaml")
    assert '\nrules: "../rules/scoring.yaml"\n' in (kept.folder / "案例" / "例.test.yaml").read_text("utf-8")
    assert kept.done("rules test 案例/例.test.yaml").startswith("1 例通过")


def test_the_ledger_and_the_rules_are_never_written_over(kept: Duty) -> None:
    for name in ("rules/scoring.yaml", "data/ledger.db"):
        assert kept(f"rules case 1001 --year 2025 -o {name}").code != 0


def test_a_year_that_nobody_has_a_record_of_is_no_case(kept: Duty) -> None:
    words = kept.refused("rules case 1001 --year 2024", 3)
    assert "2024 年度写不成一名委员的案例：账本里这一年谁都没有记录；没有写出任何内容" in words


def test_what_does_not_come_to_the_report_is_not_written(kept: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    """A case that fails at once would freeze a fault."""
    monkeypatch.setattr("duty_cli.reports.frozen_case._others", lambda _: [("提案立案", (1,))])
    assert "没有与其他人比较的计分项“提案立案”" in kept.refused("rules case 1001 --year 2025 -o 例.test.yaml", 3)
    assert not (kept.folder / "例.test.yaml").exists()
