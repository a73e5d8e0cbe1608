"""Where which conditions may stand: a rule with days of its own gives them to what it asks, a consequence says its years."""

from __future__ import annotations

from collections.abc import Iterator

from duty_cli.model.exact_numbers import show
from duty_cli.model.items import WHOLE
from duty_cli.rules.conditions_together import may_both_hold
from duty_cli.rules.linting.lint_registry import OF_FILE, OF_ITEM, registered
from duty_cli.rules.linting.record_selectors import counts, requirements
from duty_cli.rules.rule_forms.item_forms import ItemForm
from duty_cli.rules.rule_forms.requirement_form import RequirementForm
from duty_cli.rules.rule_forms.rulebook_form import RulesForm
from duty_cli.rules.yaml_reading.form_fields import hint
from duty_cli.rules.yaml_reading.source_map import Complaint, Loc

_LATER = ("grade", "selected", "proposed", "decided")
"""What is known only after minimums and vetoes have been looked at."""


@registered(OF_FILE)
def _own_days(form: RulesForm) -> Iterator[Complaint]:
    """Minimums, vetoes and selections look at their own days, and at what is known by then."""
    for at, minimum in enumerate(form.minimums):
        for loc, asked in minimum.need.parts(("minimums", at, "need")):
            yield from _no_years(loc, asked, "时间写在这一条的 within")
            yield from _not_yet(loc, asked)
            if minimum.within != "year" and asked.by_years and asked.score is not None:
                yield (
                    (*loc, "score"),
                    f"得分按全年计，within: {minimum.within} 的最低要求不能看得分",
                    "请另写一条 within: year",
                )
    for at, veto in enumerate(form.vetoes):
        for loc, asked in veto.test.parts(("vetoes", at, "if")) if veto.test else ():
            yield from _no_years(loc, asked, "否决项看当年")
            yield from _not_yet(loc, asked)
    for at, selection in enumerate(form.selections):
        for loc, asked in selection.need.parts(("selections", at, "need")) if selection.need else ():
            yield from _no_years(loc, asked, "评选看当年")
            for key in ("proposed", "decided"):
                if getattr(asked, key) is not None:
                    advice = "请写 selected 或 grade，或把这一条写成后果"
                    yield (*loc, key), f"评选时还没有后果，不能看 {key}", advice
            yield from _chosen_before(form, at, loc, asked)


def _no_years(loc: Loc, asked: RequirementForm, why: str) -> Iterator[Complaint]:
    for key in ("within", "last_years", "years"):
        if getattr(asked, key) is not None:
            yield (*loc, key), f"这里不写 {key}：{why}", "请删去这一项；跨年度的请写在 consequences 的 if 里"


def _not_yet(loc: Loc, asked: RequirementForm) -> Iterator[Complaint]:
    for key in _LATER:
        if getattr(asked, key) is not None:
            what = f"这里不能写 {key}：等次、评选、后果要在最低要求和否决项之后才有"
            yield (*loc, key), what, "请写记录、rate 或 score；按等次的请写在评选的 need 或后果的 if 里"


def _chosen_before(form: RulesForm, at: int, loc: Loc, asked: RequirementForm) -> Iterator[Complaint]:
    """A selection may look at those before it in the file alone."""
    later = [one.id for one in form.selections[at:]]
    if asked.selected in later:
        yield (*loc, "selected"), f"“{asked.selected}”不在这一条前面，评选时还没有结果", "请把它移到前面"


@registered(OF_FILE)
def _years_are_said(form: RulesForm) -> Iterator[Complaint]:
    """A consequence says in which years it looks, and how many must be so."""
    for at, consequence in enumerate(form.consequences):
        for loc, asked in consequence.test.parts(("consequences", at, "if")):
            if asked.within is None and asked.last_years is None:
                what = "按年度计的应写 years，并写 within 或 last_years" if asked.by_years else "没有写多长时间"
                yield loc, what, "请写 within: year（当年）、within: term（届内累计），或 last_years: 2（最近两年）"
            elif asked.by_years and asked.years is None and asked.within != "year":
                yield loc, "按年度计的应写 years，并写 within 或 last_years", "几个年度请写 years，如 years: 2"


@registered(OF_FILE)
def _categories_and_consequences_exist(form: RulesForm) -> Iterator[Complaint]:
    """The categories whose points are asked for, and the consequences that others look back on, none in a circle."""
    scored = (WHOLE, *(category.id for category in form.categories))
    known = tuple(one.id for one in form.consequences)
    asking = {one.id: [asked.proposed for _, asked in one.test.parts(())] for one in form.consequences}
    for loc, asked in (one for of_rule in requirements(form) for one in of_rule):
        if asked.score is not None and asked.score not in scored:
            yield (*loc, "score"), f"没有名为“{asked.score}”的类别", hint(asked.score, scored)
        for key, name in (("proposed", asked.proposed), ("decided", asked.decided)):
            if name is not None and name not in known:
                yield (*loc, key), f"没有名为“{name}”的后果", hint(name, known)
    for at, one in enumerate(form.consequences):
        reached = {one.id}
        for _ in form.consequences:
            reached |= {other for name in reached for other in asking.get(name, ()) if other is not None}
            if any(one.id in asking.get(name, ()) for name in reached):
                yield (
                    ("consequences", at, "if"),
                    f"后果“{one.id}”绕一圈又看自己是否成立",
                    "proposed 请写另一条不看它的后果",
                )
                break


@registered(OF_FILE)
def _counted_once(form: RulesForm) -> Iterator[Complaint]:
    """A sum in which one record would count twice."""
    for loc, asked in (one for of_rule in requirements(form) for one in of_rule):
        parts = list(asked.whens(loc)) if asked.sum else []
        for number, (place, when) in enumerate(parts):
            if any(may_both_hold(when, other) for _, other in parts[:number]):
                yield (
                    place,
                    "同一条记录可能既符合这一种，又符合前面的一种，会数两次",
                    "请使几种互不重叠，如写不同的 kind",
                )


@registered(OF_FILE)
def _earlier_ones_exist(form: RulesForm) -> Iterator[Complaint]:
    """The selections and quotas of which places are taken or added, each before the one that speaks of it."""
    for at, selection in enumerate(form.selections):
        before = tuple(one.id for one in form.selections[:at])
        asked = [(("share_of",), selection.share_of)] if selection.share_of is not None else []
        for loc, name in (*asked, *((("less", place), name) for place, name in enumerate(selection.less))):
            if name not in before:
                what = f"前面没有名为“{name}”的评选"
                yield ("selections", at, *loc), what, "这里只能写排在前面的评选" if not before else hint(name, before)
        if selection.share_of is not None and selection.unit != "share":
            yield ("selections", at, "share_of"), "share_of 只用于 unit: share", "按人数的请删去 share_of"
    for at, quota in enumerate(form.quotas):
        graded = tuple(one.grade for one in form.quotas[:at])
        for place, grade in enumerate(quota.unused_of):
            if grade not in graded:
                what = f"前面没有“{grade}”的名额"
                yield ("quotas", at, "unused_of", place), what, "这里只能写排在前面的名额的等次"


@registered(OF_FILE)
def _each_in_its_quarter(form: RulesForm) -> Iterator[Complaint]:
    """A selection of each quarter has no grades, and speaks of its own quarter alone."""
    yearly = {one.id for one in form.selections if one.each == "year"}
    for at, selection in enumerate(form.selections):
        loc: Loc = ("selections", at)
        if selection.each == "year":
            continue
        if selection.grades is not None or selection.every > 1:
            yield (*loc, "each"), "每季度的评选没有等次，也不隔年", "请删去 grades、every、first_year"
        asked = list(selection.need.parts((*loc, "need"))) if selection.need else []
        for place, one in asked:
            if one.grade is not None:
                yield (*place, "grade"), "季度没有等次", "请写 score 或记录"
            if one.of_quarters and one.selected not in yearly:
                yield (*place, "selected"), "每季度的评选只看同一季度，不写几个季度", "请删去 at_least 等"
        names = [((*place, "selected"), one.selected) for place, one in asked if one.selected is not None]
        names += [((*loc, "share_of"), selection.share_of)] if selection.share_of is not None else []
        names += [((*loc, "less", number), name) for number, name in enumerate(selection.less)]
        for place, name in names:
            if name in yearly:
                what = f"“{name}”是每年的评选，每季度评选时还没有结果"
                yield place, what, "请写每季度的评选，或者把这一条改为每年的（each: year）"


@registered(OF_FILE)
def _quarters_are_said(form: RulesForm) -> Iterator[Complaint]:
    """A rule of the year says in how many quarters a selection of each quarter chose, and that of no other selection."""
    turns = {one.id: one.each for one in form.selections}
    asked = [
        pair
        for at, one in enumerate(form.selections)
        for pair in (one.need.parts(("selections", at, "need")) if one.need and one.each == "year" else ())
    ]
    for at, consequence in enumerate(form.consequences):
        asked += consequence.test.parts(("consequences", at, "if"))
    for place, one in asked:
        turn = turns.get(one.selected or "")
        if turn == "quarter" and not one.of_quarters:
            what = f"“{one.selected}”每季度评选，没有写几个季度"
            yield (*place, "selected"), what, "请写 at_least: 1（至少一个季度）、at_least: 2、exactly、at_most 等"
        elif turn == "year" and one.of_quarters:
            what = f"“{one.selected}”每年评选，不能数季度"
            yield (
                (*place, "selected"),
                what,
                "请删去 at_least 等（几个年度，在后果里写 years），或者写每季度的评选",
            )
        elif one.of_quarters and (most := _most_quarters(one)) is not None:
            for key in ("at_least", "exactly"):
                number = getattr(one, key)
                if number is not None and number > most:
                    yield (*place, key), f"一共只有 {most} 个季度", "请核对这个数"
            if one.at_most is not None and one.at_most >= most:
                yield (
                    (*place, "at_most"),
                    f"一共只有 {most} 个季度，至多 {show(one.at_most)} 个总是成立",
                    "请核对这个数",
                )


def _most_quarters(asked: RequirementForm) -> int | None:
    """How many quarters there are in the time that a count looks at; None where that is the term."""
    if asked.years is None and asked.within == "term":
        return None
    return 4 * (asked.last_years or 1) if asked.years is None else 4


@registered(OF_ITEM)
def _parts_of_records(loc: Loc, item: ItemForm) -> Iterator[Complaint]:
    """What is counted as met looks at the records of the item alone, and there is no more of it than is listed."""
    for meant in counts(loc, item):
        each = meant.measure.each or ()
        for at, one in enumerate(each):
            for place, asked in one.parts((*meant.loc, "measure", "each", at)):
                yield from _no_years(place, asked, "时间写在计分项的 window")
                if not asked.of_records:
                    yield place, "这里只能写记录（kind 等，或 records、sum、rate）", "等次、得分、评选要在计分之后才有"
        for place, edge in meant.edges if each and meant.measure.among is None else ():
            if edge > len(each):
                yield place, f"一共只有 {len(each)} 项，达不到 {show(edge)} 项", "请核对这个数"
