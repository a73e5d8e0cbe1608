"""The form of a rule file: its keys, which are needed, what may stand under each. Nothing but pydantic models.

Keys are the English words of the file; an underscore trails only where Python has taken the word.
"""
