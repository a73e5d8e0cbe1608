"""Rule files going out: shown, described for editors, begun."""

from __future__ import annotations

import json
import re

import pytest

from tests.rules import small
from tests.workspace import INIT, Duty


def test_the_rules_are_shown_beside_their_clauses_and_lines(duty: Duty) -> None:
    said = duty.done("rules show")
    assert said.startswith("评分规则校对稿\n")
    assert re.search(
        r"^全体会议 +第\d+条 +scoring\.yaml:\d+ +登记出席情况；通报列入“会议和活动”，以人次计。$", said, re.M
    )


def test_a_file_is_shown_without_a_workspace(empty: Duty) -> None:
    empty.done("rules new 细则.yaml")
    assert "提案：立案              第7条   细则.yaml:92   阶段为立案的，计 5 分。" in empty.done(
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
        "place": "细则.yaml:143",
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
    assert (empty.folder / "rules" / "cases.schema.json").read_text("utf-8") == empty.done("rules schema --cases")


def test_a_case_of_a_workspace_that_has_the_schema_names_it(duty: Duty) -> None:
    first = "# yaml-language-server: $schema="
    case = "rules case 1001 --year 2026 -o"
    duty.done("record 1001 提案 --on 2026-03-05 --stage 提交 --title 甲")
    (duty.folder / "rules" / "cases.schema.json").unlink()
    duty.done(f"{case} 案例.yaml")
    assert not (duty.folder / "案例.yaml").read_text("utf-8").startswith(first)
    duty.write("rules/cases.schema.json", "{}")
    for name, beside in (("又.yaml", ""), ("案例/一.yaml", "../")):
        (duty.folder / name).parent.mkdir(exist_ok=True)
        duty.done(f"{case} {name}")
        said = (duty.folder / name).read_text("utf-8")
        assert said.startswith(f"{first}{beside}rules/cases.schema.json\n# 由账本做成的案例")
        assert duty.done(f"rules test {name}").startswith("1 例通过")


def test_a_new_file_is_sound_and_has_its_schema_beside_it(empty: Duty) -> None:
    said = empty.done("rules new")
    assert said == "已写入 rules/scoring.yaml；改好后请用 duty rules check 核对，用 duty rules show 逐条校对\n"
    assert (empty.folder / "rules" / "scoring.schema.json").exists()
    assert (empty.folder / "rules" / "cases.schema.json").exists()
    assert empty("rules check rules/scoring.yaml").code == 0


def test_a_file_of_the_first_edition_is_written_in_the_second_beside_it(empty: Duty) -> None:
    first = empty.write("旧.yaml", small.text())
    answer = empty("rules upgrade 旧.yaml -o 新.yaml")
    assert answer.err.startswith("已写入 新.yaml：由 17 行改为 15 行，意思与原文相同")
    assert (
        "format: duty-rules/2\n" in (empty.folder / "新.yaml").read_text("utf-8") == empty.done("rules upgrade 旧.yaml")
    )
    assert first.read_text("utf-8") == small.text()
    assert empty("rules check 新.yaml").code == 0


def test_what_is_not_of_the_first_edition_or_faulty_is_not_rewritten(empty: Duty) -> None:
    empty.write("旧.yaml", small.text())
    empty.done("rules upgrade 旧.yaml -o 新.yaml")
    again = empty("rules upgrade 新.yaml -o 又.yaml")
    assert (again.code, again.err) == (3, "错误：新.yaml 已是第二版（duty-rules/2），不用改写\n")
    empty.write("坏.yaml", small.text(total=""))
    assert empty("rules upgrade 坏.yaml -o 又.yaml").code == 3
    own = empty("rules upgrade 旧.yaml -o 旧.yaml")
    assert own.code == 5
    assert "又.yaml" not in {file.name for file in empty.folder.iterdir()}
    assert (empty.folder / "旧.yaml").read_text("utf-8") == small.text()


def test_a_file_that_is_there_is_never_overwritten(empty: Duty) -> None:
    path = empty.write("细则.yaml", "# 本会审定\n")
    answer = empty("rules new 细则.yaml")
    assert (answer.code, answer.err) == (5, "错误：文件 细则.yaml 已存在，未作任何改动；请换一个文件名\n")
    assert path.read_text("utf-8") == "# 本会审定\n"


def test_the_schema_of_maps_is_printed_or_written_and_lies_in_a_workspace(empty: Duty) -> None:
    printed = empty.done("map schema")
    assert empty("map schema -o 格式.json").err == "已写入 格式.json\n"
    assert (empty.folder / "格式.json").read_text("utf-8") == printed
    empty.done(INIT)
    assert (empty.folder / "rules" / "map.schema.json").read_text("utf-8") == printed


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("rules/maps/甲.yaml", "format: duty-map/1\nreads: records\ncolumns:\n  姓名: {frm: 名}\n", "甲.yaml:4"),
        ("rules/intake.yaml", "format: duty-intake/1\nmarks: {△: 也许}\n", "intake.yaml:2"),
    ],
)
def test_rules_check_reads_the_maps_and_the_words_of_files_too(duty: Duty, file: str, text: str, told: str) -> None:
    (duty.folder / "rules" / "maps").mkdir()
    duty.write(file, text)
    answer = duty("rules check")
    assert (answer.code != 0, told in answer.err) == (True, True), answer.err


def test_rules_check_reads_the_table_of_holidays_too(duty: Duty) -> None:
    duty.write("rules/holidays.yaml", "format: duty-holidays/1\nyears:\n  - {year: 2026, workdays: [2025-01-04]}\n")
    answer = duty("rules check")
    assert answer.code == 3
    assert "holidays.yaml:3：" in answer.err
    assert "2025-01-04 不在 2026 年；请写在它的年份下" in answer.err
