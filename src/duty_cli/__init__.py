"""duty: the ledger of what members of a CPPCC committee do, and the papers that follow from it."""

__version__ = "0.2.0"
