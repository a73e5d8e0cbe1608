"""What the cells of a blank form let one write, and what they say where they are clicked."""

from __future__ import annotations

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from duty_cli.domain.periods import Period
from duty_cli.domain.template import BlankForm, FormChoices, FormEntry, Holds
from duty_cli.render.layout.template import refusal, told_of
from duty_cli.render.wording import cleaned
from duty_cli.render.worksheet import bounded

LISTS = "列表"
Area = tuple[int, int, int, int]
"""First row and column, last row and column, counted from 0."""

_STYLES: dict[str, dict[str, object]] = {
    "warned": {"error_type": "warning"},
    "refused": {"error_type": "stop"},
    "taken": {"show_error": False},
}


class Choices:
    """The lists to choose from, on a hidden sheet under defined names: one typed into a cell holds only 255 characters."""

    def __init__(self, book: Workbook, hidden: Worksheet, template: BlankForm) -> None:
        self._book, self._hidden, self._template = book, hidden, template
        self._names: dict[tuple[str, ...], str] = {}

    def bind(self, worksheet: Worksheet, area: Area, entry: FormEntry) -> None:
        """Let the cells of ``area`` take what ``entry`` asks for."""
        taken = self._listed(entry.offer) if entry.offer.words else _measured(entry.holds, self._template.days)
        if taken:
            told = {"input_title": entry.called, "input_message": told_of(self._template.form, entry)[0]}
            wrong = {"error_title": entry.called, "error_message": refusal(entry, self._template.days)}
            worksheet.data_validation(*area, {**taken, **told, **wrong})

    def _listed(self, offer: FormChoices) -> dict[str, object]:
        return {"validate": "list", "source": f"={self._named(offer.words)}", **_STYLES[offer.others]}

    def _named(self, words: tuple[str, ...]) -> str:
        """The defined name of a list, which is written once."""
        if words not in self._names:
            column = len(self._names)
            letter = chr(ord("A") + column)
            self._hidden.write_column(0, column, [bounded(cleaned(word)) for word in words])
            self._names[words] = f"{LISTS}{column + 1}"
            self._book.define_name(self._names[words], f"='{LISTS}'!${letter}$1:${letter}${len(words)}")
        return self._names[words]


def _measured(holds: Holds, days: Period) -> dict[str, object]:
    match holds:
        case Holds.TEXT | Holds.LABEL:
            return {}
        case Holds.DAY:
            return {"validate": "date", "criteria": "between", "minimum": days.first, "maximum": days.last}
        case Holds.COUNT:
            return {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 9999}
        case Holds.NUMBER:
            return {"validate": "decimal", "criteria": "between", "minimum": -99999, "maximum": 99999}
