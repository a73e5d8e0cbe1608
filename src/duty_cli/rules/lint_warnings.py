"""What ``duty rules check`` tells of sound files: what can never take effect, and what is most often not meant so.

The rules score with or without it, so that only this command loads it.
"""

from __future__ import annotations

from duty_cli.model.parsed_rows import Problem
from duty_cli.rules import lint_fairness as _fairness  # noqa: F401 - these two have their checks in the register
from duty_cli.rules import lint_unreachable as _idle  # noqa: F401
from duty_cli.rules.lint_registry import DOUBTFUL, IDLE
from duty_cli.rules.lint_workspace import OfficeNames, of_another, strangers
from duty_cli.rules.rulebook_form import RulesForm
from duty_cli.rules.source_map import SourceMap


def idle(form: RulesForm, source: SourceMap) -> list[Problem]:
    """What does no harm in one file, and can never take effect."""
    book = form.rulebook(source)
    return [source.problem(*complaint) for check in IDLE for complaint in check(book)]


def doubtful(form: RulesForm, source: SourceMap, office: OfficeNames | None = None) -> list[Problem]:
    """What may be meant so and most often is not, in the order of the file; ``office`` is that whose ledger it lies beside."""
    book = form.rulebook(source)
    foreign = () if office is None else of_another(book.title, book.basis, office.committee)
    unknown = strangers(book, office.occurring) if office is not None and office.occurring else ()
    idle_sets = ((("sets", name), f"集合“{name}”没有用到", "请核对名称，或删去") for name in source.unused_sets)
    found = (*foreign, *unknown, *idle_sets, *(complaint for check in DOUBTFUL for complaint in check(book)))
    problems = [source.problem(*complaint) for complaint in found]
    return sorted(problems, key=lambda problem: problem.line)
