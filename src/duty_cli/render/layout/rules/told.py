"""One rule told, and the parts of a rule file that its rules are told in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RuleSentence:
    """One rule: its name, its clause, its place in the rule file, and what it says."""

    name: str
    clause: str
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class RuleChapter:
    """One part of a rule file."""

    name: str
    rules: tuple[RuleSentence, ...]
