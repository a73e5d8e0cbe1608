"""Official documents and plain papers as .docx files, by GB/T 9704-2012; the same value gives the same bytes.

The only part of the program that knows python-docx. ``docx_writer`` is its door. Paragraphs and tables are written as XML
(``markup``, ``blocks``), because python-docx takes a minute for a table of 300 rows.
"""
