"""The clerk's desk."""

from tests.workspace import begin, begun, duty, empty, template

__all__ = ["begin", "begun", "duty", "empty", "template"]
