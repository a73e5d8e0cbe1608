"""Whose name stands in a batch is put right by a row; the name that was entered stays beside it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import Any

import pytest

from tests.cli.clerk import seated
from tests.ledger.sample import behind_its_back
from tests.workspace import Duty, Enter


def entered(duty: Duty) -> None:
    """A record that was entered under the name of the login, beside one of a clerk."""
    duty.done("--by 王文书 record 1001 提案 --on 2026-03-05 --title 关于停车的建议")
    duty.done("--by admin record 1003 提案 --on 2026-03-05 --title 关于河道的建议")


@pytest.fixture
def desk(begin: Callable[[Enter], Duty]) -> Duty:
    """A record that was entered under the name of the login, beside one of a clerk."""
    return begin(entered)


def batches(desk: Duty) -> list[dict[str, Any]]:
    found: Any = desk.json("log")["batches"]
    return list(found)


def test_the_right_name_is_told_with_the_one_that_was_entered(desk: Duty) -> None:
    batch = desk.last_batch()
    answer = desk.done(f"correct-by {batch} --by 李干事 --reason 忘了写明")
    assert answer == f"已更正：批次 {batch} 的操作人 admin 更正为 李干事\n"
    one = next(one for one in batches(desk) if one["seq"] == batch)
    assert (one["by"], one["entered_as"]) == ("李干事", "admin")
    told = "李干事（更正，原登记为 admin）"
    assert all(told in desk.done(line) for line in ("log", f"log {batch}", "today", "explain 1003 --year 2026"))
    assert told in desk.done(f"show {batch + 1}")
    assert "忘了写明" in desk.done("log")
    assert desk.done("check") == ""


def test_the_batch_shows_by_which_rows_it_was_put_right(desk: Duty) -> None:
    batch = desk.last_batch()
    for name in ("李干事", "赵干事"):
        desk.done(f"correct-by {batch} --by {name} --reason 更正")
    said = desk.json(f"show {batch}")
    referring: Any = said["referring"]
    assert [(one["sort"], one["count"]) for one in referring] == [("操作人更正", 2)]
    shown: Any = said["batch"]
    assert (shown["by"], shown["entered_as"]) == ("赵干事", "admin")


def test_the_first_name_may_be_put_back(desk: Duty) -> None:
    batch = desk.last_batch()
    desk.done(f"correct-by {batch} --by 李干事 --reason 忘了写明")
    desk.done(f"correct-by {batch} --by admin --reason 核对过，没有错")
    one = next(one for one in batches(desk) if one["seq"] == batch)
    assert (one["by"], "entered_as" in one) == ("admin", False)


def test_a_report_as_known_before_has_the_name_that_was_known_then(desk: Duty) -> None:
    batch = desk.last_batch()
    before = desk.json("explain 1003 --year 2026")
    ledger: Any = before["ledger"]
    desk.done(f"correct-by {batch} --by 李干事 --reason 忘了写明")
    assert desk.json(f"explain 1003 --year 2026 --known-at {ledger['seq']}") == before


def test_entries_are_found_and_listed_by_the_right_name(desk: Duty) -> None:
    batch = desk.last_batch()
    desk.done(f"correct-by {batch} --by 李干事 --reason 忘了写明")
    assert f"duty log {batch}" in desk.done("find 李干事")
    found: Any = desk.json("today --by 李干事")["batches"]
    assert [one["seq"] for one in found] == [batch]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("correct-by 99999 --by 李干事 --reason 更正", "账本中没有批次 99999"),
        ("correct-by {inside} --by 李干事 --reason 更正", "账本中没有批次"),
        ("correct-by {batch} --by admin --reason 更正", "操作人就是“admin”"),
        ("correct-by {batch} --by ' ' --reason 更正", "--by 实际的操作人"),
        ("correct-by {batch} --by '李\t干事' --reason 更正", "操作人"),
        ("correct-by {batch} --by 李干事 --reason ' '", "原因"),
        ("correct-by {batch} --by 王文殊 --reason 更正", "操作人“王文殊”与日志中的“王文书”相近"),
        ("correct-by {batch} --by 王文书2 --reason 更正", "--again"),
    ],
)
def test_what_cannot_be_put_right_is_refused(desk: Duty, line: str, said: str) -> None:
    batch = desk.last_batch()
    assert said in desk.refused(line.format(batch=batch, inside=batch + 1))


def test_a_name_like_another_is_asked_about(desk: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = desk.last_batch()
    clerk = seated(monkeypatch, "")
    assert desk(f"correct-by {batch} --by 王文殊 --reason 更正").out == ""
    assert "王文殊" in clerk.told[0]
    assert desk.done(f"correct-by {batch} --by 王文殊 --reason 更正 --again").startswith("已更正")


def test_a_correction_changed_behind_the_programs_back_is_found(desk: Duty) -> None:
    desk.done(f"correct-by {desk.last_batch()} --by 李干事 --reason 忘了写明")
    with behind_its_back(desk.folder / "data" / "ledger.db") as raw:
        raw.execute("UPDATE attribution SET by = '别人'")
    assert "操作人更正" in desk("check").err


def test_two_copies_that_give_one_batch_to_two_people_contradict_one_another(desk: Duty) -> None:
    batch = desk.last_batch()
    for part in ("data", "rules"):
        shutil.copytree(desk.folder / part, desk.folder / "home" / part)
    desk.done(f"--ledger home/data/ledger.db correct-by {batch} --by 赵干事 --reason 忘了写明")
    desk.done(f"correct-by {batch} --by 李干事 --reason 忘了写明")
    assert "同一批次的操作人更正为不同的人" in desk("merge home/data/ledger.db --yes").err


def test_a_merge_brings_the_entered_name_and_its_correction(desk: Duty) -> None:
    for part in ("data", "rules"):
        shutil.copytree(desk.folder / part, desk.folder / "home" / part)
    there = "--ledger home/data/ledger.db"
    desk.done(f"{there} --by user record 1002 提案 --on 2026-03-06 --title 关于公交的建议")
    last: Any = desk.json(f"{there} log --last 1")["batches"]
    desk.done(f"{there} correct-by {last[0]['seq']} --by 李在家 --reason 忘了写明")
    desk.done("record 1004 提案 --on 2026-03-07 --title 关于绿地的建议")
    desk.done("merge home/data/ledger.db --yes")
    assert ("李在家", "user") in {(one["by"], one.get("entered_as")) for one in batches(desk)}
    assert desk.done("check") == ""
