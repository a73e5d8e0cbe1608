"""The year of many counties by Spark: files proved one by one, tallies as one aggregate, each county judged where its tallies come together.

Two passes over the files. In the first a worker proves each by its chain and says what its rules ask of its records. Then the
tallies of all are one SQL aggregate over the Parquet files, and each county's are brought to its file on one worker, where
the scorer of every other engine judges it. What comes back to the driver is small: a few hundred numbers a county.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from duty_cli import __version__
from duty_cli.errors.province_errors import NoSealedFiles
from duty_cli.errors.spark_errors import ResultsThere
from duty_cli.model.progress import under_way
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.province.county_choice import FoundSeal
from duty_cli.province.county_work import CountyAmiss
from duty_cli.province.folder_files import named_below, of_year, years_of
from duty_cli.province.spark_session import spark_session
from duty_cli.province.spark_tallies import AskedCounty, AskedTogether, asked_together, code_frame, plain_path
from duty_cli.province.spark_worker import (
    INSPECTED,
    JUDGED,
    Inspected,
    Inspection,
    Judging,
    inspect_batches,
    judge_batches,
)
from duty_cli.reports.county_sums import CountySums
from duty_cli.reports.province_report import LeftOutCounty, SealedCounty

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_SCHEME = "://"


@dataclass(frozen=True, slots=True)
class SparkRequest:
    """What is asked of Spark: the master, a folder or the URI of one, the year, and the rules for all; None: each county by its own."""

    engine: str
    folder: str
    year: int
    rules: tuple[tuple[str, bytes], ...] | None = None


@contextmanager
def spark_counties(asked: SparkRequest) -> Iterator[SparkCounties]:
    """The counties of a folder by Spark, as long as its session runs. Raises what :func:`spark_session` raises."""
    with spark_session(asked.engine) as session:
        yield SparkCounties(session, asked)


class SparkCounties:
    """The sealed files of a folder, wherever Spark can read it: what they say of themselves, and what their years come to."""

    def __init__(self, session: SparkSession, asked: SparkRequest) -> None:
        self._session, self._asked = session, asked
        local = _SCHEME not in asked.folder
        self._results: tuple[DataFrame, Mapping[int, str]] | None = None
        self._folder = Path(asked.folder).resolve().as_posix() if local else asked.folder.rstrip("/")

    def found(self) -> tuple[list[FoundSeal], list[LeftOutCounty]]:
        """The files by name, and those that cannot be read. Raises NoSealedFiles."""
        seen = self._inspected.items()
        good = [one.found for _, one in seen if one.found is not None]
        bad = [LeftOutCounty("", name, one.why, amiss=True) for name, one in seen if one.found is None]
        return good, bad

    def sums_of(self, files: Sequence[FoundSeal]) -> list[CountySums | CountyAmiss]:
        """What each comes to, in the order of ``files``."""
        seen = [self._inspected[one.file] for one in files]
        places = {one.file: place for place, one in enumerate(files) if not seen[place].why}
        asked = [
            AskedCounty(place, self._paths[file], one.needs, one.sight)
            for file, place in places.items()
            if (one := seen[place]).needs is not None and one.sight is not None
        ]
        texts = sorted({text for one in seen for text in one.texts})
        with under_way("用 Spark 评定各地"):
            judged = self._judged(places, asked_together(asked), dict(enumerate(texts, 1))) if places else {}
        return [judged[place] if place in judged else CountyAmiss(one.why) for place, one in enumerate(seen)]

    def _judged(
        self, places: Mapping[str, int], groups: Sequence[AskedTogether], texts: Mapping[int, str]
    ) -> dict[int, CountySums | CountyAmiss]:
        """What the counties at those places come to; their members' results stay with the workers until they are written."""
        told = {one.place: (group.needs, group.sight) for group in groups for one in group.counties}
        work = Judging(self._asked.year, self._asked.rules, __version__, texts, told)
        given = self._with_codes(places, groups, {text: number for number, text in texts.items()})
        found = given.mapInArrow(partial(judge_batches, work), JUDGED).persist()
        self._results = found.where("said IS NULL"), {place: name for name, place in places.items()}
        rows = found.where("said IS NOT NULL").select("place", "said").collect()
        return {row["place"]: pickle.loads(row["said"]) for row in rows}  # noqa: S301 - our own workers wrote it

    def refuse_standing(self, results: str) -> None:
        """Raise ResultsThere where something stands already in the place of the results."""
        from pyspark.errors import AnalysisException

        try:
            self._session.read.format("binaryFile").load(plain_path(results))
        except AnalysisException as error:
            if error.getCondition() != "PATH_NOT_FOUND":
                raise
            return
        raise ResultsThere(results)

    def write_results(self, results: str, counties: Sequence[SealedCounty]) -> None:
        """Write the results of the members of the counties that are in the report, as Parquet parted by year and county."""
        from pyspark.sql import functions

        assert self._results is not None, "judged before"
        members, files = self._results
        committees = {one.file: one.sums.committee for one in counties}
        named = [(place, committees[file]) for place, file in files.items() if file in committees]
        of_place = functions.broadcast(self._session.createDataFrame(named, "place bigint, county string"))
        year = functions.lit(self._asked.year).alias("year")
        told = members.join(of_place, "place").select(year, "county", "number", "score", "grade", "rules")
        with under_way("用 Spark 写出各委员的结果"):
            told.write.mode("error").partitionBy("year", "county").parquet(results)

    def _with_codes(
        self, places: Mapping[str, int], groups: Sequence[AskedTogether], numbers: Mapping[str, int]
    ) -> DataFrame:
        """The rows that are judged: those of a county together, its file first and then its members with their codes."""
        from pyspark.sql import functions

        at = self._session.createDataFrame(
            [(self._paths[name], place) for name, place in places.items()], "path string, place bigint"
        )
        files = self._files([self._paths[name] for name in places]).join(functions.broadcast(at), "path")
        given = files.selectExpr("place", "CAST(NULL AS bigint) AS member", "CAST(NULL AS string) AS codes", "content")
        if groups:
            codes = code_frame(self._session, groups, numbers)
            given = given.unionByName(codes.withColumn("content", functions.lit(None).cast("binary")))
        # A number of partitions that is told is kept: a county more or less on a worker makes no difference to memory.
        return given.repartition(len(places), "place").sortWithinPartitions(
            "place", functions.asc_nulls_first("member")
        )

    @cached_property
    def _inspected(self) -> dict[str, Inspected]:
        """What the workers made of each file, by its name below the folder."""
        work = Inspection(self._asked.year, self._asked.rules, __version__)
        names = {path: name for name, path in self._paths.items()}
        with under_way("用 Spark 核对各地账本"):
            files = self._files([*names]).repartition(len(names), "path")
            rows = files.mapInArrow(partial(inspect_batches, work), INSPECTED).collect()
        seen = {names[row["path"]]: pickle.loads(row["said"]) for row in rows}  # noqa: S301 - our own workers wrote it
        return {name: _named(seen[name], name) for name in sorted(seen)}

    @cached_property
    def _paths(self) -> dict[str, str]:
        """Name below the folder → path, of the sealed files; where they are parted by year, those of the year. Raises NoSealedFiles."""
        from pyspark.errors import AnalysisException

        try:
            rows = self._listed(plain_path(self._folder)).select("path").collect()
        except AnalysisException as error:
            if error.getCondition() != "PATH_NOT_FOUND":
                raise
            rows = []
        found = named_below(self._folder, (row["path"] for row in rows))
        kept = {name: path for name, path in found.items() if of_year(name, self._asked.year)}
        if not kept:
            raise NoSealedFiles(self._asked.folder, years=years_of(found))
        return kept

    def _files(self, paths: Sequence[str]) -> DataFrame:
        return self._listed(*map(plain_path, paths)).select("path", "content")

    def _listed(self, *paths: str) -> DataFrame:
        reader = self._session.read.format("binaryFile").option("recursiveFileLookup", "true")
        return reader.option("pathGlobFilter", "*.parquet").load([*paths])


def _named(seen: Inspected, name: str) -> Inspected:
    """With the name of the file, which the worker did not know, in the place of its path."""
    return seen if seen.found is None else replace(seen, found=replace(seen.found, file=name))
