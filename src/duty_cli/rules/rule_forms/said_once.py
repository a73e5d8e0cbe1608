"""What a rule file of the second edition says once, put wherever it holds, before any form is filled.

A set of words stands for its words in every list; a rule without a clause has that of its category, or of the head; what
``defaults`` of a category and of the head say holds where an item, a quota or a selection says nothing; kinds alike are
declared together. What comes out is a tree as the forms read it, in which all that was put in has the place where it was written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias

from duty_cli.model.parsed_rows import Problem
from duty_cli.model.records import Attendance
from duty_cli.rules.yaml_reading.form_fields import Vocabulary
from duty_cli.rules.yaml_reading.source_map import Loc, SourceMap, Tree, written

Group: TypeAlias = dict[str, Tree]
"""Keys and values."""

SECOND = "duty-rules/2"
"""The format of the files that are expanded."""

CITING = (
    *("kinds", "categories", "joint_bounds", "multipliers", "pro_rata", "minimums", "vetoes"),
    *("quotas", "selections", "consequences"),
)
"""The sections whose rules cite a clause; where the head has one, it is theirs."""

LISTS: Mapping[str, str] = {
    "kind": "kinds",
    **dict.fromkeys(("attendance", "present", "left_out"), "states"),
    "stage": "stages",
    "level": "levels",
    **dict.fromkeys(("grade", "grades", "unused_of"), "grades"),
    **dict.fromkeys(("role", "sector", "party", "liaison_group", "special_committee"), ""),
    **dict.fromkeys(("bases", "reach", "categories", "less"), ""),
}
"""The keys below which a list of words stands, and of which words; "" for those that the file does not declare."""

_SINGLE = {("quotas", "grade"), ("bands", "grade")}
"""Sections in which one word alone stands below a key that takes lists elsewhere."""

_SORTS = {"kinds": "履职事项", "states": "出席情况", "stages": "阶段", "levels": "级别", "grades": "等次"}
_STATES = tuple(str(state) for state in Attendance)


def expanded(source: SourceMap) -> tuple[SourceMap, list[Problem]]:
    """The file with all that it says once put where it holds, and what is wrong with what it says once.

    A file of the first edition is handed back as it is.
    """
    tree = source.tree
    if not isinstance(tree, dict) or tree.get("format") != SECOND:
        return source, []
    return _Expansion(source).expand(tree)


def vocabulary(tree: Tree) -> Vocabulary:
    """The edition of the file and the words it declares, as far as they can be read before it is known to be sound."""
    top = tree if isinstance(tree, dict) else {}
    return Vocabulary(
        kinds=_texts(top.get("kinds"), "id"),
        stages=_texts(top.get("stages", [])),
        levels=_texts(top.get("levels", [])),
        grades=_texts(top.get("bands", []), "grade"),
        sets=tuple(_sets(top)),
        edition=2 if top.get("format") == SECOND else 1,
    )


def _texts(listed: Tree | None, key: str | None = None) -> tuple[str, ...] | None:
    """The texts of a list, or those under ``key`` in its groups; None where there is no list."""
    if not isinstance(listed, list):
        return None
    found = (one.get(key) if key and isinstance(one, dict) else one for one in listed)
    return tuple(text for text in found if isinstance(text, str))


def _group(tree: Tree | None) -> Group:
    """The group that stands somewhere; what is no group says nothing here, and its form says what is wrong with it."""
    return tree if isinstance(tree, dict) else {}


def _sets(top: Group) -> dict[str, list[str]]:
    """The sets of which words can be read."""
    if top.get("format") != SECOND:
        return {}
    listed = {name: [said] if isinstance(said, str) else said for name, said in _group(top.get("sets")).items()}
    return {
        name: [word for word in said if isinstance(word, str)]
        for name, said in listed.items()
        if isinstance(said, list)
    }


class _Expansion:
    """One file on its way from what is written to what is meant; ``moved`` has the written place of what was put in."""

    def __init__(self, source: SourceMap) -> None:
        self.source = source
        self.moved: dict[Loc, Loc] = {}
        self.problems: list[Problem] = []
        self.sets: Mapping[str, dict[str, Loc]] = {}
        self.words: Mapping[str, tuple[str, ...] | None] = {}
        self.defaults: Group = {}
        self.used: set[Loc] = set()
        self.of_categories: list[Loc] = []

    def expand(self, tree: Group) -> tuple[SourceMap, list[Problem]]:
        self.defaults = {
            key: said for key, said in _group(tree.get("defaults")).items() if said and isinstance(said, str)
        }
        top = dict(tree)
        if isinstance(listed := tree.get("kinds"), list):
            top["kinds"] = self._kinds_apart(listed)
        for section in CITING:
            if section in top:
                top[section] = self._each((section,), top[section])
        if sets := _sets(tree):
            known = vocabulary(top)
            self.words = {"kinds": known.kinds, "stages": known.stages, "levels": known.levels, "grades": known.grades}
            self.words = {**self.words, "states": _STATES}
            names = {name: words for name, words in sets.items() if not self._is_word(name)}
            self.sets = {name: self._words_of(name, words, names) for name, words in names.items()}
            top = {key: said if key == "sets" else self._below((key,), said) for key, said in top.items()}
        said: list[Loc] = [("sets", name) for name in self.sets]
        said += [*(("defaults", key) for key in self.defaults), *self.of_categories]
        unused = tuple(loc for loc in said if loc not in self.used)
        return replace(self.source, tree=top, moved=self.moved, unused=unused), self.problems

    def _kinds_apart(self, listed: list[Tree]) -> list[Tree]:
        """Kinds declared together, each by itself."""
        found: list[Tree] = []
        for at, kind in enumerate(listed):
            names = _group(kind).get("id")
            for place, name in enumerate(names if isinstance(names, list) else []):
                self.moved["kinds", len(found)] = ("kinds", at)
                self.moved["kinds", len(found), "id"] = ("kinds", at, "id", place)
                found.append({**_group(kind), "id": name})
            if not isinstance(names, list) or not names:
                if at != len(found):
                    self.moved["kinds", len(found)] = ("kinds", at)
                found.append(kind)
        return found

    def _each(self, loc: Loc, said: Tree) -> Tree:
        """The rules of a section, with what the head says for them."""
        if isinstance(said, list):
            return [self._rule(loc[0], (*loc, at), one) for at, one in enumerate(said)]
        return self._rule(loc[0], loc, said)

    def _rule(self, section: str | int, loc: Loc, said: Tree) -> Tree:
        if not isinstance(said, dict):
            return said
        rule = dict(said)
        self._default(rule, loc, "clause")
        if section in ("quotas", "selections"):
            self._places(rule, loc)
        if section == "categories" and isinstance(rule.get("items"), list):
            self.of_categories += [(*loc, "defaults", key) for key in _group(rule.get("defaults"))]
            rule["items"] = [self._item(rule, loc, (*loc, "items", at), one) for at, one in enumerate(rule["items"])]
        return rule

    def _item(self, category: Group, above: Loc, loc: Loc, said: Tree) -> Tree:
        if not isinstance(said, dict):
            return said
        item = dict(said)
        if "clause" in category:
            self._put(item, loc, "clause", category["clause"], (*above, "clause"))
        own = _group(category.get("defaults"))
        for key in ("combine", "several_levels") if "measure" not in item else ():
            if key == "several_levels" and "levels" not in item:
                continue
            if key in own and key not in item:
                self.used.add((*above, "defaults", key))
                self._put(item, loc, key, own[key], (*above, "defaults", key))
            self._default(item, loc, key)
        return item

    def _places(self, rule: Group, loc: Loc) -> None:
        """Places by number need no rounding: there it is not said; nor can it be, for it would mean nothing."""
        if rule.get("unit") != "members":
            self._default(rule, loc, "round")
        elif "round" in rule:
            what = "按人数（unit: members）的名额都是整数，round 没有意义"
            self.problems.append(self.source.key_problem((*loc, "round"), what, "请删去 round"))
        else:
            rule["round"] = "down"
        self._default(rule, loc, "ties")

    def _default(self, rule: Group, loc: Loc, key: str) -> None:
        if key in self.defaults and key not in rule:
            self.used.add(("defaults", key))
            self._put(rule, loc, key, self.defaults[key], ("defaults", key))

    def _put(self, rule: Group, loc: Loc, key: str, said: Tree, place: Loc) -> None:
        """Say what is not said, with the place where it is."""
        if key not in rule:
            rule[key] = said
            self.moved[(*loc, key)] = self.moved.get(place, place)

    def _words_of(self, name: str, words: list[str], sets: Mapping[str, list[str]]) -> dict[str, Loc]:
        """The words of a set with their places, as far as they are words; what is wrong with it is told."""
        at = ("sets", name)
        found: dict[str, Loc] = {}
        for place, word in enumerate(words):
            here = (*at, place) if (*at, place) in self.source.values else at
            if word in sets or word in found:
                self.problems.append(self.source.problem(here, *_wrong_in_set(name, word, sets)))
            else:
                found[word] = here
        return found

    def _is_word(self, name: str) -> bool:
        """Whether a set has the name of a declared word, which is told."""
        sort = next((sort for sort, declared in self.words.items() if name in (declared or ())), None)
        if sort is not None:
            what = f"集合“{name}”与{_SORTS[sort]}“{name}”同名，分不清指哪一个"
            self.problems.append(self.source.key_problem(("sets", name), what, "请给集合换一个名称"))
        return sort is not None

    def _below(self, loc: Loc, said: Tree) -> Tree:
        """What stands somewhere, with words for sets in all lists below."""
        if isinstance(said, list):
            return [one if isinstance(one, str) else self._below((*loc, at), one) for at, one in enumerate(said)]
        if not isinstance(said, dict):
            return said
        found: Group = {}
        for key, value in said.items():
            at = (*loc, key)
            if key in LISTS and _names(value) and (*loc[:1], key) not in _SINGLE:
                found[key] = self._listed(at, value, LISTS[key])
            elif key == "values" and isinstance(value, dict):
                found[key] = self._keys(at, value)
            else:
                found[key] = value if isinstance(value, str) else self._below(at, value)
        return found

    def _listed(self, loc: Loc, said: Tree, sort: str) -> Tree:
        """A list of words, or one word alone, with the words of its sets in their places; each word once."""
        listed = said if isinstance(said, list) else [said]
        if not any(word in self.sets for word in listed):
            return said
        found: dict[str, Loc] = {}
        for at, word in enumerate(map(str, listed)):
            here = (*loc, at) if isinstance(said, list) else loc
            for one, place in self._meant(word, here, sort):
                found.setdefault(one, place)
        self.moved |= {(*loc, at): place for at, place in enumerate(found.values())}
        return list(found)

    def _meant(self, word: str, here: Loc, sort: str) -> Iterator[tuple[str, Loc]]:
        """The words of a set with their places, or the word itself."""
        said = written(self.moved, here)
        words = self.sets.get(word)
        self.used.add(("sets", word))
        known = self.words.get(sort)
        if words is None:
            yield word, said
        elif known is not None and not any(one in known for one in words):
            what = f"集合“{word}”里没有{_SORTS[sort]}，不能用在这里"
            self.problems.append(self.source.problem(said, what, f"它的词是：{'、'.join([*words][:6])}"))
        else:
            yield from words.items()

    def _keys(self, loc: Loc, said: Group) -> Group:
        """A table by role or group, whose keys may be sets."""
        found: Group = {}
        for key, value in said.items():
            self.used.add(("sets", key))
            for word in self.sets.get(key, [key]):
                if word in found:
                    what = (
                        f"“{word}”在这里有两个值（集合“{key}”里也有它）" if key != word else f"“{word}”在这里有两个值"
                    )
                    place = written(self.moved, (*loc, key))
                    self.problems.append(self.source.key_problem(place, what, "请核对，一个词只写一个值"))
                elif key != word:
                    self.moved[(*loc, word)] = written(self.moved, (*loc, key))
                found.setdefault(word, value)
        return found


def _names(said: Tree) -> bool:
    """Whether a word stands here, or a list of words."""
    return isinstance(said, str) or (isinstance(said, list) and all(isinstance(one, str) for one in said))


def _wrong_in_set(name: str, word: str, sets: Mapping[str, list[str]]) -> tuple[str, str]:
    if word == name:
        return f"集合“{name}”里写了它自己", "请写它所含的词"
    if name in sets.get(word, ()):
        return f"集合“{name}”和“{word}”互相包含", "集合里只写词，不写集合"
    if word in sets:
        return f"集合“{name}”里写了另一个集合“{word}”", f"集合里只写词；用到时可以并列，如 [{name}, {word}]"
    return f"集合“{name}”里的“{word}”写了两次", "请删去一处"
