"""What earns points in random rule files: items one by one or measured, categories, multipliers."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.properties.written import (
    COMMON,
    FURTHER,
    HELD,
    MET,
    STAGES,
    Form,
    Some,
    amounts,
    bounds,
    either,
    form,
    granted,
    merged,
    of_sort,
    parts,
    seldom,
    sorts,
    whens,
    who,
    words,
)

APART: dict[str, list[Form]] = {
    "met": [{"attendance": "出席"}, {"attendance": ["缺席", "请假未准"]}],
    "work": [{"quantity": {"below": 2}}, {"quantity": {"at_least": 2}}],
    "judged": [{"judged": {"below": 5}}, {"judged": {"at_least": 5}}],
    "any": [{"share": {"below": "1/2"}}, {"share": {"above": "1/2"}}],
}
"""Levels that cannot be reached at once, so that nothing need be said of several."""

authors = form(first=parts, others=either("split_rest", "split_rest", 1, "1/3"), at_most=either(None, None, 1, 2))
counts = form(of=either("records", "matters", "quantity", "share"))
rates = form(
    of="rate",
    present=either("出席", ["出席", "迟到", "早退"]),
    left_out=either(None, "请假"),
    share_at_least=either(None, "3/4"),
)
means = {
    sort: form(of="mean", by=either("share", "quantity", *(["judged"] if sort == "judged" else []))) for sort in COMMON
}
ratios = {
    sort: form(
        of="ratio",
        count=FURTHER[sort],
        over=FURTHER[sort] if sort == "met" else seldom(FURTHER[sort], 2),
        by=either(None, "records", "matters", "quantity"),
    )
    for sort in COMMON
}
several = either({"at_least": 1}, {"at_least": 2}, {"at_most": 1}, {"exactly": 1})
mets = {sort: form(of="met", each=st.lists(merged(FURTHER[sort], several), min_size=3, max_size=3)) for sort in COMMON}
"""Of the sorts as ``COMMON`` has them: what the counts ask more contradicts nothing there."""
among = form(as_="mean_ratio", within=either("all", *HELD)) | form(
    as_=either("place", "percentile"), within=either("all", *HELD), ties=either("gap", "dense")
)
factors = either(1, "1.1", "0.8", {"by": "role", "values": {"常委": "0.9"}, "otherwise": "1/3"})
windows = form(
    each=either("week", "week", "month", "quarter"),
    across=either("sum", "mean", "highest", "lowest"),
    cap=either(None, 7, 3),
)
own_days = either(
    {"from": "2025-10-01", "to": "2026-03-31"},
    {"from": "2026-02-01", "to": "2026-08-31"},
    {"from": "2026-02-01", "to": "2027-01-31"},
)


matters = either(
    {}, {}, {"same_matter": "highest"}, {"same_matter": "highest", "by_source": "yes"}, {"converted": "once"}
)


@st.composite
def tables(draw: st.DrawFn, values: Some, *, rate: bool) -> Form:
    """From the highest stretch down."""
    edges = draw(
        either(("80%", "1/2"), (1, "2/3", "1/2", "1/3", 0), ("90%",)) if rate else either((3, 1), (2,), (2, "3/2", 0))
    )
    return {"table": [{"at_least": edge, "points": draw(values)} for edge in edges]}


def targets(*, rate: bool) -> Some:
    """A target, with more above it and less or nothing below."""
    reach = either("1/2") if rate else either(1, 2, 3)
    return form(target=form(reach=reach, points=amounts, above=either(0, 3, -1), below=either("nothing", 2, "1/3")))


@st.composite
def together(draw: st.DrawFn, sort: str) -> Form:
    """An item of which all records of a window are measured together, or set beside those of all others."""
    rate = sort == "met" and draw(st.integers(1, 3)) > 1
    beside = draw(seldom(among))
    said = draw(rates if rate else counts | counts | means[sort] | ratios[sort] | mets[sort])
    of, by = said["of"], said.get("by")
    rate = rate or of == "ratio" or by == "share"
    met = form(kind=words(MET)) if of == "rate" else COMMON[sort] if of in ("ratio", "met") else of_sort(sort)
    return {
        "when": draw(met),
        "needed": draw(seldom(either("yes"), 2)) if "quantity" in (of, by) or by == "judged" else None,
        "by_source": draw(either(None, "yes")) if "matters" in (of, by) else None,
        "measure": {**said, "among": beside},
        "window": draw(seldom(windows | windows | own_days, 2)),
        **draw(tables(amounts, rate=rate or of == "met") | targets(rate=rate)),
    }


spans = either(
    *({"from": least, "to": most} for least, most in ((-1, 9), (0, 4), (3, 9), ("7/2", "7/2"), (-1, 0), (5, 8)))
)


@st.composite
def stretches(draw: st.DrawFn, *, rate: bool) -> Form:
    """Ranges of judged values from the highest stretch down to nothing."""
    edges = draw(either(("80%", "1/2", 0), (1, "1/3", 0), (0,)) if rate else either((3, 1, 0), (2, 0), (1, 0)))
    return {"table": [{"at_least": edge, **draw(spans)} for edge in edges]}


ranges = merged(
    form(outside=either("unassessed", "held")),
    merged(form(when=form(kind=words(MET)), measure=rates), stretches(rate=True))
    | merged(form(when=form(kind=words(MET)), measure=rates), stretches(rate=True))
    | merged(form(when=whens, measure=counts), stretches(rate=False))
    | merged(form(when=COMMON["work"], measure=ratios["work"]), stretches(rate=True))
    | merged(form(when=COMMON["work"], measure=mets["work"]), stretches(rate=False))
    | merged(form(when=whens, measure=means["work"]), stretches(rate=True)),
)
by_stage = form(stage=words(STAGES)) | form(not_=form(stage=words(STAGES)))
APART_BY_STAGE: list[Form] = [{"stage": "立案"}, {"not": {"stage": "立案"}}]


@st.composite
def one_by_one(draw: st.DrawFn, sort: str, *, matter: bool) -> Form:
    """An item of which each record earns points by itself; ``matter``: in a category that counts each matter once."""
    per = draw(either("record", *(["judged"] * 3 if sort == "judged" else ["quantity"]), "share"))
    judged_range = draw(st.none() | ranges | ranges) if per == "judged" else None
    # Of values in a range no condition asks how high they are.
    further, apart = (by_stage, APART_BY_STAGE) if judged_range else (FURTHER[sort], APART[sort])
    whole = COMMON[sort] | merged(COMMON[sort], by_stage) if judged_range else of_sort(sort)
    drawn: Form = {"when": draw(whole), "points": draw(amounts)}
    if draw(st.booleans()):
        several = draw(either("highest", "stacked", None))
        asked = draw(st.lists(further, min_size=1, max_size=3)) if several else apart
        levels = [{"id": at, "when": one, "points": draw(amounts)} for at, one in zip("甲乙丙", asked, strict=False)]
        drawn = {"when": draw(COMMON[sort]), "levels": levels, "several_levels": several}
    combine = draw(either("sum", "sum", "highest", "once"))
    return drawn | {
        "per": per,
        "judged_range": judged_range,
        "needed": draw(seldom(either("yes"), 2)) if per in ("judged", "quantity") else None,
        "combine": combine,
        "authors": draw(seldom(authors, 2)),
        **draw(matters),
        "from_nth": draw(either(None, None, 2, 3)) if combine == "sum" else None,
        "window": draw(seldom(windows if matter else windows | own_days, 3)),
    }


@st.composite
def categories(draw: st.DrawFn, name: str) -> Form:
    """A category of one to three items."""
    matter, converted = draw(either((None, None), (None, None), ("highest", None), (None, "once")))
    items = []
    for at in range(1, draw(either(1, 1, 2, 3)) + 1):
        sort = draw(sorts)
        way = (
            one_by_one(sort, matter=bool(matter or converted))
            if matter or converted or draw(st.booleans())
            else together(sort)
        )
        items.append(
            {"id": f"{name}项{at}", "clause": "第1条", **draw(way), **draw(bounds), "applies_to": draw(seldom(who))}
        )
    return {
        "id": name,
        "clause": "第1条",
        "combine": draw(either(None, "sum", "highest")),
        "same_matter": matter,
        "by_source": draw(either(None, "yes")) if matter else None,
        "converted": converted,
        "weight": draw(either(None, None, None, "70%", 2)),
        "counted": draw(either(None, None, None, "no")),
        **draw(granted),
        "floor": draw(either(None, 0, -5)),
        "items": items,
    }


multipliers = merged(
    form(clause="第1条", applies_to=seldom(who, 2)),
    form(times=either("1.1", "1/3", {"by": "role", "values": {"常委": "0.5"}, "otherwise": 1}))
    | merged(form(when=form(kind=words(MET)), measure=rates), tables(factors, rate=True))
    | merged(form(when=whens, measure=counts), tables(factors, rate=False))
    | merged(form(when=COMMON["work"], measure=ratios["work"]), tables(factors, rate=True))
    | merged(form(when=whens, measure=means["work"]), tables(factors, rate=True)),
)


def pro_rata(draw: st.DrawFn, named: list[Form]) -> Form | None:
    """What is taken in proportion: bases, and the targets of items reckoned over the year."""
    measured = [item for one in named for item in one["items"] if "target" in item and not item["window"]]
    reach = [item["id"] for item in measured if not item["measure"]["among"]]
    bases = draw(st.lists(either("总分", *(one["id"] for one in named)), max_size=2, unique=True))
    return {"clause": "第1条", "by": draw(either("days", "months")), "bases": bases, "reach": reach} if bases else None


def joint_bounds(draw: st.DrawFn, named: list[Form]) -> list[Form]:
    """One bound of all the categories that enter the total as they are."""
    joined = [one["id"] for one in named if one["weight"] is None and one["counted"] is None]
    return [{"id": "甲", "clause": "第1条", "categories": joined, **draw(bounds)}] if len(joined) > 1 else []
