"""Whose rules a file says it holds: the committee of its title and its basis, held against that of the ledger.

Papers print the title and letters cite the basis, so that a file taken over from another committee must be seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from duty_cli.rulebook.source import Complaint

_PLACE = "(?:[一-龥]{1,8}?[省市县区州盟旗])"
_NAMED = (re.compile(f"政协({_PLACE}{{1,3}}?)(?=委员)"), re.compile(f"({_PLACE}{{1,3}})政协"))
_LAST = re.compile("[^省市县区州盟旗]*[省市县区州盟旗]$")
_NUMBERED = re.compile("《?(.{1,3})政协〔[0-9]{4}〕")


def of_another(title: str, basis: str, committee: str) -> Iterator[Complaint]:
    """Title and basis that name another committee than ``committee``, as far as they name one."""
    place = _place_in(title)
    if place is not None and _last(place) not in committee:
        yield ("title",), f"写的是{place}政协，本账本是{committee}", f"规则名称印在报表和函件上，请写{committee}的"
    numbered = _NUMBERED.match(basis)
    if numbered is not None and not set(numbered[1]) & set(committee):
        yield (
            ("basis",),
            f"“{basis}”不像{committee}的文号",
            "函件引用条款时写的是它：请写本单位印发的文件；确系以此为依据的，不必理会",
        )


def _place_in(title: str) -> str | None:
    found = next((match for pattern in _NAMED if (match := pattern.search(title))), None)
    return None if found is None else found[1]


def _last(place: str) -> str:
    """The county of a province and a county."""
    found = _LAST.search(place)
    return place if found is None else found[0]
