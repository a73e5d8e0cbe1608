"""For whom a report is: ``--for``, as far as a report can be for that circle."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from duty_cli.domain.circles import Audience


class ReaderOfAll(StrEnum):
    """Who reads a report on everybody."""

    INTERNAL = "内部"
    PUBLIC = "公示"


class ReaderOfOne(StrEnum):
    """Who reads a report on one member."""

    INTERNAL = "内部"
    OWN = "本人"


FOR_ALL = Annotated[ReaderOfAll, typer.Option("--for", help="阅读对象；“公示”稿不列的内容见手册“给谁看”")]
FOR_ONE = Annotated[ReaderOfOne, typer.Option("--for", help="阅读对象；“本人”稿没有提请研究事项")]


def circle_of(reader: ReaderOfAll | ReaderOfOne) -> Audience:
    """The circle that was named."""
    from duty_cli.domain.circles import Audience

    return Audience(reader.value)
