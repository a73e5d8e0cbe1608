"""The tallies of many sealed ledgers as one Spark aggregate: the query of every engine, over the Parquet files as they lie.

Members of different counties are told apart by their county's place, in the higher bits of the key. Counties whose rules see
records alike are asked together, as far as that sight goes; where there are too many ways of seeing, the rest is told in full.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING

from duty_cli.ledger.queries.dialect import SPARK
from duty_cli.ledger.queries.tally_codes import base_of, code_values, codes_query
from duty_cli.model.members import MemberKey
from duty_cli.model.periods import Period
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.record_sight import Sight
from duty_cli.model.records import TALLIED

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

WITHIN_COUNTY = 40
"""So many lower bits of a key are the member's own, which is the seq of a row of its ledger."""

_WAYS = 12
"""So many ways of seeing records are asked apart; each is a pass over its files."""

_IN_PERSON = 20_000
"""With more members than these who are told by the day, everybody is."""

_SPARK_TYPES = {"TEXT": "string", "INTEGER": "bigint"}


@dataclass(frozen=True, slots=True)
class AskedCounty:
    """A county's file, at its ``place`` among all, and what is asked of it: tallies of the days ``needs``, as far as ``sight`` sees."""

    place: int
    path: str
    needs: Period
    sight: Sight


@dataclass(frozen=True, slots=True)
class AskedTogether:
    """Files that are asked by one query. ``sight`` names members by their keys among all counties."""

    needs: Period
    sight: Sight
    counties: tuple[AskedCounty, ...]


def key_among_all(place: int, member: MemberKey) -> MemberKey:
    """The key of a county's member among all counties."""
    return MemberKey(place << WITHIN_COUNTY | member)


def asked_together(counties: Sequence[AskedCounty]) -> list[AskedTogether]:
    """The counties by what is asked of them, at the most some groups for each period."""
    groups: dict[tuple[Period, Sight], list[AskedCounty]] = {}
    for county in counties:
        groups.setdefault((county.needs, _alike(county.sight)), []).append(county)
    if len(groups) > _WAYS:
        groups = {}
        for county in counties:
            groups.setdefault((county.needs, _in_full(county.needs)), []).append(county)
    return [_together(needs, sight, of) for (needs, sight), of in groups.items()]


def _alike(sight: Sight) -> Sight:
    """What counties can have in common of their sights."""
    return replace(sight, in_person=frozenset(), members=None)


def _in_full(needs: Period) -> Sight:
    return Sight((needs.first,), None)


def _together(needs: Period, sight: Sight, counties: Sequence[AskedCounty]) -> AskedTogether:
    persons = frozenset(key_among_all(one.place, key) for one in counties for key in one.sight.in_person)
    told = replace(sight, in_person=persons) if len(persons) <= _IN_PERSON else replace(sight, by_day=None)
    return AskedTogether(needs, told, tuple(counties))


def code_frame(session: SparkSession, groups: Sequence[AskedTogether], numbers: Mapping[str, int]) -> DataFrame:
    """A row a member: ``place`` of the county, ``member`` by its own key, and ``codes``, in which labels are told by ``numbers``."""
    frames = [_codes(session, group, numbers) for group in groups]
    whole = reduce(lambda one, other: one.unionByName(other), frames)
    own = (1 << WITHIN_COUNTY) - 1
    return whole.selectExpr(f"shiftright(member, {WITHIN_COUNTY}) AS place", f"member & {own} AS member", "codes")


def _codes(session: SparkSession, group: AskedTogether, numbers: Mapping[str, int]) -> DataFrame:
    # A query is tied to what the name stands for when it is asked; the next group may take the name.
    _records(session, group.counties, numbers).createOrReplaceTempView("record")
    query = codes_query(SPARK, group.sight, numbers, "true")
    said, values = SPARK.bound(query, code_values(group.sight, group.needs, base_of(numbers.values())))
    return session.sql(said, args=values).toDF("member", "codes")


def _records(session: SparkSession, counties: Sequence[AskedCounty], numbers: Mapping[str, int]) -> DataFrame:
    """The standing records of the counties, as the query wants them."""
    from pyspark.sql import functions

    columns = record_columns()
    types = {"seq": "bigint", "sort": "string", "target": "bigint"} | {
        name: type_ for name, type_, _ in columns.values()
    }
    schema = ", ".join(f"{name} {type_}" for name, type_ in types.items())
    rows = session.read.schema(schema).parquet(*(plain_path(one.path) for one in counties))
    # As the column tells the path in percent signs, and the list of the files does not.
    path = functions.expr("url_decode(replace(_metadata.file_path, '+', '%2B'))")
    places = session.createDataFrame([(one.path, one.place) for one in counties], "path string, place bigint")
    placed = rows.withColumn("path", path).join(functions.broadcast(places), "path").drop("path")
    reversed_ = placed.where("sort = 'reversal'").selectExpr("place", "target AS seq")
    standing = placed.where("sort = 'record'").join(functions.broadcast(reversed_), ["place", "seq"], "left_anti")
    coded = [name for name, _, coded in columns.values() if coded]
    return reduce(lambda frame, name: _numbered(session, frame, name, numbers), coded, standing).selectExpr(
        f"place * {1 << WITHIN_COUNTY} + member AS member",
        *(f"{name} AS {cell}" for cell, (name, _, _) in columns.items() if cell != "member"),
    )


def _numbered(session: SparkSession, frame: DataFrame, name: str, numbers: Mapping[str, int]) -> DataFrame:
    """The frame with the number of its text in the place of each text of a column."""
    from pyspark.sql import functions

    labels = session.createDataFrame([*numbers.items()], f"{name} string, number bigint")
    return frame.join(functions.broadcast(labels), name, "left").drop(name).withColumnRenamed("number", name)


def record_columns() -> dict[str, tuple[str, str, bool]]:
    """What the query asks of a record: in which column of a file it stands, of which type for Spark, and whether it is a label."""
    from duty_cli.ledger.checking.schema_shape import shape_of
    from duty_cli.ledger.migrations import MIGRATIONS
    from duty_cli.ledger.parquet.sealed_columns import columns_of

    shape = shape_of(MIGRATIONS)
    coded = {one.name for one in shape.columns["record"] if one.coded}
    columns = columns_of(shape, with_names=False).by_sort["record"]
    asked = ("member", "kind", "day", *TALLIED)
    return {cell: (columns[cell].name, _SPARK_TYPES[columns[cell].type], cell in coded) for cell in asked}


def plain_path(path: str) -> str:
    """The path of one file, in which nothing stands for other names."""
    return "".join(f"\\{sign}" if sign in "*?[]{}\\" else sign for sign in path)
