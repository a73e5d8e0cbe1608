"""What a rule file makes possible, by bounds and by members who show it."""
