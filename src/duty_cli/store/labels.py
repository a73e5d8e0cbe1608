"""The dictionary of repeating texts. It lives as long as one transaction, so a label rolled back is forgotten too."""

from __future__ import annotations

from functools import cached_property

from sqlalchemy import Connection, insert, select

from duty_cli.store.tables import LABEL


class TextTable:
    """Texts by number and numbers by text, read on first use."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @cached_property
    def texts(self) -> dict[int, str]:
        """Number → text."""
        return dict(self._connection.execute(select(LABEL.c.id, LABEL.c.text)).all())

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {text: number for number, text in self.texts.items()}

    def number(self, text: str) -> int:
        """The number of ``text``, given to it now if it has none."""
        found = self._numbers.get(text)
        return self._add(text) if found is None else found

    def _add(self, text: str) -> int:
        number = max(self.texts, default=0) + 1
        self._connection.execute(insert(LABEL), {"id": number, "text": text})
        self.texts[number] = text
        self._numbers[text] = number
        return number
