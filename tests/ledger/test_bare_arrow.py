"""pyarrow loaded by itself, and nothing else kept from whoever wants it."""

from __future__ import annotations

import subprocess
import sys

_SAID = """
import sys
from duty_cli.ledger.parquet.bare_arrow import load_bare
before = [*sys.meta_path]
load_bare()
import pyarrow as pa
print(pa.array(["甲", None]).to_pylist(), [name for name in ("numpy", "pandas") if name in sys.modules], sys.meta_path == before)
import numpy
print(int(numpy.array([1, 2]).sum()))
"""


def test_pyarrow_is_loaded_without_what_it_looks_for_and_others_find_that_as_before() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", _SAID], check=True, capture_output=True, encoding="utf-8"
    )
    assert done.stdout.splitlines() == ["['甲', None] [] True", "3"]
