"""A report cut down to what an audience of readers may see, before anybody lays it out: what is not in it cannot leak.

The public form is such that nobody who holds every public paper of a year can tell who failed: no list of some members but
of those commended, no figure of a member, no number that with these leaves only one answer.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from duty_cli.model.audience import Audience, Section
from duty_cli.model.grading_rules import About
from duty_cli.model.proceedings import Proceeding, StepMeaning, StepWords, TakenStep
from duty_cli.model.rulebook import Rulebook
from duty_cli.reports.annual_evaluation import AnnualEvaluation, EvaluatedMember
from duty_cli.reports.annual_notice import AnnualNotice, YearFigures
from duty_cli.reports.term_evaluation import TermEvaluation, TermRow
from duty_cli.scoring.assessment_year import MemberYear
from duty_cli.scoring.attendance_counts import AttendanceCount
from duty_cli.scoring.commendation import Candidacy
from duty_cli.scoring.engine import Score
from duty_cli.scoring.grading import Outcome
from duty_cli.scoring.seen_by_rules import kinds_about

# Only named here: a quarter report need not load the others to be cut.
if TYPE_CHECKING:
    from duty_cli.reports.explanation import Explanation, Statement


def evaluation_for(report: AnnualEvaluation, audience: Audience) -> AnnualEvaluation:
    """The evaluation for ``audience``: in public all members stand in it alike, but those who are commended."""
    members = tuple(_evaluated_for(one, audience) for one in report.members)
    if audience.sees(Section.FIGURES):
        changed = audience.shown(Section.PROPOSALS, *report.changed)
        return replace(report, audience=audience, members=members, changed=changed)
    if report.places is not None:
        place = {key: at for at, key in enumerate(report.by_sector)}
        members = tuple(sorted(members, key=lambda one: place[one.member.key]))
    return replace(
        report,
        audience=audience,
        members=members,
        grades=_grades_for_all(report.book, report.grades),
        whole=report.evaluated,
        cuts=(),
        chosen=(),
        places=None,
        changed=(),
    )


def _grades_for_all(book: Rulebook, grades: Mapping[str, int]) -> dict[str, int]:
    """The numbers of each grade, the first two as one and the last two as one; none where there are fewer than four.

    Even where all others failed, nobody can be told to have. And beside the list of those commended the number of the best
    would say how many were kept from it by something that speaks against them: of one who was on the list before, it is known.
    """
    names = [band.grade for band in book.bands]
    if len(names) < _LEAST_GRADES:
        return {}
    counts = [grades.get(name, 0) for name in names]
    first, *between, last = [names[1], *names[2:-2], names[-2]]
    rest = {name: count for name, count in grades.items() if name not in names}
    middle = dict(zip(between, counts[2:-2], strict=True))
    return {f"{first}及以上": sum(counts[:2]), **middle, f"{last}及以下": sum(counts[-2:]), **rest}


_LEAST_GRADES = 4


def _evaluated_for(one: EvaluatedMember, audience: Audience) -> EvaluatedMember:
    commended = one.candidacy is not None and one.candidacy.commended
    if not audience.sees(Section.FIGURES):
        return EvaluatedMember(
            _untold(one.result), one.sector, one.part, (), _praised(one.candidacy) if commended else None
        )
    result, outcome = one.result, one.result.outcome
    bounds, conduct = audience.sees(Section.BOUNDS), audience.sees(Section.CONDUCT)
    if not audience.sees(Section.SUBTOTALS):
        result = replace(result, score=Score(result.score.total, (), (), (), result.lacking), counts={}, needs={})
    if not audience.sees(Section.OTHERS):
        # How many places there were is the member's to know; what others had to have them is theirs.
        result = replace(result, passed_over=result.passed_over.partition("；")[0])
    if not bounds:
        # The grade stands without what it was before it was bounded or passed over.
        outcome, result = (
            Outcome(result.grade, result.grade, (), outcome.vetoes, outcome.ungraded),
            replace(result, passed_over=""),
        )
    if not conduct:
        outcome, result = replace(outcome, vetoes=()), replace(result, conduct=())
    # What speaks against a candidate is for those who decide; that somebody is commended is for all.
    candidacy = one.candidacy if audience.sees(Section.PROPOSALS) else _praised(one.candidacy) if commended else None
    proposals = audience.shown(Section.PROPOSALS, *one.proposals)
    return replace(one, result=replace(result, outcome=outcome), proposals=proposals, candidacy=candidacy, bars=())


def _praised(candidacy: Candidacy | None) -> Candidacy | None:
    """That somebody is commended, and by whom it was decided; not that the choice departs from the order of points."""
    if candidacy is None or candidacy.choice is None:
        return candidacy
    said = StepWords(candidacy.choice.said.on, candidacy.choice.said.by, candidacy.choice.said.meeting)
    return Candidacy(candidacy.why if candidacy.listed else (), (), replace(candidacy.choice, said=said))


def _untold(result: MemberYear) -> MemberYear:
    """A member's year of which nothing is said, but that the member is not graded where the days in office say so."""
    outcome = Outcome("", "", (), (), result.outcome.ungraded)
    return MemberYear(result.member, Score(0, (), (), ()), outcome, "", {}, {})


def notice_for(report: AnnualNotice, audience: Audience) -> AnnualNotice:
    """The notice for ``audience``; its figures stay those of all."""
    evaluation = evaluation_for(report.evaluation, audience)
    if audience.sees(Section.FIGURES):
        return replace(report, evaluation=evaluation)
    handed_in = kinds_about(report.evaluation.book, About.REPORT)
    return replace(
        report,
        evaluation=evaluation,
        figures=_figures_for_all(report.figures, handed_in),
        before=None if report.before is None else _figures_for_all(report.before, handed_in),
        attendance={},
        # As in the quarters, of which the last has not ended.
        sectors=report.sectors if report.evaluation.known_on > report.evaluation.days.last else (),
        reports_missing={},
        missing={},
    )


def _figures_for_all(figures: YearFigures, handed_in: Container[str]) -> YearFigures:
    """The figures without how those are divided who did not come, and without the reports that were handed in.

    Their number, before and after a correction, tells of whoever has come on the list of those commended or left it.
    """
    return replace(
        figures,
        attendance=figures.attendance.undivided,
        quarters={quarter: count.undivided for quarter, count in figures.quarters.items()},
        kinds={kind: count for kind, count in figures.kinds.items() if kind not in handed_in},
        done={kind: figure for kind, figure in figures.done.items() if kind not in handed_in},
    )


def term_for(report: TermEvaluation, audience: Audience) -> TermEvaluation:
    """The term table for ``audience``: in public all members stand in it alike, with what is known of them anyhow."""
    if audience.sees(Section.FIGURES):
        return replace(report, audience=audience, members=tuple(_terms_for(report.members, audience)))
    place = {key: at for at, key in enumerate(report.listed)}
    rows = sorted(report.members, key=lambda row: place[row.member.key])
    return replace(report, audience=audience, members=tuple(map(_public_term, rows)), by_year=())


def _public_term(row: TermRow) -> TermRow:
    """A member's term without figures, duties and conduct."""
    return TermRow(
        row.member, row.sector, {}, 0, None, (), AttendanceCount(), (), row.commendations, (), row.tenures, ()
    )


def _terms_for(rows: Iterable[TermRow], audience: Audience) -> Iterable[TermRow]:
    for row in rows:
        yield replace(
            row,
            conduct=audience.shown(Section.CONDUCT, *row.conduct),
            trainings=audience.shown(Section.BOUNDS, *row.trainings),
            proposals=audience.shown(Section.PROPOSALS, *row.proposals),
            follow_ups=audience.shown(Section.PROPOSALS, *row.follow_ups),
        )


def explanation_for(report: Explanation, audience: Audience) -> Explanation:
    """A member's year for ``audience``."""
    follow_ups = tuple(_follow_ups_for(report.follow_ups, audience))
    evaluated = _evaluated_for(report.evaluated, audience)
    return replace(report, audience=audience, evaluated=evaluated, follow_ups=follow_ups)


def _follow_ups_for(proceedings: Iterable[Proceeding], audience: Audience) -> Iterable[Proceeding]:
    """To the member what was decided and carried out, without what was said of it; and nothing that was not carried out."""
    for one in audience.shown(Section.FOLLOW_UP, *proceedings):
        if audience.sees(Section.PROPOSALS):
            yield one
        elif one.met(StepMeaning.DONE) is not None:
            steps = tuple(_without_words(taken) for taken in one.steps if taken.step.means in _TOLD_TO_THE_MEMBER)
            yield replace(one, new=replace(one.new, grounds=()), steps=steps)


_TOLD_TO_THE_MEMBER = frozenset({StepMeaning.DECIDED, StepMeaning.DONE})


def _without_words(taken: TakenStep) -> TakenStep:
    return replace(taken, step=replace(taken.step, said=replace(taken.step.said, words=None, note=None)))


def statement_for(report: Statement, audience: Audience) -> Statement:
    """A member's record for ``audience``."""
    return replace(
        report,
        audience=audience,
        years=tuple(explanation_for(year, audience) for year in report.years),
        leaves=audience.shown(Section.LEAVE, *report.leaves),
    )
