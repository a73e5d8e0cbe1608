"""Refusals about sealed ledgers (封存账本, Parquet files)."""

from __future__ import annotations

from collections.abc import Sequence

from duty_cli.errors.base import DutyError, LedgerError, RulesError, UsageError


class ParquetMissing(UsageError):
    """The library that reads and writes such files is an extra."""

    def __init__(self) -> None:
        super().__init__("封存账本是 Parquet 文件，读写它需要 pyarrow；请执行 pip install 'duty-cli[province]'")


class NotSealed(DutyError):
    """A file is no sealed ledger, or not whole, or not as duty writes it."""

    def __init__(self, file: object, why: str) -> None:
        self.why = why
        super().__init__(f"{file} 不是完好的封存账本：{why}；请向报送单位索取 duty seal export 写出的原件")


class PackedSealed(DutyError):
    """An archive, in which a sealed ledger may lie."""

    def __init__(self, file: object) -> None:
        super().__init__(f"{file} 是压缩包，没有打开；请解压，再给出里面的封存账本（.parquet）")


class NewerSealed(DutyError):
    """A sealed ledger of a later version than this program knows."""

    def __init__(self, file: object, found: object) -> None:
        super().__init__(f"封存账本 {file} 由较新的 duty 写出（{found}）；请升级 duty 后再核对")


class SealedDamaged(LedgerError):
    """A sealed ledger does not prove what it says: rows or what it tells of itself were changed after it was written."""

    def __init__(self, file: object, problem: str) -> None:
        self.problem = problem
        super().__init__(f"封存账本 {file} 未通过核对：{problem}；请勿采用，向报送单位索取 duty seal export 写出的原件")


class SealedRulesUnread(RulesError):
    """The rules in a sealed ledger cannot be read by this program, so that its results cannot be reckoned."""

    def __init__(self, file: object, problem: str) -> None:
        self.problem = problem
        super().__init__(
            f"封存账本 {file} 中登记的规则，本程序读不出来，结果未能重新计算：{problem}；请用写出它的版本核对"
        )


class SealedRefused(LedgerError):
    """Several sealed ledgers were checked, and some of them are not to be used."""

    def __init__(self, refused: Sequence[DutyError], files: int) -> None:
        lines = "\n".join(map(str, refused))
        super().__init__(f"{lines}\n核对了 {files} 份封存账本，其中 {len(refused)} 份未通过")
