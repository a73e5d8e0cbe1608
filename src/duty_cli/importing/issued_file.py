"""Parse an issued paper that comes back to be verified: its format, its lines, its identity line."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass, replace

from duty_cli.errors.file_errors import NoPaper, UnreadableFile
from duty_cli.importing.readers.file_sheet import BROKEN
from duty_cli.importing.readers.workbook_reader import unpack
from duty_cli.model.papers import Identity
from duty_cli.patterns import pattern

_ZIP, _PDF, _OLE = b"PK\x03\x04", b"%PDF-", b"\xd0\xcf\x11\xe0"
_UNREAD = pattern(r"<(style|script)\b.*?</\1>", re.S)
_ROW = pattern(r"<(tr)\b.*?</\1>", re.S)
_CELL_END, _LINE_END = pattern(r"</t[dh]>"), pattern(r"</(?:tr|p|h\d|li|text)>|<br\b[^>]*>")
_TAG = pattern(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class ReadPaper:
    """What a file says: its format (``text`` for csv, md and txt), its lines, and the last identity line among them.

    ``remarks`` are on what is in the file and not among the lines.
    """

    format: str
    lines: tuple[str, ...]
    identity: Identity | None
    remarks: tuple[str, ...] = ()


def read_paper(name: str, data: bytes) -> ReadPaper:
    """Read a paper by what it holds and not by its name. Raises NoPaper, UnreadableFile."""
    if data.startswith(_ZIP):
        return _zipped(name, data)
    for mark, what in ((_PDF, "是 PDF 文件"), (_OLE, "是旧版 doc 或 xls 文件")):
        if data.startswith(mark):
            raise NoPaper(name, what)
    text = _decoded(data)
    if text.lstrip()[:1] == "<":
        return _marked_up("html", text)
    if text.lstrip()[:1] == "{":
        return _json(name, text)
    return _paper("text", text)


def _zipped(name: str, data: bytes) -> ReadPaper:
    parts = unpack(name, data)
    if "xl/workbook.xml" in parts:
        return _workbook(name, data)
    from duty_cli.importing.readers.docx_parts import BrokenPart
    from duty_cli.importing.readers.docx_reader import read_document

    try:
        found = read_document(parts)
    except BrokenPart:
        raise UnreadableFile(name, BROKEN) from None
    if found is None:
        raise NoPaper(name, "不是 docx 或 xlsx 文件")
    return replace(_paper("docx", "\n".join(found.lines)), remarks=found.remarks)


def _marked_up(format_: str, text: str) -> ReadPaper:
    """The text between tags, a line a paragraph or row of a table."""
    rows = _ROW.sub(lambda row: _CELL_END.sub("｜", row[0].replace("\n", "")), _UNREAD.sub("", text))
    return _paper(format_, html.unescape(_TAG.sub("", _LINE_END.sub("\n", rows))))


def _workbook(name: str, data: bytes) -> ReadPaper:
    from duty_cli.importing.readers.workbook_reader import zipped_sheets

    rows = ((sheet.title, cells) for sheet in zipped_sheets(name, data) for _, cells in sheet.rows())
    lines = (f"{title}：{'｜'.join(cells).rstrip('｜')}" for title, cells in rows if any(cells))
    return _paper("xlsx", "\n".join(lines))


def _json(name: str, text: str) -> ReadPaper:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        raise NoPaper(name, "不是完整的 JSON 文件") from None
    ledger = said.get("ledger") if isinstance(said, dict) else None
    if not isinstance(ledger, dict):
        return _paper("json", text)
    head, rules, version = (str(ledger.get(key)) for key in ("head", "rules", "version"))
    # Built from its fields, so that JSON is verified by the same identity line as a printed paper.
    line = Identity("", ledger.get("seq", 0), head, rules, version)
    whole = _paper("json", json.dumps(said, ensure_ascii=False, indent=2))
    return replace(whole, identity=Identity.last_in(str(line)))


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What cannot be decoded shows up as a difference: the paper is compared, not imported.
        return data.decode("gb18030", "replace")


def _paper(format_: str, text: str) -> ReadPaper:
    lines = (line.strip() for line in text.splitlines())
    return ReadPaper(format_, tuple(filter(None, lines)), Identity.last_in(text))
