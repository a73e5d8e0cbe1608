"""Random rulebooks, members and records: everything a rule file can say, in few words so that rules and records meet."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Literal

from hypothesis import strategies as st

from duty_cli.domain.conditions import Condition, Origin, When, Who
from duty_cli.domain.items import Authorship, Category, Item, Level, Per, Total
from duty_cli.domain.members import Facet, Member, MemberKey, Person, Spell
from duty_cli.domain.outcomes import About, AllOf, AnyOf, Band, Count, Minimum, Need, Veto
from duty_cli.domain.periods import year_of
from duty_cli.domain.points import Points
from duty_cli.domain.records import Attendance, Facts, Tally
from duty_cli.domain.rules import Rulebook

YEAR = year_of(2026)
KINDS, STAGES, LEVELS = ("会议", "提案", "走访"), ("提交", "立案", "重点"), ("县级", "市级")
GRADES = ("优秀", "良好", "合格", "不合格")
ORIGIN = Origin("第1条", "t.yaml:1")

# Chosen so that bounds are often reached and thirds often arise; Hypothesis left alone likes nought too much.
points: st.SearchStrategy[Points] = st.sampled_from((5, 10, 25, 1, -4, Fraction(7, 2), Fraction(10, 3), 0))
above: st.SearchStrategy[Points | None] = st.sampled_from((None, 8, 20, 0))
below: st.SearchStrategy[Points | None] = st.sampled_from((None, -5, 0, 3))
parts: st.SearchStrategy[Points] = st.sampled_from((0, 1, Fraction(1, 2), Fraction(1, 3)))


def _words(*words: str) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(words), min_size=1, max_size=2)


_conditions = st.one_of(
    st.builds(Condition, st.just("kind"), _words(*KINDS)),
    st.builds(Condition, st.just("attendance"), _words(*Attendance)),
    st.builds(Condition, st.just("stage"), _words(*STAGES)),
    st.builds(Condition, st.just("level"), _words(*LEVELS)),
    st.builds(
        Condition,
        st.sampled_from(("position", "authors", "share", "quantity", "judged")),
        at_least=st.none() | st.sampled_from((0, Fraction(1, 2), 1, 2)),
        at_most=st.none() | st.sampled_from((1, 2, 3)),
    ),
)
whens: st.SearchStrategy[When] = st.tuples(_conditions) | st.tuples(_conditions) | st.tuples(_conditions, _conditions)
whom: st.SearchStrategy[Who | None] = st.sampled_from(
    (
        None,
        None,
        None,
        Who({Facet.ROLE: frozenset({"常委"})}),
        Who({Facet.SECTOR: frozenset({"工会界"})}),
        Who(joined_this_year=True),
    )
)
levels = st.lists(st.builds(Level, st.sampled_from("甲乙丙"), whens, points, st.just("")), max_size=3).map(tuple)
authors = st.none() | st.builds(Authorship, parts, st.just("split_rest") | parts)


combines: st.SearchStrategy[Literal["sum", "highest", "once"]] = st.sampled_from(("sum", "sum", "highest", "once"))


@st.composite
def items(draw: st.DrawFn) -> Item:
    combine = draw(combines)
    cap, floor = draw(above), draw(below)
    return Item(
        id="项",
        origin=ORIGIN,
        when=draw(whens),
        points=draw(points),
        combine=combine,
        levels=draw(levels),
        several_levels=draw(st.sampled_from(("highest", "stacked"))),
        per=draw(st.sampled_from(Per)),
        applies_to=draw(whom),
        authors=draw(authors),
        same_matter=draw(st.sampled_from((None, "highest"))),
        from_nth=draw(st.integers(1, 3)) if combine == "sum" else 1,
        cap=cap,
        floor=None if cap is not None and floor is not None and cap < floor else floor,
    )


@st.composite
def categories(draw: st.DrawFn, name: str) -> Category:
    own = tuple(draw(st.lists(items(), min_size=1, max_size=3)))
    return Category(
        name, ORIGIN, own, draw(points), draw(st.sampled_from((None, 12, 30))), draw(st.sampled_from((None, 0)))
    )


_counts = st.builds(Count, whens, st.integers(1, 3))
needs: st.SearchStrategy[Need] = st.recursive(
    _counts,
    lambda inner: (
        st.builds(AllOf, st.lists(inner, min_size=1, max_size=2).map(tuple))
        | st.builds(AnyOf, st.lists(inner, min_size=1, max_size=2).map(tuple))
    ),
    max_leaves=3,
)
_bounds = st.none() | st.sampled_from(GRADES)
minimums = st.builds(
    Minimum,
    st.just("甲"),
    st.just(ORIGIN),
    needs,
    st.just(About.DUTY),
    st.sampled_from(("year", "term")),
    whom,
    _bounds,
)
vetoes = st.builds(Veto, st.just("乙"), st.just(ORIGIN), whens, st.sampled_from(GRADES), whom)


@st.composite
def rulebooks(draw: st.DrawFn) -> Rulebook:
    """Any rules, sensible or not; the bands are fixed."""
    return Rulebook(
        title="任意规则",
        basis="",
        file="t.yaml",
        effective=YEAR,
        places=draw(st.integers(0, 3)),
        kinds={},
        stages=STAGES,
        levels=LEVELS,
        categories=tuple(draw(categories(name)) for name in draw(st.sampled_from(("甲", "甲乙", "甲乙丙")))),
        total=Total(draw(points), draw(st.sampled_from((None, 40, 12))), draw(st.sampled_from((None, 0)))),
        minimums=tuple(draw(st.lists(minimums, max_size=2))),
        vetoes=tuple(draw(st.lists(vetoes, max_size=1))),
        bands=tuple(Band(grade, least, "") for grade, least in zip(GRADES, (30, 20, 10, 0), strict=True)),
        quotas=(),
        consequences=(),
    )


@st.composite
def members(draw: st.DrawFn) -> Member:
    """One who joined long ago or this year, a standing member for a part of it or never, in one sector or another."""
    first = draw(st.sampled_from((date(2022, 1, 1), date(2026, 1, 1))))
    role = Spell(Facet.ROLE, "常委", date(2026, 3, 1), date(2026, 8, 31))
    sector = Spell(Facet.SECTOR, draw(st.sampled_from(("工会界", "教育界"))), first)
    roles = draw(st.sampled_from(((), (role,))))
    return Member(MemberKey(1), "001", Person("甲一", "jy"), (Spell(Facet.OFFICE, "委员", first), sector, *roles))


facts = st.builds(
    Facts,
    kind=st.sampled_from(KINDS),
    on=st.sampled_from(tuple(date(2026, month, 28) for month in (1, 2, 3, 8, 9))),
    attendance=st.sampled_from((None, *Attendance)),
    share=st.sampled_from((None, 0, Fraction(1, 3), Fraction(3, 4))),
    stages=st.frozensets(st.sampled_from(STAGES)),
    levels=st.frozensets(st.sampled_from(LEVELS)),
    position=st.sampled_from((None, 1, 2, 3)),
    authors=st.sampled_from((None, 1, 3, 4)),
    matter=st.sampled_from((None, None, "甲", "乙")),
    quantity=st.sampled_from((None, Fraction(1, 2), 1, 3)),
    judged=st.sampled_from((None, 0, -1, Fraction(7, 2), 9)),
)  # fmt: skip


def tally(said: Facts, count: int) -> Tally:
    """So many records that say the same."""
    return Tally(
        said.kind, said.on, said.attendance, said.share, said.stages, said.levels,
        said.position, said.authors, said.matter, said.quantity, said.judged, count,
    )  # fmt: skip
