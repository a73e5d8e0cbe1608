"""A page as a browser sees it: after its script has run, with what the browser complained of."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_HEADLESS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=3000", "--enable-logging=stderr")


def visited(page: str, folder: Path) -> tuple[str, list[str]]:
    """The document after its script has run, and the lines of the console. Skips where there is no Chromium."""
    browser = next(filter(None, map(shutil.which, _NAMES)), None)
    if browser is None:
        pytest.skip(f"没有 Chromium（{'、'.join(_NAMES)}），网页未在浏览器中核对")
    file = folder / "page.html"
    file.write_text(page, "utf-8")
    command = [browser, *_HEADLESS, f"--user-data-dir={folder / 'profile'}", "--dump-dom", file.as_uri()]
    run = subprocess.run(command, capture_output=True, check=True, timeout=120)
    console = [line for line in run.stderr.decode("utf-8", "replace").splitlines() if ":CONSOLE" in line]
    return run.stdout.decode("utf-8"), console


@dataclass
class Table:
    """A table of a page, under the heading or caption that stands before it."""

    under: str
    rows: list[list[str]] = field(default_factory=list)

    def by(self, heading: str, wanted: str) -> dict[str, str]:
        """The column ``wanted`` by what stands under ``heading``."""
        key, value = (self.rows[0].index(one) for one in (heading, wanted))
        return {row[key]: row[value] for row in self.rows[1:]}


class Page(HTMLParser):
    """What stands on a page: tables, the figures of the headline, the words of the pictures."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self.pictures: list[list[str]] = []
        self.headline: dict[str, str] = {}
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._texts: list[str] = []
        self._under = self._name = ""
        self.feed(text)

    def table(self, under: str) -> Table:
        """The table under a heading."""
        return next(table for table in self.tables if table.under == under)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._texts.append("")
        if tag == "table":
            self.tables.append(Table(self._under))
        elif tag == "tr":
            self.tables[-1].rows.append([])
        elif tag == "svg":
            self.pictures.append([])

    def handle_data(self, data: str) -> None:
        if self._texts:
            self._texts[-1] += data

    def handle_endtag(self, tag: str) -> None:
        text = self._texts.pop() if self._texts else ""
        if tag in ("button", "p") and self._texts:
            self._texts[-1] += text
        elif tag in ("td", "th"):
            self.tables[-1].rows[-1].append(text)
        elif tag in ("h2", "figcaption"):
            self._under = text
        elif tag == "text":
            self.pictures[-1].append(text)
        elif tag == "dt":
            self._name = text
        elif tag == "dd":
            self.headline[self._name] = text
