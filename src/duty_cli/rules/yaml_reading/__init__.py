"""YAML read into trees that know their lines, into forms, and edited in place."""
