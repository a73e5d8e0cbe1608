"""Who made a proposal (提案人类别): a member, several members, or a party, sector, committee or other body.

A collective proposal is entered under a kind of its own, where the rules have one: what it is worth, and to how many, is said there.
It stands in the ledger for the members who are named; the body is told in the remark.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from duty_cli.errors.lookup_errors import UnknownMember
from duty_cli.errors.proposal_errors import NoCollectiveKind
from duty_cli.errors.record_errors import BadValue
from duty_cli.model.members import GROUPINGS, Facet, Member, Roster
from duty_cli.parsing import text_cleaning
from duty_cli.parsing.member_lookup import member_of
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


def _is_body(roster: Roster, name: str) -> bool:
    """Whether a name is that of a party or group on the roster, or ends as those of bodies do and no person's."""
    facets = (*GROUPINGS, Facet.PARTY)
    known = (tenure.value for member in roster for tenure in member.tenures if tenure.facet in facets)
    return _NAMES_A_BODY.fullmatch(name) is not None or name in known
