"""Who did not come, said beside the columns: a title of those on leave, and lines under the list that name them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from duty_cli.errors.absence_errors import NoteDisagrees
from duty_cli.errors.record_errors import UnknownMark
from duty_cli.importing.sheets.file_table import Columns, FileTable
from duty_cli.importing.sheets.sign_reader import SignedAt
from duty_cli.model.parsed_rows import Problem
from duty_cli.model.records import Attendance
from duty_cli.parsing import text_cleaning
from duty_cli.parsing.record_columns import Parser
from duty_cli.parsing.text_cleaning import CJK
from duty_cli.patterns import pattern

_AWAY = r"(?:请假|缺席|缺勤|缺会|未到会?|未参加|未参会|未出席|未签到|不能参加|因故)"
_OF_ABSENT = pattern(
    rf"{_AWAY}(?:会议|活动)?的?(?:人员|委员|同志)?(?:名单|名册|花名册|一览表?|登记表?|统计表?|情况表?|表|册)?$"
)
_BUT_ALSO = pattern(r"(?<!未)(?<!不能)(?:出席|到会|签到|参会|参加|考勤|应到|实到)")
_BRACKETS = pattern(r"[（(【\[][^（()）【】\[\]]*[）)】\]]$")
_NAMED = pattern(rf"(?:{_AWAY}|迟到|早退|公假|列席)[^：:\d]{{0,8}}(?:\d+[人名位])?[^：:]{{0,4}}[：:]\s*[{CJK}]{{2}}")
_STATE_ALONE = pattern(
    r"(?:因[公病事私]|[公病事产婚丧])?请?假|(?:请假)?未准|(?:无故)?缺[席勤会]|未到会?|未(?:参加|参会|出席|签到)|迟到[、并]?(?:早退)?|早退"
)
_GROUP = pattern(
    r"(?:[（(]?[一二三四五六七八九十\d]+[)）、.．])?[^：:，,。√]{1,20}(?:界|界别|组|委员会|片区|街道|乡|镇|单位)"
    r"(?:[（(:：]?(?:共?\d+[人名位])?[）)]?)"
)
_SHOWN = 40


def absent_title(table: FileTable) -> str:
    """The title that says that the members of the list did not come (专题培训请假人员名单); "" where none does."""
    squeezed = {title: _BRACKETS.sub("", "".join(title.split())) for title in table.titles}
    return next(
        (one for one, plain in squeezed.items() if _OF_ABSENT.search(plain) and not _BUT_ALSO.search(plain)), ""
    )


def without_presence(table: FileTable, columns: Columns) -> tuple[Problem, ...]:
    """That a list of those who did not come has no column to say so: every row would be a presence."""
    title = absent_title(table)
    if not title or "出席情况" in columns.at:
        return ()
    what = f"表题写着“{text_cleaning.shown(title)}”，表里没有“出席情况”一列，各行会登记为出席"
    return (Problem(table.name, table.header.line, "出席情况", what, "请加上这一列，写明请假还是缺席"),)


def no_tick(table: FileTable, read: Parser) -> Parser:
    """How a state is read under such a title: a tick may mean that somebody came, or that it is he who did not."""
    return partial(_without_tick, read) if absent_title(table) else read


def _without_tick(read: Parser, heading: str, text: str) -> object:
    state = read(heading, text)
    if isinstance(state, SignedAt) or (state is Attendance.PRESENT and text.strip() != state):
        raise UnknownMark(heading, text_cleaning.shown(text))
    return state


def note_against(state: Attendance | None, note: str | None) -> None:
    """Raises NoteDisagrees where a row of a sheet says that somebody came, and its note that he did not, or not for all of it."""
    if note and state is Attendance.PRESENT and _STATE_ALONE.fullmatch("".join(note.split())):
        raise NoteDisagrees(text_cleaning.shown(note), state)


def group_row(line: int, text: str) -> str:
    """The remark on a row merged over all columns that names a group and nobody (一、中共界); "" where it is no such row."""
    return (
        f"第 {line} 行“{text_cleaning.shown(text)}”是合并的一行，没有读取"
        if _GROUP.fullmatch("".join(text.split()))
        else ""
    )


def named_below(line: int, cells: Sequence[str]) -> Iterable[str]:
    """The remark on a line that names who did not come, and is no row: 请假：张三、李四 under the list."""
    said = " ".join(cell.strip() for cell in cells if cell.strip())
    if _NAMED.search(said):
        shown = said if len(said) <= _SHOWN else f"{said[:_SHOWN]}…"
        yield f"第 {line} 行“{text_cleaning.shown(shown)}”没有读取；所写的委员请加在表中，或用 duty attend、duty settle 登记"
