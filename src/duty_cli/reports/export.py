"""All standing records, as another ledger can take them in."""

from __future__ import annotations

from dataclasses import dataclass, replace

from duty_cli.domain.ledger import LedgerReader
from duty_cli.domain.members import Member, Seq
from duty_cli.domain.records import RecordFields


@dataclass(frozen=True, slots=True)
class Export:
    """Whose record each is and what it says, by day; ``without_source`` are those that lost their 来源编号."""

    records: tuple[tuple[Member, RecordFields], ...]
    without_source: tuple[Seq, ...]


def export(reading: LedgerReader) -> Export:
    """The standing records. A 来源编号 that no standing record bears any more is left out: import would refuse it."""
    roster, numbers = reading.roster(), reading.record_numbers()
    records: list[tuple[Member, RecordFields]] = []
    without_source: list[Seq] = []
    for record in reading.records():
        facts = record.facts
        if facts.source is not None and facts.source not in numbers:
            without_source.append(record.seq)
            facts = replace(facts, source=None)
        records.append((roster[record.member], facts))
    return Export(tuple(records), tuple(without_source))
