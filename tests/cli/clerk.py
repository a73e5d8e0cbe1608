"""A clerk at the terminal: answers in order, and presses Ctrl+C when there is nothing left to say."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from duty_cli.cli import prompt
from duty_cli.cli.prompt import Suggestion


class Clerk:
    """Sits at the terminal; keeps what was asked and told."""

    def __init__(self, answers: Sequence[str]) -> None:
        self._answers = list(answers)
        self.asked: list[str] = []
        self.told: list[str] = []
        self.offered: list[list[str]] = []

    def ask(self, question: str, offers: Sequence[Suggestion] = ()) -> str:
        self.asked.append(question)
        self.offered.append([offer.shown for offer in offers])
        if not self._answers:
            raise KeyboardInterrupt
        return self._answers.pop(0)

    def tell(self, text: str) -> None:
        self.told.append(text.strip())

    def tell_all(self, items: Sequence[str]) -> None:
        self.told.append(" ".join(items))


def seated(patch: pytest.MonkeyPatch, *answers: str) -> Clerk:
    """A clerk who gives these answers."""
    clerk = Clerk(answers)
    patch.setattr(prompt, "terminal", lambda: clerk)
    return clerk
