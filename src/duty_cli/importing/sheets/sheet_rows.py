"""Which rows of a sheet are what: titles and the row of headings above, sums, remarks and who filled it in below."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, zip_longest

from duty_cli.errors.file_errors import UnreadableFile
from duty_cli.importing.readers.file_sheet import MAX_COLUMNS, Row, blank
from duty_cli.model.file_forms import HEADINGS, FileVocabulary
from duty_cli.model.name_order import surname_of
from duty_cli.parsing import text_cleaning
from duty_cli.parsing.dates import HALF
from duty_cli.parsing.text_cleaning import CJK
from duty_cli.patterns import pattern

_SOUGHT = 30
"""The rows in which the header must stand."""

_UNIT = pattern(r"\([^()%‰百千万]*\)$")
_MARKS = pattern(r"^[#*※★☆●◆▲■]+ ?|^\d{1,2}、|[*※★?]+$|(?<=.)\(?单位:[^()%‰百千万]*\)?$|(?<=.)\[[^\[\]]*\]$|^【|】$")
"""What forms put beside a heading: * for what must be filled in, a number, 单位：分, [必填], 【】."""

_ASKING = pattern(r"^(?:请?(?:填写|输入|选择))?[您你]的?(?=.)|^请(?:填写|输入|选择)(?=.)|(?<=.):$")
"""How a question asks for it: 您的姓名, 请填写姓名, 姓名：."""

_MEMBER = ("委员编号", "姓名")

_TOTAL = pattern(
    r"(?:合计|小计|总计|共计|累计|总数"
    r"|(?:应|实)(?:出席|到会|参会|到)"
    r"|(?:应|实)?(?:出席|到会|参会|参加|签到|到|请假|缺席|迟到|早退|公假)?(?:合计|小计|总?人数|总?人次|次数|率))"
    r"(?:[（(][人名次%％]*[)）])?[：:]?(?:\d+[人名次件条]?)?"
)
"""What stands before a row of sums: 合计, 出席人数, 合计：12人."""

_BEGINNINGS = frozenset("合小总共累应实出到参签请缺迟早公人次率")
"""What that begins with: other rows, which are nearly all, are told by it."""

_REMARK = pattern(r"(说明|备注|注|制表|制表人|审核|审核人|填表|填表人|填表日期)\d*[：:]")

_OF = r"(?:人数?|人次|次数|委员|名额|应到|实到|到会|出席|请假|缺席|得分|积分|件|男|女)"
_COUNT = r"(?:[（(][人名次位件个%％]*[)）])?[：:]?(?:[\d,.]+[人名次位件条个%％]?)?"
_MEAN = r"(?:每[人名]|出席|到会|得|积|履职)*(?:分数?|数值?|值|率|人次|人数|次数|成绩)?"
_NUMBER = r"(?:\d+|[一二三四五六七八九十百零〇两]+)"
_COUNTED = r"(?:总?共|总计|合计|以上|本页|其中|全体|应到|实到|到会|出席|请假|缺席|迟到|早退|现有|实有|新增|增补|男|女)"

_SUM = pattern(
    rf"(?:合计|小计|总计|共计|累计|总共)(?:{_OF}.*|[^{CJK}].*)?"
    rf"|(?:总|平)均{_MEAN}{_COUNT}|人均{_MEAN}{_COUNT}"
    rf"|总?共{_NUMBER}[人名位]"
    rf"|{_COUNTED}[^等、]*\d+[人名位][。.]?"
    r"|其中[：:].*"
)
"""What a sum is called by its first word, or by its count."""

_SUM_OF = pattern(rf"(.+?)(?:合计|小计|总计|共计|累计|总数|人数|人次|平均){_COUNT}")
"""And by its last: 本页小计, 女委员合计."""

_NOT_SURNAMES = frozenset("男女总共月季年页组人")

_LABELS = (
    r"(?:附注|备注|说明|注|(?:填表|制表|填报|统计|经办|审核|复核|校对|联系|报送|负责)人|(?:填报|填表|报送)单位"
    r"|(?:填报|填表|制表|统计|打印|报送)(?:日期|时间)|联系电话)"
)
_LABELS_BEGIN = frozenset("附备说注填制统经审复校联报负打")
"""What they begin with, as remarks do."""

_LABEL_ALONE = pattern(rf"{_LABELS}[：:]?")
_FORM_LABEL = pattern(
    rf"[*※＊（(\[【]*(?:{_LABELS}"
    rf"|(?:[{CJK}]{{0,6}}(?:注|说明|表|人|单位|部门|日期|时间|电话|领导|签字|签名|盖章|审核|复核|校对|统计)\d*"
    r"(?:[（(][^（）()]*[)）])?[：:].*))"
)
"""The label of a remark or of who filled the form in, alone or before what it says."""

_SHORT = 6
"""Longer texts in a first column that names nobody may be titles."""

_SIGNS_OF_NOBODY = frozenset("计数应实次率注明人位名期间话均共:：")
"""Of these all sums and labels have one, and not many names."""

_SIGNS_OF_SUMS = frozenset("计均共")

_PART = pattern(rf"[0-9一二三四五六七八九十]|{HALF}|会|讨论")
"""What a day or a part of a meeting has in it, and no heading of a list."""

_KEPT = 1 << 13


def _without_unit(text: str) -> str:
    return _UNIT.sub("", text).strip()


@lru_cache(_KEPT)
def spellings(cell: str) -> tuple[str, ...]:
    """A heading as it stands, without what stands in brackets at its end, and without marks: in that order it is looked up."""
    whole = text_cleaning.heading(cell)
    bare = _without_unit(whole)
    plain = _without_unit(_MARKS.sub("", bare).strip())
    return whole, bare, plain, _ASKING.sub("", plain)


@dataclass(frozen=True, slots=True)
class Header:
    """The row of headings as it stands in the file, and the rows above it that say something."""

    line: int
    cells: tuple[str, ...]
    above: tuple[Row, ...] = ()


class HeadingVocabulary:
    """Lookup of headings, normalised: our own names, the office's aliases, and columns that are not read."""

    def __init__(self, words: FileVocabulary) -> None:
        self.words = words
        self._headings = {text_cleaning.heading(alias): heading for alias, heading in words.headings.items()}
        self._unread = {text_cleaning.heading(word) for word in words.unread}
        # 提交者（自动） is not read without its brackets either; 姓名（拼音） leaves 姓名 what it is.
        self._unread |= {bare for word in self._unread if (bare := _without_unit(word)) not in HEADINGS}

    def heading(self, cell: str, among: Collection[str] = HEADINGS) -> str | None:
        """Which heading ``among`` these the cell writes: our own word before another's; a unit in brackets is none of it.

        What is declared not to be read is none, whatever it might mean.
        """
        for text in spellings(cell):
            if text in self._unread:
                return None
            if text in among:
                return text
            if (meant := self._headings.get(text)) in among:
                return meant
        return None

    def unread(self, cell: str) -> bool:
        """Whether a column of that heading is not read."""
        return any(text in self._unread for text in spellings(cell)) and self.heading(cell) is None

    def known(self, cell: str) -> str | None:
        """What a cell of a header is counted as: a heading of any form, or one that is not read."""
        return self.heading(cell) or (text_cleaning.heading(cell) if self.unread(cell) else None)


class Named(HeadingVocabulary):
    """The headings of a foreign file, as a mapping names them: no other word means one of them."""

    def __init__(self, words: FileVocabulary, theirs: Collection[str]) -> None:
        super().__init__(words)
        self._theirs = frozenset(theirs)

    def known(self, cell: str) -> str | None:
        """The heading, where the mapping names it."""
        return next((text for text in spellings(cell) if text in self._theirs), None)


def find_header(file: str, rows: Iterator[Row], lexicon: HeadingVocabulary, *, first: bool = False) -> Header | None:
    """The header among the first rows: two known headings in it, or else one, of a member rather than of anything else.

    It may be two rows deep: what stands in the lower where that says anything, in the upper elsewhere.

    Raises UnreadableFile where two rows are headers, unless the ``first`` of several is asked for.
    """
    above: list[Row] = []
    strong: list[Header] = []
    weak: list[tuple[bool, Header]] = []
    for line, cells in islice(rows, _SOUGHT):
        if len(cells) > MAX_COLUMNS:
            raise UnreadableFile(file, f"第 {line} 行有 {len(cells)} 列，超过 {MAX_COLUMNS} 列；请核对分隔符")
        known = {found for cell in cells if (found := lexicon.known(cell))}
        if known:
            header = Header(line, tuple(cells), tuple(above))
            strong += [header] if len(known) > 1 else []
            # One known word may stand in a title too: such a row is the header only if no row has two of them.
            weak.append((not known & set(_MEMBER), header))
        if not blank(cells):
            above.append((line, cells))
    strong = _deep(strong, lexicon)
    # With two lists below one another, the second header would be read as a member of the first.
    if len(strong) > 1 and not first:
        lines = f"第 {strong[0].line} 行和第 {strong[1].line} 行"
        raise UnreadableFile(file, f"{lines}都是列名；请只保留一行，一张表只放一份名单")
    return strong[0] if strong else min(weak, key=lambda one: one[0])[1] if weak else None


def _deep(strong: list[Header], lexicon: HeadingVocabulary) -> list[Header]:
    """The headers, the first one with the other row of its headings, right above or below it, where it has two."""
    if not strong:
        return strong
    first, *others = strong
    if (
        others
        and _heads_a_list(others[0].cells, lexicon)
        and others[0].line == first.line + 1
        and (cells := _one_header(first.cells, others[0].cells, lexicon))
    ):
        return [Header(first.line + 1, cells, first.above), *others[1:]]
    line, upper = first.above[-1] if first.above else (0, list[str]())
    if line == first.line - 1:
        # A number or a name merged down from above; what else stands above the headings is a title, or is over several.
        named = [cell if lexicon.unread(cell) or lexicon.heading(cell, _MEMBER) else "" for cell in upper]
        if any(named) and (cells := _one_header(named, first.cells, lexicon)):
            return [Header(first.line, cells, first.above), *others]
    return strong


def _heads_a_list(cells: Sequence[str], lexicon: HeadingVocabulary) -> bool:
    """Whether the lower row of headings is that of a list: below a month or a meeting stand days and parts of it."""
    unknown = [text_cleaning.narrow(cell) for cell in cells if cell.strip() and not lexicon.known(cell)]
    # One that is not known may be misspelt, and is told of then.
    return len(unknown) <= 1 and not any(_PART.search(cell) for cell in unknown)


def _one_header(upper: Sequence[str], lower: Sequence[str], lexicon: HeadingVocabulary) -> tuple[str, ...]:
    """The headings of two rows, where no column is headed in both and no heading stands twice; otherwise nothing."""
    both = list(zip_longest(upper, lower, fillvalue=""))
    # 上午 over 签到 names a part of a meeting, as no other heading over one of a list does.
    signs = any(above.strip() and lexicon.heading(below, ("出席情况",)) for above, below in both)
    if signs or any(below.strip() and lexicon.known(above) for above, below in both):
        return ()
    cells = tuple(below if below.strip() else above for above, below in both)
    known = [found for cell in cells if (found := lexicon.known(cell))]
    return cells if len(known) == len({*known}) else ()


def is_total(row: Sequence[str]) -> bool:
    """Whether the first cell that says anything says that the row is a total."""
    for cell in row:
        if cell and not cell.isspace():
            # Sums are in words; numbers, with which nearly every row begins, are told at once.
            if cell.isascii():
                return False
            if cell.lstrip()[0] in _BEGINNINGS and _TOTAL.fullmatch("".join(cell.split())) is not None:
                return True
            return len(cell) <= _SHORT and not _SIGNS_OF_SUMS.isdisjoint(cell) and _is_sum("".join(cell.split()))
    return False


def is_remark(row: Sequence[str]) -> bool:
    """Whether the row says nothing but 说明：… or 制表人：…, as stands below the tables of offices, or the name beside that label."""
    # Every row is asked, and nearly all are told by the first sign.
    if next(filter(str.strip, row), "").lstrip()[:1] not in _LABELS_BEGIN:
        return False
    filled = ["".join(cell.split()) for cell in row if cell.strip()]
    if len(filled) > 1 and _LABEL_ALONE.fullmatch(filled[0]):
        return True
    return bool(filled) and all(map(_REMARK.match, filled))


_PAPER_DAY = r"(?:[12〇○零一二三四五六七八九\d]*年[一二三四五六七八九十\d]*月[一二三四五六七八九十\d]*日|\d{4}[-/.]\d{1,2}[-/.]\d{1,2})"
_DAY_ALONE = pattern(_PAPER_DAY)
_SIGNED_OFF = pattern(
    rf"[*※＊（(\[【]*[{CJK}]{{1,10}}\d*[:：].*|[（(]?[{CJK}]{{0,8}}(?:签字|签名|盖章)[)）]?"
    rf"|{_PAPER_DAY}"
    rf"|[{CJK}]{{2,}}(?:委员会|办公室|秘书处|机关)(?:[（(](?:盖章|公章|章)[)）])?"
)
"""What stands below a table: a label with what it says, who signs, the office and the day of the paper."""

_SENTENCE = pattern(rf"[^·]*[{CJK}][^·]*[，。；！,;].*")


def is_paper_day(cell: str) -> bool:
    """Whether a cell is a day and nothing else, as papers end with."""
    return _DAY_ALONE.fullmatch("".join(cell.split())) is not None


def is_below(row: Sequence[str], naming: int) -> bool:
    """Whether a row that names nobody is of what stands below a table: labels, signatures, the day, or a sentence.

    A sentence begins no further right than ``naming``, the last column that names a member.
    """
    filled = {"".join(cell.split()): at for at, cell in reversed([*enumerate(row)]) if cell.strip()}
    if len(filled) == 1 and min(filled.values()) <= naming and _SENTENCE.fullmatch(next(iter(filled))):
        return True
    return bool(filled) and all(map(_SIGNED_OFF.fullmatch, filled))


# The same names stand in very many rows.
@lru_cache(_KEPT)
def is_nobody(cell: str) -> bool:
    """Whether a cell that is to name a member names a sum or remark: there more words are told than where any text may stand."""
    text = "".join(cell.split())
    # Members' numbers end here: sums and remarks are in words.
    if text.isascii() or _SIGNS_OF_NOBODY.isdisjoint(text):
        return False
    return any(one.fullmatch(text) for one in (_TOTAL, _FORM_LABEL)) or _is_sum(text)


def _is_sum(text: str) -> bool:
    """Whether a text without spaces is what sums are called, and nobody's name."""
    if _SUM.fullmatch(text):
        return True
    found = _SUM_OF.fullmatch(text)
    # Behind a surname alone, 小计 may be somebody's given name.
    return found is not None and (found[1] in _NOT_SURNAMES or surname_of(text) != found[1])
