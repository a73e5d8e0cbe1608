"""The document as a whole: the body, the heads and feet of its sections, its notes; and what a reader is to be told beside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from duty_cli.intake.document.looks import TextLooks
from duty_cli.intake.document.parts import BrokenPart, Element, PackagePart, Parts, child, is_on, local, value
from duty_cli.intake.document.story import Story

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
        lines = body.lines(child(self.main.root, "body") or ())
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
