"""From a checked form to the domain's case: the invented member, the tallies, and what is expected."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from duty_cli.domain.cases import Aspect, Case, EarlierYear, Expectation, Value
from duty_cli.domain.members import Facet, Member, MemberKey, Person, Seq, Spell
from duty_cli.domain.records import Tally
from duty_cli.rulebook.forms.cases import CaseForm, ExpectForm, MemberForm, RecordForm
from duty_cli.rulebook.source import Loc, Source


def case(form: CaseForm, source: Source, loc: Loc) -> Case:
    """The case, with the place of each expectation."""
    return Case(
        sentence=form.case,
        place=source.place(loc),
        year=form.year,
        member=_member(form.member),
        tallies=_tallies(form.records),
        earlier={
            year: EarlierYear(one.grade, one.score, _tallies(one.records), frozenset(one.selected))
            for year, one in sorted(form.earlier.items())
        },
        others=form.others,
        term_ends=form.term_ends,
        expected=tuple(
            Expectation(aspect, name, value, source.place((*loc, "expect", *at)))
            for aspect, name, value, at in _expected(form.expect)
        ),
    )


def _member(form: MemberForm) -> Member:
    """A member without name or number, in office all along where no days are said."""
    spells = [Spell(Facet.OFFICE, "委员", form.from_ or date.min, form.until)]
    for facet in Facet:
        held = getattr(form, facet.name.lower(), ())
        spells += [Spell(facet, one.value, one.from_ or date.min, one.until) for one in held]
    return Member(MemberKey(0), "", Person("", ""), tuple(spells))


def _tallies(records: tuple[RecordForm, ...]) -> tuple[Tally, ...]:
    """The records, each with its place in the list for a seq, so that a trace line is known by it."""
    return tuple(
        Tally(
            kind=one.kind,
            on=one.on,
            attendance=one.attendance,
            share=one.share,
            stages=frozenset(one.stage),
            levels=frozenset(one.level),
            position=one.position,
            authors=one.authors,
            matter=one.matter,
            quantity=one.quantity,
            judged=one.judged,
            count=one.times,
            seqs=(Seq(at),),
        )
        for at, one in enumerate(records, start=1)
    )


def _expected(form: ExpectForm) -> Iterator[tuple[Aspect, str, Value, Loc]]:
    """Each aspect that is spoken of: its name and value, and the way to it."""
    if form.score is not None:
        yield Aspect.SCORE, "", form.score, ("score",)
    if form.grade is not None:
        yield Aspect.GRADE, "", form.grade, ("grade",)
    for name, points in form.categories.items():
        yield Aspect.CATEGORY, name, points, ("categories", name)
    for name, points in form.items.items():
        yield Aspect.ITEM, name, points, ("items", name)
    for aspect, key in _SETS.items():
        names = getattr(form, key)
        if names is not None:
            yield aspect, "", frozenset(names), (key,)


_SETS = {
    Aspect.PROPOSALS: "proposals",
    Aspect.NOT_SCORED: "not_scored",
    Aspect.MINIMUMS: "minimums_missed",
    Aspect.TERM_MINIMUMS: "term_minimums_missed",
    Aspect.VETOES: "vetoes",
    Aspect.LACKING: "lacking",
}
