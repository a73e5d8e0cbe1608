"""The nouns of the field: members, periods, records, rules, papers. Standard library only; imports nothing but errors."""
