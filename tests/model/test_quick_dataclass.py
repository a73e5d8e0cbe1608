"""Values that are made quickly are those that the standard library makes."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from typing import Any, ClassVar

import pytest

from duty_cli.model import records
from duty_cli.model.quick_dataclass import dataclass


class Plain:
    """As declared."""

    id: str
    clause: str
    judged: tuple[int, int] | None = None
    unit: str = "人次"

    @property
    def named(self) -> str:
        return f"{self.id}（{self.clause}）"


class One:
    year: int


class Empty:
    """Nothing."""


class Says:  # noqa: PLW1641 - on purpose
    """Says itself how it is compared, and counts its kind."""

    id: str
    seen: ClassVar[int] = 3

    def __eq__(self, other: object) -> bool:
        return True

    def __repr__(self) -> str:
        return self.id


class Compared:
    id: str

    def __hash__(self) -> int:
        return 7


def copied(cls: type) -> type:
    """Another class of the same body."""
    return type(cls.__name__, (), {**vars(cls)})


QUICK: dict[str, Any] = {}
for one in (Plain, One, Empty, Says, Compared):
    QUICK[one.__name__] = dataclass(frozen=True, slots=True)(copied(one))
    QUICK[one.__name__].__qualname__ = f"QUICK_{one.__name__}"
    globals()[f"QUICK_{one.__name__}"] = QUICK[one.__name__]
USUAL: dict[str, Any] = {
    one.__name__: dataclasses.dataclass(frozen=True, slots=True)(copied(one))
    for one in (Plain, One, Empty, Says, Compared)
}
GIVEN = [
    ("Plain", ("提案", "第7条"), {}),
    ("Plain", ("提案",), {"clause": "第7条", "judged": (0, 9)}),
    ("One", (2026,), {}),
    ("Empty", (), {}),
    ("Says", ("甲",), {}),
    ("Compared", ("甲",), {}),
]
every = pytest.mark.parametrize(("name", "given", "named"), GIVEN)


def both(name: str, given: tuple[object, ...], named: dict[str, object]) -> tuple[Any, Any]:
    """The same value of either make."""
    return QUICK[name](*given, **named), USUAL[name](*given, **named)


@every
def test_it_looks_and_hashes_as_usual(name: str, given: tuple[object, ...], named: dict[str, object]) -> None:
    quick, usual = both(name, given, named)
    assert (repr(quick).removeprefix("QUICK_"), hash(quick)) == (repr(usual), hash(usual))
    assert [(one.name, one.default) for one in dataclasses.fields(quick)] == [
        (one.name, one.default) for one in dataclasses.fields(usual)
    ]
    assert (quick.__match_args__, quick.__slots__) == (usual.__match_args__, usual.__slots__)
    assert inspect.signature(type(quick)) == inspect.signature(type(usual))


@every
def test_it_equals_its_like_alone(name: str, given: tuple[object, ...], named: dict[str, object]) -> None:
    quick, usual = both(name, given, named)
    assert quick == both(name, given, named)[0]
    assert (quick == usual) is (name == "Says")


@every
def test_it_is_copied_pickled_and_replaced(name: str, given: tuple[object, ...], named: dict[str, object]) -> None:
    quick, _ = both(name, given, named)
    made = [copy.copy(quick), copy.deepcopy(quick), pickle.loads(pickle.dumps(quick)), dataclasses.replace(quick)]  # noqa: S301
    assert [repr(one) for one in made] == [repr(quick)] * 4


def test_one_field_otherwise_is_another_value() -> None:
    quick, _ = both("Plain", ("提案", "第7条"), {})
    other = dataclasses.replace(quick, unit="件")
    assert (quick == other, other.unit, other.named) == (False, "件", "提案（第7条）")


@pytest.mark.parametrize(
    "change",
    [
        lambda value: setattr(value, "id", "乙"),
        lambda value: setattr(value, "other", "乙"),
        lambda value: delattr(value, "id"),
    ],
)
def test_nothing_of_it_can_be_changed(change: Callable[[object], None]) -> None:
    quick, _ = both("Plain", ("提案", "第7条"), {})
    with pytest.raises(dataclasses.FrozenInstanceError):
        change(quick)


@pytest.mark.parametrize("wrong", [(), ("甲",), ("甲", "乙", None, "件", "丁")])
def test_wrong_arguments_are_refused_in_the_same_words(wrong: tuple[object, ...]) -> None:
    said = []
    for make in (QUICK["Plain"], USUAL["Plain"]):
        with pytest.raises(TypeError) as refused:
            make(*wrong)
        said.append(str(refused.value).removeprefix("QUICK_"))
    assert said[0] == said[1]


def test_a_default_before_none_is_refused() -> None:
    with pytest.raises(TypeError, match="default last"):
        dataclass(frozen=True, slots=True)(type("Wrong", (), {"__annotations__": {"a": "int", "b": "int"}, "a": 1}))


def test_what_asks_for_more_is_made_by_the_library() -> None:
    assert records.Due() == records.Due()
    assert "<string>" in records.Due.__init__.__code__.co_filename
    assert records.Due.__eq__.__code__.co_filename == dataclasses.make_dataclass("_", ["a"]).__eq__.__code__.co_filename


def test_who_inherits_from_it_is_frozen_too() -> None:
    heir: Any = type("Heir", (QUICK["One"],), {"__annotations__": {"name": "str"}})
    value: Any = dataclasses.make_dataclass("Heir", ["name"], bases=(QUICK["One"],), frozen=True)(2026, "甲")
    quick: Any = dataclass(frozen=True, slots=True)(heir)(2026, "甲")
    for one in (value, quick):
        assert (one.year, one.name, one == type(one)(2026, "甲")) == (2026, "甲", True)
        with pytest.raises(dataclasses.FrozenInstanceError):
            one.year = 2027
