"""Files of cases: invented members, and what should come of them."""
