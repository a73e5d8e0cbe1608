"""Where the parts of an xlsx lie: found as its relations say, and laid where every reader looks for them (ECMA-376, part 2).

A package names its workbook in ``_rels/.rels``, and that the rest. Excel, WPS and LibreOffice go by these names, in whatever
folder and in letters of either case; the reader of workbooks goes by places in ``xl/``.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from xml.sax.saxutils import quoteattr

from duty_cli.importing.readers.file_sheet import Properties
from duty_cli.importing.readers.workbook_xml import Attributes, walk
from duty_cli.model.legal_time import BEIJING

BOOK = "xl/workbook.xml"
_TOP = "_rels/.rels"
_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_PLACES = {"sharedStrings": "xl/sharedStrings.xml", "styles": "xl/styles.xml"}
"""Where the reader looks for parts without asking the relations."""


def xlsx_parts(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts of an xlsx at their usual places; empty where no workbook is among them. Raises NotXml."""
    # Names of parts are equal whatever their case: of two that differ in it alone, both readers see the same one.
    there = {name.lower().lstrip("/"): part for name, part in parts.items()}
    book = _book(there)
    if book not in there:
        return {}
    folder, file = posixpath.split(book)
    moved, relations = {BOOK: there[book]}, list[Attributes]()
    for at, (name, sort, target) in enumerate(_related(there, posixpath.join(folder, "_rels", f"{file}.rels"))):
        kind = sort.rpartition("/")[2]
        # By the folder the reader tells worksheets from sheets of charts and macros.
        place = _PLACES.get(kind, f"xl/{kind}s/part{at}.xml")
        part = there.get(_place(folder, target))
        if part is not None:
            moved.setdefault(place, part)
            relations.append({"Id": name, "Type": sort, "Target": f"/{place}"})
    top = {"Id": "rId1", "Type": f"{_NAMESPACE}/officeDocument", "Target": f"/{BOOK}"}
    return {**moved, _RELATIONS: _listed(relations), _TOP: _listed([top])}


def properties_in(parts: Mapping[str, bytes]) -> Properties:
    """What an xlsx or ods says of itself; a property that is not there, or cannot be read, is empty."""
    # By the usual names alone: they are told, nothing rests on them.
    part = next((parts[name] for name in parts if name.lower() in _PROPERTIES), b"")
    title, remarks, made = (_property(part, name) for name in ("title", "description", "(?:created|creation-date)"))
    return Properties(title, remarks, _day(made))


_PROPERTIES = ("docprops/core.xml", "meta.xml")


def _property(part: bytes, name: str) -> str:
    found = re.search(rb"<(?:[\w-]+:)?%s(?: [^<>]*)?>([^<]*)<" % name.encode(), part)
    return "" if found is None else html.unescape(found[1].decode("utf-8", "replace")).strip()


def _day(moment: str) -> date | None:
    """The day in Beijing of a moment as workbooks write it; without a zone it is of the place."""
    try:
        found = datetime.fromisoformat(moment[:19] + ("+00:00" if moment.endswith("Z") else ""))
        return found.astimezone(BEIJING).date() if found.tzinfo else found.date()
    except (ValueError, OverflowError):
        return None


def _listed(relations: Iterable[Attributes]) -> bytes:
    listed = (" ".join(f"{key}={quoteattr(value)}" for key, value in one.items()) for one in relations)
    lines = "".join(f"<Relationship {one}/>" for one in listed)
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{lines}</Relationships>'.encode()


def sheets_of(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """The name and the part of each sheet of a workbook whose parts are at their usual places. Raises NotXml."""
    targets = {name: target.lstrip("/") for name, _, target in _related(parts, _RELATIONS)}
    sheets: list[Attributes] = []
    walk(parts[BOOK], {"sheet": sheets.append})
    for one in sheets:
        related = next((value for key, value in one.items() if key.endswith(":id")), "")
        yield one.get("name", ""), targets.get(related, "")


def _book(there: Mapping[str, bytes]) -> str:
    """The part that is the workbook: as the package says, else where it usually is."""
    said = [target for _, sort, target in _related(there, _TOP) if sort.endswith("/officeDocument")]
    named = [place for target in said if (place := _place("", target)) in there and b"workbook" in there[place][:4096]]
    return named[0] if named else BOOK


def _related(there: Mapping[str, bytes], place: str) -> Iterator[tuple[str, str, str]]:
    """Name, sort and target of each relation."""
    found: list[Attributes] = []
    walk(there.get(place, b"<x/>"), {"Relationship": found.append})
    for one in found:
        if one.get("TargetMode") != "External":
            yield one.get("Id", ""), one.get("Type", ""), one.get("Target", "").replace("\\", "/")


def _place(folder: str, target: str) -> str:
    """The place of a target that is named from a folder, or from the top."""
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/").lower()
