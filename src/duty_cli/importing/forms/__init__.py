"""The rows of a table as what they are of: records, attendance, proposals, the roster, spending, earlier results."""
