"""The dialogue that writes a map: for each column of a foreign file, which of ours it is, with its values before one's eyes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from duty_cli.cli.prompt import Suggestion, Terminal
from duty_cli.errors.record_errors import BadValue
from duty_cli.importing.foreign_head import ForeignColumn, ForeignHead
from duty_cli.importing.maps.map_proposals import REQUIRED, day_patterns, likely_source, unknown_words
from duty_cli.model.column_maps import ColumnSource, ForeignCell, Reads, StayRule
from duty_cli.model.records import DAY_HEADINGS, Attendance
from duty_cli.parsing.date_patterns import day_by_pattern, pattern_fault
from duty_cli.parsing.dates import parse_day
from duty_cli.parsing.stay_times import duration
from duty_cli.rules.mapping_file import MAPPED, SHARE

if TYPE_CHECKING:
    from duty_cli.model.file_forms import FileVocabulary
    from duty_cli.model.members import Roster

_CALLED: dict[str, Reads] = {
    "履职记录": "records",
    "出席情况": "attendance",
    "名册": "roster",
    "提案": "proposals",
    "往年结果": "history",
    "经费支出": "fund",
}
_NOT_READ = "-"
_EXAMPLES, _LONGEST, _ROWS = 3, 20, 8
_OF_WORDS = ("履职事项", "出席情况", "阶段")


@dataclass(frozen=True)
class Known:
    """What is known before anybody is asked: the members, the words of files, the kinds and stages of the rules."""

    words: FileVocabulary
    roster: Roster | None
    kinds: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()

    def of(self, ours: str) -> Sequence[str]:
        """The words that a column of ours may say."""
        return {"履职事项": self.kinds, "阶段": self.stages, "出席情况": [*map(str, Attendance)]}[ours]


@dataclass
class Draft:
    """A map as far as it is known: which of their columns is which of ours, how each is read, what is the same in every row."""

    head: ForeignHead
    reads: Reads
    chosen: dict[str, str]
    sources: dict[str, ColumnSource] = field(default_factory=dict)
    doubts: dict[str, str] = field(default_factory=dict)
    only: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def column(self, ours: str) -> ForeignColumn | None:
        """The foreign column that is read as ours."""
        theirs = next((theirs for theirs, heading in self.chosen.items() if heading == ours), None)
        return next((column for column in self.head.columns if column.heading == theirs), None)

    @property
    def missing(self) -> list[str]:
        """What a map must fill and this one does not."""
        there = {*self.sources}
        if self.reads != "roster" and "委员编号" in there:
            there.add("姓名")
        return [ours for ours in REQUIRED[self.reads] if ours not in there]


class Answers(Protocol):
    """Who decides what is not plain."""

    def source(self, draft: Draft, ours: str, column: ForeignColumn, likely: ColumnSource) -> ColumnSource:
        """How the column is read."""

    def always(self, draft: Draft, ours: str) -> str:
        """What stands in every row under a heading that the file does not have; empty for nothing."""

    def more(self, draft: Draft) -> None:
        """What the columns alone do not say."""


def complete(draft: Draft, known: Known, answers: Answers) -> None:
    """Fill in how each chosen column is read, and what the file lacks."""
    for column in draft.head.columns:
        ours = draft.chosen.get(column.heading)
        if ours is not None:
            # Only records are told apart by the parts of a name.
            likely = likely_source(ours, column, known.roster if draft.reads in ("records", "attendance") else None)
            draft.sources[ours] = answers.source(draft, ours, column, likely)
    for ours in draft.missing:
        if said := answers.always(draft, ours):
            draft.sources[ours] = ColumnSource(always=said)
    answers.more(draft)


class Silent:
    """Decides by the options alone: what is not plain is left as a remark in the map."""

    def __init__(self, known: Known, always: dict[str, str]) -> None:
        self._known, self._always = known, always

    def source(self, draft: Draft, ours: str, column: ForeignColumn, likely: ColumnSource) -> ColumnSource:
        """As it is likely to be read, with what is not plain noted."""
        if ours in DAY_HEADINGS and len(fitting := day_patterns(column.values)) > 1:
            draft.doubts[ours] = f"日、月的先后看不出来，请写上 date：{' 或 '.join(fitting[:2])}"
        if ours in _OF_WORDS:
            unknown = unknown_words(ours, likely, column.values, self._known.words, self._known.of(ours))
            if unknown:
                draft.doubts[ours] = f"请写上 values，说明各是什么：{'、'.join(unknown)}"
        return likely

    def always(self, _: Draft, ours: str) -> str:
        """What an option says."""
        return self._always.get(ours, "")

    def more(self, draft: Draft) -> None:
        """Nothing: nobody is asked."""


class Asking:
    """Asks whoever sits at the terminal."""

    def __init__(self, clerk: Terminal, known: Known) -> None:
        self._clerk, self._known = clerk, known

    def line(self, head: ForeignHead) -> int:
        """On which line the headings stand."""
        shown = head.first[:_ROWS]
        self._clerk.tell("\n".join(f"第 {line} 行：{'｜'.join(map(_short, filled(cells)))}" for line, cells in shown))
        lines = {str(line): line for line, _ in head.first}
        while True:
            said = self._clerk.ask(f"列名在第几行[{head.line}]：", [Suggestion.of(line) for line in lines])
            if not said:
                return head.line
            if said in lines:
                return lines[said]
            self._clerk.tell(f"　　第 {said} 行没有内容；可用的有：{'、'.join(lines)}")

    def begin(self, head: ForeignHead, reads: Reads, likely: Callable[[Reads], dict[str, str]]) -> Draft:
        """Which form the file is read as, and which of ours each of its columns is."""
        where = f"，分隔符“{head.separator}”".replace("\t", "制表符") if head.separator else ""
        self._clerk.tell(f"{head.file}：列名在第 {head.line} 行{where}，共 {len(head.columns)} 列")
        read = self._form(reads)
        proposed = likely(read)
        draft = Draft(head, read, {})
        self._clerk.tell("逐列写明是本系统的哪一列；回车取方括号里的，- 为不读。可用的列：")
        self._clerk.tell_all(MAPPED[read])
        for column in head.columns:
            ours = self._column(column, proposed.get(column.heading, ""), MAPPED[read], draft.chosen.values())
            if ours:
                draft.chosen[column.heading] = ours
        return draft

    def source(self, draft: Draft, ours: str, column: ForeignColumn, likely: ColumnSource) -> ColumnSource:
        """As it is likely to be read, if whoever is asked agrees, with days and words asked for where they are not plain."""
        if ours == SHARE and (rule := self._stay(column)):
            return ColumnSource(stay=rule)
        found = self._parts(ours, column, likely) if likely.split else likely
        if ours in DAY_HEADINGS:
            return self._day(ours, column, found)
        return self._values(ours, column, found) if ours in _OF_WORDS else found

    def always(self, _: Draft, ours: str) -> str:
        """What stands in every row."""
        proposed = str(Attendance.PRESENT) if ours == "出席情况" else ""
        question = f"对方没有{ours}，每行都填什么{f'[{proposed}]' if proposed else '（回车不填）'}："
        if ours in _OF_WORDS:
            return self._word(question, self._known.of(ours)) or proposed
        while True:
            said = self._clerk.ask(question)
            if not said or ours not in DAY_HEADINGS:
                return said
            try:
                return str(parse_day(said, heading=ours))
            except BadValue as error:
                self._clerk.tell(f"　　{error}")

    def more(self, draft: Draft) -> None:
        """Which rows are read, what stands above the table, and who stayed how long."""
        from duty_cli.cli.map_questions import ask_for_more

        ask_for_more(self._clerk, draft)

    def _word(self, question: str, offered: Sequence[str]) -> str:
        """One of the words that are offered; empty for none of them. Where nothing is offered, any."""
        while True:
            said = self._clerk.ask(question, [Suggestion.of(one) for one in offered])
            if not said or said in offered or not offered:
                return said
            self._clerk.tell(f"　　没有“{said}”；可用的有：{'、'.join(offered)}")

    def _form(self, reads: Reads) -> Reads:
        usual = next(called for called, form in _CALLED.items() if form == reads)
        offers = [Suggestion(called, f"{called} {form}", (called, form)) for called, form in _CALLED.items()]
        while True:
            said = self._clerk.ask(f"读作什么（{'、'.join(_CALLED)}）[{usual}]：", offers) or usual
            form = _CALLED.get(said) or next((one for one in _CALLED.values() if one == said), None)
            if form is not None:
                return form

    def _column(self, column: ForeignColumn, likely: str, ours: Sequence[str], taken: Collection[str]) -> str:
        """Which of ours a column is; empty for none."""
        free = [heading for heading in ours if heading not in taken]
        usual = likely if likely in free else _NOT_READ
        while True:
            question = f"“{column.heading}”{examples(column)}[{usual}]："
            said = self._clerk.ask(question, [Suggestion.of(heading) for heading in free]) or usual
            if said == _NOT_READ:
                return ""
            if said in free:
                return said
            self._clerk.tell(f"　　“{said}”已有别的列" if said in taken else f"　　没有名为“{said}”的列")

    def _parts(self, ours: str, column: ForeignColumn, likely: ColumnSource) -> ColumnSource:
        """The proposed part of a cell, or all of it."""
        from duty_cli.cli.prompt import agreed

        how = "每一段各成一条记录" if likely.part == "each" else "取委员姓名的一段"
        kept = agreed(self._clerk, f"“{column.heading}”按“{likely.split[0]}”拆开，{how}？（回车 不拆，y 拆）")
        return likely if kept else ColumnSource(column.heading)

    def _day(self, ours: str, column: ForeignColumn, source: ColumnSource) -> ColumnSource:
        fitting = day_patterns(column.values)
        if len(fitting) < 2:
            return source
        while True:
            question = f"“{column.heading}”{examples(column)}的日期怎样写（{' 或 '.join(fitting)}；回车先不写）："
            by = self._clerk.ask(question, [Suggestion.of(one) for one in fitting])
            if not by:
                return replace(source, date=None)
            if fault := pattern_fault(by):
                self._clerk.tell(f"　　{fault[0]}；{fault[1]}")
            elif self._reads(ours, column, by):
                return replace(source, date=by)

    def _reads(self, ours: str, column: ForeignColumn, by: str) -> bool:
        """Whether all values are days by the pattern; which is not, is told."""
        try:
            for value in column.values:
                day_by_pattern(ours, value, by)
        except BadValue as error:
            self._clerk.tell(f"　　{error}")
            return False
        return True

    def _values(self, ours: str, column: ForeignColumn, source: ColumnSource) -> ColumnSource:
        """What the unknown words of a column mean; those that nobody explains are refused when the file is imported."""
        offered = self._known.of(ours)
        told: dict[str, str] = {}
        for word in unknown_words(ours, source, column.values, self._known.words, offered):
            question = f"{ours}“{word}”是本系统的哪一项（回车先不写）："
            if said := self._word(question, offered):
                told[word] = said
        return replace(source, values=told, otherwise="keep") if told else source

    def _stay(self, column: ForeignColumn) -> StayRule | None:
        """The share by time, where the column holds lengths of time: how long the meeting took is asked for."""
        if not column.values or not all(map(_is_time, column.values)):
            return None
        question = f"“{column.heading}”{examples(column)}是时长；会议全长（如 2小时，或表上方的标签；回车不折算）："
        said = self._clerk.ask(question)
        if not said:
            return None
        lasted = ForeignCell(column.heading)
        return StayRule(duration("全长", said) if _is_time(said) else ForeignCell(said, "beside"), lasted)


def _is_time(text: str) -> bool:
    """Whether a text is a length of time, and more than one of 0 to 1, which would be a share."""
    try:
        return duration("时长", text) > 60
    except BadValue:
        return False


def examples(column: ForeignColumn) -> str:
    """Some of the values of a column, for one who must tell what it is."""
    told = "｜".join(some(column))
    return f"（例：{told}）" if told else "（空列）"


def some(column: ForeignColumn) -> list[str]:
    """Some of the values of a column, none of them long."""
    return [_short(value) for value in column.values[:_EXAMPLES]]


def filled(cells: Sequence[str]) -> list[str]:
    """The cells of a row that say anything."""
    return [text for cell in cells if (text := cell.strip())]


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
