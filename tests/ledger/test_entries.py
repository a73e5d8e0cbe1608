"""Every sort of entry has its table, its codec and its name."""

from __future__ import annotations

from typing import get_args

from duty_cli.ledger.chain.row_codec import _CODECS, Plain
from duty_cli.ledger.tables import TABLES
from duty_cli.model.entry_sorts import ENTRIES
from duty_cli.model.ledger_protocol import Entry

BY_ITSELF = {"Enrolment", "NameChange", "NewRecord"}
"""Entries that make more than one row, or are too many to go one by one."""


def test_every_entry_has_a_codec() -> None:
    assert set(_CODECS) == set(get_args(Plain))
    assert {one.__name__ for one in get_args(Entry)} == {one.__name__ for one in _CODECS} | BY_ITSELF


def test_every_sort_has_a_table_and_every_codec_a_sort() -> None:
    tables = {one.table for one in ENTRIES}
    assert tables <= set(TABLES)
    assert {table for table, _ in _CODECS.values()} <= tables


def test_no_two_sorts_have_one_name() -> None:
    assert len({one.said for one in ENTRIES}) == len({one.table for one in ENTRIES}) == len(ENTRIES)
