"""Whether what may stand already is entered once more: said by ``--again``, or by whoever sits at the terminal."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from duty_cli.cli.terminal import Terminal, chosen
from duty_cli.errors import Doubtful

T = TypeVar("T")

_AGAIN = {"否": ("", "n", "否"), "是": ("y", "是")}


def unless_seen(clerk: Terminal | None, enter: Callable[..., T], *, again: bool) -> T | None:
    """Enter it; None where the clerk sees that it stands already. Raises Doubtful where there is nobody to ask."""
    try:
        return enter(again=again)
    except Doubtful as doubt:
        if clerk is None:
            raise
        clerk.tell(str(doubt))
    if chosen(clerk, "仍作为另一条登记？（回车 不登记，y 登记）", _AGAIN) == "是":
        return enter(again=True)
    clerk.tell("未登记")
    return None
