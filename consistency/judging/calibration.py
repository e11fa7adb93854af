"""From features to probabilities, and from probabilities to labels.

The weights and thresholds are in ``calibration.json``; ``training/fit_calibration.py`` fits them on whole campaigns and
chooses the thresholds on campaigns that were held out.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from consistency.judging.alignment import SIGNALS
from consistency.judging.features import CLAIM_FEATURES, FEATURES, Features
from consistency.judging.readings import CONVEYS, LABELS
from consistency.records.findings import Label

Probabilities = NDArray[np.float64]
"""Shape ``(m, 4)``: for each message the chance of each of :data:`LABELS`; rows sum to 1."""

DECIMALS = 4
"""Probabilities are rounded once, here, before anything is decided by them."""

_NEAREST = SIGNALS.index("unit")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where a label begins."""

    conveys: float
    """A message is conveyed from this probability on."""
    contradicts: float
    """A message is contradicted from this chance on, whatever else it may be."""
    touched: float
    """A message that is neither is touched from this chance of being anything but absent on."""
    sure: float
    """A person looks where the chance of the verdict is below this."""
    forbidden: float
    """A forbidden claim is made from this chance on."""


@dataclass(frozen=True, slots=True)
class Logistic:
    """A multinomial logistic model over standardised features."""

    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    weights: NDArray[np.float64]
    bias: NDArray[np.float64]

    def chances(self, features: Features) -> NDArray[np.float64]:
        """Chances of the outcomes for each row of features, rounded to :data:`DECIMALS`."""
        logits = (features - self.mean) / self.scale @ self.weights.T + self.bias
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        rounded: NDArray[np.float64] = np.round(powers / powers.sum(axis=1, keepdims=True), DECIMALS)
        return rounded


@dataclass(frozen=True, slots=True)
class Calibration:
    """The models of messages and of forbidden claims, and the thresholds."""

    messages: Logistic
    """Over expanded features, with the outcomes :data:`LABELS`."""
    claims: Logistic
    """Over claim features, with the outcomes not made and made."""
    thresholds: Thresholds
    shift: float = 0.0
    """Added to the log odds that a message is conveyed, for one brand."""

    def probabilities(self, features: Features) -> Probabilities:
        """Chances of the four labels for each row of features."""
        return shifted(self.messages.chances(expanded(features)), self.shift)

    def asserted(self, features: Features) -> NDArray[np.float64]:
        """Chance that a forbidden claim is made, for each row of claim features; shape ``(n,)``."""
        made: NDArray[np.float64] = self.claims.chances(features)[:, 1]
        return made


def shifted(probabilities: Probabilities, shift: float) -> Probabilities:
    """Probabilities with the log odds of being conveyed moved by ``shift``; the other labels keep their proportions."""
    if not shift:
        return probabilities
    odds = probabilities.copy()
    odds[:, CONVEYS] *= np.exp(shift)
    moved: Probabilities = np.round(odds / odds.sum(axis=1, keepdims=True), DECIMALS)
    return moved


def expanded(features: Features) -> Features:
    """Features with, for each that isn't a signal or the reader's, its product with the nearest unit's signal.

    A changed number in a sentence that has nothing to do with the message means nothing.
    """
    nearest = features[:, _NEAREST : _NEAREST + 1]
    return np.concatenate([features, nearest * features[:, len(SIGNALS) : -len(LABELS)]], axis=1)


@cache
def shipped_calibration() -> Calibration:
    """The model that ships with the package."""
    content = json.loads(files(__package__).joinpath("calibration.json").read_text(encoding="utf-8"))
    known = tuple(content["features"]), tuple(content["claim_features"]), tuple(content["labels"])
    if known != (FEATURES, CLAIM_FEATURES, LABELS):
        raise ValueError("calibration.json was fitted for other features; run training/fit_calibration.py")
    messages, claims = (
        Logistic(**{name: np.array(values) for name, values in content[model].items()})
        for model in ("messages", "claims")
    )
    return Calibration(messages, claims, Thresholds(**content["thresholds"]))


def decide(probabilities: NDArray[np.float64], thresholds: Thresholds) -> Label:
    """The label of one message, from its row of :data:`Probabilities`."""
    chance = dict(zip(LABELS, probabilities, strict=True))
    if chance[Label.CONTRADICTS] >= thresholds.contradicts and chance[Label.CONTRADICTS] > chance[Label.CONVEYS]:
        return Label.CONTRADICTS
    if chance[Label.CONVEYS] >= thresholds.conveys:
        return Label.CONVEYS
    return Label.PARTIAL if 1 - chance[Label.ABSENT] >= thresholds.touched else Label.ABSENT
