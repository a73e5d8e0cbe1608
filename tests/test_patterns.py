"""Regular expressions that wait to be compiled."""

from __future__ import annotations

import re

import pytest

from duty_cli.patterns import pattern


def test_a_pattern_does_what_the_compiled_one_does() -> None:
    found = pattern(r"^b(\w)", re.MULTILINE)
    assert [one[1] for one in found.finditer("ab\nbc")] == ["c"]
    assert (found.sub("-", "bd"), found.flags & re.MULTILINE, found.pattern) == ("-", re.MULTILINE, r"^b(\w)")


def test_nothing_is_compiled_before_it_is_used_and_nothing_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    real = re.compile
    monkeypatch.setattr(re, "compile", lambda text, flags=0: compiled.append(text) or real(text, flags))  # type: ignore[func-returns-value]
    found = pattern(r"a+")
    assert compiled == []
    assert [found.fullmatch("aa") is not None for _ in range(3)] == [True, True, True]
    assert compiled == [r"a+"]
