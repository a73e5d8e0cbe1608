"""All commands, by name."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from duty_cli import __version__
from duty_cli.cli import mend, records, reports, roster, rules, rules_diff, rules_out, workspace
from duty_cli.cli.chinese import Command, Group
from duty_cli.cli.desk import Desk

app = typer.Typer(
    name="duty",
    cls=Group,
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
    ctx.obj = Desk(ledger, rules, by, rules_named=source is not None and source.name == "COMMANDLINE")


app.command(cls=Command)(workspace.init)
app.add_typer(roster.member_app, name="member")
app.command(cls=Command)(roster.appoint)
app.command(cls=Command)(records.record)
app.command(cls=Command)(records.attend)
app.command(cls=Command)(records.leave)
app.command("import", cls=Command)(records.import_)
app.command(cls=Command)(mend.void)
app.command(cls=Command)(mend.correct)
app.command(cls=Command)(mend.undo)
app.command(cls=Command)(mend.log)
app.command(cls=Command)(mend.check)
app.command(cls=Command)(reports.quarter_report)
app.command(cls=Command)(reports.annual_evaluation)
app.command(cls=Command)(reports.annual_notice)
app.command(cls=Command)(reports.term_evaluation)
app.command(cls=Command)(reports.explain)
app.command(cls=Command)(reports.statement)
app.command(cls=Command)(workspace.export)
rules.rules_app.command("diff", cls=Command)(rules_diff.diff)
rules.rules_app.command("show", cls=Command)(rules_out.show_rules)
rules.rules_app.command("schema", cls=Command)(rules_out.write_schema)
rules.rules_app.command("new", cls=Command)(rules_out.new_rules)
app.add_typer(rules.rules_app, name="rules")
