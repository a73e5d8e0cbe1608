"""All commands, by name, in the order of the work. A command's module is loaded when the command is asked for."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.main import get_command, get_command_from_info
from typer.models import CommandInfo

from duty_cli import __version__
from duty_cli.cli.localization import Command, Group

REPORT = ""
COMMANDS = {
    "init": "workspace_commands.init",
    "member": "roster_commands.member_app",
    "appoint": "tenure_commands.appoint",
    "plan": "plan_commands.plan_app",
    "record": "record_commands.record",
    "attend": "record_commands.attend",
    "settle": "record_commands.settle",
    "leave": "leave_commands.leave_app",
    "hand-in": "hand_in_commands.hand_in_app",
    "import": "import_commands.import_",
    "collect": "import_commands.collect",
    "map": "map_commands.map_app",
    "term": "term_commands.term_app",
    "history": "history_commands.history_app",
    "fund": "fund_commands.fund_app",
    "template": "template_commands.template_app",
    "void": "correction_commands.void",
    "activity": "activity_commands.activity_app",
    "correct": "correction_commands.correct",
    "undo": "correction_commands.undo",
    "correct-by": "correction_commands.correct_by",
    "erase": "erase_command.erase",
    "find": "find_commands.find",
    "show": "find_commands.show_",
    "log": "correction_commands.log",
    "today": "correction_commands.today",
    "check": "correction_commands.check",
    "seal": "sealed_commands.seal_app",
    "close-year": "correction_commands.close_year",
    "quarter-report": REPORT,
    "annual-evaluation": REPORT,
    "annual-notice": REPORT,
    "term-evaluation": REPORT,
    "explain": REPORT,
    "statement": REPORT,
    "letter": REPORT,
    "publish": "publish_commands.publish",
    "object": "publish_commands.object_app",
    "choose": "choose_command.choose",
    "follow-up": "follow_up_commands.follow_up_app",
    "watch": "watch_command.watch",
    "calendar": REPORT,
    "minutes": REPORT,
    "profile": "profile_command.profile",
    "issue": "issue_commands.issue",
    "issued": "issue_commands.issued",
    "verify-report": "issue_commands.verify_report",
    "backup": "backup_commands.backup",
    "restore": "backup_commands.restore",
    "merge": "merge_command.merge",
    "ledger": "ledger_commands.ledger_app",
    "export": "workspace_commands.export",
    "province": "province_commands.province_app",
    "rules": "rule_commands.rules_app",
    "shell": "shell_command.shell",
    "completion": "completion.completion",
}
"""Each command, and where its function, or the group of its commands, is; reports are made of their registry."""

_ANY_WORDS = {"issue"}
"""Commands that take the options of others among their words."""


def _found(name: str) -> Any:  # noqa: ANN401 - a function or a Typer
    if COMMANDS[name] == REPORT:
        from duty_cli.cli.report_registry import command_of

        return command_of(name)
    module, _, attribute = COMMANDS[name].partition(".")
    return getattr(import_module(f"duty_cli.cli.{module}"), attribute)


class Commands(Group):
    """The commands of the program: importing them all would take longer than most of them do."""

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        """Their names, in the order of the work."""
        return list(COMMANDS)

    def __init__(self, *args: Any, **settings: Any) -> None:  # noqa: ANN401 - Typer's own
        super().__init__(*args, **settings)
        self._made: dict[str, Any] = {}

    def get_command(self, ctx: typer.Context, cmd_name: str) -> Any:  # type: ignore[override]  # noqa: ANN401 - Typer's
        """The command of that name, made when it is asked for first; None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        if cmd_name not in self._made:
            self._made[cmd_name] = self._make(cmd_name)
        return self._made[cmd_name]

    @staticmethod
    def _make(cmd_name: str) -> Any:  # noqa: ANN401 - Typer's
        found = _found(cmd_name)
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


def _version(ctx: typer.Context, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        typer.echo(f"duty {__version__}")
        raise typer.Exit


@app.callback()
def main(
    ctx: typer.Context,
    ledger: Annotated[
        str | None,
        typer.Option(
            "--ledger",
            envvar="DUTY_LEDGER",
            metavar="文件",
            help="账本；默认 data/ledger.db；在服务器上的写 postgresql://主机/数据库",
        ),
    ] = None,
    rules: Annotated[
        Path | None, typer.Option("--rules", envvar="DUTY_RULES", metavar="文件", help="规则文件或文件夹；默认 rules/")
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", envvar="DUTY_BY", metavar="姓名", help="操作人；默认为系统登录名")
    ] = None,
    clock_was_wrong: Annotated[
        bool, typer.Option("--clock-was-wrong", help="上一批次登记时的电脑时间有误，现在的时间是对的；记入账本")
    ] = False,
    _: Annotated[bool, typer.Option("--version", is_eager=True, callback=_version, help="显示版本并退出")] = False,
) -> None:
    """政协委员履职记录与考评：登记、统计、通报、评比，每一分都有依据。"""
    # Not at the top: --version is answered without them.
    from duty_cli.cli import output_guard
    from duty_cli.cli.app_context import AppContext
    from duty_cli.cli.ledger_place import place_of

    source = ctx.get_parameter_source("rules")
    named = source is not None and source.name == "COMMANDLINE"
    desk = AppContext(place_of(ledger), rules, by, rules_named=named, shell=ctx.obj)
    desk.clock_was_wrong = clock_was_wrong
    ctx.obj = ctx.with_resource(desk)
    if sys.stderr.isatty():
        from duty_cli.cli.progress_line import ProgressLine
        from duty_cli.model.progress import listening

        ctx.with_resource(listening(ProgressLine(sys.stderr)))
    output_guard.begin(ctx.obj)
