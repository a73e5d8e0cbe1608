"""What is said of a step on the command line, and the answer."""

from __future__ import annotations

from duty_cli.cli.app_context import AppContext
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.proceedings import STEP_HEADINGS, Proceeding, StepWords
from duty_cli.parsing.text_cleaning import clean_text
from duty_cli.recording.proceeding_entry import in_words
from duty_cli.reports.follow_up import step_in_words


def step_said(desk: AppContext, on: str, by: str, *said: str | None) -> StepWords:
    """What is said of a step: its day, by whom, and meeting, place, number, words, last day and note where they are told."""
    meeting, place, number, words, until, note = said
    day = desk.day(on)
    return StepWords(
        day,
        clean_text(STEP_HEADINGS["by"], by) or "",
        _cleaned("meeting", meeting),
        _cleaned("place", place),
        _cleaned("number", number),
        _cleaned("words", words),
        None if until is None else desk.day(until, STEP_HEADINGS["until"]),
        _cleaned("note", note),
    )


def _cleaned(name: str, text: str | None) -> str | None:
    return None if text is None else clean_text(STEP_HEADINGS[name], text) or None


def taken_line(reading: LedgerReader, proceeding: Proceeding) -> str:
    """The step just taken, in a line."""
    last = proceeding.last
    assert last is not None, "a step was taken"
    return f"已登记：{in_words(reading, proceeding.new)}，{step_in_words(last)}（序号 {proceeding.seq}）"
