"""A whole term, played as the clerk plays it: what is proposed, decided, issued and carried over, year by year."""
