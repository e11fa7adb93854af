"""A map of the captions by meaning: those that say similar things stand near each other."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from consistency.embedding import Vectors

FEWEST = 30
"""Fewer captions than this are read faster than a map of them."""
_DECIMALS = 3


def landscape(vectors: Vectors, languages: Sequence[str]) -> tuple[tuple[float, float], ...]:
    """Places of captions on the two directions in which they differ most (principal components).

    Args:
        vectors: shape ``(n, d)``, one row for each caption.
        languages: the language of each; what a language's captions have in common is no meaning and taken away.

    Returns:
        ``n`` pairs, each direction in -1..1, or none where there are fewer than :data:`FEWEST` captions.
    """
    if len(vectors) < FEWEST:
        return ()
    centred = vectors.astype(np.float64)
    for language in set(languages):
        own = np.array([one == language for one in languages])
        centred[own] -= centred[own].mean(axis=0)
    _, directions = np.linalg.eigh(centred.T @ centred)
    axes = directions[:, :-3:-1]
    # A direction and its opposite are one; the one whose largest part is positive is taken.
    axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), [0, 1]])
    places: NDArray[np.float64] = centred @ axes
    places = np.round(places / np.maximum(np.abs(places).max(axis=0), 1e-9), _DECIMALS)
    return tuple((float(x), float(y)) for x, y in places)
