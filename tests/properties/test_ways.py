"""Every way out of a failed year that the watch shows really leads out of it: its records are added, all is scored anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import cast
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duty_cli.model.grading_rules import About
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.members import Member
from duty_cli.model.records import Attendance, RecordFields, Tally
from duty_cli.model.rulebook import Rulebook, Rules
from duty_cli.rules.rule_files import load
from duty_cli.scoring.hypothesis import Hypothesis
from duty_cli.scoring.outlook import Outlook
from duty_cli.scoring.own_acts import OwnActs
from duty_cli.scoring.seen_by_rules import kinds_about
from tests.effort import LONG, examples
from tests.properties.worlds import Committee, Ledger, committees, members, rulebooks
from tests.scoring import small

SHIPPED = load({"scoring.yaml": Path("rules/scoring.yaml").read_bytes()}).books[0]
DAYS = st.dates(date(2026, 1, 1), date(2027, 1, 31))


def outlook(book: Rulebook, committee: Committee, on: date) -> Outlook:
    """The year as it stands on a day."""
    return Outlook(cast(LedgerReader, Ledger(committee)), Rules((book,), "", {}), 2026, on)


def written(tallies: Sequence[Tally]) -> list[RecordFields]:
    """The records that tallies count."""
    return [
        RecordFields(
            one.kind, one.on, attendance=one.attendance, stages=one.stages, levels=one.levels,
            position=one.position, authors=one.authors,
        )
        for one in tallies
        for _ in range(int(one.count))
    ]  # fmt: skip


def assert_every_way_leads_out(book: Rulebook, committee: Committee, on: date) -> None:
    """Of everybody who fails."""
    stands = outlook(book, committee, on)
    for at, (member, said) in enumerate(committee):
        ways = (
            stands.mended(member.key).ways if member.key in stands.result.members and stands.fails(member.key) else ()
        )
        for way in ways:
            assert way.acts > 0
            more = [*committee[:at], (member, [*said, *written(way.tallies)]), *committee[at + 1 :]]
            after = outlook(book, more, on)
            assert not after.fails(member.key)
            assert after.result.members[member.key].score.total == way.total


# Most searches of random rules find nothing; a shorter one finds nearly all that there is to be proved.
@patch("duty_cli.scoring.ways._EFFORT", 8000 if LONG else 1500)
@settings(max_examples=examples(120), deadline=None)
@given(rulebooks(), committees(), DAYS)
def test_every_way_that_is_shown_passes_when_its_records_are_added(
    book: Rulebook, committee: Committee, on: date
) -> None:
    assert_every_way_leads_out(book, committee, on)


shipped_records = st.builds(
    RecordFields,
    kind=st.sampled_from(sorted(SHIPPED.kinds)),
    on=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    attendance=st.sampled_from(list(Attendance)),
    stages=st.frozensets(st.sampled_from(SHIPPED.stages), max_size=2),
    levels=st.frozensets(st.sampled_from(SHIPPED.levels), max_size=1),
)


@settings(max_examples=examples(60), deadline=None)
@given(members(), st.lists(shipped_records, max_size=15), DAYS)
def test_every_way_by_the_shipped_rules_passes_when_its_records_are_added(
    member: Member, said: list[RecordFields], on: date
) -> None:
    assert_every_way_leads_out(SHIPPED, [(member, said)], on)


def in_one_act(book: Rulebook, committee: Committee, on: date) -> bool:
    """Whether the first member passes by any one act that rests with him, training and meetings of others apart."""
    (member, said), *others = committee
    training = kinds_about(book, About.TRAINING)
    acts = (act for act in OwnActs(book).acts() if training.isdisjoint(act.kinds))
    tried = ([*said, *written([act.tally(on)])] for act in acts if member.in_office(on))
    return any(not outlook(book, [(member, more), *others], on).fails(member.key) for more in tried)


@settings(max_examples=examples(80), deadline=None)
@given(rulebooks(), committees(), st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_where_one_act_is_enough_the_first_way_is_one_act(book: Rulebook, committee: Committee, on: date) -> None:
    stands, key = outlook(book, committee, on), committee[0][0].key
    if key in stands.result.members and stands.fails(key) and in_one_act(book, committee, on):
        assert stands.mended(key).ways[0].acts == 1


def test_a_search_that_takes_too_long_is_given_up_and_tells_how_far_it_came(monkeypatch: pytest.MonkeyPatch) -> None:
    on, idle = date(2026, 6, 30), small.member()
    assert outlook(SHIPPED, [(idle, [])], on).mended(idle.key).ways
    monkeypatch.setattr("duty_cli.scoring.ways._EFFORT", 10)
    given_up = outlook(SHIPPED, [(idle, [])], on).mended(idle.key)
    assert given_up.ways == ()
    assert given_up.best is not None


def test_a_search_is_given_up_in_the_middle_of_a_step(monkeypatch: pytest.MonkeyPatch) -> None:
    on, idle = date(2026, 6, 30), small.member()
    monkeypatch.setattr("duty_cli.scoring.ways._EFFORT", 10)
    with patch.object(Hypothesis, "total", autospec=True, side_effect=Hypothesis.total) as total:
        outlook(SHIPPED, [(idle, [])], on).mended(idle.key)
    # Each costs something, and there are two searches: of the own acts, and of all.
    assert 2 <= total.call_count <= 2 * 11
