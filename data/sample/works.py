"""Written work: proposals and their signers, briefs, speeches and research."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sample import words
from sample.book import Book
from sample.calendar import PLENARY, working_day
from sample.chance import Dice
from sample.roster import Person

_VERBS = ("加快推进", "进一步加强", "优化", "规范", "统筹做好", "完善", "支持")
_BRIEF_ENDS = (
    "存在的问题亟待重视", "的几点建议", "有短板亟需补齐", "中的新情况新问题", "群众期盼加快", "的堵点和对策", "基层有新反映",
)  # fmt: skip

_PROPOSAL_STAGES = (
    ("提交、立案", 74), ("提交", 12), ("提交、转化", 6), ("提交、立案、重点", 4), ("提交、立案、优秀", 3), ("提交、立案、重点、批示", 1),
)  # fmt: skip
_BRIEF_FATES = (
    (("提交", ""), 55), (("提交、采用", "县级"), 26), (("提交、采用", "市级"), 11), (("提交、采用", "县级、市级"), 3),
    (("提交、采用", "省级"), 3), (("提交、采用、批示", "县级"), 1), (("提交、采用", "国家级"), 1),
)  # fmt: skip


def _about(year: int, letters: str) -> list[str]:
    """Every way to put a matter, in an order of the year's own: no title comes twice in it."""
    ways = [f"{verb}{matter}" for matter in words.MATTERS for verb in _VERBS]
    return Dice(f"标题 {letters} {year}").some(ways, len(ways))


def _willing(people: list[Person], on: date, percents: tuple[int, int, int, int], dice: Dice) -> list[Person]:
    """Those in office on ``on`` who take something up; the four chances go with ``Person.works``."""
    return [person for person in people if person.on(on) and dice.chance(percents[person.works(on.year)])]


def _with_others(first: Person, people: list[Person], on: date, most: int, dice: Dice) -> tuple[Person, ...]:
    """The first author and one or more others, from the sector or group as the case may be, ready to sign that day."""
    stay = first.on(on)
    near = [
        other
        for other in people
        if other is not first and other.works(on.year) and (held := other.on(on)) is not None
        and (other.sector == first.sector or (stay is not None and held.group == stay.group))
    ]  # fmt: skip
    count = 1 + min(dice.below(most - 1), dice.below(most - 1))  # few are more usual than many
    return (first, *dice.some(near, count))


def _write(book: Book, file: str, kind: str, authors: tuple[Person, ...], on: date, number: str, **cells: str) -> None:
    """A work, joint or not: one record for each author, all with the same 成果标识 (its number, unless ``cells`` say)."""
    for place, author in enumerate(authors, 1):
        own = {"编号": f"{number}-{place}", "作者位次": str(place), "作者人数": str(len(authors)), "成果标识": number}
        book.add(file, author, kind, on, **(own | cells))


def write_proposals(book: Book, people: list[Person]) -> None:
    """The year's proposals, most of them handed in at the plenary."""
    dice, year = Dice(f"提案 {book.year}"), book.year
    titles = _about(year, "TA")
    firsts = _willing(people, PLENARY[year], (0, 18, 52, 76), dice)
    firsts += [person for person in firsts if dice.chance(20)]
    later = _willing(people, working_day(year, 7, 3), (0, 2, 4, 9), dice)
    for nth, first in enumerate([*firsts, *later], 1):
        on = PLENARY[year] if nth <= len(firsts) else working_day(year, 7, 3 + dice.below(60))
        if first.on(on) is None:
            continue
        authors = _with_others(first, people, on, 5, dice) if dice.chance(34) else (first,)
        stages, number = dice.weighted(_PROPOSAL_STAGES), f"TA{year}-{nth:03d}"
        document = f"示政提办〔{year}〕{1 + nth // 10}号" if "立案" in stages else ""
        _write(book, "提案", "提案", authors, on, number, 标题=f"关于{titles[nth]}的建议", 阶段=stages, 文号=document)


@dataclass(frozen=True)
class _Brief:
    """A brief to be: when, by whom, under what title, and what it rests on."""

    on: date
    authors: tuple[Person, ...]
    title: str
    matter: str = ""
    source: str = ""

    @property
    def possible(self) -> bool:
        """Whether its first author can hand it in that day."""
        return self.authors[0].on(self.on) is not None


def _turned_briefs(book: Book, people: list[Person], dice: Dice) -> Iterator[_Brief]:
    """Proposals that were not filed but sent on as briefs (转化): both go by the same 成果标识."""
    by_number = {person.number: person for person in people}
    for row in book.rows["提案"]:
        if "转化" in row["阶段"] and row["作者位次"] == "1":
            on = working_day(book.year, 10, 9 + dice.below(30))
            title = row["标题"].removeprefix("关于").removesuffix("的建议")
            yield _Brief(on, (by_number[row["委员编号"]],), title + "的几点意见", matter=row["成果标识"])


def _heard_briefs(book: Book, people: list[Person], dice: Dice, titles: Iterator[str]) -> Iterator[_Brief]:
    """What was heard on a visit, handed in some days later (来源编号)."""
    by_number = {person.number: person for person in people}
    for row in book.rows["界别联系"]:
        heard = date.fromisoformat(row["日期"])
        if row["履职事项"] == "定期走访" and heard < date(book.year, 12, 15) and dice.chance(18):
            on = working_day(book.year, heard.month, heard.day + 3 + dice.below(6))
            yield _Brief(on, (by_number[row["委员编号"]],), next(titles), source=row["编号"])


def _other_briefs(book: Book, people: list[Person], dice: Dice, titles: Iterator[str]) -> Iterator[_Brief]:
    """What members send in month by month, now and then with a colleague."""
    for month in range(1, 13):
        for author in _willing(people, working_day(book.year, month, 4), (0, 1, 4, 7), dice):
            on = working_day(book.year, month, 4 + dice.below(20))
            alone = author.on(on) is None or not dice.chance(10)
            yield _Brief(on, (author,) if alone else _with_others(author, people, on, 2, dice), next(titles))


def write_briefs(book: Book, people: list[Person]) -> None:
    """The year's briefs, numbered by date; proposals and visits must be written before."""
    dice, year = Dice(f"信息 {book.year}"), book.year
    ways = [matter + end for matter in words.MATTERS for end in _BRIEF_ENDS]
    titles = iter(dice.some(ways, len(ways)))
    briefs = [*_turned_briefs(book, people, dice), *_heard_briefs(book, people, dice, titles)]
    briefs += _other_briefs(book, people, dice, titles)
    possible = sorted((brief for brief in briefs if brief.possible), key=lambda brief: brief.on)
    for nth, brief in enumerate(possible, 1):
        stages, levels = dice.weighted(_BRIEF_FATES)
        number = f"SQ{year}-{nth:03d}"
        said = {"标题": brief.title, "阶段": stages, "级别": levels, "来源编号": brief.source}
        said["成果标识"] = brief.matter or number
        _write(book, "社情民意", "社情民意信息", brief.authors, brief.on, number, **said)


def write_speeches(book: Book, people: list[Person]) -> None:
    """大会发言 at the plenary: many texts, some in the printed set, a few spoken."""
    dice, on = Dice(f"发言 {book.year}"), PLENARY[book.year]
    titles = _about(book.year, "FY")
    for nth, speaker in enumerate(_willing(people, on, (0, 0, 9, 24), dice), 1):
        stages = dice.weighted([("提交", 45), ("提交、书面", 38), ("提交、口头", 17)])
        _write(book, "调研成果", "大会发言", (speaker,), on, f"FY{book.year}-{nth:03d}", 标题=titles[nth], 阶段=stages)


_RESEARCH = (
    ("调研报告", "DY", (0, 1, 5, 14), "调研报告", (("提交", 50), ("提交、采用", 38), ("提交、采用、批示", 12))),
    ("揭榜课题", "JB", (0, 0, 3, 8), "课题研究", (("揭榜", 30), ("揭榜、提交", 20), ("揭榜、提交、结题", 50))),
    ("战略性问题研究", "ZL", (0, 0, 1, 3), "战略研究", (("提交", 50), ("提交、结题", 50))),
)
"""Kind, letters, chances, end of the title, stages."""


def write_research(book: Book, people: list[Person]) -> None:
    """Reports, projects taken up and strategic studies, alone or by two to four; and supervision done singly."""
    dice, year = Dice(f"调研 {book.year}"), book.year
    for kind, letters, chances, end, fates in _RESEARCH:
        titles = _about(year, letters)
        for nth, first in enumerate(_willing(people, working_day(year, 8, 1), chances, dice), 1):
            on = working_day(year, 8, 1 + dice.below(100))
            if first.on(on) is None:
                continue
            authors = _with_others(first, people, on, 4, dice) if dice.chance(45) else (first,)
            stages = dice.weighted(fates)
            document = f"示政研〔{year}〕{nth}号" if "批示" in stages else ""
            said = {"标题": titles[nth] + end, "阶段": stages, "文号": document}
            _write(book, "调研成果", kind, authors, on, f"{letters}{year}-{nth:03d}", **said)
    for person in _willing(people, working_day(year, 10, 9), (0, 4, 14, 32), dice):
        on = working_day(year, 9, 1 + dice.below(80))
        if person.on(on) is not None:
            number = book.next_number("调研成果", "MJ")
            book.add("调研成果", person, "民主监督", on, 编号=number, 标题=f"特约监督：{dice.pick(words.MATTERS)}")
