"""The door to rule files: bytes to rules, or every problem at once; and the years they cover."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from duty_cli.errors.rule_errors import NoRules, RuleProblems
from duty_cli.model.parsed_rows import Problem
from duty_cli.model.rulebook import Rules
from duty_cli.rules.linting import lint_names_and_grades
from duty_cli.rules.rule_forms import said_once
from duty_cli.rules.rule_forms.rulebook_form import RulesForm
from duty_cli.rules.rules_folder import digest
from duty_cli.rules.yaml_reading import validation_messages, yaml_reader
from duty_cli.rules.yaml_reading.source_map import SourceMap, beside

if TYPE_CHECKING:
    from duty_cli.rules.linting.lint_workspace import OfficeNames
    from duty_cli.rules.printed_document.printed_text_file import TextBytes

Read = tuple[RulesForm, SourceMap]
"""One file, read."""

_DAY = timedelta(days=1)


def overlaps_and_gaps(read: Sequence[Read]) -> Iterator[Problem]:
    """Where files that score the same subject overlap, or leave days between them uncovered."""
    for files in _by_subject(read):
        before, source = files[0]
        for form, later in files[1:]:
            start, end = form.effective.first, before.effective.last
            if start <= end:
                days = f"{start} 至 {min(end, form.effective.last)}"
                what = f"与 {source.file} 的适用日期重叠（{days}）"
                yield later.problem(("effective",), what, "请核对两个文件的起止日期")
            elif start > end + _DAY:
                what = f"与 {source.file} 之间有日期没有规则（{end + _DAY} 至 {start - _DAY}）"
                yield later.problem(("effective",), what, "请使起始日紧接前一文件的截止日")
            if form.effective.last > end:
                before, source = form, later


def parts_of_years(read: Sequence[Read]) -> Iterator[Problem]:
    """Years at either end of a file that it covers in part: no one file rules them, and they cannot be evaluated."""
    for files in _by_subject(read):
        form, source = files[0]
        year = form.year_ends.year_on(form.effective.first)
        first = form.year_ends.of(year).first
        if form.effective.first != first:
            what = f"{year} 年度从 {first} 起，这里从 {form.effective.first} 起，全年没有一份完整的规则"
            yield source.problem(("effective", "from"), what, f"请写 from: {first}")
        for form, source in files:
            year = form.year_ends.year_on(form.effective.last)
            last = form.year_ends.of(year).last
            if form.effective.last != last:
                what = f"{year} 年度到 {last} 止，这里到 {form.effective.last} 止，全年没有一份完整的规则"
                yield source.problem(("effective", "to"), what, f"请写 to: {last}；规则修改的，从下一年度起用新文件")


def _by_subject(read: Sequence[Read]) -> list[list[Read]]:
    """The files that score the same subject, by date."""
    subjects = dict.fromkeys(form.subject for form, _ in read)
    by_date = sorted(read, key=lambda one: one[0].effective.first)
    return [[one for one in by_date if one[0].subject == subject] for subject in subjects]


def load(files: Mapping[str, bytes]) -> Rules:
    """The rules in the files' bytes, by name. Raises RuleProblems with all that is wrong in any of them."""
    read, problems = _all(files)
    _refuse(problems)
    books = sorted((form.rulebook(source) for form, source in read), key=lambda book: book.effective)
    return Rules(tuple(books), digest(files), dict(files))


def check(
    files: Mapping[str, bytes], office: OfficeNames | None = None, text_of: TextBytes | None = None
) -> list[Problem]:
    """What is doubtful in sound files; in a workspace also what is not of its ``office``: names that match nobody, another committee.

    ``text_of`` reads the printed documents that they name. Raises RuleProblems with all that is wrong, and with what can never
    take effect.
    """
    from duty_cli.rules.linting import lint_warnings

    read, problems = _all(files)
    never = [problem for form, source in read for problem in lint_warnings.idle(form, source)]
    wrong, doubtful = _against_texts(read, text_of)
    _refuse(beside(problems, [*never, *parts_of_years(read), *wrong]))
    return [problem for form, source in read for problem in lint_warnings.doubtful(form, source, office)] + doubtful


def _against_texts(read: Sequence[Read], text_of: TextBytes | None) -> tuple[list[Problem], list[Problem]]:
    """What is wrong, and what is doubtful, between files and the documents that they name."""
    if text_of is None or not any(form.text for form, _ in read):
        return [], []
    from duty_cli.rules.linting.lint_printed_text import against_text

    found = [against_text(form, source, text_of) for form, source in read]
    return [one for wrong, _ in found for one in wrong], [one for _, doubtful in found for one in doubtful]


def _all(files: Mapping[str, bytes]) -> tuple[list[Read], list[Problem]]:
    """The files that could be read, and all that is wrong with any of them or between them."""
    if not files:
        raise NoRules("没有给出任何文件")
    results = [read_file(name, data) for name, data in sorted(files.items())]
    read = [one for one, _ in results if one is not None]
    problems = [problem for _, found in results for problem in found]
    return read, beside(problems, overlaps_and_gaps(read))


def _refuse(problems: Sequence[Problem]) -> None:
    in_order: list[Problem] = sorted(problems, key=lambda problem: (problem.file, problem.line))
    if in_order:
        raise RuleProblems(in_order)


def read_file(name: str, data: bytes) -> tuple[Read | None, list[Problem]]:
    """The form of one file as far as it fits, and all that is wrong in the file."""
    source, problems = yaml_reader.read(name, data)
    if source is None:
        return None, problems
    source, amiss = said_once.expanded(source)
    problems = beside(problems, amiss)
    words = said_once.vocabulary(source.tree)
    form, found = validation_messages.fill(RulesForm, source, words)
    if form is None:
        # Told now, or it would be told when the faults are mended.
        parts, faulty = validation_messages.in_parts(RulesForm, source, words)
        return None, beside(problems, [*found, *lint_names_and_grades.within_parts(parts, faulty, source)])
    return (form, source), beside(problems, lint_names_and_grades.within_file(form, source))
