"""What ``duty rules check`` tells of sound files: what can never take effect, and what is most often not meant so.

The rules score with or without it, so that only this command loads it.
"""

from __future__ import annotations

from collections.abc import Iterator

from duty_cli.model.parsed_rows import Problem
from duty_cli.model.rulebook import Rulebook
from duty_cli.rules.linting import lint_fairness as _fairness  # noqa: F401 - these two have their checks in the register
from duty_cli.rules.linting import lint_unreachable as _idle  # noqa: F401
from duty_cli.rules.linting.lint_registry import DOUBTFUL, IDLE
from duty_cli.rules.linting.lint_workspace import OfficeNames, of_another, strangers
from duty_cli.rules.rule_forms.rulebook_form import RulesForm
from duty_cli.rules.yaml_reading.source_map import Complaint, SourceMap


def idle(form: RulesForm, source: SourceMap) -> list[Problem]:
    """What does no harm in one file, and can never take effect."""
    book = form.rulebook(source)
    return [source.problem(*complaint) for check in IDLE for complaint in check(book)]


def doubtful(form: RulesForm, source: SourceMap, office: OfficeNames | None = None) -> list[Problem]:
    """What may be meant so and most often is not, in the order of the file; ``office`` is that whose ledger it lies beside."""
    book = form.rulebook(source)
    foreign = () if office is None else of_another(book.title, book.basis, office.committee)
    unknown = strangers(book, office.occurring) if office is not None and office.occurring else ()
    said_once = (*_unused(source), *(_held_names(book, office) if office is not None else ()))
    found = (*foreign, *unknown, *said_once, *(complaint for check in DOUBTFUL for complaint in check(book)))
    problems = [source.problem(*complaint) for complaint in found]
    return sorted(problems, key=lambda problem: problem.line)


def _unused(source: SourceMap) -> Iterator[Complaint]:
    """What is said once and holds nowhere."""
    for loc in source.unused:
        if loc[0] == "sets":
            yield loc, f"集合“{loc[1]}”没有用到", "请核对名称，或删去"
        else:
            yield (
                loc,
                f"defaults 的 {loc[-1]} 没有用到：没有一条需要它，或各条都另写了",
                "请删去，或删去各条中与它相同的",
            )


def _held_names(book: Rulebook, office: OfficeNames) -> Iterator[Complaint]:
    """Sets that have the name of a role or a group of the roster: where the name is written, the set is meant."""
    held = frozenset().union(*office.occurring.values())
    for name in book.sets:
        if name in held:
            what = f"集合“{name}”与名册里的职务或组别同名；写“{name}”的地方指的是集合里的词"
            yield ("sets", name), what, "请给集合换一个名称"
