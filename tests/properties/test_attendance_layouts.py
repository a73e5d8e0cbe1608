"""Attendance sheets in any layout: what is read is what was written, or the place that is broken is named."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from duty_cli.errors.base import DutyError
from duty_cli.importing.forms.detect_form import guess, read_filed
from duty_cli.importing.open_file import open_tables
from duty_cli.importing.readers.file_sheet import cell_name
from duty_cli.model.file_forms import FileForm
from tests.effort import examples
from tests.importing.files import merged_xlsx, whole
from tests.importing.people import roster
from tests.importing.words import WORDS

NAMES = ("张晓岚", "曾国梁", "李文博", "阿依努尔·热合曼", "单怀瑾", "周若川", "欧阳小计")
PEOPLE = roster(*(f"{number:03} {name} 教育" for number, name in enumerate(NAMES, 1)))
KIND = "书香政协"
SIGNS = {"√": "出席", "✔️": "出席", "假": "请假", "×": "缺席", "迟": "迟到"}
DAYS = (date(2026, 4, 2), date(2026, 4, 9), date(2026, 4, 16), date(2026, 5, 14))

Sheet = tuple[list[list[str]], list[str]]
Said = tuple[str, date, str, str]


@dataclass(frozen=True)
class Layout:
    """How a sheet is drawn: the columns before the signs, how days are written and on how many rows, and what is merged."""

    columns: tuple[str, ...]
    day: str
    deep: int
    halves: int
    title: tuple[str, ...]
    below: tuple[str, ...]
    down: bool
    as_csv: bool


WRITTEN: dict[str, Callable[[date], str]] = {
    "iso": lambda day: day.isoformat(),
    "han": lambda day: f"{day.month}月{day.day}日",
    "weekday": lambda day: f"{day.month}月{day.day}日（周{'一二三四五六日'[day.weekday()]}）",
    "slash": lambda day: f"{day.month}/{day.day}",
    "hours": lambda day: f"{day.month}/{day.day} 9:00-11:30",
    "alone": lambda day: f"{day.day}日",
}

LAYOUTS = st.builds(
    Layout,
    columns=st.permutations(["序号", "姓名", "编号", "界别"])
    .map(tuple)
    .flatmap(lambda order: st.sampled_from([order, tuple(one for one in order if one != "编号")])),
    day=st.sampled_from(sorted(WRITTEN)),
    deep=st.integers(1, 3),
    halves=st.integers(1, 3),
    title=st.sampled_from([(f"2026年{KIND}签到表",), ("政协示例市委员会", f"2026年{KIND}签到表", "地点：三楼会议室")]),
    below=st.sampled_from([(), ("合计",), ("注：√为出席，假为请假", "记录人：某甲"), ("", "领导签字：")]),
    down=st.booleans(),
    as_csv=st.booleans(),
)
DAYS_ACROSS = st.lists(st.sampled_from(DAYS), min_size=1, max_size=3, unique=True).map(sorted)
ROWS = st.lists(st.lists(st.sampled_from(["", *SIGNS]), min_size=3, max_size=3), min_size=1, max_size=7)


def drawn(layout: Layout, days: Sequence[date], signs: Sequence[Sequence[str]]) -> Sheet:
    """The rows of a sheet and what is merged on it."""
    wide, across = len(layout.columns), len(days)
    head, blocks = _head(layout, days)
    rows = [[one] for one in layout.title] + [row * layout.halves for row in head]
    each = -(-len(signs) // layout.halves)
    for at in range(each):
        row: list[str] = []
        for number in range(at, layout.halves * each, each):
            cells = {"序号": str(number + 1), "姓名": "", "编号": "", "界别": ""}
            if number < len(signs):
                cells |= {"姓名": NAMES[number], "编号": f"{number + 1:03}", "界别": "教育"}
            marks = signs[number][:across] if number < len(signs) else [""] * across
            row += [*(cells[one] for one in layout.columns), *marks]
        rows.append(row)
    first = len(layout.title)
    merged = [_block(first + top, left + part * (wide + across), first + bottom, right + part * (wide + across)) for part in range(layout.halves) for top, left, bottom, right in blocks]  # fmt: skip
    if layout.down and not layout.as_csv:
        merged += list(
            _runs(
                rows,
                first + len(head),
                [at for at in range(layout.halves * (wide + across)) if at % (wide + across) >= wide],
            )
        )
    return [*rows, *([one] for one in layout.below)], merged


def _head(layout: Layout, days: Sequence[date]) -> tuple[list[list[str]], list[tuple[int, int, int, int]]]:
    """The rows of headings of one half, and what is merged in them."""
    wide, empty = len(layout.columns), [""] * len(layout.columns)
    written = [WRITTEN[layout.day](day) for day in days]
    months = [f"{day.month}月" for day in days]
    if layout.day == "alone" and (layout.deep == 1 or layout.as_csv):
        rows = [[*layout.columns, *months], [*empty, *written]]
    elif layout.deep == 1:
        return [[*layout.columns, *(f"{one} 读书会" for one in written)]], []
    elif layout.as_csv:
        rows = [[*layout.columns, *(["读书会"] * len(days))], [*empty, *written]]
    else:
        top = months if layout.day == "alone" else ["读书会"] * len(days)
        return _merged_head(layout, top, written, wide)
    return rows, []


def _merged_head(
    layout: Layout, top: Sequence[str], written: Sequence[str], wide: int
) -> tuple[list[list[str]], list[tuple[int, int, int, int]]]:
    """The upper headings once for neighbours that have the same, merged over them; on two rows or, with an empty one, on three."""
    upper = [one if at == 0 or top[at - 1] != one else "" for at, one in enumerate(top)]
    rows = [[*layout.columns, *upper], [*[""] * wide, *written]]
    starts = [at for at, one in enumerate(upper) if one]
    ends = [*(at - 1 for at in starts[1:]), len(top) - 1]
    blocks = [(0, wide + first, 0, wide + last) for first, last in zip(starts, ends, strict=True) if last > first]
    return rows, [*blocks, *((0, at, 1, at) for at in range(wide))]


def _block(top: int, left: int, bottom: int, right: int) -> str:
    return f"{cell_name(top, left)}:{cell_name(bottom, right)}"


def _runs(rows: list[list[str]], first: int, columns: Sequence[int]) -> list[str]:
    """Merge equal signs that stand below one another; all but the first are emptied."""
    found: list[str] = []
    for column in columns:
        start = first
        for at in range(first + 1, len(rows) + 1):
            sign = rows[start][column]
            if at == len(rows) or rows[at][column] != sign:
                if sign and at - start > 1:
                    found.append(_block(start, column, at - 1, column))
                    for below in range(start + 1, at):
                        rows[below][column] = ""
                start = at
    return found


def _bytes(layout: Layout, sheet: Sheet) -> bytes:
    rows, blocks = sheet
    if not layout.as_csv:
        return merged_xlsx(rows, blocks)
    made = io.StringIO()
    csv.writer(made).writerows(rows)
    return made.getvalue().encode()


def read(data: bytes) -> tuple[set[Said], list[str]]:
    """What a file says, and all that is wrong with it."""
    tables = open_tables(
        "签到", data, lambda table: guess(table, (KIND,)).form is FileForm.ATTENDANCE, words=WORDS, mapping=None, encoding=None, sheet=None
    )  # fmt: skip
    files = [whole(read_filed(one, FileForm.ATTENDANCE, PEOPLE, (KIND,))) for one in tables]
    said = {
        (row.member.number, row.fields.on, row.fields.kind, str(row.fields.attendance))
        for one in files
        for row in one.rows
    }
    return said, [str(problem) for one in files for problem in one.problems]


def meant(days: Sequence[date], signs: Sequence[Sequence[str]]) -> set[Said]:
    return {
        (f"{number:03}", day, KIND, SIGNS[sign])
        for number, row in enumerate(signs, 1)
        for day, sign in zip(days, row, strict=False)
        if sign
    }


@settings(max_examples=examples(60), deadline=None)
@given(LAYOUTS, DAYS_ACROSS, ROWS)
def test_in_any_layout_what_is_read_is_what_was_written(
    layout: Layout, days: list[date], signs: list[list[str]]
) -> None:
    assert read(_bytes(layout, drawn(layout, days, signs))) == (meant(days, signs), [])


BROKEN = {
    "sign": ("√", "△"),
    "name": ("曾国梁", "曾国粱粱"),
    "day": ("4月2日", "4月31日"),
    "weekday": ("（周四）", "（周五）"),
    "number": ("001", "999"),
    "heading": ("姓名", "名"),
}
"""What stands in one cell, and what it is made."""


@settings(max_examples=examples(60), deadline=None)
@given(LAYOUTS, DAYS_ACROSS, ROWS, st.sampled_from(sorted(BROKEN)), st.data())
def test_one_broken_cell_is_named_and_nothing_else_is_read_otherwise(
    layout: Layout, days: list[date], signs: list[list[str]], broken: str, data: st.DataObject
) -> None:
    rows, blocks = drawn(layout, days, signs)
    right, wrong = BROKEN[broken]
    table = range(len(layout.title), len(rows) - len(layout.below))
    places = [(at, place) for at in table for place, cell in enumerate(rows[at]) if right in cell]
    assume(places)
    at, place = data.draw(st.sampled_from(places))
    rows[at][place] = rows[at][place].replace(right, wrong)
    try:
        said, problems = read(_bytes(layout, (rows, blocks)))
    except DutyError as error:
        said, problems = set(), [str(error)]
    assert said <= meant(days, signs)
    assert any(f":{at + 1}" in one or f"第 {place + 1} 列" in one or wrong in one for one in problems), problems
