"""What lies in the folder of a clerk: the sealed files, and what was handed in but is not read under that name."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

from duty_cli.errors.file_errors import UnreadableFile
from duty_cli.errors.province_errors import NoFolder, NoSealedFiles
from duty_cli.patterns import pattern
from duty_cli.reports.province_report import LeftOutCounty

_ENDING = ".parquet"
_PARTED = "year="
_FILE_SYSTEM = pattern(r"\A(?:[a-zA-Z][\w+.-]+:)?(?://[^/]*)?")
"""What stands before the path in a URI; one letter is a drive."""
_ARCHIVES = (".zip", ".rar", ".7z")
_PACKED = "压缩包没有打开，不知里面有没有报送的文件；请解压查看，再把它移走"
_BEGINNINGS = {
    b"PAR1": f"看来是封存账本，而文件名不以 {_ENDING}（小写）结尾，没有读；是报送的请改名，不是的请移走",
    b"SQLite format 3\0": "看来是账本本身，不是封存账本；请该地用 duty seal export 写出后报送，把它移走",
}
_LONGEST = max(map(len, _BEGINNINGS))


def files_in(folder: Path, year: int) -> list[Path]:
    """The sealed files of a year in a folder and those below it, but for hidden ones. Raises NoFolder, NoSealedFiles, UnreadableFile."""
    if not folder.is_dir():
        raise NoFolder(folder)
    every = {name: path for name, path in _every(folder).items() if name.endswith(_ENDING)}
    seen = [path for name, path in every.items() if of_year(name, year)]
    if not seen:
        raise NoSealedFiles(folder, [f"{one.file}：{one.why}" for one in unread_in(folder, year)], years_of(every))
    return seen


def unread_in(folder: Path, year: int) -> list[LeftOutCounty]:
    """The files that somebody meant to hand in for a year, and whose names are not those of sealed files; none where the folder is no local one.

    What is not looked at must be told: a county would else be missing from the sums without a word.
    Raises UnreadableFile.
    """
    every = _every(folder) if folder.is_dir() else {}
    told = (
        (name, _why_unread(path)) for name, path in every.items() if of_year(name, year) and not name.endswith(_ENDING)
    )
    return [LeftOutCounty("", name, why, amiss=True, packed=why == _PACKED) for name, why in told if why]


def of_year(file: str, year: int) -> bool:
    """Whether a file of that name below a folder is of a year; one that is not parted by year (``year=2026/``) is of any."""
    return all(part == str(year) for part in _years_in(file))


def years_of(files: Iterable[str]) -> list[int]:
    """The years by which files of those names are parted."""
    return sorted({int(part) for file in files for part in _years_in(file) if part.isdecimal()})


def _years_in(file: str) -> list[str]:
    return [part.removeprefix(_PARTED) for part in file.split("/")[:-1] if part.startswith(_PARTED)]


def named_below(folder: str, paths: Iterable[str]) -> dict[str, str]:
    """Name below the folder → path, of paths as another file system tells them; the whole path where it is told to lie elsewhere.

    A folder is asked for as ``file:///a/b`` and told as ``file:/a/b/c``, or as ``hdfs:///a`` and told with its host.
    """
    above = f"{_within(folder).rstrip('/')}/"
    own = ((_within(path), path) for path in paths)
    return {name.removeprefix(above) if name.startswith(above) else path: path for name, path in own}


def _within(uri: str) -> str:
    """The path of a URI within its file system, without the name of that."""
    return posixpath.normpath(f"/{_FILE_SYSTEM.sub('', uri).lstrip('/')}")


def _why_unread(path: Path) -> str | None:
    if path.suffix.lower() in _ARCHIVES:
        return _PACKED
    try:
        with path.open("rb") as file:
            start = file.read(_LONGEST)
    except OSError as error:
        raise UnreadableFile(path, error.strerror or str(error)) from error
    return next((why for beginning, why in _BEGINNINGS.items() if start.startswith(beginning)), None)


def _every(folder: Path) -> dict[str, Path]:
    """All files by name below the folder, but for hidden ones. Raises UnreadableFile: a folder that cannot be looked into is not an empty one."""
    paths: list[Path] = []
    for above, folders, files in os.walk(folder, onerror=_refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths += [Path(above, name) for name in files if not name.startswith(".")]
    named = {path.relative_to(folder).as_posix(): path for path in paths}
    return {name: path for name, path in sorted(named.items()) if path.is_file()}


def _refuse(error: OSError) -> NoReturn:
    raise UnreadableFile(error.filename, error.strerror or str(error)) from error
