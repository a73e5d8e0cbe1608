"""A .docx file as its reader sees it: the text of all parts that are shown or printed, a line a paragraph or row of a table.

Tracked changes count as accepted, hidden text is not seen, alternatives are read once, the numbers of pages are not
compared. What waits to be accepted or is hidden is told beside. ``read_document`` is the door; knows no python-docx.
"""

from duty_cli.intake.document.parts import BrokenPart
from duty_cli.intake.document.whole import ReadDocument, read_document

__all__ = ["BrokenPart", "ReadDocument", "read_document"]
