"""The random rule files say all that a rule file can say of scores."""

from __future__ import annotations

import re
from collections import Counter

from hypothesis import Phase, given, settings

from duty_cli.rules.json_schema import schema
from tests.effort import examples
from tests.properties.written_files import files

OF_NO_SCORE = {
    "notes",
    "note",
    "expects",
    "conduct",
    "commends",
    "authors_at_most",
    "options",
    "notify",
    "colour",
    "unit",
    "group",
    "told",
    "text",
    "without_rule",
}
LEFT_TO_OTHER_TESTS = {"party", "special_committee", "subject", "sets", "defaults"}


def test_every_key_that_bears_on_a_score_is_written_now_and_then() -> None:
    said: Counter[str] = Counter()

    @settings(max_examples=examples(800), deadline=None, database=None, derandomize=True, phases=[Phase.generate])
    @given(files())
    def look(text: str) -> None:
        said.update(set(re.findall(r"(\w+): ", text)))

    look()
    keys = (
        {key for one in schema()["definitions"].values() for key in one["properties"]}
        - OF_NO_SCORE
        - LEFT_TO_OTHER_TESTS
    )
    assert {key for key in keys if said[key] < 4} == set()
