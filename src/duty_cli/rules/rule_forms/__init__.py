"""What a rule file may say, form by form, and what it says once expanded."""
