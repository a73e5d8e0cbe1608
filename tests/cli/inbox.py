"""A folder for files that come in, and what lies in it."""

from __future__ import annotations

import pytest

from duty_cli.cli import inbox_folder
from tests.workspace import Duty

HEAD = "委员编号,姓名,履职事项,日期,活动,标题,出席情况,阶段\n"
GOOD = HEAD + "1001,赵一鸣,全体会议,2026-01-20,五次会议,,出席,\n1003,孙三禾,提案,2026-02-11,,关于公交线路的建议,,提交\n"
WRONG = HEAD + "1001,赵一鸣,提案,2026-02-11,,<b>粗</b>,,提交\n1009,,提案,2026-02-11,,关于河道的建议,,提交\n"
ONCE = "import --watch 报送 --once"


@pytest.fixture
def inbox(duty: Duty, monkeypatch: pytest.MonkeyPatch) -> Duty:
    """A desk with a folder for files that come in, where nothing is waited for."""
    monkeypatch.setattr(inbox_folder, "QUIET", 0)
    (duty.folder / "报送").mkdir()
    return duty


def lying(duty: Duty) -> list[str]:
    """What lies in the folder and below it, by path."""
    found = (duty.folder / "报送").rglob("*")
    return sorted(one.relative_to(duty.folder / "报送").as_posix() for one in found if not one.is_dir())


def report(duty: Duty, name: str) -> str:
    """What stands beside a file that was moved."""
    return (duty.folder / "报送" / f"{name}.html").read_text("utf-8")
