"""A typed line as the words of a command: as a shell parts them, but for backslashes, which stand in names of files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from duty_cli.errors.base import UsageError
from duty_cli.errors.shell_errors import BadCharacter, ChineseQuote, OpenQuote, WideBlank
from duty_cli.model.quick_dataclass import dataclass
from duty_cli.patterns import pattern

_BLANK = " \t\u00a0"
_PIECE = pattern(rf"\"(?P<double>[^\"]*)(?P<ends>\"?)|'(?P<single>[^']*)(?P<ended>'?)|(?P<bare>[^\"'{_BLANK}]+)")
_DOUBLE, _SINGLE = "“”＂", "‘’＇"
_WIDE = "\u3000"
_UNSEEN = pattern("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class CommandWord:
    """A word as it is meant, the place where it begins in the line, and whether any of it stood in quotes."""

    text: str
    start: int
    quoted: bool
    open_quote: str = ""
    """The quote that is not closed."""


def command_words(line: str) -> list[CommandWord]:
    """The words of a line. Raises OpenQuote, ChineseQuote, WideBlank, BadCharacter, each with its place."""
    if found := _UNSEEN.search(line):
        raise BadCharacter(found.start() + 1, found[0])
    words = list(words_so_far(line))
    for word in words:
        if word.open_quote:
            raise OpenQuote(line.rindex(word.open_quote) + 1, word.open_quote)
    for piece in _PIECE.finditer(line):
        if piece["bare"] is not None:
            _refuse_accidents(piece["bare"], piece.start(), line)
    return words


def words_so_far(line: str) -> Iterator[CommandWord]:
    """The words of a line that is still being typed: its last quote may be open, and nothing is refused."""
    at = 0
    while (at := _next(line, at)) < len(line):
        start, texts, quoted, sign = at, [], False, ""
        while (piece := _PIECE.match(line, at)) is not None:
            at = piece.end()
            texts.append(piece["double"] or piece["single"] or piece["bare"] or "")
            quoted = quoted or piece["bare"] is None
            sign = "" if piece["bare"] or piece["ends"] or piece["ended"] else piece[0][0]
        yield CommandWord("".join(texts), start, quoted, sign)


def being_typed(line: str) -> tuple[list[str], CommandWord]:
    """The words of a line before the one at its end, and that one, which may be empty."""
    words = list(words_so_far(line))
    goes_on = bool(words) and (words[-1].open_quote or line[-1] not in _BLANK)
    last = words.pop() if goes_on else CommandWord("", len(line), quoted=False)
    return [word.text for word in words], last


def quoted_word(text: str) -> str:
    """``text`` as it must be typed to be one word."""
    try:
        plain = [word.text for word in command_words(text)] == [text]
    except UsageError:
        plain = False
    return text if plain else "".join(f"'{part}'" if part == '"' else f'"{part}"' for part in _parts(text))


def _parts(text: str) -> list[str]:
    return [part for part in re.split('(")', text) if part] or [""]


def _next(line: str, at: int) -> int:
    """Where the next word begins."""
    while at < len(line) and line[at] in _BLANK:
        at += 1
    return at


def _refuse_accidents(bare: str, start: int, line: str) -> None:
    """Refuse signs that are typed for others by an input method left on, where what they mean cannot be what is wanted."""
    # A pair within one word belongs to the text: 关于“一老一小”的提案.
    for signs in (_DOUBLE, _SINGLE):
        places = [at for at, sign in enumerate(bare) if sign in signs]
        if len(places) % 2:
            raise ChineseQuote(start + places[0] + 1, bare[places[0]])
    # Between two Chinese characters it belongs to the text, as in names that are set wide: 李　明.
    for found in re.finditer(f"{_WIDE}+", bare):
        before, after = line[: start + found.start()][-1:], line[start + found.end() :][:1]
        if not (_is_chinese(before) and _is_chinese(after)):
            raise WideBlank(start + found.start() + 1)


def _is_chinese(sign: str) -> bool:
    return "\u3400" <= sign <= "\u9fff" or sign >= "\U00020000"
