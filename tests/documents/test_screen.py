import errno
import os
import re
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest

from duty_cli.documents.streams import save, write_bytes, write_text
from duty_cli.errors.file_errors import UnwritableFile


class Console(TextIOWrapper):
    """A console over bytes in memory."""

    def isatty(self) -> bool:
        return True


def received(stream: TextIOWrapper) -> bytes:
    stream.seek(0)
    return bytes(stream.buffer.read())


def test_a_gbk_console_shows_what_it_can_and_does_not_fail() -> None:
    console = Console(BytesIO(), encoding="cp936")
    write_text(console, "王䶮\n")
    assert received(console) == f"王?{os.linesep}".encode("gbk")


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "ascii"])
def test_a_file_or_pipe_of_a_system_not_set_to_chinese_is_given_utf_8(encoding: str) -> None:
    pipe = TextIOWrapper(BytesIO(), encoding=encoding)
    write_text(pipe, "王䶮𠮷")
    assert received(pipe).decode() == "王䶮𠮷"


def test_a_file_or_pipe_in_gbk_loses_no_character() -> None:
    pipe = TextIOWrapper(BytesIO(), encoding="gbk")
    write_text(pipe, "王䶮𠮷")
    assert received(pipe).decode("gb18030") == "王䶮𠮷"


def test_a_utf8_stream_gets_utf8() -> None:
    pipe = TextIOWrapper(BytesIO(), encoding="utf-8")
    write_text(pipe, "王䶮")
    assert received(pipe) == "王䶮".encode()


def test_a_stream_of_text_alone_gets_the_text() -> None:
    out = StringIO()
    write_text(out, "王䶮\n")
    assert out.getvalue() == "王䶮\n"


def test_bytes_follow_the_text_written_before_and_are_not_translated() -> None:
    stream = TextIOWrapper(BytesIO(), encoding="utf-8", newline="\r\n")
    stream.write("x")
    write_bytes(stream, b"a\n\xff")
    assert received(stream) == b"xa\n\xff"


def test_a_file_is_written_whole_and_replaces_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "表.csv").write_bytes(b"old and longer")
    save(tmp_path / "表.csv", b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("表.csv", b"new")]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "链接").symlink_to(tmp_path / "表.csv")
    save(tmp_path / "链接", b"new")
    assert (tmp_path / "链接").is_symlink()
    assert (tmp_path / "表.csv").read_bytes() == b"new"


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.EACCES, "没有写入权限，或文件为只读；请改用其他位置"),
        (errno.EROFS, "所在位置为只读；请改用其他位置"),
        (errno.ENOSPC, "磁盘空间不足；请清理后重试，或改用其他位置"),
        (errno.EIO, f"写入出错（系统错误号 {errno.EIO}）；请检查磁盘，或改用其他位置"),
    ],
)
def test_a_failed_run_leaves_the_old_file_and_nothing_beside_it(
    number: int, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path, target: Path) -> Path:
        raise OSError(number, os.strerror(number), str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    (tmp_path / "表.xlsx").write_bytes(b"old")
    with pytest.raises(UnwritableFile, match=re.escape(reason)):
        save(tmp_path / "表.xlsx", b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("表.xlsx", b"old")]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnwritableFile, match=f"没有文件夹 {tmp_path / '无'}；请先建立"):
        save(tmp_path / "无" / "表.csv", b"x")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UnwritableFile, match="这是一个文件夹；请写明文件名"):
        save(tmp_path, b"x")


def test_a_name_too_long_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnwritableFile, match="文件名过长"):
        save(tmp_path / ("名" * 200), b"x")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_said_and_a_device_is_not_replaced() -> None:
    with pytest.raises(UnwritableFile, match="磁盘空间不足"):
        save(Path("/dev/full"), b"x")
    assert Path("/dev/full").is_char_device()
