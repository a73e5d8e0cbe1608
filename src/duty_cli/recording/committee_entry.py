"""A case of several members entered in a ledger of its own, so that it is evaluated by the very reports of a real one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from duty_cli.model.invitations import Invitation
from duty_cli.model.ledger_protocol import (
    CommitteeSetup,
    Enrolment,
    LedgerWriter,
    NewRecord,
    NewTenure,
    Operation,
    YearClosing,
)
from duty_cli.model.members import MemberKey, Person
from duty_cli.model.periods import Period, Term
from duty_cli.model.proceedings import NewProceeding, NewStep, PathUse, StepMeaning, StepWords
from duty_cli.model.rule_cases import CaseDecision, CommitteeCase, CommitteeMember
from duty_cli.model.rulebook import Rules
from duty_cli.scoring.assessment_year import rules_of
from duty_cli.scoring.commendation import COMMENDATION

_NOBODY = "案例"
"""By whom all of it is entered, and which committee it is of: no paper shows them."""

_YEARS_LEFT = 4
"""How long the term goes on after the last year of a case that does not end with it."""


def founding(case: CommitteeCase) -> tuple[Operation, CommitteeSetup]:
    """The deed by which the ledger of the case begins, after the last of its days, and its committee and term."""
    after = datetime.combine(case.days.last + timedelta(days=40), time(9), UTC)
    last = case.days.last
    # 29 February has no like in most years.
    later = last.replace(year=last.year + _YEARS_LEFT, day=min(last.day, 28) if last.month == 2 else last.day)
    term = Term(1, Period(case.days.first, last if case.term_ends else later))
    return Operation("duty rules test", _NOBODY, after), CommitteeSetup(_NOBODY, term)


def entered(desk: LedgerWriter, case: CommitteeCase, rules: Rules) -> dict[MemberKey, CommitteeMember]:
    """Enter all members with what is said of them, and close the years; one key for each member, of several alike the first."""
    keys: dict[MemberKey, CommitteeMember] = {}
    number = 0
    for one in case.members:
        for time_ in range(one.times):
            number += 1
            key = MemberKey(desk.append(Enrolment(f"{number:04}", Person(one.name, ""))))
            if not time_:
                keys[key] = one
            _enter(desk, key, one)
    for year in case.years:
        desk.append(YearClosing(year, rules_of(rules, year).days))
    for key, one in keys.items():
        for decision in one.decisions:
            _decide(desk, key, decision)
    return keys


def _enter(desk: LedgerWriter, key: MemberKey, one: CommitteeMember) -> None:
    for tenure in one.tenures:
        desk.append(NewTenure.of(key, tenure))
    for at, (fields, capacity) in enumerate(one.records, 1):
        # Said of an event by its name: each has one of its own, that it is said of no other record.
        name = f"第 {at} 条"
        if capacity is not None:
            desk.append(Invitation(fields.kind, fields.on, name, key, capacity))
        desk.append(NewRecord(key, fields if capacity is None else replace(fields, title=name)))


def _decide(desk: LedgerWriter, key: MemberKey, decision: CaseDecision) -> None:
    """Enter a proceeding that came to that end."""
    use = PathUse.CHOICE if decision.about is None else PathUse.FOLLOW_UP
    about = decision.about or COMMENDATION
    proceeding = desk.append(NewProceeding(_NOBODY, use, about, key, decision.year))
    said = StepWords(decision.on, _NOBODY)
    if use is PathUse.FOLLOW_UP:
        desk.append(NewStep(proceeding, StepMeaning.OPENED.value, StepMeaning.OPENED, said))
    desk.append(NewStep(proceeding, decision.means.value, decision.means, said))
