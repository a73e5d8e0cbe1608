"""From checked forms to the domain's rules. Knows no YAML and finds no faults: a form is sound when it comes here."""
