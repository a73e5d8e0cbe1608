"""What an office calls its members, groups and leaders (``rules/style.yaml``): 委员 or 代表, 委员联络组 or 支部, 主席会议 or 主任会议.

A paper is laid out with marks in the place of these words; where it leaves the program, the office's own are put in. So no
report has to be told how the office speaks, and no word of a record is ever changed: the marks are no characters.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from fractions import Fraction
from typing import TypeVar, cast

from duty_cli.model.members import Facet
from duty_cli.model.quick_dataclass import dataclass

Thing = TypeVar("Thing")

MEMBER, MEMBERS, LEADERS = "\ufdd0", "\ufdd1", "\ufdd2"
SECTOR, LIAISON_GROUP, SPECIAL_COMMITTEE = "\ufdd3", "\ufdd4", "\ufdd5"

_OF_FACET = {
    Facet.OFFICE: MEMBER,
    Facet.SECTOR: SECTOR,
    Facet.LIAISON_GROUP: LIAISON_GROUP,
    Facet.SPECIAL_COMMITTEE: SPECIAL_COMMITTEE,
}


def named(facet: Facet) -> str:
    """The mark of a grouping, or of being a member; the word itself of any other facet."""
    return _OF_FACET.get(facet, facet.value)


def spoken(word: str) -> str:
    """A word of the program's own that stands in the ledger, a sort of row or a deed, as the office says it."""
    return word.replace(Facet.OFFICE.value, MEMBER)


@dataclass(frozen=True, slots=True)
class OfficeWords:
    """The words of one office. ``members`` is how all of them are addressed."""

    member: str = "委员"
    members: str = "各位委员"
    leaders: str = "主席会议"
    sector: str = Facet.SECTOR.value
    liaison_group: str = Facet.LIAISON_GROUP.value
    special_committee: str = Facet.SPECIAL_COMMITTEE.value

    def said(self, thing: Thing) -> Thing:
        """``thing`` with these words in the place of the marks: a text, or whatever holds texts."""
        words = (self.member, self.members, self.leaders, self.sector, self.liaison_group, self.special_committee)
        marks = (MEMBER, MEMBERS, LEADERS, SECTOR, LIAISON_GROUP, SPECIAL_COMMITTEE)
        return cast("Thing", _said(thing, str.maketrans(dict(zip(marks, words, strict=True)))))


_WITHOUT_WORDS = frozenset({int, Fraction, bool, type(None)})
"""Most cells of a table: nothing to look for in them."""


def _said(thing: object, table: dict[int, str]) -> object:
    if type(thing) in _WITHOUT_WORDS:
        return thing
    if isinstance(thing, str):
        return thing if thing.isascii() else str.translate(thing, table)
    if isinstance(thing, (tuple, list)):
        return type(thing)(_said(one, table) for one in thing)
    if isinstance(thing, dict):
        return {_said(key, table): _said(value, table) for key, value in thing.items()}
    if is_dataclass(thing) and not isinstance(thing, type):
        return replace(thing, **{one.name: _said(getattr(thing, one.name), table) for one in fields(thing) if one.init})
    return thing
