"""The clerk's desk, for what the language leaves to the commands."""

from tests.workspace import duty, empty, template

__all__ = ["duty", "empty", "template"]
