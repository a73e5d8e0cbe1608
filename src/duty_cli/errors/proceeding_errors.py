"""Refusals about proceedings and their steps (办理事项)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from duty_cli.errors.base import DutyError, RulesError


class StepProblems(RulesError):
    """The file of steps (``rules/steps.yaml``) cannot be used; ``problems`` are told a line each."""

    def __init__(self, problems: Sequence[object]) -> None:
        self.problems = tuple(problems)
        lines = "\n".join(str(problem) for problem in problems)
        super().__init__(f"{lines}\n办理流程文件共 {len(problems)} 处问题，未登记任何内容；请改正后重新执行")


class NoPath(DutyError):
    """The file of steps has no path for this use."""

    def __init__(self, use: str) -> None:
        super().__init__(f"rules/steps.yaml 中没有用于 {use} 的办理流程；请补上，或删去该文件以使用自带的流程")


class NoProceeding(DutyError):
    """No proceeding, and no step of one, has that seq."""

    def __init__(self, seq: object) -> None:
        super().__init__(
            f"账本中没有序号 {seq} 的办理事项；可用 duty follow-up list 年度、duty object list 年度 查看序号"
        )


class StepOutOfOrder(DutyError):
    """The step cannot follow the one at which the proceeding stands."""

    def __init__(self, name: str, last: str | None, possible: Sequence[str]) -> None:
        where = "尚未开始" if last is None else f"目前到“{last}”"
        way = f"接下来可以是：{'、'.join(possible)}" if possible else "已经办结，不再有下一步"
        super().__init__(f"该事项{where}，不能办理“{name}”；{way}")


class StepLacks(DutyError):
    """What the path asks of a step was not said."""

    def __init__(self, name: str, lacking: Sequence[str]) -> None:
        super().__init__(f"“{name}”须写明{'、'.join(lacking)}；请补上")


class StepInFuture(DutyError):
    """What is not yet done cannot be entered as done."""

    def __init__(self, name: str, on: date, today: date) -> None:
        super().__init__(f"“{name}”的日期 {on} 晚于今天 {today}；请在办理之后登记，或核对日期")


class StepTooEarly(DutyError):
    """A step before the one it follows."""

    def __init__(self, name: str, on: date, last: str, last_on: date) -> None:
        super().__init__(f"“{name}”的日期 {on} 早于上一步“{last}”的 {last_on}；请核对日期")


class StepEndsTooEarly(DutyError):
    """The last day of a step lies before the step."""

    def __init__(self, name: str, on: date, until: date) -> None:
        super().__init__(f"“{name}”的截止日期 {until} 早于日期 {on}；请核对日期")


class ProceedingOpen(DutyError):
    """The same thing is in hand already."""

    def __init__(self, what: str, seq: object) -> None:
        super().__init__(f"{what}已在办理（序号 {seq}）；请在该事项上登记下一步")


class StepNotLast(DutyError):
    """A step that others followed is not taken back alone."""

    def __init__(self, seq: object, later: object) -> None:
        super().__init__(f"序号 {seq} 之后该事项还有步骤（如序号 {later}）；请先冲正后面的步骤")


class NothingToPutForward(DutyError):
    """Nothing is proposed of that year, or all of it is in hand."""

    def __init__(self, year: int, who: str = "") -> None:
        super().__init__(f"{year} 年度评比没有{who}待提请的事项，或已全部在办；可用 duty follow-up list {year} 查看")


class ChosenAlready(DutyError):
    """The outstanding of a year are chosen once; another choice takes the first back."""

    def __init__(self, year: int) -> None:
        super().__init__(
            f"{year} 年度履职成绩突出的评选结果已经登记；如需更改，请先用 duty log 查批次，执行 duty undo 批次"
        )


class NotEligible(DutyError):
    """Somebody is chosen whom conduct, a proposed removal or the like bars."""

    def __init__(self, member: object, year: int, why: Sequence[str]) -> None:
        super().__init__(f"{member} 不能列入 {year} 年度履职成绩突出名单：{'；'.join(why)}；请核对人选，名单未登记")


class BeyondPlaces(DutyError):
    """More are chosen than the rules have places for."""

    def __init__(self, chosen: int, places: int) -> None:
        super().__init__(f"选定 {chosen} 名，超过规则规定的名额 {places} 名；请核对人选，名单未登记")


class NoStep(DutyError):
    """The path of the office has no step of a meaning that is needed."""

    def __init__(self, path: str, means: str) -> None:
        super().__init__(f"rules/steps.yaml 的流程“{path}”没有 means: {means} 的步骤；请补上")
