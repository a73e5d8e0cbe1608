"""What is asked for often and answered at once, before Typer is loaded: the version, a page of help, a shell at a Tab."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

ASKED_BY = "_DUTY_COMPLETE"
"""The variable that a shell's script sets where it asks."""


def answered(arguments: Sequence[str]) -> int | None:
    """Answer a line that asks for one of these and nothing else; the exit code, None where it is another line."""
    if os.environ.get(ASKED_BY):
        from duty_cli.cli.tab_answer import answer

        return answer(os.environ)
    if arguments == ["--version"]:
        from duty_cli import __version__

        _write(f"duty {__version__}\n")
        return 0
    from duty_cli.cli.help_page import help_asked

    page = help_asked(arguments)
    if page is None:
        return None
    from duty_cli.documents.streams import write_text

    write_text(sys.stdout, f"{page}\n")
    return 0


def _write(text: str) -> None:
    # Nothing but ASCII, which every console shows.
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        from duty_cli.errors.file_errors import OutputLost

        raise OutputLost(error.strerror or str(error)) from error
