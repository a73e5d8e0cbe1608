"""Plain rows of an ods are put together before the walk: what is found is what a walk over all of the sheet finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duty_cli.importing.readers import workbook_reader
from duty_cli.importing.readers.plain_table_rows import with_plain_rows_together
from duty_cli.importing.readers.workbook_reader import ods_marks
from duty_cli.importing.readers.workbook_xml import MAX_CELLS, Marks, NotXml, TooLarge
from tests.effort import examples

TEXT = '<table:table-cell office:value-type="string" calcext:value-type="string"><text:p>张晓岚&amp;</text:p></table:table-cell>'
DAY = (
    '<table:table-cell table:style-name="ce1" office:value-type="date" office:date-value="2026-03-05" '
    'calcext:value-type="date"><text:p>2026-03-05</text:p></table:table-cell>'
)
NUMBER = '<table:table-cell table:style-name="ce1" office:value-type="float" office:value="7" calcext:value-type="float"><text:p>7</text:p></table:table-cell>'
EMPTY, SEVERAL = "<table:table-cell/>", '<table:table-cell table:style-name="ce1" table:number-columns-repeated="3"/>'
EDGE = '<table:table-cell table:number-columns-repeated="16374"/>'


def row(*cells: str, more: str = ' table:style-name="ro1"') -> str:
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


PLAIN = (
    row(TEXT, DAY, NUMBER, EMPTY, TEXT),
    row(TEXT, SEVERAL, DAY, EDGE),
    row(NUMBER, more="") + "\n",
    row(EDGE),
    row(TEXT),
)
FORMULA = '<table:table-cell table:formula="of:=TODAY()" office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell>'
ERROR = (
    '<table:table-cell office:value-type="string" calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
)
OTHERS = (
    row(TEXT, FORMULA),
    row(ERROR, TEXT),
    row(TEXT, more=' table:visibility="collapse"'),
    row(TEXT, more=' table:style-name="flat"'),
    row(TEXT, more=' table:number-rows-repeated="3"'),
    row(NUMBER.replace("ce1", "zeros")),
    row(
        '<table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="2" office:value-type="string"/>',
        TEXT,
    ),
    row('<table:table-cell table:number-columns-repeated="16000"/>', TEXT),
    row(EDGE, TEXT, FORMULA),
    row(TEXT.replace('"', "'"), FORMULA),
    FORMULA,
    f"<table:table-row-group>{row(TEXT)}",
    "</table:table-row-group>",
    f"<table:table-row><table:table-cell>{row(TEXT)}{row(TEXT, NUMBER)}</table:table-cell>{FORMULA}</table:table-row>",
    '</table:table><table:table table:name="二"><table:table-column table:default-cell-style-name="zeros"/>',
    '<style:style style:name="ro1"><style:table-row-properties style:row-height="0cm"/></style:style>',
    '<number:number-style style:name="n"><number:number number:min-integer-digits="3"/></number:number-style>'
    '<style:style style:name="ce1" style:data-style-name="n"/>',
    *("<!--", "-->", "<![CDATA[", "]]>", "<?x ", "?>", "</table:table-row>", "甲", f'<a b="{row(TEXT)}"/>', "<a b='"),
    row(TEXT.replace("张", "\x01")),
    row(TEXT.replace("&amp;", "&x;")),
)
STYLES = (
    '<style:style style:name="ro1"><style:table-row-properties style:row-height="0.452cm" style:use-optimal-row-height="true"/>'
    '</style:style><number:number-style style:name="n"><number:number number:min-integer-digits="1"/></number:number-style>',
    '<style:style style:name="flat"><style:table-row-properties style:row-height="0.0cm"/></style:style>',
    '<number:number-style style:name="n"><number:number number:min-integer-digits="3"/></number:number-style>'
    '<style:style style:name="zeros" style:data-style-name="n"/><style:style style:name="ce1" style:data-style-name="n"/>',
    "<!-- x -->",
)


def content(rows: str, styles: str = STYLES[0]) -> str:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content><office:automatic-styles>'
    table = f'<table:table table:name="一"><table:table-column/>{rows}</table:table>'
    return f"{head}{styles}</office:automatic-styles>{table}</office:document-content>"


@st.composite
def contents(draw: st.DrawFn) -> bytes:
    """The XML of an ods: mostly whole, with some row in it that is not plain, perhaps damaged somewhere."""
    lines = draw(st.lists(st.sampled_from(PLAIN), max_size=8))
    for other in draw(st.lists(st.sampled_from(OTHERS), max_size=3)):
        lines.insert(draw(st.integers(0, len(lines))), other)
    data = content("".join(lines), draw(st.sampled_from(STYLES))).encode(
        draw(st.sampled_from(("utf-8", "utf-8", "utf-16")))
    )
    if draw(st.integers(0, 3)) == 0:
        at, wide = draw(st.integers(0, len(data))), draw(st.integers(0, 9))
        data = (
            data[:at] + draw(st.sampled_from((b"", b"<", b"/>", b'"', b"\xff", data[at : at + 30]))) + data[at + wide :]
        )
    return data


Found = tuple[Mapping[str, Marks], date] | str


def found(data: bytes, styles: bytes) -> Found:
    """The marks without the bound of their rectangles, or why it is refused."""
    try:
        marks, day = ods_marks(data, styles)
    except (NotXml, TooLarge) as error:
        return type(error).__name__
    return {name: replace(one, rows=0, columns=0) for name, one in marks.items()}, day


@settings(deadline=None, max_examples=examples(800))
@given(contents(), st.sampled_from(STYLES))
def test_what_is_found_is_what_a_walk_over_all_of_the_sheet_finds(data: bytes, styles: str) -> None:
    shared = f"<x>{styles}</x>".encode()
    with patch.object(workbook_reader, "with_plain_rows_together", return_value=None):
        slow = found(data, shared)
    assert found(data, shared) == slow


def test_plain_rows_become_one_that_is_repeated_and_the_last() -> None:
    together = with_plain_rows_together(content("".join(PLAIN) * 9).encode(), b"<x/>", MAX_CELLS)
    assert together is not None
    assert (together.count(b"<table:table-row"), b'table:number-rows-repeated="44"' in together) == (2, True)


@pytest.mark.parametrize("styles", STYLES[1:3])
def test_rows_that_styles_may_hide_and_numbers_that_they_may_pad_are_walked(styles: str) -> None:
    together = with_plain_rows_together(content(row(NUMBER) * 9, styles).encode(), b"<x/>", MAX_CELLS)
    assert together is None or together.count(b"<table:table-row") == 9


def test_rows_that_span_more_than_a_sheet_may_are_refused_as_before() -> None:
    with pytest.raises(TooLarge):
        ods_marks(
            content(
                row(SEVERAL * 400, TEXT) + row(TEXT) + row(TEXT, more=' table:number-rows-repeated="9999"')
            ).encode()
        )
