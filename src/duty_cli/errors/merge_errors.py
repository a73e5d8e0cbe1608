"""Refusals about two copies of one ledger that are to become one (并入)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from duty_cli.errors.base import DutyError, LedgerError, UsageError


class UnfitCopy(LedgerError):
    """The other copy cannot be read, or is not as it was written."""

    def __init__(self, file: object, why: str) -> None:
        super().__init__(
            f"{file} 不能并入：{why}；两份账本都未作任何改动；请在原来的电脑上用 duty check 核验，或改用它的备份"
        )


class OtherCommittee(LedgerError):
    """Two ledgers were never one."""

    def __init__(self, file: object, committee: str, here: str) -> None:
        super().__init__(
            f"{file}（{committee}）与现有账本（{here}）不是同一账本的两份副本：两份的开账记录不同；没有并入，未作任何改动"
        )


class OnlyNewer(LedgerError):
    """The other copy is this one, gone on: there is nothing to merge."""

    def __init__(self, file: object, here: int, there: int) -> None:
        super().__init__(
            f"{file} 就是现有账本往后记的：现有账本到序号 {here}，它到序号 {there}；不必并入，"
            f"改用它请执行 duty restore {file}；未作任何改动"
        )


class NoSuchBatch(UsageError):
    """A batch is named that the other copy has not, or that is not new."""

    def __init__(self, option: str, batch: int, new: Sequence[int]) -> None:
        super().__init__(f"{option} {batch}：不是要并入的批次；要并入的批次：{'、'.join(map(str, new))}")


class LeftOutNeeded(UsageError):
    """What is left out is needed by what is taken over."""

    def __init__(self, needing: Iterable[str], batches: Sequence[int]) -> None:
        lines = "\n".join(needing)
        options = " ".join(f"--leave-out {one}" for one in batches)
        super().__init__(f"{lines}\n要不并入的批次，后面还有用到它的；请一并不并入：{options}")


class Contradictions(DutyError):
    """Both copies say something of the same matter, and nobody but a person knows what holds."""

    exit_code = 1

    def __init__(self, lines: Sequence[str], count: int, ways: Sequence[str]) -> None:
        told = "\n".join(
            [*lines, f"两份账本有 {count} 处矛盾，没有并入，未作任何改动；请逐处定下以哪一份为准，再执行：", *ways]
        )
        super().__init__(told)


class MovedOn(LedgerError):
    """Something was entered between the look and the deed."""

    def __init__(self) -> None:
        super().__init__("列出以后现有账本又有新的登记，没有并入；请重新执行 duty merge")


class MergeUnconfirmed(DutyError):
    """Nobody said yes."""

    def __init__(self) -> None:
        super().__init__("没有并入，未作任何改动；确认并入的，请加 --yes")
