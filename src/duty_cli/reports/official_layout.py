"""An official document in the formats that have no head and foot: as a paper, and as plain values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from duty_cli.model.exact_numbers import Yuan, show
from duty_cli.model.papers import Cell, OfficialDocument, Paper, Paragraph, Sheet, in_figures
from duty_cli.patterns import pattern
from duty_cli.reports.report_columns import Document

_DAY = pattern(r"\d{4}-\d\d-\d\d")
_BESIDE_NUMBER = pattern(r"(?<=[0-9%]) +(?=\w)|(?<=[^\W日]) +(?=[0-9])")
_BLANK = pattern(r" +")


def official_paper(official: OfficialDocument) -> Paper:
    """The document as a paper: what it says, from its number to its date, and its annexes."""
    sheets, text = headed(official.annexes), tuple(_text(official))
    return Paper(official.title, sheets, official.identity, text=text, subtitle=official.number)


def headed(annexes: Sequence[Sheet]) -> tuple[Sheet, ...]:
    """Annexes with the heading of each; numbered where there are several."""
    places = range(1, len(annexes) + 1) if len(annexes) > 1 else [""]
    return tuple(
        Sheet(sheet.name, f"附件{place} {sheet.title}", sheet.columns, sheet.rows, sheet.notes)
        for place, sheet in zip(places, annexes, strict=False)
    )


def _text(official: OfficialDocument) -> Iterator[Paragraph]:
    if official.addressee:
        yield Paragraph(f"{official.addressee}：")
    yield from official.text
    yield from annex_line(official.annexes)
    if official.on is not None:
        yield from map(Paragraph, official.signed)
        yield Paragraph(in_figures(official.on))


def annex_line(annexes: Sequence[Sheet]) -> Iterator[Paragraph]:
    """The annexes in one line, where there are any."""
    named = (f"{place}.{sheet.title}" if len(annexes) > 1 else sheet.title for place, sheet in enumerate(annexes, 1))
    if annexes:
        yield Paragraph("附件：" + "；".join(named))


def official_document(official: OfficialDocument, report: str) -> Document:
    """The document as plain values; ``report`` is what it is called."""
    return {
        "report": report,
        "title": official.title,
        "number": official.number or None,
        "addressee": official.addressee or None,
        "text": [{"level": one.level, "text": one.text} for one in official.text],
        "on": None if official.on is None else official.on.isoformat(),
        "annexes": [_annex_document(one) for one in official.annexes],
        "signed": list(official.signed),
        "ledger": official.identity,
    }


def _annex_document(annex: Sheet) -> Document:
    """The table of an annex as plain values, its numbers as decimal strings."""
    return {
        **{"title": annex.title, "columns": [column.heading for column in annex.columns]},
        "rows": [[_plain(cell) for cell in row] for row in annex.rows],
        "notes": list(annex.notes),
    }


def _plain(cell: Cell) -> str | None:
    if cell is None or isinstance(cell, str):
        return cell
    return str(cell) if isinstance(cell, Yuan) else show(cell)


def prose(text: str) -> str:
    """A remark of a table as documents write it: days in figures, no blank beside a number, commas for other blanks."""
    dated = _DAY.sub(lambda found: in_figures(date.fromisoformat(found[0])), text.replace(" 至 ", "至"))
    return _BLANK.sub("，", _BESIDE_NUMBER.sub("", dated))
