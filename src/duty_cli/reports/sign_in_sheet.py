"""The sheet on which members sign at a planned activity (签到表): who is due, in the order of lists, with room to sign."""

from __future__ import annotations

from dataclasses import dataclass

from duty_cli.errors.lookup_errors import NobodyInOffice, UnknownKind
from duty_cli.errors.rule_errors import NoRulesForPeriod
from duty_cli.model.expected_attendance import Range, granted, range_of_plan
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Facet, Member, MemberKey
from duty_cli.model.papers import Cell, Column, Identity, Paper, Sheet
from duty_cli.model.periods import Period
from duty_cli.model.plans import NewPlan, Plan
from duty_cli.model.rulebook import Rules
from duty_cli.model.working_days import weekday
from duty_cli.reports.report_columns import MEMBER_COLUMNS, Document, ledger_document, member_cells, numbers

_COLUMNS = (*numbers("序号"), *MEMBER_COLUMNS, Column("签名"), Column("备注"))
_ON_LEAVE = "已准假"
_ROOM = "　" * 8
"""Keeps the column wide enough to sign in."""
_LISTED = "应出席的只有到会各人，表上列出全体在任委员"


@dataclass(frozen=True, slots=True)
class SignInSheet:
    """Who may sign at a planned activity: those who are due (``bounded``), or all who may come.

    ``excused`` are those whose leave was granted beforehand.
    """

    committee: str
    identity: Identity
    plan: Plan
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


def sign_in_sheet(reading: LedgerReader, rules: Rules, identity: Identity, plan: Plan) -> SignInSheet:
    """The sheet of a plan. Raises NobodyInOffice where nobody may come to it."""
    found = known_range(rules, plan.new)
    day = Period(plan.new.on, plan.new.on)
    members = tuple(reading.listed((one for one in reading.roster() if may_sign(found, one)), day))
    if not members:
        raise NobodyInOffice(plan.new.on)
    leave = granted(reading.leaves())
    excused = frozenset(one.key for one in members if leave(one.key, plan.event))
    return SignInSheet(identity.committee, identity, plan, members, found.bounded, excused)


def sign_in_paper(report: SignInSheet) -> Paper:
    """The sheet to be printed."""
    new = report.plan.new
    due = f"应出席 {len(report.members)} 人" if report.bounded else ""
    told = "　".join(filter(None, (f"{new.on} {weekday(new.on)}", new.place, due)))
    rows = tuple(_row(report, place, one) for place, one in enumerate(report.members, 1))
    listed = new.due is not None and new.due.listed
    title = f"{report.committee}{new.name}签到表"
    sheet = Sheet("签到表", title, _COLUMNS, rows, (_LISTED,) if listed else ())
    return Paper(title, (sheet,), str(report.identity), subtitle=told)


def _row(report: SignInSheet, place: int, member: Member) -> tuple[Cell, ...]:
    on = report.plan.new.on
    sector = member.value(Facet.SECTOR, Period(on, on))
    return (place, *member_cells(member, sector), _ROOM, _ON_LEAVE if member.key in report.excused else "")


def sign_in_document(report: SignInSheet) -> Document:
    """The same as plain values."""
    new = report.plan.new
    return {
        "report": "plan-sheet",
        "committee": report.committee,
        "plan": report.plan.seq,
        **{"on": new.on.isoformat(), "kind": new.kind, "name": new.name, "place": new.place},
        "due": len(report.members) if report.bounded else None,
        "members": [
            {"number": one.number, "name": one.name, "excused": one.key in report.excused} for one in report.members
        ],
        "ledger": ledger_document(report.identity),
    }
