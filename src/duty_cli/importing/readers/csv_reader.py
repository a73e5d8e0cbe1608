"""A CSV file as a sheet: decoded, strict about quotes, limited in size, its rows numbered by physical line.

Bytes become text by a byte order mark, then as UTF-8, then as GB18030, each strictly. No detector guesses: they take GB18030
for Big5. Nor is the separator guessed from how often a sign comes: it is the one that parts headings which are known.
Files may be large: they are decoded piece by piece, once to choose the encoding and once to be read.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from duty_cli.errors.file_errors import UnreadableFile
from duty_cli.errors.lookup_errors import UnknownWord
from duty_cli.errors.record_errors import BadValue
from duty_cli.importing.readers.file_sheet import MAX_FIELD, FileSheet, Row
from duty_cli.patterns import pattern

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_UNMARKED = ("utf-8", "gb18030")
_WIDE = ("utf-16-le", "utf-16-be")
"""Tried as well where a zero byte stands in the file, as in no other text: some exporters leave the mark out."""

ENCODINGS = {
    **dict.fromkeys(("utf-8", "utf8"), "utf-8"),
    **dict.fromkeys(("gb18030", "gbk", "gb2312"), "gb18030"),
    **{"utf-8-sig": "utf-8-sig", "utf-16": "utf-16", "big5": "big5hkscs", "latin-1": "latin-1", "cp1252": "cp1252"},
}
"""What ``--encoding`` may say, and how it is read: GBK always as GB18030, which holds all of it and more."""

FORBIDDEN = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_PIECE = 1 << 20
_HEAD = 1 << 16

MAX_BYTES = 256 * 1024 * 1024

_END_OF_FILE = b"\x1a"
_WIDE_ENDS = (b"\x1a\0", b"\0\x1a")
"""What DOS programs write as the last byte, and what becomes of it in UTF-16."""

_SEPARATORS = (",", "\t", ";", "|")
"""What parts the cells of a file for which nobody names a separator, in the order of the trial."""

_SIGN = pattern("[^\"' ]")
_SAID = pattern(r"""\"?sep=([^\w"' \r\n])"?[,;\t|]*\s*""")
"""A first line that tells spreadsheets the separator."""

_WRAPPED = pattern('="((?:[^"]|"")*)"')
"""="001": how exporters keep a spreadsheet from taking the zeros off."""


def choose(
    name: str, data: bytes, encoding: str | None = None, *, fits: Callable[[Iterator[str]], bool] = lambda _: True
) -> str:
    """The encoding of the file ``name``: of those in which it is valid, the first in which its head ``fits``, else the first.

    Raises UnreadableFile where no encoding reads every byte, or for characters and lines that no table holds.
    """
    tried = _to_try(data, encoding)
    # Valid bytes are not enough: short GB18030 text can be valid UTF-8. Headings that are known decide.
    fitting = [codec for codec in tried if fits(_head(data, codec))]
    reached, furthest = 0, ""
    for codec in (*fitting, *(codec for codec in tried if codec not in fitting)):
        try:
            flaw = _flaw(data, codec)
        except _Undecodable as error:
            # The encoding that got furthest is the likeliest, and its line is the one to look at.
            if error.offset >= reached:
                reached, furthest = error.offset, codec
            continue
        # Where its headings are known in an encoding, what another makes of the rest says nothing.
        if flaw and furthest in fitting and codec not in fitting:
            break
        if flaw:
            raise UnreadableFile(name, flaw)
        return codec
    line = 1 + _breaks("", data[:reached].decode(furthest, "replace"))
    raise UnreadableFile(name, f"第 {line} 行的文字不是 {' 或 '.join(tried)} 编码；请另存为“CSV UTF-8”后重试")


def heads(data: bytes, encoding: str | None = None) -> list[str]:
    """The first lines as each encoding reads them that the file may have. Raises UnknownWord."""
    return ["".join(_head(data, codec)) for codec in _to_try(data, encoding)]


def text_lines(data: bytes, codec: str) -> Iterator[str]:
    """The lines of the text with their ends, no mark left at its head."""
    # No translation of line ends: the csv module needs those inside quotes as they stand.
    stream = io.TextIOWrapper(io.BytesIO(data), encoding=codec, newline="")
    return chain([next(stream, "").removeprefix("\ufeff")], stream)


class _Undecodable(Exception):
    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


def _to_try(data: bytes, encoding: str | None) -> tuple[str, ...]:
    if encoding is not None:
        codec = ENCODINGS.get(encoding.lower().replace("_", "-"))
        if codec is None:
            raise UnknownWord("编码", encoding, list(ENCODINGS))
        # Without a mark Python takes the byte order of the machine, and a file must read the same on every one.
        return ("utf-16-le" if codec == "utf-16" and "utf-16" not in _marked(data) else codec,)
    return _marked(data) or (*_UNMARKED, *(_WIDE if _is_wide(data) else ()))


def _is_wide(data: bytes) -> bool:
    """Whether the characters may have two bytes: every line end and comma has a zero then."""
    return b"\0" in data[:_HEAD]


def _marked(data: bytes) -> tuple[str, ...]:
    """The encoding whose mark stands at the head, where there is one."""
    return next(((codec,) for mark, codec in _MARKS if data.startswith(mark)), ())


def _head(data: bytes, codec: str) -> Iterator[str]:
    """The first lines, as far as they can be read."""
    text = codecs.getincrementaldecoder(codec)("replace").decode(data[:_HEAD]).removeprefix("\ufeff")
    return iter(io.StringIO(text, newline=""))


def _pieces(data: bytes, codec: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(codec)()
    for start in range(0, len(data), _PIECE):
        end = start + _PIECE
        try:
            yield decoder.decode(data[start:end], final=end >= len(data))
        except UnicodeDecodeError as error:
            raise _Undecodable(min(end, len(data)) - len(error.object) + error.start) from None


def _flaw(data: bytes, codec: str) -> str:
    """What no table holds, with its line; empty where all is well. Raises _Undecodable, whatever flaw came before."""
    flaw, lines, last = "", 1, ""
    for text in _pieces(data, codec):
        if not flaw and (found := FORBIDDEN.search(text)):
            line = lines + _breaks(last, text[: found.start()])
            flaw = f"第 {line} 行含有不可见的控制字符 U+{ord(found[0]):04X}；请删去该字符后重试"
        breaks = _breaks(last, text)
        # So long a line would be held in memory whole, and no table has one.
        if not flaw and not breaks and len(text) > _PIECE // 4:
            flaw = f"第 {lines} 行过长；请核对文件是否完整，或该行的英文双引号是否成对"
        lines, last = lines + breaks, text
    return flaw


def _breaks(before: str, text: str) -> int:
    """The line ends in ``text``, which follows ``before``: a CR LF is one."""
    halved = before.endswith("\r") and text.startswith("\n")
    return text.count("\n") + text.count("\r") - text.count("\r\n") - halved


def csv_sheet(
    name: str, data: bytes, *, separator: str | None, encoding: str | None, known: Callable[[Iterator[Row]], int]
) -> FileSheet:
    """The sheet in ``data``, in the first encoding in which headings are ``known`` among its first rows, and how many.

    Without a ``separator`` it is the one that the first line names, else the one that parts the most headings.

    Raises UnreadableFile where the file is too large or not decodable, as do its rows where quotes are not closed.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableFile(name, f"超过 {MAX_BYTES // 1024 // 1024} MiB；请拆分为几个文件")
    if separator is not None and (
        (separator != "\t" and not separator.isprintable()) or _SIGN.fullmatch(separator) is None
    ):
        raise BadValue("分隔符", separator, "一个字符，如 , 或 ;")
    found: dict[str, int] = {}

    def head_fits(lines: Iterator[str]) -> bool:
        head = list(lines)
        found.clear()
        found.update({one: _count(name, head, one, known) for one in _to_part(head, separator)})
        return any(found.values())

    ends = _WIDE_ENDS if _is_wide(data) else (_END_OF_FILE,)
    data = data.removesuffix(next(filter(data.endswith, ends), b""))
    codec = choose(name, data, encoding, fits=head_fits)
    # Once more: of the encodings tried for their headings, the last was another one, or had none.
    head_fits(_head(data, codec))
    sign = _parting(name, found)
    # Looked for once in the whole file: nearly none has it, and every cell would be asked.
    wrapped = any('="'.encode(one) in data for one in (_WIDE if codec.startswith("utf-16") else ("ascii",)))
    return FileSheet(name, codec, lambda: _rows(name, text_lines(data, codec), sign, wrapped=wrapped))


def _to_part(head: Sequence[str], told: str | None) -> Sequence[str]:
    """The separators that may be meant: what is told, else what the first line says, else the usual ones."""
    said = _SAID.fullmatch(head[0]) if head else None
    return (told,) if told is not None else (said[1],) if said else _SEPARATORS


def _count(name: str, head: Sequence[str], separator: str, known: Callable[[Iterator[Row]], int]) -> int:
    try:
        return known(_rows(name, iter(head), separator))
    # Read in the wrong encoding, quotes may not pair: that speaks against the encoding, not the file.
    except UnreadableFile:
        return 0


def _parting(name: str, found: dict[str, int]) -> str:
    """The separator that parts the most headings; the first, where none parts any. Raises UnreadableFile."""
    most = max(found.values())
    best = [one for one, count in found.items() if count == most]
    # With two, cells of one column would be cut at the sign that is a part of their text.
    if most > 1 and len(best) > 1:
        signs = "和".join("制表符" if one == "\t" else f"“{one}”" for one in best)
        raise UnreadableFile(
            name,
            f"列名之间既有{signs}，看不出哪一个是分隔符；请在第一行写上 sep= 和分隔符（如 sep=;），或只用一种，或另存为 xlsx",
        )
    return best[0]


def _rows(name: str, lines: Iterator[str], separator: str, *, wrapped: bool = True) -> Iterator[Row]:
    # A quote that is never closed swallows the rest of the file: limit and strict find it early,
    # where a lenient reader would join rows and lose members without a word.
    csv.field_size_limit(MAX_FIELD)
    first, line = next(lines, ""), 1
    if _SAID.fullmatch(first) is None:
        lines, skipped = chain([first], lines), 0
    else:
        line, skipped = 2, 1
    reader = csv.reader(lines, delimiter=separator, strict=True)
    try:
        for row in reader:
            yield line, [_unwrapped(cell) if cell.startswith('="') else cell for cell in row] if wrapped else row
            # A cell may hold line ends: a row is named by the line on which it begins, as an editor shows it.
            line = reader.line_num + 1 + skipped
    except csv.Error:
        why = f"第 {line} 行起的引号不成对，或有单元格超过 {MAX_FIELD} 字；请检查该行的英文双引号和分隔符"
        raise UnreadableFile(name, why) from None


def _unwrapped(cell: str) -> str:
    found = _WRAPPED.fullmatch(cell.rstrip())
    return found[1].replace('""', '"') if found else cell
