"""A folder of sealed ledgers: its files, what each says of itself, and the report on all that can be counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from duty_cli.errors.base import DutyError
from duty_cli.errors.province_errors import (
    NothingRecorded,
    NothingToReport,
    ProvinceMissing,
    SealedAmiss,
)
from duty_cli.ledger.migrations import MIGRATIONS
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.province.county_choice import FoundSeal, chosen, expected_names
from duty_cli.province.county_crew import judged_each, processes_for
from duty_cli.province.county_work import CountyAmiss, CountyTask, RuleFiles, look_for_libraries
from duty_cli.province.folder_files import files_in, unread_in
from duty_cli.reports.county_sums import CountySums
from duty_cli.reports.province_report import LeftOutCounty, ProvinceReport, SealedCounty, province_report

if TYPE_CHECKING:
    from duty_cli.ledger.parquet.sealed_file import SealedFile


@dataclass(frozen=True, slots=True)
class ProvinceRequest:
    """What is asked: the ``folder``, the year, rule files for all (None: each its own), the names on a list, how many processes."""

    folder: Path
    year: int
    rules: RuleFiles | None = None
    expected: tuple[str, ...] = ()
    accept_valid: bool = False
    processes: int | None = None


class CountySource(Protocol):
    """Where the sealed ledgers lie, and by what they are judged."""

    def found(self) -> tuple[list[FoundSeal], list[LeftOutCounty]]:
        """The files, and those that cannot be read."""

    def sums_of(self, files: Sequence[FoundSeal]) -> Sequence[CountySums | CountyAmiss]:
        """What each of these comes to, in their order."""


@dataclass(frozen=True, slots=True)
class FolderCounties:
    """The files of a folder, judged by so many ``processes`` of this machine; None: as many as it has cores."""

    asked: ProvinceRequest

    def found(self) -> tuple[list[FoundSeal], list[LeftOutCounty]]:
        """The files by name, and those that cannot be read. Raises NoFolder, NoSealedFiles, UnreadableFile, ProvinceMissing."""
        return found_in(self.asked.folder, self.asked.year)

    def sums_of(self, files: Sequence[FoundSeal]) -> Sequence[CountySums | CountyAmiss]:
        """What each comes to, in their order."""
        # The largest first: else one of them may be begun last, and all others wait for it.
        in_order = sorted(files, key=attrgetter("rows"), reverse=True)
        tasks = [CountyTask(self.asked.folder / one.file, self.asked.year, self.asked.rules) for one in in_order]
        processes = self.asked.processes or processes_for(sum(one.rows for one in files), len(files))
        done = dict(zip((one.file for one in in_order), judged_each(tasks, processes), strict=True))
        return [done[one.file] for one in files]


def reported(asked: ProvinceRequest, today: date, version: str, source: CountySource | None = None) -> ProvinceReport:
    """The report on a folder, by this machine where no other ``source`` is told.

    Raises NoFolder, NoSealedFiles, UnreadableFile, ProvinceMissing; SealedAmiss where anything is wrong with a file and the valid ones were not asked for;
    NothingToReport; NothingRecorded where no county that is counted has a record of the year.
    """
    counties_of = source or FolderCounties(asked)
    found, unread = counties_of.found()
    unread += unread_in(asked.folder, asked.year)
    expected = expected_names(asked.expected, (one.committee for one in found))
    choice = chosen(found, asked.year, len(MIGRATIONS), expected)
    amiss = [one for one in (*unread, *choice.left_out) if one.amiss]
    if amiss and not asked.accept_valid:
        # Told before anything is reckoned: the rest would take its time for nothing.
        raise SealedAmiss(amiss)
    counties, left = _judged(counties_of, choice.files)
    if left and not asked.accept_valid:
        raise SealedAmiss(left)
    report = province_report(
        *(asked.year, counties, [*unread, *choice.left_out, *left]),
        expected=list(dict.fromkeys(expected.values())),
        common=asked.rules is not None,
        today=today,
        version=version,
    )
    if not report.counties:
        raise NothingToReport(report.left_out)
    if not any(one.sums.recorded for one in report.counties):
        raise NothingRecorded(asked.year, len(report.counties), {year for one in found for year in one.years})
    return report


def found_in(folder: Path, year: int) -> tuple[list[FoundSeal], list[LeftOutCounty]]:
    """The sealed files of a year below a folder by name, and those that cannot be read. Raises NoFolder, NoSealedFiles, UnreadableFile, ProvinceMissing."""
    from duty_cli.ledger.parquet.sealed_file import open_sealed

    try:
        look_for_libraries()
    except ImportError as error:
        raise ProvinceMissing from error
    found: list[FoundSeal] = []
    unread: list[LeftOutCounty] = []
    for path in files_in(folder, year):
        file = path.relative_to(folder).as_posix()
        try:
            with open_sealed(path) as sealed:
                found.append(found_seal(file, sealed))
        except DutyError as error:
            unread.append(LeftOutCounty("", file, str(error).replace(f"{path} ", ""), amiss=True))
    return found, unread


def found_seal(file: str, sealed: SealedFile) -> FoundSeal:
    """What a sealed file of that name says of itself."""
    said = sealed.metadata
    return FoundSeal(file, said.committee, said.terms, said.seq, said.head, said.version, sealed.row_count, said.years)


def _judged(source: CountySource, files: Sequence[FoundSeal]) -> tuple[list[SealedCounty], list[LeftOutCounty]]:
    """The counties that could be judged, and those that could not."""
    done = list(zip(files, source.sums_of(files), strict=True))
    counties = [SealedCounty(one.file, sums) for one, sums in done if not isinstance(sums, CountyAmiss)]
    left = [
        LeftOutCounty(one.committee, one.file, amiss.why, amiss=True)
        for one, amiss in done
        if isinstance(amiss, CountyAmiss)
    ]
    return counties, sorted(left, key=attrgetter("file"))
