"""The file of steps: every fault with its line and the way out; the shipped one is sound."""

from __future__ import annotations

from pathlib import Path

import pytest

from duty_cli.errors.proceeding_errors import StepProblems
from duty_cli.model.proceedings import ENDINGS, PathUse, StepMeaning
from duty_cli.rules.proceeding_paths import load_paths
from tests.workspace import Duty

SHIPPED = Path(__file__).parents[2] / "rules" / "steps.yaml"


def of(
    *steps: str, head: str = "format: duty-steps/1\npaths:\n  - path: 办理\n    use: follow_up\n    steps:\n"
) -> bytes:
    return (head + "".join(f"      - {{{step}}}\n" for step in steps)).encode()


def faults(data: bytes) -> list[str]:
    with pytest.raises(StepProblems) as refused:
        load_paths("steps.yaml", data)
    return [str(one) for one in refused.value.problems]


FIRST = "step: 提请, means: opened"
LAST = "step: 办结, means: done, after: 提请"


def test_the_shipped_file_has_a_path_for_every_use() -> None:
    paths = load_paths("steps.yaml", SHIPPED.read_bytes())
    assert {one.use for one in paths} == set(PathUse)
    assert {step.means for one in paths for step in one.steps} == set(StepMeaning)


def test_the_steps_that_can_follow_are_those_that_say_so() -> None:
    [path] = load_paths(
        "steps.yaml",
        of(FIRST, "step: 暂缓, means: answered, after: [提请, 暂缓]", "step: 办结, means: done, after: [提请, 暂缓]"),
    )
    assert [one.name for one in path.next_after(None)] == ["提请"]
    assert [one.name for one in path.next_after("提请")] == ["暂缓", "办结"]
    assert path.next_after("办结") == ()


def test_after_every_ending_nothing_follows_in_the_shipped_file() -> None:
    for path in load_paths("steps.yaml", SHIPPED.read_bytes()):
        assert all(path.next_after(step.name) == () for step in path.steps if step.means in ENDINGS)


@pytest.mark.parametrize(
    ("steps", "fault"),
    [
        ([FIRST, FIRST, LAST], "steps.yaml:7：第16列：步骤“提请”写了两次；请改名或删去一处"),
        ([FIRST, LAST.replace("提请", "研究")], "这条流程没有名为“研究”的步骤；可用的有：提请、办结"),
        ([FIRST, LAST, "step: 再议, means: answered, after: 办结"], "“办结”已经办结，其后没有步骤"),
        ([FIRST, "step: 决定, means: decided, after: 提请", LAST], "从“决定”走不到办结；请加一步 after 它的办结步骤"),
        (["step: 提请, means: decided", LAST], "没有写 after 的是第一步，means 与此不符"),
        ([FIRST, "step: 办结, means: opened, after: 提请"], "means: opened 是提出，只能是第一步；第一步不写 after"),
        ([FIRST, LAST.replace("done", "finished")], "“finished”无法识别"),
        ([FIRST, f"{LAST}, needs: who"], "“who”无法识别"),
        ([FIRST, f"{LAST}, color: red"], "这里没有“color”这一项"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_the_way_out(steps: list[str], fault: str) -> None:
    assert any(fault in one for one in faults(of(*steps))), faults(of(*steps))


def test_one_use_has_one_path() -> None:
    twice = of(FIRST, LAST) + of(FIRST, LAST, head="  - path: 办理\n    use: follow_up\n    steps:\n")
    said = faults(twice)
    assert "流程“办理”写了两次" in said[0]
    assert "用途 follow_up 已有一条流程" in said[1]


def test_rules_check_reads_the_steps_too(duty: Duty) -> None:
    duty.write("rules/steps.yaml", of(FIRST).decode())
    assert "从“提请”走不到办结" in duty("rules check").err
    assert duty("rules check").code == 3
