"""The door to files of cases (``duty rules test``): bytes → :class:`~duty_cli.domain.cases.CaseFile`, or every fault."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from duty_cli.domain.cases import CaseFile
from duty_cli.domain.outcomes import OPEN
from duty_cli.domain.rules import Rulebook
from duty_cli.errors import CaseFaults
from duty_cli.rulebook import strict, wording
from duty_cli.rulebook.build.cases import case
from duty_cli.rulebook.case_checks import misfits, rivals_missing
from duty_cli.rulebook.files import load
from duty_cli.rulebook.forms.cases import CasesForm
from duty_cli.rulebook.source import SourceMap, beside
from duty_cli.rulebook.values import Vocabulary


def load_cases(name: str, data: bytes, fetch: Callable[[str], bytes]) -> CaseFile:
    """The cases in the file's bytes; ``fetch`` gives the bytes of the rule file that they name.

    Raises CaseFaults with all that is wrong in the file, RuleFaults where its rule file cannot be used.
    """
    source, faults = strict.read(name, data)
    if source is None:
        raise CaseFaults(faults)
    book = _book(source, fetch)
    form, found = wording.fill(CasesForm, source, None if book is None else _vocabulary(book))
    if form is not None and book is not None:
        found = list(misfits(form, source, book))
    if form is None or book is None or faults or found:
        raise CaseFaults(beside(faults, found))
    cases = tuple(case(one, source, ("cases", at)) for at, one in enumerate(form.cases))
    missing = [misfit for at, made in enumerate(cases) for misfit in rivals_missing(made, ("cases", at), book)]
    if missing:
        raise CaseFaults([source.fault(*misfit) for misfit in missing])
    return CaseFile(name, book, cases)


def _book(source: SourceMap, fetch: Callable[[str], bytes]) -> Rulebook | None:
    """The rulebook that the file names; None where it names none, which its form will say."""
    named = source.tree.get("rules") if isinstance(source.tree, dict) else None
    if not named or not isinstance(named, str):
        return None
    return load({PurePath(named).name: fetch(named)}).every[0]


def _vocabulary(book: Rulebook) -> Vocabulary:
    grades = (*(band.grade for band in book.bands), OPEN)
    return Vocabulary(tuple(book.kinds), book.stages, book.levels, grades)
