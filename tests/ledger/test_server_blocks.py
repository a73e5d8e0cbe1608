"""What a server says of rows is what is hashed of them, to the byte, so that a sound ledger is sound at once."""

from __future__ import annotations

import pytest

from duty_cli.ledger.appending.row_writer import RowWriter
from duty_cli.ledger.postgres import server_blocks
from duty_cli.ledger.postgres.postgres_ledger import PostgresLedger
from duty_cli.ledger.postgres.postgres_reader import PostgresReader
from duty_cli.ledger.postgres.server_blocks import chain_is_sound
from tests.ledger.sample import ACT, SHAPE, enrolled, record
from tests.ledger.test_diverged_ledgers import HOME, every_sort

SIGNS = [*map(chr, range(1, 0x180)), "\u2028", "\u2029", "\ufeff", "\U0001f600", "\U00020bb7", "\ue000", "é", "e\u0301"]


def sound(ledger: PostgresLedger) -> bool:
    with ledger.reading() as reading:
        assert isinstance(reading, PostgresReader)
        return chain_is_sound(reading.connection, SHAPE)


@pytest.mark.parametrize("block", [1, 7, 4_000])
def test_rows_of_every_sort_and_with_every_sign_are_sound_at_once(
    on_server: PostgresLedger, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    monkeypatch.setattr(server_blocks, "_BLOCK", block)
    member = enrolled(on_server)
    with on_server.writing(HOME) as desk:
        assert isinstance(desk, RowWriter)
        every_sort(desk)
        desk.append_all(record(member, f"事项{sign}", title=f"{sign}甲{sign}") for sign in SIGNS)
    assert sound(on_server)


@pytest.mark.parametrize("deed", ["UPDATE head SET hash = decode(repeat('00', 32), 'hex')", "UPDATE head SET seq = 4"])
def test_a_head_that_is_another_is_not(on_server: PostgresLedger, deed: str) -> None:
    enrolled(on_server)
    with on_server.writing(ACT), on_server._transaction(write=False) as connection:
        assert chain_is_sound(connection, SHAPE)
    with on_server._transaction(write=True) as connection:
        connection.execute(deed)
        assert not chain_is_sound(connection, SHAPE)
        connection.rollback()
    assert sound(on_server)
