"""Options and arguments that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duty_cli.cli import completion_values
from duty_cli.cli.app_context import AppContext
from duty_cli.documents.formats import Format
from duty_cli.errors.record_errors import MissingValue
from duty_cli.model.name_order import NamesBy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duty_cli.model.audience import Audience
    from duty_cli.model.members import Facet


def desk_of(ctx: typer.Context) -> AppContext:
    """The desk of this run."""
    desk = ctx.obj
    assert isinstance(desk, AppContext), "the callback of the program makes the desk"
    return desk


def _written(reason: str) -> str:
    if not reason.strip():
        raise MissingValue("原因")
    return reason.strip()


def _year_or_this(ctx: typer.Context, year: int | None) -> int:
    """The year told, else the year of assessment in which this day lies: told where the words are read, for issues keep them."""
    if year is not None:
        return year
    from duty_cli.scoring.assessment_year import rules_on

    desk = desk_of(ctx)
    found = rules_on(desk.rules, desk.today)
    return desk.today.year if found is None else found.year


def _calendar_year_or_this(ctx: typer.Context, year: int | None) -> int:
    """The calendar year told, else that of this day."""
    return desk_of(ctx).today.year if year is None else year


def _group(name: str, metavar: str, heading: str) -> object:
    return typer.Option(f"--{name}", metavar=metavar, help=heading, autocompletion=completion_values.groups(heading))


_member = typer.Argument(
    metavar="委员",
    help="委员编号、全名、全名（界别）、全名@界别或姓名拼音首字母",
    autocompletion=completion_values.members,
)
_kind = typer.Argument(metavar="事项", help="履职事项，以规则文件所列为准", autocompletion=completion_values.kinds)
_on = typer.Option("--on", metavar="日期", help="日期，如 2026-03-05、3月5日、3.5、5日、昨天")

MEMBER = Annotated[str, _member]
MEMBER_OR_ASKED = Annotated[str | None, _member]
KIND = Annotated[str, _kind]
KIND_OR_ASKED = Annotated[str | None, _kind]
SEQ = Annotated[int, typer.Argument(metavar="序号", help="账本序号，见 duty log 批次、duty explain")]
PLAN = Annotated[int, typer.Argument(metavar="序号", help="活动计划的序号，见 duty plan list")]
YEAR = Annotated[int, typer.Argument(metavar="年度", help="四位年份，如 2026", autocompletion=completion_values.years)]
YEAR_OR_THIS = Annotated[
    int | None,
    typer.Argument(
        metavar="年度", help="四位年份；不填为今年", autocompletion=completion_values.years, callback=_year_or_this
    ),
]
CALENDAR_YEAR_OR_THIS = Annotated[
    int | None,
    typer.Argument(
        metavar="年度",
        help="四位年份（公历年）；不填为今年",
        autocompletion=completion_values.years,
        callback=_calendar_year_or_this,
    ),
]
YEAR_OPTION = Annotated[
    int, typer.Option("--year", metavar="年度", help="四位年份", autocompletion=completion_values.years)
]
ON = Annotated[str, _on]
ON_OR_ASKED = Annotated[str | None, _on]
FROM = Annotated[str, typer.Option("--from", metavar="日期", help="起日；不写年份的，限今天前后 90 天内")]
UNTIL = Annotated[str | None, typer.Option("--until", metavar="日期", help="止日（含当日）；不填为至今")]
REASON = Annotated[str, typer.Option("--reason", metavar="原因", callback=_written, help="为何更改，记入账本")]
FORMAT = Annotated[Format | None, typer.Option("--format", help="输出格式；不填时按 -o 的文件名，否则为 table")]
OUT = Annotated[Path | None, typer.Option("-o", "--output", metavar="文件", help="写入文件；不填时输出到屏幕")]
KNOWN_AT = Annotated[
    int | None, typer.Option("--known-at", metavar="序号", help="按账本在该序号时的内容和规则重新生成，逐字节相同")
]
NO_VERIFY = Annotated[
    bool, typer.Option("--no-verify", help="不核对账本，一时急用；账本如有损坏，表上看不出来，印发时总要核对")
]
NUMBER = Annotated[int | None, typer.Option("--number", metavar="号", min=1, help="文号中的序号；不填时空着待填")]
PAPER_NUMBER = Annotated[str | None, typer.Option("--number", metavar="文号", help="文件的文号")]
DATED = Annotated[str | None, typer.Option("--dated", metavar="日期", help="成文日期；不填为今天")]
RANKED = Annotated[bool, typer.Option("--ranked", help="按得分从高到低排列；默认按界别和编号")]
ORDER = Annotated[
    NamesBy | None,
    typer.Option("--order", help="名单按什么排列；默认按 style.yaml 所写，没有写的按界别", show_default=False),
]
MAP = Annotated[
    Path | None, typer.Option("--map", metavar="文件或名称", help="外来文件的对照表：YAML 文件，或现成的一份的名称")
]
ENCODING = Annotated[str | None, typer.Option("--encoding", metavar="编码", help="文件编码；默认自动识别")]
SHEET = Annotated[str | None, typer.Option("--sheet", metavar="工作表", help="工作簿中有几张表时，读哪一张")]
AS_SAVED = Annotated[bool, typer.Option("--as-saved", help="要读的单元格是公式的，照存盘时的结果读取，并说明是哪几格")]
MISSING = Annotated[
    str | None,
    typer.Option(
        "--missing", metavar="状态", help="应出席而不在表上的委员登记为：缺席 请假 请假未准 公假；已准假的列为请假"
    ),
]
ALL = Annotated[bool, typer.Option("--all", help="应出席的是这一事项的全体委员")]
LISTED = Annotated[bool, typer.Option("--listed", help="应出席的只有表上各人，其余委员不必到")]
SECTOR = Annotated[str | None, _group("sector", "界别", "界别")]
PARTY = Annotated[str | None, _group("party", "党派", "党派")]
LIAISON_GROUP = Annotated[str | None, _group("liaison-group", "联络组", "委员联络组")]
SPECIAL_COMMITTEE = Annotated[str | None, _group("special-committee", "专委会", "专门委员会")]


def groups_named(desk: AppContext, groups: Sequence[str | None]) -> dict[Facet, str]:
    """The sector, liaison group and special committee that were named. Raises UnknownWord for one that the roster never had."""
    from duty_cli.errors.lookup_errors import UnknownWord
    from duty_cli.model.members import GROUPINGS
    from duty_cli.parsing.near_names import known_values
    from duty_cli.parsing.text_cleaning import clean_text

    named = {facet: clean_text(facet.value, word) for facet, word in zip(GROUPINGS, groups, strict=False) if word}
    if named:
        with desk.ledger.reading() as reading:
            roster = reading.roster()
        for facet, name in named.items():
            known = known_values(roster, facet)
            if known and name not in known:
                raise UnknownWord(facet.value, name, known)
    return named


class ReaderOfAll(StrEnum):
    """Who reads a report on everybody."""

    INTERNAL = "内部"
    PUBLIC = "公示"


class ReaderOfOne(StrEnum):
    """Who reads a report on one member."""

    INTERNAL = "内部"
    OWN = "本人"


FOR_ALL = Annotated[ReaderOfAll, typer.Option("--for", help="阅读对象；“公示”稿不列的内容见手册“给谁看”")]
FOR_ONE = Annotated[ReaderOfOne, typer.Option("--for", help="阅读对象；“本人”稿没有提请研究事项")]


def audience_of(reader: ReaderOfAll | ReaderOfOne) -> Audience:
    """The audience that was named."""
    from duty_cli.model.audience import Audience

    return Audience(reader)
