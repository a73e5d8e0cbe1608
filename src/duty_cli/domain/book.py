"""A book: papers bound together, so that every format that knows a paper can bind many."""

from __future__ import annotations

from dataclasses import dataclass

from duty_cli.domain.sheet import Paper


@dataclass(frozen=True, slots=True)
class BoundPapers:
    """Papers under one title, each on a page of its own and named in the table of contents by its title and subtitle."""

    title: str
    papers: tuple[Paper, ...]
    identity: str
    subtitle: str = ""
    notes: tuple[str, ...] = ()
