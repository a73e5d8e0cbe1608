"""Names as people write them, and the member they mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

from duty_cli.domain.members import Facet, Member, Roster
from duty_cli.errors import AmbiguousMember, BadValue, UnknownMember
from duty_cli.intake import texts
from duty_cli.intake.pinyin import initials, spelling

_LIMIT = 50
_DOTS = str.maketrans("•‧・･∙⋅．", "······.")
_STOP_IN_HAN = re.compile(rf"(?<=[{texts.CJK}])\s*\.\s*(?=[{texts.CJK}])")
_NEEDLESS_SPACE = re.compile(rf"(?<=[{texts.CJK}]) (?=[{texts.CJK}])| ?· ?")
_NEAR = 5


def clean_name(text: str) -> str:
    """A name as the roster keeps it: 张 三 → 张三, every dot inside it ·. Raises BadValue.

    Names are never put through NFKC, which would turn one person's character into another's. Latin names keep their single
    spaces and full stops.
    """
    visible = "".join(char for char in text if unicodedata.category(char) != "Cf")
    dotted = _STOP_IN_HAN.sub("·", " ".join(texts.clean_text("姓名", visible).split()).translate(_DOTS))
    name = _NEEDLESS_SPACE.sub(lambda found: found[0].strip(), dotted)
    if not 0 < len(name) <= _LIMIT:
        raise BadValue("姓名", texts.shown(name), f"1 至 {_LIMIT} 字的姓名")
    return name


def find_member(text: str, roster: Roster) -> Member:
    """The member whose number, full name or pinyin initials are ``text``, tried in that order.

    Raises AmbiguousMember or UnknownMember; the members these offer are never taken.
    """
    numbered = roster.numbered(texts.clean_key("委员", text))
    if numbered is not None:
        return numbered
    name = clean_name(text)
    found = roster.named(name) or roster.with_initials(texts.narrow(text))
    if not found:
        raise UnknownMember(name, near_members(name, roster))
    return only_member(name, found)


def only_member(text: str, found: tuple[Member, ...]) -> Member:
    """The one member found; raises AmbiguousMember where there are several."""
    if len(found) > 1:
        raise AmbiguousMember(text, [label(member) for member in found])
    return found[0]


def near_members(name: str, roster: Roster) -> list[str]:
    """Members whom ``name`` may mean: of the same sound, written alike, of the same initials."""
    sound, short = spelling(name), initials(name)
    alike = get_close_matches(name, [member.name for member in roster], n=_NEAR, cutoff=0.5)
    near = (
        *(member for member in roster if sound and spelling(member.name) == sound),
        *(member for close in alike for member in roster.named(close)),
        *(member for member in roster if short and member.person.initials == short),
    )
    return [label(member) for member in _first(near)]


def label(member: Member) -> str:
    """「编号 姓名（界别）」, which tells members of one name apart; the sector is the latest."""
    sectors = sorted(member.of(Facet.SECTOR), key=lambda spell: spell.first)
    return f"{member}（{sectors[-1].value}）" if sectors else str(member)


def _first(members: Iterable[Member]) -> list[Member]:
    return list({member.key: member for member in members}.values())[:_NEAR]
