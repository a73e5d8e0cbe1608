"""The door to mapping files (``--map``): how a foreign file is read as ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, model_validator

from duty_cli.errors.file_errors import MappingProblems
from duty_cli.errors.record_errors import BadValue
from duty_cli.model.column_maps import (
    ColumnMapping,
    ColumnSource,
    ForeignCell,
    MapLook,
    Otherwise,
    Reads,
    Replaced,
    StayRule,
    WholeTime,
)
from duty_cli.model.file_forms import (
    ATTENDANCE_HEADINGS,
    EARLIER_HEADINGS,
    HEADINGS,
    PROPOSAL_HEADINGS,
    SPENDING_HEADINGS,
    STAY_HEADINGS,
)
from duty_cli.model.parsed_rows import Problem
from duty_cli.model.records import RECORD_HEADINGS, ROSTER_HEADINGS
from duty_cli.parsing.date_patterns import pattern_fault
from duty_cli.parsing.stay_times import duration
from duty_cli.rules.yaml_reading import validation_messages, yaml_reader
from duty_cli.rules.yaml_reading.form_fields import ClosedForm, Text, Words, as_list, hint, refuse
from duty_cli.rules.yaml_reading.source_map import SourceMap, beside

SHARE = "参加比例"
_RECORDS = ("records", "attendance")
_MEMBER = ("委员编号", "姓名", "界别")


def load_mapping(name: str, data: bytes) -> ColumnMapping:
    """The mapping in the file's bytes. Raises MappingProblems with all that is wrong."""
    source, problems = yaml_reader.read(name, data)
    if source is None:
        raise MappingProblems(problems)
    form, found = validation_messages.fill(MappingForm, source)
    problems = beside(problems, found if form is None else list(_contradictions(form, source)))
    if form is None or problems:
        raise MappingProblems(problems)
    columns = {heading: column.source() for heading, column in form.columns.items()}
    return ColumnMapping(
        *(form.reads, form.separator, form.encoding, columns, form.only, form.without),
        sheet=form.sheet,
        under=form.under,
        above=form.above,
        known=None if form.known is None else MapLook(form.known.headings, form.known.title, form.known.without),
        name=name,
    )


def _codec(name: str) -> str:
    try:
        "".encode(name)
    except LookupError:
        refuse(f"没有名为“{name}”的编码", "可用的有 utf-8、gb18030、utf-16")
    return name


def _pattern(text: str) -> str:
    fault = pattern_fault(text)
    return text if fault is None else refuse(f"日期的写法“{text}”不能用：{fault[0]}", fault[1])


def _part(text: object) -> int | Literal["each", "member"]:
    if text == "each":
        return "each"
    if text == "member":
        return "member"
    try:
        number = int(text) if isinstance(text, str) else 0
    except ValueError:
        number = 0
    return number or refuse(
        f"“{text}”不是第几段", "写 1、2 等，-1 为最后一段；每一段各成一条记录的写 each，取委员姓名一段的写 member"
    )


def _cell(value: object) -> ForeignCell:
    """Where a foreign value stands: a heading, or the label of a cell above the table."""
    match value:
        case str() if value:
            return ForeignCell(value)
        case {"title": label, **others} if not others:
            return _titled(label)
    return refuse("这里应是对方的列名，或 {title: 表上方的标签}")


def _titled(value: object) -> ForeignCell:
    match value:
        case str() if value:
            return ForeignCell(value, "beside")
        case {"below": str() as label, **others} if label and not others:
            return ForeignCell(label, "below")
    return refuse("这里应是表上方的标签（值在冒号后或右边一格）", "值在下面一格的，写 {below: 标签}")


def _whole(value: object) -> WholeTime:
    """The length of a meeting: given, or where it stands, or its beginning and its end do."""
    match value:
        case str() if value:
            return _given(value)
        case {"from": heading, **others} if not others:
            return _cell(heading)
        case {"title": label, **others} if not others:
            return _titled(label)
        case {"since": first, "until": last, **others} if not others:
            return _cell(first), _cell(last)
    return refuse(
        "这里应是会议的全长", "写时长（如 2小时），或 {from: 列名}、{title: 标签}、{since: 开始, until: 结束}"
    )


def _given(text: str) -> WholeTime:
    try:
        seconds = duration("全长", text)
    except BadValue as error:
        what, _, advice = str(error).partition("；")
        refuse(what, advice)
    return seconds or refuse("会议的全长是 0", "请写实际的时长")


Cells = Annotated[tuple[str, ...], BeforeValidator(as_list), Field(min_length=1)]
"""One cell or several, as they stand in a file; an empty one is an empty cell."""

Pattern = Annotated[Text, AfterValidator(_pattern)]
Cell = Annotated[ForeignCell, PlainValidator(_cell)]
Titled = Annotated[ForeignCell, PlainValidator(_titled)]
WholeLength = Annotated[Any, PlainValidator(_whole)]
WhichPart = Annotated[int | Literal["each", "member"], PlainValidator(_part)]
Codec = Annotated[Text, AfterValidator(_codec)]

_SOURCES = ("from_", "always", "row", "title", "each", "since")


class ColumnForm(ClosedForm):
    """Where one column comes from."""

    from_: Words | None = Field(None, alias="from")
    """对方的列名；对方没有这一列是错误。几列合为一格的写成列表，并写 join"""
    always: Text | None = None
    """每行都填这段文字"""
    row: Text | None = None
    """按行编号，前面加这段文字：B 编作 B0001、B0002……；不读的行也占号"""
    title: Titled | None = None
    """表上方的标签：值在冒号后面，或右边一格；值在下面一格的写 {below: 标签}"""
    each: Literal["place", "count"] | None = None
    """与某一列的 part: each 同用：place 是第几段，count 是共几段"""
    since: Cell | None = None
    """参加比例用：进入的时间在哪一列，或 {title: 标签}；与 until、of 同写"""
    until: Cell | None = None
    """参加比例用：离开的时间，写法同 since"""
    of: WholeLength = None
    """参加比例用：会议的全长。时长（2小时、90），或 {from: 列名}、{title: 标签}、{since: 开始, until: 结束}"""
    unit: Literal["小时", "分钟", "秒", "时:分", "分:秒"] | None = None
    """时长只写数字时的单位：小时、分钟、秒；1:23 是 时:分 还是 分:秒。不写为分钟，1:23 不予登记"""
    join: str | None = None
    """from 写了几列时，两格之间的文字，可以是空的"""
    split: Words | None = None
    """按一种或几种文字拆开（全角半角不计），空的段不算；不写为不拆"""
    part: WhichPart | None = None
    """取第几段：1、2……，-1 为最后一段；member（只用于姓名）为名册上有的一段；each 为每一段各成一条记录。不写为各段都取"""
    values: dict[str, str] | None = None
    """对方的写法: 本系统的写法；整格（拆开的是整段）相同才算，空单元格写空文字；不写为照原文读"""
    otherwise: Text | None = None
    """values 里没有的写法怎么办：keep 照原文，empty 作空格，其他文字就填这段文字；不写为这一行不予登记"""
    date: Pattern | None = None
    """日期的写法，用年、月、日、时、分、秒、星期表示各段，如 日/月/年；不写的，年份须在前或写有年、月、日"""

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        there = self.model_fields_set
        # How long somebody stayed may be told together with from when until when.
        if len(there & {*_SOURCES} - ({"since"} if "from_" in there and "of" in there else set())) != 1:
            refuse(
                "应写 from（对方的列名）、always（固定文字）、row（按行编号）、title（表上方的标签）、"
                "each（第几段或共几段）、since 和 until（起止时间），几者取一"
            )
        if there & {"since", "until", "of"}:
            self._of_time(there)
        elif "unit" in there:
            refuse("写了 unit，却没有 of")
        elif self.date is not None and "月" not in self.date:
            refuse(f"日期的写法“{self.date}”里没有月和日", "如 日/月/年、年月日")
        elif not there & {"from_", "title"} and there & {"values", "otherwise", "date", "split", "part"}:
            refuse("values、otherwise、date、split、part 只能与 from 或 title 同用")
        self._of_parts()
        return self

    def _of_time(self, there: set[str]) -> None:
        if ("since" in there) != ("until" in there):
            refuse("since 和 until 要一同写明")
        if "of" not in there:
            refuse("没有写明会议的全长", "请写 of，如 of: 2小时、of: {title: 会议时长}")
        if not there & {"since", "from_"}:
            refuse("写了 of，却没有写参加的时长", "请写 from（时长一列），或 since 和 until")
        if "from_" in there and self.from_ is not None and len(self.from_) > 1:
            refuse("参加的时长只能来自一列")
        if there & {"join", "split", "part", "values", "otherwise", "title"}:
            refuse("写了 of 的，不能再写 join、split、part、values、otherwise、title")
        if self.date is not None and "时" not in self.date:
            refuse(f"“{self.date}”没有时刻，算不出时长", "写明时、分，如 年-月-日 时:分")

    def _of_parts(self) -> None:
        several = self.from_ is not None and len(self.from_) > 1
        if several != (self.join is not None):
            refuse('几列合为一格的，from 写成列表，并写 join（两格之间的文字，可以是 ""）')
        if self.part is not None and self.split is None:
            refuse("写了 part，却没有 split")
        if self.otherwise is not None and self.values is None and not isinstance(self.part, int):
            refuse("写了 otherwise，却没有 values")

    def source(self) -> ColumnSource:
        """What it says as the model has it."""
        if self.of is not None:
            return ColumnSource(stay=self._stay())
        first, *others = self.from_ or (None,)
        return ColumnSource(
            *(first, self.always, self.row, self.values, _otherwise(self.otherwise), self.date),
            also_from=tuple(one for one in others if one is not None),
            join=self.join or "",
            title=self.title,
            split=self.split or (),
            part=self.part,
            each=self.each,
        )

    def _stay(self) -> StayRule:
        bounds = None if self.since is None or self.until is None else (self.since, self.until)
        lasted = ForeignCell(self.from_[0]) if self.from_ else None
        return StayRule(self.of, lasted, bounds, self.unit or "", self.date)


class LookForm(ClosedForm):
    """By what a file is known."""

    headings: Words = Field(min_length=1)
    """同一行的列名"""
    title: Words = ()
    """表的上方有的字"""
    without: Words = ()
    """不能有的列，或列名里不能有的字"""


class MappingForm(ClosedForm):
    """A whole mapping file."""

    format: Literal["duty-map/1"]
    """文件格式"""
    reads: Reads
    """读作什么：records 履职记录，attendance 出席情况，roster 名册，proposals 提案，history 往年结果，fund 经费支出"""
    separator: Annotated[str, Field(min_length=1, max_length=1)] = ","
    """CSV 的分隔符，一个字符"""
    encoding: Codec | None = None
    """CSV 的编码，如 gb18030；不写为自动识别"""
    sheet: Text | None = None
    """读哪一张工作表；不写的，只有一张可读的就读它"""
    under: Text | None = None
    """表在哪一行之下：那一行第一个有字的格，整格文字；不写为自己找列名"""
    above: Words = ()
    """表到哪一行为止：一种或几种整格文字；不写为读到末尾"""
    known: LookForm | None = None
    """文件凭什么认得出（放在 rules/maps/ 里的对照表）；不写的只在用 --map 指明时用"""
    columns: dict[str, ColumnForm] = Field(min_length=1)
    """本系统的列名: 从哪里来"""
    only: dict[Text, Cells] = Field(default_factory=dict)
    """对方的列名: 一种或几种写法；各列都是其中之一的行才读"""
    without: dict[Text, Cells] = Field(default_factory=dict, alias="except")
    """对方的列名: 一种或几种写法；有一列是其中之一的行不读"""


MAPPED: Mapping[str, tuple[str, ...]] = {
    "records": tuple(dict.fromkeys((*RECORD_HEADINGS, "界别"))),
    "attendance": (*ATTENDANCE_HEADINGS, *STAY_HEADINGS),
    "roster": (*ROSTER_HEADINGS, "原编号"),
    "proposals": PROPOSAL_HEADINGS,
    "history": EARLIER_HEADINGS,
    "fund": SPENDING_HEADINGS,
}
"""What a map may fill: every column that the same file has without a map."""


def _contradictions(form: MappingForm, source: SourceMap) -> Iterator[Problem]:
    """What no single key can tell: columns that are none, and keys that speak against one another."""
    yield from _unknown_headings(form, source)
    for heading in form.without:
        if heading in form.only:
            yield source.key_problem(("except", heading), f"“{heading}”已写在 only 里", "only 和 except 只写一处")
    parted = [heading for heading, column in form.columns.items() if column.part == "each"]
    for heading, column in form.columns.items():
        place = ("columns", heading)
        if column.of is not None and heading != SHARE:
            yield source.key_problem((*place, "of"), "of 只用于参加比例", "请改写在参加比例一列")
        if column.each is not None and not parted:
            yield source.key_problem((*place, "each"), "没有一列写 part: each", "请在姓名等列写 split 和 part: each")
        if column.part == "member" and (heading != "姓名" or form.reads not in _RECORDS):
            yield source.key_problem((*place, "part"), "part: member 只用于记录的姓名", "请改写在姓名一列，或写第几段")
        if column.part == "each" and form.reads not in _RECORDS:
            what = "part: each 只用于 reads: records 和 attendance"
            yield source.key_problem((*place, "part"), what, "提案的联名人不必拆开，本系统自己分开")
    numbered = form.columns.get("编号")
    if parted and numbered is not None and numbered.part != "each" and not {*parted} & {*_MEMBER}:
        what = "一行有几条记录，编号只有一个"
        yield source.key_problem(("columns", "编号"), what, "请删去编号，或让它也写 part: each")


def _unknown_headings(form: MappingForm, source: SourceMap) -> Iterator[Problem]:
    headings = MAPPED[form.reads]
    for heading in form.columns:
        if heading not in headings:
            # What has a meaning of its own on another form is no slip of a heading that is written alike.
            advice = f"可用的列：{'、'.join(headings)}" if heading in HEADINGS else hint(heading, headings)
            yield source.key_problem(("columns", heading), f"没有名为“{heading}”的列", advice)


def _otherwise(text: str | None) -> Otherwise | Replaced | None:
    match text:
        case None | "keep" | "empty":
            return text
        case _:
            return Replaced(text)
