"""The nouns of the field: members, periods, records, rules. Standard library only; imports nothing above it."""
