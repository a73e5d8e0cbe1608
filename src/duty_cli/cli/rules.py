"""Rule files: looked over for faults, and tried on cases computed by hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duty_cli.cli.files import read_file
from duty_cli.cli.options import desk_of
from duty_cli.cli.output import say

if TYPE_CHECKING:
    from duty_cli.domain.cases import CaseFile
    from duty_cli.domain.rules import Rulebook, Rules
    from duty_cli.reports.cases import TriedCase
    from duty_cli.rulebook.strangers import OfficeNames

FAILED = 1
"""The exit code when a case does not come out as expected."""


def check_rules(
    ctx: typer.Context,
    files: Annotated[list[Path] | None, typer.Argument(metavar="文件…", help="规则文件；不填为工作区的规则")] = None,
) -> None:
    """核对规则文件：列出全部问题的行、列和改法；可疑之处列为提醒，不算出错；无误时没有输出。

    在工作区里，还对照账本：规则里的职务、界别、组别没有人担任或属于的，规则名称、依据是别的委员会的，列为提醒。
    """
    from duty_cli.rulebook.files import check

    doubtful = check(_files_meant(ctx, files), _office(ctx))
    if doubtful:
        say("\n".join(f"提醒：{fault}" for fault in doubtful))


def _office(ctx: typer.Context) -> OfficeNames | None:
    """The committee of the workspace, and the roles and groups of its roster; None outside of one."""
    from duty_cli.domain.members import Facet
    from duty_cli.rulebook.strangers import OfficeNames

    desk = desk_of(ctx)
    if not desk.ledger_path.exists():
        return None
    with desk.ledger.reading() as reading:
        committee = reading.head().committee
        spells = [spell for member in reading.roster() for spell in member.spells]
    values = {facet: frozenset(one.value for one in spells if one.facet is facet) for facet in Facet} if spells else {}
    return OfficeNames(committee, values)


def rules_meant(ctx: typer.Context, files: list[Path] | None) -> Rules:
    """The rules in the files named, else those of the workspace. Raises RuleFaults with every fault."""
    from duty_cli.rulebook.files import load

    return load(_files_meant(ctx, files))


def _files_meant(ctx: typer.Context, files: list[Path] | None) -> dict[str, bytes]:
    """The bytes of the files named, else of the workspace's; files of one name go by their paths."""
    from duty_cli.rulebook.files import rule_files

    if not files:
        return rule_files(desk_of(ctx).rules_path)
    names = Counter(file.name for file in files)
    return {file.name if names[file.name] == 1 else str(file): read_file(file)[0] for file in files}


def try_cases(
    files: Annotated[list[Path], typer.Argument(metavar="文件…", help="案例文件，如 scoring.test.yaml")],
    strict: Annotated[bool, typer.Option("--strict", help="有未触及的规则也算不通过")] = False,
) -> None:
    """用手算的案例试算规则文件：逐处列出不符的结果和没有案例触及的规则。"""
    from duty_cli.reports.cases import mismatches, tried

    read = [_cases(file) for file in files]
    results = [(one.book, [tried(one.book, case) for case in one.cases]) for one in read]
    every = [case for _, cases in results for case in cases]
    wrong = [found for case in every if (found := mismatches(case))]
    lines = [str(one) for found in wrong for one in found]
    failed = f"，{len(wrong)} 例不符" if wrong else ""
    lines.append(f"{len(every) - len(wrong)} 例通过{failed}")
    missing = _untouched(results)
    if missing:
        lines += [f"未触及 {len(missing)} 处：", *missing]
    say("\n".join(lines))
    if wrong or (strict and missing):
        raise typer.Exit(FAILED)


def _cases(file: Path) -> CaseFile:
    from duty_cli.rulebook.cases import load_cases

    return load_cases(file.name, read_file(file)[0], lambda rules: read_file(file.parent / rules)[0])


def _untouched(results: list[tuple[Rulebook, list[TriedCase]]]) -> list[str]:
    """What no case touches; a rulebook that several files try is covered by all of them together."""
    from duty_cli.reports.coverage import untouched

    by_book: list[tuple[Rulebook, list[TriedCase]]] = []
    for book, cases in results:
        same = next((other for other in by_book if other[0] == book), (book, []))
        by_book += [] if same[1] else [same]
        same[1].extend(cases)
    return [str(part) for book, cases in by_book for part in untouched(book, cases)]
