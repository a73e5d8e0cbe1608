"""What scores lead to in random rule files, and the whole file."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.properties.written import (
    GRADES,
    HELD,
    JUDGED,
    LEVELS,
    MET,
    STAGES,
    WORK,
    Form,
    Some,
    either,
    form,
    granted,
    merged,
    of_sort,
    plain_whens,
    seldom,
    some_of,
    whens,
    who,
    words,
    written,
)
from tests.properties.written_items import categories, joint_bounds, multipliers, pro_rata

HEAD: Form = {
    "format": "duty-rules/1",
    "title": "任意规则",
    "basis": "某政协〔2026〕1号",
    "effective": {"from": "2020-01-01", "to": "2030-12-31"},
    "stages": STAGES,
    "levels": LEVELS,
    "kinds": [
        *({"id": kind, "clause": "第1条"} for kind in WORK),
        *({"id": kind, "clause": "第1条", "judged": {"at_least": -1, "at_most": 9}} for kind in JUDGED),
    ],
}

counted = either(
    *({"at_least": least} for least in (1, 1, 2)),
    {"at_most": 0},
    {"at_most": 2},
    *({"exactly": so_many} for so_many in (0, 1, 1)),
    {"at_least": 1, "at_most": 1},
)
rated = either({"at_least": "50%"}, {"below": "1/2"}, {"above": 0, "at_most": "99%"})
scored = merged(
    form(score=either("总分", "甲类")), either({"below": 10}, {"at_least": 20}, {"at_most": 5}, {"above": 10})
)
sums = either(*([{"kind": one}, {"kind": other}] for one, other in (WORK, (WORK[0], JUDGED[0]))))
rates = form(when=either(None, {"kind": WORK}), count=of_sort("work"), over=of_sort("work")) | form(
    when={"kind": MET},
    count={"attendance": ["出席", "迟到", "早退"]},
    over={"attendance": ["出席", "迟到", "早退", "请假", "缺席"]},
)
counts = merged(plain_whens | form(records=whens) | form(sum=sums) | form(sum=sums), counted) | merged(
    form(rate=rates), rated
)
simple_counts = merged(plain_whens, form(at_least=either(1, 1, 2)))


def trees(leaf: Some) -> Some:
    """Several by all, any and not."""
    return st.recursive(
        leaf, lambda inner: form(all=some_of(inner)) | form(any=some_of(inner)) | form(not_=inner), max_leaves=3
    )


needs = trees(simple_counts | simple_counts | counts)
year_needs = trees(simple_counts | simple_counts | counts | scored)
minimums = form(
    id="甲", clause="第1条", about="履职", applies_to=seldom(who), else_=seldom(form(grade_at_most=either(*GRADES)), 2),
)  # fmt: skip
minimums = merged(
    minimums,
    form(within=either("month", "quarter", "year", "term"), need=needs) | form(within="year", need=year_needs),
)
vetoes = merged(
    form(id="甲", clause="第1条", applies_to=seldom(who), grade_at_most=either(*GRADES)),
    form(when=whens) | form(if_=year_needs),
)
places = merged(
    either(
        *({"at_most": at_most, "unit": "share"} for at_most in ("20%", "1/3", "1/2")),
        *({"at_most": at_most, "unit": "members"} for at_most in (0, 1, 2)),
    ),
    form(
        round=either("down", "half_up"),
        ties=either("exclude", "include"),
        within=seldom(either(*HELD), 3),
        applies_to=seldom(who, 3),
    ),
)
first = merged(form(clause="第1条", grade="优秀", overflow_to=either("良好", "合格")), places)
second = merged(form(clause="第1条", grade="良好", overflow_to=either("合格", "不合格")), places)
filling = second.map(lambda drawn: {**drawn, "unused_of": "优秀"})
reserved = merged(
    either(
        *({"at_least": part, "unit": "share", "round": how} for part in ("1/3", "50%") for how in ("down", "half_up")),
        {"at_least": 1, "unit": "members"},
    ),
    form(applies_to=who, if_short=either("empty", "others")),
)
# One draw each: what is drawn in many steps leaves no room for the rest of a file.
star = {"id": "季", "clause": "第1条", "each": "quarter", "round": "down", "propose": "通报"}
one, half = {"at_most": 1, "unit": "members"}, {"at_most": "1/2", "unit": "share"}
stars = either(
    {**star, **one, "take": "top", "ties": "include"},
    {**star, **one, "take": "top", "by": "甲类", "ties": "exclude"},
    {**star, **half, "take": "top", "ties": "include", "need": {"score": "总分", "above": 0}},
    {**star, **half, "take": "bottom", "ties": "include", "within": "liaison_group"},
    {**star, **one, "take": "bottom", "by": "甲类", "ties": "include", "need": {"kind": WORK, "at_least": 1}},
    {**star, **half, "take": "top", "ties": "exclude", "applies_to": {"not": {"role": "常委"}}},
)
in_quarters = either(
    *({"selected": "季", **so_many} for so_many in ({"at_least": 1}, {"at_least": 2}, {"at_most": 0}, {"exactly": 1}))
)
chosen_needs = trees(simple_counts | counts | scored | form(grade=words(GRADES)) | in_quarters)
selections = merged(
    form(
        id="甲", clause="第1条", take=either("top", "bottom"), by=either(None, None, "甲类"),
        grades=seldom(words(GRADES), 3), need=seldom(chosen_needs, 2), propose="表彰",
    ),
    either({}, {"every": 2, "first_year": 2024}, {"every": 2, "first_year": 2023}),
    form(reserve=seldom(some_of(reserved), 2), show_place=either(None, "yes")),
    places,
)  # fmt: skip
further = selections.flatmap(
    lambda drawn: merged(
        st.just({**drawn, "id": "后"}),
        form(
            less=seldom(either("甲", ["甲"], "季", ["甲", "季"]), 2),
            share_of=either("甲", "甲", "季", None) if drawn["unit"] == "share" else None,
        ),
        form(need=seldom(trees(form(selected="甲") | in_quarters | simple_counts), 2)),
    )
)
spans = either(
    {"years": 1, "within": "year"},
    {"years": 2, "within": "term"},
    {"years": 1, "within": "in_a_row"},
    {"years": 2, "within": "in_a_row"},
    {"years": 1, "last_years": 2},
    {"years": 2, "last_years": 3},
)
of_years = (
    merged(form(grade=words(GRADES)), spans)
    | merged(form(score_below=either(10, 20)), spans)
    | merged(scored, spans)
    | merged(form(selected="甲"), spans)
    | merged(counts, either({"within": "year"}, {"within": "term"}, {"last_years": 1}, {"last_years": 2}))
    | merged(counts, spans)
    | merged(
        in_quarters, either({"within": "year"}, {"within": "term"}, {"last_years": 2}, {"years": 2, "within": "term"})
    )
)


def consequences(tests: Some) -> Some:
    """What is proposed where a test holds."""
    return form(
        id="甲",
        clause="第1条",
        applies_to=seldom(who),
        if_=tests,
        propose="约谈",
        fires=either(None, None, "once", "every_year"),
        at_term_end=either(None, None, "yes"),
    )


of_another = merged(form(proposed="丙") | form(decided="丙"), spans)
looking_at_another = consequences(trees(of_another | of_another | of_another | of_years))
looked_at = consequences(trees(of_years)).map(lambda drawn: {**drawn, "id": "丙"})


def numbered(some: Some, at_most: int) -> st.SearchStrategy[list[Form]]:
    """A list whose members have ids of their own."""
    return st.lists(some, max_size=at_most).map(
        lambda drawn: [{**one, "id": "甲乙丙"[at]} for at, one in enumerate(drawn)]
    )


@st.composite
def files(draw: st.DrawFn) -> str:
    """A whole rule file."""
    named = [draw(categories(f"{name}类")) for name in draw(either("甲", "甲乙", "甲乙", "甲乙丙"))]
    fallen = [draw(seldom(quota, 2)) for quota in (first, second)]
    fallen = [fallen[0], draw(filling) if fallen[0] and fallen[1] and draw(st.booleans()) else fallen[1]]
    parts = form(
        clause="第1条",
        attended="yes",
        absent_below=either(None, None, "2/3", "1/3"),
        expects=either(None, None, "all", {"role": "常委"}, {"not": {"liaison_group": "城东组"}}),
    )
    sections = {
        **HEAD,
        "kinds": [*({"id": kind, **draw(parts)} for kind in MET), *HEAD["kinds"]],
        "year_ends": draw(either(None, None, "12-20", "06-30")),
        "rounding": {"places": draw(st.integers(0, 3)), "half": "up"},
        "categories": named,
        "total": {**draw(granted), "floor": draw(either(0, 0, 3))},
        "joint_bounds": joint_bounds(draw, named),
        "multipliers": draw(numbered(multipliers, 2)),
        "pro_rata": pro_rata(draw, named),
        "minimums": draw(numbered(minimums, 2)),
        "vetoes": draw(numbered(vetoes, 1)),
        "graded": draw(either(None, None, *({"in_office": "any_day", "at_least_months": least} for least in (0, 6)))),
        "bands": [{"grade": grade, "min": least} for grade, least in zip(GRADES, (30, 20, 10, 0), strict=True)],
        "quotas": [quota for quota in fallen if quota],
        "selections": [draw(stars), draw(selections), *(one for one in [draw(seldom(further, 2))] if one)],
        "consequences": [*draw(numbered(looking_at_another, 2)), draw(looked_at)],
    }
    if any(item.get("judged_range") for one in named for item in one["items"]):
        sections = of_second(sections)
    return "".join(f"{key}: {written(said)}\n" for key, said in sections.items() if said is not None)


def of_second(sections: Form) -> Form:
    """The same in the second edition, which says how often a consequence fires and rounds no number of members."""

    def rounded(drawn: Form) -> Form:
        return {**drawn, "round": None} if drawn["unit"] == "members" else drawn

    return {
        **sections,
        "format": "duty-rules/2",
        "quotas": [rounded(one) for one in sections["quotas"]],
        "selections": [rounded(one) for one in sections["selections"]],
        "consequences": [{**one, "fires": one["fires"] or "every_year"} for one in sections["consequences"]],
    }
