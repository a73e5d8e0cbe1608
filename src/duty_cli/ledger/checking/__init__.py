"""Whether every row is as it was entered: the chain gone through, and the schema."""
