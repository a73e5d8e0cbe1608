"""The user's own folder for duty, outside every workspace: what must not lie where others can write to the ledger."""

from __future__ import annotations

import os
from pathlib import Path


def user_folder() -> Path | None:
    """``duty`` in LOCALAPPDATA, or in XDG_STATE_HOME, else in ``~/.local/state``; there or not. None where the user has none."""
    said = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_STATE_HOME")
    if not said and os.name != "nt":
        said = os.path.expanduser("~/.local/state")  # noqa: PTH111 - Path.expanduser raises where there is no home
    return Path(said) / "duty" if said and os.path.isabs(said) else None  # noqa: PTH117
