"""What members' years came to, as a sealed ledger tells it beside the rows: by the rules that were entered last, year by year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duty_cli.model.exact_numbers import show
from duty_cli.model.ledger_protocol import LedgerReader
from duty_cli.model.rulebook import Rules
from duty_cli.model.sealed_results import SealedResult
from duty_cli.scoring.assessment_year import closed_years
from duty_cli.scoring.evaluate import score_year


def sealed_results(reading: LedgerReader, rules: Rules, years: Sequence[int] | None = None) -> Iterator[SealedResult]:
    """The result of everybody in office, by year and member key; of the ``years`` told, or of all that there are."""
    for year in years_to_tell(reading, rules) if years is None else years:
        members = score_year(reading, rules, year).members
        for key, one in sorted(members.items()):
            yield SealedResult(key, year, show(one.score.total), one.grade, rules.digest)


def years_to_tell(reading: LedgerReader, rules: Rules) -> tuple[int, ...]:
    """The years that are closed or have records, as far as the rules judge members in them."""
    # A year of assessment may end in the calendar year after that of its records.
    touched = {year + more for year in reading.years_with_records() for more in (0, 1)}
    found = ((year, rules.of_year(year)) for year in sorted(touched | closed_years(reading)))
    return tuple(
        year
        for year, ruled in found
        if ruled is not None
        and ruled.book.scores_only is None
        and (year in closed_years(reading) or reading.has_records(ruled.days))
    )
