"""The printed document beside the rules: read, held against them, shown."""
