"""Contact with the people of one's sector, publicity, the yearly account, judged roles, commendations and conduct."""

from __future__ import annotations

from sample import cast, words
from sample.book import Book
from sample.calendar import working_day
from sample.chance import Dice
from sample.roster import Person

_CONTACT = (
    ("定期走访", "ZF", (0, 3, 8, 13), ("走访界别群众", "走访企业", "走访社区", "走访村居")),
    ("结对联系", "JD", (0, 1, 4, 7), ("结对困难家庭", "结对小微企业", "结对新就业群体")),
    ("座谈交流", "ZT", (0, 1, 3, 6), ("界别群众座谈会", "行业代表座谈会", "青年代表座谈会")),
    ("读书交流", "DS", (0, 1, 3, 6), ("读书群分享", "共读一本书交流")),
)
"""Kind, letters, chances a month, titles."""

_PUBLICITY = (
    ("杂志供稿", "ZZ", (0, 1, 8, 22), "《示例政协》来稿："),
    ("公众号供稿", "GZ", (0, 3, 14, 34), "公众号来稿："),
    ("委员半月谈", "BY", (0, 1, 6, 15), "委员半月谈："),
)
"""Kind, letters, chances a year, beginning of the title."""

_ROLES = (
    (words.SECTOR_HEAD, "界别活动组组长履职"), (words.GROUP_HEAD, "委员联络组组长履职"),
    (words.PARLOUR_HEAD, "委员会客厅牵头履职"), (words.READING_HEAD, "读书群群主履职"),
)  # fmt: skip


def write_contact(book: Book, people: list[Person]) -> None:
    """Visits, paired contact, talks and reading month by month; answers on line, counted once in half a year."""
    dice, year = Dice(f"联系 {book.year}"), book.year
    for month in range(1, 13):
        for kind, letters, chances, titles in _CONTACT:
            for person in people:
                on = working_day(year, month, 3 + dice.below(18))
                if dice.chance(chances[person.works(year)]) and person.on(on):
                    number = book.next_number("界别联系", letters)
                    book.add("界别联系", person, kind, on, 编号=number, 标题=dice.pick(titles))
    for half, on in (("上半年", working_day(year, 6, 26)), ("下半年", working_day(year, 12, 25))):
        for person in people:
            if dice.chance((0, 4, 14, 30)[person.works(year)]) and person.on(on):
                number, answers = book.next_number("界别联系", "WS"), str(1 + dice.below(14))
                book.add("界别联系", person, "网上互动", on, 编号=number, 标题=f"{half}答复群众留言", 数量=answers)


def write_publicity(book: Book, people: list[Person]) -> None:
    """Articles for the magazine, the account and the fortnightly talk."""
    dice, year = Dice(f"宣传 {book.year}"), book.year
    for kind, letters, chances, start in _PUBLICITY:
        for person in people:
            on = working_day(year, 2 + dice.below(11), 1 + dice.below(20))
            if not dice.chance(chances[person.works(year)]) or person.on(on) is None:
                continue
            stages = "提交、采用" if kind == "委员半月谈" else dice.weighted([("提交", 30), ("提交、采用", 70)])
            levels = dice.weighted([("", 80), ("县级", 10), ("市级", 8), ("省级", 2)]) if "采用" in stages else ""
            number, title = book.next_number("宣传供稿", letters), start + dice.pick(words.MATTERS)
            book.add("宣传供稿", person, kind, on, 编号=number, 标题=title, 阶段=stages, 级别=levels)


def write_accounts(book: Book, people: list[Person]) -> None:
    """年度履职报告, the account given on it with its marks, and the marks for roles."""
    dice, year = Dice(f"述职 {book.year}"), book.year
    judged_on = working_day(year, 12, 18)
    for person in people:
        on = working_day(year, 12, 4 + dice.below(10))
        if person.on(on) and person.number not in cast.NO_REPORT[year] and dice.chance(97):
            book.add("述职", person, "年度履职报告", on, 编号=book.next_number("述职", "BG"))
            marks = _marks(6 + person.works(year), dice, most=10)
            if person.on(judged_on):
                book.add("述职", person, "年度述职", judged_on, 编号=book.next_number("述职", "SZ"), 评定分=marks)
        for role, kind in _ROLES:
            if person.holds(role, judged_on):
                marks = _marks(1 + person.works(year), dice, most=5)
                book.add("述职", person, kind, judged_on, 编号=book.next_number("述职", "JS"), 评定分=marks)


def _marks(about: int, dice: Dice, *, most: int) -> str:
    """Marks in halves around ``about``, at most ``most``."""
    halves = min(2 * about - 1 + dice.below(4), 2 * most)
    return f"{halves // 2}.5" if halves % 2 else str(halves // 2)


def write_commendations_and_conduct(book: Book, people: list[Person]) -> None:
    """What is in the cast for the year, and a few commendations more."""
    dice, year = Dice(f"表彰 {book.year}"), book.year
    by_number = {person.number: person for person in people}
    for number, on, level, title in cast.COMMENDED:
        if on.year == year:
            own = book.next_number("表彰纪律", "BZ")
            book.add("表彰纪律", by_number[number], "表彰", on, 编号=own, 标题=title, 级别=level)
    for person in people:
        on = working_day(year, 12, 22)
        if person.works(year) == 3 and person.number not in cast.CAST and dice.chance(6) and person.on(on):
            own = book.next_number("表彰纪律", "BZ")
            said = {"标题": "履职成绩突出委员", "级别": "县级", "文号": f"示政协〔{year}〕30号"}
            book.add("表彰纪律", person, "表彰", on, 编号=own, **said)
    for number, on, kind, document in cast.CONDUCT:
        if on.year == year:
            own = book.next_number("表彰纪律", "JL")
            said = {"文号": document, "备注": "经组织认定"}
            book.add("表彰纪律", by_number[number], kind, on, 编号=own, **said)
