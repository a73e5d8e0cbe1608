"""The JSON Schema of a rule file, made from its forms, so that an editor completes keys, explains and underlines."""

from __future__ import annotations

import ast
import json
from enum import Enum
from functools import cache
from inspect import getsource, isclass
from itertools import pairwise
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

from duty_cli.model.records import Attendance
from duty_cli.rules import form_fields
from duty_cli.rules.amount_forms import Amount, AmountForm, Factor, FactorForm
from duty_cli.rules.condition_forms import Bounds, Expects, PlainBounds
from duty_cli.rules.form_fields import ClosedForm
from duty_cli.rules.rulebook_form import RulesForm

Schema: TypeAlias = dict[str, Any]
"""A piece of JSON Schema."""

DIALECT = "http://json-schema.org/draft-07/schema#"
"""The draft that editors know best; an identifier, never fetched."""

_SPELLED = r"[+-]?\d{1,9}(\.\d{1,9})?(/[1-9]\d{0,8})?%?"
_PLAIN: Schema = {"type": ["number", "string"], "pattern": f"^{_SPELLED.removesuffix('%?')}$"}
_NUMBER: Schema = {"type": ["number", "string"], "pattern": f"^{_SPELLED}$"}
_TEXT: Schema = {"type": ["string", "number"]}


def _whole(least: int, pattern: str) -> Schema:
    return {"type": ["integer", "string"], "minimum": least, "pattern": pattern}


def _one_or_several(one: Schema) -> Schema:
    return {"anyOf": [one, {"type": "array", "items": one}]}


# What the reader makes of a value before it looks at its type: these the types alone do not say.
_READ: tuple[tuple[object, Schema], ...] = (
    (form_fields.Text, _TEXT),
    (form_fields.Number, _NUMBER),
    (form_fields.Plain, _PLAIN),
    (form_fields.Part, _NUMBER),
    (form_fields.RestOrPart, {"type": ["number", "string"], "pattern": f"^({_SPELLED}|split_rest)$"}),
    (form_fields.Whole, _whole(0, r"^\d+$")),
    (form_fields.Positive, _whole(1, r"^0*[1-9]\d*$")),
    (form_fields.Day, {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}),
    (form_fields.EndOfYear, {"type": "string", "pattern": r"^\d{2}-\d{2}$"}),
    (form_fields.YesNo, {"enum": ["yes", "no"]}),
    *(
        (words, _one_or_several(_TEXT))
        for words in (form_fields.Words, form_fields.Kinds, form_fields.Stages, form_fields.Levels, form_fields.Grades)
    ),
    (form_fields.Attendances, _one_or_several({"enum": [str(state) for state in Attendance]})),
    (Amount, {"anyOf": [_PLAIN, {"$ref": "#/definitions/Amount"}]}),
    (Expects, {"anyOf": [{"enum": ["all"]}, {"$ref": "#/definitions/AppliesTo"}]}),
    (Factor, {"anyOf": [_NUMBER, {"$ref": "#/definitions/Factor"}]}),
    (PlainBounds, {"anyOf": [_PLAIN, {"$ref": "#/definitions/PlainBounds"}]}),
    (Bounds, {"anyOf": [_NUMBER, {"$ref": "#/definitions/Bounds"}]}),
)

_UNWRITTEN = {(AmountForm, "same"), (FactorForm, "same")}
"""Fields that the reader fills and no file writes as keys."""

_SHARED = {
    "id": "名称，报表和得分说明中照此显示；同类之中不能重名",
    "clause": "依据：文件的条款，如 第12条",
    "applies_to": "适用于谁；不写为全体委员",
    "when": "计哪些记录；所列条件须同时符合",
    "cap": "最高分，超出的不计",
    "floor": "最低分，扣完为止",
    "by_source": "yes：来源编号相连的记录也算同一成果，如提案转为信息；须同时写 same_matter，或 of: matters",
    "measure": "数出一个数再折算成分，如件数、出席率；与 table 或 target 同写",
    "table": "分段折算，由高到低，取先达到的一段；都达不到的为 0",
    "all": "以下各项都须符合",
    "any": "以下各项符合一项即可",
    "propose": "提请研究的事项，照文件原文",
    "at_least": "不低于（含本数）",
    "at_most": "不超过（含本数）",
    "above": "高于（不含本数）",
    "below": "低于（不含本数）",
    "by": "按什么不同：role 职务，sector 界别，party 党派，liaison_group 委员联络组，special_committee 专门委员会",
    "values": "各职务或各组的值；兼有几种的依先列者",
    "otherwise": "其他人的值",
}
"""What keys mean that stand in several forms with one meaning. All others are explained at their fields."""


def schema() -> Schema:
    """The schema of a whole rule file."""
    forms = _forms()
    return {
        "$schema": DIALECT,
        "title": "履职考核评分细则",
        **_object(RulesForm),
        "definitions": {name(form): _object(form) for form in forms if form is not RulesForm},
    }


def schema_text() -> str:
    """The schema as the text of its file."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"


def name(form: type[ClosedForm]) -> str:
    """The name of a form in the schema: ``Item`` for ``ItemForm``."""
    return form.__name__.removesuffix("Form")


def keys(form: type[ClosedForm]) -> dict[str, object]:
    """The keys of a form as a file writes them, with their types."""
    hints = get_type_hints(form, include_extras=True)
    fields = ((one, field) for one, field in form.model_fields.items() if (form, one) not in _UNWRITTEN)
    return {field.alias or one: hints[one] for one, field in fields}


def meaning(form: type[ClosedForm], key: str) -> str:
    """What a key of a form means, for whoever writes one in an editor; empty where nobody has said it."""
    return _texts_below(form).get(key) or _SHARED.get(key, "")


@cache
def _texts_below(form: type[ClosedForm]) -> dict[str, str]:
    """The texts below the fields of a form, by key. Only its source has them, so that they cost no start anything."""
    if form is ClosedForm:
        return {}
    said = {key: text for base in reversed(form.__bases__) for key, text in _texts_below(base).items()}
    (written,) = ast.parse(getsource(form)).body
    for field, below in pairwise(getattr(written, "body", ())):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=one)), ast.Expr(value=ast.Constant(value=str(text))):
                said[form.model_fields[one].alias or one] = text
    return said


def _object(form: type[ClosedForm]) -> Schema:
    required = [field.alias or one for one, field in form.model_fields.items() if field.is_required()]
    properties = {key: _told(_of(hint), meaning(form, key)) for key, hint in keys(form).items()}
    return {"type": "object", "additionalProperties": False, "required": required, "properties": properties}


def _told(said: Schema, description: str) -> Schema:
    """What may stand under a key, with its meaning; beside a bare reference a description would not count."""
    return {"description": description, **({"allOf": [said]} if "$ref" in said else said)}


def _of(hint: object) -> Schema:
    """The schema of a type as the forms write it."""
    read = next((said for known, said in _READ if known == hint), None)
    if read is not None:
        return read
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _of(Annotated[inside[:-1]] if len(inside) > 2 else inside[0])
    if origin in (Union, UnionType):
        return _either([one for one in inside if one is not NoneType])
    if origin is tuple:
        return {"type": "array", "items": _of(inside[0])}
    if origin is dict:
        return {"type": "object", "additionalProperties": _of(inside[1])}
    return _single(hint)


def _either(hints: list[object]) -> Schema:
    return _of(hints[0]) if len(hints) == 1 else {"anyOf": [_of(hint) for hint in hints]}


def _single(hint: object) -> Schema:
    if get_origin(hint) is Literal:
        return {"enum": list(get_args(hint))}
    if isclass(hint) and issubclass(hint, Enum):
        return {"enum": [str(one.value) for one in hint]}
    if isclass(hint) and issubclass(hint, ClosedForm):
        return {"$ref": f"#/definitions/{name(hint)}"}
    if hint is str:
        return _TEXT
    raise TypeError(f"a form holds {hint!r}, which the schema cannot say")


def _forms() -> list[type[ClosedForm]]:
    """The form of a file and all forms in it, each once."""
    found: list[type[ClosedForm]] = [RulesForm]
    for form in found:
        inside = (one for hint in keys(form).values() for one in _forms_in(hint))
        found += [one for one in dict.fromkeys(inside) if one not in found]
    return found


def _forms_in(hint: object) -> list[type[ClosedForm]]:
    if isclass(hint) and issubclass(hint, ClosedForm):
        return [hint]
    return [form for part in get_args(hint) for form in _forms_in(part)]
