"""The small parts of random rule files: amounts, members meant, records picked; as an office would write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Any, TypeAlias

from hypothesis import strategies as st

from duty_cli.model.records import Attendance

Tree: TypeAlias = Any
"""A text, a number, a list or a mapping; a key whose value is None is not written."""
Form: TypeAlias = dict[str, Tree]
Some: TypeAlias = st.SearchStrategy[Tree]

MET, WORK, JUDGED = ("会议", "培训"), ("提案", "走访"), ("述职",)
STAGES, LEVELS = ("提交", "立案", "重点"), ("县级", "市级")
STATES = tuple(Attendance)
GRADES = ("优秀", "良好", "合格", "不合格")
HELD = {"role": ("常委", "组长"), "sector": ("工会界", "教育界"), "liaison_group": ("城东组", "城西组")}


def written(tree: Tree) -> str:
    """A tree as YAML on one line."""
    if isinstance(tree, Mapping):
        said = (f"{key}: {written(value)}" for key, value in tree.items() if value is not None)
        return "{" + ", ".join(said) + "}"
    return f"[{', '.join(map(written, tree))}]" if isinstance(tree, list | tuple) else str(tree)


def either(*some: Tree) -> Some:
    return st.sampled_from(some)


@cache
def seldom(some: Some, odds: int = 4) -> Some:
    """Once in ``odds`` what is drawn from ``some``, else nothing."""
    return st.integers(1, odds).flatmap(lambda drawn: some if drawn == odds else st.none())


def some_of(one: Some) -> Some:
    """A list of one or two."""
    return st.lists(one, min_size=1, max_size=2)


def form(**keys: Tree) -> st.SearchStrategy[Form]:
    """A mapping; what is not to be drawn stands as it is."""
    drawn = {
        key.rstrip("_"): value if isinstance(value, st.SearchStrategy) else st.just(value)
        for key, value in keys.items()
    }
    return st.fixed_dictionaries(drawn)


def words(some: Sequence[str]) -> Some:
    """One of some words, or a list of two."""
    return either(*some, *(list(pair) for pair in zip(some, (*some[1:], some[0]), strict=True) if len(some) > 1))


def merged(*forms: Some) -> Some:
    return st.tuples(*forms).map(lambda drawn: {key: said for one in drawn for key, said in one.items()})


# Chosen so that bounds are often reached and thirds often arise; Hypothesis left alone likes nought too much.
points = either(5, 10, 25, 1, -4, Fraction(7, 2), Fraction(10, 3), 0)
varying = either(*HELD).flatmap(
    lambda by: form(by=by, values=st.fixed_dictionaries(dict.fromkeys(HELD[by], points)), otherwise=points)
)
amounts = st.integers(1, 4).flatmap(lambda drawn: varying if drawn == 4 else points)
parts = either(0, 1, Fraction(1, 2), Fraction(1, 3))
bounds = either({}, {}, {"cap": 8}, {"cap": 20, "floor": 3}, {"floor": -5}, {"floor": 3}, {"cap": 0, "floor": -5})
wholes = either(5, 10, 25, 1, -4, 0)
broken = wholes | either("7.5", "1/3")
bases = broken | form(by="role", values=form(常委=broken), otherwise=wholes)
granted = merged(
    form(base=st.none() | bases),
    either(
        {}, {}, {"cap": 12}, {"cap": 30}, {"cap": {"by": "role", "values": {"常委": 20, "组长": 15}, "otherwise": 9}}
    ),
)
who = either(
    {"role": "常委"},
    {"sector": "工会界"},
    {"joined": "this_year"},
    {"liaison_group": ["城东组", "城西组"], "not": {"role": "组长"}},
    {"not": {"role": ["常委", "组长"]}},
)

# What a record must say. The three sorts of conditions ask of different fields, so that none contradicts another.
number = either(1, {"at_least": 2}, {"above": 1}, {"at_most": 2}, {"below": 3})
quantity = either(3, {"at_least": 1}, {"above": 1}, {"below": 3}, {"above": "1/2", "at_most": 2})
share = either(1, {"below": "3/4"}, {"at_least": "1/3", "at_most": "3/4"}, {"above": "33%"})
by_level = either({}, {}, {}) | form(level=words(LEVELS)) | form(not_=form(level=words(LEVELS)))
by_author = either({}, {}, {}) | form(position=number) | form(authors=number)
by_stage = form(stage=words(STAGES)) | form(not_=form(stage=words(STAGES)))
by_content = by_stage | form(quantity=quantity) | form(share=share) | form(stage=words(STAGES), quantity=quantity)
by_state = form(attendance=words(STATES)) | form(not_=form(attendance=words(STATES)))
by_judged = form(judged=either(9, {"above": 0}, {"at_most": 5}, {"at_least": -1, "below": 9}))

COMMON = {
    "met": merged(by_level, form(kind=words(MET))),
    "work": merged(by_level, by_author, form(kind=words(WORK))),
    "judged": merged(by_level, form(kind=words(JUDGED))),
    "any": merged(by_author, by_state),
}
"""Which records, by sort of kinds; those met at meetings without the attendance, which must be asked beside."""
FURTHER = {
    "met": merged(by_content, by_state),
    "work": by_content,
    "judged": by_judged | by_stage,
    "any": form(level=words(LEVELS)) | form(stage=words(STAGES)),
}
sorts = either("met", "met", "work", "work", "judged", "judged", "any")


def _options(some: Some) -> Some:
    return st.lists(some, min_size=1, max_size=3)


_of_others = form(stage=words(STAGES)) | form(not_=form(stage=words(STAGES)))
_unlike = st.tuples(_of_others, form(quantity=quantity)).map(list)
COMBINED = {
    "met": form(any_=_options(FURTHER["met"])),
    "work": form(any_=_options(FURTHER["work"]))
    | form(not_=form(any_=_unlike) | form(all_=_unlike) | form(quantity=quantity))
    | form(all_=st.tuples(form(any_=_options(FURTHER["work"])), form(share=either({"above": 0}))).map(list)),
    "judged": form(any_=_options(FURTHER["judged"])) | form(not_=form(any_=_options(form(stage=words(STAGES))))),
    "any": form(any_=_options(FURTHER["any"]))
    | form(all_=_options(form(not_=form(all_=_options(form(level=words(LEVELS))))))),
}
"""Conditions put together; of those met at meetings, each way asks of the attendance."""


@cache
def plain_of_sort(sort: str) -> Some:
    """Conditions enough for records of one sort, one beside another."""
    whole = merged(COMMON[sort], FURTHER[sort])
    return whole if sort == "met" else COMMON[sort] | whole


@cache
def of_sort(sort: str) -> Some:
    """Conditions enough for records of one sort."""
    plain = plain_of_sort(sort)
    return plain | plain | merged(COMMON[sort], COMBINED[sort])


plain_whens: Some = sorts.flatmap(plain_of_sort)
whens: Some = sorts.flatmap(of_sort)
