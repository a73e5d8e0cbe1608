"""来源编号: what came of another record scores with it as one matter, where the rules say so."""

from __future__ import annotations

import pytest

from tests.workspace import Duty


@pytest.fixture
def once(duty: Duty) -> Duty:
    """A workspace whose category counts a proposal and what came of it once: 8, and 3 for a talk."""
    talk = (
        "      - {id: 座谈, clause: 第4条, when: {kind: 座谈交流}, points: 3, combine: sum}\n"
        "  - id: 述职\n    clause: 第11条\n    items:\n"
    )
    duty.change_rules("  - id: 述职\n    clause: 第11条\n    items:\n", talk)
    duty.change_rules("    cap: 20\n", "    cap: 20\n    same_matter: highest\n    by_source: yes\n")
    return duty


def points(duty: Duty, member: str = "1001") -> str:
    found = duty.json(f"explain {member} --year 2026")["member"]
    assert isinstance(found, dict)
    evaluated = duty.json("annual-evaluation 2026")["members"]
    assert isinstance(evaluated, list)
    assert [one["score"] for one in evaluated if one["number"] == member] == [found["score"]]
    return str(found["score"])


def test_what_came_of_a_proposal_counts_once(once: Duty) -> None:
    once.done("record 1001 提案 --on 2026-03-02 --stage 立案 --number 提1")
    once.done("record 1001 座谈交流 --on 2026-03-05 --number 座1 --source 提1")
    once.done("record 1001 座谈交流 --on 2026-03-06 --source 座1")
    assert points(once) == "58"
    once.done("record 1001 座谈交流 --on 2026-03-07")
    assert points(once) == "61"


def test_it_may_have_come_of_another_members_record(once: Duty) -> None:
    once.done("record 1002 提案 --on 2026-03-02 --stage 立案 --number 提1")
    for day in ("2026-03-05", "2026-03-06"):
        once.done(f"record 1001 座谈交流 --on {day} --source 提1")
    assert (points(once), points(once, "1002")) == ("53", "58")


def test_a_link_that_was_taken_back_joins_nothing(once: Duty) -> None:
    once.done("record 1001 提案 --on 2026-03-02 --stage 立案 --number 提1")
    once.done("record 1001 座谈交流 --on 2026-03-05 --number 座1 --source 提1")
    assert points(once) == "58"
    seq = once.seqs("1001")[-1]
    once.done(f"void {seq} --reason 不是转化而来")
    once.done("record 1001 座谈交流 --on 2026-03-05")
    assert points(once) == "61"


def test_without_the_key_a_source_changes_nothing(duty: Duty) -> None:
    duty.done("record 1001 提案 --on 2026-03-02 --stage 立案 --number 提1")
    duty.done("record 1001 提案 --on 2026-03-05 --stage 立案 --source 提1")
    assert points(duty) == "66"
