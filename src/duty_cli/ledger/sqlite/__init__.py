"""A ledger in one SQLite file: opened, read, written, waited for, verified as it is read."""
