"""What a report is made from: one reading, the rules, the identity line, the looks, the day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from duty_cli.errors.lookup_errors import UnknownMember, UnknownWord

if TYPE_CHECKING:
    from duty_cli.model.ledger_protocol import LedgerReader
    from duty_cli.model.members import Member
    from duty_cli.model.office_calendar import OfficeDuty
    from duty_cli.model.office_words import OfficeWords
    from duty_cli.model.papers import Identity, OfficeStyle
    from duty_cli.model.rulebook import Rules
    from duty_cli.rules.style_file import StyleFile


@dataclass(frozen=True)
class ReportContext:
    """What a report is made from: one unchanging reading, the rules, the identity line that both give, the style file."""

    reading: LedgerReader
    rules: Rules
    identity: Identity
    looks: StyleFile
    today: date
    duties: Callable[[], tuple[OfficeDuty, ...]]
    made_on: date
    """This day; of a paper made again that on which it was issued, for members bear the numbers of that day."""

    def calling(self) -> OfficeWords:
        """What the office calls its members, groups and leaders."""
        return self.looks.calling

    def style(self) -> OfficeStyle:
        """The style of the office's documents."""
        return self.looks.style.of(self.identity.committee)

    def member(self, text: str) -> Member:
        """The member, or the group that stands for one, whom a number, a name or initials mean."""
        from duty_cli.parsing.member_lookup import typed_member

        try:
            return typed_member(text, self.reading)
        except UnknownMember:
            if self.rules.subject is None:
                raise
            groups = [group.name for group in self.reading.roster()]
            raise UnknownWord(self.rules.subject.value, text, groups) from None

    def number_as_in(self, last: date | None) -> None:
        """Give members by the numbers of the year, quarter or term that ends on ``last``; by those of the day where none is asked."""
        self.reading.number_as_on(last or self.made_on)

    def number_as_in_year(self, year: int) -> None:
        """Give members by the numbers of ``year``, which its papers print."""
        from duty_cli.scoring.assessment_year import days_of

        self.number_as_in(days_of(self.rules, year).last)

    def day(self, text: str) -> date:
        """The day typed here, now: see ``typed_day``."""
        from duty_cli.parsing.dates import typed_day

        return typed_day(text, self.today, heading="日期")

    def dated(self, dated: str | None, known_at: int | None) -> date:
        """The date of a document: as told, else today; of one made again as known at a seq, the day of that seq."""
        if dated is not None:
            from duty_cli.parsing.dates import parse_day

            return parse_day(dated, heading="成文日期")
        return self.today if known_at is None else self.reading.head().at.date()

    def of_groups(self, subject: str | None) -> ReportContext:
        """The same with the groups of a grouping in the place of members; of members where none is named."""
        if subject is None:
            return self
        from duty_cli.model.members import Facet
        from duty_cli.scoring.groups_as_members import ByGroup

        facet = Facet(subject)
        return replace(self, reading=ByGroup(self.reading, facet), rules=self.rules.about(facet))
