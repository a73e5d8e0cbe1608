"""The writing verbs of the clerk's desk: enrol, appoint, record, attend, take leave, settle, reverse, close a year.

Each verb takes the ledger, says in an ``Operation`` who does what, checks, and appends in one transaction. Opens no file and
reads no clock; knows the ledger only through ``model.ledger_protocol``.
"""
