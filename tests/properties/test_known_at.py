"""A paper printed once can be printed again, byte for byte, whatever became known or was ruled since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from duty_cli.cli import clock
from duty_cli.cli.main import run
from tests.office_server import OfficeServer

PRODUCTS = {
    "季度统计": ("quarter-report", "2026-Q1"),
    "年度评比": ("annual-evaluation", "2026"),
    "年度通报": ("annual-notice", "2026"),
    "内部通报": ("annual-notice", "2026", "--for", "内部"),
    "届末考评": ("term-evaluation", "14"),
}
FORMATS = ("table", "csv", "json", "xlsx", "md")

BEFORE = (
    ("member", "add", "001", "甲一", "--from", "2022-01-01", "--sector", "教育界", "--role", "常委"),
    ("member", "add", "002", "乙二", "--from", "2022-01-01", "--sector", "工会界", "--liaison-group", "城西联络组"),
    ("member", "add", "003", "丙三", "--from", "2026-02-01", "--sector", "工会界"),
    ("attend", "全体会议", "--on", "2026-02-10", "--title", "五次会议", "--all-present", "--except", "缺席=丙三"),
    ("attend", "常委会会议", "--on", "2026-03-02", "--title", "二十次会议", "--all-present", "--except", "缺席=甲一"),
    ("attend", "常委会会议", "--on", "2026-06-02", "--title", "二十一次会议", "--all-present", "--except", "缺席=甲一"),
    ("record", "甲一", "提案", "--on", "2026-02-10", "--stage", "提交、立案", "--number", "T1", "--authors", "3"),
    ("record", "乙二", "定期走访", "--on", "2026-01-05"),
)

SINCE = (
    ("record", "乙二", "提案", "--on", "2026-02-11", "--stage", "提交、立案", "--title", "关于 =1+1 的建议"),
    ("attend", "委员活动日", "--on", "2026-03-20", "--title", "活动日", "--all-present", "--except", "请假=乙二"),
    ("member", "rename", "甲一", "--name", "甲乙"),
    ("member", "leave", "003", "--on", "2026-10-31"),
    ("member", "add", "004", "丁四", "--from", "2026-01-01", "--sector", "教育界"),
    ("appoint", "002", "--sector", "教育界", "--from", "2026-07-01"),
    ("appoint", "002", "--role", "常委", "--from", "2026-01-01"),
)


def duty(*arguments: str) -> None:
    assert run(list(arguments)) == 0


def last_seq(folder: Path) -> int:
    from duty_cli.ledger.sqlite.sqlite_ledger import open_ledger

    with open_ledger(folder / "data" / "ledger.db").reading() as reading:
        return reading.head().seq


def seq_of(folder: Path, number: str) -> str:
    from duty_cli.ledger.sqlite.sqlite_ledger import open_ledger

    with open_ledger(folder / "data" / "ledger.db").reading() as reading:
        return str(reading.record_numbers()[number])


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, int]]:
    """A workspace where every paper was printed, and then all sorts of things became known; the seq of the printing."""
    folder = tmp_path_factory.mktemp("workspace")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("DUTY_BY", "经办甲")
        day = datetime(2026, 12, 30, 9, 0, tzinfo=timezone(timedelta(hours=8)))
        patch.setattr(clock, "now", lambda: day)
        duty("init", "--committee", "政协某市委员会", "--term", "14", "--from", "2022-01-01", "--until", "2026-12-31")
        for command in BEFORE:
            duty(*command)
        seq = last_seq(folder)
        for name, product in PRODUCTS.items():
            for format_ in FORMATS:
                duty(*product, "--format", format_, "-o", f"{name}.{format_}")
        assert last_seq(folder) == seq, "printing by the same rules writes nothing"
        patch.setattr(clock, "now", lambda: day + timedelta(days=30))
        _go_on(folder)
        yield folder, seq


def _go_on(folder: Path) -> None:
    duty("correct", seq_of(folder, "T1"), "阶段=提交", "--reason", "登记有误")
    for command in SINCE:
        duty(*command)
    duty("void", seq_of(folder, "T1"), "--reason", "重复登记")
    rules = folder / "rules" / "scoring.yaml"
    changed = rules.read_text(encoding="utf-8").replace("base: 20", "base: 18").replace("min: 60", "min: 50")
    rules.write_text(changed, encoding="utf-8")
    duty("annual-evaluation", "2026", "-o", "新.md")


@pytest.mark.parametrize("name", PRODUCTS)
@pytest.mark.parametrize("format_", FORMATS)
def test_a_paper_as_known_then_is_byte_for_byte_the_paper_printed_then(
    printed: tuple[Path, int], capsysbinary: pytest.CaptureFixture[bytes], name: str, format_: str
) -> None:
    folder, seq = printed
    duty(*PRODUCTS[name], "--known-at", str(seq), "--format", format_)
    again = capsysbinary.readouterr().out
    assert again == (folder / f"{name}.{format_}").read_bytes()


@pytest.mark.parametrize("name", PRODUCTS)
def test_the_same_paper_of_today_says_something_else(
    printed: tuple[Path, int], capsysbinary: pytest.CaptureFixture[bytes], name: str
) -> None:
    folder, _ = printed
    duty(*PRODUCTS[name], "--format", "csv")
    assert capsysbinary.readouterr().out != (folder / f"{name}.csv").read_bytes()


def test_the_papers_of_then_name_the_member_as_then(printed: tuple[Path, int]) -> None:
    folder, _ = printed
    then, now = ((folder / name).read_text(encoding="utf-8") for name in ("年度评比.md", "新.md"))
    assert "甲一" in then
    assert "甲乙" not in then
    assert "甲乙" in now


@pytest.fixture(scope="module")
def url(printed: tuple[Path, int], office_server: OfficeServer) -> str:
    """The same ledger on a server."""
    found = office_server.new_database("papers")
    duty("ledger", "copy", str(Path("data") / "ledger.db"), found)
    return found


@pytest.mark.parametrize("name", PRODUCTS)
@pytest.mark.parametrize("format_", ["json", "xlsx"])
def test_a_paper_of_then_comes_from_a_server_byte_for_byte_too(
    printed: tuple[Path, int], url: str, capsysbinary: pytest.CaptureFixture[bytes], name: str, format_: str
) -> None:
    folder, seq = printed
    capsysbinary.readouterr()
    duty("--ledger", url, *PRODUCTS[name], "--known-at", str(seq), "--format", format_)
    assert capsysbinary.readouterr().out == (folder / f"{name}.{format_}").read_bytes()


@pytest.mark.parametrize(
    "asked", [("explain", "001", "--year", "2026"), ("explain", "002", "--year", "2026"), ("log",)]
)
def test_what_is_explained_of_a_server_is_what_is_explained_of_the_file(
    url: str, capsysbinary: pytest.CaptureFixture[bytes], asked: tuple[str, ...]
) -> None:
    capsysbinary.readouterr()
    duty(*asked)
    in_file = capsysbinary.readouterr().out
    duty("--ledger", url, *asked)
    assert in_file == capsysbinary.readouterr().out != b""
