"""Groups of so few that a row of theirs would be a row about persons: in public they stand together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

FEWEST = 3
"""A group of fewer members has no row of its own in public: it would be a row about persons."""


def small_groups(sizes: Mapping[str, int]) -> dict[str, int]:
    """The groups that have to stand together, the smallest first: those too small, and as many more as make them enough."""
    found: dict[str, int] = {}
    for name, size in sorted(sizes.items(), key=lambda one: (one[1], one[0])):
        if size >= FEWEST and (not found or sum(found.values()) >= FEWEST):
            break
        found[name] = size
    return found


def joined_name(small: Iterable[str]) -> str:
    """How groups that stand together are named."""
    return f"其他（{'、'.join(name or '未分组' for name in sorted(small))}）"
