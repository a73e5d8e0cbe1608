"""How the signs of a sheet say who came: words and ticks, yes and no, when somebody signed, a state with a word in brackets."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import Enum

from duty_cli.errors.absence_errors import SignedOnOtherDay
from duty_cli.errors.base import DutyError
from duty_cli.errors.record_errors import BadValue, UnknownMark
from duty_cli.importing.sheets.capacity_cells import is_guest_mark
from duty_cli.importing.sheets.file_table import Columns
from duty_cli.model.file_forms import FileVocabulary
from duty_cli.model.records import Attendance
from duty_cli.parsing import text_cleaning
from duty_cli.parsing.dates import CLOCK, HALF, SERIAL, day_in_file
from duty_cli.parsing.record_columns import cell_text
from duty_cli.patterns import pattern

_LOOKS = pattern("[\ufe0e\ufe0f]")
"""What makes a sign a picture or a letter, and leaves it the sign it is."""

_BOTH = pattern(r"\s*[、,;/+和并且及又┋]\s*|\s+|(?<=迟到)(?=早退)")
"""Between 迟到 and 早退 of one cell: no other two states are said of one member at one activity."""

_YES = "是"
_UNSIGNED = pattern(r"否|(?:未|没有?)(?:签到?|打卡|签名|出席|参加|参会|到会|到场)")
"""That somebody did not sign or come, and not why: leave, absence and a forgotten pen look alike."""

_NO_TIME = frozenset({"-", "--", "—", "——", "/", "无"})
_CLOCK = pattern(rf"(?:{HALF}\s*)?{CLOCK}")
_MIDNIGHT = pattern(r"0?0:00(?::00)?")
"""What a blank cell with the format of a time shows: nobody signs then."""

_NOTED = pattern(r"(.+?)\s*[(\[【]([^()\[\]【】]+)[)\]】]")
_ERRAND = pattern(r"因公.*")
_AGAINST_PRESENCE, _AGAINST_ABSENCE, _AGAINST_LEAVE = (
    pattern("假|缺|未|迟|早退|没"),
    pattern("假|因|批|到"),
    pattern("未|不|没|缺|待|到"),
)
"""What in brackets speaks against the state before them, or may."""

_WITHOUT_LEAVE = pattern("无故.*|(?:未|没有?)(?:经)?(?:请|批|准)假")

_MOMENT = pattern(
    r"(?:签到|打卡|到会|到场|报到|签名|进入|进会|进场|入场|入会|加入|加入会议|上线)(?:日期|时间|时刻)+(?:[(（].*[)）])?"
)


class Unsigned(Enum):
    """What a cell says that tells only that somebody did not sign."""

    SAID = "未签到"


@dataclass(frozen=True, slots=True)
class SignedAt:
    """That somebody came, by when he signed: the day, where it is said."""

    day: date | None = None


Sign = Attendance | SignedAt | Unsigned
"""What a cell of signs says."""


def of_moment(heading: str) -> bool:
    """Whether a column says when somebody signed: an empty cell is no signature then."""
    return _MOMENT.fullmatch(text_cleaning.heading(heading)) is not None


def read_mark(words: FileVocabulary, heading: str, text: str) -> Attendance:
    """The state that a sign or word in a file means. Raises UnknownMark."""
    plain = text_cleaning.narrow(_LOOKS.sub("", text))
    found = _state(words, plain)
    if found is None:
        raise UnknownMark(heading, text_cleaning.shown(plain))
    return found


def _state(words: FileVocabulary, plain: str) -> Attendance | None:
    if plain in words.marks:
        return words.marks[plain]
    # A guest is entered only as present; that it was as a guest is kept beside the record.
    if is_guest_mark(plain):
        return Attendance.PRESENT
    try:
        return Attendance(plain)
    except ValueError:
        said = {words.marks.get(one, one) for one in _BOTH.split(plain)}
        return Attendance.LATE_AND_EARLY if said == {Attendance.LATE, Attendance.LEFT_EARLY} else None


def state_on(sign: Sign | None, day: date) -> Attendance | None:
    """The state that a sign says of an activity of that day; None where none is said. Raises SignedOnOtherDay."""
    if isinstance(sign, SignedAt):
        if sign.day not in (None, day):
            raise SignedOnOtherDay(sign.day, day)
        return Attendance.PRESENT
    return sign if isinstance(sign, Attendance) else None


def agreed(signs: list[Sign]) -> Sign | None:
    """What several signs of one member at one activity say together; None where they contradict one another.

    Who signed at some time may have been late, and who did not sign may have been on leave: the state says more.
    """
    states = {sign for sign in signs if isinstance(sign, Attendance)}
    days = {sign.day for sign in signs if isinstance(sign, SignedAt)}
    came, away = bool(days), Unsigned.SAID in signs
    state = next(iter(states), None)
    present = came if state is None else state.present
    if len(states) > 1 or len(days - {None}) > 1 or (away if present else came):
        return None
    # The day on which he signed is held against that of the activity.
    if came and state in (None, Attendance.PRESENT):
        return SignedAt(next(iter(days - {None}), None))
    return state or Unsigned.SAID


class SignReader:
    """Reads the cells of signs of one sheet. ``tell`` is told what in a cell was not read."""

    def __init__(self, words: FileVocabulary, epoch: date, year: int | None) -> None:
        self._words, self._epoch, self._year = words, epoch, year
        self.moment = False
        """Whether the column says when somebody signed, so that a number may be a day and a dash is no time."""
        self.tell: Callable[[str], None] = lambda _: None

    def __call__(self, heading: str, text: str) -> Sign:
        """What a cell says. Raises UnknownMark."""
        plain = text_cleaning.narrow(_LOOKS.sub("", text))
        found: Sign | None = self._said(plain)
        found = found or self._moment(plain, moment=self.moment or of_moment(heading))
        if found is None and (noted := _NOTED.fullmatch(plain)) is not None:
            found = self._noted(plain, noted[1], noted[2].strip())
        if found is None:
            raise UnknownMark(heading, text_cleaning.shown(plain))
        return found

    def _said(self, plain: str) -> Attendance | Unsigned | None:
        # The words of the office before all else: for it 否 may be 缺席. 请 假 stands apart as names do.
        squeezed = "".join(plain.split())
        if (state := _state(self._words, plain) or _state(self._words, squeezed)) is not None:
            return state
        if squeezed == _YES:
            return Attendance.PRESENT
        return Unsigned.SAID if _UNSIGNED.fullmatch(squeezed) else None

    def _moment(self, plain: str, *, moment: bool) -> SignedAt | Unsigned | None:
        if plain in _NO_TIME and moment:
            return Unsigned.SAID
        if _CLOCK.fullmatch(plain):
            return None if _MIDNIGHT.fullmatch(plain) else SignedAt()
        if SERIAL.fullmatch(plain) and not moment:
            return None
        try:
            return SignedAt(day_in_file("出席情况", plain, year=self._year, epoch=self._epoch))
        except BadValue:
            return None

    def _noted(self, plain: str, said: str, note: str) -> Attendance | Unsigned | None:
        """A state with a word in brackets; None where the word is of another state, or may be."""
        state, other = self._said(said), self._said(note)
        if state is None or (other is None and _speaks_against(state, note)):
            return None
        if state is Attendance.ON_LEAVE and _ERRAND.fullmatch(note):
            self.tell(f"“{text_cleaning.shown(plain)}”读作{Attendance.EXEMPT}")
            return Attendance.EXEMPT
        if other is None:
            what = "没有签到" if isinstance(state, Unsigned) else state
            self.tell(f"“{text_cleaning.shown(plain)}”读作{what}，括号里的没有读取")
            return state
        return state if other is state else other if other in _NEARER.get(state, ()) else None


def signed_days(columns: Columns, read: SignReader) -> list[date]:
    """The days on which somebody signed, in order, by all columns of signs of a table."""
    places = [columns.at.get("出席情况", 0), *columns.also]
    texts = {cells[at] for _, cells in columns.rows() for at in places if at < len(cells) and cells[at].strip()}
    days = set[date]()
    for text in texts:
        # What is no sign is told of its row.
        with suppress(DutyError):
            sign = read(columns.origins["出席情况"], cell_text(text))
            if isinstance(sign, SignedAt) and sign.day is not None:
                days.add(sign.day)
    return sorted(days)


_NEARER: Mapping[Attendance | Unsigned, Collection[Attendance | Unsigned]] = {
    Attendance.ON_LEAVE: (Attendance.LEAVE_REFUSED, Attendance.EXEMPT),
    Unsigned.SAID: (Attendance.ON_LEAVE, Attendance.LEAVE_REFUSED, Attendance.EXEMPT, Attendance.ABSENT),
}
"""Behind a state: those that say more of the same."""


def _speaks_against(state: Attendance | Unsigned, note: str) -> bool:
    if state is Attendance.ABSENT and _WITHOUT_LEAVE.fullmatch(note):
        return False
    if isinstance(state, Unsigned) or state is Attendance.ABSENT:
        return _AGAINST_ABSENCE.search(note) is not None
    return (_AGAINST_PRESENCE if state.present else _AGAINST_LEAVE).search(note) is not None
