"""The ledger on disk, and the only package that knows SQL: tables, chain, migrations, checks. ``sqlite_ledger`` is its door.

It may import ``model`` and ``errors``; never the other packages of its floor, nor ``cli``. Row classes and SQL never leave
it. Importing this package costs nothing; importing ``sqlite_ledger`` loads SQLModel.
"""
