"""``duty rules``: the commands on rule files."""

from __future__ import annotations

import typer

from duty_cli.cli import rules, rules_diff, rules_out
from duty_cli.cli.chinese import Command, Group

rules_app = typer.Typer(cls=Group, help="规则文件。", no_args_is_help=True, rich_markup_mode=None, add_completion=False)
rules_app.command("check", cls=Command)(rules.check_rules)
rules_app.command("test", cls=Command)(rules.try_cases)
rules_app.command("diff", cls=Command)(rules_diff.diff)
rules_app.command("show", cls=Command)(rules_out.show_rules)
rules_app.command("schema", cls=Command)(rules_out.write_schema)
rules_app.command("new", cls=Command)(rules_out.new_rules)
