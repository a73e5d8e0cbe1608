"""JSON going out: Chinese as it is, scores as decimal strings, the same bytes for the same value."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction

from duty_cli.model import exact_numbers
from duty_cli.patterns import pattern

_UNSEEN = pattern(r"[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def as_json(value: object) -> str:
    """``value`` as JSON in the order it is built in; fractions as exact decimal strings, days and moments as ISO."""
    return _shown(json.dumps(value, ensure_ascii=False, indent=2, default=_plain)) + "\n"


def as_json_line(value: object) -> str:
    """``value`` as JSON on one line, without its end."""
    return _shown(json.dumps(value, ensure_ascii=False, default=_plain))


def _shown(text: str) -> str:
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _plain(value: object) -> str:
    if isinstance(value, Fraction):
        return exact_numbers.show(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON for {value!r}")
