"""Questions about a ledger are answered by threads or by whoever asks, and the answers are the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from threading import Semaphore, active_count, current_thread, main_thread

import pytest

from duty_cli.ledger.checking.reading_crew import crew_of
from duty_cli.ledger.sqlite.database import connect
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger


@pytest.fixture
def here(ledger: SqliteLedger, path: Path) -> Iterator[sqlite3.Connection]:
    connection = connect(path)
    yield connection
    connection.close()


def rows(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM entry").fetchone()[0])


def by_thread(_: sqlite3.Connection) -> bool:
    return current_thread() is not main_thread()


def refused() -> sqlite3.Connection:
    raise sqlite3.OperationalError("unable to open database file")


def test_many_questions_are_answered_in_their_order(here: sqlite3.Connection, path: Path) -> None:
    with crew_of(here, lambda: connect(path)) as crew:
        asked = crew.ask_in_turn(lambda _, number=number: number for number in range(50))  # type: ignore[misc]
        assert [answer() for answer in asked] == list(range(50))
        assert crew.ask(by_thread)()


def test_whoever_asks_answers_where_no_file_can_be_opened_beside(here: sqlite3.Connection) -> None:
    with crew_of(here, refused) as crew:
        assert (crew.ask(rows)(), crew.ask(by_thread)()) == (2, False)


def test_a_question_that_a_thread_could_not_answer_is_asked_again(here: sqlite3.Connection) -> None:
    with crew_of(here, lambda: connect(Path(":memory:"))) as crew:
        assert crew.ask(rows)() == 2


def test_whoever_leaves_early_waits_for_no_answer(here: sqlite3.Connection, path: Path) -> None:
    begun, threads = Semaphore(0), active_count()

    def endless(connection: sqlite3.Connection) -> None:
        begun.release()
        connection.execute(
            "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n FROM n) SELECT count(*) FROM n"
        ).fetchone()

    with crew_of(here, lambda: connect(path)) as crew:
        for _ in range(9):
            crew.ask(endless)
        assert [begun.acquire(timeout=10) for _ in range(2)] == [True, True]
    assert active_count() == threads
