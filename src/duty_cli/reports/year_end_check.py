"""What is still open in a year that is to be closed: found, and in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from duty_cli.model.expected_attendance import event_sheets
from duty_cli.model.grading_rules import About
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Member, MemberKey
from duty_cli.model.records import Attendance, Leave
from duty_cli.model.rulebook import Rules
from duty_cli.reports.hand_in_list import came, handed_in
from duty_cli.scoring.assessment_year import YearResult, YearScope
from duty_cli.scoring.evaluate import score_year
from duty_cli.scoring.groups_as_members import ByGroup
from duty_cli.scoring.trace import OUTSIDE_RANGE


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """One matter that is still open, and whom it concerns: members, or groups; ``unit`` is the measure word of these."""

    matter: str
    members: tuple[Member, ...]
    unit: str = "人"


@dataclass(frozen=True, slots=True)
class YearEndCheck(YearScope):
    """What is still open in one year; nothing where it can be closed as it stands."""

    matters: tuple[OpenMatter, ...]


def year_end_check(reading: LedgerReader, rules: Rules, year: int) -> YearEndCheck:
    """Look for what is still open in ``year``, among those who are graded, members or groups."""
    result = score_year(reading, rules, year)
    found = (
        *_on_no_sheet(reading, rules, result),
        *_not_handed_in(reading, result),
        *_not_judged(result),
        *_leave_not_registered(reading, result),
        *(_of_groups(reading, rules, year) if result.book.scores_only is not None else ()),
    )
    return YearEndCheck(result.rules, tuple(one for one in found if one.members))


def _of_groups(reading: LedgerReader, rules: Rules, year: int) -> Iterator[OpenMatter]:
    """What the groups have to do, grouping by grouping; sheets and leave are their members' and looked at there."""
    for grouping in dict.fromkeys(book.subject for book in rules.every if book.subject is not None):
        own = rules.about(grouping)
        if own.of_year(year) is not None:
            groups = ByGroup(reading, grouping)
            result = score_year(groups, own, year)
            for one in (*_not_handed_in(groups, result), *_not_judged(result)):
                yield replace(one, unit="个组")


def _on_no_sheet(reading: LedgerReader, rules: Rules, result: YearResult) -> Iterator[OpenMatter]:
    """Who was due at an event and stands on no sheet of it."""
    for sheet in event_sheets(reading, rules, result.days):
        yield OpenMatter(f"未登记 {sheet.event}", sheet.unsigned)


def _not_handed_in(reading: LedgerReader, result: YearResult) -> Iterator[OpenMatter]:
    """Yearly reports and accounts (§11)."""
    handed = handed_in(reading, result.year)
    for minimum in result.book.minimums:
        if minimum.about is About.REPORT:
            missed = (
                one.member
                for key, one in result.members.items()
                if minimum in one.outcome.missed and not came(minimum, key, handed)
            )
            yield OpenMatter(f"未提交或未完成“{minimum.id}”", tuple(missed))


def _not_judged(result: YearResult) -> Iterator[OpenMatter]:
    """Scores that are needed and not there, and those that are to be judged anew."""
    lacking: dict[str, list[Member]] = {}
    for one in result.members.values():
        said = (f"“{lack.item}”{OUTSIDE_RANGE if lack.outside else '尚未登记'}" for lack in one.lacking)
        for matter in dict.fromkeys(said):
            lacking.setdefault(matter, []).append(one.member)
    yield from (OpenMatter(matter, tuple(members)) for matter, members in lacking.items())


def _leave_not_registered(reading: LedgerReader, result: YearResult) -> Iterator[OpenMatter]:
    """On leave by a sheet, with no leave granted in the register (§12, 请假手续)."""
    leaves: dict[MemberKey, list[Leave]] = {}
    for leave in reading.leaves():
        leaves.setdefault(leave.member, []).append(leave)
    found: Mapping[MemberKey, Member] = {
        record.member: result.members[record.member].member
        for record in reading.records(period=result.days)
        if record.fields.attendance is Attendance.ON_LEAVE
        and record.member in result.members
        and not any(
            one.granted and one.covers(record.fields.kind, record.fields.on) for one in leaves.get(record.member, ())
        )
    }
    yield OpenMatter("记为请假，请假登记中没有准假", tuple(found.values()))


_NAMED = 10


def open_lines(check: YearEndCheck) -> Iterator[str]:
    """A line a matter, with the first few members it concerns."""
    for one in check.matters:
        named = "、".join(str(member) for member in one.members[:_NAMED])
        rest = f" 等 {len(one.members)} {one.unit}" if len(one.members) > _NAMED else ""
        yield f"{one.matter}：{named}{rest}"
