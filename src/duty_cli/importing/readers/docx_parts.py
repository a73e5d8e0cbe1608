"""The parts of a .docx: how they refer to one another, what stands in their elements, what fields hold."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree

Element = ElementTree.Element

_MAIN = "word/document.xml"
_OFFICE = "/officeDocument"


class BrokenPart(ValueError):
    """A part is not XML, or brings a grammar of its own."""


@dataclass(frozen=True, slots=True)
class PackagePart:
    """One part: its element, and what it refers to by the ids it uses and by the kinds of reference."""

    root: Element
    by_id: Mapping[str, str]
    by_kind: Mapping[str, str]


class Parts:
    """All parts of a document by name, parsed when asked for."""

    def __init__(self, held: Mapping[str, bytes]) -> None:
        self._held = held

    def main(self) -> PackagePart | None:
        """The part that holds the body: the one that the package names, whatever it is called."""
        named = [target for kind, _, target in self._references("") if kind.endswith(_OFFICE)]
        return self.part(named[0] if named else _MAIN)

    def part(self, name: str) -> PackagePart | None:
        """A part, or None where there is none of that name. Raises BrokenPart."""
        held = self._held.get(name)
        if held is None:
            return None
        found = list(self._references(name))
        by_kind = {kind.rpartition("/")[2]: target for kind, _, target in found}
        return PackagePart(_parsed(held), {key: target for _, key, target in found}, by_kind)

    def _references(self, name: str) -> Iterator[tuple[str, str, str]]:
        """The kind, id and target of every reference of a part; ``""`` is the package."""
        folder, own = posixpath.split(name)
        held = self._held.get(posixpath.join(folder, "_rels", f"{own}.rels"))
        for one in () if held is None else _parsed(held):
            # Rooted first, so that no number of .. leads out of the package.
            target = posixpath.normpath(posixpath.join("/", folder, one.get("Target", "")))
            if one.get("TargetMode") != "External":
                yield one.get("Type", ""), one.get("Id", ""), target.lstrip("/")


def _parsed(held: bytes) -> Element:
    # A DOCTYPE can define entities that expand without end. Zeros are taken out to find it in UTF-16 too.
    if b"<!DOCTYPE" in held.replace(b"\0", b""):
        raise BrokenPart
    try:
        return ElementTree.fromstring(held)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise BrokenPart from error


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def child(element: Element | None, *path: str) -> Element | None:
    """The first child of that name, and of it the next."""
    for name in path:
        element = None if element is None else next((one for one in element if local(one) == name), None)
    return element


def last(element: Element | None, name: str) -> Element | None:
    """The last child of that name: of a property said twice the later one holds."""
    return next((one for one in reversed(element) if local(one) == name), None) if element is not None else None


def value(element: Element | None, name: str = "val") -> str | None:
    """An attribute by its local name."""
    if element is None:
        return None
    return next((said for key, said in element.attrib.items() if key.rpartition("}")[2] == name), None)


def is_on(element: Element | None) -> bool | None:
    """Whether a switch is on; None where it is not there."""
    return None if element is None else value(element) not in ("0", "false", "off")


_NUMBERS = {"PAGE": "〔页码〕", "PAGEREF": "〔页码〕", "NUMPAGES": "〔页数〕", "SECTIONPAGES": "〔页数〕"}
"""What every program reckons anew as it lays out the pages."""


def number_of(instruction: str) -> str:
    """What stands for the result of a field whose result is not compared; "" for all others."""
    return _NUMBERS.get(instruction.strip().partition(" ")[0].upper(), "")


@dataclass
class _Field:
    instruction: str = ""
    in_result: bool = False


@dataclass
class Fields:
    """The fields that have begun and not ended, the innermost last."""

    _open: list[_Field] = field(default_factory=list)

    def is_read(self) -> bool:
        """Whether text that stands here is part of what is seen."""
        return all(one.in_result and not number_of(one.instruction) for one in self._open)

    def instruct(self, text: str) -> None:
        """A piece of an instruction."""
        if self._open and not self._open[-1].in_result:
            self._open[-1].instruction += text

    def mark(self, element: Element) -> str:
        """Begin, divide or end a field; what is seen of it here."""
        sort = value(element, "fldCharType")
        if sort == "begin":
            self._open.append(_Field())
        elif sort == "separate" and self._open:
            self._open[-1].in_result = True
        elif sort == "end" and self._open:
            ended = self._open.pop()
            # A placeholder for page numbers: programs lay out pages differently, and every copy would seem changed.
            return number_of(ended.instruction) if self.is_read() else ""
        return ""
