"""docs/封存账本.md says which columns a sealed ledger has."""

from __future__ import annotations

from scripts.make_sealed_columns import PAGE, page


def test_the_page_says_what_the_schema_says() -> None:
    assert page() == PAGE.read_text("utf-8"), "run scripts/make_sealed_columns.py"
