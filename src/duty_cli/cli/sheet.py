"""An attendance sheet as the command line words it: 状态=名单, and who was due."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from duty_cli.domain.members import GROUPINGS, Facet, Member, MemberKey, Roster
from duty_cli.domain.records import Attendance, Due
from duty_cli.errors import BadValue, SaidTwice, UnknownWord, UsageError

_STATE = re.compile(r"[=＝:：]")
_BETWEEN = re.compile(r"[、，,;；\s]+")


def members_named(roster: Roster, names: str, day: date) -> list[Member]:
    """The members of a list of names or numbers, by their sectors on ``day``."""
    from duty_cli.intake.names import find_member

    return [find_member(name, roster, day) for name in _BETWEEN.split(names.strip()) if name]


def exceptions(roster: Roster, said: Sequence[str], day: date) -> dict[MemberKey, Attendance]:
    """The state of each member excepted. Raises SaidTwice for a member named under two states."""
    found: dict[MemberKey, Attendance] = {}
    for one in said:
        word, *names = (part.strip() for part in _STATE.split(one, maxsplit=1))
        if not names:
            raise BadValue("--except", one, "“状态=名单”，如 请假=张三、李四")
        if word not in set(Attendance):
            raise UnknownWord("出席情况", word, tuple(Attendance))
        for member in members_named(roster, names[0], day):
            if found.setdefault(member.key, Attendance(word)) != word:
                raise SaidTwice(member, found[member.key], word)
    return found


def groups_said(groups: Sequence[str | None]) -> dict[Facet, frozenset[str]]:
    """The sector, liaison group and special committee that were named."""
    return {facet: frozenset({value}) for facet, value in zip(GROUPINGS, groups, strict=True) if value}


def due_said(groups: Sequence[str | None], *, everyone: bool, listed: bool = False) -> Due | None:
    """Who was said to be due; None where that is as the rules have it. Raises UsageError where two things are said."""
    named = groups_said(groups)
    if sum((bool(named), everyone, listed)) > 1:
        raise UsageError("应出席范围写了几种；--all、--listed 和界别、委员联络组、专门委员会只取其一")
    return Due(named, listed) if named or everyone or listed else None


def missing_as(word: str | None) -> Attendance | None:
    """The state in which those are entered who stand on no sheet. Raises UnknownWord."""
    from duty_cli.office.sheets import away

    return None if word is None else away(word.strip())
