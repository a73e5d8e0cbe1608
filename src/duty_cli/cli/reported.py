"""The files that offices laid into one folder, and which office reported each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from duty_cli.errors import UnreadableFile

_ENDINGS = (".csv", ".xlsx", ".xls", ".ods")


@dataclass(frozen=True, slots=True)
class CollectedFile:
    """A file and its name in the ledger, 「办公室/文件」."""

    path: Path
    name: str


def reported_files(folder: Path) -> tuple[list[CollectedFile], list[tuple[str, str]]]:
    """The files of each office, in order, and those that are not read with the reason why."""
    from duty_cli.render.wording import cleaned

    if not folder.is_dir():
        raise UnreadableFile(folder, "没有这个文件夹；请核对名称")
    found: list[CollectedFile] = []
    passed_over: list[tuple[str, str]] = []
    for path, office in _laid(folder):
        why = _why_not(path)
        if why:
            passed_over.append((cleaned(path.relative_to(folder).as_posix()), why))
        else:
            found.append(CollectedFile(path, cleaned(f"{office}/{path.name}")))
    return found, passed_over


def _laid(folder: Path) -> Iterator[tuple[Path, str]]:
    """Each file with the office it is of: the folder's name, else the file's up to the first _."""
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.name.startswith("."):
            yield from ((inside, path.name) for inside in sorted(path.iterdir()))
        else:
            yield path, path.stem.split("_")[0]


def _why_not(path: Path) -> str:
    if path.name.startswith("~$"):
        return "是正在打开的文件留下的临时文件；请先在 WPS、Excel 中保存并关闭"
    if path.name.startswith("."):
        return "是隐藏文件"
    if not path.is_file():
        return "不是文件；办公室文件夹内不再分文件夹"
    if path.suffix.lower() not in _ENDINGS:
        return f"不是 {'、'.join(_ENDINGS)} 文件"
    return ""
