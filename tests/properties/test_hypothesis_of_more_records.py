"""Scoring only what further records touch comes to what scoring everything anew does."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from hypothesis import given, settings
from hypothesis import strategies as st

from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.records import RecordFields
from duty_cli.model.rulebook import Rulebook, Rules
from duty_cli.scoring.evaluate import YearDesk, score_year
from duty_cli.scoring.hypothesis import Hypothesis
from duty_cli.scoring.peer_standings import peer_counts
from tests.effort import examples
from tests.properties.worlds import Committee, Ledger, committees, fields, rulebooks, tallied

further = st.lists(st.builds(replace, fields, matter=st.none(), source=st.none()), min_size=1, max_size=4)


@settings(max_examples=examples(150), deadline=None)
@given(rulebooks(), committees(), further)
def test_further_records_come_to_the_same_whether_all_is_scored_anew_or_not(
    book: Rulebook, committee: Committee, more: list[RecordFields]
) -> None:
    rules, (member, said) = Rules((book,), "", {}), committee[0]
    reading = cast(LedgerReader, Ledger(committee))
    desk = YearDesk(reading, rules, 2026)
    peers = peer_counts(reading, desk.scorer, desk.rules.days, desk.until)
    whole = score_year(cast(LedgerReader, Ledger([(member, [*said, *more]), *committee[1:]])), rules, 2026)
    if member.key in whole.members:
        own = dict(desk.tallies(member.key)).get(member.key, [])
        extra = [one for one in tallied(more) if one.on in desk.needs]
        found = Hypothesis(desk.scorer, member, own, desk.until, peers).total(extra)
        assert found == whole.members[member.key].score.total
