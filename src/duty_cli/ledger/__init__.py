"""The ledger on disk, and the only package that knows SQL: tables, chain, migrations, checks. ``sqlite_ledger`` is its door.

It may import ``model`` and ``errors``; never the other packages of its floor, nor ``cli``. Row classes and SQL never leave
it. SQLModel, which declares the tables, is loaded by tests alone.
"""
