"""The demonstration ledger: real promises between states, 1971 to 2025, as events of the contract.

The facts are those of the stories that they name; the words and the addresses are ours.
"""

from collections.abc import Iterator
from importlib import resources


def lines() -> Iterator[bytes]:
    """The events, one JSON text each, in the order of their publication."""
    with resources.files(__name__).joinpath("ledger.ndjson").open("rb") as ledger:
        for line in ledger:
            yield line.rstrip(b"\n")
