"""The questions of a slip: how each is worded, what Enter means, and the lists whose words may be said by number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from duty_cli.errors import BadValue

if TYPE_CHECKING:
    from duty_cli.office.wanted import RequiredFields


@dataclass(frozen=True, slots=True)
class Question:
    """One field: a hint beside its heading, the words that may be said (or their numbers), and what Enter means.

    That is what is ``usual``; where nothing is, an optional field is left out, which stands for ``blank``.
    """

    heading: str
    hint: str = ""
    words: tuple[str, ...] = ()
    usual: str = ""
    optional: bool = True
    blank: str = "不填"

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
        from duty_cli.intake.texts import narrow

        number = narrow(text)
        if not (self.words and number.isdecimal()):
            return text
        if not 1 <= int(number) <= len(self.words):
            raise BadValue(self.heading, text, f"名称，或 1 至 {len(self.words)} 的编号")
        return self.words[int(number) - 1]

    def several(self, text: str) -> str:
        """The same of each of several words."""
        from duty_cli.intake.fields import split_words

        return "、".join(map(self.word, split_words(text))) if self.words else text


def questions(asked: RequiredFields) -> Iterator[Question]:
    """What is asked of a kind beside member, kind and day."""
    from duty_cli.domain.points import show
    from duty_cli.domain.records import Attendance

    if asked.attended:
        yield Question("活动", "名称")
        yield Question("出席情况", words=tuple(map(str, Attendance)), usual=Attendance.PRESENT)
    else:
        yield Question("标题")
    if asked.stages:
        yield Question("阶段", "可多项", asked.stages)
    if asked.levels:
        yield Question("级别", "可多项", asked.levels)
    yield from (question for field, question in _PLAIN if field in asked.fields)
    if asked.judged is not None:
        yield Question("评定分", "～".join(map(show, asked.judged)), optional=False)


_PLAIN = (
    ("authors", Question("作者人数", blank="独立完成")),
    ("authors", Question("作者位次", blank="1")),
    ("matter", Question("成果标识", "同一成果的几条记录填同一标识")),
    ("share", Question("参加比例", "如 7/12、75%")),
    ("quantity", Question("数量", blank="1")),
)
"""The field that the rules look at, and how it is asked for."""
