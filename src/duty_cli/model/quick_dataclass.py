"""``dataclass`` for values: as the standard library's, without compiling six functions for each class at every start.

A hundred and forty values are declared by the modules that one record runs through: to write and compile their functions took
a fifth of it. Here all classes of so many fields share theirs, each under the names of its own fields.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import FunctionType
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls: type | None = None, /, **how: bool) -> Any:  # noqa: ANN401 - as the library's
        """``dataclasses.dataclass``; what is frozen, has slots and asks for nothing else is made quickly."""

        def made(plain: type) -> type:
            quick = how == {"frozen": True, "slots": True} and _is_plain(plain)
            return _value(plain) if quick else dataclasses.dataclass(plain, **how)

        return made if cls is None else made(cls)


__all__ = ["dataclass"]

Function: TypeAlias = Callable[..., Any]


def _is_plain(cls: type) -> bool:
    """Whether its fields are names with or without a default, all its own."""
    return not (
        hasattr(cls, "__post_init__")
        or hasattr(cls, "__dataclass_fields__")
        or any(isinstance(one, dataclasses.Field) for one in vars(cls).values())
    )


def _value(plain: type) -> type:
    cls: type[Any] = dataclasses.dataclass(plain, slots=True, init=False, repr=False, eq=False)
    fields = dataclasses.fields(cls)
    names = tuple(field.name for field in fields)
    setters = tuple(getattr(cls, name).__set__ for name in names)
    init, equal, hashed = (_under(names, function) for function in _functions(len(fields))(*setters))
    _take(init, cls, fields)
    given: dict[str, Function] = {
        "__init__": init,
        "__eq__": equal,
        "__hash__": hashed,
        **_shown_and_kept(names, setters),
    }
    for name, function in given.items():
        if vars(cls).get(name) is None:  # what the class says itself stays; None: it says __eq__ and no __hash__
            function.__name__, function.__qualname__ = name, f"{cls.__qualname__}.{name}"
            setattr(cls, name, function)
    cls.__setattr__ = _set  # type: ignore[assignment]
    cls.__delattr__ = _delete  # type: ignore[assignment]
    cls.__dataclass_params__.frozen = True  # who inherits from it is made by the library, which asks for this
    return cls


@cache
def _functions(count: int) -> Callable[..., tuple[FunctionType, ...]]:
    """What makes the functions of a class of ``count`` fields, called v0, v1 …, given what sets each."""
    numbers = range(count)
    own, others = ("".join(f"{whose}.v{number}, " for number in numbers) for whose in ("self", "other"))
    text = f"""
def made({", ".join(f"s{number}" for number in numbers)}):
    def init(self, {", ".join(f"v{number}" for number in numbers)}):
        {"; ".join(f"s{number}(self, v{number})" for number in numbers) or "pass"}
    def equal(self, other):
        return ({own}) == ({others}) if other.__class__ is self.__class__ else NotImplemented
    def hashed(self):
        return hash(({own}))
    return init, equal, hashed
"""
    found: dict[str, Callable[..., tuple[FunctionType, ...]]] = {}
    exec(text, found)  # noqa: S102 - made of numbers alone
    return found["made"]


def _under(names: Sequence[str], function: FunctionType) -> FunctionType:
    """``function`` with the fields under their own names."""
    own = {f"v{number}": name for number, name in enumerate(names)}
    code = function.__code__
    arguments, attributes = (tuple(own.get(one, one) for one in given) for given in (code.co_varnames, code.co_names))
    function.__code__ = code.replace(co_varnames=arguments, co_names=attributes)
    return function


def _take(init: FunctionType, cls: type[Any], fields: Sequence[dataclasses.Field[Any]]) -> None:
    """Let the constructor have the defaults and the types of the fields. Raises TypeError where they cannot be told apart."""
    defaults = [field.default for field in fields if field.default is not dataclasses.MISSING]
    last = fields[len(fields) - len(defaults) :]
    if any(field.default is dataclasses.MISSING for field in last) or len(cls.__match_args__) != len(fields):
        raise TypeError(f"{cls.__qualname__} asks for more than fields in order, those with a default last")
    init.__defaults__ = tuple(defaults)
    init.__annotations__ = {**{field.name: field.type for field in fields}, "return": None}
    init.__module__ = cls.__module__


def _shown_and_kept(names: Sequence[str], setters: Sequence[Function]) -> Mapping[str, Function]:
    """How values are shown, pickled and copied."""

    def shown(self: object) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{self.__class__.__qualname__}({fields})"

    def state(self: object) -> list[object]:
        return [getattr(self, name) for name in names]

    def restored(self: object, state: Sequence[object]) -> None:
        for give, value in zip(setters, state, strict=True):
            give(self, value)

    return {"__repr__": shown, "__getstate__": state, "__setstate__": restored}


def _set(_: object, name: str, _value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _delete(_: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
