"""One county judged, in whatever process: its file proved, read and scored by its own rules or those of all, and let go but for the sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from duty_cli.errors.base import DutyError
from duty_cli.errors.province_errors import NoRulesSealed, ResultsDiffer
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.rulebook import Rules
from duty_cli.model.sealed_results import SealedResult
from duty_cli.reports.county_sums import CountySums, county_year
from duty_cli.scoring.assessment_year import YearResult

if TYPE_CHECKING:
    from duty_cli.ledger.parquet.duck_records import DuckTables
    from duty_cli.ledger.parquet.sealed_file import SealedFile
    from duty_cli.ledger.parquet.sealed_reader import SealedReader

_LINES = 3

RuleFiles: TypeAlias = tuple[tuple[str, bytes], ...]
"""Rule files by name, as they were written."""

_MOST_RULES = 4
_rules: dict[RuleFiles, Rules] = {}
"""What the rule files last met say: most counties have them in common, and reading them takes as long as a county."""


@dataclass(frozen=True, slots=True)
class CountyTask:
    """The file of a county, the year, and the rule files by which it is judged, by name; None: those in its ledger."""

    path: Path
    year: int
    rules: RuleFiles | None


@dataclass(frozen=True, slots=True)
class CountyAmiss:
    """Why a county could not be judged."""

    why: str


def look_for_libraries() -> None:
    """Load what reads sealed ledgers and counts in them, and no more. Raises ImportError where it is not installed."""
    import duckdb

    from duty_cli.ledger.parquet.bare_arrow import load_bare

    assert duckdb
    load_bare()


def judged(task: CountyTask) -> CountySums | CountyAmiss:
    """What the year of a county comes to, or why it cannot be told: one county's fault is no other's."""
    from duty_cli.ledger.parquet.sealed_file import open_sealed
    from duty_cli.ledger.parquet.sealed_reader import sealed_reading

    try:
        with open_sealed(task.path) as sealed, sealed_reading(sealed, _duck()) as reading:
            return held_year(sealed, reading, rules_of_county(reading, task.rules), task.year)[0]
    except DutyError as error:
        return CountyAmiss(in_a_line(error, task.path))


def held_year(sealed: SealedFile, reading: SealedReader, rules: Rules, year: int) -> tuple[CountySums, YearResult]:
    """The sums of a year and the result that they are of, held against what the file tells. Raises ResultsDiffer, and what ``county_year`` raises."""
    sums, result = county_year(reading, rules, year)
    _hold_against(sealed.results(), sums, year)
    return sums, result


def _hold_against(told: Iterable[SealedResult], sums: CountySums, year: int) -> None:
    """Raise ResultsDiffer where the file tells results of the year by the same rules, and they do not come to the same."""
    own = [one for one in told if (one.year, one.rules) == (year, sums.rules)]
    if not own:
        return
    grades = Counter(one.grade for one in own)
    try:
        points = sum(Fraction(one.score) for one in own)
    except (ValueError, ZeroDivisionError):
        raise ResultsDiffer(year) from None
    # A grade that is no grade (未评定) is counted among ours only where somebody has it.
    ours = {grade: count for grade, count in sums.whole.grades.items() if count}
    if len(own) != sums.whole.members or points != sums.whole.points or (ours and grades != ours):
        raise ResultsDiffer(year)


@cache
def _duck() -> DuckTables:
    from duty_cli.ledger.parquet.duck_records import DuckTables

    return DuckTables()


def rules_of_county(reading: SealedReader, common: RuleFiles | None) -> Rules:
    """The rules by which a county is judged: those for all, or those of its own ledger. Raises NoRulesSealed, RuleProblems."""
    if common is not None:
        return _loaded(common)
    from duty_cli.rules.rules_folder import without_texts

    used = reading.rules_used()
    if used is None:
        raise NoRulesSealed
    files: Mapping[str, bytes] = without_texts(dict(used.files))
    return _loaded(tuple(files.items()))


def _loaded(files: RuleFiles) -> Rules:
    """The rules in those files. Raises RuleProblems."""
    if files not in _rules:
        # Loaded here: a process that is told what they say never needs it.
        from duty_cli.rules.rule_files import load

        know_rules({files: load(dict(files))})
    return _rules[files]


def known_rules() -> Mapping[RuleFiles, Rules]:
    """The rule files that were read in this process, and what they say."""
    return dict(_rules)


def know_rules(said: Mapping[RuleFiles, Rules]) -> None:
    """Take it as read what these rule files say."""
    _rules.update(said)
    while len(_rules) > _MOST_RULES:
        del _rules[next(iter(_rules))]


def in_a_line(error: DutyError, path: Path) -> str:
    """What is wrong, beside the name of the file, which is told before it."""
    lines = str(error).replace(f"{path} ", "").splitlines()
    more = f"（另有 {len(lines) - _LINES} 处）" if len(lines) > _LINES else ""
    return "；".join(lines[:_LINES]) + more
