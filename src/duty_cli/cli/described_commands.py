"""The commands as Typer has them, described in rows: what is on the pages of help and in the table of commands."""

from __future__ import annotations

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from duty_cli.cli.command_rows import CommandRow, Offers, ParameterRow, paragraphs
from duty_cli.cli.completion_values import WHICH
from duty_cli.cli.localization import Group, help_in_chinese

AnyCommand = TyperCommand | TyperGroup


def described(command: AnyCommand, ctx: typer.Context) -> CommandRow:
    """The row of a command."""
    parameters = (
        _parameter(one, ctx) for one in command.get_params(ctx) if isinstance(one, TyperArgument | TyperOption)
    )
    return CommandRow(
        help_in_chinese(" ".join(command.collect_usage_pieces(ctx))),
        "\n\n".join(paragraphs(command.help or "")),
        isinstance(command, TyperGroup),
        command.leads_to if isinstance(command, Group) else "",
        ctx.ignore_unknown_options,
        tuple(parameters),
    )


def listed(command: AnyCommand, ctx: typer.Context) -> list[tuple[str, str]]:
    """The commands of a group, with what is said of each in a line."""
    if not isinstance(command, TyperGroup):
        return []
    found = ((name, command.get_command(ctx, name)) for name in command.list_commands(ctx))
    return [(name, one.get_short_help_str()) for name, one in found if one is not None]


def _parameter(one: TyperArgument | TyperOption, ctx: typer.Context) -> ParameterRow:
    assert one.name is not None, "every parameter has a name"
    written, told = map(help_in_chinese, one.get_help_record(ctx) or ("", ""))
    hint = help_in_chinese(one.help or "")
    assert one.hidden or told.startswith(hint), "what Typer adds stands behind the help"
    behind = written, hint, told[len(hint) :]
    if isinstance(one, TyperArgument):
        return ParameterRow(one.name, (), one.nargs, False, _offers(one, ctx), *behind)  # noqa: FBT003
    # Typer has the names of --help in no order.
    names = sorted((*one.opts, *one.secondary_opts), key=len)
    takes = 0 if one.is_flag or one.count else one.nargs
    return ParameterRow(one.name, tuple(names), takes, one.multiple, _offers(one, ctx), *behind)


def _offers(one: TyperArgument | TyperOption, ctx: typer.Context) -> Offers:
    named = [item.value for item in one.shell_complete(ctx, WHICH) if item.type == "plain"]
    if named:
        return str(named[0].removeprefix(WHICH))
    return tuple(item.value for item in one.shell_complete(ctx, "") if item.type == "plain")
