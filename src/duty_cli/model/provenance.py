"""The line every paper carries: which ledger, up to where, by which rules, by which program."""

from __future__ import annotations

import re
from dataclasses import dataclass

SHOWN = 16
"""How many digits of a digest stand on paper."""

_LINE = re.compile(
    rf"账本：(?P<committee>[^｜\n]*)｜序号 (?P<seq>\d{{1,15}})｜账首 (?P<head>[0-9a-f]{{{SHOWN}}})"
    rf"｜规则 (?P<rules>[0-9a-f]{{{SHOWN}}})｜duty (?P<version>\d[\w.+-]*)"
)


@dataclass(frozen=True, slots=True)
class Identity:
    """``head`` and ``rules`` are SHA-256 digests in hex; ``seq`` the last row known."""

    committee: str
    seq: int
    head: str
    rules: str
    version: str

    def __str__(self) -> str:
        return f"账本：{self.committee}｜序号 {self.seq}｜账首 {self.head[:SHOWN]}｜规则 {self.rules[:SHOWN]}｜duty {self.version}"

    @classmethod
    def last_in(cls, text: str) -> Identity | None:
        """The last such line in a text; its digests are as short as they stand there. None where there is none."""
        found = list(_LINE.finditer(text))
        if not found:
            return None
        said = found[-1]
        return cls(said["committee"], int(said["seq"]), said["head"], said["rules"], said["version"])
