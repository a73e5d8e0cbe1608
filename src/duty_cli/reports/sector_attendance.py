"""The attendance of the sectors over a year, as everybody may read it beside the statistics of its quarters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from duty_cli.model.members import Facet, Member, MemberKey
from duty_cli.model.periods import Period, Quarter
from duty_cli.scoring.attendance_counts import AttendanceCount
from duty_cli.scoring.distribution import GroupSize, joined_name, small_groups


@dataclass(frozen=True, slots=True)
class SectorAttendance:
    """The attendance of one sector, or of several that stand together; ``members`` were in it in any quarter."""

    name: str
    members: int
    attendance: AttendanceCount


@dataclass(frozen=True, slots=True)
class DoneInQuarter:
    """A member's attendance in a quarter, and whether anything at all was done in it."""

    attendance: AttendanceCount
    active: bool


@dataclass(frozen=True, slots=True)
class _Part:
    """What a member did in a quarter, in the sector of that quarter."""

    member: MemberKey
    quarter: Quarter
    sector: str
    done: DoneInQuarter


def by_sector(
    members: Sequence[Member],
    quarters: Mapping[Quarter, Period],
    done: Callable[[MemberKey, Quarter], DoneInQuarter],
) -> tuple[SectorAttendance, ...]:
    """The sectors in the order in which ``members`` first have them: the sum of their quarters, no more and no less.

    A year summed otherwise would tell, less its quarters, of the one who changed sector. A sector too small in any quarter
    is not told apart in the year either: that quarter could be had by taking off the others.
    """
    parts = [
        _Part(one.key, quarter, one.value(Facet.SECTOR, days), done(one.key, quarter))
        for one in members
        for quarter, days in quarters.items()
        if one.serves_in(days)
    ]
    small = {name for quarter in quarters for name in _small([one for one in parts if one.quarter == quarter])}
    apart = [name for name in dict.fromkeys(one.sector for one in parts) if name not in small]
    rows = [_row(name, (one for one in parts if one.sector == name)) for name in apart]
    # All of them together are the whole, which the text tells.
    rest = [_row(joined_name(small), (one for one in parts if one.sector in small))] if apart and small else []
    return (*rows, *rest)


def _small(parts: Sequence[_Part]) -> tuple[str, ...]:
    """The sectors that are merged in a quarter; of one in which nobody was expected there is nothing to tell but who is in them."""
    quiet = not any(one.done.attendance.expected for one in parts)
    sizes: dict[str, list[GroupSize]] = {}
    for one in parts:
        size = GroupSize(1, int(one.done.attendance.expected > 0), int(one.done.active or quiet))
        sizes.setdefault(one.sector, []).append(size)
    return small_groups({name: GroupSize.summed(every) for name, every in sizes.items()})


def _row(name: str, parts: Iterable[_Part]) -> SectorAttendance:
    own = list(parts)
    members = len({one.member for one in own})
    return SectorAttendance(name, members, AttendanceCount.summed(one.done.attendance for one in own).undivided)
