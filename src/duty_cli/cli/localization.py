"""Typer's own words in Chinese: headings of help, and refusals of the command line."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from duty_cli.cli.command_rows import paragraphs
from duty_cli.errors.record_errors import BadValue
from duty_cli.model.periods import YEARS
from duty_cli.patterns import pattern

# Texts, compiled on first use: what needs no help and is not refused starts without them.
_HELP = (
    (r"\[OPTIONS\]", "[选项]"),
    (r"\bCOMMAND \[ARGS\]\.\.\.", "命令 [参数]…"),
    (r"\[required\]", "[必填]"),
    (r"\[default: ", "[默认："),
    (r"\[env var: ", "[环境变量："),
    (r"; default: ", "；默认："),
    (r"; required\]", "；必填]"),
    (r"\[x>=(\d+)", r"[不小于 \1"),
    (r"; x>=(\d+)\]", r"；不小于 \1]"),
    (r"\{([^{}\s]+)\}", r"\1"),
    (r"Show this message and exit\.", "显示本帮助"),
)

_REFUSALS = (
    (r"Missing argument '?(.+?)'?\.\s*$", r"缺少参数“\1”"),
    (r"Missing option '?(.+?)'?\.\s*$", r"缺少选项 \1"),
    (r"Missing command\.$", "缺少命令"),
    (r"No such command '(.+?)'\.(?: \(?Did you mean (.+?)\??\)?)?$", r"没有命令“\1”"),
    (r"No such option: (\S+).*$", r"没有选项 \1"),
    (r"Got unexpected extra argument\(?s?\)? \((.+)\)$", r"多出的参数：\1"),
    (r"Option '?(\S+?)'? requires (?:an|\d+) arguments?\.?$", r"选项 \1 后面须填写内容"),
    (r"Option '?(\S+?)'? does not take a value\.?$", r"选项 \1 后面不填写内容"),
    (
        r"Invalid value for '?(.+?)'?: '(.*)' is not a valid int(?:eger)?(?: range)?\.*$",
        r"\1 应为整数，而不是“\2”",
    ),
    (r"Invalid value for '?(.+?)'?: '?(.*?)'? is not one of (.+?)\.?$", r"\1 不能是“\2”；可用的有：\3"),
    (
        r"Invalid value for '?(.+?)'?: '?(.*?)'? is not in the range x>=(\d+)\.?$",
        r"\1 应不小于 \3，而不是 \2",
    ),
)


_FILES_OUT = {"out", "rejects"}
"""The parameters that name a file to be written."""


def _overwrite() -> TyperOption:
    """The option that allows replacing a file that duty did not write."""

    def told(ctx: typer.Context, param: object, value: bool) -> None:
        if value:
            from duty_cli.cli import output_guard

            output_guard.overwrite_allowed()

    words = "替换已有的、不是 duty 写出的文件；账本、规则和读入的文件始终不能替换"
    return TyperOption(
        param_decls=["--overwrite"], is_flag=True, default=False, expose_value=False, callback=told, help=words
    )


def help_in_chinese(text: str) -> str:
    """A piece of a page of help with its fixed words in Chinese."""
    for english, chinese in _HELP:
        text = re.sub(english, chinese, text)
    return text


def refusal_in_chinese(text: str) -> str:
    """A refusal of the command line in Chinese; one not known here stays as it is."""
    for english, chinese in _REFUSALS:
        if re.search(english, text):
            return re.sub("'([^']*)'", r"\1", re.sub(english, chinese, text)).replace(", ", "、")
    return text


def _page(command: TyperCommand | TyperGroup, ctx: typer.Context) -> str:
    from duty_cli.cli.described_commands import described, listed
    from duty_cli.cli.help_page import page
    from duty_cli.documents.streams import terminal_width

    path = ctx.command_path.partition(" ")[2]
    return page(path, described(command, ctx), listed(command, ctx), terminal_width(sys.stdout))


_NUMBERS = range(2**31)
"""Seqs, terms, counts: far above any that there will be, far below what SQLite cannot hold."""


_HALVES = pattern("[\ud800-\udfff]")
"""Bytes of a command line that are no text."""


def _wanted(said: object, numbers: range) -> str:
    """What should stand there instead of ``said``; nothing where it may stand."""
    if isinstance(said, int):
        return "" if said in numbers else f"{numbers[0]} 至 {numbers[-1]} 的整数"
    return "能够显示的文字" if isinstance(said, str) and not said.isascii() and _HALVES.search(said) else ""


class Command(TyperCommand):
    """A command whose help is Chinese throughout; one that writes a file can be told to replace what stands there."""

    def __init__(self, *args: Any, **settings: Any) -> None:  # noqa: ANN401 - Typer's own
        super().__init__(*args, **settings)
        if any(param.name in _FILES_OUT for param in self.params):
            self.params.append(_overwrite())

    def invoke(self, ctx: typer.Context) -> Any:  # type: ignore[override]  # noqa: ANN401 - Typer's own
        """Run it, once it is sure that the file it is to write may be written."""
        self._refuse_unfit(ctx)
        if ctx.params.get("out") is not None:
            from duty_cli.cli import output_guard

            output_guard.refuse_to_replace(Path(ctx.params["out"]))
        return super().invoke(ctx)

    def _refuse_unfit(self, ctx: typer.Context) -> None:
        """No year without a calendar, number that no ledger holds or half of a character gets further than here."""
        for param in self.params:
            said = ctx.params.get(param.name or "")
            if said == param.default:
                continue
            numbers = YEARS if param.name == "year" else _NUMBERS
            for one in said if isinstance(said, list | tuple) else (said,):
                wanted = _wanted(one, numbers)
                if wanted:
                    raise BadValue(param.make_metavar(ctx).strip("[]…"), str(one), wanted)

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]
        """The page of help."""
        return _page(self, ctx)

    def get_short_help_str(self, limit: int = 0) -> str:
        """The first paragraph of its help, whole: Typer cuts between words, of which Chinese has none."""
        return paragraphs(self.help or "")[0]


class Group(TyperGroup):
    """A group of commands whose help is Chinese throughout."""

    leads_to = ""
    """The command whose words need no name before them; empty where there is none."""

    def get_help(self, ctx: typer.Context) -> str:  # type: ignore[override]
        """The page of help."""
        return _page(self, ctx)

    def get_short_help_str(self, limit: int = 0) -> str:
        """The first paragraph of its help, whole: Typer cuts between words, of which Chinese has none."""
        return paragraphs(self.help or "")[0]


def command_group(help_: str, cls: type[Group] = Group) -> typer.Typer:
    """A group of commands with its help, which it shows when it is named alone."""
    return typer.Typer(cls=cls, help=help_, no_args_is_help=True, rich_markup_mode=None, add_completion=False)


def leading_to(command: str, *, alone: bool = False) -> type[Group]:
    """A group that takes words which begin with none of its commands as those of one: ``leave 003 …`` is ``leave add 003 …``.

    ``alone``: no words at all are of it too, instead of asking for the page of help.
    """

    class Leading(Group):
        leads_to = command

        def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
            named = args[0] in self.commands or args[0] in ctx.help_option_names if args else not alone
            return super().parse_args(ctx, args if named else [command, *args])

        def shell_complete(self, ctx: typer.Context, incomplete: str) -> list[Any]:  # type: ignore[override]
            led = self.commands[command]
            # What stands first is its argument; where it has none, its options.
            first = led if led.params[0].param_type_name == "option" else led.params[0]
            return [*super().shell_complete(ctx, incomplete), *first.shell_complete(ctx, incomplete)]

    return Leading
