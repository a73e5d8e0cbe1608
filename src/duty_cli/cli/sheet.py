"""An attendance sheet as the command line words it: 状态=名单."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from duty_cli.domain.members import Member, MemberKey, Roster
from duty_cli.domain.records import Attendance
from duty_cli.errors import BadValue, SaidTwice, UnknownWord

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
