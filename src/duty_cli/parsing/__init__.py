"""What people write, read exactly or refused: dates, names of members and their pinyin, the cells of a record.

The only package that knows pypinyin. It judges no rule. It may import ``model`` and ``errors``.
"""
