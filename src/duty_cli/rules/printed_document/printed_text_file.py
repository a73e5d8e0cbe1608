"""The door to the printed document beside a rule file: bytes to articles, or every problem with line and way out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from duty_cli.errors.file_errors import UnreadableFile
from duty_cli.errors.rule_errors import RuleProblems, UnreadDocument
from duty_cli.model.parsed_rows import Problem
from duty_cli.model.printed_text import PrintedText
from duty_cli.model.rulebook import Rulebook
from duty_cli.parsing.printed_articles import articles_in
from duty_cli.rules.yaml_reading.source_map import problem_at
from duty_cli.rules.yaml_reading.yaml_reader import UNSEEN

TextBytes = Callable[[str, str], bytes | None]
"""The bytes of the text of a rule file, by the names of both; None where none was kept. Raises UnreadableFile."""

MAX_TEXT, MAX_DOCX = 256 * 1024, 2048 * 1024
"""Bytes of a text, and of a .docx, which holds what its letters look like as well."""

_SAVE = "请在记事本里另存为，编码选 UTF-8"


def text_in(folder: Path, name: str) -> bytes:
    """The bytes of the text of that name in ``folder``, as far as it may be long. Raises UnreadableFile."""
    place = folder / name
    try:
        with place.open("rb") as file:
            return file.read(_most(name) + 1)
    except FileNotFoundError:
        raise UnreadableFile(place, "没有这个文件；请把印发的条文放在规则文件旁边，或改正 text 里的文件名") from None
    except OSError as error:
        raise UnreadableFile(place, error.strerror or str(error)) from error


def readable_texts(folder: Path, names: Iterable[str]) -> dict[str, bytes]:
    """Those texts in ``folder`` that are there and are no longer than texts may be, by name: what is entered with rules."""
    found = {}
    for name in names:
        try:
            data = text_in(folder, name)
        except UnreadableFile:
            continue
        if len(data) <= _most(name):
            found[name] = data
    return found


def read_text(name: str, data: bytes) -> tuple[PrintedText | None, list[Problem]]:
    """The articles of a text, or all that is wrong with it."""
    if len(data) > _most(name):
        what = f"条文超过 {_most(name) // 1024} KiB"
        return None, [text_problem(name, 1, what, "请核对是否选错了文件；只放规则所依据的条文，删去图片")]
    try:
        text = _document(data) if is_document(name) else data.decode("utf-8-sig")
    except UnreadDocument as error:
        return None, [text_problem(name, 1, error.what, error.advice)]
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return None, [text_problem(name, line, "文件不是 UTF-8 编码", _SAVE)]
    if unseen := UNSEEN.search(text):
        line = text.count("\n", 0, unseen.start()) + 1
        what = f"有看不见的字符（U+{ord(unseen[0]):04X}）"
        return None, [text_problem(name, line, what, "请删去，或重新输入这一行")]
    articles, faults = articles_in(text)
    problems = [text_problem(name, one.line, one.what, one.advice) for one in faults]
    return (None if problems else PrintedText(name, articles)), problems


def text_problem(name: str, line: int, what: str, advice: str) -> Problem:
    """A problem on a line of a text; in a .docx, whose lines are not counted on paper, in that paragraph."""
    return Problem(name, line, "", what, advice) if is_document(name) else problem_at(name, (line, 1), what, advice)


def is_document(name: str) -> bool:
    """Whether a text is a .docx."""
    return name.lower().endswith(".docx")


def _most(name: str) -> int:
    return MAX_DOCX if is_document(name) else MAX_TEXT


def _document(data: bytes) -> str:
    # Most rules name a plain text, or none.
    from duty_cli.rules.printed_document.document_lines import document_text

    return document_text(data)


def printed_texts(books: tuple[Rulebook, ...], text_of: TextBytes) -> dict[str, PrintedText]:
    """The documents of those books that name one, by rule file. Raises UnreadableFile, and RuleProblems with all that is wrong."""
    texts, problems = {}, []
    for book in books:
        data = text_of(book.file, book.text) if book.text else None
        if data is not None:
            text, found = read_text(book.text, data)
            problems += found
            if text is not None:
                texts[book.file] = text
    if problems:
        raise RuleProblems(list(dict.fromkeys(problems)))
    return texts
