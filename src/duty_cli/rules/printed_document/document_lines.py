"""The text of a .docx as a person sees it on paper: a line for each paragraph, with the numbers that are drawn before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from duty_cli.errors.rule_errors import UnreadDocument
from duty_cli.rules.printed_document.list_numbering import ListNumbers, TextStyles
from duty_cli.rules.printed_document.packed_parts import PackedParts, XmlElement, child, is_on, value

_SIGNS = {"tab": " ", "ptab": " ", "cr": "\n", "br": "\n", "noBreakHyphen": "-", "softHyphen": "", "sym": "〔符号〕"}
_CHANGES = {"ins": "插入", "cellIns": "插入", "del": "删除", "cellDel": "删除", "moveFrom": "移动", "moveTo": "移动"}
_DRAWN = {"drawing", "pict", "object"}
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
_DRAWN_NUMBERS = ("LISTNUM", "AUTONUM")
_SHOWN = 20


def document_text(data: bytes) -> str:
    """The text of the bytes of a .docx. Raises UnreadDocument, of one with tracked changes or struck text as well."""
    parts = PackedParts(data)
    main, kinds = parts.main()
    body = child(main, "body")
    if body is None:
        raise UnreadDocument("文件里没有正文", "请在 Word 或 WPS 里打开核对，另存为 .docx")
    notes = {kind: parts.part(kinds.get(kind)) for kind in _NOTES.values()}
    _refuse_changes([body, *(one for one in notes.values() if one is not None)])
    styles = TextStyles(parts.part(kinds.get("styles")))
    numbers = ListNumbers(parts.part(kinds.get("numbering")), styles)
    return "\n".join(_DocumentReader(styles, numbers, notes).lines(body))


def _refuse_changes(seen: Iterable[XmlElement]) -> None:
    """What is tracked and neither accepted nor refused holds and does not hold: the office has to say which."""
    found = Counter(_CHANGES[one.name] for root in seen for one in root.every() if one.name in _CHANGES)
    if found:
        told = "、".join(f"{sort} {count} 处" for sort, count in found.items())
        advice = "请在“审阅”里接受或拒绝全部修订后保存，与印发的一致"
        raise UnreadDocument(f"有没有接受或拒绝的修订（{told}）", advice)


class _DocumentReader:
    """Reads blocks in their order; keeps the fields that have begun and not ended."""

    def __init__(self, styles: TextStyles, numbers: ListNumbers, notes: dict[str, XmlElement | None]) -> None:
        self._styles, self._numbers = styles, numbers
        self._notes = {
            (kind, value(one, "id")): one for kind, root in notes.items() for one in (root if root is not None else ())
        }
        self._fields: list[str | None] = []
        """What each field says before its result; None within a result that is read."""
        self._apart: list[str] = []
        """The lines of what is drawn beside the paragraph that is being read."""
        self._style: list[XmlElement] = []

    def lines(self, blocks: Iterable[XmlElement]) -> Iterator[str]:
        """The lines of paragraphs and of tables, a row of several cells in one."""
        for block in blocks:
            if block.name == "p":
                yield from self._paragraph(block)
            elif block.name == "tbl":
                yield from self._table(block)
            elif block.name == "altChunk":
                yield "〔嵌入的其他文件〕"
            elif block.name == ":AlternateContent":
                yield from self.lines(_chosen(block))
            elif not block.name.endswith("Pr"):
                yield from self.lines(block)

    def _paragraph(self, paragraph: XmlElement) -> Iterator[str]:
        properties = child(paragraph, "pPr")
        outside = self._style, self._apart
        self._style, self._apart = self._styles.of_paragraph(properties), []
        number = self._numbers.before(properties)
        text = number + "".join(self._inline(paragraph))
        apart = self._apart
        self._style, self._apart = outside
        yield from text.split("\n")
        yield from apart

    def _table(self, table: XmlElement) -> Iterator[str]:
        for row in table:
            if row.name == "tr":
                cells = [list(self.lines(cell)) for cell in _cells(row)]
                filled = [lines for lines in cells if any(map(str.strip, lines))]
                # A frame around the text is a table of one cell.
                yield from filled[0] if len(filled) == 1 else ["　".join(" ".join(lines) for lines in filled)]
            elif not row.name.endswith("Pr"):
                yield from self._table(row)

    def _inline(self, within: Iterable[XmlElement]) -> Iterator[str]:
        for one in within:
            if one.name == "r":
                yield from self._run(one)
            elif one.name == ":t":  # of a formula
                yield one.text
            elif one.name == ":AlternateContent":
                yield from self._inline(_chosen(one))
            elif not one.name.endswith("Pr"):
                yield from self._inline(one)

    def _run(self, run: XmlElement) -> Iterator[str]:
        own = child(run, "rPr")
        if self._switched(own, "vanish"):
            return
        said = "".join(self._pieces(run))
        if said.strip() and (self._switched(own, "strike") or self._switched(own, "dstrike")):
            raise UnreadDocument(
                f"有划去的字“{said.strip()[:_SHOWN]}”", "不算数的请删去，算数的请去掉删除线，与印发的一致"
            )
        yield said

    def _switched(self, own: XmlElement | None, name: str) -> bool:
        styled = (*self._styles.chain(value(child(own, "rStyle"))), *self._style)
        said = (child(own, name), *(child(style, "rPr", name) for style in styled))
        return next((switch for one in said if (switch := is_on(one)) is not None), False)

    def _pieces(self, run: Iterable[XmlElement]) -> Iterator[str]:
        for one in run:
            if one.name == "fldChar":
                self._field(value(one, "fldCharType"))
            elif one.name == "instrText":
                self._instruct(one.text)
            elif all(begun is None for begun in self._fields):
                yield from self._piece(one)

    def _piece(self, one: XmlElement) -> Iterator[str]:
        if one.name in _NOTES:
            yield self._note(_NOTES[one.name], value(one, "id"))
        elif one.name in _DRAWN:
            self._draw(one)
        elif one.name == ":AlternateContent":
            yield from self._pieces(_chosen(one))
        elif one.name == "ruby":
            yield from self._inline(child(one, "rubyBase") or ())
        else:
            yield one.text if one.name == "t" else _SIGNS.get(one.name, "")

    def _field(self, sort: str | None) -> None:
        if sort == "begin":
            self._fields.append("")
        elif self._fields and sort == "end":
            said = self._fields.pop()
            _refuse_drawn(said)
        elif self._fields and sort == "separate":
            _refuse_drawn(self._fields[-1])
            # A table of contents says the headings once more.
            contents = (self._fields[-1] or "").split()[:1] == ["TOC"]
            self._fields[-1] = "TOC" if contents else None

    def _instruct(self, text: str) -> None:
        if self._fields and self._fields[-1] is not None:
            self._fields[-1] += text

    def _note(self, kind: str, name: str | None) -> str:
        """A note where its sign stands: on paper it stands at the foot of the page."""
        found = self._notes.get((kind, name))
        if found is None:
            return "〔注：读不出〕"
        said = " ".join(line.strip() for line in self.lines(found) if line.strip())
        return f"〔注：{said}〕"

    def _draw(self, drawn: XmlElement) -> None:
        """A box of text is told in lines after its paragraph, a picture as such."""
        for one in _shown(drawn):
            if one.name == "txbxContent":
                self._apart += [f"〔文本框：{line.strip()}〕" for line in self.lines(one) if line.strip()]
            elif one.name in (":blip", ":imagedata"):
                self._apart.append("〔图片〕")


def _refuse_drawn(said: str | None) -> None:
    if (said or "").strip().upper().startswith(_DRAWN_NUMBERS):
        advice = "请把它改为文字，或用“编号”功能编号，再保存"
        raise UnreadDocument("有用域（LISTNUM、AUTONUM）编的号，文件里没有写出是第几号", advice)


def _cells(row: XmlElement) -> Iterator[XmlElement]:
    for one in row:
        if one.name == "tc":
            yield one
        elif not one.name.endswith("Pr"):
            yield from _cells(one)


def _chosen(alternatives: XmlElement) -> XmlElement:
    """The first alternative: the others say the same again, for old programs."""
    return next((one for one in alternatives if one.name in (":Choice", ":Fallback")), alternatives)


def _shown(drawn: XmlElement) -> Iterator[XmlElement]:
    """What is within a drawing, down to the boxes of text."""
    for one in drawn:
        if one.name == ":AlternateContent":
            yield from _shown(_chosen(one))
        else:
            yield one
            if one.name != "txbxContent":
                yield from _shown(one)
