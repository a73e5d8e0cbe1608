"""The printed document (条文) that a rule file puts into rules: its articles, each as it stands on paper."""

from __future__ import annotations

from typing import TypeAlias

from duty_cli.model.quick_dataclass import dataclass

ArticleNumber: TypeAlias = tuple[int, int]
"""The number of an article, and that of one put in after it: (12, 0) is 第12条, (12, 1) 第12条之1."""


def called(number: ArticleNumber) -> str:
    """How an article is named in messages and papers, whatever numerals the document is printed with."""
    return f"第{number[0]}条" + (f"之{number[1]}" if number[1] else "")


@dataclass(frozen=True, slots=True)
class Article:
    """One article: its ``paragraphs`` as printed, number and all; ``line`` is its first line in the file, from 1.

    ``items`` are the numbers of its 项: what it marks （一）, (1) or 1. within itself.
    """

    number: ArticleNumber
    paragraphs: tuple[str, ...]
    items: frozenset[int]
    line: int

    @property
    def text(self) -> str:
        """All of it on one line."""
        return "　".join(self.paragraphs)


@dataclass(frozen=True, slots=True)
class PrintedText:
    """The articles of one file, in the order of the document; ``file`` is its name."""

    file: str
    articles: tuple[Article, ...]

    def article(self, number: ArticleNumber) -> Article | None:
        """The article of that number."""
        return next((one for one in self.articles if one.number == number), None)
