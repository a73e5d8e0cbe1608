"""Going out: a ``Paper`` or a plain value becomes text, CSV, Markdown, JSON, HTML, a workbook or a document.

The only package that knows xlsxwriter, python-docx and CSV going out. A format returns what it made and never prints. Nothing
here computes a figure, sorts by merit or asks what a terminal is: widths and moments are given. It knows papers, not
reports: it may import ``model`` and ``errors``.
"""
