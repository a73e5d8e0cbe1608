"""Refusals about joining and leaving: who is in office already, who left, what paper is lacking."""

from __future__ import annotations

from collections.abc import Sequence

from duty_cli.errors.base import DutyError
from duty_cli.errors.record_errors import Doubtful


class LikeNames(Doubtful):
    """Names that may be slips for others on the roster."""

    def __init__(self, doubts: Sequence[str]) -> None:
        super().__init__(f"{'；'.join(doubts)}；同一个的请照已有的写，确为另一个的请加 --again")


class LikeRows(Doubtful):
    """Rows of a file with names that may be slips for others; ``problems`` are told a line each."""

    exit_code = 1

    def __init__(self, problems: Sequence[object]) -> None:
        self.problems = tuple(problems)
        lines = "\n".join(str(problem) for problem in problems)
        super().__init__(
            f"{lines}\n共 {len(problems)} 处名称相近，未写入任何内容；同一个的请在文件中照已有的写，确为另一个的请加 --again"
        )


class PaperNeeded(DutyError):
    """What only a meeting's paper brings about is entered without its number."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"“{reason}”须写明决定的文号；请用 --number 补上")


class InOfficeAlready(DutyError):
    """Somebody in office is to take office."""

    def __init__(self, member: object, day: object) -> None:
        super().__init__(
            f"{member} 在 {day} 已经在任；请核对日期，任职起日有误请用 duty member correct，调整分组请用 duty appoint"
        )


class NumberShared(DutyError):
    """Two members would bear one number while both are in office, and a record would go to either."""

    def __init__(self, number: str, one: object, other: object) -> None:
        super().__init__(
            f"编号 {number} 会同时属于在任的 {one} 和 {other}，未写入任何内容；"
            "编号已另用的，请用 duty member add 以新编号登记，换届的编号有误请用 duty undo 撤销该批次后重新导入名册"
        )


class NoSeats(DutyError):
    """The office has not said how many seats its sectors have."""

    def __init__(self, file: object) -> None:
        super().__init__(f"{file} 没有写明各界别的名额；请在其中写上，如 seats: {{中共界: 30, 教育界: 12}}")


class LeftAlready(DutyError):
    """The office ends that day already, and nothing new is said of it."""

    def __init__(self, member: object, last: object) -> None:
        super().__init__(f"{member} 已登记于 {last} 离任，未作任何改动；要补记原因或文号，请写明 --reason、--number")


class EndStands(DutyError):
    """The group or role ends that day already, and nothing new is said of it."""

    def __init__(self, member: object, facet: str, value: str, last: object) -> None:
        super().__init__(f"{member} 的{facet}“{value}”已登记至 {last} 止，未作任何改动")


class NameStands(DutyError):
    """The member is called that already."""

    def __init__(self, member: object) -> None:
        super().__init__(f"{member} 的姓名、拼音首字母和电话已是这样，未作任何改动")


class StartStands(DutyError):
    """The office begins on that day already."""

    def __init__(self, member: object, first: object) -> None:
        super().__init__(f"{member} 的任职起日已是 {first}，未作任何改动；请核对日期")


class ErasedAlready(DutyError):
    """There is no name left to erase."""

    def __init__(self, number: str) -> None:
        super().__init__(f"委员 {number} 的姓名已经删除")


class NotConfirmed(DutyError):
    """A difference was shown, and nobody was there to be asked."""

    def __init__(self) -> None:
        super().__init__("以上差异没有登记；核对无误后请加 --yes，只核对请加 --dry-run")
