"""Asking for a record, a question after the other: whose, what, when, and then what the rules of that kind look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from duty_cli.cli.desk import AppContext
from duty_cli.cli.questions import Question, questions
from duty_cli.cli.terminal import Suggestion, Terminal
from duty_cli.errors import BadValue, DutyError, JudgedOutOfRange, NotInOffice, UnknownWord

if TYPE_CHECKING:
    from duty_cli.domain.members import Member
    from duty_cli.domain.records import RecordFields
    from duty_cli.domain.rules import Kind, Rulebook

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
        from duty_cli.intake.fields import parse_facts

        who = self._member()
        self._kind()
        self._day(who)
        self._fields()
        return who, parse_facts(self.answers)

    def _member(self) -> Member:
        from duty_cli.intake.names import find_member, label

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
        from duty_cli.office.content import kind_on

        desk = self._desk
        with desk.ledger.reading() as reading:
            return kind_on(reading, desk.rules, desk.today, self.answers["履职事项"], day)

    def _fields(self) -> None:
        from duty_cli.office.wanted import wanted

        book, kind = self._ruled(date.fromisoformat(self.answers["日期"]))
        asked = list(questions(wanted(book, kind)))
        named = {"委员", *self.answers, *(question.heading for question in asked)}
        more = [Question(heading) for heading in (*self._given, *self._before) if heading not in named]
        for question in (*asked, *more):
            if question.heading != "作者位次" or self.answers.get("作者人数", "1") != "1":
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
    from duty_cli.domain.points import show
    from duty_cli.intake.fields import FACT_PARSERS

    heading, said = question.heading, question.several(text)
    value = FACT_PARSERS[heading](heading, said)
    known = {"阶段": book.stages, "级别": book.levels}.get(heading, ())
    if known:
        for word in sorted(set(value) - set(known)):
            raise UnknownWord(heading, word, known)
    if heading == "评定分" and kind.judged is not None and not kind.judged[0] <= value <= kind.judged[1]:
        raise JudgedOutOfRange(kind.id, show(value), show(kind.judged[0]), show(kind.judged[1]))
    return said
