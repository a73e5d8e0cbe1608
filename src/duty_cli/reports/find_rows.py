"""查找: every row that holds the words typed, by sort, the newest first, each with the command that goes on from there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from duty_cli.errors.record_errors import BadValue
from duty_cli.model.ledger_protocol import WholeReader
from duty_cli.model.members import Member, Seq
from duty_cli.model.name_order import natural
from duty_cli.model.office_words import MEMBER, spoken
from duty_cli.model.papers import Column, Paper, Sheet
from duty_cli.model.row_search import Called, FoundRow, SoughtWord
from duty_cli.parsing import pinyin, text_cleaning
from duty_cli.parsing.member_lookup import label
from duty_cli.parsing.money import parse_fen
from duty_cli.patterns import pattern
from duty_cli.reports.report_columns import Document, numbers
from duty_cli.reports.row_words import RowTeller, day_of_row, goes_on

SOUGHT = (
    *("委员", "活动", "记录", "参会身份", "请假", "活动计划", "办理事项", "办理步骤", "收件"),
    *("印发", "经费预算", "经费支出", "往年结果", "时段", "批次"),
)
"""The sorts that are looked into, in the order in which they are told; the others say nothing that people look for."""

_MANY = 10_000
"""Members are put in the order of their numbers before the last of them are cut off."""

_DAYS = pattern(r"([12][0-9]{3})(?:[-/.年]([0-9]{1,2})(?:[-/.月]([0-9]{1,2})日?)?月?)?年?")
_LETTERS = pattern("[a-z]{2,50}")
_NEAR = 5
_WHOLE = 3
"""Letters of which fewer are initials only, and no beginning of a name spelled out."""

_COLUMNS = (
    *numbers("序号"),
    *(Column("日期"), Column(MEMBER), Column("内容"), Column("录入"), Column("现状"), Column("接着用")),
)


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A row found, as it is told."""

    seq: Seq
    on: str
    member: Member | None
    what: str
    by: str
    entered: str
    reversed_by: Seq | None
    command: str


@dataclass(frozen=True, slots=True)
class FoundSort:
    """The newest rows of a sort, of ``count`` in all."""

    sort: str
    count: int
    lines: tuple[FoundLine, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked for and found; ``near`` are members who may have been meant where nothing was."""

    committee: str
    seq: Seq
    head: str
    words: tuple[str, ...]
    sorts: tuple[FoundSort, ...]
    near: tuple[str, ...] = ()


def find(reading: WholeReader, words: Sequence[str], last: int) -> Finding:
    """Look for rows that hold all ``words``, ``last`` of each sort. Raises BadValue for no words."""
    parts = tuple(part for word in words for part in text_cleaning.clean_text("查找的内容", word).split())
    if not parts:
        raise BadValue("查找的内容", "", "要查找的文字、编号、序号或拼音")
    called = reading.called()
    sought = [sought_word(part, called) for part in parts]
    teller = RowTeller(reading)
    sorts = tuple(one for sort in SOUGHT if (one := _found(reading, teller, sort, sought, last)).count)
    near = () if sorts else _near("".join(parts), called, teller)
    head = reading.head()
    return Finding(head.committee, head.seq, head.digest, parts, sorts, near)


def _near(text: str, called: Collection[Called], teller: RowTeller) -> tuple[str, ...]:
    """The members whose names sound as the text does, or are written like it: by their names alone, for a roster is long."""
    from difflib import get_close_matches

    alike = get_close_matches(text, {one.name for one in called if one.name}, n=_NEAR)
    near = (one.member for one in called if one.name in alike or (one.name and pinyin.sounds_alike(one.name, text)))
    found = (teller.member(key) for key in list(dict.fromkeys(near))[:_NEAR])
    return tuple(label(member) for member in found if member is not None)


def sought_word(text: str, called: Collection[Called]) -> SoughtWord:
    """What a word may stand for: a text, a member, a day, a row, an amount, pinyin."""
    narrow = text_cleaning.narrow(text)
    letters = narrow.lower() if _LETTERS.fullmatch(narrow.lower()) else ""
    figures = narrow.isascii() and narrow.isdecimal() and len(narrow) < 16
    members = frozenset(one.member for one in called if _is_called(one, text, narrow, letters))
    spells = (lambda said: _spells(letters, said)) if letters else None
    return SoughtWord(text, members, _days(narrow), int(narrow) if figures else None, _fen(narrow), spells)


def _is_called(one: Called, text: str, narrow: str, letters: str) -> bool:
    if narrow == one.number or (narrow.isdecimal() and narrow.lstrip("0") == one.number.lstrip("0")):
        return True
    if not one.name:
        return False
    if text.casefold() in one.name.casefold() or (letters and one.initials.startswith(letters)):
        return True
    # Spelling everybody takes long; those whose initials begin otherwise cannot be meant.
    told = len(letters) >= _WHOLE and one.initials[:1] == letters[0]
    return told and pinyin.spelling(one.name).startswith(letters)


def _spells(letters: str, said: str) -> bool:
    return letters in pinyin.initials(said) or letters in pinyin.spelling(said)


def _days(text: str) -> str:
    """The beginning of a day as the ledger keeps it; empty where the word is none."""
    found = _DAYS.fullmatch(text)
    return "" if found is None else "-".join(part.zfill(2) for part in found.groups() if part)


def _fen(text: str) -> int | None:
    try:
        return parse_fen("金额", text)
    except BadValue:
        return None


def _found(reading: WholeReader, teller: RowTeller, sort: str, words: Sequence[SoughtWord], last: int) -> FoundSort:
    members = sort == "委员"
    found = reading.found(sort, words, max(last, _MANY) if members else last)
    lines: Iterator[FoundLine] = (_line(reading, teller, sort, row) for row in found.rows)
    told = sorted(lines, key=_by_number)[:last] if members else list(lines)
    return FoundSort(sort, found.count, tuple(told))


def _by_number(line: FoundLine) -> tuple[object, ...]:
    return (line.member is None, natural(line.member.number) if line.member else ())


def _line(reading: WholeReader, teller: RowTeller, sort: str, row: FoundRow) -> FoundLine:
    cells, act = reading.cells(row.seq), reading.batch(row.batch)
    assert cells is not None, "a row that was found is there"
    assert act is not None, "every row has its batch"
    member = teller.whose(sort, row.seq, cells)
    day = f"{act.at:%Y-%m-%d}" if sort == "批次" else day_of_row(cells)
    said = teller.line(sort, row.seq, cells)
    command = goes_on(sort, row.seq, cells, member)
    return FoundLine(row.seq, day, member, said, act.by, f"{act.at:%Y-%m-%d}", row.reversed_by, command)


def finding_paper(found: Finding) -> Paper:
    """A table for each sort."""
    title = f"{found.committee}查找“{' '.join(found.words)}”"
    sheets = tuple(
        Sheet(spoken(one.sort), f"{spoken(one.sort)}{_counted(one)}", _COLUMNS, tuple(map(_cells, one.lines)))
        for one in found.sorts
    )
    return Paper(title, sheets, f"账首：序号 {found.seq}｜{found.head}", notes=_notes(found))


def _counted(one: FoundSort) -> str:
    shown = len(one.lines)
    return (
        f"（共 {one.count} 条）"
        if shown == one.count
        else f"（共 {one.count} 条，列出 {shown} 条，其余用 --last 或多写几个字）"
    )


def _notes(found: Finding) -> tuple[str, ...]:
    if found.sorts:
        return ()
    near = f"；{MEMBER}是否：{'、'.join(found.near)}？" if found.near else ""
    return (f"没有找到{near}",)


def _cells(line: FoundLine) -> tuple[str | int, ...]:
    gone = "" if line.reversed_by is None else f"已由序号 {line.reversed_by} 冲正"
    who = "" if line.member is None else str(line.member)
    return (line.seq, line.on, who, line.what, f"{line.by} {line.entered}", gone, line.command)


def finding_document(found: Finding) -> Document:
    """The same as plain values."""
    return {
        "report": "find",
        "ledger": {"seq": found.seq, "head": found.head},
        "words": list(found.words),
        "found": [
            {"sort": one.sort, "count": one.count, "rows": list(map(_document, one.lines))} for one in found.sorts
        ],
        "near": list(found.near),
    }


def _document(line: FoundLine) -> Document:
    return {
        **{"seq": line.seq, "on": line.on or None, "what": line.what, "by": line.by, "entered": line.entered},
        "number": None if line.member is None else line.member.number,
        "name": None if line.member is None else line.member.name,
        **{"reversed_by": line.reversed_by, "command": line.command},
    }
