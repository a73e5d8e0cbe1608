"""Invented counties as sealed files: small ledgers, made in a moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from duty_cli.ledger.parquet.sealed_writer import sealed_bytes
from duty_cli.ledger.sqlite.sqlite_ledger import SqliteLedger, create
from duty_cli.model.ledger_protocol import (
    CommitteeSetup,
    Enrolment,
    NewRecord,
    NewTenure,
    Operation,
    RulesUsed,
    YearClosing,
)
from duty_cli.model.members import Facet, MemberKey, Person
from duty_cli.model.periods import Period, Term, year_of
from duty_cli.model.records import Attendance, RecordFields
from duty_cli.model.sealed_results import SealedResult
from duty_cli.rules.rules_folder import digest
from tests.workspace import RULES

TERM = Term(14, Period(date(2022, 1, 1), date(2026, 12, 31)))
AFTER = datetime(2026, 1, 9, 4, 0, tzinfo=UTC)
"""When the records of 2025 are all entered."""

SECTORS, PARTIES = ("教育界", "经济界"), ("中共", "")


def county(
    folder: Path,
    name: str,
    members: int = 4,
    *,
    rules: Mapping[str, bytes] | None = None,
    at: datetime = AFTER,
    terms: Sequence[Term] = (TERM,),
    records: Sequence[RecordFields] = (),
    closed: bool = True,
) -> SqliteLedger:
    """The ledger of a county: every other member came to the plenary, and each has one proposal; ``records`` are the first one's."""
    act = Operation("测试", "经办甲", at)
    ledger = create(folder / f"{name}.db", act, CommitteeSetup(f"政协{name}委员会", terms[0]))
    used = {RULES.name: RULES.read_bytes()} if rules is None else rules
    with ledger.writing(act) as desk:
        desk.append_all(CommitteeSetup(f"政协{name}委员会", term) for term in terms[1:])
        for number in range(members):
            key = MemberKey(desk.append(Enrolment(f"{number:03}", Person(f"{name}{number}", "x"))))
            tenures = {Facet.OFFICE: "委员", Facet.SECTOR: SECTORS[number % 2], Facet.PARTY: PARTIES[number % 2]}
            desk.append_all(NewTenure(key, facet, value, date(2022, 1, 1)) for facet, value in tenures.items() if value)
            state = Attendance.PRESENT if number % 2 else Attendance.ON_LEAVE
            said = [
                RecordFields("全体会议", date(2025, 1, 20), title="四次会议", attendance=state),
                RecordFields("提案", date(2025, 3, 5), title=f"{name}第{number}件", stages=frozenset({"提交", "立案"})),
                *(records if number == 0 else ()),
            ]
            desk.append_all(NewRecord(key, one) for one in said)
        if used:
            desk.append(RulesUsed(digest(used), tuple(used.items())))
        if closed:
            desk.append(YearClosing(2025, year_of(2025)))
    return ledger


def seal(ledger: SqliteLedger, file: Path, results: Sequence[SealedResult] = ()) -> Path:
    """A sealed file of a ledger as it stands, which tells the ``results``."""
    with ledger.reading() as reading:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(sealed_bytes(reading, "0.2.0", results=results))
    return file


def sealed_county(place: Path, name: str, file: str = "", **how: Any) -> Path:  # noqa: ANN401 - as ``county`` has it
    """A sealed county in the folder 报送 of ``place``."""
    return seal(county(place, name, **how), place / "报送" / (file or f"{name}.parquet"))
