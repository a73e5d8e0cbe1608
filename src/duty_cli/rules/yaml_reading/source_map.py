"""A file that was read: its plain tree, and where every key and value of it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from duty_cli.model.parsed_rows import Problem

Tree: TypeAlias = "str | list[Tree] | dict[str, Tree]"
"""What YAML says when every scalar is text."""

Loc: TypeAlias = tuple[str | int, ...]
"""The way from the root to a value, by keys and indices; pydantic reports it in the same form."""

Mark: TypeAlias = tuple[int, int]
"""Line and column, from 1."""

Complaint: TypeAlias = tuple[Loc, str, str]
"""Where in the tree, what is wrong, what to do."""


@dataclass(frozen=True)
class SourceMap:
    """The tree of one file with its marks; ``garbled``: some of its keys are not as they were meant.

    ``moved`` has, of what stands in the tree elsewhere than in the file, the way to it as the file has it; the marks are by that way.
    ``unused``: the sets that no list names and the defaults that hold nowhere.
    """

    file: str
    tree: Tree
    values: Mapping[Loc, Mark]
    keys: Mapping[Loc, Mark]
    garbled: bool = False
    moved: Mapping[Loc, Loc] = field(default_factory=dict)
    unused: tuple[Loc, ...] = ()

    def mark(self, loc: Loc) -> Mark:
        """Where the value at ``loc`` stands; for what is not there, where its parent stands."""
        loc = written(self.moved, loc)
        while loc and loc not in self.values:
            loc = loc[:-1]
        return self.values[loc]

    def by_default(self, loc: Loc) -> bool:
        """Whether what stands at ``loc`` is one of the defaults, of the head or of a category."""
        return written(self.moved, loc)[-2:-1] == ("defaults",)

    def place(self, loc: Loc) -> str:
        """The place that rules carry: ``scoring.yaml:31``."""
        return f"{self.file}:{self.mark(loc)[0]}"

    def problem(self, loc: Loc, what: str, advice: str = "") -> Problem:
        """A problem of the value at ``loc``."""
        return problem_at(self.file, self.mark(loc), what, advice)

    def key_problem(self, loc: Loc, what: str, advice: str = "") -> Problem:
        """A problem of the key at ``loc``."""
        return problem_at(self.file, self.keys.get(written(self.moved, loc)) or self.mark(loc), what, advice)


def written(moved: Mapping[Loc, Loc], loc: Loc) -> Loc:
    """The way to ``loc`` as the file has it: what is written elsewhere is a single value, or a member of a section with all below."""
    if not moved:
        return loc
    if (at := moved.get(loc)) is not None:
        return at
    return loc if (at := moved.get(loc[:2])) is None else at + loc[2:]


def problem_at(file: str, mark: Mark, what: str, advice: str = "") -> Problem:
    """A problem at a mark."""
    line, column = mark
    return Problem(file, line, f"第{column}列", what, advice)


def beside(problems: Iterable[Problem], later: Iterable[Problem]) -> list[Problem]:
    """Both, without what is found ``later`` on a line that has a problem already: it only follows from the first."""
    first = list(problems)
    lines = {(problem.file, problem.line) for problem in first}
    return first + [problem for problem in dict.fromkeys(later) if (problem.file, problem.line) not in lines]
