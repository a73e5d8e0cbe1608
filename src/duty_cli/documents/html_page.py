"""A paper as one page that needs nothing beside it: no network, no fonts, and to be read no script either."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from importlib.resources import files

from duty_cli.documents.cell_text import NONE, numbered, remarks, said
from duty_cli.documents.cell_widths import cell_width
from duty_cli.documents.markdown import entry
from duty_cli.documents.svg_charts import as_svg
from duty_cli.documents.svg_primitives import plain
from duty_cli.model.papers import BoundPapers, Cell, Chart, Column, Paper, Sheet

_NAME = "姓名"
_UPRIGHT = 90
"""Cells of text that a table may be wide on an upright page."""
_LONG = 28
"""A cell of more text is wrapped."""


def as_html(paper: Paper) -> str:
    """``paper`` as a page."""
    closing = f"{_notes(paper.notes)}<p>{plain(paper.identity)}</p>"
    return _page(paper.title, [*_header(paper), "<main>", *_main(paper), "</main>", f"<footer>{closing}</footer>"])


def book_as_html(book: BoundPapers) -> str:
    """``book`` as a page: links to its papers, each printed on a page of its own."""
    opening = Paper(book.title, (), book.identity, subtitle=book.subtitle)
    links = (f'<a href="#p{at}">{plain(entry(paper))}</a>' for at, paper in enumerate(book.papers, 1))
    papers = ("\n".join(_bound(paper, f"p{at}")) for at, paper in enumerate(book.papers, 1))
    closing = f"{_notes(book.notes)}<p>{plain(book.identity)}</p>"
    nav = [f'<nav class="contents">{"".join(links)}</nav>'] if len(book.papers) > 1 else []
    return _page(book.title, [*_header(opening), *nav, "<main>", *papers, "</main>", f"<footer>{closing}</footer>"])


def _bound(paper: Paper, id_: str) -> Iterator[str]:
    """A paper as a part of a book: one level lower than on its own."""
    yield f'<article id="{id_}"><h2>{plain(paper.title)}</h2>'
    if paper.subtitle:
        yield f'<p class="subtitle">{plain(paper.subtitle)}</p>'
    yield from _text(paper)
    for sheet in paper.sheets:
        yield '<div class="scroll">'
        yield from _table(sheet, sortable=False)
        yield f"</div>{_notes(sheet.notes)}"
    yield f"{_notes(paper.notes)}</article>"


def _page(title: str, body: Iterable[str]) -> str:
    """A whole page. It tells the browser to run no script but its own and to fetch nothing."""
    style, script = _asset("style.css"), _asset("sort.js")
    allowed = f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'"
    lines = (
        "<!DOCTYPE html>",
        '<html lang="zh-CN">',
        '<head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{allowed}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{plain(title)}</title>",
        f"<style>{style}</style></head>",
        "<body>",
        *body,
        f"<script>{script}</script>",
        "</body></html>",
    )
    return "\n".join(lines) + "\n"


def _asset(name: str) -> str:
    return (files("duty_cli.documents") / "page" / name).read_text("utf-8")


def _digest(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _header(paper: Paper) -> Iterator[str]:
    yield f"<header><h1>{plain(paper.title)}</h1>"
    if paper.subtitle:
        yield f'<p class="subtitle">{plain(paper.subtitle)}</p>'
    if paper.headline:
        figures = (f"<div><dt>{plain(name)}</dt><dd>{plain(said(cell))}</dd></div>" for name, cell in paper.headline)
        yield f'<dl class="headline">{"".join(figures)}</dl>'
    links = [("charts", "图表")] if paper.charts else []
    links += [(f"s{place}", sheet.name) for place, sheet in enumerate(paper.sheets, 1)]
    if len(links) > 1:
        yield "<nav>" + "\n".join(f'<a href="#{id_}">{plain(name)}</a>' for id_, name in links) + "</nav>"
    yield "</header>"


def _text(paper: Paper) -> Iterator[str]:
    if paper.text:
        yield '<section class="text">'
        yield from (_paragraph(level, text) for level, text in numbered(paper.text))
        yield "</section>"


def _main(paper: Paper) -> Iterator[str]:
    yield from _text(paper)
    if paper.charts:
        yield '<section id="charts"><h2>图表</h2><div class="charts">'
        yield from map(_figure, paper.charts)
        yield "</div></section>"
    for place, sheet in enumerate(paper.sheets, 1):
        yield from _section(sheet, f"s{place}", paper.title)


def _paragraph(level: int, text: str) -> str:
    name = f"h{level + 2}" if level else "p"
    return f"<{name}>{plain(text)}</{name}>"


def _figure(chart: Chart) -> str:
    unit = f"（单位：{plain(chart.unit)}）" if chart.unit else ""
    columns = (Column("　"), *(Column(series.name, "right") for series in chart.series))
    rows = tuple((label, *(series.values[at] for series in chart.series)) for at, label in enumerate(chart.labels))
    figures = "".join(_table(Sheet("", chart.title, columns, rows), sortable=False))
    return (
        f"<figure><figcaption>{plain(chart.title)}{unit}</figcaption>{as_svg(chart)}"
        f"<details><summary>图中数据</summary>{figures}</details></figure>"
    )


def _section(sheet: Sheet, id_: str, above: str) -> Iterator[str]:
    wide = ' class="wide"' if _cells_wide(sheet) > _UPRIGHT else ""
    yield f'<section id="{id_}"{wide}><h2>{plain(sheet.title if sheet.title != above else sheet.name)}</h2>'
    yield '<div class="scroll" tabindex="0">'
    # Sums between rows belong to those above them, which must then stay where they are.
    yield from _table(sheet, sortable=not sheet.merged and sheet.sums == tuple(range(_foot(sheet), len(sheet.rows))))
    yield f"</div>{_notes(sheet.notes)}</section>"


def _foot(sheet: Sheet) -> int:
    """Where the sums begin if they all stand at the end."""
    return len(sheet.rows) - len(sheet.sums)


def _table(sheet: Sheet, *, sortable: bool) -> Iterator[str]:
    headings = [column.heading for column in sheet.columns]
    key = headings.index(_NAME) if _NAME in headings else 0
    looks = [f"{column.align} key" if place == key else column.align for place, column in enumerate(sheet.columns)]
    heads = zip(looks, headings, strict=True)
    yield '<table class="sortable"><thead><tr>' if sortable else "<table><thead><tr>"
    yield from (f'<th scope="col" class="{look}">{plain(heading)}</th>' for look, heading in heads)
    yield "</tr></thead><tbody>"
    if sheet.merged:
        yield from _merged_rows(sheet, looks)
    for place, row in enumerate(() if sheet.merged else sheet.rows):
        if sortable and sheet.sums and place == _foot(sheet):
            yield "</tbody><tfoot>"
        yield _row(row, looks, ' class="sum"' if place in sheet.sums else "")
    if not sheet.rows:
        yield f'<tr><td colspan="{len(headings)}">{NONE}</td></tr>'
    yield "</tfoot></table>" if sortable and sheet.sums else "</tbody></table>"


def _merged_rows(sheet: Sheet, looks: Sequence[str]) -> Iterator[str]:
    """Rows whose first cells reach down."""
    reach = {first: end - first for first, end in sheet.reaches}
    for place, (first, *others) in enumerate(sheet.rows):
        opening = _cell(said(first), looks[0], f' rowspan="{reach[place]}"') if place in reach else ""
        yield f"<tr>{opening}{''.join(_cell(said(cell), look) for cell, look in zip(others, looks[1:], strict=True))}</tr>"


def _row(row: Sequence[Cell], looks: Sequence[str], css: str) -> str:
    cells = "".join(_cell(said(cell), look) for cell, look in zip(row, looks, strict=True))
    return f"<tr{css}>{cells}</tr>"


def _cell(text: str, look: str, more: str = "") -> str:
    return f'<td class="{look}{" long" if cell_width(text) > _LONG else ""}"{more}>{plain(text)}</td>'


def _cells_wide(sheet: Sheet) -> int:
    """The cells that the table takes with its long texts wrapped."""
    bodies = list(zip(*sheet.rows, strict=True)) or [()] * len(sheet.columns)
    widths = (
        max(map(cell_width, (column.heading, *map(said, body))))
        for column, body in zip(sheet.columns, bodies, strict=True)
    )
    return sum(min(width, _LONG) + 2 for width in widths)


def _notes(notes: Sequence[str]) -> str:
    return "".join(f'<p class="notes">{plain(line)}</p>' for line in remarks(notes))
