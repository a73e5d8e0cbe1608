"""The line every paper carries: which ledger, up to where, by which rules, by which program."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """``head`` and ``rules`` are SHA-256 digests in hex; ``seq`` the last row known."""

    committee: str
    seq: int
    head: str
    rules: str
    version: str

    def __str__(self) -> str:
        return f"账本：{self.committee}｜序号 {self.seq}｜账首 {self.head[:16]}｜规则 {self.rules[:16]}｜duty {self.version}"
