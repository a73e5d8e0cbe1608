"""What the next term changes on the roster, in words: shown before it is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from duty_cli.model.members import Facet, Tenure
from duty_cli.model.office_words import named
from duty_cli.model.term_change import Newcomer, Returning, TermChange


def change_lines(change: TermChange) -> Iterator[str]:
    """The term, then who stays, comes and leaves, a line each."""
    yield f"{change.term}"
    if change.before is not None and change.shortened is not None:
        yield f"第{change.before.number}届改为 {change.shortened.period}（原为 {change.before.period}）"
    if change.returning:
        same = [one for one in change.returning if not (one.renumbered or one.ended or one.begun)]
        yield f"连任 {len(change.returning)} 名，其中编号、分组和职务没有变化的 {len(same)} 名，其余："
        yield from (f"　{_returning(one)}" for one in change.returning if one not in same)
    if change.newcomers:
        yield f"新任 {len(change.newcomers)} 名："
        yield from (f"　{_newcomer(one)}" for one in change.newcomers)
    if change.leaving:
        yield f"离任 {len(change.leaving)} 名："
        yield from (f"　{one}" for one in change.leaving)


def _returning(one: Returning) -> str:
    said = [f"编号改为 {one.number}"] if one.renumbered else []
    said += ["再次任职"] if one.again else []
    for facet in Facet:
        old = [tenure.value for tenure in one.ended if tenure.facet is facet]
        new = [tenure.value for tenure in one.begun if tenure.facet is facet]
        if facet is Facet.OFFICE or old == new:
            continue
        called = named(facet)
        if facet.exclusive and old and new:
            said.append(f"{called}由{old[0]}改为{'、'.join(new)}")
        else:
            said += (
                [f"不再是{called} {'、'.join(old)}" if facet.exclusive else f"不再担任{'、'.join(old)}"] if old else []
            )
            said += [f"{called} {'、'.join(new)}" if facet.exclusive else f"担任{'、'.join(new)}"] if new else []
    return f"{one.member}：{'；'.join(said) or '任职起止有变'}"


def _newcomer(one: Newcomer) -> str:
    groups = "、".join(_values(one.tenures))
    near = f"（与原有的 {'、'.join(one.near)} 姓名相近；是同一人的，请在名册“原编号”列写明）" if one.near else ""
    return f"{one.number} {one.name}{f'：{groups}' if groups else ''}{near}"


def _values(tenures: Iterable[Tenure]) -> Iterator[str]:
    return (one.value for one in tenures if one.facet is not Facet.OFFICE)
