"""A ledger in a database of a PostgreSQL server: opened, made, read, written, checked."""
