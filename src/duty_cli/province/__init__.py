"""Many sealed ledgers at once (市、省汇总): where files, rules, scoring and reports meet. Knows no ledger of its own and no workspace.

Above ``ledger``, ``rules`` and ``importing``; only ``cli`` may import it.
"""
