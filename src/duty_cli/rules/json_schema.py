"""The JSON Schemas of rule files, maps and cases, made from their forms, so that an editor completes keys, explains and underlines."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from enum import Enum
from inspect import isclass
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

from duty_cli.model.records import Attendance
from duty_cli.rules import mapping_file
from duty_cli.rules.case_files import rule_case_form
from duty_cli.rules.rule_forms.amount_forms import Amount, AmountForm, Factor, FactorForm
from duty_cli.rules.rule_forms.condition_forms import Bounds, Expects, PlainBounds
from duty_cli.rules.rule_forms.rulebook_form import RulesForm
from duty_cli.rules.yaml_reading import form_fields
from duty_cli.rules.yaml_reading.form_fields import ClosedForm
from duty_cli.rules.yaml_reading.form_meanings import meaning

Schema: TypeAlias = dict[str, Any]
"""A piece of JSON Schema."""

DIALECT = "http://json-schema.org/draft-07/schema#"
"""The draft that editors know best; an identifier, never fetched."""

_SPELLED = r"[+-]?\d{1,9}(\.\d{1,9})?(/[1-9]\d{0,8})?%?"
_PLAIN: Schema = {"type": ["number", "string"], "pattern": f"^{_SPELLED.removesuffix('%?')}$"}
_NUMBER: Schema = {"type": ["number", "string"], "pattern": f"^{_SPELLED}$"}
_TEXT: Schema = {"type": ["string", "number"]}
_YEAR: Schema = {"type": ["integer", "string"], "pattern": r"^\d{4}$"}


def _whole(least: int, pattern: str) -> Schema:
    return {"type": ["integer", "string"], "minimum": least, "pattern": pattern}


def _keyed(**said: Schema) -> Schema:
    """An object with just these keys."""
    return {"type": "object", "additionalProperties": False, "required": list(said), "properties": said}


def _one_or_several(one: Schema) -> Schema:
    return {"anyOf": [one, {"type": "array", "items": one}]}


_TITLED: Schema = {"anyOf": [_TEXT, _keyed(below=_TEXT)]}
_CELL: Schema = {"anyOf": [_TEXT, _keyed(title=_TITLED)]}

# What the reader makes of a value before it looks at its type: these the types alone do not say.
_READ: tuple[tuple[object, Schema], ...] = (
    (form_fields.Text, _TEXT),
    (form_fields.Number, _NUMBER),
    (form_fields.Plain, _PLAIN),
    (form_fields.Part, _NUMBER),
    (form_fields.RestOrPart, {"type": ["number", "string"], "pattern": f"^({_SPELLED}|split_rest)$"}),
    (
        form_fields.PlainOrNothing,
        {"type": ["number", "string"], "pattern": f"^({_SPELLED.removesuffix('%?')}|nothing)$"},
    ),
    (form_fields.Whole, _whole(0, r"^\d+$")),
    (form_fields.Positive, _whole(1, r"^0*[1-9]\d*$")),
    (form_fields.Day, {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}),
    (form_fields.EndOfYear, {"type": "string", "pattern": r"^\d{2}-\d{2}$"}),
    (form_fields.YesNo, {"enum": ["yes", "no"]}),
    *(
        (words, _one_or_several(_TEXT))
        for words in (form_fields.Words, form_fields.Kinds, form_fields.Stages, form_fields.Levels, form_fields.Grades)
    ),
    *((one, _TEXT) for one in (form_fields.Kind, form_fields.Grade)),
    (rule_case_form.Year, _YEAR),
    (rule_case_form.QuarterNumber, {"enum": [1, 2, 3, 4, "1", "2", "3", "4"]}),
    (rule_case_form.Tenures, _one_or_several({"anyOf": [_TEXT, {"$ref": "#/definitions/Tenure"}]})),
    (rule_case_form.Earlier, {"anyOf": [_TEXT, {"$ref": "#/definitions/Earlier"}]}),
    (form_fields.Attendances, _one_or_several({"enum": [str(state) for state in Attendance]})),
    (Amount, {"anyOf": [_PLAIN, {"$ref": "#/definitions/Amount"}]}),
    (Expects, {"anyOf": [{"enum": ["all"]}, {"$ref": "#/definitions/AppliesTo"}]}),
    (Factor, {"anyOf": [_NUMBER, {"$ref": "#/definitions/Factor"}]}),
    (PlainBounds, {"anyOf": [_PLAIN, {"$ref": "#/definitions/PlainBounds"}]}),
    (Bounds, {"anyOf": [_NUMBER, {"$ref": "#/definitions/Bounds"}]}),
    (mapping_file.Cells, _one_or_several(_TEXT)),
    (mapping_file.Pattern, _TEXT),
    (mapping_file.Codec, _TEXT),
    (mapping_file.Cell, _CELL),
    (mapping_file.Titled, _TITLED),
    (
        mapping_file.WholeLength,
        {"anyOf": [_TEXT, _keyed(**{"from": _TEXT}), _keyed(title=_TITLED), _keyed(since=_CELL, until=_CELL)]},
    ),
    (mapping_file.WhichPart, {"type": ["integer", "string"], "pattern": r"^(-?[1-9]\d*|each|member)$"}),
    (dict[str, str], {"type": "object", "additionalProperties": _TEXT}),
)

_UNWRITTEN = {(AmountForm, "same"), (FactorForm, "same")}
"""Fields that the reader fills and no file writes as keys."""


FIRST_ONLY = "OfFirst"
"""What the definitions of the first edition end with."""

_STATES: Schema = {"enum": [str(state) for state in Attendance]}
_LEFT_OUT = frozenset({"clause", "round", "ties"})
"""Keys that a file of the second edition may leave out: said for many at once, or without meaning."""


def schema() -> Schema:
    """The schema of a whole rule file: of the edition that its ``format`` says."""
    objects = {name(form): _object(form) for form in _forms(RulesForm)}
    first = {one + FIRST_ONLY: _in_first(one, said) for one, said in objects.items() if not one.endswith("Defaults")}
    says_first = {"properties": {"format": {"const": "duty-rules/1"}}, "required": ["format"]}
    return {
        "$schema": DIALECT,
        "title": "履职考核评分细则",
        "type": "object",
        "required": ["format"],
        "if": says_first,
        "then": {"$ref": f"#/definitions/Rules{FIRST_ONLY}"},
        "else": {"$ref": "#/definitions/Rules"},
        "definitions": {**{one: _in_second(one, said) for one, said in objects.items()}, **first},
    }


def _in_second(form: str, said: Schema) -> Schema:
    """An object of the second edition, in which sets stand for words, kinds are declared together, and clauses inherited."""
    kept = [key for key in said["required"] if key not in _LEFT_OUT]
    found = _changed({**said, "required": kept}, lambda one: {"anyOf": [one, _TEXT]} if one == _STATES else one)
    if form == "Kind":
        several = "名称；同样的几个事项可以写在一处，如 [调研活动, 视察考察]"
        found["properties"]["id"] = {"description": several, **_one_or_several(_TEXT)}
    return found


def _in_first(form: str, said: Schema) -> Schema:
    """An object of the first edition, which refers to others of the first."""
    found = _changed(said, lambda one: {"$ref": one["$ref"] + FIRST_ONLY} if "$ref" in one else one)
    if form in ("Rules", "Category"):
        found["properties"] = {key: of for key, of in found["properties"].items() if key not in ("sets", "defaults")}
    also = {"Selection": ["propose"], "Rules": ["rounding"]}
    found["required"] = [*found["required"], *also.get(form, [])]
    return found


def _changed(said: Schema, change: Callable[[Schema], Schema]) -> Schema:
    """A piece of schema with every piece within it changed."""
    return change({key: _within(part, change) for key, part in said.items()})


def _within(part: object, change: Callable[[Schema], Schema]) -> object:
    if isinstance(part, dict):
        return _changed(part, change)
    return [_within(one, change) for one in part] if isinstance(part, list) else part


def map_schema() -> Schema:
    """The schema of a mapping file. Which columns there are hangs on what it reads: all are offered."""
    whole = mapping_file.MappingForm
    said = _object(whole)
    headings = list(dict.fromkeys(one for those in mapping_file.MAPPED.values() for one in those))
    said["properties"]["columns"]["propertyNames"] = {"enum": headings}
    parts = {name(form): _object(form) for form in _forms(whole) if form is not whole}
    return {"$schema": DIALECT, "title": "外来文件的对照表", **said, "definitions": parts}


def case_schema() -> Schema:
    """The schema of a file of cases. Which words there are hangs on the rule files that it names: any are taken."""
    whole = rule_case_form.CasesForm
    parts = {name(form): _object(form) for form in _forms(whole) if form is not whole}
    return {"$schema": DIALECT, "title": "细则的案例", **_object(whole), "definitions": parts}


def schema_text(said: Schema | None = None) -> str:
    """A schema as the text of its file, that of rule files where none is told."""
    return json.dumps(schema() if said is None else said, ensure_ascii=False, indent=2) + "\n"


def name(form: type[ClosedForm]) -> str:
    """The name of a form in the schema: ``Item`` for ``ItemForm``."""
    return form.__name__.removesuffix("Form")


def keys(form: type[ClosedForm]) -> dict[str, object]:
    """The keys of a form as a file writes them, with their types."""
    hints = get_type_hints(form, include_extras=True)
    fields = ((one, field) for one, field in form.model_fields.items() if not unwritten(form, one))
    return {field.alias or one: hints[one] for one, field in fields}


def unwritten(form: type[ClosedForm], field: str) -> bool:
    """Whether a field is filled by the reader and no file writes it as a key."""
    return (form, field) in _UNWRITTEN


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
    if origin in (dict, Mapping):
        return _by_names(inside[0], _of(inside[1]))
    return _single(hint)


def _by_names(named: object, said: Schema) -> Schema:
    """An object with names of the file's own, or with years or quarters, which an editor sees as texts."""
    names = {rule_case_form.Year: r"^\d{4}$", rule_case_form.QuarterNumber: "^[1-4]$"}
    pattern = next((one for known, one in names.items() if known == named), None)
    told = {} if pattern is None else {"propertyNames": {"pattern": pattern}}
    return {"type": "object", **told, "additionalProperties": said}


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


def _forms(whole: type[ClosedForm]) -> list[type[ClosedForm]]:
    """The form of a file and all forms in it, each once."""
    found: list[type[ClosedForm]] = [whole]
    for form in found:
        inside = (one for hint in keys(form).values() for one in _forms_in(hint))
        found += [one for one in dict.fromkeys(inside) if one not in found]
    return found


def _forms_in(hint: object) -> list[type[ClosedForm]]:
    if isclass(hint) and issubclass(hint, ClosedForm):
        return [hint]
    return [form for part in get_args(hint) for form in _forms_in(part)]
