"""A .docx as its reader sees it: one run of text after another, and the document as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from duty_cli.importing.readers.docx_looks import Place, Seen, TextLooks, exact_height
from duty_cli.importing.readers.docx_parts import (
    BrokenPart,
    Element,
    Fields,
    PackagePart,
    Parts,
    child,
    is_on,
    local,
    number_of,
    value,
)
from duty_cli.patterns import pattern

# The text as it will be when all tracked changes are accepted: insertions stay, deletions go.
_GONE = {"del", "moveFrom"}
_SIGNS = {
    **{"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""},
    **{"pgNum": "〔页码〕", "altChunk": "\n〔嵌入的其他文件〕\n"},
}
_PICTURES = {"blip", "imagedata"}
_DRAWN = {"drawing", "pict", "object"}
_NOTES = {"footnoteReference": "脚注", "endnoteReference": "尾注", "commentReference": "批注"}
_MARKS = {Seen.STRUCK: ("\x01", "\x02"), Seen.FAINT: ("\x03", "\x04")}
"""What text is put between that is there and not in plain sight: signs that no XML has, so that the text does not either."""

_TOLD = str.maketrans({"\x01": "〔划去的字：", "\x03": "〔看不清的字：", "\x02": "〕", "\x04": "〕"})
_SPACES = pattern(r"[ \t\u00a0]+")


@dataclass
class Story:
    """Text extractor of one story (body, header, note, box); collects boxes, note references, sections, hidden text."""

    looks: TextLooks
    boxes: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    sections: list[Element] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    _fields: Fields = field(default_factory=Fields)
    place: Place = Place()
    """Where the text stands that is being read."""

    def lines(self, blocks: Iterable[Element]) -> list[str]:
        """The lines of paragraphs and tables, then those of the boxes anchored in them."""
        found = [line for line in self._blocks(blocks) if line]
        return [*found, *(f"文本框：{line}" for line in self.boxes)]

    def _blocks(self, blocks: Iterable[Element]) -> Iterator[str]:
        held = ""
        for block in blocks:
            if local(block) == "p":
                held += self._paragraph(block)
                if not _mark_gone(block):
                    yield from _tidy(held)
                    held = ""
            else:
                yield from _tidy(held)
                held = ""
                yield from self._block(block)
        yield from _tidy(held)

    def _block(self, block: Element) -> Iterator[str]:
        name = local(block)
        if name == "tbl":
            outside = self.place
            self.place = replace(outside, table=child(block, "tblPr"))
            yield from self._table(block)
            self.place = outside
        elif name == "sectPr":
            self.sections.append(block)
        elif name in _SIGNS:
            yield _SIGNS[name].strip()
        elif name == "AlternateContent":
            yield from self._blocks(self._chosen(block))
        elif name not in _GONE and not name.endswith("Pr"):
            yield from self._blocks(block)

    def _table(self, table: Element) -> Iterator[str]:
        for row in table:
            properties = child(row, "trPr")
            if local(row) in ("sdt", "sdtContent", "customXml"):
                yield from self._table(row)
            elif local(row) != "tr" or child(properties, "del") is not None:
                continue
            elif is_on(child(properties, "hidden")):
                self.hidden.append(self._row(row))
            else:
                yield self._row(row).rstrip("｜")

    def _row(self, row: Element) -> str:
        outside, height = self.place, exact_height(child(row, "trPr"))
        if height is not None:
            self.place = replace(outside, room=min(height, height if outside.room is None else outside.room))
        text = "｜".join(self._cells(row))
        self.place = outside
        return text

    def _cells(self, row: Element) -> Iterator[str]:
        for cell in row:
            if local(cell) in ("sdt", "sdtContent", "customXml"):
                yield from self._cells(cell)
            elif local(cell) == "tc" and child(cell, "tcPr", "cellDel") is None:
                outside = self.place
                self.place = replace(outside, cell=child(cell, "tcPr"))
                text = " ".join(self._blocks(cell))
                self.place = outside
                yield text

    def _paragraph(self, paragraph: Element) -> str:
        properties = child(paragraph, "pPr")
        section = child(properties, "sectPr")
        if section is not None:
            self.sections.append(section)
        text = "".join(self._inline(paragraph, properties))
        # Numbers of lists are drawn by the program and are nowhere in the text.
        listed = value(child(properties, "numPr", "numId")) not in (None, "0")
        return f"〔编号〕{text}" if listed and text.strip() else text

    def _inline(self, element: Iterable[Element], paragraph: Element | None) -> Iterator[str]:
        for one in element:
            name = local(one)
            if name == "r":
                yield self._run(one, paragraph)
            elif name == "t":  # of a formula
                yield one.text or ""
            # The number in it is of the program that saved the file last: a placeholder stands for it.
            elif name == "fldSimple" and number_of(value(one, "instr") or ""):
                yield number_of(value(one, "instr") or "")
            elif name == "AlternateContent":
                yield from self._inline(self._chosen(one), paragraph)
            elif name not in _GONE and not name.endswith("Pr"):
                yield from self._inline(one, paragraph)

    def _run(self, run: Element, paragraph: Element | None) -> str:
        seen = self.looks.of(paragraph, child(run, "rPr"), self.place)
        text = "".join(self._pieces(run, paragraph, drawn=seen is not Seen.HIDDEN))
        if seen is Seen.PLAIN or not text.strip():
            return text
        if seen in _MARKS:
            begin, end = _MARKS[seen]
            return f"{begin}{text}{end}"
        self.hidden.append(text)
        return ""

    def _pieces(self, run: Iterable[Element], paragraph: Element | None, *, drawn: bool) -> Iterator[str]:
        for one in run:
            name = local(one)
            if name == "fldChar":
                yield self._fields.mark(one)
            elif name == "instrText":
                self._fields.instruct(one.text or "")
            elif not self._fields.is_read():
                continue
            elif name in _NOTES:
                self.notes.append((_NOTES[name], value(one, "id") or ""))
            elif name in _DRAWN:
                (self.boxes if drawn else self.hidden).extend(self._drawing(one))
            elif name == "AlternateContent":
                yield from self._pieces(self._chosen(one), paragraph, drawn=drawn)
            elif name == "ruby":
                yield from (text for part in one for text in self._inline(part, paragraph))
            else:
                yield self._sign(one)

    def _sign(self, one: Element) -> str:
        name = local(one)
        if name == "t":
            return one.text or ""
        if name == "sym":
            return f"〔符号{value(one, 'char')}〕"
        return _SIGNS.get(name, "")

    def _drawing(self, drawing: Element) -> list[str]:
        """The lines of what is drawn; a picture or a shape without text is told as such."""
        shown = child(drawing, "anchor", "docPr"), child(drawing, "inline", "docPr")
        lines = [line for line in self._shapes(drawing) if line] or ["〔图形〕"]
        if any(value(one, "hidden") in ("1", "true") for one in shown):
            self.hidden.extend(lines)
            return []
        return lines

    def _shapes(self, drawing: Iterable[Element]) -> Iterator[str]:
        for one in drawing:
            name = local(one)
            if name == "txbxContent":
                # A box has fields and boxes of its own; notes, sections and hidden text belong to the document.
                inside = Story(self.looks, notes=self.notes, sections=self.sections, hidden=self.hidden)
                yield from inside.lines(one)
            elif name == "AlternateContent":
                yield from self._shapes(self._chosen(one))
            elif name in _PICTURES:
                yield "〔图片〕"
            elif name in ("t", "textpath"):
                yield one.text or value(one, "string") or ""
            else:
                yield from self._shapes(one)

    def _chosen(self, alternatives: Element) -> Element:
        """The first alternative, which is the richest; one that says something else is told beside."""
        choices = [one for one in alternatives if local(one) in ("Choice", "Fallback")]
        texts = [_plain(one) for one in choices]
        for text in dict.fromkeys(texts[1:]):
            # Programs write a frame twice, the second time for old readers. Only other words there can deceive.
            if text and text != texts[0]:
                self.boxes.append(f"〔在其他程序中显示为：{text}〕")
        return choices[0] if choices else alternatives


def _plain(element: Element) -> str:
    return "".join(one.text or "" for one in element.iter() if local(one) == "t")


def _mark_gone(paragraph: Element) -> bool:
    """Whether the end of a paragraph is deleted, so that the next one goes on in it."""
    mark = child(paragraph, "pPr", "rPr")
    return any(child(mark, name) is not None for name in _GONE)


def _tidy(text: str) -> Iterator[str]:
    """Normalise a paragraph to lines: programs differ in what spaces they keep and where they part runs."""
    for begin, end in _MARKS.values():
        # Where a stretch of struck text is parted into runs depends on the program, not on the author.
        text = text.replace(end + begin, "")
    for line in text.split("\n"):
        if tidy := _SPACES.sub(" ", line).strip():
            yield tidy.translate(_TOLD)


_SORTS = {
    **{"ins": "插入", "cellIns": "插入", "del": "删除", "cellDel": "删除", "moveFrom": "移动", "cellMerge": "格式"},
    **dict.fromkeys(("rPrChange", "pPrChange", "tblPrChange", "tblPrExChange", "trPrChange"), "格式"),
    **dict.fromkeys(("tcPrChange", "sectPrChange", "tblGridChange", "numberingChange"), "格式"),
}
_SIDES = {"headerReference": "页眉", "footerReference": "页脚"}
_PAGES = {"default": "", "even": "双页", "first": "首页"}
_NOTE_PARTS = {"脚注": "footnotes", "尾注": "endnotes", "批注": "comments"}
_MISSING = "〔读不出〕"
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """The lines a reader sees, and remarks on what waits to be accepted and on what is hidden."""

    lines: tuple[str, ...]
    remarks: tuple[str, ...]


def read_document(held: Mapping[str, bytes]) -> ReadDocument | None:
    """The document that these parts make; None where they make none. Raises BrokenPart."""
    parts = Parts(held)
    main = parts.main()
    if main is None or child(main.root, "body") is None:
        return None
    try:
        return _Whole(parts, main).read()
    # A file nested without end has to be a refusal, not a crash.
    except RecursionError as error:
        raise BrokenPart from error


@dataclass
class _Whole:
    """A document while it is read."""

    parts: Parts
    main: PackagePart
    seen: list[Element] = field(default_factory=list)
    """The roots of all parts that are shown."""

    def read(self) -> ReadDocument:
        """All of it."""
        self.seen.append(self.main.root)
        body = Story(TextLooks(self._root("styles")))
        text = child(self.main.root, "body")
        lines = body.lines(() if text is None else text)
        lines += self._sides(body)
        lines += self._notes(body)
        hidden = list(filter(None, (" ".join(text.split()) for text in body.hidden)))
        return ReadDocument(tuple(lines), (*_waiting(self.seen), *_hidden(hidden)))

    def _root(self, kind: str) -> Element | None:
        target = self.main.by_kind.get(kind)
        part = None if target is None else self.parts.part(target)
        return None if part is None else part.root

    def _sides(self, body: Story) -> list[str]:
        """The heads and feet that are shown, each once: a section without its own has those of the one before."""
        both = bool(is_on(child(self._root("settings"), "evenAndOddHeaders")))
        held: dict[tuple[str, str], str] = {}
        shown: dict[tuple[str, str], None] = {}
        for section in body.sections:
            own = [one for one in section if local(one) in _SIDES]
            held |= {(local(one), value(one, "type") or "default"): value(one, "id") or "" for one in own}
            first = bool(is_on(child(section, "titlePg")))
            kinds = {"default", *(["even"] if both else []), *(["first"] if first else [])}
            wanted = [(name, kind) for name, kind in held if kind in kinds]
            shown |= dict.fromkeys((f"{_PAGES[kind]}{_SIDES[name]}", held[name, kind]) for name, kind in wanted)
        return list(dict.fromkeys(line for label, key in sorted(shown) for line in self._side(body, label, key)))

    def _side(self, body: Story, label: str, key: str) -> Iterator[str]:
        part = self.parts.part(self.main.by_id.get(key, ""))
        if part is None:
            yield f"{label}：{_MISSING}"
        else:
            self.seen.append(part.root)
            story = Story(body.looks, notes=body.notes, hidden=body.hidden)
            yield from (f"{label}：{line}" for line in story.lines(part.root))

    def _notes(self, body: Story) -> Iterator[str]:
        for sort, kind in _NOTE_PARTS.items():
            wanted = [key for one, key in body.notes if one == sort]
            root = self._root(kind) if wanted else None
            if root is not None:
                self.seen.append(root)
            every = {value(one, "id"): one for one in (root if root is not None else ())}
            for key in wanted:
                story = Story(body.looks, hidden=body.hidden)
                yield from (f"{sort}：{line}" for line in (story.lines(every[key]) if key in every else [_MISSING]))


def _waiting(seen: Iterable[Element]) -> Iterator[str]:
    """What is said of tracked changes that nobody has accepted or refused."""
    found = [one for root in seen for one in _read_once(root) if local(one) in _SORTS]
    if found:
        counts = Counter(_SORTS[local(one)] for one in found)
        sorts = "、".join(f"{sort} {count} 处" for sort, count in counts.items())
        authors = "、".join(sorted({name for one in found if (name := value(one, "author"))}))
        by = f"；修订人：{authors}" if authors else ""
        yield f"文件中有未接受的修订 {len(found)} 处（{sorts}{by}），以上按全部接受后的文字比较"


def _read_once(element: Element) -> Iterator[Element]:
    """An element and all in it, without the second and later ones of alternatives."""
    yield element
    inside = list(element)[:1] if local(element) == "AlternateContent" else element
    for one in inside:
        yield from _read_once(one)


def _hidden(texts: list[str]) -> Iterator[str]:
    if texts:
        said = "；".join(texts)
        said = said if len(said) <= _SHOWN else f"{said[:_SHOWN]}…"
        yield f"文件中有隐藏的文字 {len(texts)} 处，不显示也不打印，以上没有计入：“{said}”"
