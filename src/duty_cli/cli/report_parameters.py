"""What a report can be asked with: each parameter once, and the values of one call."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from duty_cli.cli import completion_values
from duty_cli.cli.options import (
    CALENDAR_YEAR_OR_THIS,
    DATED,
    FOR_ALL,
    FOR_ONE,
    FORMAT,
    KNOWN_AT,
    MEMBER,
    NO_VERIFY,
    NUMBER,
    ORDER,
    OUT,
    PLAN,
    RANKED,
    YEAR,
    YEAR_OPTION,
    YEAR_OR_THIS,
    ReaderOfAll,
    ReaderOfOne,
)
from duty_cli.documents.formats import Format
from duty_cli.model.name_order import NamesBy
from duty_cli.patterns import pattern

_YEAR = pattern(r"((?:19|20)[0-9]{2})年?")


class Subject(StrEnum):
    """The groupings whose groups can be evaluated."""

    SECTOR = "界别"
    LIAISON_GROUP = "委员联络组"
    SPECIAL_COMMITTEE = "专门委员会"


@dataclass(frozen=True, slots=True)
class ReportArguments:
    """What one report was asked with; what a report does not take keeps its default."""

    quarter: str = ""
    year: int = 0
    term: int = 0
    plan: int = 0
    member: str = ""
    proceeding: int = 0
    activity: str | None = None
    on: str | None = None
    kind: str | None = None
    subject: Subject | None = None
    reader: ReaderOfAll | ReaderOfOne = ReaderOfAll.INTERNAL
    full: bool = False
    beside: bool = False
    ranked: bool = False
    order: NamesBy | None = None
    from_: str = ""
    until: str | None = None
    number: int | None = None
    dated: str | None = None
    watched: tuple[str, ...] = ()
    as_of: str | None = None
    overdue: bool = False
    by: Subject | None = None
    group: str = ""
    known_at: int | None = None
    unverified: bool = False
    format_: Format | None = None
    out: Path | None = None

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> ReportArguments:
        """Those of a command line, by parameter, as Typer reads them or as they were typed."""
        asked = cls(**{one.name: said[one.name] for one in fields(cls) if one.name in said})
        asked = replace(asked, watched=tuple(asked.watched or ()))
        return asked if asked.order is None else replace(asked, order=NamesBy(asked.order))

    @property
    def public(self) -> bool:
        """Whether the report is for everybody to read."""
        return self.reader == ReaderOfAll.PUBLIC

    @property
    def watched_year(self) -> int | None:
        """The year that the first of the words names; None where it names a member, or there is none."""
        from duty_cli.parsing.text_cleaning import narrow

        first = self.watched[0] if self.watched else ""
        found = _YEAR.fullmatch(narrow(first))
        return int(found[1]) if found else None

    @property
    def watched_members(self) -> tuple[str, ...]:
        """The members that the words name."""
        return self.watched if self.watched_year is None else self.watched[1:]


@dataclass(frozen=True, slots=True)
class ReportParameter:
    """A parameter of a command: its name, what Typer makes of it, and what it is where it is not told."""

    name: str
    annotation: object
    default: object = inspect.Parameter.empty


_ACTIVITY = typer.Argument(metavar="活动", help="活动名称；不填时用 --on 和 --kind 指明")

QUARTER = ReportParameter(
    "quarter",
    Annotated[str, typer.Argument(metavar="季度", help="如 2026-Q3", autocompletion=completion_values.quarters)],
)
TERM = ReportParameter(
    "term", Annotated[int, typer.Argument(metavar="届次", help="如 14", autocompletion=completion_values.terms)]
)
WHICH_YEAR = ReportParameter("year", YEAR)
THIS_CALENDAR_YEAR = ReportParameter("year", CALENDAR_YEAR_OR_THIS, None)
THIS_YEAR = ReportParameter("year", YEAR_OR_THIS, None)
YEAR_OR_ALL = ReportParameter(
    "year",
    Annotated[
        int,
        typer.Argument(
            metavar="年度", help="四位年份；不填为全部", show_default=False, autocompletion=completion_values.years
        ),
    ],
    0,
)
YEAR_OF_MEMBER = ReportParameter("year", YEAR_OPTION)
WHICH_PLAN = ReportParameter("plan", PLAN)
WHICH_MEMBER = ReportParameter("member", MEMBER)
ONLY_MEMBER = ReportParameter(
    "member",
    Annotated[
        str, typer.Option("--member", metavar="委员", help="只列这名委员", autocompletion=completion_values.members)
    ],
    "",
)
WHICH_OBJECTION = ReportParameter(
    "proceeding", Annotated[int, typer.Argument(metavar="序号", help="异议的序号，见 duty object list")]
)
ACTIVITY = ReportParameter("activity", Annotated[str | None, _ACTIVITY], None)
EVENT_DAY = ReportParameter("on", Annotated[str | None, typer.Option("--on", metavar="日期", help="活动日期")], None)
EVENT_KIND = ReportParameter(
    "kind",
    Annotated[
        str | None, typer.Option("--kind", metavar="事项", help="履职事项", autocompletion=completion_values.kinds)
    ],
    None,
)
SUBJECT = ReportParameter(
    "subject",
    Annotated[
        Subject | None, typer.Option("--subject", help="以哪种组别为对象；须有以该组别计分的规则文件。不填为委员")
    ],
    None,
)
FOR_INTERNAL = ReportParameter("reader", FOR_ALL, ReaderOfAll.INTERNAL)
FOR_PUBLIC = ReportParameter("reader", FOR_ALL, ReaderOfAll.PUBLIC)
FOR_OFFICE = ReportParameter("reader", FOR_ONE, ReaderOfOne.INTERNAL)
FOR_MEMBER = ReportParameter("reader", FOR_ONE, ReaderOfOne.OWN)
FULL = ReportParameter(
    "full",
    Annotated[bool, typer.Option("--full", help="详单：列出每一条记录、规则和录入情况，不限页数")],
    default=False,
)
BESIDE = ReportParameter(
    "beside",
    Annotated[
        bool, typer.Option("--beside", help="另列本人与所在界别、全体的平均对照；不排名次，推算得出他人情况的不列")
    ],
    default=False,
)
WATCHED = ReportParameter(
    "watched",
    Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[年度] [委员]...",
            help="年度为四位年份，不填为今天所在的年度；委员可以写几名，不填为全部",
            autocompletion=completion_values.members,
            show_default=False,
        ),
    ],
    None,
)
AS_OF = ReportParameter(
    "as_of", Annotated[str | None, typer.Option("--on", metavar="日期", help="以哪一天为准；不填为今天")], None
)
FROM_DAY = ReportParameter("from_", Annotated[str, typer.Option("--from", metavar="日期", help="从哪一天起")])
UNTIL_DAY = ReportParameter(
    "until",
    Annotated[str | None, typer.Option("--until", metavar="日期", help="到哪一天为止（含当日）；不填为今天")],
    None,
)
OVERDUE = ReportParameter(
    "overdue", Annotated[bool, typer.Option("--overdue", help="只列逾期还没有提交的")], default=False
)
GROUP = ReportParameter(
    "group",
    Annotated[
        str,
        typer.Argument(
            metavar="联络组", help="委员联络组的名称", autocompletion=completion_values.groups("委员联络组")
        ),
    ],
)
BY_GROUPING = ReportParameter(
    "by", Annotated[Subject | None, typer.Option("--by", help="按哪种组别排列和统计；不填按名单排列")], None
)
BY_POINTS = ReportParameter("ranked", RANKED, default=False)
NAMES_BY = ReportParameter("order", ORDER, None)
DOCUMENT = (ReportParameter("number", NUMBER, None), ReportParameter("dated", DATED, None))
"""What a document is printed with."""
AS_ON = ReportParameter(
    "dated", Annotated[str | None, typer.Option("--dated", metavar="日期", help="截至哪一天；不填为今天")], None
)

ALWAYS = (
    ReportParameter("known_at", KNOWN_AT, None),
    ReportParameter("unverified", NO_VERIFY, default=False),
    ReportParameter("format_", FORMAT, None),
    ReportParameter("out", OUT, None),
)
"""What every report takes, last."""
