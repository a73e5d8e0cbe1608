"""A foreign file under our headings, as its map says (``rules/maps/``)."""
