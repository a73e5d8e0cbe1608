from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from duty_cli.model.column_maps import ColumnMapping, ColumnSource, ForeignCell, Replaced, StayRule
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


@given(SOURCES, st.none() | STAYS, st.sampled_from([",", ";", "\t", "|"]), st.none() | WORDS, WORDS)
def test_a_map_that_is_written_is_read_as_it_was(
    source: ColumnSource, stay: StayRule | None, separator: str, sheet: str | None, said: str
) -> None:
    columns = {"备注": source, **({} if stay is None else {"参加比例": ColumnSource(stay=stay)})}
    mapping = ColumnMapping("records", separator, None, columns, sheet=sheet)
    remarks = MapRemarks(said, {"备注": [said]}, {said: [said]}, ["日期"], {"备注": said})
    assert load_mapping("m", mapping_text(mapping, remarks).encode()) == mapping
