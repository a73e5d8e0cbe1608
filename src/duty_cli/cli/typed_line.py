"""A line typed so far, read as Typer reads it but by the table of commands: what the word being typed may become.

A line that is wrong so far is no error: what was read before the fault holds, as with Typer.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from duty_cli.cli.command_rows import ASKING, CommandRow, ParameterRow, command_row, commands_in
from duty_cli.cli.offered_values import Offered, TypedPlace, offered_values


class _Read(NamedTuple):
    """What the words of one command come to: what its parameters are given, and the words left over."""

    given: dict[str, str]
    left: list[str]


class _Amiss(Exception):
    """No line that could be run begins like this."""


def offered(words: Sequence[str], incomplete: str) -> Offered:
    """What may stand in the place of ``incomplete`` behind ``words``. Raises what opening a ledger and rules raises."""
    path, row, given, place = _meant(words)
    words, incomplete = _split(words, incomplete)
    first = [one for one in _led_to(path, row).parameters if not one.options][:1] if row.leads_to else []
    # Where the command that a group leads to has no argument, its options are what may stand first.
    rows = (row, _led_to(path, row)) if row.leads_to and not first else (row,)
    options = dict(one for each in rows for one in _options(each, given, incomplete)).items()
    if incomplete[:1] == "-" and "--" not in words:
        return [*_commands(path, incomplete), *options]
    one = _awaiting(row, given, words)
    if one is not None:
        return _values(one, place, incomplete)
    return [
        *_commands(path, incomplete),
        *options,
        *(offer for one in first for offer in _values(one, place, incomplete)),
    ]


def _meant(words: Sequence[str]) -> tuple[str, CommandRow, dict[str, str], TypedPlace]:
    """The command that the words lead to, with what it is given, and the place that the program itself is given."""
    path, row = "", _row("")
    given, left = _read(row, words)
    place = TypedPlace(
        *(given.get(name, os.environ.get(f"DUTY_{name.upper()}") or None) for name in ("ledger", "rules"))
    )
    while row.group and left:
        found = command_row(f"{path} {left[0]}".lstrip())
        if found is None:
            break
        path, row = f"{path} {left[0]}".lstrip(), found
        words = left[1:]
        if row.leads_to and words and words[0] not in (*commands_in(path), *ASKING):
            words = [row.leads_to, *words]
        given, left = _read(row, words)
    return path, row, given, place


def _row(path: str) -> CommandRow:
    found = command_row(path)
    assert found is not None, "it is in the table"
    return found


def _led_to(path: str, row: CommandRow) -> CommandRow:
    return _row(f"{path} {row.leads_to}")


def _read(row: CommandRow, words: Iterable[str]) -> _Read:
    """The words of a command. A group takes options up to the name of one of its commands, a command anywhere."""
    given: dict[str, str] = {}
    coming, loose = deque(words), list[str]()
    try:
        while coming:
            word = coming.popleft()
            if word == "--":
                break
            if word[:1] == "-" and len(word) > 1:
                _take_option(row, word, coming, given, loose)
            elif row.group:
                coming.appendleft(word)
                break
            else:
                loose.append(word)
    except _Amiss:
        return _Read(given, [])
    return _Read(given, _take_arguments(row, deque([*loose, *coming]), given))


def _take_option(row: CommandRow, word: str, coming: deque[str], given: dict[str, str], loose: list[str]) -> None:
    name, equals, value = word.partition("=")
    one = _option(row, name)
    if one is not None:
        if equals and one.takes:
            coming.appendleft(value)
        elif equals:
            raise _Amiss
        given[one.name] = _value(one, coming)
    elif word[:2] != "--":
        _take_letters(row, word, coming, given, loose)
    elif row.any_words:
        loose.append(word)
    else:
        raise _Amiss


def _take_letters(row: CommandRow, word: str, coming: deque[str], given: dict[str, str], loose: list[str]) -> None:
    """Take ``-ab 值`` and ``-b值``."""
    unknown = ""
    for at, letter in enumerate(word[1:], 2):
        one = _option(row, f"-{letter}")
        if one is None:
            if not row.any_words:
                raise _Amiss
            unknown += letter
            continue
        if one.takes and word[at:]:
            coming.appendleft(word[at:])
        given[one.name] = _value(one, coming)
        if one.takes:
            break
    if unknown:
        loose.append(f"-{unknown}")


def _option(row: CommandRow, name: str) -> ParameterRow | None:
    return next((one for one in row.parameters if name in one.options), None)


def _value(one: ParameterRow, coming: deque[str]) -> str:
    if one.takes and not coming:
        raise _Amiss
    return coming.popleft() if one.takes else ""


def _take_arguments(row: CommandRow, words: deque[str], given: dict[str, str]) -> list[str]:
    """Give the words to the arguments in their order, those behind one that takes all from the end; what is left over."""
    arguments = [one for one in row.parameters if not one.options]
    many = next((at for at, one in enumerate(arguments) if one.takes < 0), len(arguments))
    for one in arguments[:many]:
        if words:
            given[one.name] = words.popleft()
    for one in reversed(arguments[many + 1 :]):
        if words:
            given[one.name] = words.pop()
    if many < len(arguments) and words:
        given[arguments[many].name] = words[0]
        words.clear()
    return list(words)


def _split(words: Sequence[str], incomplete: str) -> tuple[list[str], str]:
    """``--option=值`` as two words, however the shell hands it over."""
    if incomplete == "=":
        return [*words], ""
    if incomplete[:1] == "-" and "=" in incomplete:
        name, _, value = incomplete.partition("=")
        return [*words, name], value
    return [*words], incomplete


def _awaiting(row: CommandRow, given: dict[str, str], words: Sequence[str]) -> ParameterRow | None:
    """The parameter that awaits the next word: the option named last, else the first argument that has none or takes all."""
    last = words[-1] if words else ""
    options = (one for one in row.parameters if one.takes and last in one.options)
    arguments = (one for one in row.parameters if not one.options and (one.takes < 0 or one.name not in given))
    return next(options, None) or next(arguments, None)


def _commands(path: str, incomplete: str) -> Offered:
    for name in commands_in(path):
        if name.startswith(incomplete):
            yield name, _row(f"{path} {name}".lstrip()).short_help


def _options(row: CommandRow, given: dict[str, str], incomplete: str) -> Offered:
    if not incomplete or incomplete[0].isalnum():
        return
    for one in row.parameters:
        if one.written and (one.many or one.name not in given):
            yield from ((name, one.hint) for name in one.options if name.startswith(incomplete))


def _values(one: ParameterRow, place: TypedPlace, incomplete: str) -> Offered:
    if isinstance(one.offers, str):
        return offered_values(one.offers, place, incomplete)
    return [(word, "") for word in one.offers if word.startswith(incomplete)]
