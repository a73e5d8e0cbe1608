"""Texts as scalars of a YAML file: plain where they cannot be read as anything else, else in quotes."""

from __future__ import annotations

import json
from collections.abc import Iterable

from duty_cli.parsing.text_cleaning import CJK
from duty_cli.patterns import pattern

_PLAIN = pattern(rf"[{CJK}A-Za-z0-9]+(?:[ _.-][{CJK}A-Za-z0-9]+)*")


def scalar(text: str) -> str:
    """A text as YAML; in quotes where it might be read as something else."""
    return text if _PLAIN.fullmatch(text) else quoted(text)


def quoted(text: str) -> str:
    """A text in quotes."""
    return json.dumps(text, ensure_ascii=False)


def flow_list(words: Iterable[str]) -> str:
    """Texts as a list on one line."""
    return "[" + ", ".join(map(scalar, words)) + "]"
