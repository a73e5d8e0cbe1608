"""Who is commended for a year, and why; who comes into question and is not, and why not. Every paper asks here (§11)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from duty_cli.model.grading_rules import Consequence, Selection
from duty_cli.model.members import MemberKey
from duty_cli.model.office_words import MEMBER
from duty_cli.model.proceedings import NewStep, PathUse, Proceeding, StepMeaning, of_use
from duty_cli.model.proposal_matters import is_adverse, is_praise
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.rulebook import Rulebook
from duty_cli.scoring.assessment_year import YearResult


@dataclass(frozen=True, slots=True)
class Candidacy:
    """Why somebody comes into question, and what speaks against: nothing does of one who is on the list.

    ``choice`` is what the meeting decided of this member, once it has chosen; then that alone says who is commended.
    ``undecided``: it has chosen and nothing is entered of this member, who came on the list later or whose row was reversed.
    """

    why: tuple[str, ...]
    bars: tuple[str, ...]
    choice: NewStep | None = None
    undecided: bool = False

    @property
    def listed(self) -> bool:
        """Whether the rules put the member on the list for the leaders."""
        return bool(self.why) and not self.bars

    @property
    def commended(self) -> bool:
        """Whether the member is on the list put to the leaders, or was chosen where they have chosen."""
        if self.choice is None:
            return self.listed and not self.undecided
        return self.choice.means is StepMeaning.CHOSEN

    @property
    def against(self) -> tuple[str, ...]:
        """What speaks against, in words: the bars, and that the meeting which chose decided nothing of the member."""
        return (*self.bars, *((UNDECIDED,) if self.undecided else ()))

    @property
    def departs(self) -> bool:
        """Whether the choice departs from the list that the rules make."""
        return (self.choice is not None or self.undecided) and self.commended != self.listed


UNDECIDED = "评选会议没有对其作出决定"

COMMENDATION = f"履职成绩突出{MEMBER}"
"""What is in question where the outstanding are chosen."""


def choices(proceedings: Iterable[Proceeding], year: int) -> dict[MemberKey, NewStep]:
    """What the meeting decided of whom, where it has chosen the outstanding of ``year``."""
    return {
        one.new.member: one.last
        for one in of_use(proceedings, PathUse.CHOICE, year)
        if one.new.member is not None and one.last is not None
    }


def decided(found: Candidacy | None, chosen: Mapping[MemberKey, NewStep], key: MemberKey) -> Candidacy | None:
    """A candidacy with what was decided; of one whom the rules do not bring into question, the choice alone."""
    if key in chosen:
        return replace(found or Candidacy((), ()), choice=chosen[key])
    # No paper may say of a meeting that it chose somebody of whom it decided nothing.
    return None if found is None else replace(found, undecided=bool(chosen))


def candidacy(result: YearResult, key: MemberKey, proposed: Iterable[Consequence]) -> Candidacy | None:
    """Whether the member comes into question for ``result.year``, of whom the consequences ``proposed`` are due.

    The selections and praises of the rule file choose; where it has none, the best of its grades does, if it has several.
    """
    due = tuple(proposed)
    why = tuple(_grounds(result, key, due))
    return Candidacy(why, tuple(bars(result, key, due))) if why else None


def chooses(rule: Selection) -> bool:
    """Whether a selection puts its members forward for the year, and not to be talked to; one that proposes nothing only lists them."""
    return rule.each == "year" and rule.take == "top" and rule.propose != "" and not is_adverse(rule.propose)


def praises(rule: Consequence) -> bool:
    """Whether a consequence is a commendation."""
    return is_praise(rule.propose)


def decided_by_rule(book: Rulebook) -> bool:
    """Whether selections or consequences of the book say who is commended, so that its grades do not."""
    return any(map(chooses, book.selections)) or any(map(praises, book.consequences))


def commending_grade(book: Rulebook) -> str | None:
    """The best grade, where it sets its members apart: above two others at least, or within a quota; to pass is no distinction."""
    limited = any(quota.grade == book.best_grade for quota in book.quotas)
    return book.best_grade if limited or len(book.bands) > _PASS_AND_FAIL else None


_PASS_AND_FAIL = 2


def _grounds(result: YearResult, key: MemberKey, due: Iterable[Consequence]) -> Iterator[str]:
    book, one = result.book, result.members[key]
    if decided_by_rule(book):
        yield from (
            f"列入“{rule.id}”（{rule.origin.clause}）" for rule in result.selected.get(key, ()) if chooses(rule)
        )
        yield from (f"符合“{rule.id}”的条件（{rule.origin.clause}）" for rule in due if praises(rule))
    elif one.outcome.grade == commending_grade(book) and not one.ungraded:
        yield f"等次为{one.outcome.grade}"


def bars(result: YearResult, key: MemberKey, due: Iterable[Consequence] = ()) -> Iterator[str]:
    """What keeps the member from being commended, whatever the points: in words, the gravest first."""
    one, book = result.members[key], result.book
    if not one.member.in_office(result.days.last):
        yield "年末已不在任"
    if one.ungraded:
        yield one.ungraded
    conduct, others = ([veto.id for veto in one.outcome.vetoes if veto.of_conduct is so] for so in (True, False))
    if conduct:
        yield f"有纪律情形：{'、'.join(conduct)}"
    # A group is not held to account for the conduct of one member, unless the rule file has a veto.
    elif one.conduct and book.subject is None:
        yield f"有纪律情形：{'、'.join(one.conduct)}"
    if others:
        yield f"有限制等次的情形：{'、'.join(others)}"
    # Nobody is put forward for praise and for an interview in the same year.
    chosen = result.selected.get(key, ())
    asked = [*(rule.propose for rule in due), *(rule.propose for rule in chosen)]
    yield from (f"另有提请研究事项：{propose}" for propose in asked if is_adverse(propose))
    if one.grade is not None and one.grade == book.failing_grade:
        yield f"等次为{one.grade}"
    # Where selections decide, a place missed in the quota of a grade bars nobody.
    if one.passed_over and not decided_by_rule(book):
        yield one.passed_over
