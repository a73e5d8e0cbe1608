"""The one door to whoever sits at a terminal: a question is put, with what may be typed offered as it is typed."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from duty_cli.patterns import pattern

if TYPE_CHECKING:
    from prompt_toolkit.completion import CompleteEvent, Completer
    from prompt_toolkit.document import Document

_BETWEEN = pattern(r"[、,，;；]")
_ROOM = 8
"""Lines kept free below a question for what is offered."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What may be typed: found by any of ``keys``, ``shown`` in the list, and put in as ``text``."""

    text: str
    shown: str
    keys: tuple[str, ...]

    @classmethod
    def of(cls, word: str) -> Suggestion:
        """A word that stands for itself."""
        return cls(word, word, (word,))


def fitting(typed: str, offers: Sequence[Suggestion]) -> Iterator[Suggestion]:
    """The offers that what was typed last may mean: those of which a key begins with it, then those that hold it."""
    word = typed.strip().lower()
    begun = [one for one in offers if any(key.lower().startswith(word) for key in one.keys)]
    held = (one for one in offers if one not in begun and any(word in key.lower() for key in one.keys))
    yield from begun
    yield from held


def in_columns(items: Sequence[str], width: int) -> list[str]:
    """Items in lines of at most ``width`` cells, one under the other."""
    from duty_cli.documents.cell_widths import cell_width, padded

    wide = max(map(cell_width, items)) + 2
    each = max(1, (width - 1) // wide)
    lines = ("".join(padded(item, wide, "left") for item in items[at : at + each]) for at in range(0, len(items), each))
    return [line.rstrip() for line in lines]


class Terminal(Protocol):
    """Whoever sits there."""

    def ask(self, question: str, offers: Sequence[Suggestion] = ()) -> str:
        """What was answered, trimmed. Raises KeyboardInterrupt for Ctrl+C, Ctrl+D and Ctrl+Z."""

    def tell(self, text: str) -> None:
        """Say something."""

    def tell_all(self, items: Sequence[str]) -> None:
        """Say many short things, in columns."""


def chosen(clerk: Terminal, question: str, ways: Mapping[str, tuple[str, ...]]) -> str:
    """Which of the choices is meant; asked until one is."""
    offers = [Suggestion.of(choice) for choice in ways]
    while True:
        said = clerk.ask(question, offers).lower()
        for choice, words in ways.items():
            if said in words:
                return choice


_YES_OR_NO = {"否": ("", "n", "否"), "是": ("y", "是")}


def agreed(clerk: Terminal, question: str) -> bool:
    """Whether the clerk says yes; a mere return is no."""
    return chosen(clerk, question, _YES_OR_NO) == "是"


def confirmed(question: str) -> bool:
    """Whether whoever sits at the terminal says yes; where nobody could answer, no."""
    clerk = terminal()
    return clerk is not None and agreed(clerk, question)


def terminal() -> Terminal | None:
    """The terminal of this run; None in a pipe or a timed job, where nobody could answer."""
    return _Prompt() if all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)) else None


def completer(offers: Sequence[Suggestion]) -> Completer:
    """What lists the offers that fit the word being typed; several words are parted by 、."""
    from prompt_toolkit.completion import Completer, Completion

    class Offered(Completer):
        def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
            word = _BETWEEN.split(document.text_before_cursor)[-1].lstrip()
            for one in fitting(word, offers):
                yield Completion(one.text, start_position=-len(word), display=one.shown)

    return Offered()


class _Prompt:
    """A line editor that lists what fits below the line, on every system's own terminal."""

    def ask(self, question: str, offers: Sequence[Suggestion] = ()) -> str:
        from prompt_toolkit import prompt

        from duty_cli.documents.systems import END_OF_INPUT

        try:
            said = prompt(question, completer=completer(offers), reserve_space_for_menu=_ROOM).strip()
        except EOFError:
            raise KeyboardInterrupt from None
        if said == END_OF_INPUT:
            raise KeyboardInterrupt
        return said

    def tell(self, text: str) -> None:
        from duty_cli.cli.output import say

        say(text)

    def tell_all(self, items: Sequence[str]) -> None:
        from shutil import get_terminal_size

        self.tell("\n".join(in_columns(items, get_terminal_size().columns)))
