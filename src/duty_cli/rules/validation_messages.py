"""Fills forms; what pydantic finds becomes problems in Chinese, with line and column."""

from __future__ import annotations

import re
from collections.abc import Callable
from inspect import isclass
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from duty_cli.errors.base import nearest
from duty_cli.model.parsed_rows import Problem
from duty_cli.rules import yaml_reader
from duty_cli.rules.form_fields import FAULT, ClosedForm, Vocabulary, hint
from duty_cli.rules.source_map import Loc, SourceMap

Words = tuple[str, str]
"""What is wrong, and what to do."""

Filled = TypeVar("Filled", bound=ClosedForm)


def fill(
    form: type[Filled], source: SourceMap, vocabulary: Vocabulary | None = None
) -> tuple[Filled | None, list[Problem]]:
    """The form filled with what the source says, or everything that does not fit it, in the order of the file."""
    try:
        return form.model_validate(source.tree, context=vocabulary), []
    except ValidationError as error:
        errors = error.errors(include_url=False)
        problems = (_problem(one, source, form) for one in errors if not _follows(one, errors, source))
        return None, sorted(problems, key=lambda problem: problem.line)


def _follows(error: ErrorDetails, errors: list[ErrorDetails], source: SourceMap) -> bool:
    """Whether an error only follows from another one.

    A list is called short because its items hold problems of their own; a key is missing because it was written wrongly.
    """
    if error["type"] == "too_short":
        return bool(error["input"])
    if error["type"] != "missing":
        return False
    *above, key = error["loc"]
    unknown = [
        str(one["loc"][-1]) for one in errors if one["type"] == "extra_forbidden" and [*one["loc"][:-1]] == above
    ]
    from difflib import get_close_matches

    return source.garbled or bool(get_close_matches(str(key), unknown, cutoff=0.6))


def _problem(error: ErrorDetails, source: SourceMap, form: type[ClosedForm]) -> Problem:
    loc = error["loc"][:-1] if error["loc"][-1] == "same" else error["loc"]
    if error["type"] == "extra_forbidden":
        key = str(loc[-1])
        known = [name for name in _keys(_form_at(form, loc[:-1])) if (*loc[:-1], name) not in source.keys]
        return source.key_problem(loc, f"这里没有“{key}”这一项", nearest(key, known) or f"可用的有：{'、'.join(known)}")
    if error["type"] == "missing":
        return source.problem(loc, f"缺少“{loc[-1]}”{_owner(source, loc)}", "请补上")
    if error["input"] == "":
        key = next(step for step in reversed(loc) if isinstance(step, str))
        return source.problem(loc, f"“{key}”没有写值", "请补上；确实没有时请删去这一项")
    what, advice = _SENTENCES.get(error["type"], _other)(error)
    return source.problem(loc, what, advice)


def _owner(source: SourceMap, loc: Loc) -> str:
    """Whose key is missing, where the file says it by an id."""
    tree: Any = source.tree
    for step in loc[:-1]:
        tree = tree[step]
    name = tree.get("id") if isinstance(tree, dict) else None
    return f"（{name}）" if name else ""


def _own(error: ErrorDetails) -> Words:
    return error["ctx"]["what"], error["ctx"]["advice"]


def _choice(error: ErrorDetails) -> Words:
    words = tuple(re.findall("'([^']*)'", error["ctx"]["expected"]))
    return f"“{error['input']}”无法识别", hint(str(error["input"]), words)


def _group(error: ErrorDetails) -> Words:
    accident = yaml_reader.in_key(error["input"]) if isinstance(error["input"], str) else None
    return accident or ("这里应是一组“键: 值”", "请核对缩进或 { }")


def _list(_: ErrorDetails) -> Words:
    return "这里应是列表", "请用 [甲, 乙]，或每行一项、以“- ”开头"


def _text(_: ErrorDetails) -> Words:
    return "这里应是文字", "不能是列表或一组“键: 值”"


def _empty(_: ErrorDetails) -> Words:
    return "列表是空的", "请至少写一项，或删去这一项"


def _long(error: ErrorDetails) -> Words:
    return f"“{error['input']}”太长", f"应为{error['ctx']['max_length']}个字符"


def _other(_: ErrorDetails) -> Words:
    return "写法不符合要求", "请对照说明核对"


_SENTENCES: dict[str, Callable[[ErrorDetails], Words]] = {
    FAULT: _own,
    "literal_error": _choice,
    "enum": _choice,
    "model_type": _group,
    "dict_type": _group,
    "tuple_type": _list,
    "string_type": _text,
    "too_short": _empty,
    "string_too_long": _long,
}


def _keys(form: type[BaseModel]) -> tuple[str, ...]:
    return tuple(field.alias or name for name, field in form.model_fields.items())


def _form_at(form: type[BaseModel], loc: Loc) -> type[BaseModel]:
    """The form of what stands at ``loc``; indices and free keys belong to the form around them."""
    for step in loc:
        fields = {field.alias or name: field for name, field in form.model_fields.items()}
        if step in fields:
            form = _form_in(fields[str(step)].annotation) or form
    return form


def _form_in(annotation: object) -> type[BaseModel] | None:
    if isclass(annotation) and issubclass(annotation, BaseModel):
        return annotation
    inside = (_form_in(part) for part in get_args(annotation))
    return next((form for form in inside if form is not None), None)
