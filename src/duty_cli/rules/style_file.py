"""The door to the style of documents (``rules/style.yaml``): bytes → :class:`~duty_cli.model.papers.OfficeStyle`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from duty_cli.errors.file_errors import StyleProblems, UnreadableFile
from duty_cli.model.name_order import NameOrder, NamesBy
from duty_cli.model.office_words import OfficeWords
from duty_cli.patterns import pattern

if TYPE_CHECKING:
    from duty_cli.model.papers import OfficeStyle
    from duty_cli.rules.style_form import StyleForm

STYLE = "style.yaml"
_KEY = rb"^[^#\n]*\b(?:%b)[\"']?\s*:"
_SAYS_ORDER = pattern(_KEY % b"order|sectors", re.MULTILINE)
_SAYS_SEATS = pattern(_KEY % b"seats", re.MULTILINE)
_SAYS_WORDS = pattern(_KEY % b"members?|leaders|sector|liaison_group|special_committee", re.MULTILINE)


class StyleFile:
    """The style file in a folder of rules. It is gone through only where it says something of what is asked.

    Every answer may raise StyleProblems with all that is wrong in the file, or UnreadableFile.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def calling(self) -> OfficeWords:
        """What the office calls its members, groups and leaders."""
        return self.style.calling if _SAYS_WORDS.search(self._bytes) else OfficeWords()

    @cached_property
    def order(self) -> NameOrder:
        """How the office has names listed."""
        if not _SAYS_ORDER.search(self._bytes):
            return NameOrder()
        return NameOrder(NamesBy(self._form.order), self._form.sectors)

    @cached_property
    def seats(self) -> Mapping[str, int]:
        """How many seats each sector has; empty where the file does not say."""
        return self._form.seats if _SAYS_SEATS.search(self._bytes) else {}

    @cached_property
    def style(self) -> OfficeStyle:
        """The style itself, with the template beside it; the built-in one where there is no file."""
        template = self.template
        return _style(self._form, b"" if template is None else _read(template))

    @property
    def template(self) -> Path | None:
        """The template that the file names."""
        return self._folder / self._form.template if self._form.template else None

    @cached_property
    def _bytes(self) -> bytes:
        file = self._folder / STYLE
        return _read(file) if file.exists() else b"format: duty-style/1"

    @cached_property
    def _form(self) -> StyleForm:
        return load_style(str(self._folder / STYLE), self._bytes)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UnreadableFile(file, "没有这个文件，或没有读取权限；请核对文件名") from error


def load_style(name: str, data: bytes) -> StyleForm:
    """What the file's bytes say. Raises StyleProblems with all that is wrong."""
    from duty_cli.rules.style_form import StyleForm
    from duty_cli.rules.yaml_reading import validation_messages, yaml_reader

    source, problems = yaml_reader.read(name, data)
    form, found = (None, []) if source is None else validation_messages.fill(StyleForm, source)
    if form is None or problems:
        raise StyleProblems([*problems, *found])
    return form


def _style(form: StyleForm, template: bytes) -> OfficeStyle:
    from duty_cli.model.papers import Fonts, Margins, OfficeStyle, Sizes

    said = {name: value for name, value in form if name not in ("format", "template", "order", "sectors", "seats")}
    groups = {
        "fonts": Fonts(**dict(form.fonts)),
        "sizes": Sizes(**dict(form.sizes)),
        "margins": Margins(**dict(form.margins)),
    }
    return OfficeStyle(**(said | groups), template=template)
