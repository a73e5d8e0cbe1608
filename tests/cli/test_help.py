"""Every page of help is Chinese throughout."""

from __future__ import annotations

import re

import pytest

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
        "erase",
        "publish",
        "object",
        "object add",
        "object list",
        "choose",
        "follow-up open",
        "follow-up step",
        "follow-up list",
        "log",
        "check",
        "seal",
    ),
    *("calendar", "today", "shell", "completion", "close-year", "backup", "restore"),
    *("quarter-report", "annual-evaluation", "annual-notice", "term-evaluation", "explain", "statement", "export"),
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
    *("plan", "plan add", "plan move", "plan cancel", "plan list", "plan sheet", "plan export"),
    *("term", "term begin", "term list"),
    *("fund", "fund budget", "fund spend", "fund import", "fund report", "fund list"),
    *("history", "history import", "history list", "template history"),
    *("template", "template records", "template attendance", "template proposals", "template roster"),
    *("rules", "rules check", "rules show", "rules schema", "rules new", "rules restore"),
)

# What is typed as it stands: options, variables, files, commands, formats, seasons; and two names of things.
TYPED = re.compile(
    r"--?[a-z][a-z-]*|DUTY_[A-Z_]+|[a-z/.]*\.(?:yaml|db)|rules/|duty(?: [a-z-]+)*|\d{4}-Q\d|table|csv|json|xlsx|docx|html|ics|txt|xls|ods|md|CSV|YAML"
    r"|records|attendance|roster|proposals|history|fund|keep|correct|stop|bash|zsh|powershell|fish|Tab"
)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_a_page_of_help_has_no_english_word(empty: Duty, command: str) -> None:
    page = empty.done(f"{command} --help")
    names = re.compile(r"^  [a-z-]+(?=  )", re.M)
    assert page.startswith(f"用法：duty {command}".rstrip())
    assert re.findall("[A-Za-z]+", TYPED.sub("", names.sub("", page))) == []


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
