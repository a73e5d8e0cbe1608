"""pyarrow loaded by itself, by processes of which many begin: it looks for numpy and pandas, which take longer to load than a county to judge."""

from __future__ import annotations

import sys

_BESIDE = ("numpy", "pandas")


class _NotThere:
    """Finds nothing of ``_BESIDE``, whatever is installed, and leaves all else to others."""

    def find_spec(self, name: str, *_: object) -> None:
        if name.partition(".")[0] in _BESIDE:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def load_bare() -> None:
    """Load of pyarrow what sealed files need, as where nothing of ``_BESIDE`` is installed, which it remembers. Raises ImportError."""
    finder = _NotThere()
    sys.meta_path.insert(0, finder)
    try:
        import pyarrow as pa
        import pyarrow.compute
        import pyarrow.parquet

        pa.array([])  # what looks for pandas, once in a process
    finally:
        sys.meta_path.remove(finder)
