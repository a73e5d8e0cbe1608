"""One run of text (body, head, foot, note, box) as lines: paragraphs, and rows of tables with ｜ between their cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from duty_cli.intake.document.fields import Fields, number_of
from duty_cli.intake.document.looks import Seen, TextLooks
from duty_cli.intake.document.parts import Element, child, is_on, local, value

_GONE = {"del", "moveFrom"}
_SIGNS = {
    **{"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""},
    **{"pgNum": "〔页码〕", "altChunk": "\n〔嵌入的其他文件〕\n"},
}
_PICTURES = {"blip", "imagedata"}
_DRAWN = {"drawing", "pict", "object"}
_NOTES = {"footnoteReference": "脚注", "endnoteReference": "尾注", "commentReference": "批注"}
_FAINT, _FAINT_END = "〔白色或极小的字：", "〕"
_SPACES = re.compile(r"[ \t\u00a0]+")


@dataclass
class Story:
    """What has been read of one story, and on the way: boxes, notes referred to, sections, hidden text."""

    looks: TextLooks
    boxes: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    sections: list[Element] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    _fields: Fields = field(default_factory=Fields)
    _tables: list[Element | None] = field(default_factory=lambda: [None])
    """The properties of the tables that the text is in, the innermost last."""

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
            self._tables.append(child(block, "tblPr"))
            yield from self._table(block)
            self._tables.pop()
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
                self.hidden.append("｜".join(self._cells(row)))
            else:
                yield "｜".join(self._cells(row)).rstrip("｜")

    def _cells(self, row: Element) -> Iterator[str]:
        for cell in row:
            if local(cell) in ("sdt", "sdtContent", "customXml"):
                yield from self._cells(cell)
            elif local(cell) == "tc" and child(cell, "tcPr", "cellDel") is None:
                yield " ".join(self._blocks(cell))

    def _paragraph(self, paragraph: Element) -> str:
        properties = child(paragraph, "pPr")
        section = child(properties, "sectPr")
        if section is not None:
            self.sections.append(section)
        text = "".join(self._inline(paragraph, properties))
        listed = value(child(properties, "numPr", "numId")) not in (None, "0")
        return f"〔编号〕{text}" if listed and text.strip() else text

    def _inline(self, element: Iterable[Element], paragraph: Element | None) -> Iterator[str]:
        for one in element:
            name = local(one)
            if name == "r":
                yield self._run(one, paragraph)
            elif name == "t":  # of a formula
                yield one.text or ""
            elif name == "fldSimple" and number_of(value(one, "instr") or ""):
                yield number_of(value(one, "instr") or "")
            elif name == "AlternateContent":
                yield from self._inline(self._chosen(one), paragraph)
            elif name not in _GONE and not name.endswith("Pr"):
                yield from self._inline(one, paragraph)

    def _run(self, run: Element, paragraph: Element | None) -> str:
        seen = self.looks.of(paragraph, child(run, "rPr"), self._tables[-1])
        text = "".join(self._pieces(run, paragraph, drawn=seen is not Seen.HIDDEN))
        if seen is Seen.PLAIN or not text.strip():
            return text
        if seen is Seen.FAINT:
            return f"{_FAINT}{text}{_FAINT_END}"
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
    """The lines of a paragraph; programs differ in what spaces they keep and where they part runs."""
    for line in text.replace(_FAINT_END + _FAINT, "").split("\n"):
        if tidy := _SPACES.sub(" ", line).strip():
            yield tidy
