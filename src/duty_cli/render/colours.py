"""The colours of charts: those of Okabe and Ito, told apart with any colour blindness, then some of Tol's."""

from __future__ import annotations

_COLOURS = (
    *(("#0072B2", "#fff"), ("#E69F00", "#000"), ("#009E73", "#fff"), ("#CC79A7", "#000")),
    *(("#56B4E9", "#000"), ("#D55E00", "#fff"), ("#F0E442", "#000"), ("#666666", "#fff")),
    *(("#882255", "#fff"), ("#999933", "#000"), ("#332288", "#fff"), ("#44AA99", "#000")),
)


def colour(place: int) -> str:
    """The colour of a series."""
    return _COLOURS[place % len(_COLOURS)][0]


def ink(place: int) -> str:
    """What is read on that colour."""
    return _COLOURS[place % len(_COLOURS)][1]
