"""Sealed ledgers (封存账本): a ledger up to a head as one Parquet file, and the proof of such a file by its chain.

The only room that knows pyarrow, an extra, which is loaded where a file is written or read. ``sealed_writer`` and ``sealed_file``
are its doors.
"""
