"""The reading verbs: one file a report, each returning one frozen value; how it is laid out stands below it or in ``…_layout``.

A layout makes a ``Paper`` of sheets, and a document for JSON: headings stand there alone. Opens no file, reads no clock,
writes nothing: a report is a function of the ledger as known at one seq and of the rules.
"""
