"""The clerk's desk."""

from tests.workspace import duty, empty, template

__all__ = ["duty", "empty", "template"]
