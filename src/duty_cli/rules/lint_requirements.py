"""Where which conditions may stand: a need has the days of its rule, a consequence says its years."""

from __future__ import annotations

from collections.abc import Iterator

from duty_cli.rules.lint_registry import OF_FILE, registered
from duty_cli.rules.requirement_form import RequirementForm
from duty_cli.rules.rulebook_form import RulesForm
from duty_cli.rules.source_map import Complaint, Loc

_OF_YEARS = ("grade", "score_below", "selected")


@registered(OF_FILE)
def _needs_are_of_records(form: RulesForm) -> Iterator[Complaint]:
    """Minimums and selections look at the records of their own days."""
    for at, minimum in enumerate(form.minimums):
        for loc, asked in minimum.need.parts(("minimums", at, "need")):
            yield from _of_records_alone(loc, asked, "最低要求的时间写在这一条的 within，这里不写")
    for at, selection in enumerate(form.selections):
        for loc, asked in selection.need.parts(("selections", at, "need")) if selection.need else ():
            yield from _of_records_alone(loc, asked, "评选的条件看当年的记录，这里不写")


def _of_records_alone(loc: Loc, asked: RequirementForm, why: str) -> Iterator[Complaint]:
    for key in ("within", "last_years"):
        if getattr(asked, key) is not None:
            yield (*loc, key), f"这里不能写 {key}：{why}", "请删去这一项"
    for key in _OF_YEARS:
        if getattr(asked, key) is not None:
            yield (
                (*loc, key),
                f"这里不能写 {key}：须有的只能是记录",
                "按等次、总分、评选计的，请写在 consequences 的 if 里",
            )


@registered(OF_FILE)
def _years_are_said(form: RulesForm) -> Iterator[Complaint]:
    """A consequence that counts records says in which years."""
    for at, consequence in enumerate(form.consequences):
        for loc, asked in consequence.test.parts(("consequences", at, "if")):
            if asked.within is None and asked.last_years is None:
                yield (
                    loc,
                    "没有写多长时间",
                    "请写 within: year（当年）、within: term（届内累计），或 last_years: 2（最近两年）",
                )
