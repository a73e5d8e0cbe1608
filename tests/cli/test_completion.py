"""What the shells offer at Tab, and their silence where there is nothing to offer."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO

import pytest
from typer.completion import get_completion_inspect_parameters

from duty_cli.cli.app import app
from duty_cli.cli.tab_answer import answer
from tests.workspace import Duty


class Tab:
    """The Tab key at the end of a line typed in bash."""

    def __init__(self, duty: Duty, patch: pytest.MonkeyPatch) -> None:
        self._duty = duty
        self._patch = patch

    def __call__(self, line: str) -> list[str]:
        self._patch.setenv("_DUTY_COMPLETE", "complete_bash")
        self._patch.setenv("COMP_WORDS", line)
        self._patch.setenv("COMP_CWORD", str(len(line.split(" ")) - 1))
        answer = self._duty("")
        assert (answer.code, answer.err) == (0, "")
        return answer.out.split()


@pytest.fixture
def tab(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> Tab:
    return Tab(duty, monkeypatch)


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("duty record 100", ["1001", "1002", "1003", "1004", "1005", "1006", "1007", "1008"]),
        ("duty record 孙", ["孙三禾"]),
        ("duty statement 李", ["李思源（教育界）", "李思源（科技界）"]),
        ("duty record 1001 年度", ["年度履职报告", "年度述职"]),
        ("duty attend 常", ["常委会会议"]),
        ("duty record 1001 提案 --stage ", ["提交", "立案", "重点"]),
        ("duty record 1001 提案 --level ", ["县级", "市级"]),
        ("duty record 1001 全体会议 --attendance 请", ["请假", "请假未准"]),
        ("duty leave 1001 --kind 委", ["委员活动日"]),
        ("duty annual-evaluation ", ["2026", "2025", "2024", "2023", "2022"]),
        ("duty explain 1001 --year 202", ["2026", "2025", "2024", "2023", "2022"]),
        ("duty quarter-report 2026", ["2026-Q4", "2026-Q3", "2026-Q2", "2026-Q1"]),
        ("duty term-evaluation ", ["14"]),
        ("duty member list --sector ", ["中共界", "教育界", "科技界", "经济界"]),
        ("duty appoint 1001 --party ", ["中共", "民盟"]),
        ("duty member list --liaison-group 城东", ["城东联络组"]),
        ("duty member list --special-committee 经", ["经济委员会"]),
        ("duty find 孙", ["孙三禾"]),
        ("duty show 12", [str(seq) for seq in (12,)]),
        ("duty today --format x", ["xlsx"]),
        ("duty annual-n", ["annual-notice"]),
        ("duty record 无此人", []),
    ],
)
def test_what_can_stand_there_is_offered(tab: Tab, line: str, offered: list[str]) -> None:
    assert tab(line) == offered


def test_the_ledger_and_rules_named_on_the_line_are_asked(tab: Tab, duty: Duty) -> None:
    (duty.folder / "data" / "ledger.db").rename(duty.folder / "另一本.db")
    assert tab("duty --ledger 另一本.db record 孙") == ["孙三禾"]
    assert tab("duty --ledger 另一本.db --rules rules record 1001 提") == ["提案"]


def test_where_nothing_can_be_read_nothing_is_said(tab: Tab, duty: Duty) -> None:
    duty.write("rules/scoring.yaml", "format: duty-rules/1\n")
    assert tab("duty record 1001 提") == []
    duty.write("data/ledger.db", "不是账本")
    assert [tab(f"duty {line}") for line in ("record 1", "annual-notice 2", "term-evaluation 1")] == [[], [], []]
    (duty.folder / "data" / "ledger.db").unlink()
    assert [tab(f"duty {line}") for line in ("statement 1", "--ledger= statement 1")] == [[], []]


LINES = (
    *("duty ", "duty re", "duty -", "duty --l", "duty --ledger ", "duty nosuch ", "duty nosuch --", "duty -x "),
    *(
        "duty leave ",
        "duty leave 100",
        "duty leave -",
        "duty leave 1001 --k",
        "duty leave 1001 --kind 委",
        "duty term ",
    ),
    *("duty leave --from x 1001 --", "duty leave add ", "duty object add 1001 --year ", "duty follow-up open 1001 "),
    *(
        "duty record 1001 提案 --stage=提",
        "duty record 1001 提案 --stage ",
        "duty record --stage",
        "duty record =",
        "duty record （",
    ),
    *(
        "duty record --nosuch 1001 ",
        "duty record --nosuch 1001 --",
        "duty record --on 1 --",
        "duty record -- ",
        "duty record -- -",
    ),
    *(
        "duty record 1001 提案 多 --",
        "duty record --again --again --",
        "duty attend 全体会议 --all-present=1 --",
        "duty record '1001' \"提",
    ),
    *(
        "duty attend 全体会议 --except a --ex",
        "duty member list -o x --",
        "duty member list -ox -",
        "duty member list -zx --",
    ),
    *(
        "duty issue annual-notice --for 公示 --",
        "duty issue -oq ",
        "duty issue -zq -",
        "duty rules show a b ",
        "duty --version record 1",
    ),
    *(
        "duty profile 1001 100",
        "duty correct 1 标题=新 --",
        "duty completion ",
        "duty import x --on-conflict ",
        "duty --help record 1",
    ),
    *(
        "duty explain 1001 --year=202",
        "duty --ledger data/ledger.db statement 李",
        "duty check a b ",
    ),
)


def asked_by(shell: str, line: str) -> dict[str, str]:
    typed = line.split(" ")
    line_ = {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_WORD_TO_COMPLETE": typed[-1]}
    bash = {"COMP_WORDS": line, "COMP_CWORD": str(len(typed) - 1)}
    return {"_DUTY_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_FISH_ACTION": "get-args", **line_, **bash}


def told(ask: Callable[[], int]) -> tuple[list[str], int]:
    """What is offered, in any order, and the exit code."""
    # Typer has -h and --help in no order, and the latter in English.
    with redirect_stdout(StringIO()) as out:
        code = ask()
    text = out.getvalue().replace("Show this message and exit.", "显示本帮助").replace("((", "\n").replace("))", "\n")
    return sorted(text.splitlines()), code


def through_typer() -> int:
    get_completion_inspect_parameters()  # makes the shells known to Typer
    try:
        app([], prog_name="duty", standalone_mode=False)
    except SystemExit as done:
        return int(done.code or 0)
    raise AssertionError("where a shell asks, Typer answers and exits")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_each_shell_is_offered_what_typer_would_offer_it(
    duty: Duty, monkeypatch: pytest.MonkeyPatch, shell: str
) -> None:
    # As wide as that, Typer breaks no hint into lines, which fish would take for words.
    monkeypatch.setattr("typer.rich_utils.MAX_WIDTH", 1000)
    assert duty.folder.exists()
    for line in LINES:
        for name, value in asked_by(shell, line).items():
            monkeypatch.setenv(name, value)
        assert (line, told(lambda: answer(os.environ))) == (line, told(through_typer))


@pytest.mark.parametrize(("line", "files"), [("duty import ", 1), ("duty record 1", 0), ("duty record 无此人", 1)])
def test_fish_learns_by_the_exit_code_whether_to_offer_files(duty: Duty, line: str, files: int) -> None:
    asked = asked_by("fish", line) | {"_TYPER_COMPLETE_FISH_ACTION": "is-args"}
    assert (duty.folder.exists(), answer(asked)) == (True, files)


def test_a_shell_that_asks_amiss_gets_nothing(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_DUTY_COMPLETE", "complete_bash")
    monkeypatch.delenv("COMP_WORDS", raising=False)
    answer = duty("")
    assert (answer.code, answer.out.strip(), answer.err) == (0, "", "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "powershell", "fish"])
def test_each_shell_has_its_script(empty: Duty, shell: str) -> None:
    script = empty.done(f"completion {shell}")
    assert f"complete_{shell}" in script
    assert list(empty.folder.iterdir()) == []


def test_another_shell_is_refused(empty: Duty) -> None:
    assert empty("completion tcsh").err == (
        "用法错误：命令行 不能是“tcsh”；可用的有：bash、zsh、powershell、fish；可加 --help 查看用法\n"
    )
