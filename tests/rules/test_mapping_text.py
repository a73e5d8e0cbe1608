from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from duty_cli.model.column_maps import ColumnMapping, ColumnSource, ForeignCell, MapLook, Replaced, StayRule
from duty_cli.rules.mapping_file import load_mapping
from duty_cli.rules.mapping_text import MapRemarks, mapping_text

WORDS = st.text("甲乙 a1-、,:#\"'{}[]&*?|>%@\\ ", min_size=1, max_size=6)
CELLS = st.builds(ForeignCell, WORDS, st.sampled_from(["column", "beside", "below"]))
STAYS = st.one_of(
    st.builds(StayRule, st.integers(1, 9000), st.builds(ForeignCell, WORDS), unit=st.sampled_from(["", "秒", "时:分"])),
    st.builds(
        StayRule,
        st.tuples(CELLS, CELLS),
        bounds=st.tuples(CELLS, CELLS),
        date=st.sampled_from([None, "月/日/年 时:分"]),
    ),
    st.builds(StayRule, CELLS, bounds=st.tuples(CELLS, CELLS)),
)
VALUES = st.none() | st.dictionaries(WORDS | st.just(""), st.just("") | WORDS, min_size=1, max_size=2)
OTHERWISE = st.sampled_from(["keep", "empty", Replaced("其他")])
SOURCES = st.one_of(
    st.builds(ColumnSource, WORDS, values=VALUES, date=st.sampled_from([None, "日-月-年"])),
    st.builds(ColumnSource, WORDS, values=st.just({"a": "b"}), otherwise=OTHERWISE),
    st.builds(ColumnSource, WORDS, also_from=st.tuples(WORDS), join=st.just("") | WORDS),
    st.builds(ColumnSource, WORDS, split=st.tuples(WORDS, WORDS), part=st.sampled_from([1, -1, 2, None, "each"])),
    st.builds(ColumnSource, title=CELLS.filter(lambda cell: not cell.in_row)),
    st.builds(ColumnSource, always=WORDS),
    st.builds(ColumnSource, row_prefix=WORDS),
)


CHOSEN = st.dictionaries(WORDS, st.tuples(WORDS | st.just("")), max_size=1)
LOOKS = st.none() | st.builds(MapLook, st.tuples(WORDS), st.just(()) | st.tuples(WORDS), st.just(()) | st.tuples(WORDS))
MAPS = st.builds(
    ColumnMapping,
    *(st.just("records"), st.sampled_from([",", ";", "\t", "|"]), st.none(), st.fixed_dictionaries({"备注": SOURCES})),
    only=CHOSEN,
    without=CHOSEN,
    sheet=st.none() | WORDS,
    under=st.none() | WORDS,
    above=st.just(()) | st.tuples(WORDS, WORDS),
    known=LOOKS,
    name=st.just("m"),
).filter(lambda one: not one.only.keys() & one.without.keys())


@given(MAPS, st.none() | STAYS, WORDS)
def test_a_map_that_is_written_is_read_as_it_was(mapping: ColumnMapping, stay: StayRule | None, said: str) -> None:
    shares = {} if stay is None else {"参加比例": ColumnSource(stay=stay)}
    whole = replace(mapping, columns={**mapping.columns, **shares})
    remarks = MapRemarks(said, {"备注": [said]}, {said: [said]}, ["日期"], {"备注": said})
    assert load_mapping("m", mapping_text(whole, remarks).encode()) == whole
