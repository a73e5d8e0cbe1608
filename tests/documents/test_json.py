from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from duty_cli.documents.json_writer import as_json


def test_a_value_stands_in_the_order_it_was_built_with_exact_scores() -> None:
    value = {"report": "年度评比", "members": [{"score": Fraction(171, 2), "joined": date(2026, 3, 5)}], "count": 1}
    assert as_json(value) == (
        '{\n  "report": "年度评比",\n  "members": [\n    {\n'
        '      "score": "85.5",\n      "joined": "2026-03-05"\n    }\n  ],\n  "count": 1\n}\n'
    )


def test_a_moment_is_iso() -> None:
    assert as_json(datetime(2026, 3, 5, 8, 30, tzinfo=UTC)) == '"2026-03-05T08:30:00+00:00"\n'


def test_controls_are_escaped_even_beyond_ascii() -> None:
    assert as_json("王\x1b\x9b\u202e一") == '"王\\u001b\\u009b\\u202e一"\n'


def test_what_has_no_place_in_json_is_a_bug_and_not_guessed() -> None:
    with pytest.raises(TypeError, match="no JSON for"):
        as_json({"members": {1, 2}})
