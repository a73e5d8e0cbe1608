"""One ledger kept by every engine: equal heads, tallies, scores and grades."""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import count
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from duty_cli.cli import clock
from duty_cli.cli.main import run
from duty_cli.ledger.parquet.duck_records import DuckTables
from duty_cli.ledger.parquet.sealed_file import open_sealed
from duty_cli.ledger.parquet.sealed_reader import sealed_reading
from duty_cli.ledger.parquet.sealed_writer import sealed_bytes
from duty_cli.ledger.postgres.postgres_ledger import PostgresLedger, create_on_server
from duty_cli.ledger.queries.history_queries import HistoryQueries
from duty_cli.ledger.sqlite.sqlite_ledger import create
from duty_cli.model.ledger_protocol import CommitteeSetup, Ledger, LedgerReader, Reversal, RulesUsed
from duty_cli.model.ledger_server import LedgerServer
from duty_cli.model.members import MemberKey
from duty_cli.model.periods import Period, Term, year_of
from duty_cli.model.rulebook import Rules
from duty_cli.parsing.server_url import server_of
from duty_cli.rules.rule_files import load
from duty_cli.scoring.assessment_year import YearResult
from duty_cli.scoring.evaluate import score_year
from tests.effort import LONG, examples
from tests.office_server import OfficeServer
from tests.properties import written_files
from tests.properties.test_sight import ACT, FOUNDING, counts, enter
from tests.properties.worlds import Committee, committees

YEAR = 2026

World = tuple[str, Committee, int]
"""A rule file, a committee with its records, and how many of these, the last ones, are taken back."""

worlds = st.tuples(written_files.files(), committees(), st.integers(0, 5))


def _lasting(world: World) -> int:
    """How many records of the year stand at the least: the first world that is drawn is the emptiest, and says nothing of any engine."""
    _, committee, taken_back = world
    return sum(one.on.year == YEAR for _, own in committee for one in own) - taken_back


def filled(ledger: Ledger, world: World) -> Rules:
    """Enter the world in a new ledger, by the same deeds whatever keeps it; the rules by which it is judged."""
    text, committee, taken_back = world
    rules, numbers = load({"评分.yaml": text.encode()}), count()
    with pytest.MonkeyPatch.context() as patch:
        # By chance, as they are, the salts of names would make two ledgers of it.
        patch.setattr(secrets, "token_bytes", lambda size: sha256(b"%d" % next(numbers)).digest()[:size])
        enter(ledger, committee)
    with ledger.reading() as reading:
        seqs = [record.seq for record in reading.records()]
    with ledger.writing(ACT) as desk:
        desk.append(RulesUsed(rules.digest, (("评分.yaml", text.encode()),)))
        desk.append_all(Reversal(seq) for seq in seqs[len(seqs) - taken_back :])
    return rules


def seal(ledger: Ledger, file: Path) -> None:
    """Seal the ledger into a file."""
    with ledger.reading() as reading:
        assert isinstance(reading, HistoryQueries)
        file.write_bytes(sealed_bytes(reading, "0", with_names=True))


@contextmanager
def sealed(ledger: Ledger, file: Path) -> Iterator[LedgerReader]:
    """The ledger as read from the file that it was sealed into."""
    seal(ledger, file)
    with open_sealed(file) as opened, sealed_reading(opened, DuckTables()) as found:
        yield found


@contextmanager
def served(server: OfficeServer, place: LedgerServer, world: World) -> Iterator[LedgerReader]:
    """The world in a ledger on a server, as read from there."""
    server.sql("DROP SCHEMA IF EXISTS duty CASCADE", place.keywords["dbname"])
    ledger: PostgresLedger = create_on_server(place, ACT, FOUNDING)
    try:
        filled(ledger, world)
        with ledger.reading() as reading:
            yield reading
    finally:
        ledger.let_go()


@pytest.fixture(scope="module")
def place(office_server: OfficeServer) -> LedgerServer:
    return server_of(office_server.new_database("engines"))


def tallied(reading: LedgerReader) -> dict[MemberKey, object]:
    return {key: counts(own) for key, own in reading.tallies(year_of(YEAR))}


def outcome(result: YearResult) -> object:
    """What a year came to for everybody, and how quotas and selections fell."""
    return dict(result.members), result.cuts, result.fell


@settings(max_examples=examples(25), deadline=None)
@given(world=worlds)
def test_a_ledger_says_and_comes_to_the_same_by_every_engine(
    tmp_path_factory: pytest.TempPathFactory, office_server: OfficeServer, place: LedgerServer, world: World
) -> None:
    folder = tmp_path_factory.mktemp("engines")
    ledger = create(folder / "a.db", ACT, FOUNDING)
    rules = filled(ledger, world)
    with ExitStack() as stack:
        one = stack.enter_context(ledger.reading())
        head, members = one.head(), one.roster().serving(year_of(YEAR))
        tallies, years = tallied(one), outcome(score_year(one, rules, YEAR))
        others = (sealed(ledger, folder / "a.parquet"), served(office_server, place, world))
        for other in map(stack.enter_context, others):
            assert (other.head(), other.roster().serving(year_of(YEAR))) == (head, members)
            assert tallied(other) == tallies
            assert outcome(score_year(other, rules, YEAR)) == years


def county(name: str) -> CommitteeSetup:
    return CommitteeSetup(f"政协{name}委员会", Term(5, Period(date(2022, 1, 1), date(2026, 12, 31))))


Results = dict[str, dict[str, tuple[str, str | None]]]
"""County → number of a member → score and grade."""


def handed_in(folder: Path, every: list[World]) -> Results:
    """Each world sealed as a county's file, and one more that was cut on its way; what each comes to in its own ledger."""
    parted = folder / "各县" / f"year={YEAR}"
    found: Results = {}
    for name, world in zip(("岚汀县", "栖禾县", "澜沚县", "松墟县"), every, strict=True):
        ledger = create(folder / f"{name}.db", ACT, county(name))
        rules = filled(ledger, world)
        own = parted / f"county={name}"
        own.mkdir(parents=True)
        seal(ledger, own / "a%[1].parquet")
        with ledger.reading() as reading:
            years = score_year(reading, rules, YEAR).members.values()
        found[f"政协{name}委员会"] = {one.member.number: (str(one.score.total), one.grade or None) for one in years}
    cut = (parted / "county=岚汀县" / "a%[1].parquet").read_bytes()[:-9]
    (folder / "各县" / "cut.parquet").write_bytes(cut)
    # Those of another year are not looked at.
    other = folder / "各县" / f"year={YEAR - 1}"
    other.mkdir()
    (other / "cut.parquet").write_bytes(cut)
    return found


def written(folder: Path) -> Results:
    """The results that Spark wrote."""
    found: Results = {}
    for row in parquet.read_table(folder).to_pylist():
        assert row["year"] == YEAR
        found.setdefault(row["county"], {})[row["number"]] = (row["score"], row["grade"])
    return found


@pytest.mark.skipif(shutil.which("java") is None, reason="Spark runs on Java, which is not installed here")
# Spark takes a quarter of a minute to begin: one province, and none is made smaller where it differs.
@settings(max_examples=3 if LONG else 1, phases=[Phase.generate], deadline=None)
@given(every=st.lists(worlds.filter(lambda world: _lasting(world) > 1), min_size=4, max_size=4))
def test_a_province_comes_to_the_same_by_spark(tmp_path_factory: pytest.TempPathFactory, every: list[World]) -> None:
    folder = tmp_path_factory.mktemp("province")
    results = handed_in(folder, every)
    asked = ["--year", str(YEAR), "--accept-valid", "-o"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: datetime(2027, 2, 1, 9, tzinfo=UTC))
        assert run(["province", "report", str(folder / "各县"), *asked, str(folder / "one.json")]) == 0
        spark = ["--engine", "local[2]", "--results", str(folder / "results")]
        # As a URI: Spark tells the paths below it in another way than it was asked.
        uri = f"file://{(folder / '各县').as_posix()}"
        assert run(["province", "report", uri, *asked, str(folder / "spark.json"), *spark]) == 0
    assert (folder / "spark.json").read_bytes() == (folder / "one.json").read_bytes()
    assert [one["file"] for one in json.loads((folder / "one.json").read_bytes())["left_out"]] == ["cut.parquet"]
    assert written(folder / "results") == {name: own for name, own in results.items() if own}
