"""CLAIMS: what a row of a copy lays claim to, sort by sort; the same claim in two copies is a contradiction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from duty_cli.model.capacities import Capacity
from duty_cli.model.diverged_copies import CopyRow
from duty_cli.model.members import Facet, Seq
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Attendance


@dataclass(frozen=True, slots=True)
class RowClaim:
    """What but one row may say. ``value`` is what it says, where two that say the same are none the worse for it.

    ``why`` is what is told where two meet; ``doubtful``: they may be two things.
    """

    why: str
    key: tuple[object, ...]
    value: object = None
    doubtful: bool = False

    def against(self, other: RowClaim) -> bool:
        """Whether two claims to one thing cannot both stand."""
        return self.value is None or self.value != other.value


_Made = Callable[[CopyRow], Iterator[RowClaim]]

_GUEST_AWAY = "一方写明是列席，一方登记为没有到会"
_NUMBER, _NAME, _PLANNED = "委员编号相同", "同一委员的姓名都有改动", "一方改了活动计划，一方按原计划登记了出席"


def _of(why: str, *columns: str, doubtful: bool = False) -> _Made:
    """The claim to what stands in those columns, where the first of them says anything."""

    def made(row: CopyRow) -> Iterator[RowClaim]:
        if row.cells[columns[0]] is not None:
            yield RowClaim(why, tuple(row.cells[name] for name in columns), doubtful=doubtful)

    return made


def _all(*made: _Made) -> _Made:
    return lambda row: (claim for one in made for claim in one(row))


def _nothing(_: CopyRow) -> Iterator[RowClaim]:
    return iter(())


def _naming(row: CopyRow) -> Iterator[RowClaim]:
    yield RowClaim(_NAME, (row.cells["member"],))
    # Said in the batch of the enrolment: a new member.
    if row.refs["member"] > row.batch and row.beside.get("name"):
        yield RowClaim("两边新登记的委员同名", (row.beside["name"],), doubtful=True)


def _erasure(row: CopyRow) -> Iterator[RowClaim]:
    yield RowClaim(_NAME, (row.cells["member"],), value="删除")


def _spell(row: CopyRow) -> Iterator[RowClaim]:
    facet = Facet(str(row.cells["facet"]))
    held = () if facet.exclusive else (row.cells["value"],)
    yield RowClaim(f"同一委员的{facet.value}时段都有改动", (row.cells["member"], facet, *held))


def _attribution(row: CopyRow) -> Iterator[RowClaim]:
    yield RowClaim("同一批次的操作人更正为不同的人", (row.cells["target"],), value=row.cells["by"])


_DUE = ("due", "sector", "liaison_group", "special_committee")


def _activity(row: CopyRow) -> Iterator[RowClaim]:
    event = (row.cells["kind"], row.cells["day"], row.cells["name"])
    yield RowClaim("同一活动的应到范围不同", event, value=tuple(row.cells[name] for name in _DUE))


def _invitation(row: CopyRow) -> Iterator[RowClaim]:
    event = (row.cells["kind"], row.cells["day"], row.cells["name"])
    said = row.cells["capacity"]
    yield RowClaim("同一委员在同一活动的参会身份不同", (row.cells["member"], *event), value=said)
    if said == Capacity.GUEST:
        yield RowClaim(_GUEST_AWAY, (row.cells["member"], *event), value=said)


def event_of(row: CopyRow) -> str:
    """The name of what a record was attended at; empty where none is given."""
    found = row.beside.get("event") or row.cells["title"]
    return found if isinstance(found, str) else ""


def _record(row: CopyRow) -> Iterator[RowClaim]:
    said = row.cells
    if said["number"] is not None:
        yield RowClaim("记录编号相同", (said["number"],))
    if said["attendance"] is not None:
        yield RowClaim("同一委员在同一活动都登记了出席", (said["member"], said["kind"], said["day"], event_of(row)))
        yield RowClaim(_PLANNED, (said["kind"], said["day"], event_of(row)), value="出席")
        if not Attendance(str(said["attendance"])).present:
            yield RowClaim(_GUEST_AWAY, (said["member"], said["kind"], said["day"], event_of(row)), value="没有到会")
    elif said["title"] is not None:
        yield RowClaim("同一委员同日同题", (said["member"], said["kind"], said["day"], said["title"]), doubtful=True)
    else:
        own = tuple((name, cell) for name, cell in sorted(said.items()) if name != "number")
        yield RowClaim("同一委员的相同记录", own, doubtful=True)


CLAIMS: Mapping[str, _Made] = {
    "founding": _of("都登记了同一届", "term"),
    "member": _of(_NUMBER, "number"),
    "naming": _naming,
    "spell": _spell,
    "activity": _activity,
    "invitation": _invitation,
    "record": _record,
    # Leaves are compared by their days.
    "leave": _nothing,
    "reversal": _of("同一条都冲正了", "target"),
    # The last of each copy are compared, and papers are facts.
    "rules": _nothing,
    "issue": _nothing,
    "closing": _of("同一年度都结了账", "year"),
    "proceeding": _of("同一事项都立了办理", "use", "about", "member", "year", "target"),
    "step": _of("同一办理事项都办了一步", "proceeding"),
    "plan": _all(_of("同一活动都列了计划", "kind", "day", "name"), _of("同一活动计划都改了", "origin")),
    "numbering": _all(_of(_NUMBER, "number"), _of("同一委员都换了编号", "member")),
    "earlier": _of("同一委员同一年度的往年结果都沿用了", "member", "year"),
    "handin": _of("同一委员同一年度都收了件", "member", "kind", "year"),
    "budget": _of("同一笔预算都定了", "year", "facet", "name"),
    "spending": _all(
        _of("支出的日期、金额、摘要相同", "day", "fen", "summary", doubtful=True),
        _of("支出的凭证号相同", "voucher", doubtful=True),
    ),
    "erasure": _erasure,
    "merge": _nothing,
    "attribution": _attribution,
}
"""Sort → what a row of it claims. A test holds that no sort is forgotten."""


def claims(row: CopyRow, both: Mapping[Seq, CopyRow]) -> Iterator[RowClaim]:
    """What a row claims; ``both`` are the rows that two copies have, by their seq."""
    yield from CLAIMS[row.sort](row)
    target = None if row.target is None else both.get(row.target)
    if target is not None and target.sort == "plan":
        moved = target.cells
        yield RowClaim(_PLANNED, (moved["kind"], moved["day"], moved["name"]), value="改动")
