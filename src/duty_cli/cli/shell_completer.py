"""What Tab offers in ``duty shell``: what a shell offers behind ``duty``, read as the line is parted here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from prompt_toolkit.completion import CompleteEvent, Completer, Completion, PathCompleter
from prompt_toolkit.document import Document

from duty_cli.cli.typed_line import offered
from duty_cli.parsing.command_words import being_typed, quoted_word

_PROGRAM = "duty"


class ShellCompleter(Completer):
    """Completes the word before the cursor behind the ``options`` that were given once; files where nothing else is known."""

    def __init__(self, options: Sequence[str]) -> None:
        self._options = options
        self._files = PathCompleter(expanduser=True)

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        """What may stand in the place of the word; nothing where a ledger or rules cannot be read."""
        line = document.text_before_cursor
        words, last = being_typed(line)
        words = words[1:] if words[:1] == [_PROGRAM] else words
        try:
            found = list(offered([*self._options, *words], last.text))
        except Exception:  # nobody wants a sentence in the middle of a line being typed
            return
        # Of --option=值 the value alone is offered.
        start = line.index("=", last.start) + 1 if last.text.startswith("-") and "=" in last.text else last.start
        after = "" if len(found) > 1 else " "
        for text, hint in found:
            yield Completion(quoted_word(text) + after, start - len(line), display=text, display_meta=hint)
        if not found and not last.text.startswith("-"):
            yield from self._paths(last.text, last.start - len(line), complete_event)

    def _paths(self, typed: str, start: int, event: CompleteEvent) -> Iterator[Completion]:
        for one in self._files.get_completions(Document(typed), event):
            path = typed + one.text
            slash = "/" if Path(path).expanduser().is_dir() else ""
            yield Completion(quoted_word(path + slash), start, display=one.display)
