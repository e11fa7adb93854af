"""Batches of few shapes.

A model's result for a text may vary in the last bits with the shape of the batch that the text is in. So every batch
has a shape that depends on the length of its texts alone, whatever else is run: a row is then bit for bit the same in
any company.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_TOKENS = 256
"""In a batch. More at once isn't faster on two cores, and batches that few rows are left for would cost more."""
_SHORTEST = 8


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of like length that are run at once."""

    indices: list[int]
    """Of the rows, at most :attr:`rows`; the caller fills the batch up with any of them."""
    rows: int
    length: int
    """To which each row is padded, in tokens."""


def fixed_batches(lengths: Sequence[int], longest: int) -> Iterator[Batch]:
    """Batches for rows of these lengths in tokens, shortest first; ``longest`` bounds lengths."""
    by_length: dict[int, list[int]] = {}
    for index, length in enumerate(lengths):
        by_length.setdefault(min(_padded(length), longest), []).append(index)
    for length, indices in sorted(by_length.items()):
        rows = max(1, _TOKENS // length)
        for first in range(0, len(indices), rows):
            yield Batch(indices[first : first + rows], rows, length)


def _padded(length: int) -> int:
    """The next of 8, 16 and so on up to 64, then 80, 96, 112, 128, 160 and so on."""
    padded = _SHORTEST
    while padded < length:
        power = 1 << (padded.bit_length() - 1)
        padded += max(_SHORTEST, power // 4)
    return padded
