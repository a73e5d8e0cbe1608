"""A ledger in a database of a PostgreSQL server: opened, made, read, written, checked."""

from duty_cli.ledger.postgres.driver_loading import load_driver

# Before any module of this room: each of them imports psycopg.
load_driver()
