"""The door to the words of offices' files (``rules/intake.yaml``): bytes → :class:`~duty_cli.domain.words.FileVocabulary`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from duty_cli.domain.faults import Problem
from duty_cli.domain.records import Attendance
from duty_cli.domain.words import HEADINGS, FileVocabulary
from duty_cli.errors import IntakeWordFaults
from duty_cli.rulebook import strict, wording
from duty_cli.rulebook.source import SourceMap, beside
from duty_cli.rulebook.values import ClosedForm, Text, Words, hint


def load_words(name: str, data: bytes, before: FileVocabulary | None = None) -> FileVocabulary:
    """The words in the file's bytes, put over those ``before``. Raises IntakeWordFaults with all that is wrong."""
    source, faults = strict.read(name, data)
    if source is None:
        raise IntakeWordFaults(faults)
    form, found = wording.fill(VocabularyForm, source)
    faults = beside(faults, found if form is None else [*_unknown_headings(form, source), *_meant_twice(form, source)])
    if form is None or faults:
        raise IntakeWordFaults(faults)
    old = before or FileVocabulary()
    headings = {alias: heading for heading, aliases in form.headings.items() for alias in aliases}
    return FileVocabulary(
        {**old.headings, **headings},
        {**old.marks, **form.marks},
        {**old.stages, **form.stages},
        frozenset((old.unread - set(headings)) | set(form.unread)),
    )


class VocabularyForm(ClosedForm):
    """A whole file of words."""

    format: Literal["duty-intake/1"]
    headings: dict[str, Words] = Field(default_factory=dict)
    marks: dict[Text, Attendance] = Field(default_factory=dict)
    stages: dict[Text, Words] = Field(default_factory=dict)
    unread: Words = ()


def _unknown_headings(form: VocabularyForm, source: SourceMap) -> Iterator[Problem]:
    for heading in form.headings:
        if heading not in HEADINGS:
            yield source.key_fault(("headings", heading), f"没有名为“{heading}”的列", hint(heading, HEADINGS))


def _meant_twice(form: VocabularyForm, source: SourceMap) -> Iterator[Problem]:
    """Words that would mean two headings, or be a column that is read and one that is not."""
    first: dict[str, str] = {}
    for heading, aliases in form.headings.items():
        for place, alias in enumerate(aliases):
            before = first.setdefault(alias, heading)
            if before != heading:
                what = f"“{alias}”已写作“{before}”的别名，不能又是“{heading}”的别名"
                yield source.fault(("headings", heading, place), what, "请只留一处")
    for place, alias in enumerate(form.unread):
        if alias in first or alias in HEADINGS:
            yield source.fault(("unread", place), f"“{alias}”是要读的列，不能又写作不读的列", "请只留一处")
