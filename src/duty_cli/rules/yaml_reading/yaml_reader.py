"""Strict YAML to a plain tree, with the place of every key and advice on what a Chinese keyboard does to YAML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NoReturn

import yaml

from duty_cli.model.parsed_rows import Problem
from duty_cli.patterns import pattern
from duty_cli.rules.yaml_reading.source_map import Loc, Mark, SourceMap, Tree, beside, problem_at

Words = tuple[str, str]
"""What is wrong, and what to do."""

_COLON: Words = ("用了中文冒号“：”", "键后请用英文冒号加一个空格“: ”")
_NO_SPACE: Words = ("冒号后面缺少空格", "请在冒号后加一个空格")
_COMMA: Words = ("列表里用了中文的逗号或顿号", "请用英文逗号“,”，如 [委员, 常委]")
_SPACE: Words = ("用了全角空格", "缩进和冒号后请用半角空格")
_TAB: Words = ("缩进用了制表符（Tab）", "请改用空格")
_ALIAS: Words = ("用了别名记号 & 或 *", "请把内容写全；文字以 & 或 * 开头时请加英文引号")
_QUOTES: Words = ("用了中文引号“ ”", '请改用英文引号 " "，或去掉引号')

_IN_TEXT: tuple[tuple[str, Words], ...] = (
    (r"^[ \u3000]*(\t)", _TAB),
    (r"^[ \t]*(\u3000)|^[^#\"']*:(\u3000)", _SPACE),
    (r"(?:^|[{,，]|- )[\s\u3000]*[A-Za-z_]+\s*(：)", _COLON),
    (r"(?:^|[{,]|- )\s*[A-Za-z_]+(:)[^\s\u3000]", _NO_SPACE),
    (r"[\[{][^\]}\"'#]*?([，、])", _COMMA),
    (r"(?::\s+|-\s+|[\[{]\s*)([&*])\S", _ALIAS),
    (r"[:\[,{-]\s*([“”])[^“”]*[“”]\s*(?:[,\]}#]|$)", _QUOTES),
)


def in_text(text: str) -> Iterator[tuple[Mark, str, str]]:
    """The accidents in a text that the parser could not read, a line each."""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.lstrip().startswith("#"):
            continue
        for accident, words in _IN_TEXT:
            if found := re.search(accident, line):
                yield (number, found.start(found.lastindex or 0) + 1), *words
                break


def in_key(key: str) -> Words | None:
    """The accident in a key, or in a text that stands where keys and values should."""
    if key == "<<":
        return "不能用 << 合并别处的内容", "请把内容写全"
    if "\u3000" in key:
        return _SPACE
    if "：" in key:
        return _COLON
    # Asked of every key: a colon is found in next to none.
    return _NO_SPACE if ":" in key and re.match("[A-Za-z_]+:", key) else None


def in_value(value: str) -> Words | None:
    """The accident in a text written without quotes."""
    if len(value) > 1 and value[0] in "“”" and value[-1] in "“”" and not set(value[1:-1]) & set("“”"):
        return _QUOTES
    return _SPACE if value[:1] == "\u3000" else None


def in_listed(item: str) -> Words | None:
    """The accident in one item of a list in brackets: two words with a Chinese comma between are one item."""
    return _COMMA if "，" in item or "、" in item else None


MAX_BYTES = 256 * 1024
MAX_EVENTS = 20_000
MAX_DEPTH = 20

_LOADER: type[yaml.BaseLoader] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_START: Mark = (1, 1)
_LINE_BREAK = pattern(r"\r\n|[\r\n]")
# Written as what it holds: a set of all but a few ranges of Unicode takes 4 ms more to compile at every start.
UNSEEN = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""What no editor shows and YAML refuses, or counts as a line of its own."""


def read(file: str, data: bytes) -> tuple[SourceMap | None, list[Problem]]:
    """The file's tree and the problems of its writing; no tree when it cannot be read to its end."""
    if len(data) > MAX_BYTES:
        return None, [problem_at(file, _START, f"文件超过 {MAX_BYTES // 1024} KiB", "请核对是否选错了文件")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return None, [problem_at(file, (line, 1), "文件不是 UTF-8 编码", "请在编辑器中另存为 UTF-8 后重试")]
    if unseen := UNSEEN.search(text):
        line = len(_LINE_BREAK.findall(text, 0, unseen.start())) + 1
        what = f"有看不见的字符（U+{ord(unseen[0]):04X}）"
        return None, [problem_at(file, (line, 1), what, "请删去，或重新输入这一行")]
    return _Reading(file).read(text)


class _Stopped(Exception):
    """Nothing further can be read; the problem is noted already."""


class _Reading:
    """Builds one file's tree out of the parser's events."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.values: dict[Loc, Mark] = {}
        self.keys: dict[Loc, Mark] = {}
        self.problems: list[Problem] = []
        self.garbled = False

    def read(self, text: str) -> tuple[SourceMap | None, list[Problem]]:
        try:
            tree = self._document(self._events(text))
        except yaml.YAMLError as error:
            return None, beside(self.problems, self._broken(text, error))
        except _Stopped:
            return None, self.problems
        if not isinstance(tree, dict):
            return None, self.problems or self._accidents(text) or [
                problem_at(self.file, _START, "文件应由“键: 值”组成")
            ]
        return SourceMap(self.file, tree, self.values, self.keys, self.garbled), self.problems

    def _document(self, events: Iterator[yaml.Event]) -> Tree:
        trees: list[Tree] = []
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if trees:
                    self._stop(event, "一个文件里有两份内容（---）", "请分成两个文件，或删去 ---")
                trees.append(self._node(next(events), events, ()))
        if not trees:
            self.problems.append(problem_at(self.file, _START, "文件是空的"))
            raise _Stopped
        return trees[0]

    def _events(self, text: str) -> Iterator[yaml.Event]:
        # As yaml.parse gives them, which asks twice for each: whether there is one, and for it.
        loader, count = _LOADER(text), 0
        following: Callable[[], yaml.Event | None] = loader.get_event
        try:
            while (event := following()) is not None:
                count += 1
                if count > MAX_EVENTS:
                    self._stop(event, f"内容超过 {MAX_EVENTS} 项", "请核对是否选错了文件")
                yield event
        finally:
            loader.dispose()

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], loc: Loc) -> Tree:
        self.values[loc] = _mark(event)
        if len(loc) > MAX_DEPTH:
            self._stop(event, f"嵌套超过 {MAX_DEPTH} 层", "请核对缩进")
        if isinstance(event, yaml.NodeEvent):
            self._refuse_references(event)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, loc)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, loc, in_brackets=bool(event.flow_style))
        return ""

    def _sequence(self, events: Iterator[yaml.Event], loc: Loc, *, in_brackets: bool) -> list[Tree]:
        found: list[Tree] = []
        # The parser closes whatever it opens, or breaks off: what lies nested is taken by whoever asks.
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            item = self._node(event, events, (*loc, len(found)))
            if in_brackets and isinstance(item, str) and _plain(event):
                self._note(event, in_listed(item))
            found.append(item)
        return found

    def _mapping(self, events: Iterator[yaml.Event], loc: Loc) -> dict[str, Tree]:
        found: dict[str, Tree] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._key(event)
            at = (*loc, key)
            if key in found:
                first = self.keys[at][0]
                self._note(event, (f"“{key}”在同一处写了两次（第一次在第{first}行）", "请删去或合并其中一处"))
            self.keys.setdefault(at, _mark(event))
            found[key] = self._node(next(events), events, at)
        return found

    def _key(self, event: yaml.Event) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            self._stop(event, "冒号前应是一个词", "请核对括号和缩进；文字以 * 开头时请加英文引号")
        self._refuse_references(event)
        if not event.style and (words := in_key(event.value)):
            self.garbled = True
            self._note(event, words)
        return str(event.value)

    def _scalar(self, event: yaml.ScalarEvent) -> str:
        value = str(event.value)
        if not event.style and (words := in_value(value)):
            self._note(event, words)
        return value

    def _refuse_references(self, event: yaml.NodeEvent) -> None:
        tag = getattr(event, "tag", None)
        if event.anchor is None and tag is None:
            return
        if isinstance(event, yaml.AliasEvent):
            self._note(event, (f"不能引用别处的内容（*{event.anchor}）", "请把内容写全；文字以 * 开头时请加英文引号"))
        elif event.anchor is not None:
            self._note(event, (f"不能给内容起别名（&{event.anchor}）", "请删去；文字以 & 开头时请加英文引号"))
        elif tag is not None:
            self._note(event, (f"不能标注类型（{tag}）", "请删去；文字以 ! 开头时请加英文引号"))

    def _note(self, event: yaml.Event, words: tuple[str, str] | None) -> None:
        """Note a problem; the same one again on the same line is not told."""
        if words is None:
            return
        problem = problem_at(self.file, _mark(event), *words)
        last = self.problems[-1] if self.problems else None
        if last is None or (last.line, last.what) != (problem.line, problem.what):
            self.problems.append(problem)

    def _stop(self, event: yaml.Event, what: str, advice: str) -> NoReturn:
        self._note(event, (what, advice))
        raise _Stopped

    def _broken(self, text: str, error: yaml.YAMLError) -> list[Problem]:
        """What to say of what cannot be read: the typing accidents in the text, or else the place of the break."""
        return self._accidents(text) or [problem_at(self.file, *_unread(error))]

    def _accidents(self, text: str) -> list[Problem]:
        return [problem_at(self.file, mark, what, advice) for mark, what, advice in in_text(text)]


def _unread(error: yaml.YAMLError) -> tuple[Mark, str, str]:
    """Where reading stopped and why, as far as the parser can say; a quotation mark or bracket is told where it opens."""
    context, opened = getattr(error, "context", None) or "", getattr(error, "context_mark", None)
    at = getattr(error, "problem_mark", None)
    mark = _START if at is None else (at.line + 1, at.column + 1)
    if opened is None or not ("quoted" in context or "flow" in context):
        return mark, "写法有误，读不下去", "请检查这一行和上一行的缩进、冒号后的空格，括号和引号是否成对"
    here = (opened.line + 1, opened.column + 1)
    if "quoted" in context:
        return here, "从这里开始的引号没有成对", "请补上另一半引号，或去掉引号"
    return here, f"从这里开始的括号，读到第{mark[0]}行第{mark[1]}列读不下去", "请检查括号是否成对、逗号是否齐全"


def _plain(event: yaml.Event) -> bool:
    """Whether a text stands without quotes."""
    return isinstance(event, yaml.ScalarEvent) and not event.style


def _mark(event: yaml.Event) -> Mark:
    start = event.start_mark
    return (start.line + 1, start.column + 1) if start is not None else _START
