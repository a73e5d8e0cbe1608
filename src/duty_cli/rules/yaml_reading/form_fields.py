"""The single values of a form: texts read as numbers, days and words. A problem is raised with its Chinese sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal, NoReturn, TypeVar

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, ValidationInfo
from pydantic_core import PydanticCustomError, core_schema

from duty_cli.errors.base import nearest
from duty_cli.model.conditions import Origin
from duty_cli.model.exact_numbers import Points, exact
from duty_cli.model.members import Facet
from duty_cli.model.periods import YearEnd
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.model.records import Attendance
from duty_cli.patterns import pattern
from duty_cli.rules.yaml_reading.source_map import Loc, SourceMap

_DAY = pattern(r"\d{4}-\d\d-\d\d", re.ASCII)

FAULT = "duty_fault"
"""The type of the errors that carry their own words."""

BRANCH = "§"
"""With what the names of branches begin, which pydantic puts into the way to an error and no file writes."""


class ClosedForm(BaseModel):
    """A closed, frozen model: a key it does not know is a problem.

    ``builds`` is the type of ``model`` that it spells, field by field of the same names (an alias is the file's word);
    ``converters`` holds how single fields become what that type holds. Forms of another shape have a ``build`` of their own.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
    builds: ClassVar[type[Any] | None] = None
    converters: ClassVar[Mapping[str, Callable[[Any], object]]] = {}

    def build(self, source: SourceMap, loc: Loc) -> object:
        """What the form says, as the type that it builds; the form itself where it builds none."""
        return self if self.builds is None else self.builds(**self.arguments(source, loc))

    def arguments(self, source: SourceMap, loc: Loc) -> dict[str, Any]:
        """The fields of that type by name. What is not written is left out: the type says what then holds."""
        given: dict[str, Any] = {}
        for name, value in self:
            if value is not None:
                convert = self.converters.get(name)
                given[name] = convert(value) if convert else _built(value, source, (*loc, name))
        wanted = getattr(self.builds, "__dataclass_fields__", ())
        if "place" in wanted:
            given["place"] = source.place(loc)
        if "origin" in wanted:
            given["origin"] = Origin(given.pop("clause"), source.place(loc))
        return given


def _built(value: object, source: SourceMap, loc: Loc) -> object:
    if isinstance(value, tuple):
        return tuple(_built(one, source, (*loc, at)) for at, one in enumerate(value))
    return value.build(source, loc) if isinstance(value, ClosedForm) else value


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words a rule file declares; a list that could not be read is None, and nothing is held against it."""

    kinds: tuple[str, ...] | None = None
    stages: tuple[str, ...] | None = None
    levels: tuple[str, ...] | None = None
    grades: tuple[str, ...] | None = None
    sets: tuple[str, ...] = ()
    edition: int = 1
    """Which edition of the rule language the file is written in: 1 or 2."""


def edition(info: ValidationInfo) -> int:
    """The edition of the file that is read, for a validator whose check differs between them."""
    return info.context.edition if isinstance(info.context, Vocabulary) else 1


Said = TypeVar("Said")


def refuse(what: str, advice: str = "") -> NoReturn:
    """Raise a problem from within a model."""
    raise PydanticCustomError(FAULT, "{what}", {"what": what, "advice": advice})


def of_second(said: Said, info: ValidationInfo) -> Said:
    """What only a file of the second edition may say."""
    if edition(info) == 1:
        refuse(
            f"{info.field_name} 是第二版（duty-rules/2）的写法",
            "请把 format 改为 duty-rules/2，或用 duty rules upgrade 改写",
        )
    return said


def _number(text: object) -> Points:
    try:
        return exact(text if isinstance(text, str) else "")
    except ValueError:
        refuse(f"“{text}”不是数" if isinstance(text, str) else "这里应是一个数", "如 5、-2.5、1/2、20%，用半角字符")


def _plain(text: object) -> Points:
    """A number where points, pieces or people are meant: a percentage is a slip there (-5% is -0.05 of a point)."""
    if isinstance(text, str) and text.endswith("%"):
        refuse(
            f"“{text}”是百分比，这里要写数（分、件、次、人）",
            "扣 5 分写 -5；百分比只用于比例，如参加比例、出席率、名额、权重、系数",
        )
    return _number(text)


def _part(text: object) -> Points:
    number = _number(text)
    return number if 0 <= number <= 1 else refuse(f"作者所得“{text}”应在 0 与 1 之间", "如 1/2")


def _rest_or_part(text: object) -> Points | Literal["split_rest"]:
    return "split_rest" if text == "split_rest" else _part(text)


def _plain_or_nothing(text: object) -> Points | Literal["nothing"]:
    if text == "nothing":
        return "nothing"
    if not isinstance(text, str) or not any(mark.isdigit() for mark in text):
        refuse(
            f"“{text}”不是数" if isinstance(text, str) else "这里应是一个数",
            "请写每少 1 减几分，或写 nothing（不足不计分）",
        )
    return _plain(text)


def _whole(text: object) -> int:
    number = _number(text)
    if not isinstance(number, int) or number < 0:
        refuse(f"“{text}”应为不小于 0 的整数")
    return number


def _positive(text: object) -> int:
    return _whole(text) or refuse(f"“{text}”应为不小于 1 的整数")


def _day(text: object) -> date:
    if not isinstance(text, str) or not _DAY.fullmatch(text):
        refuse(f"“{text}”不是日期" if isinstance(text, str) else "这里应是日期", "应写成 2026-01-01")
    try:
        return date.fromisoformat(text)
    except ValueError:
        refuse(f"没有 {text} 这一天", "请核对月份和日数")


def _end_of_year(text: object) -> YearEnd:
    """A month and a day that every year has."""
    try:
        day = date.fromisoformat(f"2001-{text}")
    except ValueError:
        day = None
    if day is None or f"{day:%m-%d}" != text:
        refuse(f"“{text}”不是每年都有的月、日", "应写成 12-20")
    return YearEnd(day.month, day.day)


def _yes_no(text: object) -> bool:
    return {"yes": True, "no": False}[text] if text in ("yes", "no") else refuse(f"“{text}”应为 yes 或 no")


def facet(key: str) -> Facet | None:
    """The facet of a key; None for the words that name none (``all``, ``member``)."""
    return Facet.__members__.get(key.upper())


def as_list(value: object) -> object:
    """A word alone as a list of one."""
    return [value] if isinstance(value, str) else value


class ReadBy:
    """Annotation of a value that ``read`` makes of whatever stands there.

    pydantic's PlainValidator works out besides how the value would be written, which no form is: of the time that the forms
    take at the first file of a process a third went into it.
    """

    def __init__(self, read: Callable[[object], object]) -> None:
        self._read = read

    def __get_pydantic_core_schema__(self, _: object, __: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """What pydantic asks an annotation for."""
        return core_schema.no_info_plain_validator_function(self._read)


class WordBy:
    """Annotation of a text that is not empty, or that ``check`` is asked about with the file's vocabulary; or of a list of such.

    A list says ``several``: it holds at least one, and one alone may stand without brackets.
    """

    def __init__(self, check: Callable[[str, ValidationInfo], str] | None = None, *, several: bool = False) -> None:
        self._check, self._several = check, several

    def __get_pydantic_core_schema__(self, _: object, __: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """What pydantic asks an annotation for."""
        word: core_schema.CoreSchema = core_schema.str_schema(min_length=1)
        if self._check is not None:
            word = core_schema.with_info_after_validator_function(self._check, core_schema.str_schema())
        if not self._several:
            return word
        words = core_schema.tuple_variable_schema(word, min_length=1)
        return core_schema.no_info_before_validator_function(as_list, words)


def _declared(what: str, words: Callable[[Vocabulary], tuple[str, ...] | None]) -> Callable[[str, ValidationInfo], str]:
    """A check that a word is among the words of that sort in the file's vocabulary."""

    def check(word: str, info: ValidationInfo) -> str:
        said = info.context if isinstance(info.context, Vocabulary) else Vocabulary()
        known = words(said)
        if known is not None and word in said.sets and word not in known:
            refuse(f"“{word}”是集合，这里只能写一个{what}", f"可用的有：{'、'.join(known)}")
        if known is not None and word not in known:
            refuse(f"没有名为“{word}”的{what}", hint(word, (*known, *said.sets)))
        return word

    return check


def hint(word: str, words: tuple[str, ...]) -> str:
    """What to write instead of ``word``."""
    if any(mark in word for mark in "，、,"):
        return "几个词应写成列表，如 [甲, 乙]，用英文逗号"
    some = "、".join(words[:12]) + ("等" if len(words) > 12 else "")
    return nearest(word, words) or f"可用的有：{some or '（文件中没有声明）'}"


Text = Annotated[str, WordBy()]
Number = Annotated[int | Fraction, ReadBy(_number)]
Plain = Annotated[int | Fraction, ReadBy(_plain)]
Part = Annotated[int | Fraction, ReadBy(_part)]
RestOrPart = Annotated[int | Fraction | Literal["split_rest"], ReadBy(_rest_or_part)]
PlainOrNothing = Annotated[int | Fraction | Literal["nothing"], ReadBy(_plain_or_nothing)]
Whole = Annotated[int, ReadBy(_whole)]
Positive = Annotated[int, ReadBy(_positive)]
Day = Annotated[date, ReadBy(_day)]
EndOfYear = Annotated[YearEnd, ReadBy(_end_of_year)]
YesNo = Annotated[bool, ReadBy(_yes_no)]
Words = Annotated[tuple[str, ...], WordBy(several=True)]

_KIND = _declared("履职事项", lambda known: known.kinds)
_STAGE = _declared("阶段", lambda known: known.stages)
_LEVEL = _declared("级别", lambda known: known.levels)
_ATTENDANCE = _declared("出席情况", lambda _: tuple(Attendance))
_GRADE = _declared("等次", lambda known: known.grades)

Kind = Annotated[str, WordBy(_KIND)]
Kinds = Annotated[tuple[str, ...], WordBy(_KIND, several=True)]
Stages = Annotated[tuple[str, ...], WordBy(_STAGE, several=True)]
Levels = Annotated[tuple[str, ...], WordBy(_LEVEL, several=True)]
Attendances = Annotated[tuple[str, ...], WordBy(_ATTENDANCE, several=True)]
Grade = Annotated[str, WordBy(_GRADE)]
Grades = Annotated[tuple[str, ...], WordBy(_GRADE, several=True)]
