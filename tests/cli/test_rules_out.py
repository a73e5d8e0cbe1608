"""Rule files going out: shown, described for editors, begun."""

from __future__ import annotations

import json
import re

import pytest

from tests.workspace import INIT, Duty


def test_the_rules_are_shown_beside_their_clauses_and_lines(duty: Duty) -> None:
    said = duty.done("rules show")
    assert said.startswith("评分规则校对稿\n")
    assert re.search(
        r"^全体会议 +第\d+条 +scoring\.yaml:\d+ +登记出席情况；通报列入“会议和活动”，以人次计。$", said, re.M
    )


def test_a_file_is_shown_without_a_workspace(empty: Duty) -> None:
    empty.done("rules new 细则.yaml")
    assert "提案：立案              第7条   细则.yaml:94   阶段为立案的，计 5 分。" in empty.done(
        "rules show 细则.yaml"
    )


def test_only_the_rules_of_the_day_asked_for_are_shown(empty: Duty) -> None:
    empty.done("rules new scoring-2026.yaml")
    later = (empty.folder / "scoring-2026.yaml").read_text("utf-8").replace("2026-", "2027-")
    empty.write("scoring-2027.yaml", later.replace("（草稿）", "（新）"))
    both = "rules show scoring-2026.yaml scoring-2027.yaml"
    assert "（新）" in empty.done(both)
    assert "（新）" not in empty.done(f"{both} --on 2026-05-01")
    assert "没有覆盖 2030-01-01 的规则文件" in empty(f"{both} --on 2030-01-01").err


@pytest.mark.parametrize("form", ["md", "csv", "xlsx", "json", "txt"])
def test_the_rules_are_written_in_every_format_and_always_the_same(empty: Duty, form: str) -> None:
    empty.done("rules new 细则.yaml")
    for name in ("一", "二"):
        assert empty(f"rules show 细则.yaml -o {name}.{form}").err == f"已写入 {name}.{form}\n"
    assert (empty.folder / f"一.{form}").read_bytes() == (empty.folder / f"二.{form}").read_bytes()


def test_as_json_every_rule_has_its_clause_place_and_text(empty: Duty) -> None:
    empty.done("rules new 细则.yaml")
    parts = json.loads(empty.done("rules show 细则.yaml --format json"))["books"][0]["parts"]
    veto = {
        "id": "违纪",
        "clause": "第11条",
        "place": "细则.yaml:162",
        "text": "有违纪的，不论分数，等次最高为不合格。",
    }
    assert [part["rules"] for part in parts if part["name"] == "纪律情形"] == [[veto]]


def test_a_faulty_file_is_not_shown(empty: Duty) -> None:
    empty.write("坏.yaml", "title：甲\n")
    answer = empty("rules show 坏.yaml")
    assert (answer.code, answer.out) == (3, "")


def test_the_schema_is_printed_or_written(empty: Duty) -> None:
    printed = empty.done("rules schema")
    assert empty("rules schema -o 格式.json").err == "已写入 格式.json\n"
    assert (empty.folder / "格式.json").read_text("utf-8") == printed
    assert json.loads(printed)["title"] == "履职考核评分细则"


def test_a_workspace_has_the_schema_beside_its_rules(empty: Duty) -> None:
    empty.done(INIT)
    assert (empty.folder / "rules" / "scoring.schema.json").read_text("utf-8") == empty.done("rules schema")


def test_a_new_file_is_sound_and_has_its_schema_beside_it(empty: Duty) -> None:
    said = empty.done("rules new")
    assert said == "已写入 rules/scoring.yaml；改好后请用 duty rules check 核对，用 duty rules show 逐条校对\n"
    assert (empty.folder / "rules" / "scoring.schema.json").exists()
    assert empty("rules check rules/scoring.yaml").code == 0


def test_a_file_that_is_there_is_never_overwritten(empty: Duty) -> None:
    path = empty.write("细则.yaml", "# 本会审定\n")
    answer = empty("rules new 细则.yaml")
    assert (answer.code, answer.err) == (5, "错误：文件 细则.yaml 已存在，未作任何改动；请换一个文件名\n")
    assert path.read_text("utf-8") == "# 本会审定\n"


def test_rules_check_reads_the_table_of_holidays_too(duty: Duty) -> None:
    duty.write("rules/holidays.yaml", "format: duty-holidays/1\nyears:\n  - {year: 2026, workdays: [2025-01-04]}\n")
    answer = duty("rules check")
    assert answer.code == 3
    assert "holidays.yaml:3：" in answer.err
    assert "2025-01-04 不在 2026 年；请写在它的年份下" in answer.err
