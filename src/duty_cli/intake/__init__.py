"""The only room that knows CSV and workbooks coming in, dates as people write them, names and pinyin.

It turns bytes and typed words into domain values, and gathers every fault on the way. It judges no rule: kinds, terms and
office are checked in ``office``. It may import domain, errors, scoring, office and reports; never store, rulebook, render
or cli. Importing the package loads nothing: take its modules one by one, because pinyin and workbooks are slow to load.

A file's way: ``door`` (what it is) → ``sheet`` (cells; of a workbook with ``altered``, what is no text, ``merged`` and ``hidden``) → ``header`` and ``table`` (headings) → ``forms`` (which form it has) →
``records``, ``attendance``, ``matrix``, ``proposals``, ``roster`` (values, or refused rows).
"""
