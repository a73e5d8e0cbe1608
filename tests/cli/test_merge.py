"""Two clerks went on apart, one at home: what the other entered is taken over, and what contradicts is told."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing

import pytest

from tests.cli.clerk import seated
from tests.workspace import Duty

OTHER = "home/data/ledger.db"


class Home:
    """The copy that a clerk took home."""

    def __init__(self, duty: Duty, place: str = "home") -> None:
        self._duty, self._place = duty, place
        for part in ("data", "rules"):
            shutil.copytree(duty.folder / part, duty.folder / place / part)

    def done(self, line: str) -> str:
        """What a command prints there."""
        return self._duty.done(f"--ledger {self._place}/data/ledger.db --by 李在家 {line}")


@pytest.fixture
def home(duty: Duty) -> Home:
    """A copy taken home when there was one record."""
    duty.done("record 1001 提案 --on 2026-03-05 --title 关于河道的提案 --number TA-1")
    return Home(duty)


def titles(duty: Duty) -> list[str]:
    return [one["标题"] for one in duty.records()]


def merged(duty: Duty, options: str = "") -> str:
    return duty.done(f"merge {OTHER} --yes {options}")


def test_what_would_come_is_listed_and_asked_for(duty: Duty, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.done("record 1002 提案 --on 2026-03-06 --title 关于公交的提案")
    duty.done("record 1003 提案 --on 2026-03-07 --title 关于停车的提案")
    clerk, before = seated(monkeypatch, ""), duty.digest()
    answer = duty(f"merge {OTHER}")
    assert (answer.code, clerk.asked, duty.digest()) == (5, ["并入以上批次？（回车 不并入，y 并入）"], before)
    assert "对方另有 1 个批次，要并入的 1 个、1 条：" in answer.err
    assert "　2026-11-23 09:00:00　李在家　登记（记录 1）" in answer.err


def test_with_nobody_to_ask_nothing_is_merged(duty: Duty, home: Home) -> None:
    home.done("record 1002 提案 --on 2026-03-06 --title 关于公交的提案")
    duty.done("record 1003 提案 --on 2026-03-07 --title 关于停车的提案")
    before = duty.digest()
    answer = duty(f"merge {OTHER}")
    assert (answer.code, duty.digest()) == (5, before)
    assert answer.err.endswith("错误：没有并入，未作任何改动；确认并入的，请加 --yes\n")


def test_what_came_is_told_of_whoever_entered_it_and_the_log_says_that_it_was_merged(duty: Duty, home: Home) -> None:
    home.done("record 1002 提案 --on 2026-03-06 --title 关于公交的提案")
    duty.done("record 1003 提案 --on 2026-03-07 --title 关于停车的提案")
    before, other = duty.digest(), (duty.folder / OTHER).read_bytes()
    said = merged(duty)
    assert titles(duty) == ["关于河道的提案", "关于公交的提案", "关于停车的提案"]
    assert "李在家 2026-11-23" in duty.done("explain 1002 --year 2026")
    last = json.loads(duty.done("log --last 1 --format json"))["batches"][0]
    assert (last["by"], last["rows"], last["merged"]["by"]) == ("李在家", 1, "经办人甲")
    assert "由经办人甲从账首" in duty.done("log --last 1 --format csv")
    assert (duty.folder / OTHER).read_bytes() == other
    assert before != duty.digest()
    assert list((duty.folder / "data" / "backups").iterdir())
    assert "并入以前的账本：data/backups/" in said
    duty.done("check")


def test_merged_once_it_is_there_and_back_again_only_the_rest_comes(duty: Duty, home: Home) -> None:
    home.done("record 1002 提案 --on 2026-03-06 --title 关于公交的提案")
    duty.done("record 1003 提案 --on 2026-03-07 --title 关于停车的提案")
    merged(duty)
    assert "里没有要并入的" in merged(duty)
    assert "的 1 个批次" in home.done("merge data/ledger.db --yes")
    assert "没有要并入的" in merged(duty)
    home.done("record 1003 提案 --on 2026-04-07 --title 关于菜场的提案")
    merged(duty)
    assert titles(duty) == ["关于河道的提案", "关于公交的提案", "关于停车的提案", "关于菜场的提案"]
    duty.done("check")
    home.done("check")


def test_what_came_by_way_of_a_third_copy_is_known(duty: Duty, home: Home) -> None:
    third = Home(duty, "third")
    duty.done("record 1003 提案 --on 2026-03-07 --title 关于停车的提案")
    home.done("record 1002 提案 --on 2026-03-06 --title 关于公交的提案")
    third.done("record 1001 提案 --on 2026-04-06 --title 关于菜场的提案")
    home.done("merge third/data/ledger.db --yes")
    merged(duty)
    assert "里没有要并入的" in duty.done("merge third/data/ledger.db --yes")
    third.done("merge data/ledger.db --yes")
    assert "里没有要并入的" in duty.done("merge third/data/ledger.db --yes")
    assert titles(duty) == ["关于河道的提案", "关于公交的提案", "关于停车的提案", "关于菜场的提案"]


CONTRADICTIONS = [
    (
        "record 1002 提案 --on 2026-03-06 --number TA-9",
        "record 1003 提案 --on 2026-04-06 --number TA-9",
        "记录编号相同",
    ),
    (
        "record 1002 提案 --on 2026-03-06 --title 关于公交的提案",
        "record 1002 提案 --on 2026-03-06 --title 关于公交的提案 --stage 立案",
        "同一委员同日同题（或是两件事）",
    ),
    ("record 1002 提案 --on 2026-03-06", "record 1002 提案 --on 2026-03-06", "同一委员的相同记录（或是两件事）"),
    (
        "member add 1009 冯七星 --from 2026-05-01 --sector 经济界",
        "member add 1009 陈八方 --from 2026-05-01 --sector 经济界",
        "委员编号相同",
    ),
    (
        "member add 1009 冯七星 --from 2026-05-01 --sector 经济界",
        "member add 1010 冯七星 --from 2026-05-01 --sector 教育界",
        "两边新登记的委员同名",
    ),
    ("member rename 1001 --phone 1", "member rename 1001 --phone 2", "同一委员的姓名都有改动"),
    ("erase 1001 --reason 本人申请 --yes", "member rename 1001 --phone 2", "同一委员的姓名都有改动"),
    (
        "appoint 1003 --from 2026-05-01 --sector 教育界",
        "appoint 1003 --from 2026-06-01 --sector 科技界",
        "同一委员的界别时段都有改动",
    ),
    ("void {seq} --reason 重复", "correct {seq} 标题=关于湖泊的提案 --reason 笔误", "同一条都冲正了"),
    ("member leave 1003 --on 2026-03-31 --reason 辞去", "record 1003 提案 --on 2026-04-06", "改为不在任"),
    ("record 1003 提案 --on 2026-04-06", "member leave 1003 --on 2026-03-31 --reason 辞去", "改为不在任"),
    (
        "leave add 1003 --from 2026-04-01 --until 2026-04-05 --reason 因病 --granted-by 主席",
        "leave add 1003 --from 2026-04-05 --reason 因公 --granted-by 主席",
        "同一委员的请假日期重叠",
    ),
    ("fund budget 100 --year 2026", "fund budget 200 --year 2026", "同一笔预算都定了"),
    (
        "fund spend 100 资料印刷 --on 2026-03-06 --sector 经济界 --approved-by 主席",
        "fund spend 100 资料印刷 --on 2026-03-06 --sector 经济界 --approved-by 主席",
        "支出的日期、金额、摘要相同（或是两件事）",
    ),
    (
        "plan add 专题培训 --on 2026-12-08 --title 第一期培训 --all",
        "plan add 专题培训 --on 2026-12-08 --title 第一期培训 --all",
        "同一活动都列了计划",
    ),
    (
        "record 1001 专题培训 --on 2026-05-06 --activity 第一期培训",
        "record 1001 专题培训 --on 2026-05-06 --activity 第一期培训 --attendance 缺席",
        "同一委员在同一活动都登记了出席",
    ),
    (
        "record 1001 专题培训 --on 2026-05-06 --activity 委员履职培训班",
        "record 1002 专题培训 --on 2026-05-06 --activity 委员履职训练班",
        "同日的活动名称相近（或是两件事）",
    ),
    (
        "settle 专题培训 --on 2026-05-06 --title 培训 --missing 缺席 --sector 经济界",
        "settle 专题培训 --on 2026-05-06 --title 培训 --missing 缺席 --sector 教育界",
        "同一活动的应到范围不同",
    ),
    (
        "hand-in add 1001 年度履职报告 --year 2026 --on 2026-11-20 --received-by 办公室",
        "hand-in add 1001 年度履职报告 --year 2026 --on 2026-11-20 --received-by 办公室",
        "同一委员同一年度都收了件",
    ),
    ("close-year 2025 --although-open", "record 1003 提案 --on 2025-04-06", "一方已结 2025 年度的账"),
    (
        "leave add 1003 --from 2025-04-06 --reason 因病 --granted-by 主席",
        "close-year 2025 --although-open",
        "一方已结 2025 年度的账",
    ),
    ("close-year 2025 --although-open", "close-year 2025 --although-open", "同一年度都结了账"),
    (
        "term begin 15 --from 2027-01-01 --until 2031-12-31",
        "term begin 15 --from 2027-01-01 --until 2031-12-30",
        "都登记了同一届",
    ),
]


@pytest.mark.parametrize(("here", "there", "why"), CONTRADICTIONS)
def test_a_contradiction_is_named_with_both_places_and_nothing_is_written(
    duty: Duty, here: str, there: str, why: str
) -> None:
    duty.done("record 1001 提案 --on 2026-03-05 --title 关于河道的提案")
    duty.done("record 1002 提案 --on 2025-03-05")
    duty.done("record 1001 专题培训 --on 2026-05-06 --activity 培训")
    home, [seq] = Home(duty), duty.seqs("1001")[:1]
    duty.done(here.format(seq=seq))
    home.done(there.format(seq=seq))
    before = duty.digest()
    answer = duty(f"merge {OTHER} --yes")
    assert (answer.code, duty.digest()) == (1, before), answer.err
    [line, *_] = [one for one in answer.err.splitlines() if why in one]
    assert "李在家 2026-11-23 09:00" in line
    assert "经办人甲 2026-11-23 09:00" in line
    assert "--leave-out" in answer.err


def test_who_gets_in_the_way_of_the_other_is_left_out_by_a_person(duty: Duty, home: Home) -> None:
    duty.done("record 1002 提案 --on 2026-03-06 --number TA-9 --title 甲")
    home.done("record 1003 提案 --on 2026-04-06 --number TA-9 --title 乙")
    home.done("record 1003 提案 --on 2026-04-07 --title 丙")
    answer = duty(f"merge {OTHER} --yes")
    batch = json.loads(home.done("log --last 2 --format json"))["batches"][0]["seq"]
    assert (f"--leave-out {batch}" in answer.err, f"duty undo {duty.last_batch()}" in answer.err) == (True, True)
    assert "不并入的：\n　批次" in duty(f"merge {OTHER} --yes --leave-out {batch}").err
    assert titles(duty) == ["关于河道的提案", "甲", "丙"]
    assert "没有要并入的" in merged(duty)


def test_what_was_left_out_once_is_not_asked_for_again_but_what_rests_on_it_is_named(duty: Duty, home: Home) -> None:
    duty.done("record 1002 提案 --on 2026-03-06 --number TA-9")
    home.done("record 1003 提案 --on 2026-04-06 --number TA-9")
    home.done("record 1003 提案 --on 2026-04-07")
    batch, seq = (json.loads(home.done("log --last 2 --format json"))["batches"][0]["seq"] + more for more in (0, 1))
    merged(duty, f"--leave-out {batch}")
    home.done(f"void {seq} --reason 重复")
    answer = duty(f"merge {OTHER} --yes")
    assert (answer.code, f"用到不并入的序号 {seq}" in answer.err, "--leave-out" in answer.err) == (2, True, True)


def test_what_rests_on_what_is_left_out_is_named_and_has_to_be_left_out_too(duty: Duty, home: Home) -> None:
    duty.done("record 1003 提案 --on 2026-03-06")
    home.done("member add 1009 冯七星 --from 2026-05-01 --sector 经济界")
    batch = json.loads(home.done("log --last 1 --format json"))["batches"][0]["seq"]
    home.done("record 1009 提案 --on 2026-06-07")
    answer = duty(f"merge {OTHER} --yes --leave-out {batch}")
    assert (answer.code, "1009 冯七星 提案 2026-06-07 用到不并入的序号" in answer.err) == (2, True), answer.err
    later = json.loads(home.done("log --last 1 --format json"))["batches"][0]["seq"]
    assert "全部批次都不并入" in merged(duty, f"--leave-out {batch} --leave-out {later}")


def test_two_things_that_look_alike_are_both_taken_where_a_person_says_so(duty: Duty, home: Home) -> None:
    duty.done("record 1002 提案 --on 2026-03-06 --title 甲")
    home.done("record 1002 提案 --on 2026-03-06 --title 甲")
    batch = json.loads(home.done("log --last 1 --format json"))["batches"][0]["seq"]
    assert f"加 --both {batch}" in duty(f"merge {OTHER} --yes").err
    merged(duty, f"--both {batch}")
    assert titles(duty) == ["关于河道的提案", "甲", "甲"]


def test_what_stands_again_when_a_correction_is_left_out_contradicts_what_followed_it(duty: Duty, home: Home) -> None:
    [seq] = duty.seqs("1001")
    duty.done("record 1003 提案 --on 2026-03-06")
    home.done(f"void {seq} --reason 重复")
    batch = json.loads(home.done("log --last 1 --format json"))["batches"][0]["seq"]
    home.done("record 1001 提案 --on 2026-03-08 --number TA-1")
    answer = duty(f"merge {OTHER} --yes --leave-out {batch}")
    assert (answer.code, "记录编号相同" in answer.err) == (1, True)


def test_a_merge_of_the_other_cannot_be_left_out_without_what_came_by_it(duty: Duty, home: Home) -> None:
    third = Home(duty, "third")
    duty.done("record 1003 提案 --on 2026-03-07")
    home.done("record 1002 提案 --on 2026-03-06")
    third.done("record 1001 提案 --on 2026-04-06")
    home.done("merge third/data/ledger.db --yes")
    batch = json.loads(home.done("log --last 2 --format json"))["batches"][0]["seq"]
    answer = duty(f"merge {OTHER} --yes --leave-out {batch}")
    assert (answer.code, "1001 赵一鸣 提案 2026-04-06 用到不并入的序号" in answer.err) == (2, True), answer.err


def test_a_member_erased_at_the_other_comes_with_the_erasure_or_not_at_all(duty: Duty, home: Home) -> None:
    duty.done("record 1003 提案 --on 2026-03-06")
    home.done("member add 1009 冯七星 --from 2026-05-01 --sector 经济界")
    home.done("erase 1009 --reason 本人申请 --yes")
    batch = json.loads(home.done("log --last 1 --format json"))["batches"][0]["seq"]
    assert "姓名在对方已依法删除" in duty(f"merge {OTHER} --yes --leave-out {batch}").err
    merged(duty)
    duty.done("check")


def test_a_writing_that_was_broken_off_in_the_other_is_undone_in_the_copy_alone(duty: Duty, home: Home) -> None:
    duty.done("record 1003 提案 --on 2026-03-06")
    home.done("record 1002 提案 --on 2026-03-06 --title 关于公交的提案")
    other = duty.folder / OTHER
    with closing(sqlite3.connect(other, isolation_level=None)) as raw:
        raw.execute("PRAGMA cache_size = 1")
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("CREATE TABLE spill (x)")
        raw.executemany("INSERT INTO spill VALUES (?)", [("甲" * 500,)] * 500)
        left = {name: other.with_name(name).read_bytes() for name in ("ledger.db", "ledger.db-journal")}
        raw.execute("ROLLBACK")
    for name, data in left.items():
        other.with_name(name).write_bytes(data)
    merged(duty)
    assert titles(duty) == ["关于河道的提案", "", "关于公交的提案"]
    assert {name: other.with_name(name).read_bytes() for name in left} == left
    assert not list((duty.folder / "data").glob(".duty-*.tmp*"))


def test_one_file_that_came_into_both_is_one_contradiction(duty: Duty, home: Home) -> None:
    file = duty.write("提案.csv", "委员编号,履职事项,日期\n1002,提案,2026-03-06\n1003,提案,2026-03-07\n")
    duty.done(f"import {file}")
    home.done(f"import {file}")
    answer = duty(f"merge {OTHER} --yes")
    assert "同一文件两边都导入了" in answer.err
    assert "两份账本有 1 处矛盾" in answer.err


def test_other_rules_in_both_contradict_and_the_same_do_not(duty: Duty, home: Home) -> None:
    rules = duty.folder / "rules" / "scoring.yaml"
    changed = rules.read_text("utf-8").replace("points: 10}", "points: 11}")
    rules.write_text(changed, "utf-8")
    (duty.folder / "home" / "rules" / "scoring.yaml").write_text(changed.replace("points: 11}", "points: 12}"), "utf-8")
    duty.done("annual-evaluation 2026")
    home.done("annual-evaluation 2026")
    assert "两边都换了规则文件，内容不同" in duty(f"merge {OTHER} --yes").err
    (duty.folder / "home" / "rules" / "scoring.yaml").write_text(changed, "utf-8")
    home.done("annual-evaluation 2026")
    merged(duty)


def test_a_name_erased_at_the_other_is_erased_here(duty: Duty, home: Home) -> None:
    duty.done("record 1003 提案 --on 2026-03-06")
    home.done("erase 1002 --reason 本人申请 --yes")
    merged(duty)
    assert "钱二南" not in duty.done("member list")
    assert "钱二南".encode() not in (duty.folder / "data" / "ledger.db").read_bytes()
    duty.done("check")


def test_a_batch_that_came_can_be_undone_by_its_number_here(duty: Duty, home: Home) -> None:
    duty.done("record 1003 提案 --on 2026-03-06")
    home.done("record 1002 提案 --on 2026-03-06 --title 关于公交的提案")
    merged(duty)
    duty.done(f"undo {duty.last_batch()} --reason 误并")
    assert titles(duty) == ["关于河道的提案", ""]


def test_a_paper_issued_at_the_other_is_known_and_not_called_forged(duty: Duty, home: Home) -> None:
    duty.done("record 1003 提案 --on 2026-03-06")
    home.done("record 1002 提案 --on 2026-03-06")
    home.done("issue quarter-report 2026Q1 -o 印发.docx")
    home.done("quarter-report 2026Q1 -o 草稿.html")
    home.done("seal --unsigned --to 封存 -o 封存单.html")
    assert duty("verify-report 印发.docx").code == 1
    merged(duty)
    issued, draft = duty.done("verify-report 印发.docx"), duty("verify-report 草稿.html")
    assert "与印发的原件逐字节相同" in issued
    assert "它由并入的账本出具；那时的账本不在这里" in issued
    assert (draft.code, "由并入的账本在末行所记的序号时出具，账首与并入时登记的相符" in draft.out) == (1, True), (
        draft.out
    )
    assert "：与并入的账本相符" in duty.done("check --against 封存")
    assert "上一稿由并入的账本印发" in duty.done("issue quarter-report 2026Q1 -o 再印.docx")
    assert "并入" in duty.done("issued")


def test_a_ledger_that_only_went_on_is_no_merge(duty: Duty, home: Home) -> None:
    home.done("record 1002 提案 --on 2026-03-06")
    assert "不必并入，改用它请执行 duty restore" in duty.refused(f"merge {OTHER} --yes", 4)
    assert "没有要并入的" in home.done("merge data/ledger.db --yes")


def test_another_ledger_or_a_damaged_one_is_refused(duty: Duty, home: Home) -> None:
    home.done("record 1002 提案 --on 2026-03-06")
    other = duty.folder / OTHER
    other.write_bytes(other.read_bytes().replace(b"1002", b"1092"))
    assert "home/data/ledger.db 不能并入：未通过核验，" in duty.refused(f"merge {OTHER} --yes", 4)
    duty.done("init 别处 --committee 政协另一县委员会 --term 14 --from 2022-01-01 --until 2026-12-31")
    assert "不是同一账本的两份副本" in duty.refused("merge 别处/data/ledger.db --yes", 4)
    assert "没有这个文件" in duty.refused("merge 没有.db --yes")


def test_a_backup_of_the_other_will_do(duty: Duty, home: Home) -> None:
    duty.done("record 1003 提案 --on 2026-03-06")
    home.done("record 1002 提案 --on 2026-03-06")
    home.done("backup --to 优盘")
    [backup] = (duty.folder / "优盘").iterdir()
    duty.done(f"merge 优盘/{backup.name} --yes")
    assert len(duty.records()) == 3


def test_a_batch_that_is_not_new_cannot_be_named(duty: Duty, home: Home) -> None:
    duty.done("record 1003 提案 --on 2026-03-06")
    home.done("record 1002 提案 --on 2026-03-06")
    assert "--leave-out 1：不是要并入的批次" in duty.refused(f"merge {OTHER} --yes --leave-out 1", 2)
