"""Changes to the text of a YAML file that leave every other byte of it as it is: comments, blank lines, the way lists are broken.

A library that reads and writes YAML hangs a comment between two rules on the last key of the first one, and breaks long lists anew;
here only what changes is touched.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias
from unicodedata import east_asian_width

import yaml

from duty_cli.rules.yaml_reading.source_map import Loc

Spot: TypeAlias = tuple[int, int]
"""Line and column, from 0."""

WIDEST = 120
"""Columns of the longest line that is made of several; Chinese takes two each."""


@dataclass(frozen=True)
class Edit:
    """What stands from ``start`` up to ``end`` becomes ``text``."""

    start: Spot
    end: Spot
    text: str = ""


@dataclass(frozen=True)
class Pair:
    """A key and its value, as they stand in a text."""

    key: yaml.ScalarNode
    value: yaml.Node


def nodes(text: str) -> yaml.MappingNode:
    """The text of a sound rule file, with the place of everything in it."""
    found = yaml.compose(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    assert isinstance(found, yaml.MappingNode)
    return found


def start(node: yaml.Node) -> Spot:
    """Where a node begins."""
    return node.start_mark.line, node.start_mark.column


def end(node: yaml.Node) -> Spot:
    """Where a node on one line, or in brackets, ends."""
    return node.end_mark.line, node.end_mark.column


def in_brackets(node: yaml.Node) -> bool:
    """Whether a group or a list is written in brackets."""
    return isinstance(node, yaml.CollectionNode) and bool(node.flow_style)


def pairs(node: yaml.Node | None) -> list[Pair]:
    """The keys and values of a group; none where it is none."""
    return [Pair(key, value) for key, value in node.value] if isinstance(node, yaml.MappingNode) else []


def at(node: yaml.Node | None, *way: str | int) -> yaml.Node | None:
    """What stands below ``node`` at the end of a way; None where nothing does."""
    for step in way:
        if isinstance(step, int):
            listed = node.value if isinstance(node, yaml.SequenceNode) else []
            node = listed[step] if step < len(listed) else None
        else:
            node = next((pair.value for pair in pairs(node) if pair.key.value == step), None)
    return node


def each(node: yaml.Node | None) -> list[yaml.Node]:
    """The members of a list; none where it is none."""
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The text after all edits, none of which touches another."""
    lines = text.splitlines(keepends=True)
    for edit in sorted(edits, key=lambda one: one.start, reverse=True):
        (first, left), (last, right) = edit.start, edit.end
        tail = lines[last][right:] if last < len(lines) else ""
        lines[first : last + 1] = [lines[first][:left] + edit.text + tail]
    return "".join(lines)


def without(text: str, group: yaml.Node, keys: Collection[str]) -> Iterator[Edit]:
    """The edits that take keys out of a group; one with a comment beside it stays, and the first on a line of others."""
    found = pairs(group)
    if in_brackets(group):
        yield from _out_of_brackets(found, keys)
        return
    lines = text.splitlines(keepends=True)
    for pair in found[1:]:
        (first, left), (last, right) = start(pair.key), end(pair.value)
        alone = not lines[first][:left].strip() and not lines[last][right:].strip()
        if pair.key.value in keys and alone:
            yield Edit((first, 0), (last + 1, 0))


def _out_of_brackets(found: list[Pair], keys: Collection[str]) -> Iterator[Edit]:
    kept = [at for at, pair in enumerate(found) if pair.key.value not in keys]
    if not kept:
        return
    for place, pair in enumerate(found):
        if pair.key.value in keys and place < kept[-1]:
            yield Edit(start(pair.key), start(found[place + 1].key))
    if kept[-1] < len(found) - 1:
        yield Edit(end(found[kept[-1]].value), end(found[-1].value))


def width(line: str) -> int:
    """How many columns a line takes."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in line)


def on_fewer_lines(text: str, group: yaml.Node) -> Edit | None:
    """The edit that writes a group of several lines in brackets, on one line or on two that save as many.

    None where that would not fit, or a comment would be lost.
    """
    if not isinstance(group, yaml.MappingNode) or in_brackets(group):
        return None
    lines = text.splitlines()
    last = _last(group)
    said = lines[group.start_mark.line : last[0] + 1]
    parts = [(pair.key.value, _in_brackets(pair.value, lines)) for pair in pairs(group)]
    if (
        len(said) == 1
        or any(part is None for _, part in parts)
        or any("#" in line or not line.strip() for line in said)
    ):
        return None
    indent = " " * (group.start_mark.column + 1)
    for written in _broken([f"{key}: {part}" for key, part in parts], f",\n{indent}"):
        rows = f"{indent}{written}".splitlines()
        if max(map(width, rows)) <= WIDEST and len(rows) <= max(1, len(said) // 2):
            return Edit(start(group), last, "{" + written + "}")
    return None


def _broken(parts: list[str], elsewhere: str) -> Iterator[str]:
    """The parts on one line; or on two, the first of which is as long as may be."""
    yield ", ".join(parts)
    for place in range(len(parts) - 1, 0, -1):
        yield ", ".join(parts[:place]) + elsewhere + ", ".join(parts[place:])


def listed(words: Iterable[str], indent: int) -> str:
    """Words in brackets, broken where a line would be too long."""
    rows: list[list[str]] = [[]]
    for word in words:
        if rows[-1] and indent + width(", ".join([*rows[-1], word])) + 2 > WIDEST:
            rows.append([])
        rows[-1].append(word)
    return "[" + f",\n{' ' * (indent + 1)}".join(", ".join(row) for row in rows) + "]"


def _last(node: yaml.Node) -> Spot:
    """Where the last thing in a node ends; what YAML calls the end of a group is where the next begins."""
    inside = node.value if isinstance(node, yaml.CollectionNode) and not in_brackets(node) else []
    if not inside:
        return end(node)
    return _last(inside[-1][1] if isinstance(node, yaml.MappingNode) else inside[-1])


def _in_brackets(node: yaml.Node, lines: list[str]) -> str | None:
    """A node as it is written within brackets; None where it cannot be."""
    if isinstance(node, yaml.MappingNode) and not in_brackets(node):
        parts = [(pair.key.value, _in_brackets(pair.value, lines)) for pair in pairs(node)]
        return (
            None
            if any(said is None for _, said in parts)
            else "{" + ", ".join(f"{key}: {said}" for key, said in parts) + "}"
        )
    (first, left), (last, right) = start(node), end(node)
    if isinstance(node, yaml.SequenceNode) and not in_brackets(node):
        return None
    rows = (
        [lines[first][left:], *lines[first + 1 : last], lines[last][:right]]
        if first != last
        else [lines[first][left:right]]
    )
    said = " ".join(row.strip() for row in rows)
    plain = isinstance(node, yaml.ScalarNode) and not node.style
    return None if plain and (set(said) & set(",[]{}") or ": " in said) else said


def words_of(node: yaml.Node) -> tuple[str, ...]:
    """The words of a list in brackets; none where it is anything else."""
    if not isinstance(node, yaml.SequenceNode) or not in_brackets(node):
        return ()
    return tuple(one.value for one in node.value if isinstance(one, yaml.ScalarNode))


def lists(node: yaml.Node, keys: Collection[str], loc: Loc = ()) -> Iterator[tuple[str, yaml.Node]]:
    """Every list of words in brackets that stands under one of the keys."""
    for pair in pairs(node):
        if pair.key.value in keys and words_of(pair.value):
            yield pair.key.value, pair.value
        else:
            yield from lists(pair.value, keys, (*loc, pair.key.value))
    for place, one in enumerate(each(node)):
        yield from lists(one, keys, (*loc, place))
