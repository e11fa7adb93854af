"""From signals to probabilities, and from probabilities to labels.

The weights and thresholds are in ``alignment.json``; ``training/fit_alignment.py`` fits them on whole campaigns and
chooses the thresholds on campaigns that were held out.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from consistency.judging.alignment import SIGNALS, Signals
from consistency.records.findings import Label

LABELS = tuple(Label)
"""Order of the columns of :data:`Probabilities`."""

Probabilities = NDArray[np.float64]
"""Shape ``(m, 4)``: for each message the chance of each of :data:`LABELS`; rows sum to 1."""

DECIMALS = 4
"""Probabilities are rounded once, here, before anything is decided by them."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where a label begins."""

    conveys: float
    """A message is conveyed from this probability on."""
    touched: float
    """A message that isn't conveyed is touched from this chance of being anything but absent on."""
    review: float
    """A person looks where a probability is nearer than this to a threshold that decides the verdict."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A multinomial logistic model over standardised signals."""

    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    weights: NDArray[np.float64]
    bias: NDArray[np.float64]
    thresholds: Thresholds

    def probabilities(self, signals: Signals) -> Probabilities:
        """Chances of the four labels for each row of signals."""
        logits = (signals - self.mean) / self.scale @ self.weights.T + self.bias
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        rounded: Probabilities = np.round(powers / powers.sum(axis=1, keepdims=True), DECIMALS)
        return rounded


@cache
def shipped_calibration() -> Calibration:
    """The model that ships with the package."""
    content = json.loads(files(__package__).joinpath("alignment.json").read_text(encoding="utf-8"))
    if tuple(content["signals"]) != SIGNALS or tuple(content["labels"]) != LABELS:
        raise ValueError("alignment.json was fitted for other signals; run training/fit_alignment.py")
    return Calibration(
        **{name: np.array(content[name]) for name in ("mean", "scale", "weights", "bias")},
        thresholds=Thresholds(**content["thresholds"]),
    )


def decide(probabilities: NDArray[np.float64], thresholds: Thresholds) -> Label:
    """The label of one message, from its row of :data:`Probabilities`."""
    conveys, absent = probabilities[LABELS.index(Label.CONVEYS)], probabilities[LABELS.index(Label.ABSENT)]
    if conveys >= thresholds.conveys:
        return Label.CONVEYS
    return Label.PARTIAL if 1 - absent >= thresholds.touched else Label.ABSENT
