"""The gate of the desk: what a record must be by itself, and that its number and its place are not taken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from duty_cli.domain.ledger import LedgerReader
from duty_cli.domain.members import Member, MemberKey, Seq
from duty_cli.domain.periods import Period
from duty_cli.domain.records import RecordFields
from duty_cli.domain.rules import Kind, Rules
from duty_cli.errors import AlreadyThere, DuplicateNumber, DutyError, UnknownSource
from duty_cli.office.content import Content, Verdict
from duty_cli.office.standing import whence

Place = tuple[MemberKey, str, date]
"""A member's place at the events of one kind on one day; under it, each event's name and the record that takes it."""


class Gate(Content):
    """Judges records one by one against what the ledger holds already."""

    def __init__(
        self,
        reading: LedgerReader,
        rules: Rules,
        today: date,
        within: Period,
        *,
        member: MemberKey | None = None,
        setting_right: Seq | None = None,
    ) -> None:
        """Know what the ledger holds of the days ``within`` (of one ``member``, where only that one is judged).

        ``setting_right`` is a record that is being corrected: it does not stand in its own way.
        """
        super().__init__(reading, rules, today, member)
        self._reading, self._setting_right = reading, setting_right
        self._sheet: dict[Place, dict[str, Seq]] = {}
        for record in reading.records(member=member, period=within):
            if record.seq != setting_right:
                said = record.facts
                self._sheet.setdefault((record.member, said.kind, said.on), {})[said.event] = record.seq

    def judge(self, member: Member, facts: RecordFields) -> Verdict:
        """Find every fault of the record."""
        verdict = super().judge(member, facts)
        kind = self.kind(facts)
        twice = () if kind is None else tuple(self._twice(member, kind, facts))
        return Verdict(verdict.facts, (*verdict.faults, *twice))

    def refuse_unknown_source(self, facts: RecordFields) -> None:
        """Refuse a record that comes from one nobody knows."""
        if facts.source is not None and self._bearer(facts.source) is None:
            raise UnknownSource(facts.source)

    def _bearer(self, number: str) -> Seq | None:
        """The record that bears the number."""
        seq = self._reading.numbered(number)
        return None if seq == self._setting_right else seq

    def _twice(self, member: Member, kind: Kind, facts: RecordFields) -> Iterator[DutyError]:
        bearer = None if facts.number is None else self._bearer(facts.number)
        if facts.number is not None and bearer is not None:
            yield DuplicateNumber(facts.number, whence(self._reading, bearer))
        if not kind.attended:
            return
        there = self.taken(member, facts)
        if there is not None:
            yield AlreadyThere(member, there[0] or facts.kind, whence(self._reading, there[1]))

    def taken(self, member: Member, facts: RecordFields) -> tuple[str, Seq] | None:
        """The event at which the member has the place of such a record already, and the record that takes it."""
        others = self._sheet.get((member.key, facts.kind, facts.on), {})
        same = same_event(facts.event, others)
        return None if same is None else (same, others[same])


def same_event(event: str, others: dict[str, Seq]) -> str | None:
    """The one of ``others``, events of one kind and day, that ``event`` is or may be.

    An event without a name may be any of that day: it is refused beside another, never taken for a second one.
    """
    return event if event in others else next((name for name in others if not name or not event), None)
