"""Events to table cells and back: who is due at them, and in which capacity members were invited."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from duty_cli.model.invitations import Invitation
from duty_cli.model.members import GROUPINGS
from duty_cli.model.records import Activity, Due

if TYPE_CHECKING:
    from duty_cli.ledger.chain.hash_chain import Cells


def set_text(words: frozenset[str]) -> str | None:
    """A set as one text, None where it is empty."""
    return "、".join(sorted(words)) if words else None


@lru_cache(maxsize=4096)
def set_of(text: str | None) -> frozenset[str]:
    """The set of such a text."""
    return frozenset(text.split("、")) if text else frozenset()


# Words and no flags, so that a row can be read without the program.
_EVERYONE, _GROUPS, _LISTED, _NAMED = "全体", "分组", "名单", "逐人"


def activity_cells(activity: Activity) -> Cells:
    """The row of an activity; of who is due nothing, where that is as the rules have it."""
    return {"kind": activity.kind, "day": activity.on.isoformat(), "name": activity.name, **due_cells(activity.due)}


def due_cells(due: Due | None) -> Cells:
    """What the columns of a row say of who is due."""
    groups = {} if due is None else due.groups
    return {
        "due": None if due is None else _word_of(due),
        **{facet.name.lower(): set_text(groups.get(facet, frozenset())) for facet in GROUPINGS},
    }


def _word_of(due: Due) -> str:
    if due.named:
        return _NAMED
    return _LISTED if due.listed else _GROUPS if due.groups else _EVERYONE


def due_of(due: str | None, *groups: str | None) -> Due | None:
    """Who was said to be due, of a row's columns."""
    if due is None:
        return None
    said = {facet: set_of(text) for facet, text in zip(GROUPINGS, groups, strict=True) if text}
    return Due(said, due == _LISTED, due == _NAMED)


def invitation_cells(said: Invitation) -> Cells:
    """The row of an invitation."""
    return {
        "kind": said.kind,
        "day": said.on.isoformat(),
        "name": said.name,
        "member": said.member,
        "capacity": said.capacity.value,
    }
