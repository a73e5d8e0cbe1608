"""What records earn: levels, items, categories, the total."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from duty_cli.domain.items import Per
from duty_cli.rulebook.forms.records import WhenForm, WhoForm, refuse_crossed
from duty_cli.rulebook.values import Form, Number, Part, Positive, RestOrPart, Text, refuse


class AuthorsForm(Form):
    """Parts of the points for the first author and the others."""

    first: Part
    others: RestOrPart


class LevelForm(Form):
    """One value of an item."""

    id: Text
    when: WhenForm
    points: Number


class CappedForm(Form):
    """Bounds of a sum."""

    cap: Number | None = None
    floor: Number | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        refuse_crossed(self.floor, self.cap, "floor", "cap")
        return self


class ItemForm(CappedForm):
    """A scored item: one value under ``points``, or several under ``levels``."""

    id: Text
    clause: Text
    when: WhenForm
    points: Number | None = None
    levels: tuple[LevelForm, ...] | None = Field(None, min_length=1)
    several_levels: Literal["highest", "stacked"] | None = None
    combine: Literal["sum", "highest", "once"]
    per: Per = Per.RECORD
    applies_to: WhoForm | None = None
    authors: AuthorsForm | None = None
    same_matter: Literal["highest"] | None = None
    from_nth: Positive = 1
    note: Text = ""

    @model_validator(mode="after")
    def _one_value_or_levels(self) -> Self:
        if (self.points is None) == (self.levels is None):
            refuse(f"计分项“{self.id}”应写 points（一个分值）或 levels（几档分值），二者取一")
        if self.several_levels and self.levels is None:
            refuse(f"计分项“{self.id}”没有 levels，不需要 several_levels")
        if self.from_nth > 1 and self.combine != "sum":
            refuse(f"计分项“{self.id}”的 from_nth 只能与 combine: sum 同用", "highest 和 once 都只计一条")
        return self


class CategoryForm(CappedForm):
    """Items with a sub-total."""

    id: Text
    clause: Text
    base: Number = 0
    items: tuple[ItemForm, ...] = Field(min_length=1)


class TotalForm(CappedForm):
    """Base and bounds of the total."""

    base: Number = 0
