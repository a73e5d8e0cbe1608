"""Refusals about files coming in and going out."""

from __future__ import annotations

from collections.abc import Sequence

from duty_cli.errors.base import DutyError, UsageError


class UnreadableFile(DutyError):
    """A file that cannot be read or is not what it should be."""

    def __init__(self, file: object, why: str) -> None:
        super().__init__(f"无法读取文件 {file}：{why}")


class WrongMapping(UsageError):
    """A mapping for rosters is given for records, or the other way round."""

    def __init__(self, reads: str, wanted: str) -> None:
        super().__init__(f"对应表写明 reads: {reads}，这里需要 reads: {wanted}；请换用相应的对应表")


class MappingFaults(UsageError):
    """The mapping file of an import holds faults."""

    def __init__(self, faults: Sequence[object]) -> None:
        self.faults = tuple(faults)
        lines = "\n".join(str(fault) for fault in faults)
        super().__init__(f"{lines}\n对应表共 {len(faults)} 处问题，未写入任何内容；请改正后重新执行")


class OutputLost(DutyError):
    """Standard output cannot be written; what the command did before is done."""

    def __init__(self, why: str) -> None:
        super().__init__(f"结果未能输出：{why}；登记类操作可能已经完成，请用 duty log 核对后再决定是否重做")


class UnwritableFile(DutyError):
    """A file that cannot be written."""

    def __init__(self, file: object, why: str) -> None:
        super().__init__(f"无法写入文件 {file}：{why}")


class FileThere(DutyError):
    """A new file is to be made where there is one already."""

    def __init__(self, file: object) -> None:
        super().__init__(f"文件 {file} 已存在，未作任何改动；请换一个文件名")
