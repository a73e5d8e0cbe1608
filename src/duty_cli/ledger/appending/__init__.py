"""How entries become rows of the chain, whichever database holds them."""
