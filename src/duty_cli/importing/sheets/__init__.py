"""A sheet as a table: which rows and columns are what, by the headings and titles that offices write."""
