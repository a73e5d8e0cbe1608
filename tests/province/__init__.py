"""Reports over many sealed ledgers."""
