"""A mapping file as text, with remarks for whoever reads it: what ``duty map new`` writes and ``load_mapping`` reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from unicodedata import east_asian_width

from duty_cli.model.column_maps import ColumnMapping, ColumnSource, ForeignCell, Replaced, StayRule
from duty_cli.model.exact_numbers import show
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.rules.yaml_reading.yaml_scalars import flow_list, quoted, scalar

_COMMENT_AT = 48
_BETWEEN = "｜"
"""Between examples: they may have 、 in them."""


@dataclass(frozen=True, slots=True)
class MapRemarks:
    """What is said beside a map: of which file it is, examples of our columns, what is not read, what is still to be written."""

    file: str
    examples: Mapping[str, Sequence[str]]
    unread: Mapping[str, Sequence[str]]
    missing: Sequence[str]
    doubts: Mapping[str, str]


def mapping_text(mapping: ColumnMapping, remarks: MapRemarks) -> str:
    """The mapping as YAML."""
    return "\n".join(
        [*_head(mapping, remarks), *_columns(mapping, remarks), *_rows(mapping), *_foot(mapping, remarks), ""]
    )


def _head(mapping: ColumnMapping, remarks: MapRemarks) -> Iterator[str]:
    yield f"# {_line(remarks.file)} 的对照表，由 duty map new 写出。请核对后试读：duty map try 文件 --map 本文件"
    yield "# 各项的写法见手册“外来文件”一节的表。"
    yield "format: duty-map/1"
    yield f"reads: {mapping.reads}"
    if mapping.separator != ",":
        yield f"separator: {quoted(mapping.separator)}"
    if mapping.encoding:
        yield f"encoding: {mapping.encoding}"
    if mapping.sheet:
        yield f"sheet: {scalar(mapping.sheet)}"
    if mapping.under:
        yield f"under: {scalar(mapping.under)}"
    if mapping.above:
        yield f"above: {flow_list(mapping.above)}"
    if mapping.known:
        look = mapping.known
        said = (("headings", look.headings), ("title", look.title), ("without", look.without))
        yield "known: {" + ", ".join(f"{key}: {flow_list(words)}" for key, words in said if words) + "}"


def _columns(mapping: ColumnMapping, remarks: MapRemarks) -> Iterator[str]:
    yield _noted("columns:", "本系统的列名: 从哪里来")
    for ours, source in mapping.columns.items():
        line = f"  {ours}: {_source(source)}"
        examples = _BETWEEN.join(map(_line, remarks.examples.get(ours, ())))
        yield _noted(line, f"例：{examples}") if examples else line
        if ours in remarks.doubts:
            yield f"  # {ours}：{_line(remarks.doubts[ours])}"


def _noted(line: str, said: str) -> str:
    """A line with a remark behind it, the remarks of short lines under one another."""
    wide = sum(1 + (east_asian_width(sign) in "WF") for sign in line)
    return f"{line}{' ' * max(2, _COMMENT_AT - wide)}# {said}"


def _rows(mapping: ColumnMapping) -> Iterator[str]:
    """Which rows are read."""
    for key, asked in (("only", mapping.only), ("except", mapping.without)):
        if asked:
            yield f"{key}: {{" + ", ".join(f"{scalar(one)}: {flow_list(words)}" for one, words in asked.items()) + "}"


def _foot(mapping: ColumnMapping, remarks: MapRemarks) -> Iterator[str]:
    for ours in remarks.missing:
        yield f"#  {ours}: {{from: }}    # 必有的列：写明是对方的哪一列，每行都一样的写 {{always: 文字}}，去掉前面的 #"
    if mapping.parted and not any(source.each for source in mapping.columns.values()):
        yield "# 几人合写的，另写：作者位次: {each: place}，作者人数: {each: count}，成果标识: {from: 对方编号的一列}"
    if mapping.reads == "attendance":
        yield "# 没有写履职事项、日期、活动的，导入时用 --kind、--on、--title 写明。"
    for theirs, examples in remarks.unread.items():
        said = f"（例：{_BETWEEN.join(map(_line, examples))}）" if examples else ""
        yield f"# 没有读的列：{_line(theirs)}{said}"
    if remarks.unread:
        yield "# 只要其中一些行的，照样子写：only: {列名: 写法}；不要一些行的：except: {列名: 写法}"


def _source(source: ColumnSource) -> str:
    said = dict(_keys(source))
    return "{" + ", ".join(f"{key}: {value}" for key, value in said.items()) + "}"


def _keys(source: ColumnSource) -> Iterator[tuple[str, str]]:
    if source.stay is not None:
        yield from _stay(source.stay)
        return
    if source.also_from:
        yield "from", flow_list([*source.origins])
    elif source.from_ is not None:
        yield "from", scalar(source.from_)
    for key, value in (("always", source.always), ("row", source.row_prefix), ("each", source.each)):
        if value is not None:
            yield key, scalar(value)
    if source.title is not None:
        yield "title", _label(source.title)
    if source.also_from:
        yield "join", quoted(source.join)
    yield from _changes(source)


def _changes(source: ColumnSource) -> Iterator[tuple[str, str]]:
    """What becomes of a value."""
    if source.split:
        yield "split", flow_list(source.split) if len(source.split) > 1 else quoted(source.split[0])
    if source.part is not None:
        yield "part", str(source.part)
    if source.values is not None:
        yield "values", "{" + ", ".join(f"{scalar(one)}: {scalar(ours)}" for one, ours in source.values.items()) + "}"
    if source.otherwise is not None:
        other = source.otherwise
        yield "otherwise", scalar(other.text if isinstance(other, Replaced) else other)
    if source.date is not None:
        yield "date", scalar(source.date)


def _stay(rule: StayRule) -> Iterator[tuple[str, str]]:
    if rule.lasted is not None:
        yield "from", scalar(rule.lasted.heading)
    if rule.bounds is not None:
        yield "since", _place(rule.bounds[0])
        yield "until", _place(rule.bounds[1])
    match rule.whole:
        case ForeignCell() as one:
            yield "of", f"{{from: {scalar(one.heading)}}}" if one.in_row else _place(one)
        case (first, last):
            yield "of", f"{{since: {_place(first)}, until: {_place(last)}}}"
        case seconds:
            yield "of", f"{show(seconds)}秒"
    if rule.unit:
        yield "unit", scalar(rule.unit)
    if rule.date is not None:
        yield "date", scalar(rule.date)


def _place(cell: ForeignCell) -> str:
    return scalar(cell.heading) if cell.in_row else f"{{title: {_label(cell)}}}"


def _label(cell: ForeignCell) -> str:
    return scalar(cell.heading) if cell.where == "beside" else f"{{below: {scalar(cell.heading)}}}"


def _line(text: str) -> str:
    """A text within a remark, which ends with its line."""
    return "".join(sign if sign.isprintable() else " " for sign in text)
