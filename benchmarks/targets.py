"""What is asked of the speed of the program: targets, the sides that take turns, and one table of what was reached.

A subject is one file of this folder, which runs alone or with all others under ``make bench``. To add a target, write a
file with a ``SUBJECT`` and name it in ``every.py``; a side is a function that does the work once and returns what it cost::

    def sides(bench: Bench) -> Mapping[str, Side]:
        return {"bare": bench.python("pass"), "log": bench.command(NOW, "log"), "old": bench.command(EARLIER, "log")}


    SUBJECT = Subject((Target("duty log", "log", Limit("bare", 8), Limit("old", 0.6)),), sides)
    if __name__ == "__main__":
        sys.exit(alone(SUBJECT))

All sides of a subject take turns, so that a drift of the machine touches all alike; the first round is not counted. What
decides is the *least* of a side over the rounds that count: what else the machine does can only add to it. A ratio is the
least of ours by the least of the other's. The exit code is 1 where a target is missed or could not be measured.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench import BEFORE, Bench, Side

HEADINGS = ("", "unit", "ours", "asked", "peer", "ratio", "asked", "before", "ratio", "asked", "")
REACHED, MISSED, UNMEASURED = "reached", "MISSED", "NOT MEASURED"


@dataclass(frozen=True)
class Limit:
    """A side to be held against, and the most that ours may cost, as a part of its cost; None: shown, nothing asked."""

    side: str = ""
    at_most: float | None = None


@dataclass(frozen=True)
class Target:
    """What is asked of ``ours``, a side: beside a ``peer``, beside the build ``before``, and in its own unit (``within``)."""

    name: str
    ours: str
    peer: Limit = Limit()
    before: Limit = Limit()
    within: float | None = None
    unit: str = "ms"

    def row(self, costs: Mapping[str, float]) -> tuple[str, ...]:
        """The line of the table, from the least cost of each side; a side that is not there was not measured."""
        ours = costs.get(self.ours)
        figures: list[str] = []
        for limit in (self.peer, self.before):
            ratio = _ratio(ours, costs.get(limit.side))
            figures += [_figure(costs.get(limit.side)), _figure(ratio, 2), _asked(limit.at_most)]
        return (self.name, self.unit, _figure(ours), _asked(self.within), *figures, self.verdict(costs))

    def verdict(self, costs: Mapping[str, float]) -> str:
        """Whether all that is asked was reached; empty where nothing is."""
        ours = costs.get(self.ours)
        held = [(_ratio(ours, costs.get(limit.side)), limit.at_most) for limit in (self.peer, self.before)]
        asked = [(found, most) for found, most in [*held, (ours, self.within)] if most is not None]
        if any(found is None for found, _ in asked):
            return UNMEASURED
        if any(found is not None and found > most for found, most in asked):
            return MISSED
        return REACHED if asked else ""


@dataclass(frozen=True)
class Subject:
    """Targets that share sides: made once at a bench, then taking turns for ``rounds``, of the ``sizes`` told or these."""

    targets: tuple[Target, ...]
    sides: Callable[[Bench], Mapping[str, Side]]
    rounds: int = 11
    sizes: Mapping[str, int] = field(default_factory=dict)


def in_turns(sides: Mapping[str, Side], rounds: int) -> dict[str, list[float]]:
    """What each turn of each side cost, after one round that is not counted."""
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds + 1):
        for name, turn in sides.items():
            taken[name].append(turn())
    return {name: costs[1:] for name, costs in taken.items()}


def table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """The lines of a table with its headings, the first column to the left and the others to the right."""
    lines = [HEADINGS, *rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(HEADINGS))]
    for line in lines:
        first, *others = (cell.rjust(width) for cell, width in zip(line, widths, strict=True))
        yield "  ".join([first.strip().ljust(widths[0]), *others])


def alone(subject: Subject) -> int:
    """Run one subject as the command line says, print its sides and its table; the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=subject.rounds)
    parser.add_argument("--before", default=BEFORE, help="the commit that ours is held against")
    for name, size in subject.sizes.items():
        parser.add_argument(f"--{name}", type=int, default=size)
    told = parser.parse_args()
    sizes = {name: getattr(told, name) for name in subject.sizes}
    with tempfile.TemporaryDirectory() as place, Bench(Path(place), told.before).subject(sizes) as bench:
        taken = in_turns(subject.sides(bench), told.rounds)
    for name, costs in taken.items():
        print(f"{name:30s} least {min(costs):10,.1f}  median {median(costs):10,.1f}")
    return shown([(target, least(taken)) for target in subject.targets])


def least(taken: Mapping[str, Sequence[float]]) -> dict[str, float]:
    """What each side cost at the least."""
    return {name: min(costs) for name, costs in taken.items()}


def shown(found: Sequence[tuple[Target, Mapping[str, float]]]) -> int:
    """Print the table of targets, each with the least cost of its sides; 1 where one is missed or was not measured."""
    print("\n".join(table([target.row(costs) for target, costs in found])), flush=True)
    return int(any(target.verdict(costs) in {MISSED, UNMEASURED} for target, costs in found))


def _ratio(ours: float | None, other: float | None) -> float | None:
    return None if ours is None or other is None else ours / other


def _figure(cost: float | None, places: int = 1) -> str:
    return "" if cost is None else f"{cost:,.0f}" if cost >= 1000 else f"{cost:.{places}f}"


def _asked(most: float | None) -> str:
    return "" if most is None else f"≤ {most:g}"
