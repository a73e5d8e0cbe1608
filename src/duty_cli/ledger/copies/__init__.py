"""Other copies of a ledger: backups, what is put back, what has diverged."""
