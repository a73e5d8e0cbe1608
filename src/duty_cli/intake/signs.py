"""The signs and words for who came: √, 签到, 假."""

from __future__ import annotations

from duty_cli.domain.records import Attendance
from duty_cli.domain.words import FileVocabulary
from duty_cli.errors import UnknownMark
from duty_cli.intake import texts


def read_mark(words: FileVocabulary, heading: str, text: str) -> Attendance:
    """The state that a sign or word in a file means. Raises UnknownMark."""
    plain = texts.narrow(text)
    if plain in words.marks:
        return words.marks[plain]
    try:
        return Attendance(plain)
    except ValueError:
        raise UnknownMark(heading, texts.shown(plain)) from None
