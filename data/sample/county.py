"""An invented county: its roster and one year of its records, of the kinds that its scheme of scoring knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sample import words
from sample.calendar import working_day
from sample.chance import Dice
from sample.names import one_name

HEADINGS = ("委员编号", "姓名", "党派", "界别", "委员联络组", "专门委员会", "职务", "任职日期", "离任日期")
RECORDED = (
    "委员编号",
    "履职事项",
    "日期",
    "活动",
    "标题",
    "出席情况",
    "参加比例",
    "阶段",
    "作者位次",
    "作者人数",
    "数量",
)

FIRST = date(2022, 1, 1)
STAYED_AWAY = (("请假", 70), ("缺席", 24), ("请假未准", 6))


@dataclass(frozen=True)
class Meeting:
    """A kind of event that is held in these months, for everybody or only for 常委; ``called`` of a hundred are expected."""

    kind: str
    months: tuple[int, ...]
    called: int = 100
    standing: bool = False
    quantity: str = ""
    share: str = ""


@dataclass(frozen=True)
class Work:
    """A kind of written work: ``percent`` of the members hand one in, twice a year; its stages, each with its weight."""

    kind: str
    percent: int
    stages: tuple[tuple[str, int], ...] = (("", 1),)
    joint: bool = False


@dataclass(frozen=True)
class Scheme:
    """How a county scores: its example in ``rules/examples`` and what its office enters."""

    example: str
    title: str
    meetings: tuple[Meeting, ...]
    works: tuple[Work, ...]


@dataclass(frozen=True)
class County:
    """A county, how many members it has, how diligent they are (in a hundred), how it scores, until when it has entered."""

    name: str
    members: int
    zeal: int
    scheme: Scheme
    until: date = date.max

    @property
    def committee(self) -> str:
        """The committee's name."""
        return f"政协{self.name}委员会"


@dataclass(frozen=True)
class Seat:
    """A member as the roster tells, and the chance in a hundred that he or she comes when called."""

    number: str
    cells: tuple[str, ...]
    zeal: int
    standing: bool


PROPOSED = (("提交、立案", 60), ("提交", 28), ("提交、立案、重点", 8), ("提交、立案、优秀", 4))
PLENARY = Meeting("全体会议", (1,))
STANDING = Meeting("常委会会议", (3, 6, 9, 12), standing=True)

SCHEMES = (
    Scheme(
        *("S01", "示例省县级政协委员履职量化考核办法（甲，演示用）"),
        (PLENARY, STANDING, Meeting("履职活动", (3, 5, 7, 9, 11), 60), Meeting("公益活动", (4, 8, 10), 40)),
        (Work("提案", 55, PROPOSED, joint=True), Work("社情民意信息", 30)),
    ),
    Scheme(
        *("S07", "示例省县级政协委员履职考核暂行办法（乙，演示用）"),
        (PLENARY, STANDING, Meeting("履职活动", (2, 4, 6, 8, 10), 70)),
        (
            Work("提案", 45, (("提交、立案", 70), ("提交", 30)), joint=True),
            Work("社情民意信息", 35, (("提交", 60), ("提交、采用", 40))),
            Work("书面发言", 12),
        ),
    ),
    Scheme(
        *("S08", "示例省县级政协委员履职积分管理细则（丙，演示用）"),
        (
            Meeting("全体会议", (1,), quantity="5"),
            *(STANDING, Meeting("议政会", (4, 8), 50), Meeting("界别活动", (3, 6, 9), 60)),
            Meeting("专门委员会活动", (5, 10), 45),
            Meeting("脱产培训", (7,), 80, share="3/4"),
        ),
        (Work("提案", 60, PROPOSED, joint=True), Work("社情民意信息", 40)),
    ),
)


def roster(county: County) -> list[Seat]:
    """The members of a county, by number."""
    dice = Dice(f"{county.name} 名册")
    sectors = dice.some([sector for sector, _, _ in words.SECTORS], 9 + county.members // 12)
    found, used = list[Seat](), set[str]()
    for place in range(1, county.members + 1):
        name = one_name(dice)
        while name in used:
            name = one_name(dice)
        used.add(name)
        sector = dice.pick(sectors)
        party = words.PARTY_OF.get(sector) or dice.weighted(words.OTHER_PARTIES)
        standing = dice.chance(16)
        number, zeal = f"{place:03d}", max(20, min(98, county.zeal + dice.below(25) - 12))
        groups = (dice.pick(words.GROUPS[:4]), dice.pick(words.COMMITTEES))
        office = (words.STANDING if standing else "", FIRST.isoformat(), "")
        found.append(Seat(number, (number, name, party, sector, *groups, *office), zeal, standing))
    return found


def records(county: County, seats: list[Seat], year: int) -> Iterator[tuple[str, ...]]:
    """The rows of a year, under :data:`RECORDED`, event by event and work by work."""
    dice = Dice(f"{county.name} {year}")
    for meeting in county.scheme.meetings:
        for nth, month in enumerate(meeting.months, 1):
            on = working_day(year, month, 6 + dice.below(18))
            name = f"{county.name}{year}年{meeting.kind}" + (f"（第{nth}次）" if len(meeting.months) > 1 else "")
            yield from _attended(meeting, on, name, seats, dice)
    for work in county.scheme.works:
        for month in (1, 7):
            yield from _written(work, working_day(year, month, 10), seats, dice)


def _attended(meeting: Meeting, on: date, name: str, seats: list[Seat], dice: Dice) -> Iterator[tuple[str, ...]]:
    for seat in seats:
        if meeting.standing > seat.standing or not dice.chance(meeting.called):
            continue
        came = dice.chance(seat.zeal)
        state = dice.weighted((("出席", 94), ("迟到", 4), ("早退", 2))) if came else dice.weighted(STAYED_AWAY)
        share = meeting.share if came and dice.chance(15) else ""
        quantity = meeting.quantity if came else ""
        yield _row(seat, meeting.kind, on, 活动=name, 出席情况=state, 参加比例=share, 数量=quantity)


def _written(work: Work, on: date, seats: list[Seat], dice: Dice) -> Iterator[tuple[str, ...]]:
    for seat in seats:
        if not dice.chance(work.percent * seat.zeal // 100):
            continue
        about, stages = dice.pick(words.MATTERS), dice.weighted(work.stages)
        title = f"关于{about}的建议" if work.kind == "提案" else f"{about}情况"
        others = [other for other in seats if other is not seat]
        authors = [seat, *dice.some(others, 1 + dice.below(2))] if work.joint and dice.chance(25) else [seat]
        for place, author in enumerate(authors, 1):
            said = {"标题": title, "阶段": stages, "作者位次": str(place), "作者人数": str(len(authors))}
            yield _row(author, work.kind, on, **said if work.joint else {"标题": title, "阶段": stages})


def _row(seat: Seat, kind: str, on: date, **cells: str) -> tuple[str, ...]:
    fixed = {"委员编号": seat.number, "履职事项": kind, "日期": on.isoformat()}
    return tuple({**fixed, **cells}.get(heading, "") for heading in RECORDED)
