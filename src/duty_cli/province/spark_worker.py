"""What a Spark worker does with a county: read and prove its sealed file, say what is to be asked of it, and judge its year.

The functions go from batches of Arrow to batches of Arrow, a file at a time in memory. What they hand back beside plain columns is
pickled: both ends are this program, of one version, which the first of them makes sure of.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from duty_cli import __version__
from duty_cli.errors.base import DutyError
from duty_cli.ledger.parquet.duck_records import DuckTables
from duty_cli.ledger.parquet.given_codes import GivenCodes
from duty_cli.ledger.parquet.sealed_file import open_sealed
from duty_cli.ledger.parquet.sealed_reader import SealedReader, sealed_reading
from duty_cli.model.members import MemberKey
from duty_cli.model.periods import Period
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.record_sight import Sight
from duty_cli.model.rulebook import Rules
from duty_cli.province.county_choice import FoundSeal
from duty_cli.province.county_work import CountyAmiss, held_year, in_a_line, rules_of_county
from duty_cli.province.sealed_folder import found_seal
from duty_cli.reports.county_sums import CountySums
from duty_cli.scoring.assessment_year import YearResult
from duty_cli.scoring.evaluate import YearDesk

if TYPE_CHECKING:
    from pyarrow import RecordBatch

INSPECTED = "path string, said binary"
JUDGED = "place bigint, said binary, number string, score string, grade string, rules string"
"""The columns of what the two functions give."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What all files are read for: the year, and the rules for all, None: each by its own. ``version`` is the program's."""

    year: int
    rules: tuple[tuple[str, bytes], ...] | None
    version: str

    def make_sure(self) -> None:
        """Raise RuntimeError where this worker's program is another: what one pickles the other might misread."""
        if self.version != __version__:
            raise RuntimeError(f"工作节点上的 duty 是 {__version__}，本机是 {self.version}；请安装同一版本")


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file as a worker found it: what it says of itself, or why it cannot be read or judged.

    ``needs`` and ``sight`` are what its tallies are asked for, None where its rules ask for more than codes tell; ``texts`` are the
    labels of its records.
    """

    found: FoundSeal | None = None
    why: str = ""
    needs: Period | None = None
    sight: Sight | None = None
    texts: frozenset[str] = frozenset()


def inspect_batches(work: Inspection, batches: Iterator[RecordBatch]) -> Iterator[RecordBatch]:
    """For each row of ``path`` and ``content`` one of :data:`INSPECTED`."""
    work.make_sure()
    for batch in batches:
        for path, content in zip(batch["path"].to_pylist(), batch["content"].to_pylist(), strict=True):
            yield _batch(INSPECTED, [(path, pickle.dumps(_inspected(work, path, content)))])


def _inspected(work: Inspection, path: str, content: bytes) -> Inspected:
    found: FoundSeal | None = None
    with laid_out(content) as file:
        try:
            with open_sealed(file) as sealed:
                found = found_seal(path, sealed)
                with sealed_reading(sealed, DuckTables()) as reading:
                    rules = rules_of_county(reading, work.rules)
                    return _asked(reading, rules, work.year, found)
        except DutyError as error:
            return Inspected(found, in_a_line(error, file))


def _asked(reading: SealedReader, rules: Rules, year: int, found: FoundSeal) -> Inspected:
    desk = YearDesk(reading, rules, year)
    sight = desk.sight([*reading.roster().serving(desk.rules.days)])
    # What links records by their sources, and what was said of guests, stands in other rows than theirs.
    if desk.rules.book.by_source or (sight.capacities and reading.invitations()):
        return Inspected(found)
    return Inspected(found, "", desk.needs, sight, frozenset(reading.labels.numbers))


@contextmanager
def laid_out(content: bytes) -> Iterator[Path]:
    """The bytes as a file, wherever they came from."""
    with TemporaryDirectory(prefix="duty-") as folder:
        file = Path(folder) / "sealed.parquet"
        file.write_bytes(content)
        yield file


@dataclass(frozen=True, slots=True)
class Judging(Inspection):
    """How the counties are judged: the ``texts`` of labels, and for each place what its codes tell; a place without codes is not in it."""

    texts: Mapping[int, str]
    asked: Mapping[int, tuple[Period, Sight]]


def judge_batches(work: Judging, batches: Iterator[RecordBatch]) -> Iterator[RecordBatch]:
    """For each county one row of :data:`JUDGED` with its sums, and one for each of its members.

    The rows come in the order of ``place``, the first of each with the ``content`` of its file, the others with ``member`` and ``codes``.
    """
    work.make_sure()
    rows = (row for batch in batches for row in zip(*(batch[name].to_pylist() for name in GIVEN), strict=True))
    for place, own in groupby(rows, key=itemgetter(0)):
        (*_, content), *coded = own
        sums, members = _judged(work, place, content, [(MemberKey(key), codes) for _, key, codes, _ in coded])
        told = [(place, pickle.dumps(sums), None, None, None, None), *((place, None, *one) for one in members)]
        yield _batch(JUDGED, told)


def _batch(columns: str, rows: Sequence[tuple[object, ...]]) -> RecordBatch:
    """The rows under columns as Spark names them with their types."""
    import pyarrow as pa

    types = {"string": pa.string(), "binary": pa.binary(), "bigint": pa.int64()}
    fields = [pa.field(name, types[type_]) for name, type_ in (part.split() for part in columns.split(", "))]
    arrays = [pa.array(cells, field.type) for field, cells in zip(fields, zip(*rows, strict=True), strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=pa.schema(fields))


GIVEN = ("place", "member", "codes", "content")
"""The columns of what is judged."""

MemberResult = tuple[str, str, str | None, str]
"""A member's number, score, grade and the digest of the rules."""


def _judged(
    work: Judging, place: int, content: bytes, members: Sequence[tuple[MemberKey, str]]
) -> tuple[CountySums | CountyAmiss, list[MemberResult]]:
    with laid_out(content) as file:
        try:
            with open_sealed(file) as sealed, sealed_reading(sealed, DuckTables()) as reading:
                rules, asked = rules_of_county(reading, work.rules), work.asked.get(place)
                if asked is not None:
                    reading.given = GivenCodes(*asked, work.texts, members)
                sums, result = held_year(sealed, reading, rules, work.year)
                return sums, _told(result, rules)
        except DutyError as error:
            return CountyAmiss(in_a_line(error, file)), []


def _told(result: YearResult, rules: Rules) -> list[MemberResult]:
    every = result.members.values()
    return [(one.member.number, str(one.score.total), one.grade or None, rules.digest) for one in every]
