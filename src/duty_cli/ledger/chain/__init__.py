"""What a row says, as cells and as bytes, and the chain of hashes over it: no database is asked."""
