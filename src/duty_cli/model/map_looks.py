"""By what a foreign file is known, and the maps that are at hand for files known so."""

from __future__ import annotations

from duty_cli.model.column_maps import ColumnMapping
from duty_cli.model.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class KnownMap:
    """A mapping file at hand: its name, where it lies, and what it says. ``own``: it is the office's and not the program's."""

    name: str
    place: str
    mapping: ColumnMapping
    own: bool = False


@dataclass(frozen=True, slots=True)
class KnownMaps:
    """All mapping files at hand, in the order of their names."""

    maps: tuple[KnownMap, ...] = ()

    def named(self, name: str) -> KnownMap | None:
        """The map of that name."""
        return next((one for one in self.maps if one.name == name), None)
