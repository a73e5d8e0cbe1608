"""The answer to a shell at a Tab, in the form in which its script awaits it. Nobody wants a sentence in a line being typed."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Mapping, Sequence

from duty_cli.cli.typed_line import offered

_LINE = "_TYPER_COMPLETE_ARGS"
_FISH_ASKS = "_TYPER_COMPLETE_FISH_ACTION"
_FISH_OWN_FILES = 1
"""The exit code by which fish learns that it may offer files."""


def answer(asked: Mapping[str, str]) -> int:
    """Answer what the variables of a script ask; the exit code. Where anything goes wrong there is nothing to offer."""
    try:
        return _answer(asked)
    except Exception:
        return 0


def _answer(asked: Mapping[str, str]) -> int:
    shell = _SHELLS[asked["_DUTY_COMPLETE"].removeprefix("complete_")]
    words, incomplete = shell[0](asked)
    found = list(offered(words, incomplete))
    if asked.get(_FISH_ASKS) == "is-args" and shell is _SHELLS["fish"]:
        return 0 if found else _FISH_OWN_FILES
    sys.stdout.write(shell[1](found) + "\n")
    sys.stdout.flush()
    return 0


def _bash_words(asked: Mapping[str, str]) -> tuple[list[str], str]:
    words, at = _words(asked["COMP_WORDS"]), int(asked["COMP_CWORD"])
    return words[1:at], words[at] if at < len(words) else ""


def _line_words(asked: Mapping[str, str]) -> tuple[list[str], str]:
    """The words of zsh and fish: the last is being typed unless a space follows it."""
    line = asked.get(_LINE, "")
    words = _words(line)[1:]
    return (words[:-1], words[-1]) if words and not line.endswith(" ") else (words, "")


def _powershell_words(asked: Mapping[str, str]) -> tuple[list[str], str]:
    words, incomplete = _words(asked.get(_LINE, "")), asked.get("_TYPER_COMPLETE_WORD_TO_COMPLETE", "")
    return words[1:-1] if incomplete else words[1:], incomplete


def _words(line: str) -> list[str]:
    """The words of a line as a shell reads it; a quote that is still open is closed."""
    lexer = shlex.shlex(line, posix=True)
    lexer.whitespace_split, lexer.commenters = True, ""
    found: list[str] = []
    try:
        found.extend(lexer)
    except ValueError:
        found.append(lexer.token)
    return found


def _bash(found: Sequence[tuple[str, str]]) -> str:
    return "\n".join(word for word, _ in found)


def _zsh(found: Sequence[tuple[str, str]]) -> str:
    told = "\n".join(":".join(f'"{_zsh_escaped(text)}"' for text in one if text) for one in found)
    return f"_arguments '*: :(({told}))'" if found else "_files"


def _zsh_escaped(text: str) -> str:
    for plain, escaped in (('"', '""'), ("'", "''"), ("$", "\\$"), ("`", "\\`"), (":", r"\\:")):
        text = text.replace(plain, escaped)
    return text


def _fish(found: Sequence[tuple[str, str]]) -> str:
    return "\n".join("\t".join(filter(None, one)) for one in found)


def _powershell(found: Sequence[tuple[str, str]]) -> str:
    return "\n".join(f"{word}:::{hint or ' '}" for word, hint in found)


_Words = Callable[[Mapping[str, str]], tuple[list[str], str]]
_Form = Callable[[Sequence[tuple[str, str]]], str]
_SHELLS: Mapping[str, tuple[_Words, _Form]] = {
    "bash": (_bash_words, _bash),
    "zsh": (_line_words, _zsh),
    "fish": (_line_words, _fish),
    "powershell": (_powershell_words, _powershell),
    "pwsh": (_powershell_words, _powershell),
}
