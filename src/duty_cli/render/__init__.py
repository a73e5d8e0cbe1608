"""Going out: a ``Paper`` or a plain value becomes text, CSV, Markdown, JSON or a workbook, and gets to a stream or a file.

The only room that knows xlsxwriter and CSV going out. ``layout`` lays a report out as a paper; a format returns what it
made and never prints. Nothing here computes a figure, sorts by merit or asks what a terminal is: widths and moments are
given. It may import ``domain``, ``errors``, ``scoring``, ``office`` and ``reports``, never ``store``, ``rulebook``,
``intake`` or ``cli``.
"""
