"""The parts of a .docx as trees: unpacked as far as a document of articles may be large, and nothing of them believed before."""

from __future__ import annotations

import posixpath
import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import field
from io import BytesIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from duty_cli.errors.rule_errors import UnreadDocument
from duty_cli.model.quick_dataclass import dataclass

_MOST_PARTS, _MOST_XML, _MOST_ELEMENTS, _DEEPEST = 2000, 8 << 20, 200_000, 200
"""As many parts, bytes of one unpacked, elements of it, and elements within one another, as no document of articles has."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN, _OFFICE = "word/document.xml", "/officeDocument"
_WORD = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
}
"""The namespace of text, in the transitional and in the strict form."""

_BROKEN = (BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError, struct.error, zlib.error)
"""What the standard library raises of a package that is damaged, encrypted, or of another sort."""

_SAVE = "请在 Word 或 WPS 里打开，另存为 .docx"


@dataclass(slots=True)
class XmlElement:
    """One element: its local name (of another namespace than that of text after a colon), attributes, children, own text."""

    name: str
    attributes: dict[str, str]
    children: list[XmlElement] = field(default_factory=list)
    text: str = ""

    def __iter__(self) -> Iterator[XmlElement]:
        return iter(self.children)

    def every(self) -> Iterator[XmlElement]:
        """It and all that is within it."""
        waiting = [self]
        while waiting:
            one = waiting.pop()
            yield one
            waiting += one.children


def child(element: XmlElement | None, *path: str) -> XmlElement | None:
    """The first child of that name, and of it the next."""
    for name in path:
        element = None if element is None else next((one for one in element if one.name == name), None)
    return element


def value(element: XmlElement | None, name: str = "val") -> str | None:
    """An attribute; None where it or the element is not there."""
    return None if element is None else element.attributes.get(name)


def is_on(element: XmlElement | None) -> bool | None:
    """Whether a switch is on; None where it is not there."""
    return None if element is None else value(element) not in ("0", "false", "off")


class PackedParts:
    """The parts of a .docx by name, read when asked for. Raises UnreadDocument, as its functions do."""

    def __init__(self, data: bytes) -> None:
        if data.startswith(_OLE):
            raise UnreadDocument("这是旧格式（.doc）的文件，或者加了密码", f"{_SAVE}，不加密码")
        try:
            self._packed = ZipFile(BytesIO(data))
        except _BROKEN as error:
            raise UnreadDocument("不是 .docx 文件，或已损坏", _SAVE) from error
        names = [one.filename for one in self._packed.infolist()]
        if len(names) > _MOST_PARTS:
            raise UnreadDocument("文件里的部分过多，不像一份条文", f"请新建一个文档，只放条文，{_SAVE[1:]}")
        # Programs differ in which of two parts of one name they read.
        self._doubled = {name for name, often in Counter(names).items() if often > 1}
        self._names = frozenset(names)

    def main(self) -> tuple[XmlElement, dict[str, str]]:
        """The part that holds the text, and the names of the parts that it refers to, by kind."""
        named = [target for kind, target in self._references("") if kind.endswith(_OFFICE)]
        name = named[0] if named else _MAIN
        found = self.part(name)
        if found is None:
            raise UnreadDocument("文件里没有正文，不是 Word 或 WPS 的文档", _SAVE)
        return found, {kind.rpartition("/")[2]: target for kind, target in self._references(name)}

    def part(self, name: str | None) -> XmlElement | None:
        """The tree of a part; None where there is none of that name."""
        if name is None or name not in self._names:
            return None
        if name in self._doubled:
            raise UnreadDocument(f"文件里有两个“{name}”，读哪一个都可能不对", _SAVE)
        try:
            with self._packed.open(name) as file:
                data = file.read(_MOST_XML + 1)
        except _BROKEN as error:
            raise UnreadDocument("文件已损坏，或者加了密码", f"{_SAVE}，不加密码") from error
        if len(data) > _MOST_XML:
            raise UnreadDocument("文件的内容过大，不像一份条文", "请核对是否选错了文件；只放规则所依据的条文")
        return parsed(data)

    def _references(self, name: str) -> Iterator[tuple[str, str]]:
        """The kind and target of every reference of a part within the file; ``""`` is the package."""
        folder, own = posixpath.split(name)
        for one in self.part(posixpath.join(folder, "_rels", f"{own}.rels")) or ():
            # Rooted first, so that no number of .. leads out of the package.
            target = posixpath.normpath(posixpath.join("/", folder, one.attributes.get("Target", "")))
            if one.attributes.get("TargetMode") != "External":
                yield one.attributes.get("Type", ""), target.lstrip("/")


class _XmlTree:
    """Grows a tree from what expat tells."""

    def __init__(self) -> None:
        self._open = [XmlElement("", {})]
        self._count = 0

    @property
    def root(self) -> XmlElement:
        """The outermost element."""
        return self._open[0].children[0]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._count += 1
        if self._count > _MOST_ELEMENTS:
            raise UnreadDocument("文件的内容过多，不像一份条文", "请核对是否选错了文件；只放规则所依据的条文")
        if len(self._open) > _DEEPEST:
            raise UnreadDocument("文件里的内容套得太深，不像一份条文", "请新建一个文档，把条文复制过去（只保留文本）")
        own = {key.rpartition(" ")[2]: said for key, said in attributes.items()}
        element = XmlElement(_short(name), own)
        self._open[-1].children.append(element)
        self._open.append(element)

    def end(self, _: str) -> None:
        """An element ends."""
        self._open.pop()

    def said(self, text: str) -> None:
        """Text of the innermost element."""
        self._open[-1].text += text


def _short(name: str) -> str:
    """``t`` of text, ``:t`` of any other namespace."""
    space, _, own = name.rpartition(" ")
    return own if not space or space in _WORD else f":{own}"


def parsed(data: bytes) -> XmlElement:
    """The tree of some XML, which declares nothing. Raises UnreadDocument."""
    tree, parser = _XmlTree(), expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text, parser.buffer_size = True, 1 << 20
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = tree.start, tree.end, tree.said
    # A document type can define entities that expand without end; no editor writes one.
    parser.StartDoctypeDeclHandler = _refuse_declaration
    try:
        parser.Parse(data, True)  # noqa: FBT003 - the only way to say that this is all
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise UnreadDocument("文件已损坏：里面的内容不完整", _SAVE) from error
    return tree.root


def _refuse_declaration(*_: object) -> None:
    raise UnreadDocument("含有实体声明，不是 Word 或 WPS 写出的", "请新建一个文档，把条文复制过去（只保留文本）")
