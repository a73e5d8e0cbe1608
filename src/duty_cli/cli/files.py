"""The one door to files coming in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from duty_cli.cli.outputs import note_read
from duty_cli.errors import UnreadableFile

if TYPE_CHECKING:
    from duty_cli.domain.mapping import ColumnMapping
    from duty_cli.domain.words import FileVocabulary

WORDS = "intake.yaml"
"""The words of files: shipped with the program, and in the rules of an office those that it adds."""

_REASONS = {
    FileNotFoundError: "没有这个文件；请核对文件名",
    NotADirectoryError: "没有这个文件；请核对文件名",
    IsADirectoryError: "这是一个文件夹；请指定文件",
    PermissionError: "没有读取权限，或文件正被其他程序占用；请关闭后重试",
}


def read_file(path: Path) -> tuple[bytes, str]:
    """The bytes of a file and their SHA-256 in hex. Raises UnreadableFile."""
    from hashlib import sha256

    note_read(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            path, _REASONS.get(type(error), f"读取出错（系统错误号 {error.errno}）；请检查磁盘")
        ) from error
    return data, sha256(data).hexdigest()


def called(path: Path) -> str:
    """A file's name as it is quoted and kept in the ledger: on one line, without anything that drives a terminal."""
    from duty_cli.render.wording import cleaned

    return cleaned(path.name)


def mapping_of(path: Path | None) -> ColumnMapping | None:
    """The mapping in a file, where one is named."""
    if path is None:
        return None
    from duty_cli.rulebook.mapping import load_mapping

    return load_mapping(path.name, read_file(path)[0])


def words_of(rules: Path) -> FileVocabulary:
    """The words of files: those shipped, and over them those beside the office's rules."""
    from duty_cli.cli.shipped import shipped
    from duty_cli.rulebook.intake_words import load_words

    words = load_words(WORDS, shipped(WORDS))
    own = (rules if rules.is_dir() else rules.parent) / WORDS
    return load_words(str(own), read_file(own)[0], words) if own.exists() else words
