"""The play begins in an empty folder."""

from tests.workspace import empty

__all__ = ["empty"]
