"""The bytes of a file as sheets: CSV, workbooks, web pages, documents. Knows formats and no heading."""
