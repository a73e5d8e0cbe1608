"""Every page of help is Chinese throughout."""

from __future__ import annotations

import re

import pytest

from duty_cli.cli.command_rows import command_row
from duty_cli.cli.help_page import page
from duty_cli.documents.cell_widths import cell_width
from tests.workspace import Duty

COMMANDS = (
    *(
        "init",
        "appoint",
        "record",
        "attend",
        "settle",
        "leave",
        "leave add",
        "leave list",
        "hand-in",
        "hand-in add",
        "hand-in list",
        "hand-in verify",
        "import",
        "collect",
        "void",
        "correct",
        "undo",
        "correct-by",
        "erase",
        "publish",
        "object",
        "object add",
        "object list",
        "choose",
        "follow-up open",
        "follow-up step",
        "follow-up list",
        "find",
        "show",
        "log",
        "check",
        "seal",
        "seal head",
        "seal export",
        "seal check",
    ),
    *("calendar", "today", "shell", "completion", "close-year", "backup", "restore", "merge"),
    *("ledger copy", "ledger roles", "ledger upgrade"),
    *("quarter-report", "annual-evaluation", "annual-notice", "term-evaluation", "explain", "statement", "export"),
    *("province", "province report"),
    *(
        "profile",
        "issue",
        "issued",
        "verify-report",
        "watch",
        "minutes",
        "letter",
        "letter interview",
        "letter resignation",
        "letter result",
        "letter answer",
        "letter attendance",
        "letter commendation",
        "letter reminder",
        "letter watch",
    ),
    *(
        "member",
        "member add",
        "member import",
        "member list",
        "member seats",
        "member show",
        "member leave",
        "member join",
        "member correct",
        "member rename",
    ),
    *("activity", "activity correct"),
    *("map", "map try", "map schema", "map new"),
    *("plan", "plan add", "plan move", "plan cancel", "plan list", "plan sheet", "plan export"),
    *("term", "term begin", "term list"),
    *("fund", "fund budget", "fund spend", "fund import", "fund report", "fund list"),
    *("history", "history import", "history list", "template history"),
    *(
        "template",
        "template records",
        "template attendance",
        "template sign-in",
        "template proposals",
        "template roster",
    ),
    *(
        "rules",
        "rules check",
        "rules show",
        "rules prove",
        "rules schema",
        "rules new",
        "rules upgrade",
        "rules restore",
    ),
)

# What is typed as it stands: options, variables, files, commands, formats, seasons; and two names of things.
TYPED = re.compile(
    r"--?[a-z][a-z-]*|DUTY_[A-Z_]+|[a-z/.]*\.(?:yaml|db)|rules/|duty(?: [a-z-]+)*|\d{4}-Q\d|table|csv|json|xlsx|docx|html|ics|txt|xls|ods|md|parquet|Parquet|CSV|YAML|postgresql://"
    r"|records|attendance|roster|proposals|history|fund|keep|correct|stop|bash|zsh|powershell|fish|Tab|duckdb|local\[\*\]|spark://|Spark"
)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_a_page_of_help_has_no_english_word(empty: Duty, command: str) -> None:
    page = empty.done(f"{command} --help")
    names = re.compile(r"^  [a-z-]+(?=  )", re.M)
    assert page.startswith(f"用法：duty {command}".rstrip())
    assert re.findall("[A-Za-z]+", TYPED.sub("", names.sub("", page))) == []


def test_a_page_of_help_is_the_same_through_typer_where_options_stand_before_it(empty: Duty) -> None:
    for command in ("", "record", "leave", "leave add", "rules check", "import"):
        assert empty.done(f"{command} --help") == empty.done(f"--by 甲 {command} --help")


def test_texts_stand_in_one_column_whatever_is_before_them(empty: Duty) -> None:
    options = empty.done("--help").partition("选项：\n")[2].partition("\n\n")[0].splitlines()
    texts = ("账本；", "规则文件", "操作人", "上一批次", "显示版本", "显示本帮助")
    assert {cell_width(line[: line.index(text)]) for line, text in zip(options, texts, strict=True)} == {21}


def test_in_a_terminal_texts_are_broken_to_its_width_and_stay_in_their_column() -> None:
    row = command_row("undo")
    assert row is not None
    lines = page("undo", row, [], 60).splitlines()
    assert max(map(cell_width, lines)) <= 60
    assert "".join(lines).replace(" ", "").count(row.short_help.replace(" ", "")) == 1


def test_all_commands_are_listed_in_the_order_of_the_work(empty: Duty) -> None:
    listed = re.findall(r"^  ([a-z-]+)  ", empty.done("--help").partition("命令：")[2], re.M)
    assert listed[:4] == ["init", "member", "appoint", "plan"]
    assert set(listed) == {command.split()[0] for command in COMMANDS}


@pytest.mark.parametrize(
    "group", ["", "member", "template", "history", "fund", "term", "letter", "follow-up", "plan", "rules"]
)
def test_a_group_named_alone_shows_its_help(empty: Duty, group: str) -> None:
    answer = empty(group)
    assert "命令：" in answer.out + answer.err


def test_help_needs_no_workspace_and_makes_none(empty: Duty) -> None:
    empty.done("record --help")
    assert list(empty.folder.iterdir()) == []


def test_the_version_is_told(empty: Duty) -> None:
    assert re.fullmatch(r"duty \d+\.\d+\.\d+\S*\n", empty.done("--version"))
