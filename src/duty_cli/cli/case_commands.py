"""Commands on cases of rule files: rules test, case."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from duty_cli.cli.import_sources import read_file
from duty_cli.cli.options import MEMBER, OUT, desk_of
from duty_cli.cli.output import remark, say
from duty_cli.cli.output_guard import write
from duty_cli.errors.rule_errors import CaseNotMade, CaseProblems

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
    from duty_cli.rules.case_files.rule_case_file import load_cases

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
    from duty_cli.ledger.sqlite.sqlite_ledger import create
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


def freeze_case(
    ctx: typer.Context,
    member: MEMBER,
    year: Annotated[int, typer.Option("--year", metavar="年度", help="哪一年，四位年份")],
    out: OUT = None,
) -> None:
    """把账本里一名委员的一个年度做成案例：换成化名，应有的结果取自报表，供规则改动以后用 duty rules test 对照。"""
    from duty_cli.reports.frozen_case import frozen_case
    from duty_cli.rules.case_files.rule_case_text import case_text
    from duty_cli.scoring.assessment_year import rules_of

    desk = desk_of(ctx)
    meant, rules = desk.member(member), desk.rules
    with desk.verified() as reading:
        case = frozen_case(reading, rules, meant, year)
    book = rules_of(rules, year).book
    file = desk.rules_path / book.file if desk.rules_path.is_dir() else desk.rules_path
    named = Path(os.path.relpath(file, Path() if out is None else out.parent)).as_posix()
    text = _for_editors(desk.rules_folder, out) + case_text(case, book, named)
    _hold(text, year, rules.files[book.file])
    if out is None:
        say(text.rstrip("\n"))
    else:
        write(out, text.encode())
        remark(f"已写入 {out}")


def _for_editors(rules: Path, out: Path | None) -> str:
    """The line by which editors find the schema, where it lies with the rules."""
    from duty_cli.cli.bundled_files import CASE_SCHEMA

    schema = rules / CASE_SCHEMA
    if out is None or not schema.is_file():
        return ""
    return f"# yaml-language-server: $schema={Path(os.path.relpath(schema, out.parent)).as_posix()}\n"


def _hold(text: str, year: int, rules: bytes) -> None:
    """Try the case as its file says it. Raises CaseNotMade where it does not come to what the report says."""
    from duty_cli.reports.rule_case_runner import mismatches
    from duty_cli.rules.case_files.rule_case_file import load_cases

    try:
        read = load_cases("案例", text.encode(), lambda _: rules)
    except CaseProblems as error:
        raise CaseNotMade(year, error.problems) from error
    wrong = [miss for case in tried_cases(read) for _, one in case for miss in mismatches(one)]
    if wrong:
        raise CaseNotMade(year, wrong)
