"""What is asked of a ledger, as known at a seq."""
