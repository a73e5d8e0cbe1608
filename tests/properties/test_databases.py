"""A ledger is the same whatever holds it: heads, answers, tallies, scores, grades and steps, digit for digit."""

from __future__ import annotations

from collections import Counter
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duty_cli.ledger.postgres.postgres_ledger import create_on_server
from duty_cli.ledger.sqlite.sqlite_ledger import create
from duty_cli.model.ledger_protocol import Enrolment, Ledger, LedgerReader, NewTenure
from duty_cli.model.members import MemberKey
from duty_cli.model.periods import year_of
from duty_cli.model.record_sight import Sight
from duty_cli.model.rulebook import Rules
from duty_cli.parsing.server_url import server_of
from duty_cli.scoring.evaluate import score_year
from tests.effort import examples
from tests.office_server import OfficeServer
from tests.properties.test_sight import ACT, FOUNDING, counts, days, fitting, kinds
from tests.properties.worlds import Committee, committees, entries, rulebooks


@pytest.fixture(scope="module")
def url(office_server: OfficeServer) -> str:
    return office_server.new_database("worlds")


def fill(ledger: Ledger, committee: Committee, monkeypatch: pytest.MonkeyPatch) -> None:
    """Enter the committee, a batch each member; names are salted alike, so that the heads can be compared."""
    salts = count()
    monkeypatch.setattr("secrets.token_bytes", lambda many: next(salts).to_bytes(many))
    for member, said in committee:
        with ledger.writing(ACT) as desk:
            key = MemberKey(desk.append(Enrolment(member.number, member.person)))
            desk.append_all(NewTenure(key, one.facet, one.value, one.first, one.last) for one in member.tenures)
            desk.append_all(entries(key, [fitting(one) for one in said]))


def told(reading: LedgerReader, rules: Rules, sight: Sight) -> list[Any]:
    """What a ledger says and comes to."""
    year = year_of(2026)
    coded = reading.tallies(year, by_source=False, sight=sight)
    return [
        *(reading.head(), list(reading.roster()), list(reading.records()), reading.batches(), reading.families()),
        {key: counts(own) for key, own in coded},
        {key: Counter(own) for key, own in reading.tallies(year)},
        *(score_year(reading, rules, 2026, traced=traced) for traced in (False, True)),
    ]


@settings(max_examples=examples(12), deadline=None)
@given(rulebooks().map(lambda book: Rules((book,), "", {})), committees(), st.data())
def test_a_ledger_on_a_server_says_and_comes_to_what_the_same_in_a_file_does(
    tmp_path_factory: pytest.TempPathFactory,
    office_server: OfficeServer,
    url: str,
    rules: Rules,
    committee: Committee,
    data: st.DataObject,
) -> None:
    turns = (year_of(2026).first, *sorted(data.draw(st.sets(days.filter(lambda day: day.month > 1), max_size=3))))
    persons = frozenset(MemberKey(key) for key in data.draw(st.sets(st.integers(1, 30), max_size=3)))
    sight = Sight(
        *(turns, data.draw(kinds), persons, data.draw(kinds), data.draw(st.booleans())),
        capacities=data.draw(st.booleans()),
    )
    office_server.sql("DROP SCHEMA IF EXISTS duty CASCADE", "worlds")
    in_file = create(tmp_path_factory.mktemp("ledger") / "a.db", ACT, FOUNDING)
    on_server = create_on_server(server_of(url), ACT, FOUNDING)
    with pytest.MonkeyPatch.context() as patch:
        fill(in_file, committee, patch)
        fill(on_server, committee, patch)
    with in_file.reading() as one, on_server.reading() as other:
        assert told(other, rules, sight) == told(one, rules, sight)
    on_server.let_go()
