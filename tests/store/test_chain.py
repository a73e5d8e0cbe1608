"""The canonical row is frozen: old hashes must be found again by every later program."""

from __future__ import annotations

from hashlib import sha256

from duty_cli.domain.members import Person
from duty_cli.store.chain import GENESIS, canonical, link, person_digest


def test_a_row_is_hashed_as_compact_json_with_sorted_columns() -> None:
    row = canonical(7, 5, "record", {"kind": "提案", "day": "2026-03-05", "digest": b"\x01\xff"})
    assert row.decode() == '[1,7,5,"record",{"day":"2026-03-05","digest":"01ff","kind":"提案"}]'


def test_an_empty_column_changes_no_hash() -> None:
    assert canonical(7, 5, "record", {"day": "2026-03-05", "note": None}) == canonical(
        7, 5, "record", {"day": "2026-03-05"}
    )


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
