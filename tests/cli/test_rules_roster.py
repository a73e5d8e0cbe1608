"""``duty rules check`` in a workspace holds the roles and groups of the file against the roster."""

from __future__ import annotations

import pytest

from tests.workspace import Duty

HEAD = "  - id: 提案\n    clause: 第3条\n    cap: 20\n"


def told(duty: Duty, written: str) -> list[str]:
    """The warnings about the roster, where the cap of the proposals is written otherwise."""
    duty.change_rules(HEAD, HEAD.replace("cap: 20", written))
    return [line for line in duty.done("rules check").splitlines() if "名册" in line]


def test_names_that_occur_are_not_told(duty: Duty) -> None:
    assert told(duty, "cap: {by: special_committee, values: {经济委员会: 30}, otherwise: 20}") == []


@pytest.mark.parametrize(
    ("by", "name", "advice"),
    [
        ("role", "常伟", "是否：常委？"),
        ("special_committee", "经济委", "是否：经济委员会？"),
        ("role", "委员", "人人都是委员：适用全体的请删去这一项，不担任某职务的请写 not，如 not: {role: 常委}"),
        ("special_committee", "甲办公室", "名册上有：提案委员会、经济委员会"),
        ("party", "民革", "是否：民盟？"),
    ],
)
def test_a_name_that_nobody_bears_is_told_with_the_nearest(duty: Duty, by: str, name: str, advice: str) -> None:
    (line,) = told(duty, f"cap: {{by: {by}, values: {{{name}: 30}}, otherwise: 20}}")
    assert "这一条现在不适用于任何人" in line
    assert line.endswith(advice)


def test_a_rule_for_a_role_that_nobody_holds_is_told_by_its_line(duty: Duty) -> None:
    duty.change_rules("    applies_to: {role: 常委}\n", "    applies_to: {role: 常伟}\n")
    (line,) = [one for one in duty.done("rules check").splitlines() if "常伟" in one]
    assert line.startswith("提醒：scoring.yaml:")
    assert "名册上没有职务“常伟”" in line


def test_a_file_outside_of_a_workspace_is_held_against_nothing(empty: Duty) -> None:
    empty.done("rules new 细则.yaml")
    assert empty.done("rules check 细则.yaml") == ""


@pytest.mark.parametrize(
    ("title", "basis", "told_of"),
    [
        ("政协示例县委员会委员履职考核评分细则", "示政协〔2021〕12号", []),
        ("示例县政协委员履职考核细则", "常委会通过", []),
        ("政协某省示例县委员会委员履职考核细则", "县委办〔2021〕12号", []),
        ("履职考核细则", "《示例县政协章程》", []),
        ("政协别处县委员会委员履职考核评分细则", "示政协〔2021〕12号", ["title", "别处县政协"]),
        ("某省别处市政协委员履职考核细则", "示政协〔2021〕12号", ["title", "某省别处市政协"]),
        ("政协示例县委员会委员履职考核评分细则", "乐政协〔2021〕12号", ["basis", "乐政协〔2021〕12号"]),
    ],
)
def test_a_file_of_another_committee_is_told(duty: Duty, title: str, basis: str, told_of: list[str]) -> None:
    file = duty.folder / "rules" / "scoring.yaml"
    lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith(("title:", "basis:"))]
    file.write_text("\n".join([f"title: {title}", f"basis: {basis}", *lines]) + "\n", "utf-8")
    found = [line for line in duty.done("rules check").splitlines() if "政协示例县委员会" in line]
    assert len(found) == bool(told_of)
    if told_of:
        assert found[0].startswith(f"提醒：scoring.yaml:{1 if told_of[0] == 'title' else 2}：")
        assert told_of[1] in found[0]
