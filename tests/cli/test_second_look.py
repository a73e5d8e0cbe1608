"""What a second reader found at the desk."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.workspace import Duty


def test_the_sheet_for_the_member_holds_nothing_that_is_put_to_the_leaders(duty: Duty) -> None:
    duty.done("record 1001 提案 --on 2026-03-05")
    duty.close(2026)
    assert "提请主席会议" in duty.done("explain 1001 --year 2026")
    for form in ("table", "json", "md", "csv"):
        assert "提请主席会议" not in duty.done(f"statement 1001 --format {form}")


def test_faulty_rules_found_nothing(empty: Duty) -> None:
    (empty.folder / "rules").mkdir()
    (empty.folder / "rules" / "scoring.yaml").write_text("format: duty-rules/1\n", "utf-8")
    assert empty("init --committee 某政协 --term 14 --from 2022-01-01 --until 2026-12-31").code == 3
    assert not (empty.folder / "data" / "ledger.db").exists()


def test_every_rule_file_of_the_folder_is_read_whatever_its_name(duty: Duty) -> None:
    rules = (duty.folder / "rules" / "scoring.yaml").read_text("utf-8")
    duty.write("rules/2027.yaml", rules)
    assert "适用日期重叠" in duty("rules check").err


def test_an_enrolment_with_later_tenures_is_not_undone(duty: Duty) -> None:
    duty.done("member add 1009 王七星 --from 2026-01-01")
    batch = duty.last_batch()
    duty.done("appoint 1009 --liaison-group 城西联络组 --from 2026-02-01")
    assert "任职分组" in duty.refused(f"undo {batch} --reason 误登")


@pytest.mark.parametrize("days", ["--from 2030-01-01", "--from 2026-01-05 --until 2062-01-06"])
def test_leave_beyond_the_term_is_refused(duty: Duty, days: str) -> None:
    assert "届期" in duty.refused(f"leave 1001 {days} --reason 因公 --granted-by 秘书长")


def test_one_meeting_is_not_taken_for_two_when_one_record_does_not_name_it(duty: Duty) -> None:
    duty.done("record 1001 全体会议 --on 2026-01-20 --activity 第五次会议")
    assert "已有“第五次会议”的记录" in duty.refused("record 1001 全体会议 --on 2026-01-20")


def test_a_file_saved_again_in_another_encoding_is_the_same_file(duty: Duty) -> None:
    row = "委员编号,履职事项,日期,标题\n1001,提案,2026-03-05,关于路灯的建议\n"
    duty.write("甲.csv", row)
    duty.write("乙.csv", "\ufeff" + row)
    duty.done("import 甲.csv")
    before = duty.digest()
    assert duty.done("import 乙.csv").endswith("没有需要写入的内容：新增 0 条，已有 1 条\n")
    assert duty.digest() == before


def test_a_file_without_a_record_is_refused(duty: Duty) -> None:
    duty.write("空.csv", "委员编号,履职事项,日期\n")
    assert "没有一条记录" in duty("import 空.csv").out


def test_a_correction_gives_no_record_to_another_member(duty: Duty) -> None:
    duty.done("record 1001 提案 --on 2026-03-05")
    seq = duty.last_batch() + 1
    assert "更正不能改换委员" in duty.refused(f"correct {seq} 委员编号=1002 --reason 错登")


def test_a_role_held_before_may_be_entered_later(duty: Duty) -> None:
    duty.done("appoint 1003 --role 读书群群主 --from 2025-01-01")
    duty.done("appoint 1003 --role 读书群群主 --from 2023-01-01 --until 2023-12-31")


def test_a_voided_meeting_is_no_activity_of_the_year(duty: Duty) -> None:
    duty.done("record 1001 全体会议 --on 2026-01-20 --activity 五次会议")
    duty.done(f"void {duty.last_batch() + 2} --reason 误登")
    figures = duty.json("annual-notice 2026")["figures"]
    assert isinstance(figures, dict)
    assert figures["activities"] == 0


def test_absences_and_conduct_are_no_records_of_duty_done(duty: Duty) -> None:
    duty.done("record 1001 全体会议 --on 2026-01-20 --attendance 缺席")
    duty.done("record 1001 变相商业活动 --on 2026-02-03")
    report = duty.json("quarter-report 2026-Q1")
    missing = report["without_record"]
    assert isinstance(missing, list)
    assert "1001" in {one["number"] for one in missing}


def test_a_full_disk_under_standard_output_does_not_deny_what_was_written(duty: Duty) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no such device here")
    command = [sys.executable, "-c", "from duty_cli.cli.main import main; main()"]
    with full.open("wb") as out:
        record = [*command, "record", "1001", "提案", "--on", "2026-03-05"]
        done = subprocess.run(record, stdout=out, stderr=subprocess.PIPE, cwd=duty.folder, check=False)
    assert (done.returncode, done.stderr.decode().count("\n")) == (6, 1)
    assert "已在账本中，请勿重做" in done.stderr.decode()
    assert len(duty.records()) == 1


def test_a_gap_in_office_is_told_as_two_stretches(duty: Duty) -> None:
    head = "委员编号,姓名,任职日期,离任日期\n"
    duty.write("补名册.csv", f"{head}1009,王七星,2022-01-01,2026-03-31\n1009,王七星,2026-10-01,\n")
    duty.done("member import 补名册.csv")
    members = duty.json("annual-evaluation 2026")["members"]
    assert isinstance(members, list)
    (found,) = (one["in_office"] for one in members if one["number"] == "1009")
    assert found == [["2026-01-01", "2026-03-31"], ["2026-10-01", "2026-12-31"]]


def test_an_explanation_says_by_what_the_points_were_multiplied(duty: Duty) -> None:
    duty.done("record 1001 提案 --on 2026-03-05 --stage 立案 --position 2 --authors 3")
    page = duty.done("explain 1001 --year 2026")
    assert "第 2 作者，共 3 人" in page


def test_a_quarter_that_has_not_ended_says_so(duty: Duty) -> None:
    assert "本季度尚未结束" in duty.done("quarter-report 2026-Q4")
    assert "本季度尚未结束" not in duty.done("quarter-report 2026-Q3")


def test_groups_and_the_whole_are_set_against_the_quarter_before(duty: Duty) -> None:
    duty.done("record 1001 提案 --on 2026-03-05 --stage 立案")
    duty.done("record 1001 提案 --on 2026-04-05 --stage 立案")
    report: Any = duty.json("quarter-report 2026-Q2")
    changes = [Fraction(one["change"]) for one in report["members"] if one["change"] is not None]
    by_sector = [Fraction(one["change"]) for one in report["groups"]["界别"] if one["change"] is not None]
    assert Fraction(report["total"]["change"]) == sum(changes) == sum(by_sector)
