"""Two clerks went on apart: whoever takes over what the other has, the years come out the same, as if one had entered it all."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from duty_cli.ledger.copies.diverged_ledgers import divergence, take_over
from duty_cli.ledger.copies.restoring import common_seq
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger
from duty_cli.recording.contradictions import Comparison
from duty_cli.recording.corrections import void
from tests.effort import examples
from tests.properties.desk import ACT, Row, bring_in, named, opened, results, rows, seq_of


def merged(here: Path, there: Path) -> bool:
    """Take over what the copy has, unless it contradicts; what only looks alike is two things."""
    ours, theirs = SqliteLedger(here), SqliteLedger(there)
    with ours.reading() as one, theirs.reading() as two:
        ends = one.head().seq, two.head().seq
    found = divergence(ours, theirs, common_seq(ours, ends[0], theirs, ends[1]))
    if any(not one.doubtful for one in Comparison(ours, theirs, found).conflicts()):
        return False
    take_over(ours, replace(ACT, command="并入"), found, found.new)
    ours.check()
    return True


@settings(max_examples=examples(10), deadline=None)
@given(rows(), rows(), rows(), st.data())
def test_the_order_in_which_two_copies_are_merged_changes_no_score(
    tmp_path_factory: pytest.TempPathFactory, first: list[Row], here: list[Row], there: list[Row], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("copies")
    office, home, spare = (folder / name for name in ("ledger.db", "home.db", "spare.db"))
    bring_in(opened(folder), first)
    shutil.copyfile(office, home)
    for path, own, mark in ((office, here, "H"), (home, there, "T")):
        copy = SqliteLedger(path)
        bring_in(copy, [(number, named(said, f"{mark}{said.number}")) for number, said in own])
        for place in data.draw(st.sets(st.integers(0, len(first) - 1), max_size=2)):
            void(copy, ACT, seq_of(copy, first[place][1]))
    shutil.copyfile(office, spare)
    assume(merged(office, home))
    assert merged(home, spare)
    assert results(SqliteLedger(office)) == results(SqliteLedger(home))
