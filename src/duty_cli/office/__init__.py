"""The writing verbs of the clerk's desk: enrol, appoint, record, attend, take leave, import, reverse.

Each verb takes the ledger, says in an ``Act`` who does what, checks, and appends in one transaction. Opens no file and
reads no clock; knows the ledger only through ``domain.ledger``.
"""
