"""A full disk and a read-only folder: refused in one line, and the ledger is as it was."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from duty_cli.ledger.sqlite import database
from tests.workspace import Duty


def test_on_a_full_disk_nothing_is_written(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f"提-{n},1001,提案,2026-03-05,关于第 {n} 件事的建议\n" for n in range(500))
    duty.write("提案.csv", "编号,委员编号,履职事项,日期,标题\n" + rows)
    # SQLite cuts this limit to the pages there are: the next page it asks for, the disk has no room for.
    monkeypatch.setattr(database, "_PRAGMAS", (*database._PRAGMAS, "max_page_count = 1"))
    before = duty.digest()
    answer = duty("import 提案.csv")
    assert (answer.code, duty.digest()) == (4, before)
    assert answer.err.splitlines()[-1] == "错误：无法写入账本 data/ledger.db：磁盘已满；账本未作任何改动"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_report_that_finds_no_room_is_refused(duty: Duty) -> None:
    said = duty.refused("log --format csv -o /dev/full")
    assert said == "错误：无法写入文件 /dev/full：磁盘空间不足；请清理后重试，或改用其他位置"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("stream", [">", "2>", "&>"])
def test_a_record_whose_answer_finds_no_room_is_told_to_stand(duty: Duty, stream: str) -> None:
    before = len(duty.records())
    command = f"{sys.executable} -m duty_cli --by 甲 record 1001 提案 --on 2026-03-05 {stream} /dev/full"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    said = "错误：结果未能输出：磁盘空间不足；但登记（批次 N）已在账本中，请勿重做，可用 duty log 查看\n"
    expected = {">": (6, said), "2>": (0, ""), "&>": (6, "")}[stream]
    assert (done.returncode, re.sub(r"\d+", "N", done.stderr)) == expected
    assert len(duty.records()) == before + 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_report_whose_output_finds_no_room_may_be_made_again(duty: Duty) -> None:
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m duty_cli log > /dev/full"], capture_output=True, text=True, check=False
    )
    said = "错误：结果未能输出：磁盘空间不足；账本未作改动，排除后可以重做\n"
    assert (done.returncode, done.stderr) == (5, said)


STRACE = shutil.which("strace")


@pytest.mark.skipif(STRACE is None, reason="no strace here")
@pytest.mark.parametrize("at", range(1, 6))
def test_at_every_sync_that_fails_what_is_said_is_so(duty: Duty, tmp_path: Path, at: int) -> None:
    assert STRACE is not None
    duty.done("record 1001 提案 --on 2026-03-05 --title 甲")
    before, trace = len(duty.records()), tmp_path / "trace"
    fault = ["-e", "trace=fdatasync", "-e", f"inject=fdatasync:error=EIO:when={at}"]
    command = [STRACE, "-f", "-qq", "-o", str(trace), *fault, sys.executable, "-m", "duty_cli"]
    done = subprocess.run(
        [*command, "record", "1001", "提案", "--on", "2026-03-06"], capture_output=True, text=True, check=False
    )
    if not trace.exists() or "INJECTED" not in trace.read_text("utf-8"):
        pytest.skip("no process may be traced here")
    stands = len(duty.records()) > before
    assert (done.returncode, stands) in {(4, False), (6, True), (0, True)}, done.stderr


@pytest.fixture
def locked(template: Path, tmp_path: Path) -> Iterator[Path]:
    """A workspace whose files and folders may be read and not written."""
    folder = tmp_path / "workspace"
    shutil.copytree(template, folder)
    for path in (*folder.rglob("*"), folder):
        path.chmod(0o500 if path.is_dir() else 0o400)
    if started(folder, "-c", "open('probe', 'w')").returncode == 0:
        pytest.skip("modes of files mean nothing here")
    yield folder
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o700)


def _bound_by_modes() -> None:
    """Let even root be bound by the modes of files: CAP_DAC_OVERRIDE (1) is dropped for what is started next."""
    if sys.platform == "linux" and os.geteuid() == 0:
        ctypes.CDLL(None).prctl(24, 1)


def started(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A Python started in the folder, bound by the modes of files."""
    environment = {**os.environ, "PYTHONUTF8": "1", "DUTY_BY": "经办人甲"}
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, preexec_fn=_bound_by_modes
    )


def answered(folder: Path, line: str) -> tuple[int, str]:
    """The exit code of a command run in the folder, and what it says."""
    done = started(folder, "-c", "from duty_cli.cli.main import main; main()", *line.split())
    return done.returncode, done.stdout + done.stderr


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_in_a_read_only_folder_nothing_is_written_and_everything_can_be_read(locked: Path) -> None:
    before = (locked / "data" / "ledger.db").read_bytes()
    assert answered(locked, "record 1001 提案 --on 2022-03-05") == (
        4,
        "错误：无法写入账本 data/ledger.db：文件或所在文件夹为只读；账本未作任何改动\n",
    )
    assert answered(locked, "check") == (0, "")
    assert (locked / "data" / "ledger.db").read_bytes() == before


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_a_report_for_a_read_only_folder_is_refused_and_leaves_no_file(locked: Path) -> None:
    code, said = answered(locked, "log -o 日志.md")
    assert (code, said.startswith("错误：无法写入文件 日志.md：没有写入权限")) == (5, True)
    assert not (locked / "日志.md").exists()


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_no_workspace_is_made_where_nothing_may_be_written(locked: Path) -> None:
    line = "init 新 --committee 政协示例县委员会 --term 15 --from 2027-01-01 --until 2031-12-31"
    said = "错误：无法写入文件 新/data：不能在这里建立文件夹；请换一个有写入权限的位置\n"
    assert answered(locked, line) == (5, said)


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_a_report_on_changed_rules_that_cannot_be_entered_says_so(locked: Path) -> None:
    rules = locked / "rules" / "scoring.yaml"
    rules.chmod(0o600)
    rules.write_text(rules.read_text(encoding="utf-8") + "# 修订\n", encoding="utf-8")
    code, said = answered(locked, "annual-evaluation 2026")
    assert (code, "政协示例县委员会2026年度委员履职评比表" in said) == (0, True)
    assert said.endswith("规则文件有改动而账本只读，未能登记；本表以后不能用 --known-at 重新生成\n")
