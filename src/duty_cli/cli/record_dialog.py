"""The dialogue of ``duty record``: its questions, the record being filled in, and a stack of slips one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from duty_cli.cli import prompt
from duty_cli.cli.app_context import AppContext
from duty_cli.cli.prompt import Suggestion, Terminal, chosen
from duty_cli.cli.record_commands import unless_seen
from duty_cli.errors.base import DutyError, LedgerError, RulesError, UsageError
from duty_cli.errors.lookup_errors import UnknownWord
from duty_cli.errors.record_errors import BadValue, JudgedOutOfRange, NotInOffice
from duty_cli.model.column_sorts import AskedWhere, ColumnSort, RecordColumn
from duty_cli.model.records import COLUMNS, HEADINGS, Attendance

if TYPE_CHECKING:
    from duty_cli.model.members import Member
    from duty_cli.model.records import RecordFields
    from duty_cli.model.rulebook import Kind, Rulebook
    from duty_cli.recording.required_fields import RequiredFields


@dataclass(frozen=True, slots=True)
class Question:
    """One field: a hint beside its heading, the words that may be said (or their numbers), and what Enter means.

    That is what is ``usual``; where nothing is, an optional field is left out, which stands for ``blank``.
    ``beyond``: the heading of a number, only where that is more than 1 it is asked.
    """

    heading: str
    hint: str = ""
    words: tuple[str, ...] = ()
    usual: str = ""
    optional: bool = True
    blank: str = "不填"
    beyond: str = ""

    def line(self, usual: str) -> str:
        """How it is put where Enter means ``usual``."""
        hint = f"（{self.hint}）" if self.hint else ""
        enter = usual or (self.blank if self.optional else "")
        return f"{self.heading}{hint}{enter and f'[{enter}]'}："

    def listed(self) -> list[str]:
        """The words, numbered."""
        return [f"{number} {word}" for number, word in enumerate(self.words, 1)]

    def word(self, text: str) -> str:
        """The word that is meant by its number in the list, or ``text`` itself. Raises BadValue."""
        from duty_cli.parsing.text_cleaning import narrow

        number = narrow(text)
        if not (self.words and number.isdecimal()):
            return text
        if not 1 <= int(number) <= len(self.words):
            raise BadValue(self.heading, text, f"名称，或 1 至 {len(self.words)} 的编号")
        return self.words[int(number) - 1]

    def several(self, text: str) -> str:
        """The same of each of several words."""
        from duty_cli.parsing.record_columns import split_words

        return "、".join(map(self.word, split_words(text))) if self.words else text


def questions(asked: RequiredFields) -> Iterator[Question]:
    """What is asked of a kind beside member, kind and day."""
    from duty_cli.model.exact_numbers import show

    for name, column in sorted(COLUMNS.items(), key=lambda item: _turn(item[1])):
        if column.asked and _is_asked(name, column, column.asked.where, asked):
            hint, blank, _, beyond = column.asked
            words, usual = _words(name, column, asked)
            yield Question(column.heading, hint, words, usual, blank=blank, beyond=beyond)
    if asked.judged is not None:
        yield Question("评定分", "～".join(map(show, asked.judged)), optional=False)


def _turn(column: RecordColumn) -> tuple[int, bool]:
    """When a column is asked for: by its sort, those that ask beyond another after that."""
    beyond = column.asked.beyond if column.asked else ""
    return (COLUMNS[HEADINGS[beyond]] if beyond else column).sort.value, bool(beyond)


def _is_asked(name: str, column: RecordColumn, where: AskedWhere, asked: RequiredFields) -> bool:
    if where is not AskedWhere.RULED:
        return asked.attended is (where is AskedWhere.ATTENDED)
    if column.sort is ColumnSort.WORDS:
        return bool(_words(name, column, asked)[0])
    return ((column.rules and column.rules.key) or name) in asked.fields


def _words(name: str, column: RecordColumn, asked: RequiredFields) -> tuple[tuple[str, ...], str]:
    """The words to choose from, and the usual one."""
    if column.sort is ColumnSort.ATTENDANCE:
        return tuple(map(str, Attendance)), Attendance.PRESENT
    return (getattr(asked, name) if column.sort is ColumnSort.WORDS else ()), ""


def _other(heading: str) -> Question:
    """A question about what was given though the rules do not look at it."""
    column = COLUMNS[HEADINGS[heading]]
    return Question(heading, beyond=column.asked.beyond if column.asked else "")


Answers = Mapping[str, str]
"""What was said, by heading."""

_NOTHING = "-"
"""Clears what Enter would mean."""

_FEW = 9
"""A longer list is shown only where nothing is said yet."""


class RecordDialog:
    """One record being filled in. What was ``given`` is not asked; what was said ``before`` is what Enter means."""

    def __init__(self, desk: AppContext, terminal: Terminal, given: Answers, before: Answers) -> None:
        self._desk = desk
        self._terminal = terminal
        self._given = dict(given)
        self._before = before
        self.answers: dict[str, str] = {}

    def fill(self) -> tuple[Member, RecordFields]:
        """Ask for all of it. Raises what only the record as a whole shows to be wrong."""
        from duty_cli.parsing.record_columns import parse_fields

        who = self._member()
        self._kind()
        self._day(who)
        self._fields()
        return who, parse_fields(self.answers)

    def _member(self) -> Member:
        from duty_cli.parsing.member_lookup import find_member, label

        with self._desk.ledger.reading() as reading:
            roster = reading.roster()
        offers = [Suggestion(one.number, label(one), (one.number, one.name, one.person.initials)) for one in roster]
        question = Question("委员", "编号、姓名或首字母", optional=False)
        self._put(question, lambda text: find_member(text, roster).number, offers)
        who = find_member(self.answers["委员"], roster)
        self._terminal.tell(f"　　{label(who)}")
        return who

    def _kind(self) -> None:
        rules = self._desk.rules
        books = (rules.on(self._desk.today), *rules.books)
        kinds = tuple(dict.fromkeys(name for book in books if book is not None for name in book.kinds))
        question = Question("履职事项", "名称或编号", kinds, optional=False)

        def read(text: str) -> str:
            name = question.word(text)
            if name not in kinds:
                raise BadValue("履职事项", text, "所列的名称或编号")
            return name

        self._put(question, read)

    def _day(self, who: Member) -> None:
        def read(text: str) -> str:
            day = self._desk.day(text)
            self._ruled(day)
            if not who.in_office(day):
                raise NotInOffice(who, day)
            return str(day)

        self._put(Question("日期", "如 3.5、5日、昨天", usual="今天", optional=False), read)
        self._terminal.tell(f"　　{self.answers['日期']}")

    def _ruled(self, day: date) -> tuple[Rulebook, Kind]:
        """The book of the day and the kind as it has it."""
        from duty_cli.recording.record_validation import kind_on

        desk = self._desk
        with desk.ledger.reading() as reading:
            return kind_on(reading, desk.rules, desk.today, self.answers["履职事项"], day)

    def _fields(self) -> None:
        from duty_cli.recording.required_fields import wanted

        book, kind = self._ruled(date.fromisoformat(self.answers["日期"]))
        asked = list(questions(wanted(book, kind)))
        named = {"委员", *self.answers, *(question.heading for question in asked)}
        more = [_other(heading) for heading in (*self._given, *self._before) if heading not in named]
        for question in (*asked, *more):
            if not question.beyond or self.answers.get(question.beyond, "1") != "1":
                self._put(question, partial(_read, question, book, kind))

    def _put(self, question: Question, read: Callable[[str], str], offers: Sequence[Suggestion] = ()) -> None:
        """Put a question until its answer can be read, and keep that. What was given stands for the first answer."""
        usual = self._before.get(question.heading, question.usual)
        if question.words and question.heading not in self._given and (len(question.words) <= _FEW or not usual):
            self._terminal.tell_all(question.listed())
        offers = offers or [Suggestion.of(word) for word in question.words]
        while question.heading not in self.answers:
            given = self._given.pop(question.heading, "")
            text = given or self._terminal.ask(question.line(usual), offers) or usual
            if question.optional and text in ("", _NOTHING):
                return
            if not text:
                continue
            try:
                self.answers[question.heading] = read(text)
            except DutyError as error:
                self._terminal.tell(f"　　{error}")


def _read(question: Question, book: Rulebook, kind: Kind, text: str) -> str:
    """The answer as it is kept. Raises what can be seen to be wrong before the record is whole."""
    from duty_cli.model.exact_numbers import show
    from duty_cli.parsing.record_columns import FACT_PARSERS

    heading, said = question.heading, question.several(text)
    value = FACT_PARSERS[heading](heading, said)
    known = getattr(book, HEADINGS[heading]) if COLUMNS[HEADINGS[heading]].sort is ColumnSort.WORDS else ()
    if known:
        for word in sorted(set(value) - set(known)):
            raise UnknownWord(heading, word, known)
    if heading == "评定分" and kind.judged is not None and not kind.judged[0] <= value <= kind.judged[1]:
        raise JudgedOutOfRange(kind.id, show(value), show(kind.judged[0]), show(kind.judged[1]))
    return said


_NEEDED = ("委员", "履职事项", "日期")
_KEPT = ("履职事项", "日期")
_ENTER = {"是": ("", "y", "是"), "否": ("n", "否"), "改": ("e", "改")}
_MORE = {"是": ("", "y", "是"), "否": ("n", "否")}


def enter(desk: AppContext, given: Answers, *, again: bool = False) -> None:
    """Ask for what was not ``given``, and for further records. Raises UsageError where there is nobody to ask."""
    clerk = prompt.terminal()
    if clerk is None:
        lacking = "、".join("--on" if one == "日期" else one for one in _NEEDED if one not in given)
        raise UsageError(f"缺少{lacking}；请补上，或在终端上执行，逐项填写")
    # The questions may stand unanswered over noon.
    desk.let_go()
    answers = _one(desk, clerk, given, {}, again=again)
    while chosen(clerk, "再登记一条？（回车 继续，n 结束）", _MORE) == "是":
        answers = _one(desk, clerk, {}, {heading: answers[heading] for heading in _KEPT})


def _one(desk: AppContext, clerk: Terminal, given: Answers, before: Answers, *, again: bool = False) -> Answers:
    """Enter one record, or none where the clerk thinks better of it; what was said. After a refusal all is asked again."""
    while True:
        slip = RecordDialog(desk, clerk, given, before)
        try:
            if _entered(desk, clerk, slip, again=again):
                return slip.answers
        except (LedgerError, RulesError):
            raise
        except DutyError as error:
            clerk.tell(f"未登记：{error}")
        given, before = {}, slip.answers


def _entered(desk: AppContext, clerk: Terminal, slip: RecordDialog, *, again: bool) -> bool:
    """Whether the slip is done with: written or dropped."""
    from duty_cli.cli.record_answers import recorded
    from duty_cli.recording import record_entry as office
    from duty_cli.reports.report_columns import details

    who, fields = slip.fill()
    clerk.tell(f"{who} {fields.on} {details(fields)}")
    choice = chosen(clerk, "确认登记？（回车 登记，n 不登记，e 修改）", _ENTER)
    if choice == "是":
        write = partial(office.record, desk.ledger, desk.act("登记"), desk.rules, desk.today, who, fields)
        done = unless_seen(clerk, write, again=again)
        if done is not None:
            clerk.tell(recorded(desk, done))
    elif choice == "否":
        clerk.tell("未登记")
    return choice != "改"
