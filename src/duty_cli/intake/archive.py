"""The zip inside xlsx and ods: its parts, counted before they are unpacked, so that no file can fill the memory."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from duty_cli.errors import UnreadableFile

MAX_UNPACKED = 128 * 1024 * 1024
"""What the parts that are read may come to: some 300,000 rows of ten columns."""

_MAX_PARTS = 10_000
_WANTED = (".xml", ".rels", "mimetype")
BROKEN = "文件不完整或已损坏；请重新导出或重新拷贝"


def unpack(name: str, data: bytes) -> dict[str, bytes]:
    """The parts of the archive that hold text, by name. Pictures and macros are left where they are.

    Some platforms part the folders in a name by backslashes; every office program reads them as if it were slashes.
    Raises UnreadableFile for what is damaged, encrypted or too large.
    """
    with _told(name), zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [part for part in archive.infolist() if part.filename.endswith(_WANTED)]
        if len(archive.infolist()) > _MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise UnreadableFile(
                name, f"展开后超过 {MAX_UNPACKED // 1024 // 1024} MiB，可能不是正常的表格；请拆分，或另存为 CSV"
            )
        if any(part.flag_bits & 1 for part in archive.infolist()):
            raise UnreadableFile(name, "设有密码；请去掉密码后另存")
        return {part.filename.replace("\\", "/"): archive.read(part) for part in parts}


def pack(parts: Mapping[str, bytes]) -> bytes:
    """An archive of exactly these parts: what was examined, so that no other reader can find anything else in the file."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    return packed.getvalue()


@contextmanager
def _told(name: str) -> Iterator[None]:
    """All that a damaged archive can raise is one refusal."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise UnreadableFile(name, BROKEN) from error
