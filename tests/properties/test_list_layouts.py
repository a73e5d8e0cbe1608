"""Lists of records, proposals and members in any layout: what is read is what was written, or the place that is broken is named."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from duty_cli.errors.base import DutyError
from duty_cli.importing.forms.detect_form import guess, read_filed
from duty_cli.importing.forms.roster_list import read_roster
from duty_cli.importing.open_file import open_table
from duty_cli.importing.readers.file_sheet import cell_name
from duty_cli.importing.sheets.file_table import FileTable
from tests.effort import examples
from tests.importing.files import merged_xlsx, whole
from tests.importing.people import roster
from tests.importing.words import WORDS

NAMES = ("张晓岚", "曾国梁", "李文博", "阿依努尔·热合曼", "单怀瑾", "周若川", "欧阳小计")
PEOPLE = roster(*(f"{number:03} {name} 教育" for number, name in enumerate(NAMES, 1)))
KINDS = ("提案", "定期走访")

PAPER_DAY = "2026年4月2日"
"""What stands below a list at the right."""

Cells = Mapping[str, str]
"""A row, by our headings."""

Facts = tuple[str, ...]


@dataclass(frozen=True)
class Form:
    """A form of file: its rows in any order of columns, what they say, and how a file of it is read."""

    rows: st.SearchStrategy[list[dict[str, str]]]
    optional: tuple[str, ...]
    broken: dict[str, str]
    """What one cell is made, by its heading."""
    meant: Callable[[Cells], list[Facts]]
    read: Callable[[FileTable], tuple[list[Facts], list[str]]]


@dataclass(frozen=True)
class Layout:
    """How a file is drawn: how its headings stand, in what order and under what titles, what is merged, and how it is saved."""

    order: int
    dropped: frozenset[str]
    mark: str
    deep: str
    titles: tuple[str, ...]
    below: tuple[tuple[str, ...], ...]
    down: bool
    day: str
    save: tuple[str, str]


SAVED = [(sign, codec) for sign in ",;\t|" for codec in ("utf-8-sig", "gb18030", "utf-16", "utf-16-le")]
LAYOUTS = st.builds(
    Layout,
    order=st.integers(0, 719),
    dropped=st.frozensets(st.sampled_from(["姓名", "备注", "联名人", "阶段", "党派", "职务", "离任日期"]), max_size=3),
    mark=st.sampled_from(["{}", "*{}", "{}（必填）", "【{}】", "{} "]),
    deep=st.sampled_from(["one row", "under a group", "two rows", "merged down"]),
    titles=st.sampled_from(
        [(), ("2026年委员履职情况表",), ("政协示例市委员会", "2026年情况汇总表", "填报单位：提案委")]
    ),
    below=st.sampled_from(
        [
            (),
            (("合计", "3"),),
            (("",), ("注：以上由各办公室核对",)),
            (("填表人：某甲", "审核人：某乙"), (PAPER_DAY,)),
        ]
    ),
    down=st.booleans(),
    day=st.sampled_from(["{0}", "{0:%Y/%m/%d}", "{0:%Y年%m月%d日}", "{0:%Y%m%d}", "{0} 9:30"]),
    save=st.sampled_from([("xlsx", "")] * 8 + SAVED),
)

DAYS = st.sampled_from([date(2026, 3, 5), date(2026, 3, 6), date(2026, 11, 12)]).map(str)
TITLES = (
    st.text("关于建议老街充电，、;|2\"' ", min_size=1, max_size=12).map(str.strip).filter(lambda text: text.strip("'"))
)
NOTES = st.sampled_from(["", "补报", "见附件"])
WHO = st.integers(0, len(NAMES) - 1)


def record(who: int, kind: str, day: str, title: str, stage: str, note: str) -> dict[str, str]:
    named = {"委员编号": f"{who + 1:03}", "姓名": NAMES[who]}
    return {**named, "履职事项": kind, "日期": day, "标题": f"甲{title}", "阶段": stage, "备注": note}


RECORDS = st.lists(
    st.builds(record, WHO, st.sampled_from(KINDS), DAYS, TITLES, st.sampled_from(["", "提交", "提交、立案"]), NOTES),
    min_size=1,
    max_size=5,
).map(lambda rows: [{**row, "标题": f"{row['标题']}{at}"} for at, row in enumerate(rows)])
"""No two of them are alike: of two that are merged in every cell the lower is an empty line of the form."""


def read_list(table: FileTable) -> tuple[list[Facts], list[str]]:
    """What a file of records says."""
    form = guess(table, KINDS).form
    file = whole(read_filed(table, form, PEOPLE, KINDS))
    said: list[Facts] = [
        (
            *(row.member.number, row.fields.kind, str(row.fields.on), row.fields.title or ""),
            *("、".join(sorted(row.fields.stages)), row.fields.note or "", str(row.fields.position or "")),
        )
        for row in file.rows
    ]
    return said, [str(problem) for problem in file.problems]


def meant_record(row: Cells) -> list[Facts]:
    said = (row["委员编号"], row["履职事项"], row["日期"], row["标题"], row.get("阶段", ""), row.get("备注", ""), "")
    return [said]


def proposal(number: int, title: str, authors: Sequence[int], day: str, note: str) -> dict[str, str]:
    names = [NAMES[who] for who in authors]
    said = {"编号": f"2026-A{number}", "标题": f"甲{title}", "第一提案人": names[0], "联名人": "、".join(names[1:])}
    return {**said, "日期": day, "阶段": "提交", "备注": note}


AUTHORS = st.lists(WHO, min_size=1, max_size=4, unique=True)
PROPOSALS = st.lists(st.tuples(TITLES, AUTHORS, DAYS, NOTES), min_size=1, max_size=4).map(
    lambda rows: [proposal(at, *row) for at, row in enumerate(rows)]
)


def meant_proposal(row: Cells) -> list[Facts]:
    names = [row["第一提案人"], *filter(None, row.get("联名人", "").split("、"))]
    same = (row["日期"], row["标题"], row.get("阶段", ""), row.get("备注", ""))
    return [(f"{NAMES.index(one) + 1:03}", "提案", *same, str(place)) for place, one in enumerate(names, 1)]


def member(who: int, party: str, role: str, day: str) -> dict[str, str]:
    number, left = f"{who + 1:03}", "2026-12-31" if who % 2 else ""
    group = {"党派": party, "界别": "教育界", "职务": role, "任职日期": day, "离任日期": left}
    return {"委员编号": number, "姓名": NAMES[who], **group}


MEMBERS = st.lists(
    st.tuples(WHO, st.sampled_from(["", "民盟"]), st.sampled_from(["", "常委", "常委、组长"]), DAYS),
    min_size=1,
    max_size=5,
    unique_by=lambda row: row[0],
).map(lambda rows: [member(*row) for row in rows])


def read_members(table: FileTable) -> tuple[list[Facts], list[str]]:
    """What a roster says."""
    file = read_roster(table)
    said: list[Facts] = [
        (row.number, row.name, row.party, "、".join(row.roles), str(row.first), str(row.last or ""))
        for row in file.rows
    ]
    return said, [str(problem) for problem in file.problems]


def meant_member(row: Cells) -> list[Facts]:
    own = ("委员编号", "姓名", "党派", "职务", "任职日期", "离任日期")
    return [tuple(row.get(heading, "") for heading in own)]


DAY = {"日期": "2026-02-30"}
FORMS = {
    "records": Form(
        RECORDS, ("姓名", "阶段", "备注"), {**DAY, "委员编号": "99X", "履职事项": ""}, meant_record, read_list
    ),
    "proposals": Form(
        PROPOSALS, ("联名人", "阶段", "备注"), {**DAY, "第一提案人": "某某某", "标题": ""}, meant_proposal, read_list
    ),
    "roster": Form(
        MEMBERS, ("党派", "职务", "离任日期"), {"任职日期": "2026年13月1日", "姓名": ""}, meant_member, read_members
    ),
}


def without(form: Form, layout: Layout, rows: Sequence[Cells]) -> list[dict[str, str]]:
    """The rows without the columns that the layout leaves out."""
    gone = layout.dropped & {*form.optional}
    return [{heading: cell for heading, cell in row.items() if heading not in gone} for row in rows]


def drawn(layout: Layout, rows: Sequence[Cells]) -> tuple[list[list[str]], list[str], int]:
    """The cells of a file, what is merged in it, and how many rows stand above those of the list."""
    headings, order = list(rows[0]), layout.order
    for at in range(len(headings) - 1, 0, -1):
        order, place = divmod(order, at + 1)
        headings[at], headings[place] = headings[place], headings[at]
    head = _head(layout, [layout.mark.format(one) for one in headings])
    above = [[one] for one in layout.titles] + head
    lines = [[_written(layout, heading, row[heading]) for heading in headings] for row in rows]
    alone = [at for at, row in enumerate(above, 1) if len([*filter(None, row)]) == 1]
    merged = [f"A{at}:{cell_name(at - 1, len(headings) - 1)}" for at in alone]
    if layout.deep == "merged down":
        merged += [
            f"{cell_name(len(above) - 2, at)}:{cell_name(len(above) - 1, at)}" for at, one in enumerate(head[0]) if one
        ]
    if layout.down and layout.save[0] == "xlsx":
        merged += list(_runs(lines, len(above)))
    below = [list(row) if row != (PAPER_DAY,) else _dated(headings) for row in layout.below]
    return [*above, *lines, *below], merged, len(above)


def _dated(headings: Sequence[str]) -> list[str]:
    """The day of the paper, where no day of a row would stand."""
    place = max(at for at, heading in enumerate(headings) if "日期" not in heading)
    return [*[""] * place, PAPER_DAY]


def _head(layout: Layout, headings: list[str]) -> list[list[str]]:
    """The rows of headings: under a group, or two of which each has a part, the upper ones perhaps merged down."""
    if layout.deep == "one row":
        return [headings]
    if layout.deep == "under a group":
        return [["基本情况", *[""] * (len(headings) - 1)], headings]
    half = len(headings) // 2
    return [[*headings[:half], "", *[""] * (len(headings) - half - 1)], [*[""] * half, *headings[half:]]]


def _written(layout: Layout, heading: str, cell: str) -> str:
    return layout.day.format(date.fromisoformat(cell)) if "日期" in heading and cell else cell


def _runs(lines: list[list[str]], first: int) -> list[str]:
    """Merge equal cells that stand below one another; all but the first are emptied. One column is left as it is."""
    found: list[str] = []
    for column in range(1, len(lines[0])):
        start = 0
        for at in range(1, len(lines) + 1):
            if at == len(lines) or lines[at][column] != lines[start][column]:
                if at - start > 1 and lines[start][column]:
                    found.append(f"{cell_name(first + start, column)}:{cell_name(first + at - 1, column)}")
                    for below in range(start + 1, at):
                        lines[below][column] = ""
                start = at
    return found


def saved(layout: Layout, rows: Sequence[Sequence[str]], merged: Sequence[str]) -> bytes:
    sign, codec = layout.save
    if sign == "xlsx":
        return merged_xlsx(rows, merged)
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=sign).writerows(rows)
    return out.getvalue().encode(codec)


def read(form: Form, data: bytes) -> tuple[list[Facts], list[str]]:
    """What a file says, and all that is wrong with it."""
    try:
        return form.read(open_table("表", data, words=WORDS))
    except DutyError as error:
        return [], [str(error)]


NAMED = st.sampled_from(sorted(FORMS))


@settings(max_examples=examples(90), deadline=None)
@given(NAMED, LAYOUTS, st.data())
def test_in_any_layout_what_is_read_is_what_was_written(name: str, layout: Layout, data: st.DataObject) -> None:
    form = FORMS[name]
    rows = without(form, layout, data.draw(form.rows))
    cells, merged, _ = drawn(layout, rows)
    said, problems = read(form, saved(layout, cells, merged))
    assert (said, problems) == ([one for row in rows for one in form.meant(row)], [])


@settings(max_examples=examples(90), deadline=None)
@given(NAMED, LAYOUTS, st.data())
def test_one_broken_cell_is_named_and_nothing_else_is_read_otherwise(
    name: str, layout: Layout, data: st.DataObject
) -> None:
    form, layout = FORMS[name], replace(layout, down=False)
    rows = without(form, layout, data.draw(form.rows))
    cells, merged, above = drawn(layout, rows)
    heading = data.draw(st.sampled_from([one for one in rows[0] if one in form.broken]))
    at = data.draw(st.integers(above, above + len(rows) - 1))
    heads = zip(*cells[len(layout.titles) : above], strict=True)
    place = next(place for place, said in enumerate(heads) if any(heading in cell for cell in said))
    cells[at][place] = form.broken[heading]
    said, problems = read(form, saved(layout, cells, merged))
    assert {*said} <= {one for row in rows for one in form.meant(row)}
    assert any(f":{at + 1}：" in one for one in problems), problems


@settings(max_examples=examples(40), deadline=None)
@given(NAMED, LAYOUTS, st.data())
def test_a_heading_that_nobody_knows_is_named_and_nothing_is_read(
    name: str, layout: Layout, data: st.DataObject
) -> None:
    form, layout = FORMS[name], replace(layout, deep="one row")
    rows = without(form, layout, data.draw(form.rows))
    cells, merged, above = drawn(layout, rows)
    place = data.draw(st.integers(0, len(cells[above - 1]) - 1))
    cells[above - 1][place] = "某栏"
    said, problems = read(form, saved(layout, cells, merged))
    assert (said, any("某栏" in one for one in problems)) == ([], True), problems
