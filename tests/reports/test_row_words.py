"""Every column that a row can have has a heading, but those that hold words of the program, or a day in two columns."""

from __future__ import annotations

from duty_cli.ledger.checking.schema_shape import shape_of
from duty_cli.ledger.migrations import MIGRATIONS
from duty_cli.model.entry_sorts import SORTS
from duty_cli.reports.row_words import HEADINGS


def test_no_column_of_any_table_is_without_a_heading() -> None:
    lacking = {
        f"{table} {column.name}"
        for table, columns in shape_of(MIGRATIONS).columns.items()
        for column in columns
        if column.name not in HEADINGS[SORTS[table]]
    }
    assert lacking == {"naming digest", "record day", "record done", "proceeding use", "step means"}
