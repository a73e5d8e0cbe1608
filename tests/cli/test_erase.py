"""Erasing a name: it is gone from every paper, the figures stay, and the ledger says that it was done."""

from __future__ import annotations

import pytest

from tests.workspace import Duty


def test_the_name_goes_and_every_figure_stays(duty: Duty) -> None:
    duty.done("record 1001 提案 --on 2026-03-05 --stage 提交、立案 --title 关于停车的建议")
    before = duty.done("annual-evaluation 2026 --format csv")
    answer = duty("erase 1001 --reason 本人要求 --yes")
    assert answer.out.startswith("已删除委员 1001 的姓名、拼音首字母和电话（序号 ")
    assert "备份" in answer.err
    lines = zip(
        before.splitlines()[:-1], duty.done("annual-evaluation 2026 --format csv").splitlines()[:-1], strict=True
    )
    assert [(old, new) for old, new in lines if old.replace("赵一鸣", "（姓名已删除）") != new] == []
    assert "赵一鸣" not in duty.done("member list --format csv")
    assert duty.done("check") == ""
    assert "删除姓名" in duty.done("log")


def test_nothing_is_erased_without_a_yes(duty: Duty) -> None:
    answer = duty("erase 赵一鸣 --reason 本人要求")
    assert (answer.code, answer.out) == (0, "")
    assert ("现仍在任" in answer.err, "加 --yes" in answer.err) == (True, True)
    assert "赵一鸣" in duty.done("member list --format csv")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("erase 9999 --reason 本人要求 --yes", "找不到委员“9999”"),
        ("erase 1001 --yes", "--reason"),
    ],
)
def test_what_cannot_be_erased_is_refused(duty: Duty, line: str, said: str) -> None:
    answer = duty(line)
    assert answer.code != 0
    assert said in answer.err


def test_a_name_is_erased_once(duty: Duty) -> None:
    duty.done("erase 1001 --reason 本人要求 --yes")
    assert duty("erase 1001 --reason 本人要求 --yes").err.strip() == "错误：委员 1001 的姓名已经删除"
    assert duty("erase 1001 --reason 本人要求").err.strip() == "错误：委员 1001 的姓名已经删除"


def test_an_erasure_cannot_be_undone(duty: Duty) -> None:
    duty.done("erase 1001 --reason 本人要求 --yes")
    batch = duty.done("log --format csv").splitlines()
    number = next(line.split(",")[0] for line in batch if "删除姓名" in line)
    assert duty(f"undo {number} --reason 试").code != 0
