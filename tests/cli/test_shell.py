"""``duty shell``: lists of commands, and lines typed at a terminal."""

from __future__ import annotations

import gc
import io
import json
import os
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from stat import S_IMODE

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from duty_cli.cli import clock, prompt, shell_lines
from duty_cli.cli.main import run
from duty_cli.cli.shell_completer import ShellCompleter
from duty_cli.cli.shell_history import ShellHistory
from tests.workspace import NOW, Answer, Duty

TALK = "座谈交流 --on 2026-03-"


@pytest.fixture
def listed(duty: Duty) -> Callable[..., Answer]:
    """The answer to a list of commands."""

    def listing(*lines: str, options: str = "") -> Answer:
        duty.write("清单.txt", "\n".join(lines))
        return duty(f"{options} shell 清单.txt")

    return listing


Listed = Callable[..., Answer]


def test_a_list_is_run_line_by_line_past_blank_lines_and_comments(listed: Listed, duty: Duty) -> None:
    answer = listed(
        "# 三月", f"record 1001 {TALK}05", "", "  ", f"duty record 1002 {TALK}06", f"  record 1003 {TALK}07  "
    )
    assert (answer.code, answer.err, answer.out.count("已登记")) == (0, "", 3)
    assert [record["委员编号"] for record in duty.records()] == ["1001", "1002", "1003"]


def test_a_list_stops_at_the_first_refusal_and_says_where(listed: Listed, duty: Duty) -> None:
    answer = listed(
        f"record 1001 {TALK}05", "# 其次", f"record 9999 {TALK}05", "# 再次", "", f"record 1002 {TALK}05", "log"
    )
    assert answer.code == 5
    assert answer.err.splitlines() == [
        "错误：找不到委员“9999”；可用 duty member list 查看名册",
        f"在清单.txt 第 3 行停下：record 9999 {TALK}05；以后的 2 条命令没有执行；处理后可从这一行起重新执行",
    ]
    assert [record["委员编号"] for record in duty.records()] == ["1001"]


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("recrd 1001", 2, "用法错误：没有命令“recrd”"),
        ("record 1001 --title “关于 停车难”", 2, "错误：第 21 个字 “ 是中文引号"),
        ("record 1001", 2, "错误：缺少履职事项、--on；请补上，或在终端上执行，逐项填写"),
        ("shell", 2, "错误：已经在 duty shell 中"),
        ("shell 清单.txt", 2, "错误：已经在 duty shell 中"),
        ("import -", 2, "错误：在 duty shell 中不能用“-”从标准输入读取"),
        ("import 没有.csv", 5, "错误：无法读取文件 没有.csv"),
        ("check", 4, "错误："),
    ],
)
def test_the_exit_code_is_that_of_the_line_refused(listed: Listed, duty: Duty, line: str, code: int, said: str) -> None:
    if line == "check":
        duty.write("data/ledger.db", "不是账本")
    before = duty.digest()
    answer = listed("--help", line, f"record 1001 {TALK}05")
    assert (answer.code, duty.digest()) == (code, before)
    assert answer.err.startswith(said)
    assert "第 2 行停下" in answer.err


def test_a_list_asks_nothing_even_where_somebody_sits_at_the_terminal(
    listed: Listed, monkeypatch: pytest.MonkeyPatch
) -> None:
    for stream in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(f"sys.{stream}.isatty", lambda: True)
    assert "缺少委员、履职事项、--on" in listed("record").err


@pytest.mark.parametrize("line", ["退出", "exit", " quit "])
def test_a_list_may_end_early_and_says_so(listed: Listed, duty: Duty, line: str) -> None:
    answer = listed(line, f"record 1001 {TALK}05")
    assert (answer.code, answer.out) == (0, "")
    assert answer.err == f"在清单.txt 第 1 行停下：{line.strip()}；以后的 1 条命令没有执行\n"
    assert duty.records() == []


def test_help_is_asked_for_with_a_question_mark(listed: Listed, duty: Duty) -> None:
    page = duty.done("leave add --help")
    for line in ("leave add ?", "leave add ？", "? leave add", "duty leave add ?"):
        assert listed(line).out == page
    assert listed("?").out == listed("duty").out == duty.done("--help")


def test_options_given_once_hold_for_every_line_and_may_be_overridden_in_one(listed: Listed, duty: Duty) -> None:
    (duty.folder / "data").rename(duty.folder / "账")
    once = "--ledger 账/ledger.db --rules rules --by 李文书"
    answer = listed(f"record 1001 {TALK}05", f"--by 张文书 record 1001 {TALK}06", f"record 1001 {TALK}07", options=once)
    assert answer.code == 0, answer.err
    log = json.loads(duty.done("--ledger 账/ledger.db log --last 3 --format json"))
    assert [batch["by"] for batch in log["batches"]] == ["李文书", "张文书", "李文书"]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_list_comes_from_standard_input_in_any_usual_encoding(
    duty: Duty, monkeypatch: pytest.MonkeyPatch, codec: str, end: str
) -> None:
    data = end.join(["# 清单", f"record 赵一鸣 {TALK}05", f"record 孙三禾 {TALK}06", ""]).encode(codec)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert duty("shell").code == 0
    assert [record["委员编号"] for record in duty.records()] == ["1001", "1003"]


def test_the_place_in_standard_input_is_told_by_its_line(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\nlog --last x\n")))
    assert duty("shell -").err.splitlines()[1] == "在第 2 行停下：log --last x；处理后可从这一行起重新执行"


def test_a_list_that_is_no_text_is_refused_before_anything_is_run(duty: Duty) -> None:
    (duty.folder / "清单.txt").write_bytes(f"record 1001 {TALK}05\n".encode() + b"\xff\xfe\xff")
    assert "文字不是 UTF-8 或 GB18030 编码" in duty.refused("shell 清单.txt")
    assert "没有这个文件" in duty.refused("shell 没有.txt")


def test_somebody_who_types_into_a_pipe_is_told_what_to_do(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    assert "duty shell 的输出不在终端上" in duty.refused("shell", code=2)


Between = Callable[[Callable[[], object]], None]


@pytest.fixture
def between(monkeypatch: pytest.MonkeyPatch) -> Between:
    """Does something once, after the first line of a list."""

    def arranged(deed: Callable[[], object]) -> None:
        deeds = [deed]
        monkeypatch.setattr(shell_lines, "_forget", lambda: deeds and deeds.pop()())

    return arranged


def test_a_rule_file_changed_between_two_lines_is_read_anew(listed: Listed, duty: Duty, between: Between) -> None:
    file = duty.folder / "rules" / "scoring.yaml"
    before = file.stat()

    def change() -> None:
        duty.change_rules("座谈交流", "座谈调研")
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))

    between(change)
    answer = listed(f"record 1001 {TALK}05", f"record 1001 {TALK}06")
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert "没有履职事项“座谈交流”" in answer.err


def test_what_another_program_enters_between_two_lines_is_seen(listed: Listed, duty: Duty, between: Between) -> None:
    between(lambda: run(f"record 1002 {TALK}05".split()))
    answer = listed(f"record 1001 {TALK}05", f"record 1002 {TALK}05")
    assert answer.code == 5
    assert "1002 钱二南 已有这条记录" in answer.err


def test_a_paper_is_issued_as_from_the_command_line(listed: Listed, duty: Duty) -> None:
    assert (
        listed(f"record 1001 {TALK}05", "issue quarter-report 2026-Q1 -o 季报.docx", "verify-report 季报.docx").code
        == 0
    )
    assert "quarter-report 2026-Q1" in duty.done("issued")


def test_the_clock_is_read_at_every_line(listed: Listed, duty: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter(NOW + timedelta(days=day) for day in range(1000))
    monkeypatch.setattr(clock, "now", lambda: next(moments))
    assert listed(*(f"record 1001 {TALK}{day:02}" for day in (5, 6))).code == 0
    first, second = json.loads(duty.done("log --last 2 --format json"))["batches"]
    assert first["at"] < second["at"]


def test_permission_to_overwrite_ends_with_its_line(listed: Listed, duty: Duty) -> None:
    theirs = duty.write("别人的.csv", "不是 duty 写的")
    answer = listed("export -o 我的.csv --overwrite", "export -o 别人的.csv")
    assert (answer.code, theirs.read_text("utf-8")) == (5, "不是 duty 写的")
    assert "不是 duty 写出的" in answer.err


def test_lines_leave_nothing_behind_that_grows(listed: Listed) -> None:
    def held_after(lines: int) -> int:
        assert listed(*["record 1001 无此事项 --on 2026-03-05 ?", "log --last 1"] * lines).code == 0
        gc.unfreeze()
        gc.collect()
        return len(gc.get_objects())

    few = [held_after(2) for _ in range(2)][-1]
    assert held_after(40) - few < 200


KEYS_OF_CLERK = {"Ctrl+C": "\x03", "Ctrl+D": "\x04", "Ctrl+R": "\x12", "Enter": "\r"}


class TypedShell:
    """``duty shell`` at a terminal, fed with keys."""

    def __init__(self, duty: Duty) -> None:
        self._duty = duty

    def __call__(self, *keys: str, options: str = "") -> Answer:
        with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
            # Whatever question the keys end in, nobody waits for an answer.
            pipe.send_text("".join(KEYS_OF_CLERK.get(key, key) for key in (*keys, *["Ctrl+D"] * 3)))
            return self._duty(f"shell {options}")


@pytest.fixture
def typed(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> TypedShell:
    monkeypatch.setenv("XDG_STATE_HOME", str(duty.folder / "state"))
    monkeypatch.setenv("LOCALAPPDATA", str(duty.folder / "state"))
    monkeypatch.setattr(prompt, "terminal", prompt._Prompt)
    return TypedShell(duty)


def test_lines_are_typed_and_run_until_the_clerk_leaves(typed: TypedShell, duty: Duty) -> None:
    answer = typed(f"record 1001 {TALK}05\r", "recrd\r", "\r", f"duty record 1002 {TALK}06\r", "退出\r", "log\r")
    assert (answer.code, answer.out.count("已登记"), answer.err.count("\n")) == (0, 2, 1)
    assert len(duty.records()) == 2


def test_ctrl_c_drops_the_line_and_ctrl_d_ends(typed: TypedShell, duty: Duty) -> None:
    assert typed(f"record 1001 {TALK}05", "Ctrl+C", f"record 1002 {TALK}06\r", "Ctrl+D").code == 0
    assert [record["委员编号"] for record in duty.records()] == ["1002"]


def test_a_question_broken_off_leaves_the_shell_as_it_was(typed: TypedShell, duty: Duty) -> None:
    answer = typed(f"record 1001 {TALK}05\r", "record 1002\r", "Ctrl+C", f"record 1003 {TALK}06\r", "Ctrl+D")
    assert "已中断；未完成的操作没有写入" in answer.err
    assert [record["委员编号"] for record in duty.records()] == ["1001", "1003"]


def test_the_dialogue_of_a_record_stays(typed: TypedShell, duty: Duty) -> None:
    assert typed("record 1001 座谈交流\r", "3.5\r", "\r" * 9, "n\r", "Ctrl+D").code == 0
    assert [record["日期"] for record in duty.records()] == ["2026-03-05"]


def test_pasted_lines_are_run_in_turn_until_one_is_refused(typed: TypedShell, duty: Duty) -> None:
    paste = f"record 1001 {TALK}05\nrecord 9999 {TALK}05\nrecord 1002 {TALK}05"
    answer = typed(f"\x1b[200~{paste}\x1b[201~\r", "Ctrl+D")
    assert answer.err.splitlines()[1].startswith("在粘贴的第 2 行停下：record 9999")
    assert [record["委员编号"] for record in duty.records()] == ["1001"]


def offers(line: str, *options: str) -> list[str]:
    """The line with each completion in it."""
    found = ShellCompleter(options).get_completions(Document(line), CompleteEvent())
    return [line[: len(line) + one.start_position] + one.text for one in found]


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ("annual-n", ["annual-notice "]),
        ("duty quarter-r", ["quarter-report "]),
        ("record 孙", ["record 孙三禾 "]),
        ("record 1001 年度", ["record 1001 年度履职报告", "record 1001 年度述职"]),
        ("member list --sector=经", ["member list --sector=经济界 "]),
        ("statement '李思源（教", ["statement 李思源（教育界） "]),
        ("import 二", ['import "二 月.csv"', "import 二.csv"]),
        ("import rul", ["import rules/"]),
        ("record 无此人 --无", []),
    ],
)
def test_tab_offers_what_a_shell_offers_and_files(duty: Duty, line: str, lines: list[str]) -> None:
    duty.write("二.csv", "")
    duty.write("二 月.csv", "")
    assert offers(line) == [f"duty {one}" if line.startswith("duty ") else one for one in lines]


def test_tab_asks_the_ledger_that_was_named_and_never_complains(duty: Duty) -> None:
    (duty.folder / "data" / "ledger.db").rename(duty.folder / "另一本.db")
    assert offers("record 孙", "--ledger", "另一本.db") == ["record 孙三禾 "]
    duty.write("另一本.db", "不是账本")
    assert offers("record 孙", "--ledger", "另一本.db") == []


def history(duty: Duty) -> Path:
    return duty.folder / "state" / "duty" / "history.txt"


def test_what_was_typed_is_found_again_the_next_time_by_its_owner_alone(typed: TypedShell, duty: Duty) -> None:
    typed(f"record 1001 {TALK}05\r", "Ctrl+D")
    typed("log\r", "Ctrl+D")
    assert "已有这条记录" in typed("Ctrl+R", "1001", "\r", "\r", "\r", "Ctrl+D").out
    assert history(duty).read_text("utf-8").splitlines() == [f"record 1001 {TALK}05", "log", f"record 1001 {TALK}05"]
    if sys.platform != "win32":
        assert S_IMODE(history(duty).stat().st_mode) == 0o600


def test_a_line_that_begins_with_a_blank_is_not_kept(typed: TypedShell, duty: Duty) -> None:
    typed(" member show 赵一鸣\r", "　member show 赵一鸣\r", "log\r", "Ctrl+D")
    assert history(duty).read_text("utf-8") == "log\n"


def test_nothing_is_kept_on_request(typed: TypedShell, duty: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    typed("log\r", "Ctrl+D", options="--no-history")
    monkeypatch.setenv("DUTY_NO_HISTORY", "1")
    typed("log\r", "Ctrl+D")
    assert not history(duty).exists()


def test_a_history_that_cannot_be_written_stops_nobody(typed: TypedShell, duty: Duty) -> None:
    history(duty).mkdir(parents=True)
    answer = typed(f"record 1001 {TALK}05\r", "Ctrl+D")
    assert (answer.code, answer.err) == (0, "")


def test_a_long_history_is_cut_to_its_last_thousand_lines(tmp_path: Path) -> None:
    path = tmp_path / "history.txt"
    path.write_text("".join(f"{number}\n" for number in range(2_001)), "utf-8")
    loaded = list(ShellHistory(path).load_history_strings())
    assert (len(loaded), loaded[0], loaded[-1]) == (1_000, "2000", "1001")
    assert path.read_text("utf-8").splitlines() == loaded[::-1]


@pytest.mark.parametrize(
    ("hidden", "said"), [("没有", "（没有账本）"), ("坏了", "（账本不能读取）"), ("", "政协示例县委员会")]
)
def test_whose_ledger_it_is_and_who_enters_stands_before_the_line(duty: Duty, hidden: str, said: str) -> None:
    from duty_cli.cli.app_context import AppContext
    from duty_cli.cli.shell_prompt import before_line

    if hidden == "没有":
        (duty.folder / "data" / "ledger.db").unlink()
    if hidden == "坏了":
        duty.write("data/ledger.db", "不是账本")
    assert before_line(AppContext(None, None, "李文书")) == f"{said} 李文书> "
