"""What is still open at the end of a year, in lines."""

from __future__ import annotations

from collections.abc import Iterator

from duty_cli.reports.closing import YearEndCheck

_NAMED = 10


def open_lines(check: YearEndCheck) -> Iterator[str]:
    """A line a matter, with the first few members it concerns."""
    for one in check.matters:
        named = "、".join(str(member) for member in one.members[:_NAMED])
        rest = f" 等 {len(one.members)} 人" if len(one.members) > _NAMED else ""
        yield f"{one.matter}：{named}{rest}"
