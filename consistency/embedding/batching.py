"""Batches of few shapes.

A model's result for a text varies in the last bits with the shape of the batch that the text is in. So every batch has
the same number of rows, and a length that is a multiple of one step, whatever else is run. Measured with the default
model: a row is then bit for bit the same in any company.
"""

from collections.abc import Iterator, Sequence

ROWS = 16
_LENGTH_STEP = 8


def fixed_batches(lengths: Sequence[int], longest: int) -> Iterator[tuple[int, list[int]]]:
    """Padded length and indices of each batch, shortest first, for rows of these lengths in tokens.

    A batch has at most :data:`ROWS` indices; the caller fills it up with any of its rows. ``longest`` bounds lengths.
    """
    by_length: dict[int, list[int]] = {}
    for index, length in enumerate(lengths):
        padded = min(-(-length // _LENGTH_STEP) * _LENGTH_STEP, longest)
        by_length.setdefault(padded, []).append(index)
    for padded, indices in sorted(by_length.items()):
        for first in range(0, len(indices), ROWS):
            yield padded, indices[first : first + ROWS]
