"""What is to be known of a column of a record: said once, beside its field, and read by all that handle records."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from typing import Any, NamedTuple


class ColumnSort(Enum):
    """What the cells of a column hold: how they are read, written and kept goes by it; the dialogue asks in this order."""

    TEXT = auto()
    TITLE = auto()
    ATTENDANCE = auto()
    WORDS = auto()
    WHOLE = auto()
    KEY = auto()
    SHARE = auto()
    AMOUNT = auto()
    SCORE = auto()
    YEAR = auto()
    DAY = auto()


EXACT_SORTS = frozenset({ColumnSort.SHARE, ColumnSort.AMOUNT, ColumnSort.SCORE})
"""Those that hold exact numbers, whole or not."""

NUMBER_SORTS = EXACT_SORTS | {ColumnSort.WHOLE}
"""Those that hold numbers to count with."""


class RecordOption(NamedTuple):
    """The option of ``duty record``: its name, its help, and the function of ``completion_values`` that completes it.

    Options of a lower ``place`` come first, those of the same in the order of the fields.
    """

    name: str
    help: str
    offers: str = ""
    place: int = 0


class SeenByRules(NamedTuple):
    """That rules see a column, so that it sets tallies apart; ``key``: under which rule files ask for it, if they do.

    A number that is not told counts as ``blank``; where that is None, no condition on it is met.
    """

    key: str | None = None
    blank: int | None = None


class AskedWhere(Enum):
    """For which kinds the dialogue asks for a column: those with attendance, those without, or where rules look at it."""

    ATTENDED = auto()
    UNATTENDED = auto()
    RULED = auto()


class Asked(NamedTuple):
    """How the dialogue asks for a column: a hint, and what it says that Enter means.

    ``beyond``: the heading of a number after which it is asked, and only where that is more than 1.
    """

    hint: str = ""
    blank: str = "不填"
    where: AskedWhere = AskedWhere.RULED
    beyond: str = ""


class RecordColumn(NamedTuple):
    """A column: its heading and sort; what a blank form says of it, with an example; and where else it stands.

    ``told`` is how papers say it beside the day: a pattern (``参加 {}``), or what makes the words of the whole record;
    nothing where they do not. Columns of a lower ``place`` come first in files, those of the same in the order of the
    fields, and those below 0 before the member.
    """

    heading: str
    sort: ColumnSort
    guide: str
    example: str = ""
    option: RecordOption | None = None
    told: str | Callable[[Any], str] = ""
    rules: SeenByRules | None = None
    asked: Asked | None = None
    place: int = 0
