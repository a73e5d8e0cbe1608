"""Refusals of a typed line, before it is a command."""

from __future__ import annotations

from duty_cli.errors.base import UsageError

_WAY = '如 --title "关于 停车难"'


class OpenQuote(UsageError):
    """A straight quote is not closed."""

    def __init__(self, place: int, sign: str) -> None:
        super().__init__(f"第 {place} 个字的引号 {sign} 没有配对；请补上后一个引号")


class ChineseQuote(UsageError):
    """A Chinese quote is not closed within its word: it seems to be meant to hold words together, which it does not."""

    def __init__(self, place: int, sign: str) -> None:
        super().__init__(
            f"第 {place} 个字 {sign} 是中文引号，不能把带空格的文字括成一项；请改用英文引号，{_WAY}；多余的请删去"
        )


class WideBlank(UsageError):
    """A full-width blank parts nothing, and stands where one seems to be meant to."""

    def __init__(self, place: int) -> None:
        super().__init__(
            f"第 {place} 个字是全角空格；各项之间请用半角空格，文字里的空格请连同文字用英文引号括起来，{_WAY}"
        )


class BadCharacter(UsageError):
    """A line holds a character that drives a terminal, or that could not be read."""

    def __init__(self, place: int, sign: str) -> None:
        super().__init__(f"第 {place} 个字是不可见的控制字符 U+{ord(sign):04X}；请删去")


class AlreadyInShell(UsageError):
    """The shell is asked for inside itself."""

    def __init__(self) -> None:
        super().__init__("已经在 duty shell 中；请直接输入命令，输入“退出”结束")


class NoInputInShell(UsageError):
    """A command is to read standard input, which the shell reads itself."""

    def __init__(self) -> None:
        super().__init__("在 duty shell 中不能用“-”从标准输入读取；请写明文件名")


class ShellUnattended(UsageError):
    """Somebody types, and what is answered goes elsewhere."""

    def __init__(self) -> None:
        super().__init__(
            "duty shell 的输出不在终端上，无法逐行输入；请去掉输出的转向，或把命令写在文件里，用 duty shell 文件 执行"
        )
