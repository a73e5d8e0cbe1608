"""The only package that knows Typer: commands take arguments, call one verb and show what came back.

Holds no rule and no SQL. Heavy packages (ledger, rules, importing, documents) are imported inside functions, on first use, so
that ``duty --help`` stays quick.
"""
