"""The only room that knows Typer: commands take arguments, call one verb and show what came back.

Holds no rule and no SQL. Heavy rooms (store, rulebook, intake, render) are imported inside functions, on first use, so
that ``duty --help`` stays quick.
"""
