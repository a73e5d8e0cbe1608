"""The door to the paths of proceedings (``rules/steps.yaml``): bytes → :class:`~duty_cli.model.proceedings.ProceedingPath`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from duty_cli.errors.proceeding_errors import StepProblems
from duty_cli.model.parsed_rows import Problem
from duty_cli.model.proceedings import ENDINGS, STEP_HEADINGS, PathStep, PathUse, ProceedingPath, StepMeaning
from duty_cli.rules.yaml_reading import validation_messages, yaml_reader
from duty_cli.rules.yaml_reading.form_fields import ClosedForm, Text, Words, as_list
from duty_cli.rules.yaml_reading.source_map import Loc, SourceMap

_Needs = Annotated[
    tuple[Literal["meeting", "place", "number", "words", "until", "note"], ...], BeforeValidator(as_list)
]
assert {"on", "by", "meeting", "place", "number", "words", "until", "note"} == set(STEP_HEADINGS)


class StepForm(ClosedForm):
    """A step of a path."""

    step: Text
    """步骤的名称，登记和各种文书都用它"""
    means: StepMeaning
    """含义：opened 提出，answered 已答复，decided 已决定待落实，done 已落实，dropped 不再办理，chosen 入选，not_chosen 不入选，upheld 维持，settled 已更正"""
    after: Words | None = None
    """在哪些步骤之后；第一步不写"""
    needs: _Needs = ()
    """除日期、由谁以外还须写明什么：meeting 会议，place 地点，number 文号，words 内容，until 截止日期，note 备注"""


class PathForm(ClosedForm):
    """A path."""

    path: Text
    """流程的名称"""
    use: PathUse
    """用途：follow_up 提请研究事项的办理，choice 履职成绩突出委员的评选，publication 评比结果的公示，objection 异议，warning 预警以后做了什么；一种用途一条流程"""
    steps: Annotated[tuple[StepForm, ...], Field(min_length=1)]
    """各步，由先到后"""


class StepsForm(ClosedForm):
    """A whole file of paths."""

    format: Literal["duty-steps/1"]
    """文件格式"""
    paths: Annotated[tuple[PathForm, ...], Field(min_length=1)]
    """各条办理流程"""


def load_paths(name: str, data: bytes) -> tuple[ProceedingPath, ...]:
    """What the file's bytes say. Raises StepProblems with all that is wrong."""
    source, problems = yaml_reader.read(name, data)
    form, found = (None, []) if source is None else validation_messages.fill(StepsForm, source)
    if form is None or source is None or problems:
        raise StepProblems([*problems, *found])
    wrong = list(_problems(form, source))
    if wrong:
        raise StepProblems(wrong)
    return tuple(ProceedingPath(one.path, one.use, tuple(map(_step, one.steps))) for one in form.paths)


def _step(form: StepForm) -> PathStep:
    return PathStep(form.step, form.means, form.after or (), frozenset(form.needs))


def _problems(form: StepsForm, source: SourceMap) -> Iterator[Problem]:
    """Names and uses given twice, steps that nobody can reach or leave, and steps after the end."""
    for at, path in enumerate(form.paths):
        loc: Loc = ("paths", at)
        before = form.paths[:at]
        if path.path in {one.path for one in before}:
            yield source.problem((*loc, "path"), f"流程“{path.path}”写了两次", "请改名或删去一处")
        if path.use in {one.use for one in before}:
            yield source.problem((*loc, "use"), f"用途 {path.use} 已有一条流程", "一种用途只写一条流程")
        yield from _step_problems(path, source, loc)


def _step_problems(path: PathForm, source: SourceMap, loc: Loc) -> Iterator[Problem]:
    means = {one.step: one.means for one in path.steps}
    for at, step in enumerate(path.steps):
        here: Loc = (*loc, "steps", at)
        if step.step in {one.step for one in path.steps[:at]}:
            yield source.problem((*here, "step"), f"步骤“{step.step}”写了两次", "请改名或删去一处")
        if step.after is not None and step.means is StepMeaning.OPENED:
            what = "means: opened 是提出，只能是第一步"
            yield source.problem((*here, "means"), what, "第一步不写 after，其余各步写其他含义")
        if step.after is None and step.means not in (StepMeaning.OPENED, *ENDINGS):
            what = "没有写 after 的是第一步，means 与此不符"
            yield source.problem((*here, "means"), what, "第一步写 means: opened，或者一步即办结的含义")
        for name in step.after or ():
            if name not in means:
                known = "、".join(means)
                yield source.problem((*here, "after"), f"这条流程没有名为“{name}”的步骤", f"可用的有：{known}")
            elif means[name] in ENDINGS:
                yield source.problem((*here, "after"), f"“{name}”已经办结，其后没有步骤", "请核对 after 或 means")
    if all(one.after is not None for one in path.steps):
        yield source.problem((*loc, "steps"), "没有第一步", "请写一步 means: opened，不写 after")
    yield from _dead_ends(path, source, loc)


def _dead_ends(path: PathForm, source: SourceMap, loc: Loc) -> Iterator[Problem]:
    """Steps from which no way leads to an end: a proceeding there would stay open for ever."""
    ending = {one.step for one in path.steps if one.means in ENDINGS}
    # As often as there are steps: each round adds those one step further from an end.
    for _ in path.steps:
        ending |= {name for one in path.steps if one.step in ending for name in one.after or ()}
    for at, step in enumerate(path.steps):
        if step.step not in ending:
            yield source.problem(
                (*loc, "steps", at, "step"), f"从“{step.step}”走不到办结", "请加一步 after 它的办结步骤"
            )
