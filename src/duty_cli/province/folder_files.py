"""What lies in the folder of a clerk: the sealed files, and what was handed in but is not read under that name."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

from duty_cli.errors.file_errors import UnreadableFile
from duty_cli.errors.province_errors import NoFolder, NoSealedFiles
from duty_cli.reports.province_report import LeftOutCounty

_ENDING = ".parquet"
_ARCHIVES = (".zip", ".rar", ".7z")
_BEGINNINGS = {
    b"PAR1": f"看来是封存账本，而文件名不以 {_ENDING}（小写）结尾，没有读；是报送的请改名，不是的请移走",
    b"SQLite format 3\0": "看来是账本本身，不是封存账本；请该地用 duty seal export 写出后报送，把它移走",
}
_LONGEST = max(map(len, _BEGINNINGS))


def files_in(folder: Path) -> list[Path]:
    """The sealed files in a folder and those below it, but for hidden ones. Raises NoFolder, NoSealedFiles, UnreadableFile."""
    if not folder.is_dir():
        raise NoFolder(folder)
    seen = [path for path in _every(folder) if path.name.endswith(_ENDING)]
    if not seen:
        raise NoSealedFiles(folder, [f"{one.file}：{one.why}" for one in unread_in(folder)])
    return seen


def unread_in(folder: Path) -> list[LeftOutCounty]:
    """The files that somebody meant to hand in, and whose names are not those of sealed files; none where the folder is no local one.

    What is not looked at must be told: a county would else be missing from the sums without a word.
    Raises UnreadableFile.
    """
    every = _every(folder) if folder.is_dir() else ()
    told = ((path, _why_unread(path)) for path in every if not path.name.endswith(_ENDING))
    return [LeftOutCounty("", path.relative_to(folder).as_posix(), why, amiss=True) for path, why in told if why]


def _why_unread(path: Path) -> str | None:
    if path.suffix.lower() in _ARCHIVES:
        return "压缩包没有打开；里面有报送的文件的请解压，再把它移走"
    try:
        with path.open("rb") as file:
            start = file.read(_LONGEST)
    except OSError as error:
        raise UnreadableFile(path, error.strerror or str(error)) from error
    return next((why for beginning, why in _BEGINNINGS.items() if start.startswith(beginning)), None)


def _every(folder: Path) -> list[Path]:
    """All files by name, but for hidden ones. Raises UnreadableFile: a folder that cannot be looked into is not an empty one."""
    paths: list[Path] = []
    for above, folders, files in os.walk(folder, onerror=_refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths += [Path(above, name) for name in files if not name.startswith(".")]
    return sorted(filter(Path.is_file, paths), key=lambda path: path.relative_to(folder).as_posix())


def _refuse(error: OSError) -> NoReturn:
    raise UnreadableFile(error.filename, error.strerror or str(error)) from error
