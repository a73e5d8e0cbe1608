"""Fills forms; what pydantic finds becomes problems in Chinese, with line and column."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from inspect import isclass
from typing import Annotated, Any, TypeVar, get_args

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from duty_cli.errors.base import nearest
from duty_cli.model.parsed_rows import Problem
from duty_cli.rules.yaml_reading import yaml_reader
from duty_cli.rules.yaml_reading.form_fields import BRANCH, FAULT, ClosedForm, Vocabulary, hint
from duty_cli.rules.yaml_reading.source_map import Loc, SourceMap

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
        errors = [_of_file(one) for one in error.errors(include_url=False)]
        problems = (_problem(one, source, form) for one in errors if not _follows(one, errors, source))
        return None, sorted(problems, key=lambda problem: problem.line)


def in_parts(
    form: type[Filled], source: SourceMap, vocabulary: Vocabulary | None = None
) -> tuple[Filled, frozenset[str]]:
    """The form of a file that does not fit it: every section that fits by itself; and the faulty ones, which are in it as they stand."""
    said: Mapping[str, Any] = source.tree if isinstance(source.tree, dict) else {}
    found: dict[str, Any] = {}
    faulty: set[str] = set()
    for name, field in form.model_fields.items():
        key = field.alias or name
        if key in said:
            found[name] = said[key]
            # Beside whatever holds of the section, a word that holds of any: what is Annotated needs one.
            section: TypeAdapter[Any] = TypeAdapter(Annotated[field.annotation, name, *field.metadata])  # type: ignore[arg-type]
            try:
                found[name] = section.validate_python(said[key], context=vocabulary)
            except ValidationError:
                faulty.add(name)
    # Of a key that nobody knows it cannot be told which section was meant by it.
    unknown = said.keys() - {field.alias or name for name, field in form.model_fields.items()}
    return form.model_construct(**found), frozenset(form.model_fields if unknown else faulty)


def _of_file(error: ErrorDetails) -> ErrorDetails:
    """The error with the way to it as the file has it."""
    error["loc"] = tuple(step for step in error["loc"] if not str(step).startswith(BRANCH))
    return error


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
    loc = error["loc"][:-1] if error["loc"][-1:] == ("same",) else error["loc"]
    if error["type"] == "extra_forbidden":
        key = str(loc[-1])
        around = _form_at(form, loc[:-1])
        known = [name for name in _keys(around) if (*loc[:-1], name) not in source.keys]
        advice = _instead(key, around, known) or nearest(key, known)
        # Where every key is written already, there is none to write in its place.
        advice = advice or (f"可用的有：{'、'.join(known)}" if known else "请删去")
        return source.key_problem(loc, f"这里没有“{key}”这一项", advice)
    if error["type"] == "missing":
        means = _meaning_at(form, loc)
        return source.problem(loc, f"缺少“{loc[-1]}”{_owner(source, loc)}", f"请补上（{means}）" if means else "请补上")
    if error["input"] == "":
        key = next(step for step in reversed(loc) if isinstance(step, str))
        return source.problem(loc, f"“{key}”没有写值", "请补上；确实没有时请删去这一项")
    if error["type"] == "too_short" and (needed := _meaning_at(form, loc)) and _is_required(form, loc):
        return source.problem(loc, f"“{loc[-1]}”是空的", f"请至少写一项（{needed}）")
    if error["type"] in ("literal_error", "enum"):
        return source.problem(loc, f"“{error['input']}”无法识别", _choices(error, _meaning_at(form, loc)))
    what, advice = _SENTENCES.get(error["type"], _other)(error)
    return source.problem(loc, what, advice)


_OF_MEMBERS = frozenset(
    {"at_least", "at_most", "above", "below", "exactly", "sum", "rate", "score", "score_below", "grade", "selected"}
    | {"proposed", "decided", "years", "within", "last_years", "records"}
)
"""What is asked of a member in a time, and of no single record."""

_HABITS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("max", "maximum", "most", "upto", "limit"), ("cap", "at_most")),
    **dict.fromkeys(("min", "minimum", "least"), ("floor", "at_least", "reach")),
}
"""Words of other languages and programs → the keys that say it here, where the form has them."""


def _instead(key: str, around: type[BaseModel], known: Sequence[str]) -> str:
    """What to write for a key that people bring from elsewhere; empty where nothing particular is known of it."""
    if key in ("or", "and", "one_of", "either") and "any" in _keys(around):
        return (
            "并列的各项条件须同时符合；条件不同而任选其一的写 any: [{…}, {…}]，都要符合的写 all，"
            "一种条件有几个词可选的写成列表，如 kind: [提案, 社情民意信息]"
        )
    if key in _OF_MEMBERS and {"any", "kind"} <= {*_keys(around)} and key not in _keys(around):
        return (
            "这里说的是一条记录要符合什么，不数件（次）数，也不看得分和等次；数几件的写在 need、if 里，"
            "或写 measure: {of: records}、of: met"
        )
    said = [one for one in _HABITS.get(key, ()) if one in known]
    return "；".join(f"请写 {one}（{_meaning(around, one)}）" for one in said)


def _meaning(form: type[BaseModel], key: str) -> str:
    # Its texts are read from the source of the forms, which only a faulty file is worth.
    from duty_cli.rules.yaml_reading.form_meanings import meaning

    return meaning(form, key) if issubclass(form, ClosedForm) else ""


def _meaning_at(form: type[BaseModel], loc: Loc) -> str:
    """What the key means under which something is wrong: the last of the way that a form knows."""
    owner, key = form, ""
    for step in loc:
        fields = _fields(form)
        if step in fields:
            owner, key = form, str(step)
            form = _form_in(fields[key].annotation) or form
    return _meaning(owner, key) if key else ""


def _is_required(form: type[BaseModel], loc: Loc) -> bool:
    field = _fields(_form_at(form, loc[:-1])).get(str(loc[-1]))
    return field is not None and field.is_required()


def _choices(error: ErrorDetails, means: str) -> str:
    """The words to choose from, with what they mean where that is said; the one most like it where it is a slip."""
    from difflib import get_close_matches

    word = str(error["input"])
    words = tuple(re.findall("'([^']*)'", error["ctx"]["expected"]))
    if not means or not all(one in means for one in words) or get_close_matches(word, words, cutoff=0.75):
        return hint(word, words)
    return f"可用的有：{'、'.join(words)}（{means}）"


def _owner(source: SourceMap, loc: Loc) -> str:
    """Whose key is missing, where the file says it by an id."""
    tree: Any = source.tree
    for step in loc[:-1]:
        tree = tree[step]
    name = tree.get("id") if isinstance(tree, dict) else None
    return f"（{name}）" if name else ""


def _own(error: ErrorDetails) -> Words:
    return error["ctx"]["what"], error["ctx"]["advice"]


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
    "model_type": _group,
    "dict_type": _group,
    "tuple_type": _list,
    "string_type": _text,
    "too_short": _empty,
    "string_too_long": _long,
}


def _fields(form: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of a form by the keys that a file writes."""
    return {field.alias or name: field for name, field in form.model_fields.items()}


def _keys(form: type[BaseModel]) -> tuple[str, ...]:
    return tuple(_fields(form))


def _form_at(form: type[BaseModel], loc: Loc) -> type[BaseModel]:
    """The form of what stands at ``loc``; indices and free keys belong to the form around them."""
    for step in loc:
        fields = _fields(form)
        if step in fields:
            form = _form_in(fields[str(step)].annotation) or form
    return form


def _form_in(annotation: object) -> type[BaseModel] | None:
    if isclass(annotation) and issubclass(annotation, BaseModel):
        return annotation
    inside = (_form_in(part) for part in get_args(annotation))
    return next((form for form in inside if form is not None), None)
