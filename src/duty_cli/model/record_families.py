"""Which records are of one matter: those of one 成果标识, and those linked by 来源编号, however long the chain.

A proposal that became a brief, and the brief that became a report, are one matter, whoever's records they are and in
whatever order they were entered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field

from duty_cli.model.members import Seq
from duty_cli.model.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """What a record says of where it belongs: its own number, its matter, and the number of the record it comes from."""

    seq: Seq
    number: str | None
    matter: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Families:
    """The matter of each record that is linked to another, and of the 成果标识 that such records bear."""

    of_record: Mapping[Seq, str] = field(default_factory=dict)
    of_matter: Mapping[str, str] = field(default_factory=dict)

    def family(self, seq: Seq, matter: str | None) -> str | None:
        """The matter of a record by its links; None for one that is linked to no other."""
        return self.of_record.get(seq) or (None if matter is None else self.of_matter.get(matter))


NO_LINKS = Families()

_Node = tuple[str, str]


def families(links: Iterable[Link]) -> Families:
    """The families of all records that have a source, and of those that are one."""
    every = [link for link in links if len(_nodes(link)) > 1]
    joined = _Joined()
    for link in every:
        first, *others = _nodes(link)
        for other in others:
            joined.join(first, other)
    names = joined.names()
    of_record = {link.seq: names[node] for link in every if (node := _nodes(link)[0]) in names}
    return Families(of_record, {node[1]: name for node, name in names.items() if node[0] == "matter"})


def _nodes(link: Link) -> list[_Node]:
    """What a record hangs on: itself, its number, its matter and its source."""
    named = (("number", link.number), ("matter", link.matter), ("number", link.source))
    return [("seq", str(link.seq)), *((sort, text) for sort, text in named if text is not None)]


class _Joined:
    """Sets that grow together."""

    def __init__(self) -> None:
        self._above: dict[_Node, _Node] = {}

    def join(self, one: _Node, other: _Node) -> None:
        """Make the sets of two nodes one."""
        a, b = self._top(one), self._top(other)
        if a != b:
            self._above[a] = b

    def names(self) -> dict[_Node, str]:
        """Each node's family, called by the first 成果标识 in it, else by the first number: never by an order of entry.

        A record that names a source which is not there, or reversed, is by itself, and no family.
        """
        members: dict[_Node, list[_Node]] = {}
        for node in list(self._above):
            members.setdefault(self._top(node), []).append(node)
        linked = (own for own in members.values() if sum(sort == "seq" for sort, _ in own) > 1)
        return {node: _name(own) for own in linked for node in own}

    def _top(self, node: _Node) -> _Node:
        self._above.setdefault(node, node)
        top = node
        while self._above[top] != top:
            top = self._above[top]
        while self._above[node] != top:
            self._above[node], node = top, self._above[node]
        return top


def _name(nodes: list[_Node]) -> str:
    """A number alone is marked, so that no 成果标识 is taken for it."""
    matters = [text for sort, text in nodes if sort == "matter"]
    numbers = [text for sort, text in nodes if sort == "number"]
    return min(matters) if matters else "\0" + min(numbers)
