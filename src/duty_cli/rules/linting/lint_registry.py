"""The register of checks: what is written here under one of the lists is run, and nothing else is.

A check is put in its list where it is defined (``@registered(OF_FILE)``), so that none can be written and never called.
A test holds that each has a broken file with the words it must say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias, TypeVar

from duty_cli.model.rulebook import Rulebook
from duty_cli.rules.linting.record_selectors import RecordSelector
from duty_cli.rules.rule_forms.item_forms import ItemForm
from duty_cli.rules.rule_forms.rulebook_form import KindForm, RulesForm
from duty_cli.rules.yaml_reading.source_map import Complaint, Loc

Found: TypeAlias = Iterable[Complaint]

OF_FILE: list[Callable[[RulesForm], Found]] = []
"""Problems of a file as a whole: it cannot be used."""

OF_USE: list[Callable[[RecordSelector, list[KindForm]], Found]] = []
"""Problems of a place where records are picked, with the kinds whose records it reaches."""

OF_ITEM: list[Callable[[Loc, ItemForm], Found]] = []
"""Problems of a scored item."""

IDLE: list[Callable[[Rulebook], Found]] = []
"""What does no harm and can never take effect; the file can be used."""

DOUBTFUL: list[Callable[[Rulebook], Found]] = []
"""What may be meant so and most often is not: a warning, and the file is sound."""

IN_PARTS: dict[Callable[[RulesForm], Found], frozenset[str]] = {}
"""Of the problems of a file those that can be told beside faults elsewhere, and in which sections there is to be none for that."""

Check = TypeVar("Check")


def also_in_parts(*sections: str) -> Callable[[Callable[[RulesForm], Found]], Callable[[RulesForm], Found]]:
    """Have a check of a file run on one with faults too, but for those ``sections``; of others it may ask whether they are there."""

    def put(check: Callable[[RulesForm], Found]) -> Callable[[RulesForm], Found]:
        IN_PARTS[check] = frozenset(sections)
        return check

    return put


def registered(where: list[Check]) -> Callable[[Check], Check]:
    """Put a check in its list."""

    def put(check: Check) -> Check:
        where.append(check)
        return check

    return put
