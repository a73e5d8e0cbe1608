"""Make ``src/duty_cli/model/stroke_table.py``: the characters of the 通用规范汉字表 by strokes, first stroke and order of strokes.

Usage: python scripts/make_strokes.py UNIHAN ORDERS > src/duty_cli/model/stroke_table.py

UNIHAN is a folder with the files of the Unihan database, or their .bz2 as Debian's package ``unicode-data`` lays them
down: ``kTGH`` numbers the 8,105 characters, whose three parts are each in the official order by strokes (GF 3003-1999),
and ``kTotalStrokes`` counts the strokes. ORDERS is a JSON file {character: [stroke, …]} written by the npm packages
``cnchar`` and ``cnchar-order``: cnchar.stroke(character, 'order', 'name')[0]; it tells first strokes, and only serves
to find where in the official order one first stroke ends and the next begins.

Where a count breaks the official order (39 of them, simplified forms counted as if unsimplified), its neighbours' holds.
"""

from __future__ import annotations

import bz2
import heapq
import json
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from pathlib import Path

PARTS = (0, 3500, 6500, 8105)
"""Where the three parts of the table begin, and where the last ends."""

KINDS = {"横": 1, "提": 1, "竖": 2, "竖钩": 2, "撇": 3, "点": 4, "点2": 4, "捺": 4}
"""横 1, 竖 2, 撇 3, 点 4; every other stroke is a 折, 5."""

BY_HAND = dict.fromkeys(
    "𬌗勔䴕絜耤嚭趯耰鹴扞圲圫玕玒玓玘玚刬𫭟尪尨轪𫐄坒玤玞玱枍矼矻匼𬨂䂮硊硍珷琲琡琟琔琭堾堼揕㙘堧詟𫐐辌瑃瑓瑅"
    "瑆䴖瑖瑝瑔辒𬨎𫐓瑧𫞩瑨瑱㻬麹璆漦叇墣墦墡殣慭霅璥璲璒憙𥕢磜豮𫟦璱𤩽璬璮髽擿薿薸櫆檞醨繄磹磻瓀釐鬶爇鞳鞮𬟁藟"
    "藦藨鹲礌𥖨霨㰀鬷鬒蘘欂瓘𤫉瓖鬘韂糵礵醾邘圢",
    1,
)
BY_HAND |= dict.fromkeys(
    "髎剕𫚖䴗圙髃翾甗𨟠酅辿冏觃囷棐龁逴崒崌崡龂𬹼赒幖嶍暵暲暶踦噇噂噀罶嶲嶓㠇嶟嶒𬺈𫠜疁㠓幪𪩘嶦瞫蹐蟏㘎蹢蹜蟫䗴嚚蠋"
    "巇𬺓呇𬀩𬀪旿岨岞峂㟃昤昫昡咥昪虷虸哃峘耑峛𪨰峗峧帡",
    2,
)
BY_HAND |= dict.fromkeys(
    "飗𬸚鹠𨭉皭齇卬𬬸𫗧铏𫓯𫟹铻鿏腒𬱟鲃猰𫛭猯㺄馉腨腯鲉鲊鲌䲟𬶋𬶍鲏雊猺飔觟𦝼馌𨱏觭䦃𬭬𨱑𬭯馞穄鲹𫗴𬭳镮𬶭𩾌鳚"
    "鳛犨𬶮镵籥觿𬬩狉狝饳钘𫓧胣朏飐訄饻",
    3,
)
BY_HAND |= dict.fromkeys(
    "瀌襜勍隺𠅤凓鄗凘鹡亸䗪鹯冮庱庼𫷷廋廆鄌祼裛襕襚癗𦒍旞翷麑麖㸌爔瀱氿汈氾𬇕汋䜣讻𬣞诐忞祋祊𫍣𬣳庤疢炣炟㶲洭洘洓"
    "洿㳚泚祕",
    4,
)
BY_HAND |= dict.fromkeys("堲鹔𫖳隩𬶨螱䴙𬙊𬩽鸤叚婻媆媞㛹媓媂媄嫕嫭屃𫸩岊", 5)
"""First strokes read off the characters themselves, where ORDERS has none and both neighbours differ."""

COUNTED = {"䴙": 18, "𬙊": 18}
"""Counts at the end of a stretch, where no neighbour follows."""


def unihan(folder: Path) -> tuple[list[str], dict[str, int]]:
    """The characters of the table in its order, and the strokes of every character."""
    places: dict[str, int] = {}
    strokes: dict[str, int] = {}
    for path in sorted(folder.glob("Unihan_*.txt*")):
        text = (bz2.decompress(path.read_bytes()) if path.suffix == ".bz2" else path.read_bytes()).decode()
        for line in text.splitlines():
            code, field, value = line.split("\t") if line.startswith("U+") else ("", "", "")
            if field == "kTGH":
                places[chr(int(code[2:], 16))] = int(value.split()[0].partition(":")[2])
            elif field == "kTotalStrokes":
                strokes[chr(int(code[2:], 16))] = int(value.split()[0])
    return sorted(places, key=places.__getitem__), strokes | COUNTED


def in_order(values: Sequence[int | None]) -> list[int | None]:
    """``values`` with those kept that make the longest rising row; the others take what both neighbours agree on."""
    tails: list[int] = []
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for at, value in enumerate(values):
        if value is not None:
            place = bisect_right(tails, value)
            tails[place : place + 1], ends[place : place + 1] = [value], [at]
            before[at] = ends[place - 1] if place else None
    kept: dict[int, int] = {}
    at_end = ends[-1] if ends else None
    while at_end is not None:
        kept[at_end] = values[at_end] or 0
        at_end = before[at_end]
    return [kept.get(at, _agreed(at, kept)) for at in range(len(values))]


def _agreed(at: int, kept: dict[int, int]) -> int | None:
    left = max((one for one in kept if one < at), default=None)
    right = min((one for one in kept if one > at), default=None)
    around = {kept[one] for one in (left, right) if one is not None}
    return around.pop() if len(around) == 1 else None


def placed(
    part: Sequence[str], strokes: dict[str, int], orders: dict[str, list[int]]
) -> Iterator[tuple[str, int, int]]:
    """Each character of one part with its count and its first stroke."""
    counts = in_order([strokes.get(one) for one in part])
    for count, group in groupby(zip(part, counts, strict=True), key=lambda one: one[1]):
        own = [character for character, _ in group]
        assert count is not None, own
        known = [BY_HAND.get(one) or (orders[one][0] if len(orders.get(one, ())) == count else None) for one in own]
        firsts = in_order(known)
        for character, first in zip(own, firsts, strict=True):
            assert first is not None, (character, count)
            yield character, count, first


def table(unihan_folder: Path, orders_file: Path) -> dict[tuple[int, int], str]:
    """(strokes, first stroke) → the characters, by all their strokes."""
    order, strokes = unihan(unihan_folder)
    said = json.loads(orders_file.read_text("utf-8"))
    orders = {one: [KINDS.get(name.partition("|")[0], 5) for name in names] for one, names in said.items()}
    groups: dict[tuple[int, int], list[list[tuple[list[int], str]]]] = {}
    for first_place, last_place in pairwise(PARTS):
        latest: dict[tuple[int, int], list[tuple[list[int], str]]] = {}
        for character, count, first in placed(order[first_place:last_place], strokes, orders):
            row = latest.setdefault((count, first), [])
            reached = row[-1][0] if row else [first]
            own = orders.get(character, reached)
            row.append((max(reached, own) if len(own) == count and own[0] == first else reached, character))
        for key, row in latest.items():
            groups.setdefault(key, []).append(row)
    return {key: "".join(one for _, one in heapq.merge(*groups[key])) for key in sorted(groups)}


def main(unihan_folder: str, orders_file: str) -> None:
    """Print the module."""
    print(
        '"""The 8,105 characters of the 通用规范汉字表 by number of strokes, first stroke (横竖撇点折) and order of strokes.'
    )
    print()
    print("Made by ``scripts/make_strokes.py`` from Unihan (Unicode License v3) and cnchar (MIT); not edited by hand.")
    print('"""')
    print()
    print("from __future__ import annotations")
    print()
    print("TABLE: dict[tuple[int, int], str] = {")
    for (count, first), characters in table(Path(unihan_folder), Path(orders_file)).items():
        print(f'    ({count}, {first}): "{characters}",')
    print("}")
    print(
        '"""(Strokes, first stroke: 1 横, 2 竖, 3 撇, 4 点, 5 折) → the characters, each before those that come after it."""'
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
