"""Import of office files, from bytes to ledger entries: deduplicated, and atomic (all rows or none).

The only package that knows CSV and workbooks coming in. A file's way: ``open_file`` (what it is) → ``file_sheet`` (cells; of
a workbook with ``altered_cells`` and ``hidden_and_merged``) → ``sheet_rows`` and ``file_table`` (headings) → ``detect_form``
→ ``record_list``, ``attendance_matrix``, ``proposal_list``, ``roster_list`` (values, or refused rows) → ``reconcile`` (new,
there already, otherwise, refused) → ``run_import`` (one transaction). It may import recording, reports, scoring, parsing,
model and errors. Take its modules one by one: workbooks are slow to load.
"""
