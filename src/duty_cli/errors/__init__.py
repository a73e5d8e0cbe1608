"""Every refusal of the program: one class a situation. It words its own sentence and owns its exit code.

Exit codes: 1 findings in the data, 2 usage, 3 rules, 4 ledger, 5 refused or not found. A bug is 70, an interruption 130.

Each stands in the module of what was being done, and is imported from there.
"""
