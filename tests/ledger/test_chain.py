"""The canonical row is frozen: old hashes must be found again by every later program."""

from __future__ import annotations

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from duty_cli.ledger.chain.hash_chain import GENESIS, canonical, canonical_rows, link, person_digest
from duty_cli.model.members import Person


def test_a_row_is_hashed_as_compact_json_with_sorted_columns() -> None:
    row = canonical(7, 5, "record", {"kind": "提案", "day": "2026-03-05", "digest": b"\x01\xff"})
    assert row.decode() == '[1,7,5,"record",{"day":"2026-03-05","digest":"01ff","kind":"提案"}]'


def test_an_empty_column_changes_no_hash() -> None:
    assert canonical(7, 5, "record", {"day": "2026-03-05", "note": None}) == canonical(
        7, 5, "record", {"day": "2026-03-05"}
    )


_cells = st.none() | st.text() | st.integers(-(2**63), 2**63 - 1) | st.binary(max_size=40)


@given(
    rows=st.lists(
        st.fixed_dictionaries({"day": st.text(), **dict.fromkeys(("kind", "note", "title"), _cells)}), min_size=1
    )
)
def test_many_rows_are_hashed_as_each_alone(rows: list[dict[str, str | int | bytes | None]]) -> None:
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    alone = [canonical(seq, 5, "record", row) for seq, row in enumerate(rows, 7)]
    assert list(canonical_rows(7, 5, "record", columns)) == alone


@given(
    rows=st.lists(st.fixed_dictionaries(dict.fromkeys(("day", "title"), st.text()) | {"note": _cells}), min_size=1),
    sorts=st.lists(st.fixed_dictionaries(dict.fromkeys(("batch", "kind", "stages", "zone"), _cells)), min_size=1),
)
def test_what_rows_have_alike_is_hashed_as_if_each_said_it(
    rows: list[dict[str, str | int | bytes | None]], sorts: list[dict[str, str | int | bytes | None]]
) -> None:
    at = [n % len(sorts) for n in range(len(rows))]
    own, shared = ({name: [one[name] for one in said] for name in said[0]} for said in (rows, sorts))
    alone = [canonical(seq, 5, "record", row | sorts[seq % len(sorts)]) for seq, row in enumerate(rows)]
    assert list(canonical_rows(0, 5, "record", own, shared, at)) == alone


def test_a_hash_binds_a_row_to_all_before_it() -> None:
    first, other = link(GENESIS, b"a"), link(GENESIS, b"b")
    assert link(first, b"c") != link(other, b"c")
    assert first == sha256(bytes(32) + b"a").digest()


def test_the_digest_of_a_person_depends_on_every_part_and_on_the_salt() -> None:
    digests = {
        person_digest(Person("甲一", "jy"), b"1"),
        person_digest(Person("甲一", "jy"), b"2"),
        person_digest(Person("甲乙", "jy"), b"1"),
        person_digest(Person("甲一", "j"), b"1"),
        person_digest(Person("甲一", "jy", "1"), b"1"),
    }
    assert len(digests) == 5
