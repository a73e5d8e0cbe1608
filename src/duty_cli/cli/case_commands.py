"""Commands on cases of rule files: rules test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from duty_cli.cli.import_sources import read_file
from duty_cli.cli.output import say

if TYPE_CHECKING:
    from duty_cli.model.rule_cases import CaseFile, CommitteeCase
    from duty_cli.model.rulebook import Rulebook, Rules
    from duty_cli.reports.rule_case_runner import TriedCase

FAILED = 1
"""The exit code when a case does not come out as expected."""

Tried: TypeAlias = "list[tuple[Rulebook, TriedCase]]"
"""What one case came to: one year of one member, or each year of each; under which rulebook."""


def try_cases(
    files: Annotated[list[Path], typer.Argument(metavar="文件…", help="案例文件，如 scoring.test.yaml")],
    strict: Annotated[bool, typer.Option("--strict", help="有未触及的规则也算不通过")] = False,
) -> None:
    """用手算的案例试算规则文件：逐处列出不符的结果和没有案例触及的规则。"""
    from duty_cli.reports.rule_case_runner import mismatches

    every = [case for file in files for case in tried_cases(_cases(file))]
    wrong = [found for case in every if (found := [miss for _, one in case for miss in mismatches(one)])]
    lines = [str(one) for found in wrong for one in found]
    failed = f"，{len(wrong)} 例不符" if wrong else ""
    lines.append(f"{len(every) - len(wrong)} 例通过{failed}")
    missing = _untouched([pair for case in every for pair in case])
    if missing:
        lines += [f"未触及 {len(missing)} 处：", *missing]
    say("\n".join(lines))
    if wrong or (strict and missing):
        raise typer.Exit(FAILED)


def _cases(file: Path) -> CaseFile:
    from duty_cli.rules.rule_case_file import load_cases

    return load_cases(file.name, read_file(file)[0], lambda rules: read_file(file.parent / rules)[0])


def tried_cases(read: CaseFile) -> Iterator[Tried]:
    """Each case of a file, tried."""
    from duty_cli.reports.rule_case_runner import tried

    for case in read.cases:
        book = read.book(case.year)
        yield [(book, tried(book, case))]
    for committee in read.committees:
        yield [(read.book(one.case.year), one) for one in _evaluated(committee, read.rules)]


def _evaluated(case: CommitteeCase, rules: Rules) -> list[TriedCase]:
    """A case of several, evaluated in a ledger that holds nothing else and is gone afterwards."""
    from duty_cli.ledger.sqlite_ledger import create
    from duty_cli.recording.committee_entry import entered, founding
    from duty_cli.reports.committee_runner import committee_tried

    act, setup = founding(case)
    with TemporaryDirectory(prefix="duty-") as folder:
        ledger = create(Path(folder) / "ledger.db", act, setup)
        with ledger.writing(act) as desk:
            keys = entered(desk, case, rules)
        with ledger.reading() as reading:
            return committee_tried(reading, rules, case, keys)


def _untouched(results: Tried) -> list[str]:
    """What no case touches; a rulebook that several files try is covered by all of them together."""
    from duty_cli.reports.rule_case_runner import untouched

    by_book: list[tuple[Rulebook, list[TriedCase]]] = []
    for book, case in results:
        same = next((other for other in by_book if other[0] == book), (book, []))
        by_book += [] if same[1] else [same]
        same[1].append(case)
    return [str(part) for book, cases in by_book for part in untouched(book, cases)]
