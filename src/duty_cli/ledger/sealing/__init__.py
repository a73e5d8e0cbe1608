"""Heads of the chain that leave the house, signed and stamped with the time."""
