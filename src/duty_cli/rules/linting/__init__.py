"""What is wrong or doubtful in a rule file that reads well."""
