"""The times of entry, batch by batch: they ascend, but where a clock was wrong and somebody said so."""

from __future__ import annotations

from collections.abc import Iterator

from duty_cli.ledger.chain.row_codec import moment
from duty_cli.ledger.queries.sql_connection import SqlConnection

_JUMPS = """
    SELECT seq, by, at, before, after_wrong_clock, seq <= coalesce((SELECT since FROM clock), 0)
    FROM (SELECT seq, by, at, after_wrong_clock, lag(at) OVER (ORDER BY seq) AS before FROM batch) AS timed
    WHERE at < before ORDER BY seq
"""
"""The batches that are earlier than the one before; texts in UTC go as the moments that they name."""

_TOLD = 5


def time_problems(connection: SqlConnection) -> Iterator[str]:
    """The batches that are earlier than the one before, though nobody said that a clock was wrong."""
    for seq, by, at, before, said, of_earlier_version in connection.execute(_JUMPS):
        if not said and not of_earlier_version:
            yield _told(seq, by, at, before)


def time_remarks(connection: SqlConnection) -> tuple[str, ...]:
    """The others: those of earlier versions, which compared nothing, and those at which it was said; of many, the first."""
    found = [
        f"{_told(*jump)}：{'登记时说明，此前的电脑时间有误' if said else '由较早的版本登记，当时不核对时间'}"
        for *jump, said, of_earlier_version in connection.execute(_JUMPS)
        if said or of_earlier_version
    ]
    more = [f"这样的批次共 {len(found)} 个"] if len(found) > _TOLD else []
    return (*found[:_TOLD], *more)


def _told(seq: int, by: str, at: str, before: str) -> str:
    times = [f"{moment(one):%Y-%m-%d %H:%M}" for one in (at, before)]
    return f"批次 {seq}（{by}）的登记时间 {times[0]} 早于前一批次的 {times[1]}"
