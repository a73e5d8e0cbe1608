"""What the shells offer at Tab, and their silence where there is nothing to offer."""

from __future__ import annotations

import pytest

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
    assert tab("duty statement 1") == []


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
