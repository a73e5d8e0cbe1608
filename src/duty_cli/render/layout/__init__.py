"""How each report is laid out: a report becomes a ``Paper`` of sheets, and a document for JSON. Headings stand here alone."""
