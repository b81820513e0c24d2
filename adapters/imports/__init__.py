"""Readers of files: each turns rows into events in the form of the contract, and stores nothing.

Every reader is a generator of `Line` over a stream of bytes or text. It never raises for a bad row,
never holds more than one row, and says of each row that became no event why it did not.
"""

from adapters.imports.lines import Line

__all__ = ["Line"]
