"""Writing one record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from duty_cli.domain.ledger import Act, Ledger, NewRecord, Writing
from duty_cli.domain.members import Member, Seq
from duty_cli.domain.periods import Period
from duty_cli.domain.records import Activity, Facts
from duty_cli.domain.rules import Rules
from duty_cli.office.already import refuse_seen
from duty_cli.office.gate import Gate


@dataclass(frozen=True, slots=True)
class Recorded:
    """A record as written."""

    seq: Seq
    member: Member
    facts: Facts


def record(
    ledger: Ledger, act: Act, rules: Rules, today: date, member: Member, facts: Facts, *, again: bool = False
) -> Recorded:
    """Write one record, or raise its first fault. What may stand already is refused unless it is said to be another."""
    with ledger.writing(act) as writing:
        gate = Gate(writing, rules, today, Period(facts.on, facts.on), member=member.key)
        verdict = gate.judge(member, facts)
        for fault in verdict.faults:
            raise fault
        gate.refuse_unknown_source(facts)
        if not again:
            refuse_seen(writing, member, verdict.facts)
        ensure_activities(writing, [verdict.facts])
        return Recorded(writing.append(NewRecord(member.key, verdict.facts)), member, verdict.facts)


def ensure_activities(writing: Writing, facts: Iterable[Facts]) -> None:
    """Append the activities that the records name and the ledger lacks."""
    known = {(activity.kind, activity.on, activity.name) for activity in writing.activities()}
    named = {(said.kind, said.on, said.activity) for said in facts if said.activity is not None}
    missing = sorted(named - known, key=lambda activity: (activity[1], activity[0], activity[2]))
    writing.append_all(Activity(kind, on, name) for kind, on, name in missing)
