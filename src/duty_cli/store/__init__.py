"""The ledger on disk, and the only room that knows SQL: tables, chain, migrations, checks. ``ledger`` is its door.

It may import ``domain`` and ``errors``; never the other rooms of its floor (rulebook, intake, render), nor ``cli``.
Row classes and SQL never leave it. Importing this package costs nothing; importing ``ledger`` loads SQLModel.
"""
