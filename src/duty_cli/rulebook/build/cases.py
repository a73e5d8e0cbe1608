"""From a checked form to the domain's case: the invented member, the tallies, and what is expected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import count

from duty_cli.domain.cases import Aspect, EarlierYear, Expectation, RuleCase, Value
from duty_cli.domain.families import Families, Link, families
from duty_cli.domain.members import Facet, Member, MemberKey, Person, Seq, Tenure
from duty_cli.domain.outcomes import NO_GRADE
from duty_cli.domain.records import Tally
from duty_cli.rulebook.forms.cases import CaseForm, ExpectForm, MemberForm, RecordForm
from duty_cli.rulebook.source import Loc, SourceMap


def case(form: CaseForm, source: SourceMap, loc: Loc) -> RuleCase:
    """The case, with the place of each expectation."""
    tallies = _by_year({form.year: form.records, **{year: one.records for year, one in form.earlier.items()}})
    return RuleCase(
        sentence=form.case,
        place=source.place(loc),
        year=form.year,
        member=_member(form.member),
        tallies=tallies[form.year],
        earlier={
            year: EarlierYear(one.grade or NO_GRADE, one.score, tallies[year], frozenset(one.selected))
            for year, one in sorted(form.earlier.items())
        },
        others=form.others,
        selected=frozenset(form.selected or ()),
        term_ends=form.term_ends,
        expected=tuple(
            Expectation(aspect, name, value, source.place((*loc, "expect", *at)))
            for aspect, name, value, at in _expected(form.expect)
        ),
    )


def _member(form: MemberForm) -> Member:
    """A member without name or number, in office all along where no days are said."""
    spells = [Tenure(Facet.OFFICE, "委员", form.from_ or date.min, form.until)]
    for facet in Facet:
        held = getattr(form, facet.name.lower(), ())
        spells += [Tenure(facet, one.value, one.from_ or date.min, one.until) for one in held]
    return Member(MemberKey(0), "", Person("", ""), tuple(spells))


def _by_year(records: Mapping[int, tuple[RecordForm, ...]]) -> dict[int, tuple[Tally, ...]]:
    """The records of each year, each with its place among all for a seq, so that a trace line is known by it."""
    places = {year: count(1 + sum(len(own) for other, own in records.items() if other < year)) for year in records}
    numbered = {year: [(Seq(next(places[year])), one) for one in own] for year, own in records.items()}
    every = [pair for own in numbered.values() for pair in own]
    linked = families(Link(seq, one.number, one.matter, one.source) for seq, one in every if one.number or one.source)
    return {year: tuple(_tally(seq, one, linked) for seq, one in own) for year, own in numbered.items()}


def _tally(seq: Seq, one: RecordForm, linked: Families) -> Tally:
    return Tally(
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
        seqs=(seq,),
        family=linked.family(seq, one.matter),
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
