"""Who made a proposal (提案人类别): a member, several members, or a party, sector, committee or other body.

A collective proposal is entered under a kind of its own, where the rules have one: what it is worth, and to how many, is said there.
It stands in the ledger for the members who are named; the body is told in the remark.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from duty_cli.errors.lookup_errors import UnknownMember
from duty_cli.errors.proposal_errors import NamesUnclear, NoCollectiveKind
from duty_cli.errors.record_errors import BadValue
from duty_cli.model.members import GROUPINGS, Facet, Member, Roster
from duty_cli.parsing import text_cleaning
from duty_cli.parsing.member_lookup import is_name, member_of
from duty_cli.patterns import pattern

CATEGORY = "提案人类别"
COLLECTIVE = "集体提案"
"""The kind of proposals that are not of members alone, where the rules name no nearer one (党派提案)."""

_OWN = frozenset({"个人", "委员", "委员个人", "联名", "委员联名", "个人联名"})
_BODIES = frozenset(
    {
        *(
            "集体",
            "党派",
            "民主党派",
            "党派团体",
            "团体",
            "人民团体",
            "界别",
            "界别小组",
            "界别活动组",
            "专委会",
            "专门委员会",
        ),
        *(
            "委员会",
            "联络组",
            "委员联络组",
            "委员小组",
            "小组",
            "活动组",
            "单位",
            "参加单位",
            "党派、团体",
            "党派和团体",
        ),
    }
)
OFFERED = ("个人", "联名", "集体")
"""What a blank form offers; a body may be told by its sort as well."""

_PROPOSAL = "提案"
_NAMES_A_BODY = pattern(r".{2,}(?:委员会|委|会|联|组|界|盟|党|社|支部|总支|团体|协会|商会|处|中心)")


class ProposerSort(NamedTuple):
    """Under which kind a proposal is entered, and whether it is that of a body."""

    kind: str
    collective: bool


class Proposers(NamedTuple):
    """Those named in a cell: members in their order, and bodies."""

    members: tuple[Member, ...] = ()
    bodies: tuple[str, ...] = ()


def proposer_sort(text: str, kinds: Collection[str], own: str) -> ProposerSort:
    """What the category of a row says. ``own`` is the kind of the proposals of members.

    Raises BadValue for a word that is none, NoCollectiveKind where the rules have no kind for it.
    """
    plain = text_cleaning.clean_text(CATEGORY, text)
    bare = plain.removesuffix(_PROPOSAL)
    if bare in _OWN:
        return ProposerSort(own, collective=False)
    found = next((kind for kind in (plain, f"{bare}{_PROPOSAL}") if kind in kinds and kind != own), "")
    if not found and bare not in _BODIES:
        raise BadValue(CATEGORY, plain, f"{'、'.join(OFFERED)}，或党派、团体、界别、专门委员会、委员联络组等")
    if not found and COLLECTIVE not in kinds:
        raise NoCollectiveKind(plain, COLLECTIVE)
    return ProposerSort(found or COLLECTIVE, collective=True)


def proposers(roster: Roster, names: list[str]) -> Proposers:
    """The members and bodies of that name. Raises what stands against a name that is neither."""
    members, bodies = list[Member](), list[str]()
    for name in names:
        try:
            members.append(member_of(roster, "", name, "", None))
        except UnknownMember:
            if not _is_body(roster, name):
                raise
            bodies.append(name)
    return Proposers(tuple(members), tuple(bodies))


def parted_by_spaces(roster: Roster, text: str) -> list[str]:
    """The names in a part of a cell: as it stands where that is one name, else by its spaces where each part is one (张三 李四).

    赵 敏 钱二 is 赵敏 and 钱二. Raises NamesUnclear where it can be parted in several ways; where no word is a name it stays as it is.
    """
    words = text.split()
    if not 1 < len(words) <= _MOST_WORDS:
        return [text]
    ways = list(_ways(words, {one: _is_name(roster, one) for one in _stretches(words)}))
    if len(ways) > 1:
        raise NamesUnclear(text_cleaning.shown(text), [[name.replace(" ", "") for name in way] for way in ways])
    # Beside one who is known, it is each of the others whom nobody knows.
    return ways[0] if ways else words if any(_is_name(roster, one) for one in words) else [text]


_MOST_WORDS = 40
_LONGEST_NAME = 4
"""The words of which one name may be made, as 阿依努尔 · 热合曼 or 张 三 （教育界）."""


def _stretches(words: list[str]) -> Iterator[str]:
    """Every run of words that may be one name."""
    for first in range(len(words)):
        for last in range(first + 1, min(first + _LONGEST_NAME, len(words)) + 1):
            yield " ".join(words[first:last])


def _ways(words: list[str], named: Mapping[str, bool]) -> Iterator[list[str]]:
    """How words can be parted into names, at most two of the ways: more are not asked for."""
    # From the end: for each beginning the ways to part what follows.
    found: list[list[list[str]]] = [*([] for _ in words), [[]]]
    for first in reversed(range(len(words))):
        for last in range(first + 1, min(first + _LONGEST_NAME, len(words)) + 1):
            if named[one := " ".join(words[first:last])]:
                found[first] += [[one, *rest] for rest in found[last]]
        del found[first][2:]
    yield from found[0]


def _is_name(roster: Roster, text: str) -> bool:
    """Whether somebody bears that name, be it one of several, or it is that of a body in one word."""
    return is_name(roster, text) or (" " not in text and _is_body(roster, text))


def _is_body(roster: Roster, name: str) -> bool:
    """Whether a name is that of a party or group on the roster, or ends as those of bodies do and no person's."""
    facets = (*GROUPINGS, Facet.PARTY)
    known = (tenure.value for member in roster for tenure in member.tenures if tenure.facet in facets)
    return _NAMES_A_BODY.fullmatch(name) is not None or name in known
