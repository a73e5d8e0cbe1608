"""A rule file of the first edition written in the second: what it says in many places is said once, and means the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from itertools import combinations, groupby

import yaml

from duty_cli.errors.rule_errors import AlreadySecond, NotTheSame
from duty_cli.model.rulebook import Rulebook
from duty_cli.rules.conditions_together import may_both_hold
from duty_cli.rules.rule_files import load
from duty_cli.rules.rule_forms.said_once import CITING, LISTS, SECOND, vocabulary
from duty_cli.rules.yaml_reading.yaml_edits import (
    WIDEST,
    Edit,
    applied,
    at,
    each,
    end,
    in_brackets,
    listed,
    lists,
    nodes,
    on_fewer_lines,
    pairs,
    start,
    width,
    without,
    words_of,
)
from duty_cli.rules.yaml_reading.yaml_reader import read

_OFTEN = 3
"""What is said so often or more is said at the head."""

_CALLED = {
    frozenset({"出席", "迟到", "早退"}): "到会",
    frozenset({"缺席", "请假未准"}): "无故缺席",
    frozenset({"出席", "请假"}): "到会或请假",
}
"""What sets of states are called; others by their first word."""

Words = tuple[str, ...]


def upgraded(name: str, data: bytes) -> bytes:
    """The file in the second edition, with its comments.

    Raises RuleProblems where it is not sound, AlreadySecond where it is of the second edition, NotTheSame where what came out would
    not mean the same: then nothing is to be written.
    """
    (before,) = load({name: data}).every
    given = data.decode("utf-8-sig")
    text = given.replace("\r\n", "\n")
    if _text(nodes(text), "format") == SECOND:
        raise AlreadySecond(name)
    text = _kinds_together(_said_when(text, before))
    text = _short(_said_once(text, _of_several_levels(before)))
    found = (text.replace("\n", "\r\n") if "\r\n" in given else text).encode()
    (after,) = load({name: found}).every
    if meant(after) != meant(before):
        raise NotTheSame(name)
    return found


def meant(value: object) -> object:
    """What a rulebook means, whatever line of whatever file says it: to be compared."""
    if isinstance(value, tuple | list):
        return [meant(one) for one in value]
    if isinstance(value, Mapping):
        return [(key, meant(one)) for key, one in value.items()]
    if is_dataclass(value) and not isinstance(value, type):
        left_out = {"place", "defaults", "sets"} if isinstance(value, Rulebook) else {"place"}
        told = [one.name for one in fields(value) if one.name not in left_out]
        return [type(value).__name__, *(meant(getattr(value, one)) for one in told)]
    return value


def _said_when(text: str, rules: Rulebook) -> str:
    """Consequences with what the first edition left to the sort of their test: in which years they are proposed."""
    edits = []
    for group, rule in zip(each(at(nodes(text), "consequences")), rules.consequences, strict=True):
        said = {pair.key.value: pair.key for pair in pairs(group)}
        if "fires" not in said:
            place = start(said["propose"])
            after = ", " if in_brackets(group) else f"\n{' ' * place[1]}"
            edits.append(Edit(place, place, f"fires: {rule.fires}{after}"))
    return applied(text, edits)


def _of_several_levels(book: Rulebook) -> frozenset[tuple[int, int]]:
    """The places of the items of which a record may meet several levels: the others have no use for a default."""
    return frozenset(
        (at, place)
        for at, category in enumerate(book.categories)
        for place, item in enumerate(category.items)
        if any(may_both_hold(one.when, other.when) for one, other in combinations(item.levels, 2))
    )


def _kinds_together(text: str) -> str:
    """Neighbouring kinds that say the same, each on a line of its own, as one."""
    lines = text.splitlines()
    edits: list[Edit] = []
    for _, run in groupby(each(at(nodes(text), "kinds")), key=lambda kind: _but_id(kind, lines)):
        for several in _fitting(list(run), lines):
            ids = [_id(kind) for kind in several]
            if len(several) > 1 and all(ids):
                edits.append(Edit(*_span(ids[0]), f"[{', '.join(_said(one, lines) for one in ids)}]"))
                edits.append(Edit((several[1].start_mark.line, 0), (several[-1].end_mark.line + 1, 0)))
    return applied(text, edits)


def _id(kind: yaml.Node) -> yaml.Node | None:
    return at(kind, "id")


def _span(node: yaml.Node | None) -> tuple[tuple[int, int], tuple[int, int]]:
    return (start(node), end(node)) if node is not None else ((0, 0), (0, 0))


def _said(node: yaml.Node | None, lines: list[str]) -> str:
    """What stands at a node of one line, as it is written."""
    return "" if node is None else lines[node.start_mark.line][node.start_mark.column : node.end_mark.column]


def _but_id(kind: yaml.Node, lines: list[str]) -> object:
    """What a kind on a line of its own says beside its name; what is written otherwise is like no other."""
    line = lines[kind.start_mark.line]
    alone = line[: kind.start_mark.column].strip() == "-" and line[kind.end_mark.column :].strip() == ""
    if not alone or not in_brackets(kind) or kind.start_mark.line != kind.end_mark.line:
        return id(kind)
    return tuple((pair.key.value, _said(pair.value, lines)) for pair in pairs(kind) if pair.key.value != "id")


def _fitting(kinds: list[yaml.Node], lines: list[str]) -> Iterator[list[yaml.Node]]:
    """The same kinds in parts that fit on a line, none of them parted by a line of another sort."""
    part: list[yaml.Node] = []
    for kind in kinds:
        names = ", ".join(_said(_id(one), lines) for one in [*part, kind])
        next_line = not part or kind.start_mark.line == part[-1].start_mark.line + 1
        if part and (not next_line or width(lines[kind.start_mark.line] + names) > WIDEST):
            yield part
            part = []
        part.append(kind)
    if part:
        yield part


def _said_once(text: str, several: Collection[tuple[int, int]]) -> str:
    """Sets, defaults and clauses of categories in place of what they say; ``several`` as of ``_of_several_levels``."""
    top = nodes(text)
    sets, defaults = _sets(text), _defaults(top)
    said = at(top, "format")
    edits = [] if said is None else [Edit(start(said), end(said), SECOND)]
    edits += [edit for key, node in lists(top, LISTS) for edit in _shorter(key, node, sets)]
    for group, keys in _repeated(top, defaults, several):
        edits += without(text, group, keys)
    head = _head(sets, defaults)
    place = _above(text.splitlines(), start(pairs(top)[_place_of_head(top)].key)[0])
    return applied(text, [*edits, Edit((place, 0), (place, 0), head)] if head else edits)


def _place_of_head(top: yaml.MappingNode) -> int:
    return next(at for at, pair in enumerate(pairs(top)) if pair.key.value == "kinds")


def _above(lines: list[str], line: int) -> int:
    """The first of the comment lines that stand right above ``line``."""
    while line and lines[line - 1].startswith("#"):
        line -= 1
    return line


def _head(sets: Mapping[str, Words], defaults: Mapping[str, str]) -> str:
    said = ", ".join(f"{key}: {value}" for key, value in defaults.items())
    text = f"defaults: {{{said}}}\n" if said else ""
    alone = ", ".join(f"{name}: [{', '.join(words)}]" for name, words in sets.items())
    if sets and width(alone) < WIDEST - 10:
        text += f"sets: {{{alone}}}\n"
    elif sets:
        text += "sets:\n" + "".join(f"  {name}: {listed(words, width(name) + 4)}\n" for name, words in sets.items())
    return f"{text}\n" if text else ""


def _sets(text: str) -> dict[str, Words]:
    """The lists that are worth a name, by name; the one that saves most is named first, and all are looked at anew."""
    left = [words_of(node) for _, node in lists(nodes(text), LISTS)]
    found: dict[str, Words] = {}
    taken = _taken(text)
    while best := max(({one for one in left if len(one) > 1}), key=lambda one: (_saved(one, left), one), default=None):
        if _saved(best, left) <= 0:
            return found
        name = _CALLED.get(frozenset(best), f"{best[0]}等")
        while name in taken:
            name += "等"
        found[name] = best
        taken.add(name)
        left = [one for one in (_named(one, name, best) for one in left) if name not in one]
    return found


def _named(said: Words, name: str, words: Words) -> Words:
    """A list with ``name`` in place of the words that it stands for."""
    place = _within(words, said)
    return said if place is None else (*said[:place], name, *said[place + len(words) :])


def _saved(words: Words, every: Iterable[Words]) -> int:
    """How many signs a name for these words saves in all lists, after it is declared on a line of its own."""
    uses = sum(_within(words, one) is not None for one in every)
    return (uses - 1) * (sum(map(len, words)) + 2 * len(words)) - 4 * uses - 20


def _taken(text: str) -> set[str]:
    """The words that no set may be called by: all that the file declares or says."""
    source, _ = read("", text.encode())
    known = vocabulary(source.tree if source else {})
    declared = {word for words in (known.kinds, known.stages, known.levels, known.grades) for word in words or ()}
    return declared | {word for _, node in lists(nodes(text), LISTS) for word in words_of(node)}


def _within(words: Words, said: Words) -> int | None:
    """Where the words stand one after another in a list."""
    places = range(len(said) - len(words) + 1)
    return next((place for place in places if said[place : place + len(words)] == words), None)


def _shorter(key: str, node: yaml.Node, sets: Mapping[str, Words]) -> Iterator[Edit]:
    """A list with the names of sets in place of their words."""
    words = words_of(node)
    found = [*words]
    for name, one in sorted(sets.items(), key=lambda said: -len(said[1])):
        whole = LISTS[key] and set(words) == set(one)
        found = [name] if whole else [*_named(tuple(found), name, one)]
    if found != [*words]:
        yield Edit(start(node), end(node), found[0] if len(found) == 1 else f"[{', '.join(found)}]")


def _rules(top: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
    """Every rule of the sections that cite a clause, under the name of its section; of categories not the items."""
    for section in CITING:
        node = at(top, section)
        yield from ((section, one) for one in (each(node) or ([node] if isinstance(node, yaml.MappingNode) else [])))


def _text(group: yaml.Node, key: str) -> str | None:
    node = at(group, key)
    return node.value if isinstance(node, yaml.ScalarNode) else None


def _defaults(top: yaml.Node) -> dict[str, str]:
    """What is said often enough to be said at the head."""
    rules = [rule for _, rule in _rules(top)]
    items = [item for section, rule in _rules(top) if section == "categories" for item in each(at(rule, "items"))]
    found: dict[str, str] = {}
    for key, groups in (("clause", rules), ("combine", items), ("several_levels", items)):
        said = Counter[str]()
        for group in groups:
            if (value := _text(group, key)) is not None:
                # A group with levels stays on several lines, and saves one.
                said[value] += 3 if at(group, "levels") else 1
        # A clause at the head is that of a document without clauses; of others each rule has its own.
        often = max(_OFTEN, len(groups) * 3 // 4) if key == "clause" else _OFTEN
        for value, times in said.most_common(1):
            if times >= often:
                found[key] = value
    return found


def _repeated(
    top: yaml.Node, defaults: Mapping[str, str], several: Collection[tuple[int, int]]
) -> Iterator[tuple[yaml.Node, set[str]]]:
    """The groups with keys that they need not say any more."""
    for section, rule in _rules(top):
        gone = {"clause"} if _text(rule, "clause") == defaults.get("clause") else set()
        if section in ("quotas", "selections") and _text(rule, "unit") == "members":
            gone |= {"round"}
        yield rule, gone
    for number, category in enumerate(each(at(top, "categories"))):
        for place, item in enumerate(each(at(category, "items"))):
            keys = ("combine", "several_levels") if (number, place) in several else ("combine",)
            same = {key for key in keys if _text(item, key) == defaults.get(key, "")}
            yield item, same | ({"clause"} if _text(item, "clause") == _text(category, "clause") else set())


def _short(text: str) -> str:
    """Rules that fit on a line or two, on so many."""
    top = nodes(text)
    edits: list[Edit] = []
    for section, rule in _rules(top):
        whole = on_fewer_lines(text, rule)
        items = each(at(rule, "items")) if section == "categories" and whole is None else []
        edits += filter(None, [whole, *(on_fewer_lines(text, item) for item in items)])
    return applied(text, edits)
