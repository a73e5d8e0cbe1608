"""The door to the words of offices' files (``rules/intake.yaml``)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from duty_cli.errors.file_errors import IntakeWordProblems
from duty_cli.model.file_forms import (
    HEADINGS,
    SPENDING_HEADINGS,
    FileVocabulary,
)
from duty_cli.model.parsed_rows import Problem
from duty_cli.model.records import Attendance
from duty_cli.rules.yaml_reading import validation_messages, yaml_reader
from duty_cli.rules.yaml_reading.form_fields import ClosedForm, Text, Words, hint
from duty_cli.rules.yaml_reading.source_map import SourceMap, beside


def load_words(name: str, data: bytes, before: FileVocabulary | None = None) -> FileVocabulary:
    """The words in the file's bytes, put over those ``before``. Raises IntakeWordProblems with all that is wrong."""
    source, problems = yaml_reader.read(name, data)
    if source is None:
        raise IntakeWordProblems(problems)
    form, found = validation_messages.fill(VocabularyForm, source)
    problems = beside(problems, found if form is None else [*_unknown_words(form, source), *_meant_twice(form, source)])
    if form is None or problems:
        raise IntakeWordProblems(problems)
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
    """文件格式"""
    headings: dict[str, Words] = Field(default_factory=dict)
    """本系统的列名: 本单位的写法（别名），一种或几种"""
    marks: dict[Text, Attendance] = Field(default_factory=dict)
    """出席情况表里的记号: 出席情况，如 △: 请假"""
    stages: dict[Text, Words] = Field(default_factory=dict)
    """提案的立案情况等写法: 规则文件中的阶段，一个或几个"""
    unread: Words = ()
    """不读的列"""


def _unknown_words(form: VocabularyForm, source: SourceMap) -> Iterator[Problem]:
    for heading in form.headings:
        if heading not in HEADINGS and heading not in SPENDING_HEADINGS:
            yield source.key_problem(("headings", heading), f"没有名为“{heading}”的列", hint(heading, HEADINGS))


def _meant_twice(form: VocabularyForm, source: SourceMap) -> Iterator[Problem]:
    """Words that would mean two headings, or be a column that is read and one that is not."""
    first: dict[str, str] = {}
    for heading, aliases in form.headings.items():
        for place, alias in enumerate(aliases):
            before = first.setdefault(alias, heading)
            if before != heading:
                what = f"“{alias}”已写作“{before}”的别名，不能又是“{heading}”的别名"
                yield source.problem(("headings", heading, place), what, "请只留一处")
    for place, alias in enumerate(form.unread):
        if alias in first or alias in HEADINGS:
            yield source.problem(("unread", place), f"“{alias}”是要读的列，不能又写作不读的列", "请只留一处")
