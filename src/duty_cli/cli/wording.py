"""One-line answers."""

from __future__ import annotations

from duty_cli.cli.desk import Desk
from duty_cli.domain.members import Member
from duty_cli.domain.points import show


def year_so_far(desk: Desk, member: Member, year: int) -> str:
    """What the member's year comes to so far, or why that cannot be said."""
    from duty_cli.errors import RulesError
    from duty_cli.reports.year import score_member

    with desk.ledger.reading() as reading:
        try:
            score = score_member(reading, desk.rules, member, year)
        except RulesError as error:
            return str(error)
    return f"{year} 年度目前 {show(score.total)} 分"
