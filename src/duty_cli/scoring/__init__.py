"""Arithmetic: tallies and a rulebook become scores with their trace. Standard library, ``model`` and ``parsing`` only.

The order is the engine's, once for everyone: records matched to items and levels → authorship → same matter → combine →
first and further → item bounds → rounding → category base and bounds → total base and bounds → minimums and vetoes →
grade → quotas → consequences. Nothing here depends on the order in which records were entered.
"""
