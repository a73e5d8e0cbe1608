"""Every way of tampering that anybody thought of: what a skilled hand does to the file, and which witness names it.

``CHECK`` is ``duty check`` alone; ``MEMORY`` any command on the computer that saw the ledger last; ``PAPER`` and ``SEAL`` are
``duty check --against`` an issued paper or a seal; ``VERIFY`` is ``duty verify-report`` of that paper. All are of a time after the
row in question, but for the last record, which was entered after them. Kinds that nothing can see are here as such.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger
from tests.ledger.sample import ACT, behind_its_back, enrolment, hashed_anew
from tests.workspace import NOW, Duty

CHECK, MEMORY, PAPER, VERIFY, SEAL = WITNESSES = ("check", "memory", "paper", "verify-report", "seal")

OLDER = "柜/旧.db"
LATE = "关于路灯的建议"
ROW = "(SELECT seq FROM record WHERE title = '关于停车的建议')"
NEXT = "(SELECT max(seq) + 1 FROM entry)"
CUT_OFF = ("record", "issue", "batch", "erasure", "reversal", "rules", "entry")
TAIL = "(SELECT min(seq) - 1 FROM reversal)"
ERASED = "name = NULL, initials = NULL, phone = NULL, salt = NULL"
NAMED = "(SELECT naming.seq FROM naming JOIN member ON member.seq = naming.member WHERE number = '1001')"


def enter(duty: Duty) -> None:
    """What is in the ledger before anybody tampers: witnesses in a cupboard, and a record after them."""
    duty.done("erase 1006 --reason 本人要求 --yes")
    duty.done("record 1001 提案 --on 2026-03-05 --stage 提交、立案 --title 关于停车的建议")
    duty.done("record 1001 全体会议 --on 2026-01-20 --activity 五次会议 --attendance 缺席")
    shutil.copytree(duty.folder / "data", duty.folder / "柜")
    (duty.folder / "柜" / "ledger.db").rename(duty.folder / OLDER)
    duty.done("record 1002 提案 --on 2026-03-06 --stage 提交、立案 --title 关于公交的建议")
    with closing(sqlite3.connect(duty.folder / "data" / "ledger.db")) as raw:
        [(last,)] = raw.execute("SELECT max(seq) FROM record")
    duty.done(f"void {last} --reason 误登")
    duty.done("issue annual-evaluation 2026 -o 柜/评比.xlsx")
    duty.done("seal --to 柜 --key 柜/key.pem --new-key")
    duty.done(f"record 1004 提案 --on 2026-04-01 --stage 提交 --title {LATE}")


@dataclass(frozen=True)
class Tampering:
    """What is done to the file, and which witnesses name it."""

    what: str
    hand: Callable[[Path], None]
    named_by: frozenset[str]


def _behind(statements: str) -> Callable[[Path], None]:
    def hand(ledger: Path) -> None:
        with behind_its_back(ledger) as raw:
            raw.executescript(statements)

    return hand


def _anew(statements: str) -> Callable[[Path], None]:
    def hand(ledger: Path) -> None:
        with hashed_anew(ledger) as raw:
            raw.executescript(statements)

    return hand


def _plain(*scripts: str) -> Callable[[Path], None]:
    def hand(ledger: Path) -> None:
        for statements in scripts:
            with closing(sqlite3.connect(ledger)) as raw:
                raw.executescript(statements)

    return hand


def _cut(first: str) -> Callable[[Path], None]:
    """The rows from ``first`` on are taken away, and the head set to the one before."""

    def hand(ledger: Path) -> None:
        with behind_its_back(ledger) as raw:
            [(seq,)] = raw.execute(f"SELECT {first}").fetchall()
            for table in CUT_OFF:
                raw.execute(f"DELETE FROM {table} WHERE seq >= ?", (seq,))
            raw.execute("UPDATE head SET (seq, hash) = (SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1)")

    return hand


def _older(ledger: Path) -> None:
    shutil.copyfile(ledger.parents[1] / OLDER, ledger)


def _others_instead(ledger: Path) -> None:
    _cut(TAIL)(ledger)
    with SqliteLedger(ledger).writing(replace(ACT, at=NOW)) as desk:
        desk.append_all([enrolment(f"9{number:03}") for number in range(20)])


def _another_name(ledger: Path) -> None:
    from duty_cli.ledger.chain.hash_chain import person_digest
    from duty_cli.model.members import Person

    with hashed_anew(ledger) as raw:
        [(seq, salt)] = raw.execute(f"SELECT seq, salt FROM person WHERE seq = {NAMED}").fetchall()
        raw.execute("UPDATE person SET name = '赵二鸣', initials = 'zem', phone = NULL WHERE seq = ?", (seq,))
        raw.execute("UPDATE naming SET digest = ? WHERE seq = ?", (person_digest(Person("赵二鸣", "zem"), salt), seq))


def _wrong_index(ledger: Path) -> None:
    half = " WHERE seq > 60"
    _plain(
        f"PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = sql || '{half}' WHERE name = 'record_tally'",
        "REINDEX record_tally; PRAGMA writable_schema = ON;"
        f" UPDATE sqlite_schema SET sql = replace(sql, '{half}', '') WHERE name = 'record_tally'",
    )(ledger)


_BY_CHECK = frozenset({CHECK})

_ROWS = {
    "the title of a record is changed": f"UPDATE record SET title = '改' WHERE seq = {ROW}",
    "the sort of a record is changed": f"UPDATE record SET kind = (SELECT max(kind) FROM record) + 1 WHERE seq = {ROW}",
    "the day of a record is changed": f"UPDATE record SET day = '2025-03-05' WHERE seq = {ROW}",
    "a mark is given to another member": f"UPDATE record SET member = (SELECT max(seq) FROM member) WHERE seq = {ROW}",
    "an absence is made a presence": "UPDATE record SET attendance = kind WHERE attendance IS NOT NULL",
    "the stages of a record are taken away": f"UPDATE record SET stages = NULL WHERE seq = {ROW}",
    "a batch is given to another person": "UPDATE batch SET by = '他人' WHERE seq > 2",
    "a batch is given another time": "UPDATE batch SET at = '2026-01-01T00:00:00+00:00' WHERE seq > 2",
    "the reason of a reversal is changed": "UPDATE batch SET reason = '核实' WHERE reason IS NOT NULL",
    "the last day of the term is changed": "UPDATE founding SET last = '2027-12-31'",
    "a text is changed wherever it stands": "UPDATE label SET text = '大会发言' WHERE text = '提案'",
    "a member's group is changed": "UPDATE spell SET value = (SELECT min(value) FROM spell) WHERE seq = (SELECT max(seq) FROM spell)",
    "a reversal is turned to another row": f"UPDATE reversal SET target = {ROW}",
    "a reversal is planted without its entry": f"INSERT INTO reversal VALUES ({NEXT}, {ROW})",
    "a reversal is planted with an entry and a head": f"""
        INSERT INTO reversal VALUES ({NEXT}, {ROW});
        INSERT INTO entry SELECT seq, 3, 'reversal', zeroblob(32) FROM reversal ORDER BY seq DESC LIMIT 1;
        UPDATE head SET (seq, hash) = (SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1)""",
    "a record is deleted": f"DELETE FROM record WHERE seq = {ROW}",
    "a record is deleted with its entry": f"DELETE FROM entry WHERE seq = {ROW}; DELETE FROM record WHERE seq = {ROW}",
    "an entry is deleted": f"DELETE FROM entry WHERE seq = {ROW}",
    "a record is planted without its entry": f"INSERT INTO record (seq, member, kind, day) SELECT {NEXT}, member, kind, day FROM record LIMIT 1",
    "a record is planted before the first row": "INSERT INTO record (seq, member, kind, day) SELECT -1, member, kind, day FROM record LIMIT 1",
    "an entry is planted without its row": f"INSERT INTO entry VALUES ({NEXT}, 3, 'record', zeroblob(32))",
    "two records change places": "UPDATE record SET seq = -seq; UPDATE record SET seq = (SELECT max(-seq) + min(-seq) FROM record) + seq",
    "a row is moved to another batch": f"UPDATE entry SET batch = 1 WHERE seq = {ROW}",
    "a row is called another sort": f"UPDATE entry SET sort = 'leave' WHERE seq = {ROW}",
    "the hash of a row is changed": f"UPDATE entry SET hash = zeroblob(32) WHERE seq = {ROW}",
    "the first rows are cut off": "DELETE FROM entry WHERE seq < 3; DELETE FROM founding; DELETE FROM batch WHERE seq = 1",
    "the last row is cut off, the head stays": f"DELETE FROM record WHERE title = '{LATE}'; DELETE FROM entry WHERE seq = {NEXT} - 1",
    "the head is taken away": "DELETE FROM head",
    "the head is set back": "UPDATE head SET seq = seq - 1",
    "the hash of the head is changed": "UPDATE head SET hash = zeroblob(32)",
    "a name is changed": f"UPDATE person SET name = '赵二鸣' WHERE seq = {NAMED}",
    "a telephone number is changed": f"UPDATE person SET phone = '0577' WHERE seq = {NAMED}",
    "the salt of a name is taken away": f"UPDATE person SET salt = NULL WHERE seq = {NAMED}",
    "a name is erased with its salt, without a row": f"UPDATE person SET {ERASED} WHERE seq = {NAMED}",
    "a name that was erased is put back": "UPDATE person SET name = '周四方', initials = 'zsf', salt = zeroblob(16) WHERE name IS NULL",
    "a name is deleted": f"DELETE FROM person WHERE seq = {NAMED}",
    "a name of nobody is planted": "INSERT INTO person (seq) VALUES (9999)",
    "an erasure is taken away": "DELETE FROM erasure",
    "the digest of an issued paper is changed": "UPDATE issue SET digest = zeroblob(32)",
    "the rules that were used are changed": "UPDATE rules SET files = x'00'",
}
"""Rows changed behind the triggers, the chain left as it was."""

_SCHEMA = {
    "a trigger is dropped": _plain("DROP TRIGGER record_no_update"),
    "a trigger is planted": _plain("CREATE TRIGGER planted AFTER INSERT ON record BEGIN SELECT 1; END"),
    "a trigger is made harmless": _plain(
        "DROP TRIGGER entry_no_delete; CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry BEGIN SELECT 1; END"
    ),
    "an index is dropped": _plain("DROP INDEX record_tally"),
    "an index is made on something else": _plain(
        "DROP INDEX record_source; CREATE INDEX record_source ON record (note)"
    ),
    "an index does not show some rows": _wrong_index,
    "a view is planted": _plain("CREATE VIEW best AS SELECT * FROM record"),
    "a table is planted": _plain("CREATE TABLE more (seq INTEGER PRIMARY KEY)"),
    "a column is added": _plain("ALTER TABLE record ADD COLUMN extra TEXT"),
    "the version of the ledger is raised": _plain("PRAGMA user_version = 999"),
    "the mark of a ledger is taken away": _plain("PRAGMA application_id = 0"),
}

_SKILLED = {
    "the title of a record is changed": (
        _anew(_ROWS["the title of a record is changed"]),
        {MEMORY, PAPER, VERIFY, SEAL},
    ),
    "stages are taken away": (_anew(_ROWS["the stages of a record are taken away"]), {MEMORY, PAPER, VERIFY, SEAL}),
    "a mark is given to another": (_anew(_ROWS["a mark is given to another member"]), {MEMORY, PAPER, VERIFY, SEAL}),
    "a batch is given to another person": (
        _anew(_ROWS["a batch is given to another person"]),
        {MEMORY, PAPER, VERIFY, SEAL},
    ),
    "a batch is given another time": (
        _anew("UPDATE batch SET at = '2026-11-24T01:00:00+00:00' WHERE seq > 2"),
        {MEMORY, PAPER, VERIFY, SEAL},
    ),
    "a text is changed wherever it stands": (
        _anew(_ROWS["a text is changed wherever it stands"]),
        {MEMORY, PAPER, VERIFY, SEAL},
    ),
    "the last day of the term is changed": (
        _anew(_ROWS["the last day of the term is changed"]),
        {PAPER, VERIFY, SEAL},
    ),
    "a reversal is turned to another row": (
        _anew(_ROWS["a reversal is turned to another row"]),
        {MEMORY, PAPER, VERIFY, SEAL},
    ),
    "the digest of an issued paper is changed": (
        _anew(_ROWS["the digest of an issued paper is changed"]),
        {MEMORY, VERIFY, SEAL},
    ),
    "a name is changed with its digest": (_another_name, {MEMORY, PAPER, VERIFY, SEAL}),
    "the tail is cut off with the head": (_cut(TAIL), {MEMORY, PAPER, VERIFY, SEAL}),
    "the tail is cut off, and others entered": (_others_instead, {MEMORY, PAPER, VERIFY, SEAL}),
    "an older copy is put back": (_older, {MEMORY, PAPER, VERIFY, SEAL}),
    "a record after the last witness is changed": (
        _anew(f"UPDATE record SET title = '改' WHERE title = '{LATE}'"),
        {MEMORY},
    ),
    "a record after the last witness is cut off": (
        _cut(f"(SELECT seq - 1 FROM record WHERE title = '{LATE}')"),
        {MEMORY},
    ),
}
"""What is left sound in itself: the chain is hashed anew, or the end is cut off with the head."""

TAMPERINGS = [
    *(Tampering(what, _behind(statements), _BY_CHECK) for what, statements in _ROWS.items()),
    *(Tampering(what, hand, _BY_CHECK) for what, hand in _SCHEMA.items()),
    *(Tampering(what, hand, frozenset(by)) for what, (hand, by) in _SKILLED.items()),
]  # fmt: skip


def listed() -> str:
    """The lists at the end of the docs."""
    by_check = "".join(f"- {one.what}\n" for one in TAMPERINGS if one.named_by == _BY_CHECK)
    lines = [f"| the chain hashed anew | {' | '.join(WITNESSES)} |", "|---" * (len(WITNESSES) + 1) + "|"]
    for one in TAMPERINGS:
        if one.named_by != _BY_CHECK:
            cells = ("named" if witness in one.named_by else "–" for witness in WITNESSES)
            lines.append(f"| {one.what} | {' | '.join(cells)} |")
    return (
        f"`duty check` names each of these by itself:\n\n{by_check}\nand none of these:\n\n" + "\n".join(lines) + "\n"
    )
