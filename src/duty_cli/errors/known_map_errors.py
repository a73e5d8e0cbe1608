"""Refusals about files that are known by their look, and the maps for them."""

from __future__ import annotations

from collections.abc import Sequence

from duty_cli.errors.base import nearest
from duty_cli.errors.file_errors import UnreadableFile


class SeveralMapsFit(UnreadableFile):
    """A file looks like what several maps read, and each would read another thing."""

    def __init__(self, file: object, names: Sequence[str]) -> None:
        self.names = tuple(names)
        listed = "、".join(f"“{name}”" for name in names)
        super().__init__(file, f"{listed} 几份对应表都合得上；请用 --map 指明一份，如 --map {names[0]}")


class NoSuchMap(UnreadableFile):
    """``--map`` names neither a file nor a map at hand."""

    def __init__(self, said: object, names: Sequence[str]) -> None:
        near = nearest(str(said), names) or f"现有的对应表：{'、'.join(names)}"
        super().__init__(said, f"没有这个文件，也没有这个名称的对应表；{near}")
