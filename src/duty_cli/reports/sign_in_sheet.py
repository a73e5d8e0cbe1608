"""The sheet on which members sign at an activity (签到表): who is due, in the order of lists, with room to sign.

Its lines say the activity in the words in which ``duty import`` reads it back once somebody put in who came.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from duty_cli.errors.lookup_errors import NobodyInOffice, UnknownKind
from duty_cli.errors.record_errors import DoesNotFit
from duty_cli.errors.rule_errors import NoRulesForPeriod
from duty_cli.model.expected_attendance import EVERYONE, SCOPE, Range, granted, range_of_plan
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Facet, Member, MemberKey, Seq
from duty_cli.model.papers import Cell, Column, Identity, Paper, Sheet
from duty_cli.model.periods import Period
from duty_cli.model.plans import NewPlan
from duty_cli.model.rulebook import Rules
from duty_cli.model.working_days import weekday
from duty_cli.reports.report_columns import MEMBER_COLUMNS, Document, ledger_document, member_cells, numbers

_COLUMNS = (*numbers("序号"), *MEMBER_COLUMNS, Column("签到（签名）"), Column("备注"))
_ON_LEAVE = "已准假"
_ROOM = "　" * 8
"""Keeps the column wide enough to sign in; of all columns the widest."""
_LISTED = "应出席的只有到会各人，表上列出全体在任委员"


@dataclass(frozen=True, slots=True)
class SignInSheet:
    """Who may sign at an activity: those who are due (``bounded``), or all who may come.

    ``excused`` are those whose leave was granted beforehand; ``plan`` is the seq under which it was planned, if it was.
    """

    committee: str
    identity: Identity
    new: NewPlan
    plan: Seq | None
    members: tuple[Member, ...]
    bounded: bool
    excused: frozenset[MemberKey]


def known_range(rules: Rules, new: NewPlan) -> Range:
    """Whom a planned activity expects. Raises NoRulesForPeriod and UnknownKind where no rule says that yet."""
    found, book = range_of_plan(rules, new), rules.on(new.on)
    if book is None:
        raise NoRulesForPeriod(new.on, rules.covered())
    if found is None:
        raise UnknownKind(new.kind, tuple(book.kinds))
    return found


def may_sign(found: Range, member: Member) -> bool:
    """Whether a member stands on the sheet that is handed out: all in office where only the sheet tells who is due."""
    if any(due.listed for due in found.dues):
        return member.in_office(found.on)
    return found.may_expect(member)


def sign_in_sheet(
    reading: LedgerReader, rules: Rules, identity: Identity, new: NewPlan, plan: Seq | None = None
) -> SignInSheet:
    """The sheet of an activity, planned or not. Raises NobodyInOffice where nobody may come to it."""
    found = known_range(rules, new)
    if not found.kind.attended:
        raise DoesNotFit(new.kind, "不是按出席情况登记的事项，没有签到表")
    members = tuple(reading.listed((one for one in reading.roster() if may_sign(found, one)), Period(new.on, new.on)))
    if not members:
        raise NobodyInOffice(new.on)
    leave = granted(reading.leaves())
    excused = frozenset(one.key for one in members if leave(one.key, new.event))
    return SignInSheet(identity.committee, identity, new, plan, members, found.bounded, excused)


def sign_in_paper(report: SignInSheet) -> Paper:
    """The sheet to be printed."""
    new = report.new
    rows = tuple(_row(report, place, one) for place, one in enumerate(report.members, 1))
    listed = new.due is not None and new.due.listed
    title = f"{report.committee}{new.name}签到表"
    sheet = Sheet("签到表", title, _COLUMNS, rows, (_LISTED,) if listed else (), by_hand=True)
    return Paper(title, (sheet,), str(report.identity), subtitle="　".join(_told(report)))


def _told(report: SignInSheet) -> Iterator[str]:
    """The activity, under labels that the import knows."""
    new = report.new
    yield f"活动名称：{new.name}"
    yield f"履职事项：{new.kind}"
    yield f"日期：{new.on} {weekday(new.on)}"
    if new.place:
        yield f"地点：{new.place}"
    if report.bounded:
        yield f"应出席 {len(report.members)} 人"
    if new.due is not None and not new.due.listed:
        yield f"{SCOPE}：{'且'.join(name for names in new.due.groups.values() for name in names) or EVERYONE}"


def _row(report: SignInSheet, place: int, member: Member) -> tuple[Cell, ...]:
    on = report.new.on
    sector = member.value(Facet.SECTOR, Period(on, on))
    return (place, *member_cells(member, sector), _ROOM, _ON_LEAVE if member.key in report.excused else "")


def sign_in_document(report: SignInSheet) -> Document:
    """The same as plain values."""
    new = report.new
    return {
        "report": "plan-sheet",
        "committee": report.committee,
        "plan": report.plan,
        **{"on": new.on.isoformat(), "kind": new.kind, "name": new.name, "place": new.place},
        "due": len(report.members) if report.bounded else None,
        "members": [
            {"number": one.number, "name": one.name, "excused": one.key in report.excused} for one in report.members
        ],
        "ledger": ledger_document(report.identity),
    }
