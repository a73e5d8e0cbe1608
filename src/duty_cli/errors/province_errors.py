"""Refusals about reports on many sealed ledgers (市、省汇总)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from duty_cli.errors.base import DutyError, Findings, UsageError


class ProvinceMissing(UsageError):
    """The libraries that read sealed ledgers and count in them are an extra."""

    def __init__(self) -> None:
        super().__init__("汇总封存账本需要 pyarrow 和 duckdb；请执行 pip install 'duty-cli[province]'")


class NoFolder(UsageError):
    """What was named as the folder is none."""

    def __init__(self, folder: object) -> None:
        super().__init__(f"{folder} 不是文件夹，或没有这个文件夹；请给出放着各地封存账本的文件夹的路径")


class NoSealedFiles(UsageError):
    """There is nothing to report on. ``unread``: what lies there besides and seems to have been handed in; ``years``: others whose files lie there."""

    def __init__(self, folder: object, unread: Sequence[str] = (), years: Sequence[int] = ()) -> None:
        lines = "".join(f"\n{one}" for one in unread)
        others = f"{'、'.join(map(str, years))} 年度的有，在各自的 year= 文件夹里，请核对 --year；" if years else ""
        super().__init__(
            f"{folder} 里没有{'这一年度的' if years else ''}封存账本（.parquet）；{others}"
            f"请把各地用 duty seal export 写出的文件放进这个文件夹，再给出它的路径{lines}"
        )


class SealedAmiss(Findings):
    """Some files cannot be counted; nothing was written."""

    def __init__(self, problems: Sequence[object]) -> None:
        self.problems = tuple(problems)
        lines = "\n".join(map(str, problems))
        way = "请更正后重新执行；其余各地先行汇总、把这些列为未计入的，加 --accept-valid"
        DutyError.__init__(self, f"{lines}\n共 {len(problems)} 项不能计入，没有写出任何内容；{way}")


class NothingToReport(DutyError):
    """None of the files can be counted."""

    def __init__(self, left_out: Sequence[object]) -> None:
        lines = "\n".join(map(str, left_out))
        super().__init__(f"{lines}\n没有一个地方可以计入，没有写出任何内容；请更正后重新执行")


class NothingRecorded(UsageError):
    """No county has a record of the year: a wrong year, which would give a paper of zeros. ``years``: those of which there are records."""

    def __init__(self, year: int, counties: int, years: Collection[int]) -> None:
        all_ = "这个地方" if counties == 1 else f" {counties} 个地方"
        known = f"有记录的年份是 {'、'.join(map(str, sorted(years)))}，请核对 --year" if years else "别的年份也没有"
        super().__init__(f"能计入的{all_}都没有 {year} 年度的记录，没有写出任何内容；这些封存账本里{known}")


class NoRulesSealed(DutyError):
    """A ledger holds no rules to judge it by."""

    def __init__(self) -> None:
        super().__init__("账本中没有登记规则；请该地出一次报表、登记规则后重新报送，或用 --rules 给出统一的规则")


class ResultsDiffer(DutyError):
    """What a sealed ledger tells of members' years is not what its rows come to by its rules."""

    def __init__(self, year: int) -> None:
        super().__init__(
            f"文件里写的 {year} 年度结果与按账本中的规则重新计算的不一致，可能由不同版本的 duty 写出，或被改动；请该地升级 duty 后重新报送"
        )


class ExpectedTwice(UsageError):
    """A list names a county twice."""

    def __init__(self, file: object, name: str) -> None:
        super().__init__(f"{file} 中 {name} 写了不止一次；请每个地方只留一行")


class UnclearList(UsageError):
    """A list of who should have handed in, of which it cannot be told where the names stand."""

    def __init__(self, file: object, why: str) -> None:
        super().__init__(
            f"{file} {why}；名单须是每行一个地方的文本，或一张有“地方”一列、首行是列名的表（csv、xlsx），一行一个地方"
        )


class EmptyList(UsageError):
    """A list of who should have handed in names nobody, so that nobody could be missing."""

    def __init__(self, file: object) -> None:
        super().__init__(
            f"{file} 里没有一个地方；请每行写一个应报送的地方，或给出有“地方”一列的表，不核对名单的不加 --expect"
        )


class WorkersLost(DutyError):
    """A process that judged counties is gone."""

    def __init__(self) -> None:
        super().__init__("处理封存账本的一个进程中断了，可能内存不足；没有写出任何内容，请加 --processes 1 重新执行")
