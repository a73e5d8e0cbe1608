"""What is asked once the columns of a map are known: which rows are read, what stands above the table, who stayed how long."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from duty_cli.cli.prompt import Suggestion, Terminal
from duty_cli.errors.record_errors import BadValue
from duty_cli.model.column_maps import ColumnSource, ForeignCell, StayRule, WholeTime
from duty_cli.parsing import text_cleaning
from duty_cli.parsing.stay_times import duration
from duty_cli.patterns import pattern
from duty_cli.rules.mapping_file import SHARE

if TYPE_CHECKING:
    from duty_cli.cli.map_dialog import Draft
    from duty_cli.importing.foreign_head import ForeignColumn

_FEW, _WORD = 6, 8
"""The values of a column by which rows may be chosen, and how long each of them is at most."""

_BETWEEN = pattern(r"[、,，;；\s]+")
_LABELLED = pattern(r"\s*([^:：]{1,12})[:：]\s*(\S.*)")
_MOMENT = pattern(r".*\d{1,2}:\d\d(?::\d\d)?(?:\s*[AaPp][Mm])?")


def ask_for_more(clerk: Terminal, draft: Draft) -> None:
    """Ask for what the columns alone do not say, where the file has something of the kind."""
    if draft.reads in ("records", "attendance"):
        for ours in ("活动", "日期"):
            _above(clerk, draft, ours)
    if draft.reads == "attendance":
        _stay(clerk, draft)
    for column in draft.head.columns:
        if column.heading not in draft.chosen and _is_sort(column):
            _rows(clerk, draft, column)


def _is_sort(column: ForeignColumn) -> bool:
    """Whether the values of a column are a few words that stand in many rows, as 通过 and 未通过 do."""
    few = 1 < len(column.values) <= _FEW
    return few and all(len(value) <= _WORD and not any(map(str.isdecimal, value)) for value in column.values)


def _rows(clerk: Terminal, draft: Draft, column: ForeignColumn) -> None:
    """By which of its values rows are read, if by any."""
    question = (
        f"“{column.heading}”没有读（{'｜'.join(column.values)}）；只要其中几种的行，写明是哪几种（回车各行都读）："
    )
    while said := clerk.ask(question, [Suggestion.of(value) for value in column.values]):
        words = tuple(dict.fromkeys(filter(None, _BETWEEN.split(said))))
        if unknown := [word for word in words if word not in column.values]:
            clerk.tell(f"　　没有“{'、'.join(unknown)}”；有的写法：{'、'.join(column.values)}")
            continue
        draft.only[column.heading] = words
        return


def labels(draft: Draft) -> dict[str, str]:
    """What stands above the table under a label, by the label: 会议主题：… in one cell, or in two."""
    return dict(_labelled(draft))


def _labelled(draft: Draft) -> Iterator[tuple[str, str]]:
    for line, cells in draft.head.first:
        said = [cell.strip() for cell in cells if cell.strip()] if line < draft.head.line else []
        for cell in said:
            if found := _LABELLED.fullmatch(" ".join(cell.split())):
                yield text_cleaning.heading(found[1]), found[2]
        if len(said) == 2 and not any(":" in cell or "：" in cell for cell in said[:1]):
            yield text_cleaning.heading(said[0]), said[1]


def _above(clerk: Terminal, draft: Draft, ours: str) -> None:
    """Under which label above the table stands what no column says."""
    found = labels(draft)
    if ours in draft.sources or not found:
        return
    shown = "，".join(f"{label}：{text_cleaning.shown(value)}" for label, value in found.items())
    question = f"没有一列是{ours}；表上方有 {shown}；取哪一处，写标签（回车不取）："
    while said := clerk.ask(question, [Suggestion.of(label) for label in found]):
        label = text_cleaning.heading(said).rstrip(":")
        if label in found:
            draft.sources[ours] = ColumnSource(title=ForeignCell(label, "beside"))
            return
        clerk.tell(f"　　表上方没有“{said}”；可用的有：{'、'.join(found)}")


def _stay(clerk: Terminal, draft: Draft) -> None:
    """From when until when each stayed, and how long the meeting took."""
    moments = [one.heading for one in draft.head.columns if one.values and all(map(_MOMENT.fullmatch, one.values))]
    if SHARE in draft.sources or len(moments) < 2:
        return
    question = f"{'、'.join(moments)}是时间；是进入和离开的，写明两列（先进入后离开，用“、”分隔；回车不折算参加比例）："
    while said := clerk.ask(question, [Suggestion.of(f"{moments[0]}、{moments[1]}")]):
        words = [text_cleaning.heading(one) for one in _BETWEEN.split(said) if one]
        if len(words) != 2 or words[0] == words[1] or not {*words} <= {*moments}:
            clerk.tell(f"　　请写两列，可用的有：{'、'.join(moments)}")
            continue
        whole = _whole(clerk, draft)
        if whole is not None:
            bounds = (ForeignCell(words[0]), ForeignCell(words[1]))
            draft.sources[SHARE] = ColumnSource(stay=StayRule(whole, bounds=bounds))
        return


def _whole(clerk: Terminal, draft: Draft) -> WholeTime | None:
    """How long the meeting took; None where nobody says it."""
    found = labels(draft)
    there = f"，或表上方的标签（{'、'.join(found)}）" if found else ""
    while said := clerk.ask(f"会议全长（如 2小时{there}；回车不折算）："):
        label = text_cleaning.heading(said).rstrip(":")
        if label in found:
            return ForeignCell(label, "beside")
        try:
            if seconds := duration("全长", said):
                return seconds
            clerk.tell("　　会议的全长是 0")
        except BadValue as error:
            clerk.tell(f"　　{error}")
    return None
