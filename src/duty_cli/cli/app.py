"""All commands, by name, in the order of the work. A command's module is loaded when the command is asked for."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.main import get_command, get_command_from_info
from typer.models import CommandInfo

from duty_cli import __version__
from duty_cli.cli import outputs
from duty_cli.cli.chinese import Command, Group
from duty_cli.cli.desk import AppContext

COMMANDS = {
    "init": "workspace.init",
    "member": "roster.member_app",
    "appoint": "roster.appoint",
    "record": "records.record",
    "attend": "records.attend",
    "settle": "records.settle",
    "leave": "records.leave",
    "import": "importing.import_",
    "collect": "importing.collect",
    "template": "template.template_app",
    "void": "mend.void",
    "correct": "mend.correct",
    "undo": "mend.undo",
    "log": "mend.log",
    "today": "mend.today",
    "check": "mend.check",
    "close-year": "closing.close_year",
    "quarter-report": "reports.quarter_report",
    "annual-evaluation": "reports.annual_evaluation",
    "annual-notice": "reports.annual_notice",
    "term-evaluation": "reports.term_evaluation",
    "explain": "reports.explain",
    "statement": "reports.statement",
    "letter": "letters.letter_app",
    "minutes": "letters.minutes",
    "profile": "profile.profile",
    "issue": "issuing.issue",
    "issued": "issuing.issued",
    "verify-report": "verifying.verify_report",
    "export": "workspace.export",
    "rules": "rules_app.rules_app",
    "completion": "completion.completion",
}
"""Each command, and where its function, or the group of its commands, is."""

_ANY_WORDS = {"issue"}
"""Commands that take the options of others among their words."""


class Commands(Group):
    """The commands of the program: importing them all would take longer than most of them do."""

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        """Their names, in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: typer.Context, cmd_name: str) -> Any:  # type: ignore[override]  # noqa: ANN401 - Typer's
        """The command of that name; None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(".")
        found = getattr(import_module(f"duty_cli.cli.{module}"), name)
        if isinstance(found, typer.Typer):
            group = get_command(found)
            group.name = cmd_name
            return group
        settings = {"ignore_unknown_options": cmd_name in _ANY_WORDS}
        said = CommandInfo(name=cmd_name, cls=Command, callback=found, context_settings=settings)
        return get_command_from_info(said, pretty_exceptions_short=False, rich_markup_mode=None)


app = typer.Typer(
    name="duty",
    cls=Commands,
    help="政协委员履职记录与考评：登记、统计、通报、评比，每一分都有依据。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"duty {__version__}")
        raise typer.Exit


@app.callback()
def main(
    ctx: typer.Context,
    ledger: Annotated[
        Path | None, typer.Option("--ledger", envvar="DUTY_LEDGER", metavar="文件", help="账本；默认 data/ledger.db")
    ] = None,
    rules: Annotated[
        Path | None, typer.Option("--rules", envvar="DUTY_RULES", metavar="文件", help="规则文件或文件夹；默认 rules/")
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", envvar="DUTY_BY", metavar="姓名", help="操作人；默认为系统登录名")
    ] = None,
    _: Annotated[bool, typer.Option("--version", is_eager=True, callback=_version, help="显示版本并退出")] = False,
) -> None:
    """政协委员履职记录与考评：登记、统计、通报、评比，每一分都有依据。"""
    source = ctx.get_parameter_source("rules")
    ctx.obj = AppContext(ledger, rules, by, rules_named=source is not None and source.name == "COMMANDLINE")
    outputs.begin(ctx.obj)
