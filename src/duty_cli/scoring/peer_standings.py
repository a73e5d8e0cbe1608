"""Where everybody's counts stand among those of the others on a day, for the items that compare (V3, P25)."""

from __future__ import annotations

from datetime import date

from duty_cli.model.exact_numbers import Points
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import MemberKey
from duty_cli.model.periods import Period
from duty_cli.scoring.engine import Scorer
from duty_cli.scoring.measures import PeerCount, compared


def standings(reading: LedgerReader, scorer: Scorer, year: Period, until: date) -> dict[MemberKey, dict[str, Points]]:
    """Peer comparison at the end of ``until``: each member's place or ratio by item; empty where no item compares."""
    counts = peer_counts(reading, scorer, year, until)
    found: dict[MemberKey, dict[str, Points]] = {key: {} for key in counts}
    for item, among in scorer.compares.items():
        own = {key: one[item] for key, one in counts.items() if item in one}
        for key, value in compared(among, own).items():
            found[key][item] = value
    return found


def peer_counts(
    reading: LedgerReader, scorer: Scorer, year: Period, until: date
) -> dict[MemberKey, dict[str, PeerCount]]:
    """What each member's records up to ``until`` count to, by item that compares; empty where none does."""
    if not scorer.compares:
        return {}
    serving = {member.key: member for member in reading.roster().serving(year)}
    days = scorer.needs.until(until)
    tallies = reading.tallies(days, by_source=scorer.by_source)
    made = {key: scorer.counts(serving[key], own, until) for key, own in tallies if key in serving}
    # Who has no records is compared as well: percentiles and means are of everybody.
    return {key: made.get(key) or scorer.counts(member, [], until) for key, member in serving.items()}
