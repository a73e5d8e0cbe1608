"""The parts of a document and how they refer to one another; elements are known by their local names.

The strict and the transitional form of the format differ only in namespaces.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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
            target = posixpath.normpath(posixpath.join("/", folder, one.get("Target", "")))
            if one.get("TargetMode") != "External":
                yield one.get("Type", ""), one.get("Id", ""), target.lstrip("/")


def _parsed(held: bytes) -> Element:
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


def value(element: Element | None, name: str = "val") -> str | None:
    """An attribute by its local name."""
    if element is None:
        return None
    return next((said for key, said in element.attrib.items() if key.rpartition("}")[2] == name), None)


def is_on(element: Element | None) -> bool | None:
    """Whether a switch is on; None where it is not there."""
    return None if element is None else value(element) not in ("0", "false", "off")
