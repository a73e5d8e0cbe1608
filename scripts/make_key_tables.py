"""Make ``docs/键表.md``: every key of the files of an office's rules, from the forms that read them.

Usage: python scripts/make_key_tables.py. A test fails where the forms say something else than the tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from inspect import isclass
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from duty_cli.model.column_maps import ForeignCell
from duty_cli.model.exact_numbers import show
from duty_cli.model.periods import YearEnd
from duty_cli.model.records import Attendance
from duty_cli.rules import mapping_file
from duty_cli.rules.calendar_file import CalendarForm, DueWritten
from duty_cli.rules.case_files import rule_case_form
from duty_cli.rules.case_files.rule_case_form import CasesForm
from duty_cli.rules.holiday_table import HolidaysForm
from duty_cli.rules.import_config import VocabularyForm
from duty_cli.rules.json_schema import keys, unwritten
from duty_cli.rules.mapping_file import MappingForm
from duty_cli.rules.proceeding_paths import StepsForm
from duty_cli.rules.rule_forms import amount_forms, condition_forms
from duty_cli.rules.rule_forms.rulebook_form import RulesForm
from duty_cli.rules.style_form import StyleForm
from duty_cli.rules.yaml_reading import form_fields
from duty_cli.rules.yaml_reading.form_fields import ClosedForm
from duty_cli.rules.yaml_reading.form_meanings import meaning

PAGE = Path(__file__).resolve().parents[1] / "docs" / "键表.md"

HEAD = """# 键表

各种文件里可以写的每一个键。本页由程序从读取文件的表单生成（`python scripts/make_key_tables.py`），不要手改；怎样用，见[规则语言](规则语言.md)和[手册](手册.md)。

“写什么”一栏：“文字”是任意文字，“词”是文件里声明过的名称；“一个或几个”可以写一个，也可以写成列表 `[甲, 乙]`。“不写时”一栏写着“必写”的不能省略，
写着值的，不写就是这个值；空着的可以不写，不写就没有这一项。
"""

FILES: tuple[tuple[str, str, type[ClosedForm]], ...] = (
    ("规则文件", "`rules/scoring.yaml` 等，`duty rules check` 核对。", RulesForm),
    ("案例文件", "`rules/scoring.test.yaml` 等，`duty rules test` 试算。", CasesForm),
    ("对照表", "`rules/maps/` 里的文件，和导入时 `--map` 指明的文件；逐项的例子见手册“对照表”。", MappingForm),
    ("别名和记号", "`rules/intake.yaml`。", VocabularyForm),
    ("公文格式", "`rules/style.yaml`。", StyleForm),
    ("办理流程", "`rules/steps.yaml`；各步怎样登记，见手册“办理情况”。", StepsForm),
    ("工作日历", "`rules/calendar.yaml`，`duty calendar` 照此列出。", CalendarForm),
    ("节假日表", "`rules/holidays.yaml`。", HolidaysForm),
)
"""What each file is called, where it is, and the form that reads it."""

READ_AS: tuple[tuple[object, str], ...] = (
    (form_fields.Text, "文字"),
    (form_fields.Number, "数，可写 20%"),
    (form_fields.Plain, "数"),
    (form_fields.Part, "0 至 1 的数"),
    (form_fields.RestOrPart, "0 至 1 的数，或 `split_rest`"),
    (form_fields.Whole, "不小于 0 的整数"),
    (form_fields.Positive, "不小于 1 的整数"),
    (form_fields.Day, "日期，如 2026-01-01"),
    (form_fields.EndOfYear, "月-日，如 12-20"),
    (form_fields.YesNo, "`yes` 或 `no`"),
    (form_fields.Words, "一个或几个文字"),
    (form_fields.Kind, "履职事项"),
    (form_fields.Kinds, "一个或几个履职事项"),
    (form_fields.Stages, "一个或几个阶段"),
    (form_fields.Levels, "一个或几个级别"),
    (form_fields.Grade, "等次"),
    (form_fields.Grades, "一个或几个等次"),
    (form_fields.Attendances, "一种或几种出席情况"),
    (Attendance, "出席情况"),
    (rule_case_form.Year, "年度，如 2026"),
    (rule_case_form.QuarterNumber, "`1` 至 `4`"),
    (mapping_file.Cells, "一种或几种写法"),
    (mapping_file.Cell, "对方的列名，或 `{title: 标签}`"),
    (DueWritten, "期限，如 04-10"),
    (ForeignCell, "标签，或 `{below: 标签}`"),
    (str, "文字"),
    (int, "整数"),
    (Fraction, "数"),
    (Any, "见左"),
)
"""Types as the forms write them → what a file says there."""

BEFORE: tuple[tuple[object, str], ...] = (
    (amount_forms.Amount, "数，或"),
    (amount_forms.Factor, "数，或"),
    (condition_forms.Bounds, "数，或"),
    (condition_forms.PlainBounds, "数，或"),
    (condition_forms.Expects, "`all`，或"),
    (rule_case_form.Tenures, "一个名称，或"),
    (rule_case_form.Earlier, "等次，或"),
)
"""Forms that a file may write shorter → what then stands there."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a form stands first in its file: the keys that lead to it."""

    path: tuple[str, ...]
    form: type[ClosedForm]

    @property
    def title(self) -> str:
        """The keys that lead to it, as its heading."""
        return " › ".join(self.path)


def page() -> str:
    """The text of the whole page."""
    return HEAD + "".join(_file(*one) for one in FILES)


def lacking() -> list[str]:
    """The keys of which nobody has said what they mean."""
    forms = [(form, place) for _, _, root in FILES for place in places(root) for form in [place.form]]
    return [f"{form.__name__}: {key}" for form, _ in forms for key in keys(form) if not meaning(form, key)]


def places(root: type[ClosedForm]) -> list[Place]:
    """The form of a file and all forms in it, each where it stands first."""
    found = [Place((), root)]
    for place in found:
        for key, hint in keys(place.form).items():
            known = {one.form for one in found}
            found += [Place((*place.path, key), form) for form in _inside(hint) if form not in known]
    return found


def _inside(hint: object) -> list[type[ClosedForm]]:
    if isclass(hint) and issubclass(hint, ClosedForm):
        return [hint]
    return list(dict.fromkeys(form for part in get_args(hint) for form in _inside(part)))


def _file(name: str, where: str, root: type[ClosedForm]) -> str:
    every = places(root)
    titles = {place.form: place.title or "文件的开头" for place in every}
    return f"\n## {name}\n\n{where}\n" + "".join(_table(place, titles, name) for place in every)


def _table(place: Place, titles: Mapping[type[ClosedForm], str], name: str) -> str:
    title = f"`{place.title}`" if place.path else f"{name}的各项"
    rows = "".join(_rows(place.form, titles))
    return f"\n### {title}\n\n| 键 | 意思 | 写什么 | 不写时 |\n|---|---|---|---|\n{rows}"


def _rows(form: type[ClosedForm], titles: Mapping[type[ClosedForm], str]) -> Iterator[str]:
    fields = {field.alias or one: field for one, field in form.model_fields.items() if not unwritten(form, one)}
    for key, hint in keys(form).items():
        told = meaning(form, key).replace("|", "\\|")
        yield f"| `{key}` | {told} | {written(hint, titles)} | {_default(fields[key])} |\n"


def written(hint: object, titles: Mapping[type[ClosedForm], str]) -> str:
    """What a file writes for a type. Raises TypeError for one that nobody has said."""
    read = next((said for known, said in READ_AS if known == hint), None)
    if read is not None:
        return read
    shorter = next((said for known, said in BEFORE if known == hint), "")
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return shorter + written(Annotated[inside[:-1]] if len(inside) > 2 else inside[0], titles)
    if origin in (Union, UnionType):
        # Exact numbers are whole or fractions: one word for both.
        exact = [one for one in inside if one is not NoneType and not (one is int and Fraction in inside)]
        return "，或 ".join(dict.fromkeys(written(one, titles) for one in exact))
    if origin is tuple:
        return f"列表：{written(inside[0], titles)}"
    if origin in (dict, Mapping) or (isclass(origin) and issubclass(origin, Mapping)):
        return f"{{{written(inside[0], titles)}: {written(inside[1], titles)}}}"
    return _single(hint, titles)


def _single(hint: object, titles: Mapping[type[ClosedForm], str]) -> str:
    if get_origin(hint) is Literal:
        return "、".join(f"`{one}`" for one in get_args(hint))
    if isclass(hint) and issubclass(hint, Enum):
        return "、".join(f"`{one.value}`" for one in hint)
    if isclass(hint) and issubclass(hint, ClosedForm):
        return f"[`{titles[hint]}`](#{_anchor(titles[hint])})"
    raise TypeError(f"a form holds {hint!r}, of which the table does not know what a file writes")


def _anchor(title: str) -> str:
    """The anchor that web pages give a heading: small letters, no marks, a hyphen for each space."""
    return "".join("-" if mark == " " else mark for mark in title.lower() if mark in " _-" or mark.isalnum())


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "必写"
    value = None if field.default is PydanticUndefined else field.default
    match value:
        case None | () | "":
            return ""
        case bool():
            return "`yes`" if value else "`no`"
        case int() | Fraction():
            return f"`{show(value)}`"
        case YearEnd():
            return f"`{value.month:02}-{value.day:02}`"
        case tuple():
            return f"`[{'、'.join(map(str, value))}]`"
        case Enum():
            return f"`{value.value}`"
        case str() | date():
            return f"`{value}`"
    raise TypeError(f"a form holds by default {value!r}, of which the table does not know what it says")


if __name__ == "__main__":
    if lacking():
        raise SystemExit(f"meaning not said: {', '.join(lacking())}")
    PAGE.write_text(page(), "utf-8")
