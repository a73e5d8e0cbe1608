"""The reading verbs: one file a report, each returning one frozen value. Headings and looks are ``render``'s.

Opens no file, reads no clock, writes nothing: a report is a function of the ledger as known at one seq and of the rules.
"""
