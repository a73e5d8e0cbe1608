"""What the title of a sheet says of the one meeting it is of: its day, its kinds, its name.

十四届四次会议签到表 2026年4月2日, or 会议名称：…  会议时间：… above the headings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from duty_cli.errors.file_errors import DayDisagrees, KindDisagrees, ToldInVain
from duty_cli.errors.record_errors import BadValue
from duty_cli.importing.sheets.file_table import FileTable
from duty_cli.model.file_forms import Meeting
from duty_cli.parsing import text_cleaning
from duty_cli.parsing.altered_cells import FormulaCell
from duty_cli.parsing.dates import WEEKDAY, day_in_file
from duty_cli.parsing.text_cleaning import CJK
from duty_cli.patterns import pattern

DAY_IN_TEXT = pattern(
    r"(?:(?:\d{4}\s*年\s*)?\d{1,2}\s*月\s*\d{1,2}\s*[日号]"
    r"|(?<!\d)\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)"
    r"|(?<!\d)(?:19|20)\d{6}(?!\d)"
    r"|[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日)"
    rf"(?:\s*(?:[(（]{WEEKDAY}[)）]|{WEEKDAY}(?=[\s,，;；]|$|上午|下午)))?",
    re.ASCII,
)
"""A day, with the weekday right behind it; in 3月5日周一例会 that is a part of the name."""

EMPTY_BRACKETS = pattern(r"[（(【\[〔][\s、，,]*[）)】\]〕]")
EDGES = " \t\r\n:：,，、;；-—–_｜|"

_AND = r"\s*(?:[-–—~～至到、及和]|暨)\s*"
STRETCH = pattern(
    rf"[日号](?:\s*\(?{WEEKDAY}\)?)?{_AND}(?:\d{{1,2}}\s*月)?\s*\d{{1,2}}\s*[日号]"
    rf"|\d{{1,2}}{_AND}\d{{1,2}}\s*[日号]"
    rf"|\d{{1,2}}[-/.]\d{{1,2}}{_AND}\d{{1,2}}[-/.]\d{{1,2}}(?!\d|[-/.]\d)",
    re.ASCII,
)
"""Several days in one go, be it a stretch or a list: 3月5日至7日, 3月5—7日, 2日、9日."""

_MONTHS = pattern(r"(\d\s*[-–—~～至到、及和]\s*)?(?<!\d)(\d{1,2})\s*月份?(\s*[-–—~～至到、及和]\s*\d)?", re.ASCII)
_LABEL = pattern(rf"(?<![{CJK}\d])([{CJK}]{{1,8}}|[{CJK}]\s+[{CJK}])[:：]", re.ASCII)
_DAY_LABEL = pattern(r"(?:会议|活动|培训|学习|签到|召开|举办|开会)?(?:时间|日期)|会期")
_NAME_LABEL = pattern(r"(?:会议|活动|培训|学习)(?:名称|主题|内容|事项)?|名称|主题")
_KIND_LABEL = "履职事项"
_LABEL_ALONE = pattern(
    r"(?:会议|活动|培训|学习|签到|召开|举办|开会)?(?:时间|日期)|会期|(?:会议|活动|培训|学习)(?:名称|主题)"
)

_CLOCK = pattern(
    r"(?:上午|下午|晚上|中午|全天)?\s*\d{1,2}(?:[:：]\d{2}|[时点](?:\d{1,2}分|半|整)?)"
    r"(?:\s*[-–—~～至到]\s*(?:上午|下午|晚上)?\s*\d{1,2}(?:[:：]\d{2}|[时点](?:\d{1,2}分|半|整)?))?",
    re.ASCII,
)
_HALF_DAY = pattern(r"(?:[日号]|-\d\d?|\((?:星期|礼拜|周)[一二三四五六日天]\))\s*(上午|下午|晚上|全天)(?!\s*\d)")
_NOT_OF_MEETING = pattern("截[至止]|制表|填表|打印|印发|统计[时日于]")
"""Beside a day: it is that of the paper, and not of the meeting."""

_PAPER = pattern(
    r"(?:委员|人员|参会)*(?:签到|出席|考勤|点名|报到|参会|到会|到岗|出勤)(?:人员|委员|情况|记录|登记|统计|汇总|名)*(?:表|册|簿|单|一览表)"
    r"|(?:委员|人员)*(?:签到|考勤|点名|(?:出席|到会|参会)情况)(?:统计|汇总|登记)?$"
    r"|(?:委员|人员)*(?:请假|缺席)(?:人员|委员|情况|名单|统计|汇总|登记)*(?:表|册|单)?$"
)
"""What the sheet calls itself: it is no part of the name of the meeting."""

_ENDING = pattern(r"[（(][^（()）]*[）)]$")

_NO_NAME = pattern(
    r"(?:(?:19|20)\d\d年?度?)?(?:第?[一二三四1-4]季度|\d{1,2}月份?|[上下]半年)?"
    r"(?:政协|全体|各界别?)*(?:委员|人员)?(?:会议|活动|履职|参会|学习)?(?:情况|汇总|统计|一览)?表?"
)
_BODY = pattern(r"(?:中国人民)?政(?:协|治协商会议).*(?:委员会|政协)(?:办公室|秘书处|机关)?|.*(?:办公室|秘书处)")
_MEETING = pattern(
    rf"[{CJK}\d（）()、—-]*(?:会|会议|培训|学习|活动|讲坛|讲座|调研|视察|考察|论坛)[（(]?[{CJK}\d]*[）)]?"
)


@dataclass(frozen=True, slots=True)
class MeetingTitle:
    """What the titles say: the days they name, the kinds, the name where it is plain, 上午 or 下午 beside the day.

    ``wrong`` says what is no day, or not one day; ``month`` is the one that is named.
    """

    days: frozenset[date] = frozenset()
    kinds: frozenset[str] = frozenset()
    name: str = ""
    half: str = ""
    wrong: str = ""
    month: int | None = None

    @property
    def day(self) -> date | None:
        """The day, where it is one."""
        (day,) = self.days if len(self.days) == 1 and not self.wrong else (None,)
        return day

    def called(self, kind: object) -> str:
        """The name of the meeting, or that of its kind. The two halves of a day are two sheets and two meetings."""
        name = self.name or str(kind)
        return name if self.half in name else f"{name} {self.half}"


def names_meeting(name: str) -> bool:
    """Whether a title is plainly that of a meeting, as 第三期履职培训 is: those of a platform call their papers 每日统计."""
    return _MEETING.fullmatch("".join(name.split())) is not None


def _is_of_meeting(title: str) -> bool:
    """Whether the name of a sheet is a day and nothing else but a meeting: 3月5日更新 is when it was written."""
    rest = "".join(_undated(title).split())
    return rest in ("", "上午", "下午") or names_meeting(rest) or _PAPER.fullmatch(rest) is not None


def day_of(told: Meeting, title: MeetingTitle, file: str) -> date | None:
    """The day told, else that of the title. Raises DayDisagrees where the title names another."""
    if told.on is None:
        return title.day
    if title.days and told.on not in title.days:
        raise DayDisagrees(file, sorted(title.days), told.on)
    return told.on


def kind_against(told: Meeting, title: MeetingTitle, file: str) -> str:
    """The remark where the title names other kinds than is told; "" where it does not.

    Raises KindDisagrees where the meeting is called by such a kind: with 三月界别学习会 above it no sheet is of a training.
    """
    if told.kind is None or not title.kinds or told.kind in title.kinds:
        return ""
    called = _ENDING.sub("", "".join(title.name.split()))
    for kind in sorted(title.kinds):
        if called.endswith(kind):
            raise KindDisagrees(file, kind, told.kind)
    return f"表题写着 {'、'.join(sorted(title.kinds))}，按 --kind 登记为 {told.kind}"


def refuse_unused(told: Meeting, filled: Collection[str], file: str) -> None:
    """Raises ToldInVain where a day or a name is told that the sheet says by itself."""
    for heading, option, value in (("日期", "--on", told.on), ("活动", "--title", told.name)):
        if value is not None and heading not in filled:
            raise ToldInVain(file, heading, option)


def meeting_title(table: FileTable, kinds: Collection[str], year: int | None) -> MeetingTitle:
    """What the titles of a table say. ``year`` completes a day that is written without one."""
    said = [part for _, cells in table.title_rows for part in _parts(cells)]
    named = [text for label, text in said if label and _NAME_LABEL.fullmatch(label)]
    plain = [text for label, text in said if not label and not _NOT_OF_MEETING.search(text)]
    # A labelled day is that of the meeting, whatever other days the titles name.
    dated = [text for label, text in said if label and _DAY_LABEL.fullmatch(label)] or [*named, *plain]
    days, wrong = _days(dated, year or table.year, table)
    # A sheet for each meeting is called by its day, where its titles do not say it.
    if not days and not wrong and _is_of_meeting(table.sheet.title):
        days, wrong = _days([table.sheet.title], year or table.year, table)
    names = {name for text in named if (name := _name(text))} or _names(plain)
    # 三月 or the name of a file is what a sheet is called, and no meeting.
    if not names and not any(map(_PAPER.search, plain)) and _MEETING.fullmatch(table.sheet.title):
        names = _names([table.sheet.title])
    halves = {half for text in dated for half in _HALF_DAY.findall(text_cleaning.narrow(text))}
    # What is labelled 履职事项 is the kind, whatever other kinds the name of the meeting may hold.
    labelled = [text for label, text in said if label == _KIND_LABEL]
    of_kind = kinds_of(labelled, kinds) or kinds_of(named, kinds) or kinds_of(table.titles, kinds)
    month = _month([*named, *plain, table.sheet.title])
    name = names.pop() if len(names) == 1 else ""
    return MeetingTitle(frozenset(days), of_kind, name, halves.pop() if len(halves) == 1 else "", wrong, month)


def taken_from_title(file: str, taken: Mapping[str, object]) -> tuple[str, ...]:
    """The remark on what was taken from the title, by heading: nothing of it is taken silently."""
    said = [f"{heading} {value}" for heading, value in taken.items() if value]
    return (f"{file} 按表题读作：{'，'.join(said)}",) if said else ()


def named_kinds(text: str, kinds: Collection[str]) -> frozenset[str]:
    """The kinds that a text names; a name inside a longer one (常委会会议 in 专题议政性常委会会议) is not named by it."""
    rest, found = text, set[str]()
    for kind in sorted(kinds, key=len, reverse=True):
        # 提案委员会 is who invites, and no 提案.
        rest = rest.replace(f"{kind}委", "\n")
        if kind in rest:
            found.add(kind)
            rest = rest.replace(kind, "\n")
    return frozenset(found)


def kinds_of(parts: Iterable[str], kinds: Collection[str]) -> frozenset[str]:
    """The kinds that several texts name."""
    return frozenset[str]().union(*(named_kinds(part, kinds) for part in parts))


def _parts(cells: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The labels of a row, each with what stands behind it or in the next cell; "" before what has none."""
    label = ""
    typed = (cell for cell in cells if not isinstance(cell, FormulaCell))
    for cell in dict.fromkeys(" ".join(cell.split()) for cell in typed if cell.strip()):
        found = list(_LABEL.finditer(cell))
        before = cell[: found[0].start()] if found else cell
        if not found and not label and _LABEL_ALONE.fullmatch("".join(cell.split())):
            label = "".join(cell.split())
            continue
        if before.strip():
            yield label, before.strip()
        label = ""
        for at, one in enumerate(found):
            label = "".join(one[1].split())
            said = cell[one.end() : found[at + 1].start() if at + 1 < len(found) else None].strip()
            if said:
                yield label, said
                label = ""


def _days(texts: Iterable[str], year: int | None, table: FileTable) -> tuple[set[date], str]:
    """The days that texts name, and what in them is no day or not one day."""
    days, wrong = set[date](), ""
    for text in map(text_cleaning.narrow, texts):
        if stretch := STRETCH.search(text):
            wrong = f"表题写了不止一天（{text_cleaning.shown(text[max(0, stretch.start() - 8) : stretch.end()])}）"
        for found in DAY_IN_TEXT.finditer(text):
            try:
                days.add(day_in_file("表题的日期", found[0], year=year, epoch=table.sheet.epoch))
            except BadValue as error:
                wrong = str(error).replace("；", "，")
    if len(days) > 1:
        wrong = wrong or f"表题写了不止一天（{'、'.join(map(str, sorted(days)))}）"
    return days, wrong


def _month(texts: Iterable[str]) -> int | None:
    """The month that texts name, where it is one."""
    found = [one for text in texts for one in _MONTHS.findall(text_cleaning.narrow(text))]
    months = {int(month) for before, month, behind in found if not (before or behind)}
    return months.pop() if len(months) == 1 and len(found) == sum(not (one[0] or one[2]) for one in found) else None


def _names(texts: Iterable[str]) -> set[str]:
    """What may be the name of the meeting: what remains of the titles without the day and what the sheet calls itself."""
    bare = [_undated(text) for text in texts]
    papers = [text for text in bare if _PAPER.search(text)] or bare
    return {name for text in papers if (name := _name(text))}


def _undated(text: str) -> str:
    """A text without its day and its hours; of several days in one go nothing remains that could be a name."""
    plain = unicodedata.normalize("NFC", " ".join(text.split()))
    narrow = text_cleaning.narrow(plain)
    if STRETCH.search(narrow):
        return ""
    for found in reversed(list(DAY_IN_TEXT.finditer(narrow))):
        plain = f"{plain[: found.start()]} {plain[found.end() :]}"
    return EMPTY_BRACKETS.sub("", _CLOCK.sub("", plain)).strip(EDGES)


def _name(text: str) -> str:
    name = EMPTY_BRACKETS.sub("", _PAPER.sub("", _undated(text))).strip(EDGES)
    squeezed = "".join(name.split())
    return "" if _NO_NAME.fullmatch(squeezed) or _BODY.fullmatch(squeezed) else " ".join(name.split())
