"""What a file is that holds no table to be read, told by what it begins with or holds, and how it becomes an xlsx."""

from __future__ import annotations

from collections.abc import Collection

LOCKED = "设有密码；请去掉密码后另存"
"""Why a file is refused that opens with a password only."""

_COPIED = "名单、表格请复制到新建的工作簿，另存为 xlsx"
_PICTURE = "图片；请向报送单位索取表格原件，或照图填入 duty template 的空白表格"
_PACKED = "压缩文件；请解压后逐个导入"

_BEGINNINGS = (
    (b"%PDF-", "PDF 文件；请向报送单位索取表格原件，或在 WPS 中转换为 xlsx 并核对"),
    *((sign, _PICTURE) for sign in (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")),
    *((sign, _PACKED) for sign in (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08")),
    (b"{\\rtf", f"文字文档（rtf）；{_COPIED}"),
    (b"MIME-Version:", "单个文件的网页（mht）；请用 WPS 或 Excel 打开后另存为 xlsx"),
)
_INSIDE = ((b"RIFF", b"WEBP", 8), (b"BM", b"\0\0\0\0", 6), (b"", b"ftyphei", 4), (b"", b"ftypmif1", 4))
"""Pictures: their beginning, and a sign at its place."""

_STREAMS = (
    ("EncryptedPackage", LOCKED),
    ("WordDocument", f"是文字文档（doc、wps）；{_COPIED}"),
    ("PowerPoint Document", f"是演示文稿（ppt、dps）；{_COPIED}"),
)
_BOOKS = ("Workbook", "Book")

_PARTS = (
    ("word/document.xml", f"文字文档（docx）；{_COPIED}"),
    ("ppt/presentation.xml", f"演示文稿（pptx）；{_COPIED}"),
    ("ofd.xml", "OFD 版式文件；请向报送单位索取表格原件，或在 WPS 中转换为 xlsx 并核对"),
    ("xl/workbook.bin", "xlsb 二进制工作簿；请用 Excel 或 WPS 打开后另存为 xlsx"),
    ("index/document.iwa", "Numbers 表格或 Pages 文稿；请在原软件中导出为 xlsx"),
)


def other_file(data: bytes) -> str:
    """What a file is by its first bytes, and what to do; empty for what may be text."""
    for sign, what in _BEGINNINGS:
        if data.startswith(sign):
            return f"是 {what}" if what[0].isascii() else f"是{what}"
    picture = any(data.startswith(sign) and data[at:].startswith(mark) for sign, mark, at in _INSIDE)
    return f"是{_PICTURE}" if picture else ""


def other_compound(data: bytes) -> str:
    """What a compound file is that holds no workbook, and what to do; empty where it holds one, or nothing known."""
    if any(_named(stream) in data for stream in _BOOKS):
        return ""
    return next((what for stream, what in _STREAMS if _named(stream) in data), "")


def other_archive(names: Collection[str], sort: bytes) -> str:
    """What an archive is that holds no workbook, and what to do; ``names`` are those of its parts, ``sort`` what it says of itself."""
    there = {name.lower().lstrip("/") for name in names}
    if sort.startswith(b"application/vnd.oasis.opendocument.text"):
        return f"是文字文档（odt）；{_COPIED}"
    found = next((what for part, what in _PARTS if part in there), "")
    if not found:
        return "是压缩文件或文档，不是 xlsx、ods 工作簿；请解压，或另存为 xlsx"
    return f"是 {found}" if found[0].isascii() else f"是{found}"


def _named(stream: str) -> bytes:
    """The name of a stream as the directory of a compound file holds it, from one end to the other."""
    return f"{stream}\0".encode("utf-16-le")
