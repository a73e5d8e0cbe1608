"""Amounts of money as accounts offices write them, read to the fen or refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from duty_cli.errors.record_errors import BadValue
from duty_cli.parsing import text_cleaning
from duty_cli.patterns import pattern

UNITS: Mapping[str, int] = {"元": 1, "圆": 1, "千元": 1_000, "万元": 10_000, "万": 10_000}
"""Unit → yuan."""

_AMOUNT = pattern(
    r"(?P<sign>[-+−]?)\s*(?:[¥￥]|人民币|RMB|CNY)?\s*(?P<whole>\d{1,3}(?:,\d{3}){1,3}|\d{1,12})(?:\.(?P<part>\d{1,6}))?"
    r"\s*(?P<unit>千元|万元|万|元|圆)?整?",
    re.ASCII | re.IGNORECASE,
)
"""Commas stand before three digits or nowhere: 12,34 may be either of two amounts."""

_RED = pattern(r"\((.+)\)")
"""In brackets: taken off again, as accounts write it beside the minus."""

_SPOKEN = pattern(r"(?P<sign>-?)(?P<yuan>\d{1,12})(?:元|圆)(?:(?P<jiao>\d)角)?(?:(?P<fen>\d)分)?", re.ASCII)
_WANTED = "精确到分的金额，如 1234.50、1,234.50、￥1200 或 1.2万元"


def parse_fen(heading: str, text: str, unit: str = "元") -> int:
    """The amount in fen; a number alone is in ``unit``. Raises BadValue for what can be read in two ways or has parts of a fen."""
    plain = text_cleaning.narrow(text)
    fen = _fen(plain, unit)
    if fen is None or fen.denominator != 1:
        raise BadValue(heading, text_cleaning.shown(text), _WANTED)
    return int(fen)


def _fen(plain: str, unit: str) -> Fraction | None:
    if found := _SPOKEN.fullmatch(plain):
        fen = 100 * int(found["yuan"]) + 10 * int(found["jiao"] or 0) + int(found["fen"] or 0)
        return Fraction(-fen if found["sign"] else fen)
    red = _RED.fullmatch(plain)
    found = _AMOUNT.fullmatch(plain if red is None else red[1])
    if found is None or (red is not None and found["sign"]):
        return None
    yuan = UNITS[found["unit"] or unit]
    # 1.200 yuan is one yuan twenty here and twelve hundred elsewhere.
    if yuan == 1 and len(found["part"] or "") > 2:
        return None
    amount = Fraction(f"{found['whole'].replace(',', '')}.{found['part'] or 0}") * yuan * 100
    return -amount if red is not None or found["sign"] in ("-", "−") else amount
