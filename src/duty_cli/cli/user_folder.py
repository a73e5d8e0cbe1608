"""The user's own folder for duty, outside every workspace: what must not lie where others can write to the ledger."""

from __future__ import annotations

import os
from pathlib import Path

from duty_cli.documents.systems import folder_of_states


def user_folder() -> Path | None:
    """``duty`` in LOCALAPPDATA, or in XDG_STATE_HOME, else in ``~/.local/state``; there or not. None where the user has none."""
    said = folder_of_states()
    return Path(said) / "duty" if said and os.path.isabs(said) else None  # noqa: PTH117
