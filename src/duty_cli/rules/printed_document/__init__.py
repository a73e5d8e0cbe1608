"""The printed document beside a rule file: its bytes, plain text or .docx, to the articles that rules are held against.

It knows no rules and no YAML but for where problems are told; what it reads of a .docx is what a person sees on paper.
"""
