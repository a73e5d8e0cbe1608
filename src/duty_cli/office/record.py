"""Writing one record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from duty_cli.domain.ledger import Ledger, LedgerWriter, NewRecord, Operation
from duty_cli.domain.members import Member, Seq
from duty_cli.domain.periods import Period
from duty_cli.domain.records import Activity, Due, Event, RecordFields
from duty_cli.domain.rules import Rules
from duty_cli.office.already import refuse_seen
from duty_cli.office.gate import Gate


@dataclass(frozen=True, slots=True)
class Recorded:
    """A record as written; ``guest``: of an event at which the member was not due."""

    seq: Seq
    member: Member
    facts: RecordFields
    guest: bool = False


def record(
    ledger: Ledger,
    act: Operation,
    rules: Rules,
    today: date,
    member: Member,
    facts: RecordFields,
    *,
    again: bool = False,
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
        facts = verdict.facts
        found = None if facts.attendance is None else gate.range(facts.occasion)
        guest = found is not None and found.is_guest(member)
        return Recorded(writing.append(NewRecord(member.key, facts)), member, facts, guest)


def ensure_activities(writing: LedgerWriter, facts: Iterable[RecordFields], due: Due | None = None) -> None:
    """Append the activities that the records name and the ledger lacks, with who was said to be ``due`` at them."""
    known: dict[Event, list[Due | None]] = {}
    for one in writing.activities():
        known.setdefault(Event(one.on, one.kind, one.name), []).append(one.due)
    named = {said.occasion for said in facts if said.activity is not None}
    lacking = (one for one in named if one not in known or (due is not None and due not in known[one]))
    missing = sorted(lacking, key=lambda event: event.in_order)
    writing.append_all(Activity(one.kind, one.on, one.name, due=due) for one in missing)
