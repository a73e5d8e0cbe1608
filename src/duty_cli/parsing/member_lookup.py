"""Names as people write them, and the member they mean. Where several may be meant, all are offered and none is taken."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING
from unicodedata import normalize

from duty_cli.errors.base import DutyError
from duty_cli.errors.lookup_errors import AmbiguousMember, SectorDisagrees, UnknownMember
from duty_cli.errors.record_errors import BadValue, MissingValue, NameDisagrees
from duty_cli.model.members import Facet, Member, Roster
from duty_cli.parsing import text_cleaning
from duty_cli.parsing.altered_cells import as_typed
from duty_cli.parsing.record_columns import text_in
from duty_cli.patterns import pattern

if TYPE_CHECKING:
    from duty_cli.model.ledger_protocol import LedgerReader

_LIMIT = 50
_DOT_SIGNS = frozenset("•‧・･∙⋅．")
_DOTS = str.maketrans("•‧・･∙⋅．", "······.")
_STOP_IN_HAN = pattern(rf"(?<=[{text_cleaning.CJK}])\s*\.\s*(?=[{text_cleaning.CJK}])")
_NEEDLESS_SPACE = pattern(rf"(?<=[{text_cleaning.CJK}]) (?=[{text_cleaning.CJK}])| ?· ?")
_WITH_SECTOR = pattern(r"(.+?)(?:[（(]([^（）()]+)[）)]|[@＠](.+))")
_TITLED = pattern(r".{2,4}(?:委员|常委|主席|主任|秘书长|组长|同志|先生|女士)")
_TITLE = pattern(
    r"(?:副?主席|副?主任|副?秘书长|副?组长|副?会长|副?主委|委员|常委|召集人|同志|先生|女士|老师|教授)(?:[（(].*)?$"
)
_PLAIN = pattern(rf"[一-鿿]{{1,{_LIMIT}}}")
"""A name of which nothing is to be cleaned, as nearly all are."""

_STARS = "*＊"
"""What lists put beside a name, and explain below."""

_NOTE = pattern(r"[男女](?:[、，,·\s]*\w{1,5}族)?|(?!少数民)\w{1,5}族")
"""What lists put in brackets behind a name and is no sector: （女，回族）."""

_RADICALS = str.maketrans(
    dict(
        zip(
            "⻅⻉⻋⻓⻔⻘⻙⻚⻛⻜⻢⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳⻄⻣⺠⻁",
            "见贝车长门青韦页风飞马鬼鱼鸟卤麦黄齐齿龙龟西骨民虎",
            strict=True,
        )
    )
    | {code: normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
)
"""Radicals that look like a character and are none, as they come out of a PDF, and that character."""

_FIGURE = pattern(r"[\d\s.,:/%+-]+")
_NEAR = 5

_HEADINGS = ("委员编号", "姓名", "界别")


def clean_name(text: str) -> str:
    """A name as the roster keeps it: 张 三 → 张三, every dot inside it ·. Raises BadValue.

    Names are never put through NFKC, which would turn one person's character into another's. Latin names keep their single
    spaces and full stops.
    """
    return text if _PLAIN.fullmatch(text) else _cleaned(text)


# The parts of a nickname come again, (Guest) in every row, and the name when its bearer is sought.
@lru_cache(maxsize=1 << 13)
def _cleaned(text: str) -> str:
    # What nobody sees is not printable: names without it, which are nearly all, are not gone through sign by sign.
    visible = text if text.isprintable() else "".join(char for char in text if unicodedata.category(char) != "Cf")
    dotted = " ".join(text_cleaning.clean_text("姓名", visible).split())
    dotted = dotted if _DOT_SIGNS.isdisjoint(dotted) else dotted.translate(_DOTS)
    dotted = _STOP_IN_HAN.sub("·", dotted) if "." in dotted else dotted
    spaced = " " in dotted or "·" in dotted
    name = _NEEDLESS_SPACE.sub(lambda found: found[0].strip(), dotted) if spaced else dotted
    if not 0 < len(name) <= _LIMIT:
        raise BadValue("姓名", text_cleaning.shown(name), f"1 至 {_LIMIT} 字的姓名")
    return name


def new_name(text: str) -> str:
    """The name of somebody to be enrolled, as the roster keeps it. Raises BadValue, for a figure alone or a title behind it as well."""
    name = clean_name(text)
    if _FIGURE.fullmatch(text_cleaning.narrow(name)):
        raise BadValue("姓名", text_cleaning.shown(name), "姓名，不能只是数字（合计等不是委员的行请删去）")
    if _TITLED.fullmatch(name):
        raise BadValue("姓名", text_cleaning.shown(name), "姓名，后面不写职务、称呼（委员、主席等）")
    return name


def find_member(text: str, roster: Roster, day: date | None = None) -> Member:
    """The member typed at the desk: a number, a full name, a name and sector — 张三（民革界）, 张三@民革界 — or initials.

    Number and sector are those of ``day``, else the latest. Raises UnknownMember, AmbiguousMember or SectorDisagrees.
    """
    numbered = roster.numbered(text_cleaning.clean_key("委员", text), day)
    if numbered is not None:
        return numbered
    short = roster.with_initials(text_cleaning.narrow(text))
    if short and not roster.named(clean_name(text)):
        return _only(roster, clean_name(text), short, day)
    return _bearer(roster, text, "", day)


def typed_member(text: str, reading: LedgerReader, day: date | None = None) -> Member:
    """The member typed at the desk, as :func:`find_member` finds it; where a number is typed, the others are not read."""
    number = text_cleaning.clean_key("委员", text)
    return reading.bearers(number).numbered(number, day) or find_member(text, reading.roster(), day)


def member_of(roster: Roster, number: str, name: str, sector: str, day: date | None) -> Member:
    """The member of a row in a file, by its cells (empty: not said) and the sector that holds on ``day``, else the latest.

    A number identifies and its name has to agree; without one the name does, with its sector where it is said. Initials are
    for typing, not for files. Raises MissingValue, NameDisagrees and what ``find_member`` raises.
    """
    number, name, sector = (
        text_cleaning.clean_key("委员编号", number),
        name.strip(),
        text_cleaning.clean_text("界别", sector),
    )
    if not number and not name:
        raise MissingValue("委员编号或姓名")
    if not number:
        return _bearer(roster, name, sector, day)
    full = _parted(roster, name)[0] if name else ""
    member = roster.numbered(number, day) or _misspelt(number, full, roster, day)
    if full not in ("", member.name):
        raise NameDisagrees(member, full)
    return member


def is_name(roster: Roster, text: str) -> bool:
    """Whether members bear that name, with or without a sector behind it: whether it is the right one is not asked."""
    try:
        return bool(roster.named(_parted(roster, text)[0]))
    except BadValue:
        return False


def _misspelt(number: str, name: str, roster: Roster, day: date | None) -> Member:
    """The member whose number is written as spreadsheets leave it: '001, or 1 for 001 where the name agrees.

    Raises UnknownMember, with all who may be meant.
    """
    told = number.removeprefix("'")
    if told != number and (quoted := roster.numbered(told, day)):
        return quoted
    alike = [one for one in roster if _bare(_number_of(one, day)) == _bare(told)] if told.isdecimal() else []
    # Zeros that are gone may have been one or two: only the name says that they were these.
    if len(alike) == 1 and alike[0].name == name and len(_number_of(alike[0], day)) > len(told):
        return alike[0]
    near = [*(_offered(roster, one, day) for one in alike), *(near_members(name, roster, day) if name else ())]
    as_typed("委员编号", number)
    raise UnknownMember(number, [*dict.fromkeys(near)][:_NEAR])


def _number_of(member: Member, day: date | None) -> str:
    """The number of a member on ``day``, else the latest."""
    return member.number if day is None else member.number_on(day)


def _bare(number: str) -> str:
    return number.lstrip("0")


def near_members(name: str, roster: Roster, day: date | None = None) -> list[str]:
    """Members whom ``name`` may mean: without a title, with characters for radicals, of the same sound, or written alike."""
    # Only for a name that nobody bears, as a rule none.
    from difflib import get_close_matches

    from duty_cli.parsing.pinyin import sounds_alike

    alike = get_close_matches(name, [member.name for member in roster], n=_NEAR, cutoff=0.6)
    meant = {name.translate(_RADICALS), _TITLE.sub("", name), _TITLE.sub("", name.translate(_RADICALS))} - {name}
    near = (
        *(member for one in sorted(meant) for member in roster.named(one)),
        *(member for member in roster if sounds_alike(member.name, name)),
        *(member for close in alike for member in roster.named(close)),
    )
    return [_offered(roster, member, day) for member in _first(near)]


def label(member: Member, day: date | None = None) -> str:
    """「编号 姓名（界别）」, which tells members of one name apart; number and sector are those of ``day``, else the latest."""
    named = str(member) if day is None else f"{member.number_on(day)} {member.name}"
    sector = _sector(member, day)
    return f"{named}（{sector}）" if sector else named


def _offered(roster: Roster, member: Member, day: date | None) -> str:
    """The label of one of several, without a number that is somebody else's on ``day``, else now."""
    number = _number_of(member, day)
    if roster.numbered(number, day) is member:
        return label(member, day)
    away = f"{day} 不在任" if day is not None and not member.in_office(day) else ""
    return f"{member.name}（{'，'.join(note for note in (_sector(member, None), away) if note)}）"


def _parted(roster: Roster, text: str) -> tuple[str, str]:
    """Name and sector (empty: not said). A full name on the roster is not parted, whatever signs it has."""
    whole = text.strip()
    if roster.named(whole):
        return clean_name(whole), ""
    bare = whole.strip(_STARS) or whole
    found = _WITH_SECTOR.fullmatch(bare)
    if found is None:
        return clean_name(bare), ""
    sector = "" if _NOTE.fullmatch(found[2] or found[3]) else found[2] or found[3]
    return clean_name(found[1].rstrip(_STARS) or found[1]), text_cleaning.clean_text("界别", sector)


def _bearer(roster: Roster, text: str, sector: str, day: date | None) -> Member:
    """The only member who bears the name and, where said, is of the sector."""
    name, noted = _parted(roster, text)
    bearers = roster.named(name)
    if not bearers:
        raise UnknownMember(name, near_members(name, roster, day))
    said = [one for one in (sector, noted) if one]
    found = [member for member in bearers if all(_is_of(member, one, day) for one in said)]
    if not found:
        raise SectorDisagrees(name, "、".join(said), [_offered(roster, member, day) for member in bearers], day)
    return _only(roster, f"{name}（{said[0]}）" if said else name, found, day)


def _only(roster: Roster, text: str, found: Sequence[Member], day: date | None) -> Member:
    if len(found) > 1:
        raise AmbiguousMember(text, [_offered(roster, member, day) for member in found], _plain_way(found, day))
    return found[0]


def _plain_way(found: Sequence[Member], day: date | None) -> str:
    """How to name one of several without a number: by full name, else with the sector; empty where neither tells them apart."""
    names = [member.name for member in found]
    sectors = [f"{member.name}（{_sector(member, day)}）" for member in found if _sector(member, day)]
    return next((way for ways in (names, sectors) for way in ways if ways.count(way) == 1), "")


def _sector(member: Member, day: date | None) -> str:
    tenures = [tenure for tenure in member.of(Facet.SECTOR) if day is None or tenure.on(day)]
    return max(tenures, key=lambda tenure: tenure.first).value if tenures else ""


def _is_of(member: Member, sector: str, day: date | None) -> bool:
    """Whether the member is of the sector, which people write with or without its 界."""
    held, said = (text_cleaning.heading(one).removesuffix("界") for one in (_sector(member, day), sector))
    return held == said


def _first(members: Iterable[Member]) -> list[Member]:
    return list({member.key: member for member in members}.values())[:_NEAR]


class Whose:
    """Finds the members of a file's rows; ``at`` says in which cells number, name and sector stand, ``converted`` what they mean."""

    def __init__(
        self, roster: Roster, at: Mapping[str, int], converted: Mapping[str, Callable[[str], str]] | None = None
    ) -> None:
        self._roster, self._converted = roster, converted or {}
        self._headings = tuple(heading for heading in _HEADINGS if heading in at)
        self._cells = itemgetter(*(at[heading] for heading in self._headings)) if self._headings else tuple
        self._dated = "界别" in at or roster.renumbered
        self._found: dict[object, Member | DutyError] = {}

    def heading(self, cells: Sequence[str], error: DutyError | None = None) -> str:
        """The heading under which the member is said: to be blamed where none is found, unless the error names one."""
        if error is not None and error.column in self._headings:
            return error.column
        said = self._said(cells)
        return "委员编号" if said.get("委员编号", "").strip() or "姓名" not in said else "姓名"

    def __call__(self, cells: Sequence[str], day: date | None) -> Member:
        """The member, by the sector of ``day`` where the file says sectors. Raises DutyError."""
        key = (self._cells(cells), day) if self._dated else self._cells(cells)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._look_up(self._said(cells), day if self._dated else None)
        if isinstance(found, Member):
            return found
        raise found

    def _said(self, cells: Sequence[str]) -> dict[str, str]:
        """The cells that name the member, by heading."""
        named = self._cells(cells)
        return dict(zip(self._headings, (named,) if isinstance(named, str) else named, strict=True))

    def _look_up(self, said: Mapping[str, str], day: date | None) -> Member | DutyError:
        """The member, or why there is none: that is costly to find out as well."""
        try:
            number, name, sector = (self._text(heading, said) for heading in _HEADINGS)
            return member_of(self._roster, number, name, sector, day)
        except DutyError as error:
            return error

    def _text(self, heading: str, said: Mapping[str, str]) -> str:
        """What a cell means; empty where the file has no such column. Raises DutyError."""
        if heading not in said:
            return ""
        text, convert = text_in(heading, said[heading]), self._converted.get(heading)
        return text if convert is None else convert(text)
