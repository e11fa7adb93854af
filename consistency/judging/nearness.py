"""Whether a unit of a caption bears on a claim at all, told from their vectors: what decides which captions are read.

A cosine is high for whatever is on the same topic. So two linear maps of the default model's vectors were learnt, one
for what captions say and one for what briefs claim, whose cosine is high where the one bears on the other, in whatever
way (``training/train_nearness.py``, with figures). Another model has vectors of its own: there the standard deviations
of :mod:`~consistency.judging.alignment` stand in.
"""

from collections.abc import Callable
from functools import cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from consistency.embedding import Embedder, Vectors, default_model

WEIGHTS = "nearness.safetensors"
"""What ships: ``caption`` and ``claim``, each a weight ``(k, d)`` and a bias ``(k,)``; ``odds`` and ``stand_in``, slope
and intercept of the log odds over the cosine of what is mapped, and over standard deviations."""

Nearness = Callable[[Vectors, Vectors, Vectors], Vectors]
"""Log odds that units bear on claims, shape ``(n, m)``, from the vectors of both without their mean, ``(n, d)`` and
``(m, d)``, and from how much each unit stands out for each claim in standard deviations, ``(n, m)``."""


def nearness(embedder: Embedder) -> Nearness:
    """The learnt one for the default model, and what stands in for it for others."""
    return _learnt if embedder.name == default_model.NAME else _standing_in


def _learnt(units: Vectors, claims: Vectors, _: Vectors) -> Vectors:
    slope, intercept = _weights()["odds"]
    odds: Vectors = slope * (_mapped(units, "caption") @ _mapped(claims, "claim").T) + intercept
    return odds


def _standing_in(_: Vectors, __: Vectors, deviations: Vectors) -> Vectors:
    slope, intercept = _weights()["stand_in"]
    odds: Vectors = slope * deviations + intercept
    return odds


def _mapped(vectors: Vectors, side: str) -> Vectors:
    mapped = vectors @ _weights()[f"{side}.weight"].T + _weights()[f"{side}.bias"]
    unit: Vectors = mapped / np.maximum(np.linalg.norm(mapped, axis=1, keepdims=True), 1e-9)
    return unit


@cache
def _weights() -> dict[str, NDArray[np.float32]]:
    from safetensors.numpy import load_file

    with as_file(files(__package__).joinpath(WEIGHTS)) as path:
        return {name: tensor.astype(np.float32) for name, tensor in load_file(path).items()}
