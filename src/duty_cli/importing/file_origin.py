"""Where a file comes from that duty made: of which committee, what it is, when it was made; and of rows handed back, out of which file.

A form says its committee in its title and in the properties of the workbook, a paper in its identity line, which stands there as well. They
outlast Excel, WPS and LibreOffice; a title outlasts being saved as CSV.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from duty_cli.errors.file_errors import PaperHere, SheetOfOthers
from duty_cli.importing.readers.file_sheet import Properties
from duty_cli.importing.sheets.file_table import FileTable
from duty_cli.model.file_forms import FORMS
from duty_cli.model.papers import Identity
from duty_cli.parsing.text_cleaning import heading
from duty_cli.patterns import pattern

_TITLES = "|".join(one.title for one in FORMS.values())
_FORM = pattern(rf"(?P<committee>.*(?:政协|政治协商会议).+委员会)(?P<form>{_TITLES})")
_COUNCIL = pattern(r"^(?:中国人民政治协商会议|政协)|第[一二三四五六七八九十百\d]+届|委员会$")
_ABOVE = r"(?:.*(?:省|市|州|盟|地区|自治区))?"
"""What may stand before the name of a place: those in which it lies."""

_REASON = "原因"
_MARK = "duty-rejects/1"


@dataclass(frozen=True, slots=True)
class HandedBack:
    """Out of which file rows were handed back: its name and the SHA-256 of its bytes; ``tab`` is the worksheet they stand on."""

    tab: str
    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class FileOrigin:
    """Whose file it is and what; ``seen``: its title says so, not only its properties. ``back``: the rows on it were handed back."""

    committee: str
    what: str
    made: date | None
    seen: bool = False
    form: bool = False
    back: HandedBack | None = None


def rejects_mark(committee: str, every: Sequence[HandedBack]) -> str:
    """What a workbook of rows handed back says of itself."""
    return f"{_MARK} {json.dumps([committee, *([one.tab, one.name, one.digest] for one in every)], ensure_ascii=False)}"


def origin_of(table: FileTable) -> FileOrigin | None:
    """Where a table comes from; None where nothing tells."""
    told = table.sheet.properties
    for title in table.titles:
        if found := _FORM.fullmatch(heading(title)):
            return _handed_back(table) or FileOrigin(found["committee"], found["form"], told.made, seen=True, form=True)
    return _handed_back(table) or _of_paper(told) or _of_form(told)


def refuse_others(table: FileTable, committee: str) -> None:
    """Raise SheetOfOthers where a table was made for another committee: its numbers are those of other people."""
    found = origin_of(table)
    if found is not None and not _same(found.committee, committee):
        raise SheetOfOthers(table.name, found.committee, found.what, committee, seen=found.seen)


def refuse_papers(name: str, told: Properties) -> None:
    """Raise PaperHere for a file in which no list was found, where it is a paper that duty made."""
    if _of_paper(told) is not None:
        raise PaperHere(name, told.title)


def seems_handed_back(table: FileTable) -> bool:
    """Whether the last heading is that under which the reasons stand; the file itself does not tell."""
    filled = [text for cell in table.header.cells if (text := heading(cell))]
    return bool(filled) and filled[-1] == _REASON


def _of_paper(told: Properties) -> FileOrigin | None:
    identity = Identity.last_in(told.remarks)
    return None if identity is None else FileOrigin(identity.committee, told.title, told.made)


def _of_form(told: Properties) -> FileOrigin | None:
    found = _FORM.fullmatch(heading(told.title))
    return None if found is None else FileOrigin(found["committee"], found["form"], told.made, form=True)


def _handed_back(table: FileTable) -> FileOrigin | None:
    told = table.sheet.properties
    if not told.remarks.startswith(_MARK):
        return None
    committee, every = _read_mark(told.remarks)
    back = next((one for one in every if one.tab == table.sheet.title), None)
    return None if back is None else FileOrigin(committee, "退回改正的行", told.made, back=back)


def _read_mark(text: str) -> tuple[str, tuple[HandedBack, ...]]:
    """The committee and the files; nothing where somebody wrote in it."""
    try:
        committee, *rest = json.loads(text.removeprefix(_MARK))
        return str(committee), tuple(HandedBack(*map(str, one)) for one in rest)
    except (ValueError, TypeError, RecursionError):
        return "", ()


def _same(one: str, other: str) -> bool:
    """Whether two names are of one committee: with the term in it or not, with the province before it or not."""
    places = [_COUNCIL.sub("", heading(name)) for name in (one, other)]
    return any(re.fullmatch(_ABOVE + re.escape(short), long) for short, long in (places, places[::-1]))


def origin_lines(
    table: FileTable, today: date, entered: Sequence[str], days: tuple[date, date] | None
) -> Iterator[str]:
    """What is to be told of where a table of this committee comes from.

    ``entered`` says which batches the file was entered in out of which rows were handed back; ``days`` are the first and last in it.
    """
    found = origin_of(table)
    if found is not None and found.back is not None:
        on = f" {found.made}" if found.made else ""
        yield f"{table.name} 是{on} 退回改正的行，来自 {found.back.name}；{_rest(entered)}，这里只读退回的行"
    elif seems_handed_back(table):
        yield f"{table.name} 末列是“{_REASON}”，看来是退回改正的行；这里只读这些行，原文件的其余各行以前没有登记的，要另行导入"
    elif found is not None and found.form and found.made is not None and found.made.year < today.year:
        held = f"，表中日期 {days[0]} 至 {days[1]}" if days else ""
        yield (
            f"{table.name} 是照 {found.made} 的账本做的{found.what}，不是今年的{held}；"
            "表上的委员和可选的各项是当时的，请核对，今后请用 duty template 另做"
        )


def _rest(entered: Sequence[str]) -> str:
    if entered:
        return f"那份文件已登记（{'、'.join(entered)}）"
    return "那份文件没有登记过，没有退回的各行要另行导入"
