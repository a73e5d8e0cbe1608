"""The mapping files at hand: those shipped with the program, and those in ``rules/maps/`` of an office, which go before them."""

from __future__ import annotations

from hashlib import sha256
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duty_cli.cli.app_context import AppContext
    from duty_cli.model.column_maps import ColumnMapping
    from duty_cli.model.map_looks import KnownMaps

FOLDER = "maps"
"""Beside the rules of an office, and in the program."""

_SHIPPED = "程序自带"


def known_maps(desk: AppContext) -> KnownMaps:
    """All of them by name; gone through where they are not known yet. Raises MappingProblems, UnreadableFile."""
    from duty_cli.model.map_looks import KnownMaps

    told = _files(desk.rules_folder / FOLDER)
    parts = [part for name, (place, data) in told.items() for part in (name, place, sha256(data).hexdigest())]

    def read() -> KnownMaps:
        from duty_cli.model.map_looks import KnownMap
        from duty_cli.rules.mapping_file import load_mapping

        return KnownMaps(
            tuple(
                KnownMap(name, place, load_mapping(place if place != _SHIPPED else name, data), own=place != _SHIPPED)
                for name, (place, data) in told.items()
            )
        )

    return desk.cache.kept("maps", parts, KnownMaps, read)


def mapping_of(desk: AppContext, said: Path | None) -> ColumnMapping | None:
    """The mapping that ``--map`` names: a file, or one at hand by its name. Raises NoSuchMap, MappingProblems."""
    if said is None:
        return None
    from duty_cli.cli.import_sources import read_file
    from duty_cli.rules.mapping_file import load_mapping

    if said.exists() or said.suffix:
        return load_mapping(said.name, read_file(said)[0])
    maps = known_maps(desk)
    found = maps.named(str(said))
    if found is None:
        from duty_cli.errors.known_map_errors import NoSuchMap

        raise NoSuchMap(said, [one.name for one in maps.maps])
    return found.mapping


def _files(own: Path) -> dict[str, tuple[str, bytes]]:
    """By the name of each map, where it lies and its bytes: one of an office stands in the place of a shipped one of its name."""
    from duty_cli.cli.bundled_files import shipped, shipped_names
    from duty_cli.cli.import_sources import read_file

    found = {Path(name).stem: (_SHIPPED, shipped(f"{FOLDER}/{name}")) for name in shipped_names(FOLDER)}
    for file in sorted(own.glob("*.yaml"), key=attrgetter("name")) if own.is_dir() else ():
        found[file.stem] = (f"rules/{FOLDER}/{file.name}", read_file(file)[0])
    return dict(sorted(found.items()))
