"""Each rule told back as a plain Chinese sentence, to be proof-read against the printed document (``duty rules show``).

``words`` says conditions and whom a rule is for, ``amounts`` points and measures, ``items`` and ``outcomes`` whole rules,
``paper`` puts them beside their clauses. May import ``domain`` and the other modules of ``render``.
"""
